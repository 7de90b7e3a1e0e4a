"""Hands a text to a provider, and tells the five ends apart that matter to the caller.

Neither SES nor SNS knows an idempotency token, so nothing here tries again by itself: the SDK's
own retries are off.
"""

from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
)

from functions.notifier.wording import Mail
from shared.runtime import aws

PASSING_CODES = frozenset(
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

BARRING_CODES = frozenset(
    {
        "AccountSuspendedException",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "SendingPausedException",
    }
)
"""What SES's SendEmail answers until the operator mends the account (API reference, SES v2)."""

NOT_VERIFIED = "not verified"
"""In the text of a MessageRejected where the sender is not verified, or in the sandbox the reader
is not: https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html"""


class NotSentError(Exception):
    """The provider certainly took nothing. Try again later."""


class BarredError(Exception):
    """The provider takes nothing of the kind until an operator has mended it. Tell by another
    medium; where there is none, try again later."""


class RefusedError(Exception):
    """The provider will never take this. Tell by another medium."""


class InDoubtError(Exception):
    """The provider may have taken it: no answer came. Wait for its own event."""


def send_email(mail: Mail, to: str, alert: str) -> str:
    """Sends by SES, tagged with the alert's id; SES's message id. Raises one of the four above."""
    request: dict[str, Any] = {
        "FromEmailAddress": aws.setting("MAIL_FROM"),
        "Destination": {"ToAddresses": [to]},
        "Content": {
            "Simple": {
                "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": mail.text, "Charset": "UTF-8"},
                    "Html": {"Data": mail.html, "Charset": "UTF-8"},
                },
            }
        },
        "EmailTags": [{"Name": "alert", "Value": alert}],
        "ConfigurationSetName": aws.setting("MAIL_CONFIGURATION_SET"),
    }
    answer = _told(lambda: aws.client("sesv2", once=True).send_email(**request))
    return str(answer["MessageId"])


def send_sms(text: str, to: str) -> str:
    """Sends by SNS; its message id. Raises one of the four above."""
    kind = {"DataType": "String", "StringValue": "Transactional"}
    answer = _told(
        lambda: aws.client("sns", once=True).publish(
            PhoneNumber=to, Message=text, MessageAttributes={"AWS.SNS.SMS.SMSType": kind}
        )
    )
    return str(answer["MessageId"])


def _told(call: Any) -> Any:
    try:
        return call()
    except ClientError as error:
        told = error.response.get("Error", {})
        code = told.get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if code in PASSING_CODES or status == 429:
            raise NotSentError(code) from error
        if code in BARRING_CODES or status == 403 or NOT_VERIFIED in told.get("Message", ""):
            raise BarredError(code) from error
        if status >= 500 or not status:
            raise InDoubtError(code) from error
        raise RefusedError(code) from error
    except (EndpointConnectionError, ConnectTimeoutError, NoCredentialsError) as error:
        raise NotSentError(type(error).__name__) from error
    except BotoCoreError as error:
        raise InDoubtError(type(error).__name__) from error
