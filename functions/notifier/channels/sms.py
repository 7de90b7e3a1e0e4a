"""Alerts by SMS, through SNS. They never quote the customer."""

from datetime import timedelta

from functions.notifier.channels.provider import call_provider
from functions.notifier.notice import Notice
from shared.config.configuration import Configuration, Responder
from shared.domain.policies import Medium
from shared.runtime import aws
from shared.wording.gsm import SEGMENT_SEPTETS, cut, septets, to_gsm


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
    """One segment, which always ends with a link: the words that do not fit beside it are left out.

    `Müller: X complaint waiting 25 min, due 23:05. Also: lin. https://…/c/7Kq2Zp`
    """
    facts = notice.facts()
    link = notice.link
    limit = SEGMENT_SEPTETS - septets(link) - len(" ")
    brand, also = to_gsm(notice.brand) or "ReplyWatch", ""
    if facts.others:
        also = " " + to_gsm(facts.say("alert.also", names=", ".join(facts.others)))
    short = to_gsm(f"{facts.what} {facts.due_short}.")
    long = to_gsm(f"{facts.what} {facts.waiting}, {facts.due_short}.")
    for words in (f"{brand}: {long}{also}", f"{brand}: {long}", f"{brand}: {short}", short):
        if septets(words) <= limit:
            return f"{words} {link}"
    return f"{cut(short, limit)} {link}".strip()
