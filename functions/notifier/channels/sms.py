"""Sends alerts by SMS, through AWS End User Messaging or SNS. They never quote the customer.

With an origination identity (`sms_origination`), End User Messaging sends from it, and refuses
immediately what it will not send. Without one, SNS sends. It may accept a message and drop it.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from functions.notifier import text_replies
from functions.notifier.bundle_entries import Bundle
from functions.notifier.channels.provider import call_provider
from functions.notifier.notice import Notice, Plain
from shared.config.configuration import Configuration, Responder
from shared.domain.alerts import Kind
from shared.domain.policies import Medium
from shared.runtime import aws
from shared.wording import headlines
from shared.wording.gsm import SEGMENT_SEPTETS, cut, is_readable, septets, to_gsm
from shared.wording.wait_view import WaitView

MAX_PRICE_USD = "0.50"
"""Of one message. End User Messaging refuses what costs more: https://aws.amazon.com/end-user-messaging/pricing/"""

VALID_S = 900
"""For how long the carrier tries to deliver, in seconds. A later alert would be out of date."""


class Sms:
    """The SMS channel."""

    name: Medium = "sms"
    can_repeat = False
    """SNS reports nothing. End User Messaging reports what it accepted, but a missing report proves
    nothing: carriers may take 72 hours, and some never report (decision 42)."""
    carries_updates = False
    mirrors_waits = False
    keeps_quiet_hours = True
    doubt_wait = timedelta(minutes=2)
    """Time for the report of End User Messaging that it took the message, or for the late write of
    the function that sent it."""

    def address(self, responder: Responder) -> str | None:
        """The responder's phone number."""
        return responder.phone

    def max_per_hour(self, configuration: Configuration) -> int | None:
        """The limit for one responder. A bad hour must not become a thousand text messages at
        night, nor a large bill."""
        return configuration.sms_per_hour

    def max_per_month(self, configuration: Configuration) -> int | None:
        """The month's budget for all responders."""
        return configuration.sms_per_month

    def send(self, notice: Notice, to: str) -> str:
        """Sends by the configured provider. Returns its message id. Raises the errors of
        `Channel.send`."""
        code = None
        if text_replies.are_taken() and not notice.is_to_owner:
            code = text_replies.code_for(notice.store, to, notice.alert, notice.now)
        return _send(text(notice, code), to, notice.alert.id)

    def send_bundle(self, bundle: Bundle, to: str) -> str:
        """Sends one text message for several alerts, like `send` for one."""
        return _send(bundle_text(bundle), to, bundle.lead.id)

    def send_plain(self, plain: Plain, to: str) -> str:
        """Sends one plain message, like `send` for an alert."""
        return _send(plain_text(plain), to, plain.id)


def _send(body: str, to: str, name: str) -> str:
    origination = aws.optional_setting("SMS_ORIGINATION")
    if origination is None:
        return call_provider(lambda: _by_sns(body, to))
    context = {"alert": name}
    return call_provider(lambda: _by_end_user_messaging(body, to, origination, context))


def _by_sns(body: str, to: str) -> Any:
    sms_type = {"DataType": "String", "StringValue": "Transactional"}
    return aws.client("sns", once=True).publish(
        PhoneNumber=to,
        Message=body,
        MessageAttributes={"AWS.SNS.SMS.SMSType": sms_type},
    )


def _by_end_user_messaging(body: str, to: str, origination: str, context: dict[str, str]) -> Any:
    return aws.client("pinpoint-sms-voice-v2", once=True).send_text_message(
        DestinationPhoneNumber=to,
        OriginationIdentity=origination,
        MessageBody=body,
        MessageType="TRANSACTIONAL",
        MaxPrice=MAX_PRICE_USD,
        TimeToLive=VALID_S,
        ConfigurationSetName=aws.setting("SMS_CONFIGURATION_SET"),
        Context=context,
    )


def text(notice: Notice, code: int | None = None) -> str:
    """One segment, which always ends with a link. Words that do not fit beside it are left out.
    `code`: the reply that takes the wait.

    `Müller: X complaint waiting 25 min, due 23:05. Also: lin. Reply 1 to take it. https://…/c/7Kq`
    """
    view = notice.view()
    choices = _choices(view, notice.alert.kind, _brand(notice.brand))
    if code is not None:
        hint = to_gsm(view.say("sms.reply", code=code))
        choices = [f"{words} {hint}" for words in choices[:-1]] + choices
    return _segment(choices, notice.link(view))


def _choices(view: WaitView, kind: Kind, brand: str) -> list[str]:
    """The possible texts, the longest first. The last one always fits beside the link. All of them
    say when a reply is due, or when the reply window closes."""
    lead_in = headlines.lead_in(view, kind)
    is_handed_over = kind == "handed_over" and view.is_readers
    if lead_in and not is_readable(lead_in):  # it names somebody
        lead_in = view.say("sms.yours") if is_handed_over else None
    start = f"{to_gsm(lead_in)} " if lead_in else ""
    what, noun = to_gsm(view.what), to_gsm(view.noun)
    alone = _capitalised(noun)
    short = f"{start}{what} {to_gsm(view.due_short)}."
    long = f"{start}{what} {to_gsm(view.waiting)}, {to_gsm(view.due_short)}."
    escalation = view.escalation
    giver = escalation.handed_over_by if escalation and is_handed_over else None
    others = [name for name in view.others if name != giver and is_readable(name)]
    also = [" " + to_gsm(view.say("alert.also", names=", ".join(others)))] if others else []
    with_brand = [*(f"{long}{names}" for names in also), long, short]
    found = [*(f"{brand}: {words}" for words in with_brand), short]
    found.append(f"{start}{noun if start else alone} {to_gsm(view.due_short)}.")
    if is_handed_over:  # names can be long
        yours = to_gsm(view.say("sms.yours"))
        found += [f"{yours} {words} {to_gsm(view.due_short)}." for words in (what, noun)]
    if kind == "window_closing":  # what closes first matters most
        found += [f"{start}{what}.", f"{start}{noun}."]
    return [*found, f"{alone} {to_gsm(view.due_short)}."]


def _brand(name: str) -> str:
    """The brand's name, if the alphabet of text messages can show it."""
    return (to_gsm(name) if is_readable(name) else "") or "ReplyWatch"


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def plain_text(plain: Plain) -> str:
    """The plain message in one segment, with the brand's name if there is room for it."""
    words = to_gsm(plain.short)
    whole = f"{_brand(plain.brand)}: {words}"
    return whole if septets(whole) <= SEGMENT_SEPTETS else cut(words, SEGMENT_SEPTETS)


def bundle_text(bundle: Bundle) -> str:
    """How many alerts there are, and the most urgent one with its link.

    `Müller: 12 alerts. First: X complaint, due 23:05. https://…/c/7Kq2Zp`
    `Müller: @lena_f: 2,000 unanswered posts, the first due 23:05. https://…/c/7Kq2Zp`
    """
    first = bundle.first.notice
    view = first.view()
    brand = _brand(first.brand)
    if bundle.is_flood:
        return _segment(_flood(bundle, view, brand), first.link(view))
    count = to_gsm(bundle.title(view))
    urgent, urgent_noun = (
        to_gsm(view.say("bundle.first", what=what, due=view.due_short))
        for what in (view.what, view.noun)
    )
    due = _capitalised(to_gsm(view.due_short))
    choices = (f"{brand}: {count}. {urgent}", f"{count}. {urgent}", f"{count}. {urgent_noun}")
    return _segment((*choices, f"{count}. {due}."), first.link(view))


def _flood(bundle: Bundle, view: WaitView, brand: str) -> Sequence[str]:
    """The possible texts about many waits of one customer, the longest first."""
    waits = bundle.first.waits
    name = to_gsm(view.who) if is_readable(view.who) else ""
    who = name or to_gsm(view.say("alert.customer"))
    said = to_gsm(headlines.flood(view, who, waits))
    posts = to_gsm(view.say("bundle.posts", count=view.number(waits)))
    due = to_gsm(view.due_short)
    return f"{brand}: {said}.", f"{said}.", f"{who}: {posts}, {due}.", f"{posts}, {due}."


def _segment(choices: Sequence[str], link: str) -> str:
    """The first of these texts that fits into one segment beside the link. The link is always
    there."""
    limit = SEGMENT_SEPTETS - septets(link) - len(" ")
    words = next((choice for choice in choices if septets(choice) <= limit), None)
    return f"{words} {link}" if words else link
