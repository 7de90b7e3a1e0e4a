"""A responder changes their own settings, and alerts use them without a deployment."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cli.local import stand_in_rules
from functions.api import settings_page
from functions.notifier import handler
from shared.domain import own_settings as domain
from shared.domain.availability import AbsentDays, quiet_hours
from shared.domain.own_settings import MAX_A_DAY, MAX_WRONG, id_of
from shared.domain.policies import Step
from shared.runtime import links
from shared.storage import own_settings
from shared.storage.errors import ConflictError
from shared.wording import phrases
from tests.alerting.desk import ADA, BLOCKED, BOB, NO_ANSWER, REFUSED, THROTTLED, Desk, conflicts
from tests.alerting.person import KEYS, Person
from tests.alerting.posts import NEW_SECRET, OF_EVE, OLD_SECRET, PAGERDUTY_KEY, Receivers
from tests.builders import DAY, at, message, reply

NEW = "+15550199"
BERLIN = replace(ADA, zone="Europe/Berlin")
BY_SMS = Step(at="due", notify=("ada",), by=("sms",))


@pytest.fixture
def ada(desk: Desk) -> Person:
    """Ada, who is notified by SMS at minute 30."""
    desk.configure(BY_SMS, responders={"ada": BERLIN, "bob": BOB})
    return Person(desk)


def texted(desk: Desk) -> list[str]:
    """The phone numbers that were sent a text message."""
    return [sent.to for sent in desk.sent if sent.by == "sms"]


# --- A new address --------------------------------------------------------------------------------


def test_a_new_number_counts_once_its_code_has_come_back(desk: Desk, ada: Person) -> None:
    desk.arrive(message(-10))
    assert ada.save(0, phone="+1 (555) 0199").status == 303
    desk.process(1)
    assert texted(desk) == [NEW]
    code = ada.code()
    desk.process(20)
    assert texted(desk) == [NEW, str(ADA.phone)]
    assert ada.confirm(21, code).status == 303
    assert [sending.purpose for sending in ada.own.sendings] == ["changed"]
    desk.process(22)
    assert texted(desk) == [NEW, str(ADA.phone), str(ADA.phone)]
    desk.arrive(reply(22), message(23))
    desk.process(53)
    assert texted(desk)[3:] == [NEW]


@pytest.mark.parametrize(
    "written",
    [
        "+49 30 1234567",
        "+49 (0)30 1234567",
        "+49 ( 0 ) 30/123-45-67",
        "+49.30.1234567",
        "+49\u00a030\u20111234\u2013567",
        "\u202a+49 30 1234567\u202c",
    ],
    ids=ascii,
)
def test_a_number_may_be_written_as_people_and_lists_of_contacts_write_it(
    desk: Desk, ada: Person, written: str
) -> None:
    ada.save(0, phone=written)
    desk.process(1)
    assert texted(desk) == ["+49301234567"]


def test_marks_that_nobody_sees_are_no_part_of_an_address(desk: Desk, ada: Person) -> None:
    ada.save(0, email="\u202aada@new.example\u200b")
    desk.process(1)
    assert [(sent.by, sent.to) for sent in desk.sent] == [("email", "ada@new.example")]


def test_a_new_email_address_gets_its_code_by_email(desk: Desk, ada: Person) -> None:
    ada.save(0, email="ada@new.example")
    desk.process(1)
    assert [(sent.by, sent.to) for sent in desk.sent] == [("email", "ada@new.example")]
    ada.confirm(2, ada.code(), by="email")
    assert ada.resolved.email == "ada@new.example"


def test_no_code_is_stored_and_none_is_logged(
    desk: Desk, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    ada.save(0, phone=NEW)
    desk.process(1)
    code = ada.code()
    assert code not in json.dumps(desk.items())
    logged = str([record.__dict__ for record in caplog.records])
    assert "personal.message" in logged
    for private in (code, NEW, str(ADA.phone)):
        assert private not in logged


def test_after_five_wrong_codes_the_right_one_is_refused(desk: Desk, ada: Person) -> None:
    ada.save(0, phone=NEW)
    desk.process(1)
    code = ada.code()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(MAX_WRONG):
        answer = ada.confirm(2, wrong)
        assert (answer.status, "This code is wrong." in answer.html) == (400, True)
    answer = ada.confirm(3, code)
    assert (answer.status, "This code is no longer valid." in answer.html) == (400, True)
    assert ada.resolved.phone == ADA.phone


def test_a_code_is_valid_for_half_an_hour(desk: Desk, ada: Person) -> None:
    ada.save(0, phone=NEW)
    desk.process(1)
    assert ada.confirm(30, ada.code()).status == 400
    assert ada.resolved.phone == ADA.phone


def test_the_code_of_one_address_does_not_confirm_another(desk: Desk, ada: Person) -> None:
    ada.save(0, phone=NEW)
    desk.process(1)
    first = ada.code()
    ada.save(2, phone="+15550188")
    assert ada.confirm(3, first).status == 400
    assert ada.resolved.phone == ADA.phone


def test_a_code_that_is_pending_survives_another_change(desk: Desk, ada: Person) -> None:
    ada.save(0, phone=NEW)
    desk.process(1)
    ada.save(2, language="de")
    ada.confirm(3, ada.code())
    assert (ada.resolved.language, ada.resolved.phone) == ("de", NEW)
    assert len(texted(desk)) == 1


def test_a_change_that_is_cancelled_keeps_the_old_number(desk: Desk, ada: Person) -> None:
    ada.save(0, phone=NEW)
    assert ada.press(1, "cancel", by="sms").status == 303
    desk.process(2)
    assert (ada.resolved.phone, desk.sent) == (ADA.phone, [])


def test_a_new_code_replaces_the_last_one(desk: Desk, ada: Person) -> None:
    ada.save(0, phone=NEW)
    desk.process(1)
    first = ada.code()
    ada.press(2, "again", by="sms")
    desk.process(3)
    assert ada.confirm(4, first).status == 400
    assert ada.confirm(5, ada.code()).status == 303


def test_an_empty_field_restores_the_value_of_the_file(desk: Desk, ada: Person) -> None:
    ada.save(0, phone=NEW)
    desk.process(1)
    ada.confirm(2, ada.code())
    assert ada.save(3, phone="").status == 303
    assert (ada.resolved.phone, ada.own.values) == (ADA.phone, {})


def test_the_codes_sent_to_one_responder_are_limited(desk: Desk, ada: Person) -> None:
    for n in range(MAX_A_DAY):
        assert ada.save(n, phone=f"+1555020{n}").status == 303
    answer = ada.save(50, phone=NEW)
    assert (answer.status, "You have reached the limit for today." in answer.html) == (400, True)
    assert f'value="{NEW}"' in answer.html
    desk.process(51)
    assert len(texted(desk)) == 1
    ada.token = Person(desk, minute=DAY).token
    assert ada.save(DAY + 1, phone=NEW).status == 303


# --- Sending despite failures ---------------------------------------------------------------------


def test_a_message_that_was_not_accepted_is_repeated_and_finally_given_up(
    desk: Desk, ada: Person
) -> None:
    ada.save(0, phone=NEW)
    desk.providers.answers = [THROTTLED, THROTTLED]
    desk.process(1, 2, 3)
    assert texted(desk) == [NEW]
    ada.press(4, "again", by="sms")
    desk.providers.answers = [THROTTLED] * 3
    desk.process(5, 6, 7, 8)
    assert [s.state for s in ada.own.sendings] == ["failed"]
    assert texted(desk) == [NEW]


@pytest.mark.parametrize(
    ("answer", "state"), [(REFUSED, "failed"), (BLOCKED, "failed"), (NO_ANSWER, "in_doubt")]
)
def test_the_page_shows_whether_a_message_was_sent(
    desk: Desk, ada: Person, answer: Exception, state: str
) -> None:
    ada.save(0, email="ada@new.example")
    desk.providers.answers = [answer]
    desk.process(1, 2, 3, 9)
    assert [s.state for s in ada.own.sendings] == [state]
    assert desk.sent == []
    shown = {"failed": "failed", "in_doubt": "unknown (the provider did not answer)"}
    assert f"Code for ada@new.example: {shown[state]}." in ada.open(10).html


def test_a_queue_entry_that_comes_twice_sends_one_message(desk: Desk, ada: Person) -> None:
    ada.save(0, phone=NEW)
    (entry,) = desk.entries()
    for _ in range(2):
        handler.process_entry(desk.store, desk.resolved, entry, at(1))
    assert texted(desk) == [NEW]


def test_a_function_that_stops_after_its_announcement_sends_nothing_twice(
    desk: Desk, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider accepts the message, and then the function's write fails permanently."""
    ada.save(0, phone=NEW)
    write, left = desk.store.write, [1]

    def interrupted(changes: Any) -> None:
        if not left:
            raise ConnectionError
        left.pop()
        write(changes)

    monkeypatch.setattr(desk.store, "write", interrupted)
    with pytest.raises(ConnectionError):
        desk.process(1)
    monkeypatch.setattr(desk.store, "write", write)
    desk.process(2, 3, 4)
    assert texted(desk) == [NEW]
    assert [s.state for s in ada.own.sendings] == ["in_doubt"]
    assert desk.entries() == []


def test_a_text_message_counts_in_the_months_budget(desk: Desk, ada: Person) -> None:
    desk.configure(BY_SMS, responders={"ada": BERLIN}, sms_per_month=10)
    ada.save(0, phone=NEW)
    desk.process(1)
    spent = [item["sent"] for item in desk.items() if item["pk"] == "L#"]
    assert spent == [1, 1], "in the budget, and in the share of messages about no wait"


def test_codes_leave_room_for_alerts_in_the_months_budget(desk: Desk, ada: Person) -> None:
    desk.configure(BY_SMS, responders={"ada": BERLIN}, sms_per_month=20)
    for n in range(4):
        ada.save(2 * n, phone=f"{NEW}{n}")
        desk.process(2 * n + 1)
    assert texted(desk) == [f"{NEW}0", f"{NEW}1"], "a tenth"
    assert ada.own.sendings[0].state == "failed"
    desk.arrive(message(10))
    desk.process(40)
    assert texted(desk)[2:] == [ADA.phone]


def test_no_code_is_texted_once_the_months_budget_is_used_up(desk: Desk, ada: Person) -> None:
    desk.configure(BY_SMS, responders={"ada": BERLIN}, sms_per_month=1)
    desk.arrive(message(-30))
    desk.process(0)
    ada.save(1, phone=NEW)
    desk.process(2)
    assert texted(desk) == [ADA.phone]


def test_a_responder_removed_from_the_file_gets_no_message(desk: Desk, ada: Person) -> None:
    ada.save(0, phone=NEW)
    desk.configure(BY_SMS, responders={"bob": BOB})
    desk.process(1)
    assert (desk.sent, desk.entries()) == ([], [])
    assert "ada" not in desk.resolved.responders
    assert ada.open(2).status == 403


# --- Test alerts ----------------------------------------------------------------------------------


def test_a_test_alert_comes_on_every_channel_and_says_what_it_is(
    desk: Desk, receivers: Receivers
) -> None:
    everywhere = replace(ADA, **dict(zip(OF_EVE, ("support", "support", "crm"), strict=True)))
    desk.configure(BY_SMS, responders={"ada": everywhere})
    ada = Person(desk)
    assert ada.press(0, "test").status == 303
    desk.process(1)
    assert [sent.by for sent in desk.sent] == ["email", "sms"]
    assert desk.sent[0].subject == "Test alert · Example Brand"
    assert desk.sent[1].text == "Example Brand: only a test. Alerts for ada arrive here."
    slack, pagerduty, webhook = (post.content for post in receivers.posts)
    assert slack["text"] == "Test alert"
    assert (pagerduty["payload"]["severity"], webhook["type"]) == ("info", "alert.test")
    stand_in_rules.check_slack(slack)
    stand_in_rules.check_pagerduty(pagerduty, routing_key=PAGERDUTY_KEY)
    post, secrets = receivers.posts[-1], (NEW_SECRET, OLD_SECRET)
    now_s = at(1).timestamp()
    stand_in_rules.check_webhook(post.body, post.headers, secrets=secrets, now_s=now_s)
    html = ada.open(2).html
    assert html.count("<strong>sent</strong>") == len(everywhere.media)


def test_tests_are_limited(desk: Desk, ada: Person) -> None:
    for n in range(MAX_A_DAY):
        assert ada.press(n, "test").status == 303
    answer = ada.press(20, "test")
    assert (answer.status, "You have reached the limit for today." in answer.html) == (400, True)


# --- How alerts use the settings ------------------------------------------------------------------


def test_new_quiet_hours_hold_the_next_alert_that_is_not_urgent(desk: Desk, ada: Person) -> None:
    """It is Sunday, 11:00 in Berlin."""
    more = {"quiet_0_6": "on", "quiet_0_from": "11:00", "quiet_0_to": "14:00"}
    assert ada.save(0, **more).status == 303
    desk.arrive(message(1))
    desk.process(31)
    assert desk.sent == []
    desk.process(180)
    assert texted(desk) == [str(ADA.phone)]


def test_an_absence_that_is_set_in_the_evening_routes_to_the_backup(desk: Desk) -> None:
    desk.configure(BY_SMS, responders={"ada": BERLIN, "bob": BOB}, backup=("bob",))
    ada = Person(desk)
    evening = 11 * 60  # 22:00 in Berlin
    desk.arrive(message(evening - 10))
    assert ada.save(evening, absent_0_from="2026-11-22", absent_0_to="2026-11-23").status == 303
    desk.process(evening + 20)
    assert [sent.to for sent in desk.sent] == [BOB.email]


def test_language_zone_and_order_apply_to_the_next_alert(desk: Desk, ada: Person) -> None:
    desk.configure(Step(at="due", notify=("ada",), by=("email",)), responders={"ada": BERLIN})
    more = {"channel_0": "sms", "channel_1": "email"}
    assert ada.save(0, language="fr", zone="Asia/Kolkata", **more).status == 303
    assert ada.resolved.media == ("sms", "email")
    desk.arrive(message(1))
    desk.process(31)
    assert "16:01" in desk.sent[0].subject
    assert "Messenger" in desk.sent[0].subject
    assert 'lang="fr"' in desk.sent[0].html


def test_a_deployment_keeps_what_a_responder_has_changed(desk: Desk, ada: Person) -> None:
    ada.save(0, language="fr")
    deployed = replace(BERLIN, language="es", zone="Europe/Madrid")
    desk.configure(BY_SMS, responders={"ada": deployed, "bob": BOB})
    assert (ada.resolved.language, ada.resolved.zone) == ("fr", "Europe/Madrid")


def test_a_value_that_was_not_changed_follows_the_file(desk: Desk, ada: Person) -> None:
    ada.save(0, language="fr")
    ada.save(1, language="en")
    desk.configure(BY_SMS, responders={"ada": replace(BERLIN, language="de")})
    assert (ada.own.values, ada.resolved.language) == ({}, "de")


def test_one_read_serves_all_alerts_of_an_invocation(
    desk: Desk, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.save(0, language="fr")
    read: list[str] = []
    partition = desk.store.partition

    def counted(pk: str, **how: Any) -> Any:
        read.append(pk)
        return partition(pk, **how)

    monkeypatch.setattr(desk.store, "partition", counted)
    desk.arrive(message(1))
    entries = [{"body": json.dumps(e), "messageId": str(n)} for n, e in enumerate(desk.entries())]
    desk.now = at(31)
    handler.handler({"Records": entries * 2}, None)
    assert [pk for pk in read if pk == "U#"] == ["U#"]
    assert texted(desk) == [str(ADA.phone)]


# --- The page -------------------------------------------------------------------------------------


def test_the_page_shows_each_value_and_where_it_comes_from(desk: Desk, ada: Person) -> None:
    html = ada.open(0).html
    assert html.count("(as configured)") == 7
    assert f'value="{ADA.phone}"' in html
    ada.save(1, language="de")
    html = ada.open(2, is_saved=True).html
    assert (html.count("(hier geändert)"), html.count("(wie eingerichtet)")) == (1, 6)
    assert "Gespeichert." in html


def test_saving_an_unchanged_form_changes_nothing(desk: Desk) -> None:
    quiet = quiet_hours((0, 1, 6), "22:00", "07:00"), quiet_hours((5,), "00:00", "24:00")
    away = (AbsentDays(at(0).date(), at(0).date()),)
    mine = replace(BERLIN, quiet_hours=quiet, absent=away, channels=("sms",))
    desk.configure(BY_SMS, responders={"ada": mine})
    ada, before = Person(desk), desk.items()
    assert ada.save(0).status == 303
    assert (ada.resolved, desk.items()) == (mine, before)


def test_opening_the_page_changes_nothing(desk: Desk, ada: Person) -> None:
    ada.save(0, phone=NEW)
    before = desk.items()
    assert ada.open(1).status == 200
    assert desk.items() == before


@pytest.mark.parametrize(
    "token",
    [
        lambda ada: ada.token[:-1] + "!",
        lambda _: links.token("0" * 26, KEYS, at(0)),
        lambda _: links.invitation("0" * 26, KEYS, at(0)),
        lambda ada: links.invitation(id_of(ada.name), ("foreign",), at(0)),
        lambda _: "",
    ],
    ids=["forged", "of an alert", "of nobody", "of another key", "none"],
)
def test_a_link_that_is_not_valid_shows_and_changes_nothing(
    desk: Desk, ada: Person, token: Callable[[Person], str]
) -> None:
    form = ada.fields(0)
    ada.token = token(ada)
    for answer in (ada.open(1), ada.send(1, "save", **form | {"language": "de"})):
        assert (answer.status, "no longer valid" in answer.html) == (403, True)
        assert str(ADA.phone) not in answer.html
    assert desk.items() == []


def test_a_link_is_valid_for_a_week(desk: Desk, ada: Person) -> None:
    form = ada.fields(7 * DAY - 1)
    assert ada.send(7 * DAY, "save", **form | {"language": "de"}).status == 403
    assert ada.own.values == {}


def test_a_reset_ends_the_links_that_were_made_before(desk: Desk, ada: Person) -> None:
    form = ada.fields(0)
    desk.now = at(2)
    own_settings.write(desk.store, domain.reset(ada.own, at(2)))
    for answer in (ada.open(3), ada.send(3, "save", **form | {"language": "de"})):
        assert (answer.status, "no longer valid" in answer.html) == (403, True)
    assert ada.own.values == {}
    assert Person(desk, minute=2).open(3).status == 200


def test_the_old_address_is_notified_of_the_change(desk: Desk, ada: Person) -> None:
    ada.save(0, phone=NEW)
    desk.process(1)
    ada.confirm(2, ada.code())
    desk.process(3)
    (notice,) = [sent for sent in desk.sent if sent.to == ADA.phone]
    assert "alerts for ada now go to another address" in notice.text
    # A second change notifies the previous address, and keeps a message still to be sent.
    ada.save(4, phone="+15550188")
    desk.process(5)
    ada.confirm(6, ada.code())
    desk.process(7)
    assert [sent.to for sent in desk.sent if "another address" in sent.text] == [ADA.phone, NEW]


def test_an_absence_is_at_most_a_year_ahead(desk: Desk, ada: Person) -> None:
    answer = ada.save(0, absent_0_from="2026-11-23", absent_0_to="2199-01-01")
    assert (answer.status, "at most a year ahead" in answer.html) == (400, True)
    assert ada.save(1, absent_0_from="2026-11-23", absent_0_to="2027-11-01").status == 303


def test_the_form_of_another_responder_changes_nothing(desk: Desk, ada: Person) -> None:
    bob = Person(desk, "bob")
    answer = ada.send(1, "save", **ada.fields(0) | {"language": "de", "form": bob.form(0)})
    assert (answer.status, desk.items()) == (409, [])


def test_a_form_that_is_sent_again_changes_nothing(desk: Desk, ada: Person) -> None:
    form = ada.fields(0) | {"phone": NEW}
    assert ada.send(0, "save", **form).status == 303
    before = desk.items()
    answer = ada.send(1, "save", **form)
    assert (answer.status, f'value="{NEW}"' in answer.html) == (409, True)
    assert desk.items() == before


MISTAKES = [
    ({"language": "it"}, "Please choose a language."),
    ({"zone": "Berlin"}, "Please choose a time zone."),
    ({"quiet_0_from": "22:00"}, "Please choose days and two different times."),
    ({"quiet_0_from": "22:00", "quiet_0_to": "22:00", "quiet_0_1": "on"}, "two different times."),
    ({"quiet_0_from": "22:00", "quiet_0_to": "07:00"}, "Please choose days"),
    (
        {"quiet_0_from": "00:00", "quiet_0_to": "00:00"} | {f"quiet_0_{n}": "on" for n in range(7)},
        "Please leave some hours of the week free",
    ),
    ({"absent_0_from": "2026-12-24"}, "a first and a last day, at most a year ahead."),
    (
        {"absent_0_from": "2026-12-24", "absent_0_to": "2026-12-23"},
        "The last day is before the first one.",
    ),
    ({"channel_0": "sms", "channel_1": "sms"}, "Please choose each channel once."),
    (
        {"absent_0_from": "2026-12-24", "absent_0_to": "9999-12-31"},
        "a first and a last day, at most a year ahead.",
    ),
    (
        {"absent_0_from": "soon", "absent_0_to": "later"},
        "a first and a last day, at most a year ahead.",
    ),
    ({"email": "ada@example"}, "Please enter an address such as"),
    ({"phone": "030 123456"}, "Please enter the number with a plus sign"),
]


@pytest.mark.parametrize(("changes", "shown"), MISTAKES)
def test_a_mistake_is_shown_at_its_field_and_all_input_is_kept(
    desk: Desk, ada: Person, changes: dict[str, str], shown: str
) -> None:
    answer = ada.save(0, **{"absent_1_to": "2030-01-01", "absent_1_from": "2030-01-01"} | changes)
    assert answer.status == 400
    assert shown in answer.html
    assert "Nothing was saved." in answer.html
    assert answer.html.count('value="2030-01-01"') == 2
    for value in changes.values():
        assert value in {"on", "it", "Berlin", "sms"} or f'value="{value}"' in answer.html
    assert desk.items() == []


def test_a_form_without_its_fields_changes_nothing(desk: Desk, ada: Person) -> None:
    """Fields that the page always sends are missing. The values of the file apply in their place,
    but the order of channels is required."""
    assert ada.press(0, "save", channel_0="x").status == 400
    both = {"channel-0": "email", "channel-1": "sms"}
    assert ada.press(0, "save", **both).status == 303
    assert (desk.items(), ada.resolved) == ([], BERLIN)


def test_the_page_offers_every_language(desk: Desk, ada: Person) -> None:
    offered = re.findall(r'<option value="(\w+)" lang="\1"[^>]*>(\w+)<', ada.open(0).html)
    assert offered == [("de", "Deutsch"), ("en", "English"), ("es", "Español"), ("fr", "Français")]
    assert [code for code, _ in offered] == list(phrases.languages())


def test_quiet_hours_need_a_zone(desk: Desk) -> None:
    desk.configure(BY_SMS, responders={"ada": ADA})
    ada = Person(desk)
    more = {"quiet_0_6": "on", "quiet_0_from": "11:00", "quiet_0_to": "14:00"}
    assert "need your time zone" in ada.save(0, **more).html
    assert ada.save(0, zone="Europe/Paris", **more).status == 303


def test_input_is_never_shown_as_markup(desk: Desk, ada: Person) -> None:
    answer = ada.save(0, email='"><script>alert(1)</script>')
    assert answer.status == 400
    assert "<script" not in answer.html


@pytest.mark.parametrize("action", ["", "delete everything", "confirm", "again", "cancel"])
def test_an_action_without_an_object_changes_nothing(desk: Desk, ada: Person, action: str) -> None:
    assert ada.press(0, action, by="pager", code="1").status == 400
    assert ada.press(0, action, by="sms", code="ü").status == 400
    assert desk.items() == []


def test_a_change_survives_some_write_conflicts_and_then_gives_up(
    desk: Desk, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = conflicts(desk, monkeypatch, settings_page.MAX_ATTEMPTS - 1)
    assert ada.save(0, language="de").status == 303
    left += [ConflictError()] * settings_page.MAX_ATTEMPTS
    answer = ada.save(1, language="fr")
    assert (answer.status, '"fr" lang="fr" selected' in answer.html) == (503, True)
    assert ada.resolved.language == "de"


def test_two_changes_at_the_same_time_do_not_undo_each_other(desk: Desk, ada: Person) -> None:
    known = ada.own
    ada.save(0, language="de")
    with pytest.raises(ConflictError):
        own_settings.write(desk.store, known)
