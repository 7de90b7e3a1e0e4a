"""Alerts by SMS, through SNS. They never quote the customer."""

from datetime import timedelta

from functions.notifier import wording
from functions.notifier.channels.provider import call_provider
from functions.notifier.notice import Notice
from shared.config.configuration import Configuration, Responder
from shared.domain.policies import Medium
from shared.runtime import aws

SEGMENT_CHARACTERS = 160
"""Of one SMS in the GSM-7 alphabet. A longer text is billed as several."""


class Sms:
    """See `Channel`."""

    name: Medium = "sms"
    has_receipts = False
    """SNS reports nothing that names the alert."""
    doubt_wait = timedelta(minutes=2)
    """Time for the late write of the function that sent it."""

    def address(self, responder: Responder) -> str | None:
        """The responder's phone number."""
        return responder.phone

    def max_per_hour(self, configuration: Configuration) -> int | None:
        """A bad hour must not become a thousand text messages at night, nor a bill."""
        return configuration.sms_per_hour

    def send(self, notice: Notice, to: str) -> str:
        """Sends by SNS; its message id. Raises as `Channel` says."""
        sms_type = {"DataType": "String", "StringValue": "Transactional"}
        return call_provider(
            lambda: aws.client("sns", once=True).publish(
                PhoneNumber=to,
                Message=text(notice),
                MessageAttributes={"AWS.SNS.SMS.SMSType": sms_type},
            )
        )


def text(notice: Notice) -> str:
    """One segment: the link is left out if it does not fit."""
    record = notice.record
    summary = wording.summary(record, notice.now)
    words = f"{_ascii(notice.brand)}: {wording.channel_name(record)} {summary}."
    with_link = f"{words} {notice.link}"
    return with_link if len(with_link) <= SEGMENT_CHARACTERS else words[:SEGMENT_CHARACTERS]


def _ascii(brand: str) -> str:
    """One character outside of GSM-7 would reduce the segment to 70."""
    return brand.encode("ascii", "ignore").decode().strip() or "ReplyWatch"
