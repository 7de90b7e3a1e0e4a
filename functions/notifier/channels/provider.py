"""Calls AWS's senders, and translates their errors into the four of `channel.py`.

None of these services has an idempotency token, so a second call sends a second message. So the
SDK's own retries are off (`once=True`), and nothing here calls again.
"""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
)

from functions.notifier.channels.channel import (
    InDoubtError,
    NotSentError,
    ProviderBlockedError,
    RefusedError,
)

TRANSIENT_CODES = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "LimitExceededException",
        "ServiceUnavailable",
        "RequestLimitExceeded",
        "InvalidClientTokenId",
        "ExpiredTokenException",
    }
)

BLOCKED_CODES = frozenset(
    {
        "AccessDeniedException",
        "AccountSuspendedException",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "ResourceNotFoundException",
        "SendingPausedException",
        "ServiceQuotaExceededException",
    }
)
"""What SES and End User Messaging answer until the operator fixes the account (API references of
SES v2, and of Pinpoint SMS and Voice v2)."""

NOT_VERIFIED = "not verified"
"""Part of a MessageRejected if the sender is not verified, or if the account is in the sandbox and
the recipient is not: https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html"""


BLOCKED_REASONS = frozenset(
    {
        # The sandbox, and what protects the account:
        "DESTINATION_COUNTRY_BLOCKED",
        "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION",
        "DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE",
        "DESTINATION_PHONE_NUMBER_NOT_VERIFIED",
        # The origination identity:
        "CHANNEL_NOT_ENABLED",
        "COUNTRY_NOT_ENABLED",
        "INTERNATIONAL_SENDING_NOT_SUPPORTED",
        "INVALID_ARN",
        "INVALID_IDENTITY_FOR_DESTINATION_COUNTRY",
        "MESSAGE_TYPE_MISMATCH",
        "NO_ORIGINATION_IDENTITIES_FOUND",
        "NUMBER_CAPABILITIES_MISMATCH",
        "REGISTRATION_NOT_COMPLETE",
        "RESOURCE_NOT_ACCESSIBLE",
        "RESOURCE_NOT_ACTIVE",
        "SENDER_ID_NOT_REGISTERED",
        "SENDER_ID_NOT_SUPPORTED",
        "SENDER_ID_REQUIRES_REGISTRATION",
    }
)
"""Reasons of ConflictException and ValidationException for which End User Messaging sends nothing
until the operator fixes the account or its settings (API reference, Pinpoint SMS and Voice v2,
SendTextMessage). Some concern one number or country only: a fix by the operator lets the same
message through. Any other reason is about this message or number, and refuses it: the number has
opted out, or is none; the message costs more than `MaxPrice`."""


OPTED_OUT = "DESTINATION_PHONE_NUMBER_OPTED_OUT"


def call_provider(call: Callable[[], Any]) -> str:
    """Makes this call, which sends a message. Returns the provider's id of it. Raises one of the
    four errors."""
    try:
        return str(call()["MessageId"])
    except ClientError as error:
        raise _translated(error) from error
    except ParamValidationError as error:  # the SDK itself does not take it: nothing was sent
        raise RefusedError(type(error).__name__) from error
    except (EndpointConnectionError, ConnectTimeoutError, NoCredentialsError) as error:
        raise NotSentError(type(error).__name__) from error
    except BotoCoreError as error:
        raise InDoubtError(type(error).__name__) from error


def _translated(error: ClientError) -> Exception:
    details = error.response.get("Error", {})
    code = details.get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in TRANSIENT_CODES or status == 429:
        return NotSentError(code)
    reason = str(error.response.get("Reason", ""))
    is_blocked = code in BLOCKED_CODES or reason in BLOCKED_REASONS or status == 403
    if is_blocked or NOT_VERIFIED in details.get("Message", ""):
        return ProviderBlockedError(reason or code)
    if status >= 500 or not status:
        return InDoubtError(code)
    return RefusedError(reason or code, "opted_out" if reason == OPTED_OUT else None)
