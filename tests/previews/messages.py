"""Renders messages other than a single alert: bundles, plain messages, and answers to text
replies."""

from collections.abc import Callable, Iterator
from typing import get_args

from functions.notifier import plain_messages, reply_answers
from functions.notifier.bundle_entries import Bundle, Entry
from functions.notifier.channels import email, pagerduty, slack, sms, webhook
from functions.notifier.notice import Notice, Plain
from functions.notifier.text_replies import Answer
from shared.domain.own_settings import Purpose, Sending
from shared.domain.policies import Medium
from shared.wording import phrases
from tests.alerting.desk import Desk
from tests.builders import at
from tests.previews.alerts import ROUTING_KEY, File, notice, pretty, responder, slack_page
from tests.previews.cases import CASES

LISTED, MORE = ("overdue", "plain", "right-to-left", "follow-up", "picture", "html"), 3
"""The cases of a bundle, and how many entries it does not list."""

SENT_BY: dict[Purpose, tuple[Medium, ...]] = {
    "code": ("email", "sms"),
    "test": get_args(Medium),
    "invitation": ("email",),
    "changed": ("email", "sms"),
}
"""On which channels a responder gets each message about no wait."""


def of_bundles(new_desk: Callable[[], Desk]) -> Iterator[tuple[str, File]]:
    """A bundle about several customers, with a hand-over and an all clear; and a bundle about one
    customer's flood, also of one with a right-to-left name."""
    for language in phrases.languages():
        entries = [Entry(notice(new_desk(), CASES[name], "step", language)) for name in LISTED]
        entries.append(Entry(notice(new_desk(), CASES["plain"], "handed_over", language)))
        entries.append(Entry(notice(new_desk(), CASES["long"], "all_clear", language)))
        lead = entries[0].notice.alert
        several = Bundle(lead=lead, entries=tuple(entries), more=MORE, alerts=12)
        one = Bundle(lead=lead, entries=(Entry(entries[1].notice, 2_000),), alerts=2_000)
        rtl = Bundle(lead=lead, entries=(Entry(entries[2].notice, 2_000),), alerts=2_000)
        for name, bundle in (("bundle", several), ("flood", one), ("flood-right-to-left", rtl)):
            yield from ((f"{name}-{language}", file) for file in _bundle(bundle))


def _bundle(bundle: Bundle) -> Iterator[File]:
    mail, message = email.bundle_mail(bundle), slack.bundle_message(bundle)
    yield File("email", "html", mail.html)
    yield File("email", "txt", f"Subject: {mail.subject}\n\n{mail.text}")
    yield File("slack", "html", slack_page(message))
    yield File("slack", "json", pretty(message))
    yield File("sms", "txt", sms.bundle_text(bundle))


def of_plain(new_desk: Callable[[], Desk]) -> Iterator[tuple[str, File]]:
    """Codes, tests, invitations and changed addresses."""
    desk = new_desk()
    for language in phrases.languages():
        for purpose, channels in SENT_BY.items():
            for by in channels:
                plain = _plain(desk, language, purpose, by)
                yield from ((f"{purpose}-{language}", file) for file in _plain_files(plain, by))


def _plain(desk: Desk, language: str, purpose: Purpose, by: Medium) -> Plain:
    sending = Sending(
        purpose=purpose, by=by, name="message", asked_at=at(0), due=at(0), to="ada@new.example"
    )
    ada = responder(language)
    return plain_messages.message(desk.configuration, ada, sending, ("key",), at(0))


def _plain_files(plain: Plain, by: Medium) -> Iterator[File]:
    if by == "email":
        mail = email.plain_mail(plain)
        yield File(by, "html", mail.html)
        yield File(by, "txt", f"Subject: {mail.subject}\n\n{mail.text}")
    elif by == "sms":
        yield File(by, "txt", sms.plain_text(plain))
    elif by == "slack":
        yield File(by, "html", slack_page(slack.plain_message(plain)))
    elif by == "pagerduty":
        yield File(by, "json", pretty(pagerduty.plain_event(plain, ROUTING_KEY)))
    else:
        yield File(by, "json", pretty(webhook.plain_event(plain)))


def of_replies(new_desk: Callable[[], Desk]) -> Iterator[tuple[str, File]]:
    """Text messages with a reply code, and the answers to a reply."""
    for language in phrases.languages():
        alert = notice(new_desk(), CASES["plain"], "step", language)
        yield f"reply-code-{language}", File("sms", "txt", sms.text(alert, 1))
        for name in ("yours", "other", "over", "late"):
            words = phrases.phrase(language, f"answer.{name}", at="23:53", name="bob")
            yield f"answer-{name}-{language}", File("sms", "txt", _answer(alert, words))


def _answer(alert: Notice, words: str) -> str:
    answer = Answer(alert=alert.alert.id, language="", text=words)
    return sms.plain_text(reply_answers.message(alert.configuration, answer, alert.now))
