"""Which parts of a text message are kept if the link is as long as API Gateway makes it: 67 septets
are left.

The link leads to the page, and the words give the deadline: neither is ever cut.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.notifier.bundle_entries import Bundle, Entry
from functions.notifier.channels import sms
from functions.notifier.notice import Notice
from shared.config.configuration import Responder
from shared.domain.alerts import FOR_INFORMATION, Alert, Kind
from shared.domain.policies import INTENTS_BY_URGENCY, Step
from shared.runtime import links
from shared.wording import gsm, phrases
from tests.alerting.desk import Desk
from tests.builders import CONVERSATION, at, message

HOST = "https://abcdefghij.execute-api.eu-central-1.amazonaws.com"
LANGUAGES = phrases.languages()
KINDS: tuple[Kind, ...] = ("step", "window_closing", "reminder", "handed_over", "waiting_again")
DAY = timedelta(days=1)
DUE = {
    "today": timedelta(minutes=5),
    "now": timedelta(0),
    "overdue": -timedelta(hours=2),
    "in three days": 3 * DAY,
    "in a month": 30 * DAY,
    "three days ago": -3 * DAY,
    "a month ago": -30 * DAY,
}
NOW = at(25)
LONG_NAME = "Maximiliane Freifrau von und zu Hohenlohe"


@pytest.fixture(autouse=True)
def _long_host(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert desk  # this link replaces its address
    monkeypatch.setenv("API_URL", HOST)


def notice(desk: Desk, language: str, kind: Kind, now: datetime = NOW, **more: Any) -> Notice:
    """The alert to Lin about an Instagram DM, due at the time that the test gives."""
    lin = Responder(name="lin", phone="+15550101", language=language)
    desk.configure(Step(at="due", notify=("lin",)), responders={"lin": lin}, brand="Müller & Co")
    if not any(item["sk"] == "STATE" for item in desk.items()):
        desk.arrive(message(0))
    record = desk.record()
    assert record.open_wait
    assert record.escalation
    given = {"due": timedelta(minutes=5), "intent": "complaint", "follow_up": False, "by": "bob"}
    given |= more
    intents = () if given["intent"] == "other" else (given["intent"],)
    wait = replace(
        record.open_wait,
        intents=intents,
        terms=replace(record.open_wait.terms, due_at=now + given["due"]),
        kind="follow_up" if given["follow_up"] else "first",
    )
    known = replace(
        record.escalation,
        notified=("lin", given["by"], "ada"),
        acknowledged_by="lin" if kind in {"reminder", "handed_over"} else None,
        acknowledged_at=now,
        handed_over_by=given["by"] if kind == "handed_over" else None,
    )
    return Notice(
        store=desk.store,
        configuration=desk.configuration,
        alert=Alert(
            conversation=CONVERSATION, opened_by=wait.opened_by, policy="p", step=0, at="due",
            responder="lin", by="sms", kind=kind,
        ),
        record=replace(record, channel="instagram", surface="private", escalation=known),
        wait=wait,
        now=now,
    )  # fmt: skip


def checked(text: str) -> str:
    """The words of the message. Checks that it is one segment, ends with the whole link, and is not
    cut."""
    words, link = text.rsplit(" ", 1)
    assert re.fullmatch(re.escape(HOST) + "/c/.{32}", link), text
    assert gsm.septets(text) <= gsm.SEGMENT_SEPTETS
    assert words.endswith((".", "!")), text
    return words


def limit_of(alert: Notice) -> str:
    """The words that give the deadline."""
    view = alert.view()
    return gsm.to_gsm(view.window_at if alert.alert.kind == "window_closing" else view.due_short)


@pytest.mark.parametrize("code", [None, 99])
@pytest.mark.parametrize("due", DUE)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_message_keeps_its_deadline_and_its_link(
    desk: Desk, language: str, kind: Kind, due: str, code: int | None
) -> None:
    assert set(KINDS).isdisjoint(FOR_INFORMATION)
    for intent in (*INTENTS_BY_URGENCY, "other"):
        for more in ({}, {"follow_up": True}, {"by": LONG_NAME}):
            alert = notice(desk, language, kind, due=DUE[due], intent=intent, **more)
            words = checked(sms.text(alert, code))
            limit = limit_of(alert)
            assert limit in words, words


@pytest.mark.parametrize("now", [NOW, NOW + DAY, NOW + 3 * DAY])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_warning_of_the_reply_window_keeps_its_time(desk: Desk, language: str, now: Any) -> None:
    alert = notice(desk, language, "window_closing", now)
    words = checked(sms.text(alert))
    closed = gsm.to_gsm(phrases.phrase(language, "sms.window_closed"))
    is_closed = alert.view().is_window_closed
    assert is_closed == (now > at(25))
    assert closed in words if is_closed else limit_of(alert) in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hint_to_reply_takes_precedence_over_the_brand(desk: Desk, language: str) -> None:
    hint = gsm.to_gsm(phrases.phrase(language, "sms.reply", code=1))
    for intent in (*INTENTS_BY_URGENCY, "other"):
        words = checked(sms.text(notice(desk, language, "step", intent=intent), 1))
        assert words.endswith(f" {hint}"), words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Reply window closes Mon 10:00: Instagram DM complaint due 10:30."),
        ("de", "Antwortfenster bis Mo 10:00: Beschwerde fällig 10:30."),
        ("fr", "Répondre avant lundi 10:00 : réclamation à traiter avant 10:30."),
        ("es", "Ventana hasta las 10:00 del lunes: queja vence a las 10:30."),
    ],
)
def test_a_warning_is_shortened_by_whole_words(desk: Desk, language: str, words: str) -> None:
    assert checked(sms.text(notice(desk, language, "window_closing"))) == words


def test_a_responder_who_hands_over_is_named_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_URL", "https://a.example")
    words = sms.text(notice(desk, "en", "handed_over"))
    assert words.startswith(
        "Müller & Co: bob hands over: Instagram DM complaint waiting 25 min, due 10:30. Also: ada."
    )


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("step", "Юля", "Instagram DM complaint waiting 25 min, due 10:30. Also: Yulya, ada."),
        ("step", "李", "Instagram DM complaint waiting 25 min, due 10:30. Also: ada."),
        ("handed_over", "Юля", "Yulya hands over: Instagram DM complaint waiting 25 min,"),
        ("handed_over", "李", "For you: Instagram DM complaint waiting 25 min, due 10:30."),
    ],
)
def test_a_name_that_gsm_7_cannot_show_is_left_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, kind: Kind, name: str, words: str
) -> None:
    monkeypatch.setenv("API_URL", "https://a.example")
    assert sms.text(notice(desk, "en", kind, by=name)).startswith(f"Müller & Co: {words}")


def test_a_long_name_makes_room_for_the_deadline(desk: Desk) -> None:
    words = checked(sms.text(notice(desk, "en", "handed_over", by=LONG_NAME)))
    assert words == "For you: Instagram DM complaint due 10:30."


def bundle(alert: Notice, *, waits: int, alerts: int) -> Bundle:
    others = () if waits > 1 else (Entry(alert),)
    return Bundle(lead=alert.alert, entries=(Entry(alert, waits), *others), alerts=alerts)


@pytest.mark.parametrize("waits", [1, 2_000])
@pytest.mark.parametrize("due", DUE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_message_for_several_alerts_says_when_the_first_is_due(
    desk: Desk, language: str, due: str, waits: int
) -> None:
    for intent in (*INTENTS_BY_URGENCY, "other"):
        alert = notice(desk, language, "step", due=DUE[due], intent=intent)
        words = checked(sms.bundle_text(bundle(alert, waits=waits, alerts=1_001)))
        limit = limit_of(alert)
        assert limit[1:] in words, words


def test_without_room_for_any_word_the_link_is_sent_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "token", lambda *_: "t" * 150)
    assert sms.text(notice(desk, "en", "step")) == f"{HOST}/c/{'t' * 150}"
