"""Calls SES and SNS, and translates their errors into the four of `channel.py`.

Neither knows an idempotency token: a second call sends a second message. So the SDK's own retries
are off (`once=True`), and nothing here calls again.
"""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
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
        "AccountSuspendedException",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "SendingPausedException",
    }
)
"""What SES's SendEmail answers until the operator fixes the account (API reference, SES v2)."""

NOT_VERIFIED = "not verified"
"""Part of a MessageRejected if the sender is not verified, or if the account is in the sandbox and
the recipient is not: https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html"""


def call_provider(call: Callable[[], Any]) -> str:
    """The provider's id of the message that this call sends. Raises one of the four errors."""
    try:
        return str(call()["MessageId"])
    except ClientError as error:
        raise _translated(error) from error
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
    if code in BLOCKED_CODES or status == 403 or NOT_VERIFIED in details.get("Message", ""):
        return ProviderBlockedError(code)
    if status >= 500 or not status:
        return InDoubtError(code)
    return RefusedError(code)
