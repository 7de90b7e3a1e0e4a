"""Replies to text messages: "1" takes the wait, and no other text changes anything."""

from dataclasses import replace
from typing import Any

import pytest

from functions.notifier.text_replies import MAX_CODE, REPLIES_IGNORED
from shared.config.configuration import Account, Responder
from shared.domain.own_settings import with_values
from shared.domain.policies import Step
from shared.storage import own_settings
from shared.wording import gsm, phrases
from tests import builders
from tests.alerting.desk import (
    ADA,
    BOB,
    LIN,
    NO_ANSWER,
    REFUSED,
    THROTTLED,
    Desk,
    conflicts,
    write,
)
from tests.alerting.metrics import counted
from tests.alerting.visitor import Visitor
from tests.builders import ACCOUNT, at, message, reply

POOL = "arn:aws:sms-voice:eu-central-1:123456789012:pool/pool-1"
SMS = Step(at="due", notify=("ada",), by=("sms",))


@pytest.fixture(autouse=True)
def _two_way_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMS_ORIGINATION", POOL)
    monkeypatch.setenv("SMS_CONFIGURATION_SET", "texts")
    monkeypatch.setenv("SMS_REPLIES", "true")
    monkeypatch.setenv("API_URL", "https://api.example.com")


def texts(desk: Desk) -> list[str]:
    return [sent.text for sent in desk.sent if sent.by == "sms"]


def owner(desk: Desk) -> str | None:
    known = desk.record().escalation
    return known.acknowledged_by if known else None


def notified(desk: Desk, *steps: Step) -> None:
    """Ada is sent a text message at minute 30, unless other steps are given."""
    desk.configure(*(steps or (SMS,)))
    desk.arrive(message(0))
    desk.process(30)


def test_a_text_message_says_what_to_reply_before_its_link(desk: Desk) -> None:
    notified(desk)
    (text,) = texts(desk)
    assert " Reply 1 to take it. https://api.example.com/c/" in text
    assert gsm.septets(text) <= gsm.SEGMENT_SEPTETS


def test_a_reply_takes_the_wait_and_the_others_are_sent_an_update(desk: Desk) -> None:
    notified(
        desk,
        Step(at="due", notify=("ada", "bob"), by=("sms", "email")),
        Step(at="10m after", offset_s=600, notify=("ada", "bob")),
    )
    assert sorted(desk.channels()) == ["email", "email", "sms"]
    desk.answer("1", minute=31)
    assert owner(desk) == "ada"
    desk.process(32, 33, 41, 45)
    taken = [sent for sent in desk.sent if sent.to == BOB.email][1:]
    assert ["Taken by ada" in sent.subject for sent in taken] == [True]
    assert len(texts(desk)) == 2  # the alert, and the answer
    before = len(desk.sent)
    desk.process(91.5)  # the pause has ended
    assert len(desk.sent) > before


def test_a_reply_has_the_same_effect_as_the_button_on_the_page(desk: Desk) -> None:
    notified(desk, Step(at="due", notify=("ada",), by=("sms", "email")))
    desk.answer("1", minute=31)
    by_reply = desk.record().escalation
    assert by_reply
    assert (by_reply.acknowledged_by, by_reply.acknowledged_at, by_reply.snoozed_until) == (
        "ada", at(31), at(91),
    )  # fmt: skip
    assert by_reply.news_at == at(31)


@pytest.mark.parametrize(
    "text", ["1", " 1 ", "1.", "1!\n", "“1”", "#1", "(1)", "1\ufe0f\u20e3", "1 👍"]
)
def test_marks_spaces_and_emoji_around_the_code_are_ignored(desk: Desk, text: str) -> None:
    notified(desk)
    desk.answer(text, minute=31)
    assert owner(desk) == "ada"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "11",
        "01",
        "1 2",
        "one",
        "ok",
        "STOP",
        "HELP",
        "١",
        "1a",
        "-1",
        "not 1",
        "1.5",
        "1" * 400,
    ],
)
def test_any_other_text_changes_nothing_and_is_counted(
    desk: Desk, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    notified(desk)
    before = desk.items()
    capsys.readouterr()
    desk.answer(text, minute=31)
    assert desk.items() == before
    assert counted(capsys) == [REPLIES_IGNORED]


@pytest.mark.parametrize("phone", ["+15550177", LIN.phone, "", "15550100"])
def test_a_reply_from_another_number_changes_nothing(
    desk: Desk, capsys: pytest.CaptureFixture[str], phone: str
) -> None:
    notified(desk)
    before = desk.items()
    capsys.readouterr()
    desk.answer("1", phone, minute=31)
    assert desk.items() == before
    assert counted(capsys) == [REPLIES_IGNORED]


def test_no_number_and_no_text_is_logged(
    desk: Desk, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    notified(desk)
    desk.answer("1", minute=31)
    desk.answer("what?", minute=31)
    desk.answer("what?", "+15550177", minute=31)
    assert "reply.taken" in caplog.messages
    said = capsys.readouterr().out + "".join(str(record.__dict__) for record in caplog.records)
    assert not any(word in said for word in ("555010", "555017", "what?"))


def test_a_reply_that_is_delivered_twice_counts_once(desk: Desk) -> None:
    notified(desk, Step(at="due", notify=("ada",), by=("sms", "email")))
    desk.answer("1", minute=31)
    visitor = Visitor(desk, str(ADA.email))
    visitor.press(32, "undo")
    assert owner(desk) is None
    desk.answer("1", minute=33)
    assert owner(desk) is None


def test_the_next_message_of_the_wait_has_the_same_code_again(desk: Desk) -> None:
    second = Step(at="5m after", offset_s=300, notify=("ada",), by=("sms",))
    notified(desk, Step(at="due", notify=("ada",), by=("sms", "email")), second)
    desk.answer("1", minute=31)
    Visitor(desk, str(ADA.email)).press(32, "undo")
    desk.process(36)
    assert ["Reply 1 to" in text for text in texts(desk)] == [True, False, True]
    desk.answer("1", minute=37)
    assert owner(desk) == "ada"


def test_each_wait_of_a_day_has_its_own_code(desk: Desk) -> None:
    desk.configure(SMS)
    write(desk, message(0, id="a"), "8001")
    write(desk, message(5, id="b"), "8002")
    desk.process(30, 35)
    assert ["Reply 1 to" in texts(desk)[0], "Reply 2 to" in texts(desk)[1]] == [True, True]
    desk.answer("1", minute=36)  # on its way when the second message came
    assert owners(desk) == {"8001": "ada", "8002": None}
    desk.answer("2", minute=37)
    assert owners(desk) == {"8001": "ada", "8002": "ada"}


def owners(desk: Desk) -> dict[str, Any]:
    return {
        item["pk"].rpartition(":")[2]: item["escalation"].get("acknowledged_by")
        for item in desk.items()
        if item["sk"] == "STATE"
    }


def test_a_code_is_free_for_another_wait_after_a_day(desk: Desk) -> None:
    desk.configure(SMS)
    write(desk, message(0, id="a"), "8001")
    desk.process(30)
    for minute, code in ((30 + 4 * 60, 2), (31 + 24 * 60, 1)):
        write(desk, message(minute - 30, id=f"m{minute}"), str(8000 + minute))
        desk.process(minute)
        assert f"Reply {code} to" in texts(desk)[-1]


def test_a_message_without_a_free_code_has_only_its_link(desk: Desk) -> None:
    desk.configure(SMS, sms_per_hour=0)
    for n in range(MAX_CODE + 1):
        write(desk, message(2 * n, id=f"m{n}"), str(8000 + n))
        desk.process(30 + 2 * n)
    assert f"Reply {MAX_CODE} to" in texts(desk)[-2]
    assert "Reply" not in texts(desk)[-1]
    assert "https://" in texts(desk)[-1]


def test_a_late_reply_changes_nothing(desk: Desk) -> None:
    notified(desk)
    desk.answer("1", minute=30 + 4 * 60 + 1)
    assert owner(desk) is None


def test_a_text_reply_after_the_brands_reply_changes_nothing(desk: Desk) -> None:
    notified(desk)
    desk.arrive(reply(31))
    before = desk.record()
    desk.answer("1", minute=32)
    assert desk.record() == before


def test_a_reply_does_not_take_a_wait_that_another_responder_owns(desk: Desk) -> None:
    notified(desk, Step(at="due", notify=("ada", "bob"), by=("sms", "email")))
    Visitor(desk, str(BOB.email)).press(31, "acknowledge")
    desk.answer("1", minute=32)
    assert owner(desk) == "bob"


def test_a_second_responder_can_take_the_wait_after_the_first_ones_pause(desk: Desk) -> None:
    notified(desk, Step(at="due", notify=("ada", "bob"), by=("sms", "email")))
    Visitor(desk, str(BOB.email)).press(31, "acknowledge")
    for minute in (32, 32.1, 60, 90.9):
        desk.answer("1", minute=minute)
    assert answers(desk) == ["Example Brand: bob has it."]
    desk.answer("1", minute=91)
    desk.answer("1", minute=91.1)
    assert owner(desk) == "ada"
    assert answers(desk)[1:] == ["Example Brand: Yours until 12:31."]


@pytest.mark.parametrize(
    ("name", "answer"), [("Юля", "Yulya has it."), ("נועה", "Somebody else has it.")]
)
def test_an_answer_names_an_owner_whose_letters_a_text_message_has(
    desk: Desk, name: str, answer: str
) -> None:
    people = {"ada": ADA, name: replace(BOB, name=name)}
    step = Step(at="due", notify=("ada", name), by=("sms", "email"))
    desk.configure(step, responders=people)
    desk.arrive(message(0))
    desk.process(30)
    Visitor(desk, str(BOB.email)).press(31, "acknowledge")
    desk.answer("1", minute=32)
    assert answers(desk) == [f"Example Brand: {answer}"]


def test_a_later_reply_about_an_owned_wait_is_answered_once_more(desk: Desk) -> None:
    notified(desk, Step(at="due", notify=("ada", "bob"), by=("sms", "email")))
    bob = Visitor(desk, str(BOB.email))
    bob.press(31, "acknowledge")
    desk.answer("1", minute=32)
    bob.press(89, "snooze-60")
    for minute in (92, 92.1, 148):
        desk.answer("1", minute=minute)
    assert owner(desk) == "bob"
    assert answers(desk) == ["Example Brand: bob has it."] * 2


def test_a_reply_takes_a_wait_whose_owners_pause_has_ended(desk: Desk) -> None:
    notified(
        desk,
        Step(at="due", notify=("ada", "bob"), by=("sms", "email")),
        Step(at="20m after", offset_s=1200, notify=("ada",), by=("sms",)),
    )
    Visitor(desk, str(BOB.email)).press(31, "acknowledge")
    desk.process(92)
    desk.answer("1", minute=93)
    assert owner(desk) == "ada"


def test_a_number_that_is_no_longer_the_responders_takes_nothing(desk: Desk) -> None:
    notified(desk)
    desk.configure(SMS, responders={"ada": Responder(name="ada", phone="+15550123")})
    desk.answer("1", minute=31)
    assert owner(desk) is None


def test_a_number_from_a_responders_own_settings_replaces_the_files(desk: Desk) -> None:
    known = own_settings.read(desk.store, "ada")
    own_settings.write(desk.store, with_values(known, {"phone": "+15550123"}, at(0)))
    notified(desk)
    assert [sent.to for sent in desk.sent] == ["+15550123"]
    desk.answer("1", str(ADA.phone), minute=31)
    assert owner(desk) is None
    desk.answer("1", "+15550123", minute=32)
    assert owner(desk) == "ada"


def test_the_code_identifies_one_of_two_responders_with_the_same_number(desk: Desk) -> None:
    pair = {"ada": ADA, "eve": Responder(name="eve", phone=ADA.phone)}
    desk.configure(Step(at="due", notify=("eve",), by=("sms",)), responders=pair)
    desk.arrive(message(0))
    desk.process(30)
    desk.answer("1", minute=31)
    assert owner(desk) == "eve"


def test_a_reply_is_tried_again_after_a_conflict(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notified(desk)
    conflicts(desk, monkeypatch, 1)
    desk.answer("1", minute=31)
    assert owner(desk) == "ada"


def test_without_the_setting_there_is_no_code_and_no_reply_counts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notified(desk)
    monkeypatch.delenv("SMS_REPLIES")
    desk.answer("1", minute=31)
    assert owner(desk) is None
    write(desk, message(31, id="b"), "8002")
    desk.process(61)
    assert "Reply" not in texts(desk)[-1]


def test_the_owner_is_not_asked_to_take_the_wait(desk: Desk) -> None:
    both = Step(at="10m before", offset_s=-600, notify=("ada", "lin"), by=("sms", "email"))
    desk.configure(both)
    desk.arrive(message(0))
    desk.process(20)
    Visitor(desk, str(ADA.email)).press(21, "hand-over", to="lin")
    desk.process(22, 30.1, 31)
    own = [sent.text for sent in desk.sent if sent.to == LIN.phone]
    assert ["Reply" in text for text in own] == [True, False, False]


def test_a_message_with_several_alerts_has_its_link_only(desk: Desk) -> None:
    desk.configure(SMS)
    for n in range(3):
        write(desk, message(n / 60, id=f"m{n}"), str(8000 + n))
    desk.process(30.1, 31.2)
    assert ["Reply" in text for text in texts(desk)] == [True, False]


@pytest.mark.parametrize(
    ("brand", "shown"),
    [
        ("Müller", "Müller: Messenger complaint due now. Reply 1 to take it. http"),
        (
            "Brands of the World",
            "Messenger complaint due now. Reply 1 to take it. http",
        ),
        ("B" * 45, "Messenger complaint due now. Reply 1 to take it. http"),
    ],
)
def test_the_reply_hint_and_the_link_take_precedence_over_other_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, brand: str, shown: str
) -> None:
    monkeypatch.setenv("API_URL", "https://abcdefghij.execute-api.eu-central-1.amazonaws.com")
    desk.configure(SMS, brand=brand)
    desk.arrive(message(0), marks={"intents": ["complaint"]})
    desk.process(30)
    (text,) = texts(desk)
    assert text.startswith(shown)
    assert "/c/" in text
    assert gsm.septets(text) <= gsm.SEGMENT_SEPTETS


@pytest.mark.parametrize("language", phrases.languages())
def test_the_words_are_short_in_every_language(language: str) -> None:
    words = gsm.to_gsm(phrases.phrase(language, "sms.reply", code=99))
    assert gsm.septets(words) <= 30


# --- Answers --------------------------------------------------------------------------------------


def answers(desk: Desk) -> list[str]:
    """The text messages without a link, which answer a reply."""
    return [text for text in texts(desk) if "https://" not in text]


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("en", "UTC", "Example Brand: Yours until 11:31."),
        ("de", "Europe/Berlin", "Example Brand: Übernommen bis 12:31."),
        ("fr", "Europe/Paris", "Example Brand: C'est à vous jusqu'à 12:31."),
        ("es", "Pacific/Kiritimati", "Example Brand: A su cargo hasta las 01:31."),
    ],
)
def test_taking_a_wait_by_text_is_answered_with_the_end_of_the_pause(
    desk: Desk, language: str, zone: str, words: str
) -> None:
    ada = replace(ADA, language=language, zone=zone)
    desk.configure(SMS, responders={"ada": ada})
    desk.arrive(message(0))
    desk.process(30)
    desk.answer("1", minute=31)
    assert answers(desk) == [words]
    assert desk.sent[-1].to == ADA.phone


def test_an_answer_names_replywatch_if_gsm_7_cannot_spell_the_brand(desk: Desk) -> None:
    desk.configure(SMS, brand="例")
    desk.arrive(message(0))
    desk.process(30)
    desk.answer("1", minute=31)
    assert answers(desk) == ["ReplyWatch: Yours until 11:31."]


def test_the_answer_is_in_the_accounts_zone_if_the_responder_has_none(desk: Desk) -> None:
    account = Account(channel="messenger", id=ACCOUNT, name="Example", zone="Asia/Kolkata")
    desk.configure(SMS, accounts=(account,))
    desk.arrive(message(0))
    desk.process(30)
    desk.answer("1", minute=31)
    assert answers(desk) == ["Example Brand: Yours until 17:01."]


def test_a_reply_that_comes_too_late_is_answered_once_with_the_owner(desk: Desk) -> None:
    notified(desk, Step(at="due", notify=("ada", "bob"), by=("sms", "email")))
    Visitor(desk, str(BOB.email)).press(31, "acknowledge")
    desk.answer("1", minute=32)
    desk.answer("1", minute=32)
    assert answers(desk) == ["Example Brand: bob has it."]


def test_the_owner_is_answered_with_the_end_of_the_pause(desk: Desk) -> None:
    notified(desk, Step(at="due", notify=("ada",), by=("sms", "email")))
    Visitor(desk, str(ADA.email)).press(31, "acknowledge")
    desk.answer("1", minute=40)
    assert answers(desk) == ["Example Brand: Yours until 11:31."]


def test_a_reply_about_a_wait_that_has_ended_is_answered(desk: Desk) -> None:
    notified(desk)
    desk.arrive(reply(31))
    desk.answer("1", minute=32)
    assert answers(desk) == ["Example Brand: Nothing left to do."]


def test_a_late_reply_is_answered(desk: Desk) -> None:
    notified(desk)
    desk.answer("1", minute=30 + 4 * 60 + 1)
    (text,) = answers(desk)
    assert text.startswith("Example Brand: Too late to take it by text message.")


def test_a_repeated_reply_and_a_text_without_a_code_are_not_answered(desk: Desk) -> None:
    notified(desk)
    desk.answer("1", minute=31)
    desk.sent.clear()
    for text, phone in (("1", ADA.phone), ("2", ADA.phone), ("Thanks", ADA.phone), ("1", "+1999")):
        desk.answer(text, str(phone), minute=32)
    assert desk.sent == []


@pytest.mark.parametrize("answer", [THROTTLED, REFUSED, NO_ANSWER], ids=["later", "never", "doubt"])
def test_an_answer_that_fails_is_not_repeated_and_the_wait_stays_taken(
    desk: Desk, answer: Exception
) -> None:
    notified(desk)
    desk.sent.clear()
    desk.providers.answers = [answer]
    desk.answer("1", minute=31)
    desk.answer("1", minute=32)
    assert owner(desk) == "ada"
    assert desk.sent == []


def test_answers_count_in_the_months_budget_and_stop_with_it(desk: Desk) -> None:
    desk.configure(SMS, sms_per_month=3)
    write(desk, message(0, id="a"), "8001")
    write(desk, message(5, id="b"), "8002")
    desk.process(30)
    desk.answer("1", minute=31)
    desk.process(35)
    assert len(texts(desk)) == 3
    desk.answer("2", minute=36)
    assert owners(desk) == {"8001": "ada", "8002": "ada"}
    assert len(texts(desk)) == 3


def test_a_report_on_an_answer_changes_no_alert(desk: Desk) -> None:
    notified(desk)
    desk.answer("1", minute=31)
    before = desk.alerts()
    desk.report_text("TEXT_CARRIER_BLOCKED")
    assert desk.alerts() == before


def test_a_warning_to_the_owner_has_no_reply_code(desk: Desk) -> None:
    """The owner's alerts are paused, so a reply would change nothing."""
    first = Step(at="90m before", offset_s=-5400, notify=("ada",), by=("sms",))
    warning = Step(at="2h before", offset_s=-2 * 3600, notify=("bob",), by=("sms", "email"))
    policy = builders.policy(first_response_s=23 * 3600, steps=(first,), window_steps=(warning,))
    desk.configure(policy_set=builders.policy_set(policy))
    desk.arrive(message(0))
    desk.process(21 * 60 + 30)
    desk.answer("1", minute=21 * 60 + 31)
    desk.sent.clear()
    desk.process(22 * 60)
    assert "Reply window closes 10:00" in texts(desk)[0]
    assert "to take it" not in texts(desk)[0]
    email = next(one.text for one in desk.sent if one.by == "email")
    assert "\nSnooze, hand over or dismiss: https" in email
