"""The conversation page behind every alert's link."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from functions.api import conversation_page
from functions.api.viewer import Page
from shared.config.configuration import Account, Responder
from shared.conversation import tracking
from shared.domain.crowd_reason import Crowd
from shared.domain.policies import Step
from shared.storage import records
from shared.storage.changes import Put
from shared.storage.errors import ConflictError
from tests import builders
from tests.alerting.desk import ADA, BOB, Desk
from tests.alerting.visitor import Visitor
from tests.builders import ACCOUNT, CONVERSATION, at, message, reply

LINK = "https://m.me/lena"


@pytest.fixture
def notified(desk: Desk) -> Desk:
    """Ada and Bob are notified 15 minutes before the deadline; the next step is at minute 30."""
    steps = [Step(at=f"{s} s", offset_s=s, notify=("ada", "bob")) for s in (-900, 0)]
    desk.configure(*steps)
    desk.arrive(message(0), text="Where is it?", customer_name="Lena <b>F</b>", permalink=LINK)
    desk.arrive(message(5), text="Hello? <script>alert(1)</script>")
    desk.process(15)
    return desk


@pytest.fixture
def ada(notified: Desk) -> Visitor:
    return Visitor(notified, str(ADA.email))


@pytest.fixture
def bob(notified: Desk) -> Visitor:
    return Visitor(notified, str(BOB.email))


# --- What it shows ------------------------------------------------------------------------------


def test_the_page_shows_who_waits_where_since_when_and_why(ada: Visitor) -> None:
    text = ada.open(20).html
    for words in (
        "Lena &lt;b&gt;F&lt;/b&gt;", "Messenger message", "waiting 20 min, due 10:30, in 10 min",
        "Where is it?", "Hello? &lt;script&gt;", "Example", "Messenger (private)", "First reply",
        "Policy p allows 30 min for the first reply, counted around the clock from 10:00.",
        "Step 1 (-900 s), 10:15: ada by email", "Times are in UTC.", "Nobody has this one yet.",
        "Alerts then pause until 11:20. The deadline is still 10:30.",
    ):  # fmt: skip
        assert words in text, words
    assert "<script" not in text


def test_the_page_hides_texts_if_the_configuration_wants_no_excerpts(ada: Visitor) -> None:
    ada.desk.configure(
        *(Step(at=f"{s} s", offset_s=s, notify=("ada", "bob")) for s in (-900, 0)), excerpt=False
    )
    text = ada.open(20).html
    assert "Where is it?" not in text
    assert "(text is not shown)" in text


def test_times_are_in_the_responders_zone(ada: Visitor) -> None:
    zoned = Responder(name="ada", email=ADA.email, zone="Asia/Kolkata")
    ada.desk.configure(Step(at="due", notify=("ada",)), responders={"ada": zoned})
    assert "due 16:00, in 10 min" in ada.open(20).html


# --- Opening changes nothing --------------------------------------------------------------------


def test_opening_the_page_changes_nothing(ada: Visitor) -> None:
    before = ada.desk.items()
    assert ada.open(20).status == 200
    assert ada.desk.items() == before


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1] + "!", lambda t: "A" * 32, lambda _: ""], ids=["cut", "new", "none"]
)
def test_a_forged_link_shows_and_changes_nothing(ada: Visitor, spoil: Callable[[str], str]) -> None:
    form, before = ada.form(20), ada.desk.items()
    ada.token = spoil(ada.token)
    for answer in (ada.open(20), ada.press(20, "acknowledge", form)):
        assert (answer.status, "This link does not work." in answer.html) == (403, True)
        assert "expired" not in answer.html
        assert 'href="../dashboard"' in answer.html
    assert ada.desk.items() == before


def test_an_expired_link_changes_nothing_and_leads_to_the_dashboard(ada: Visitor) -> None:
    form, before = ada.form(20), ada.desk.items()
    answer = ada.press(15 + 2 * builders.DAY, "acknowledge", form)
    assert (answer.status, "This link has expired." in answer.html) == (403, True)
    assert 'href="../dashboard"' in answer.html
    assert ada.desk.items() == before


@pytest.mark.parametrize("form", ["", "forged", "ü"])
def test_a_post_without_the_pages_form_token_changes_nothing(ada: Visitor, form: str) -> None:
    before = ada.desk.items()
    answer = ada.press(20, "acknowledge", form)
    assert (answer.status, "Please check and try again." in answer.html) == (409, True)
    assert ada.desk.items() == before


def test_the_form_token_of_anothers_page_changes_nothing(ada: Visitor, bob: Visitor) -> None:
    assert ada.press(20, "acknowledge", bob.form(20)).status == 409


def test_a_form_that_is_sent_again_changes_nothing(ada: Visitor) -> None:
    form = ada.form(20)
    assert ada.press(20, "acknowledge", form).status == 303
    assert ada.press(21, "undo").status == 303
    before = ada.desk.items()
    assert ada.press(22, "snooze-60", ada.form(20)).status == 303
    after = ada.desk.items()
    assert after != before
    assert ada.press(23, "acknowledge", form).status == 409
    assert ada.desk.items() == after


def test_an_unknown_action_and_a_form_that_is_too_long_change_nothing(ada: Visitor) -> None:
    before = ada.desk.items()
    assert ada.press(20, "delete everything").status == 400
    assert ada.press(20, "dismiss", reason="x" * 5_000).status == 409
    assert ada.desk.items() == before


# --- Acknowledge --------------------------------------------------------------------------------


def test_acknowledging_pauses_the_alerts_for_an_hour(ada: Visitor) -> None:
    answer = ada.press(20, "acknowledge")
    assert (answer.status, answer.location) == (303, ada.token)
    text = ada.open(20).html
    assert "It&#39;s yours." in text
    assert "Alerts are paused until 11:20. The deadline is still 10:30." in text
    record = ada.desk.record()
    assert record.escalation
    assert (record.escalation.acknowledged_by, record.escalation.acknowledged_at) == ("ada", at(20))
    assert record.escalation.snoozed_until == at(80)


def test_who_presses_second_reads_who_has_it_and_can_take_it_over(
    ada: Visitor, bob: Visitor
) -> None:
    ada.press(20, "acknowledge")
    assert "ada has had this one since 10:20." in bob.open(22).html
    assert ">Take over<" in bob.open(22).html
    bob.press(22, "acknowledge")
    assert "bob has had this one since 10:22." in ada.open(23).html


def test_who_pressed_at_the_same_time_reads_that_it_has_changed(ada: Visitor, bob: Visitor) -> None:
    old = bob.form(20)
    ada.press(20, "acknowledge")
    answer = bob.press(20, "acknowledge", old)
    assert answer.status == 409
    assert "ada has had this one since 10:20." in answer.html


def test_the_owner_can_give_it_back_and_nobody_else(ada: Visitor, bob: Visitor) -> None:
    ada.press(20, "acknowledge")
    assert bob.press(21, "undo").status == 400
    assert ada.press(22, "undo").status == 303
    record = ada.desk.record()
    assert record.escalation
    assert record.escalation.acknowledged_by is None
    assert record.next_moment == at(30)


def test_after_an_acknowledgement_the_reply_is_first_and_filled(ada: Visitor) -> None:
    """A second tap on the same place gives nothing back."""
    ada.press(20, "acknowledge")
    header, rest = ada.open(20).html.split("</header>")
    assert re.findall(r'class="button main"[^>]*>([^<]+)<', header) == ["Open and reply"]
    assert ">Release<" not in header
    assert rest.index(">Release<") > rest.index(">Snooze<")


def buttons_without_a_permalink(desk: Desk, **more: Any) -> list[tuple[str, str]]:
    """The links of Ada's page of a wait that is hers."""
    account = Account(channel="messenger", id=ACCOUNT, name="Example", **more)
    desk.configure(Step(at="due", notify=("ada",)), accounts=(account,))
    desk.arrive(message(0))
    desk.process(30)
    ada = Visitor(desk, str(ADA.email))
    ada.press(31, "acknowledge")
    return re.findall(r'<a class="button([^"]*)" href="([^"]+)"[^>]*>([^<]+)<', ada.open(31).html)


def test_without_a_permalink_the_page_leads_to_the_accounts_inbox(desk: Desk) -> None:
    assert buttons_without_a_permalink(desk, inbox="https://desk.example.com/?a=1&b=2") == [
        (" main", "https://desk.example.com/?a=1&amp;b=2", "Open and reply")
    ]


def test_the_page_does_not_call_the_dashboard_a_place_to_reply(desk: Desk) -> None:
    assert buttons_without_a_permalink(desk) == [("", "../dashboard", "Open the dashboard")]


def test_the_page_says_why_alerts_come_early(ada: Visitor) -> None:
    record = ada.desk.record()
    assert record.escalation
    early = replace(record.escalation, expedited_reason=str(Crowd(3, 10)))
    after = replace(record, escalation=early, version=record.version + 1)
    assert "Escalated early" not in ada.open(20).html
    ada.desk.store.write([Put(records.to_item(after), expects=record.version)])
    words = '<dt>Escalated early</dt><dd dir="auto">3 customers within 10 min in one thread</dd>'
    assert words in ada.open(20).html


def test_who_handed_over_reads_to_whom_and_the_history_says_so(ada: Visitor, bob: Visitor) -> None:
    ada.press(20, "hand-over", to="bob")
    assert "Handed over to bob at 10:20. bob gets an alert." in ada.open(21).html
    line = "<li>10:20: ada handed it over to bob: <strong>pause until 11:20</strong></li>"
    assert line in ada.open(21).html
    assert line in bob.open(21).html
    bob.press(22, "snooze-15")
    line = "<li>10:22: bob acknowledged: <strong>pause until 10:37</strong></li>"
    assert line not in bob.open(23).html  # he has it since ada handed it over


# --- Snooze -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "more", "minute"),
    [
        ("snooze-15", {}, 35),
        ("snooze-60", {}, 80),
        ("snooze-240", {}, 260),
        ("snooze-until", {"until": "10:45"}, 45),
    ],
)
def test_a_snooze_lasts_as_long_as_its_button_says(
    ada: Visitor, action: str, more: dict[str, str], minute: int
) -> None:
    assert ada.press(20, action, **more).status == 303
    record = ada.desk.record()
    assert record.escalation
    assert record.escalation.snoozed_until == at(minute)


def test_a_time_of_day_that_has_passed_is_tomorrows(ada: Visitor) -> None:
    ada.press(20, "snooze-until", until="10:10")
    record = ada.desk.record()
    assert record.escalation
    assert record.escalation.snoozed_until == at(10 + builders.DAY)


@pytest.mark.parametrize("until", ["", "25:00", "soon"])
def test_a_snooze_until_no_time_of_day_is_refused(ada: Visitor, until: str) -> None:
    answer = ada.press(20, "snooze-until", until=until)
    assert (answer.status, "Please fill in Until" in answer.html) == (400, True)


# --- Dismiss ------------------------------------------------------------------------------------


def test_a_dismissal_needs_a_reason_and_names_who_dismissed(ada: Visitor) -> None:
    assert ada.press(20, "dismiss", reason=" ").status == 400
    answer = ada.press(20, "dismiss", reason="Spam")
    assert answer.status == 200
    assert "ada dismissed this one." in answer.html
    (stored,) = [i for i in ada.desk.items() if i.get("event_name") == "dismissal"]
    assert (stored["dismissed_by"], stored["reason"]) == ("ada", "Spam")


def test_a_reason_is_one_line_without_control_characters(ada: Visitor) -> None:
    ada.press(20, "dismiss", reason="x\u202e\n\x1b[31m<b>")
    (stored,) = [i for i in ada.desk.items() if i.get("event_name") == "dismissal"]
    assert stored["reason"] == "x [31m<b>"


def test_who_no_longer_stands_in_the_file_can_do_nothing(ada: Visitor) -> None:
    form = ada.form(16)
    ada.desk.configure(Step(at="due", notify=("bob",)), responders={"bob": BOB})
    assert ada.open(20).status == 403
    assert ada.press(20, "dismiss", form, reason="Spam").status == 403
    assert not [i for i in ada.desk.items() if i.get("event_name") == "dismissal"]


@pytest.mark.parametrize("closing", [reply(18), builders.dismissal(18)], ids=["reply", "dismissal"])
def test_a_closed_wait_has_no_buttons(ada: Visitor, closing: Any) -> None:
    form = ada.form(16)
    ada.desk.arrive(closing)
    for answer in (ada.open(20), ada.press(20, "acknowledge", form)):
        assert answer.status == 200
        assert "There is nothing left to do." in answer.html
        assert "acknowledge" not in answer.html


@pytest.mark.parametrize(
    ("closing", "headline", "how"),
    [
        (reply(18), "Lena &lt;b&gt;F&lt;/b&gt; has a reply.", "Answered 10:18 after 18 min."),
        (builders.dismissal(18), "ada dismissed this one.", "Dismissed 10:18 after 18 min."),
    ],
    ids=["reply", "dismissal"],
)
def test_a_closed_wait_says_how_it_ended_and_leads_on(
    ada: Visitor, closing: Any, headline: str, how: str
) -> None:
    ada.desk.arrive(closing)
    text = ada.open(20).html
    for words in ("Messenger message", headline, how, LINK, "../dashboard"):
        assert words in text, words


def test_a_wait_whose_end_is_not_kept_leads_to_the_dashboard(ada: Visitor) -> None:
    for minute in range(20, 320, 60):
        ada.desk.arrive(reply(minute), message(minute + 1))
        ada.desk.process(minute + 16)
    ada.desk.arrive(reply(320))
    answer = ada.open(321)
    assert (answer.status, "Nothing left to do." in answer.html) == (200, True)
    assert "../dashboard" in answer.html


# --- Undoing a dismissal ------------------------------------------------------------------------


def tracked(desk: Desk) -> None:
    """The tracker folds what the page has stored."""
    names = {"dismissal", "reopening"}
    items = [item for item in desk.items() if item.get("event_name") in names]
    tracking.track(desk.store, desk.configuration, CONVERSATION, {}, items, lambda: desk.now)


def undo_of(answer: Page) -> str:
    found = re.search(r'name="form" value="([^"]+)"', answer.html)
    assert found
    assert 'value="reopen"' in answer.html
    return found[1]


def test_a_dismissal_can_be_undone_on_the_page_that_says_so(ada: Visitor) -> None:
    form = undo_of(ada.press(20, "dismiss", reason="Spam"))
    tracked(ada.desk)
    assert ada.desk.record().open_wait is None
    answer = ada.press(21, "reopen", form)
    assert (answer.status, "The wait is open again" in answer.html) == (200, True)
    tracked(ada.desk)
    assert ada.desk.record().open_wait
    assert ">Acknowledge<" in ada.open(22).html


def test_a_dismissal_can_be_undone_later_by_others_who_were_notified(
    ada: Visitor, bob: Visitor
) -> None:
    ada.press(20, "dismiss", reason="Spam")
    tracked(ada.desk)
    assert "ada dismissed this one." in bob.open(25).html
    assert bob.press(25, "reopen", undo_of(bob.open(25))).status == 200
    tracked(ada.desk)
    assert ada.desk.record().open_wait


def test_a_dismissal_that_is_not_tracked_yet_is_undone_a_moment_later(ada: Visitor) -> None:
    form = undo_of(ada.press(20, "dismiss", reason="Spam"))
    assert ada.press(20, "reopen", form).status == 503
    tracked(ada.desk)
    assert ada.press(20, "reopen", form).status == 200


def test_an_undo_that_is_pressed_again_shows_the_open_wait(ada: Visitor) -> None:
    form = undo_of(ada.press(20, "dismiss", reason="Spam"))
    tracked(ada.desk)
    assert ada.press(21, "reopen", form).status == 200
    tracked(ada.desk)
    before = ada.desk.items()
    answer = ada.press(21, "reopen", form)
    assert (answer.status, ">Acknowledge<" in answer.html) == (200, True)
    assert ada.desk.items() == before


@pytest.mark.parametrize("form", ["", "forged"])
def test_an_undo_without_the_pages_form_token_changes_nothing(ada: Visitor, form: str) -> None:
    ada.press(20, "dismiss", reason="Spam")
    tracked(ada.desk)
    before = ada.desk.items()
    assert ada.press(21, "reopen", form).status == 409
    assert ada.desk.items() == before


def test_a_dismissal_after_which_the_customer_wrote_has_no_undo(ada: Visitor) -> None:
    form = undo_of(ada.press(20, "dismiss", reason="Spam"))
    tracked(ada.desk)
    ada.desk.arrive(message(22))
    assert 'value="reopen"' not in ada.open(23).html
    assert ada.press(23, "reopen", form).status == 409


# --- Conflicts ----------------------------------------------------------------------------------


def conflicts(desk: Desk, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    left = [ConflictError()] * times
    write = desk.store.write

    def contested(changes: Any) -> None:
        if left:
            raise left.pop()
        write(changes)

    monkeypatch.setattr(desk.store, "write", contested)


def test_an_action_survives_write_conflicts(ada: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    conflicts(ada.desk, monkeypatch, conversation_page.MAX_ATTEMPTS - 1)
    assert ada.press(20, "acknowledge").status == 303


def test_after_many_write_conflicts_the_page_asks_to_try_again(
    ada: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    conflicts(ada.desk, monkeypatch, conversation_page.MAX_ATTEMPTS)
    answer = ada.press(20, "acknowledge")
    assert (answer.status, "Please try again." in answer.html) == (503, True)
