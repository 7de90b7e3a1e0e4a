"""Text messages by AWS End User Messaging: the request, and what its refusals mean."""

from functools import cache
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.session import Session, get_session
from botocore.stub import Stubber

from functions.notifier.channels import provider, sms
from functions.notifier.channels.channel import (
    InDoubtError,
    NotSentError,
    ProviderBlockedError,
    RefusedError,
)
from shared.domain.policies import Step
from shared.runtime import aws
from tests.alerting.desk import Desk
from tests.builders import message

POOL = "arn:aws:sms-voice:eu-central-1:123456789012:pool/pool-1"

ANSWERS = [
    ("ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT", 409, RefusedError),
    ("ConflictException", "DESTINATION_PHONE_NUMBER_NOT_VERIFIED", 409, ProviderBlockedError),
    ("ConflictException", "NO_ORIGINATION_IDENTITIES_FOUND", 409, ProviderBlockedError),
    (
        "ServiceQuotaExceededException",
        "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT",
        402,
        ProviderBlockedError,
    ),
    ("ValidationException", "PRICE_OVER_THRESHOLD", 400, RefusedError),
    ("AccessDeniedException", "ACCOUNT_DISABLED", 400, ProviderBlockedError),
    ("ResourceNotFoundException", "", 404, ProviderBlockedError),
    ("ThrottlingException", "", 429, NotSentError),
    ("InternalServerException", "", 500, InDoubtError),
]


@cache
def session() -> Session:
    """It reads the description of a service once."""
    return get_session()


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The SDK's own client, which checks requests against the service's model."""
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
    made = session().create_client("pinpoint-sms-voice-v2", "eu-central-1", **keys)
    monkeypatch.setattr(aws, "client", lambda *_names, **_options: made)
    monkeypatch.setenv("SMS_ORIGINATION", POOL)
    monkeypatch.setenv("SMS_CONFIGURATION_SET", "texts")
    return made


def test_a_text_message_names_its_sender_its_alert_and_its_limits(desk: Desk, client: Any) -> None:
    desk.configure(Step(at="due", notify=("ada",), by=("sms",)))
    desk.arrive(message(0))
    (alert,) = desk.claim(30)
    with Stubber(client) as stub:
        stub.add_response(
            "send_text_message",
            {"MessageId": "m-1"},
            {
                "DestinationPhoneNumber": "+15550100",
                "OriginationIdentity": POOL,
                "MessageBody": "Body",
                "MessageType": "TRANSACTIONAL",
                "MaxPrice": sms.MAX_PRICE_USD,
                "TimeToLive": sms.VALID_S,
                "ConfigurationSetName": "texts",
                "Context": {"alert": alert.id},
            },
        )
        notice: Any = type("Notice", (), {"alert": alert})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sms, "text", lambda _notice: "Body")
            assert sms.Sms().send(notice, "+15550100") == "m-1"


@pytest.mark.parametrize(("code", "reason", "status", "expected"), ANSWERS)
def test_a_refusal_is_translated_by_its_reason(
    client: Any, code: str, reason: str, status: int, expected: type[Exception]
) -> None:
    with Stubber(client) as stub:
        stub.add_client_error(
            "send_text_message",
            code,
            http_status_code=status,
            modeled_fields={"Reason": reason} if reason else None,
        )
        with pytest.raises(expected, match=reason or code) as raised:
            provider.call_provider(lambda: client.send_text_message(DestinationPhoneNumber="+1555"))
    assert isinstance(raised.value.__cause__, ClientError)


def test_the_reasons_are_those_of_the_service(client: Any) -> None:
    model = client.meta.service_model
    kinds = ("ConflictException", "ServiceQuotaExceededException", "ValidationException")
    known = {r for kind in kinds for r in model.shape_for(f"{kind}Reason").enum}
    assert known >= provider.BLOCKED_REASONS
