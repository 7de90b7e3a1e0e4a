"""Alerts and the conversation page in every language."""

import re
import string
from datetime import UTC, datetime
from typing import get_args

import pytest

from functions.api import conversation_page
from functions.api.viewer import Viewer
from functions.notifier.channels import slack
from shared.config.configuration import Responder
from shared.domain.policies import Medium, Step
from shared.wording import gsm, phrases, wait_view
from tests.alerting.desk import Desk, notice_of
from tests.builders import at, message

LANGUAGES = phrases.languages()


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_keys_of_english_in_the_same_order(language: str) -> None:
    english, own = phrases.own_phrases("en"), phrases.own_phrases(language)
    assert list(own) == list(english)
    assert {n: values(t) for n, t in own.items()} == {n: values(t) for n, t in english.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notification_channel_has_a_name_in_every_language(language: str) -> None:
    named = {name for name in phrases.own_phrases(language) if name.startswith("by.")}
    assert named == {f"by.{by}" for by in get_args(Medium)}


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_no_phrase_is_left_in_english(language: str) -> None:
    english, own = phrases.own_phrases("en"), phrases.own_phrases(language)
    same = {name for name in own if own[name] == english[name]}
    assert same <= SAME


SAME = {
    *(f"by.{by}" for by in get_args(Medium) if by != "email"), "format.day", "format.colon",
    "label.messages", "noun.other", "page.messages", "value.public", "settings.absent",
    "format.weekday", "settings.code",
}  # fmt: skip
"""Words that are the same in some of the languages."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_breaks_before_a_punctuation_mark(language: str) -> None:
    texts = phrases.own_phrases(language).values()
    assert [text for text in texts if re.search(r" (?:[:;?!]|%(?!\w))", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_page_has_no_two_fields_of_the_same_name(language: str) -> None:
    own = phrases.own_phrases(language)
    names = [text for name, text in own.items() if name.startswith("label.")]
    names.append(own["page.reason"])
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_a_text_message_has_a_similar_one_in_gsm_7(language: str) -> None:
    sections = (
        "what.",
        "noun.",
        "due.",
        "sms.",
        "weekday.",
        "alert.waiting",
        "alert.also",
        "code.short",
        "test.short",
    )
    for name, text in phrases.own_phrases(language).items():
        if name.startswith(sections):
            assert len(gsm.to_gsm(text)) == len(text), name


def notified(desk: Desk, language: str, minute: int = 149) -> Desk:
    """Ada is notified by email and SMS when the reply is late."""
    ada = Responder(
        name="ada", email="ada@example.com", phone="+15550100", language=language,
        zone="Europe/Berlin",
    )  # fmt: skip
    desk.configure(Step(at="due", notify=("ada",), by=("email", "sms")), responders={"ada": ada})
    desk.arrive(message(0), text="Where?", marks={"intents": ["complaint", "help"]})
    desk.process(minute)
    return desk


@pytest.mark.parametrize(
    ("language", "subject", "sms"),
    [
        ("de", "[Überfällig seit 11:30] Beschwerde (Messenger) · Eine Kundin oder ein Kunde · "
         "wartet seit 2 h 29 min",
         "Beschwerde (Messenger) wartet seit 2 h 29 min, fällig seit 11:30."),
        ("fr", "[En retard depuis 11:30] Réclamation (Messenger) · Un client ou une cliente · "
         "en attente depuis 2 h 29 min",
         "Réclamation (Messenger) en attente depuis 2 h 29 min, en retard depuis 11:30."),
        ("es", "[Venció a las 11:30] Queja (Messenger) · Un cliente o una clienta · "
         "en espera desde hace 2 h 29 min",
         "Queja (Messenger) en espera desde hace 2 h 29 min, venció a las 11:30."),
    ],
)  # fmt: skip
def test_an_alert_is_in_the_responders_language(
    desk: Desk, language: str, subject: str, sms: str
) -> None:
    mail, text = notified(desk, language).sent
    assert mail.subject == subject
    short = gsm.to_gsm(sms)
    assert short in text.text
    assert gsm.septets(text.text) <= gsm.SEGMENT_SEPTETS
    assert f'lang="{language}"' in mail.html


@pytest.mark.parametrize(
    ("language", "waiting", "since"),
    [
        ("en", "waiting 7 d 4 h", "2026-11-22 11:00"),
        ("de", "wartet seit 7 Tg. 4 h", "22.11.2026 11:00"),
        ("fr", "en attente depuis 7 j 4 h", "11:00 le 22/11/2026"),
        ("es", "en espera desde hace 7 d 4 h", "11:00 del 22/11/2026"),
    ],
)
def test_durations_and_dates_are_written_as_people_write_them(
    desk: Desk, language: str, waiting: str, since: str
) -> None:
    text = notified(desk, language, 172 * 60).sent[0].text
    assert waiting in text
    assert since in text


@pytest.mark.parametrize(
    ("language", "last", "next_"),
    [
        ("en", "due Sun 11:30, overdue by 5 d 22 h", "closes Mon 11:00"),
        ("de", "fällig So 11:30, seit 5 Tg. 22 h überfällig", "offen bis Mo 11:00"),
        ("fr", "à traiter avant dimanche 11:30, en retard de 5 j 22 h", "jusqu'à lundi 11:00"),
        ("es", "venció a las 11:30 del domingo, hace 5 d 22 h", "hasta las 11:00 del lunes"),
    ],
)
def test_a_moment_of_the_last_or_next_six_days_has_its_weekday(
    desk: Desk, language: str, last: str, next_: str
) -> None:
    desk = notified(desk, language)
    assert next_ in desk.sent[0].text
    record = desk.record()
    assert record.open_wait
    ada = desk.configuration.responders["ada"]
    sixth, seventh = (
        wait_view.of(desk.store, desk.configuration, record, record.open_wait, ada, at(minute)).due
        for minute in (30 + 142 * 60, 30 + 166 * 60)
    )
    assert sixth == last
    assert "22" in seventh.split(",")[0]  # the date


@pytest.mark.parametrize(
    ("language", "quote"),
    [("en", "“Where?”"), ("de", "„Where?“"), ("fr", "«\u00a0Where?\u00a0»"), ("es", "«Where?»")],
)
def test_slack_quotes_the_customer_in_the_quotation_marks_of_the_language(
    desk: Desk, language: str, quote: str
) -> None:
    ada = Responder(name="ada", slack="team", language=language)
    desk.configure(Step(at="due", notify=("ada",), by=("slack",)), responders={"ada": ada})
    blocks = slack.message(notice_of(desk, "slack", text="Where?"))["blocks"]
    assert blocks[1]["text"]["text"] == quote


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rows_of_an_email_have_a_space_after_their_label(desk: Desk, language: str) -> None:
    text = notified(desk, language).sent[0].text
    label = phrases.phrase(language, "label.since")
    assert f"{label}{phrases.phrase(language, 'format.colon')} " in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_conversation_page_is_in_the_responders_language(desk: Desk, language: str) -> None:
    desk = notified(desk, language)
    alert = desk.alerts()[0]
    responder = desk.configuration.responders["ada"]
    who = Viewer("token", alert, responder, ("key",), at(150))
    shown = conversation_page.show(desk.store, desk.configuration, who).html
    for name in ("page.free", "page.acknowledge", "page.snooze_hint", "intent.complaint"):
        assert phrases.phrase(language, name) in shown.replace("&#39;", "'"), name
    assert f'<html lang="{language}"' in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_format_has_day_month_year_hour_and_minute(language: str) -> None:
    form = phrases.phrase(language, "format.other_day")
    moment = datetime(2031, 7, 29, 23, 58, tzinfo=UTC)
    shown = moment.strftime(form)
    assert datetime.strptime(shown, form).replace(tzinfo=UTC) == moment


def test_a_wait_about_a_shared_post_can_be_notified(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",), by=("email",)))
    desk.arrive(message(0), marks={"intents": ["sharing"]})
    desk.process(30)
    assert "Messenger share" in desk.sent[0].subject
