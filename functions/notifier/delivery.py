"""Hands a text to a provider, and tells the four ends apart that matter to the caller.

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
from shared import aws

PASSING_CODES = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "LimitExceededException",
        "SendingPausedException",
        "AccountSuspendedException",
        "ServiceUnavailable",
        "RequestLimitExceeded",
        "InvalidClientTokenId",
        "ExpiredTokenException",
    }
)


class NotSentError(Exception):
    """The provider certainly took nothing. Try again later."""


class RefusedError(Exception):
    """The provider will never take this. Tell by another medium."""


class InDoubtError(Exception):
    """The provider may have taken it: no answer came. Wait for its own event."""


def send_email(mail: Mail, to: str, alert: str) -> str:
    """Sends by SES, tagged with the alert's id; SES's message id. Raises one of the three above."""
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
    """Sends by SNS; its message id. Raises one of the three above."""
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
        code = error.response.get("Error", {}).get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if code in PASSING_CODES or status in {429, 403}:
            raise NotSentError(code) from error
        if status >= 500 or not status:
            raise InDoubtError(code) from error
        raise RefusedError(code) from error
    except (EndpointConnectionError, ConnectTimeoutError, NoCredentialsError) as error:
        raise NotSentError(type(error).__name__) from error
    except BotoCoreError as error:
        raise InDoubtError(type(error).__name__) from error
