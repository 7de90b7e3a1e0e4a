"""Text messages by AWS End User Messaging: the request, and what each refusal means."""

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

OF_ACCOUNT = {  # reasons that an operator can fix
    "ConflictException": (
        "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION",
        "DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE",
        "DESTINATION_PHONE_NUMBER_NOT_VERIFIED",
        "MESSAGE_TYPE_MISMATCH",
        "NO_ORIGINATION_IDENTITIES_FOUND",
        "NUMBER_CAPABILITIES_MISMATCH",
        "REGISTRATION_NOT_COMPLETE",
        "RESOURCE_NOT_ACTIVE",
    ),
    "ValidationException": (
        "CHANNEL_NOT_ENABLED",
        "COUNTRY_NOT_ENABLED",
        "DESTINATION_COUNTRY_BLOCKED",
        "INTERNATIONAL_SENDING_NOT_SUPPORTED",
        "INVALID_ARN",
        "INVALID_IDENTITY_FOR_DESTINATION_COUNTRY",
        "RESOURCE_NOT_ACCESSIBLE",
        "SENDER_ID_NOT_REGISTERED",
        "SENDER_ID_NOT_SUPPORTED",
        "SENDER_ID_REQUIRES_REGISTRATION",
    ),
    "ServiceQuotaExceededException": ("MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT", ""),
    "AccessDeniedException": ("ACCOUNT_DISABLED", "INSUFFICIENT_ACCOUNT_REPUTATION", ""),
    "ResourceNotFoundException": ("",),
}
OF_MESSAGE = {  # reasons for which this message can never be sent to this number
    "ConflictException": ("DESTINATION_PHONE_NUMBER_OPTED_OUT",),
    "ValidationException": (
        "CANNOT_PARSE",
        "FIELD_VALIDATION_FAILED",
        "INVALID_PARAMETER",
        "INVALID_REQUEST",
        "MAXIMUM_SIZE_EXCEEDED",
        "OTHER",
        "PRICE_OVER_THRESHOLD",
        "",
    ),
}
STATUS = {
    "ServiceQuotaExceededException": 402,
    "AccessDeniedException": 403,
    "ResourceNotFoundException": 404,
    "ConflictException": 409,
    "ThrottlingException": 429,
    "InternalServerException": 500,
}

ANSWERS = [
    *((code, r, ProviderBlockedError) for code, reasons in OF_ACCOUNT.items() for r in reasons),
    *((code, r, RefusedError) for code, reasons in OF_MESSAGE.items() for r in reasons),
    ("ThrottlingException", "", NotSentError),
    ("InternalServerException", "", InDoubtError),
]


@cache
def session() -> Session:
    """One session for all tests: it reads a service's description once."""
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
            patch.setattr(sms, "text", lambda _notice, _code: "Body")
            assert sms.Sms().send(notice, "+15550100") == "m-1"


@pytest.mark.parametrize(("code", "reason", "expected"), ANSWERS)
def test_a_refusal_is_translated_by_its_reason(
    client: Any, code: str, reason: str, expected: type[Exception]
) -> None:
    with Stubber(client) as stub:
        stub.add_client_error(
            "send_text_message",
            code,
            http_status_code=STATUS.get(code, 400),
            modeled_fields={"Reason": reason} if reason else None,
        )
        with pytest.raises(expected, match=reason or code) as raised:
            provider.call_provider(lambda: client.send_text_message(DestinationPhoneNumber="+1555"))
    assert isinstance(raised.value.__cause__, ClientError)


def test_a_request_that_the_sdk_rejects_was_not_sent(client: Any) -> None:
    with pytest.raises(RefusedError, match="ParamValidationError"):
        provider.call_provider(lambda: client.send_text_message(DestinationPhoneNumber=15550100))


def test_every_error_of_the_service_is_in_the_table(client: Any) -> None:
    operation = client.meta.service_model.operation_model("SendTextMessage")
    assert {shape.name for shape in operation.error_shapes} == {code for code, _, _ in ANSWERS}


def test_the_reasons_are_those_of_the_service(client: Any) -> None:
    model = client.meta.service_model
    for code, reason, _ in ANSWERS:
        if reason:
            assert reason in model.shape_for(f"{code}Reason").enum
    blocked = {r for code in ("ConflictException", "ValidationException") for r in OF_ACCOUNT[code]}
    assert blocked == provider.BLOCKED_REASONS
