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
from shared.domain.aliases import Alias
from shared.domain.availability import AbsentDays
from shared.domain.calendars import Calendar
from shared.domain.escalation import Crowd
from shared.domain.own_settings import MAX_A_DAY, OwnSettings, id_of
from shared.domain.policies import Step
from shared.domain.policy_set import PolicySet
from shared.runtime import links
from shared.storage import alias_items, own_settings, records
from shared.storage.changes import Put
from shared.storage.schema import Key
from tests import builders
from tests.alerting.desk import ADA, BOB, DELIVERY, LIN, SEND, Desk, conflicts, tracked
from tests.alerting.visitor import KEYS, Visitor
from tests.builders import ACCOUNT, CONVERSATION, HOUR, at, holding, message, reply

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


def above_the_messages(page: Page) -> str:
    """The part of the page above the messages."""
    return page.html.partition("</header>")[0]


# --- What the page shows ------------------------------------------------------------------------


def test_the_page_shows_who_waits_where_since_when_and_why(ada: Visitor) -> None:
    text = ada.open(20).html
    for words in (
        "Lena &lt;b&gt;F&lt;/b&gt;", "Messenger message", "waiting 20 min,",
        'due 10:30,</span> <span class="whole">in 10 min',
        "Where is it?", "Hello? &lt;script&gt;", "Example", "Messenger (private)", "First reply",
        "Policy p allows 30 min for the first reply, counted around the clock from 10:00.",
        "10:15: step 1 (-900 s), ada by email", "Times are in UTC.", "Nobody has this one yet.",
        "Alerts then pause until 11:20. The deadline (10:30) does not change.",
    ):  # fmt: skip
        assert words in text, words
    assert "<script" not in text


def test_the_page_says_first_which_account_is_to_reply(ada: Visitor) -> None:
    said = "Lena &lt;b&gt;F&lt;/b&gt; is waiting for a reply from Example."
    assert said in above_the_messages(ada.open(20))


def test_the_page_says_first_that_an_answer_was_promised(desk: Desk) -> None:
    step = Step(at="due", notify=("ada",))
    policy = builders.policy(steps=(step,), follow_up_s=1800)
    desk.configure(policy_set=builders.policy_set(policy))
    desk.arrive(message(0), customer_name="Lena")
    desk.arrive(holding(10))
    desk.process(40)
    text = above_the_messages(Visitor(desk, str(ADA.email)).open(41))
    assert "Lena is still waiting for the follow-up that Example promised." in text


def test_the_page_says_first_that_the_reply_window_has_closed(ada: Visitor) -> None:
    assert "the reply window has closed" not in above_the_messages(ada.open(23 * HOUR))
    text = above_the_messages(ada.open(25 * HOUR))
    assert "the reply window has closed. Messenger now limits what you can send.</strong>" in text


def test_a_long_message_does_not_hide_that_the_wait_can_be_snoozed(ada: Visitor) -> None:
    ada.desk.arrive(message(17, id="long"), text="word " * 400)
    html = ada.open(18).html
    assert 'href="#snooze">Snooze</a>' in html.partition("</header>")[0]
    assert 'id="snooze"' in html.partition("</header>")[2]


def test_a_message_without_text_may_be_a_picture(ada: Visitor) -> None:
    assert "(no text" not in ada.open(16).html
    ada.desk.arrive(message(17, id="picture"))
    assert '<p dir="auto">(no text: perhaps a picture)</p>' in ada.open(18).html


def test_a_deleted_message_is_shown_as_deleted(ada: Visitor) -> None:
    regretted = message(17, id="regretted")
    ada.desk.arrive(regretted, text="You are all idiots")
    ada.desk.delete(regretted, 18)
    shown = ada.open(19).html
    assert '<p dir="auto">(deleted)</p>' in shown
    assert "idiots" not in shown
    assert "perhaps a picture" not in shown


def test_the_page_says_that_it_shows_only_the_newest_messages(ada: Visitor) -> None:
    note = "These are the newest 10."
    assert note not in ada.open(16).html
    ada.desk.arrive(*(message(minute) for minute in range(16, 26)))
    text = ada.open(27).html
    assert note in text
    assert "Where is it?" not in text


def test_the_page_shows_what_a_customer_wrote_under_another_id(ada: Visitor) -> None:
    """The email quotes that message too, and a dismissal includes it."""
    ada.desk.now = at(16)
    other, name = f"messenger:{builders.ACCOUNT}:old", str(CONVERSATION.split(":")[2])
    alias = alias_items.alias_item(other, Alias(CONVERSATION, name))
    said = builders.item(message(3), conversation=other, customer="old", text="My order is 4711.")
    for conversation, item in ((other, said), (other, alias)):
        ada.desk.store.put_all([item])
        tracking.track(
            ada.desk.store, ada.desk.configuration, conversation, {}, [item], lambda: at(16)
        )
    text = ada.open(20).html
    assert re.findall(r"(Hello|My order is 4711|Where is it)", text) == [
        "Hello", "My order is 4711", "Where is it",
    ]  # fmt: skip
    assert ada.press(20, "dismiss", reason="Spam").status == 200


@pytest.mark.parametrize("hours", [None, builders.calendar(sunday="09:00-18:00")])
def test_the_deadline_counts_from_the_message_that_decides(
    desk: Desk, hours: Calendar | None
) -> None:
    """ "Hi" at 10:00 opens the wait. A complaint at 10:40 makes it due at 11:10."""
    on: dict[str, Any] = {"clock": "business", "calendar": "office"} if hours else {}
    step = Step(at="15m before", offset_s=-900, notify=("ada",))
    complaints = builders.policy(name="c", intents=("complaint",), steps=(step,), **on)
    usual = builders.policy(4 * 3600, **on)
    known = PolicySet.of([complaints, usual], {"office": hours} if hours else {})
    desk.configuration = builders.configuration(known, responders={"ada": ADA})
    desk.arrive(message(0))
    desk.arrive(message(40), marks={"intents": ["complaint"]})
    desk.process(55)
    text = Visitor(desk, str(ADA.email)).open(56).html
    assert 'due 11:10,</span> <span class="whole">in 14 min' in text
    clock = "during business hours" if hours else "around the clock"
    assert f"Policy c allows 30 min for the first reply, counted {clock} from 10:40." in text


def test_the_page_hides_texts_if_the_configuration_wants_no_excerpts(ada: Visitor) -> None:
    ada.desk.configure(
        *(Step(at=f"{s} s", offset_s=s, notify=("ada", "bob")) for s in (-900, 0)), excerpt=False
    )
    text = ada.open(20).html
    assert "Where is it?" not in text
    assert "(text is not shown)" in text


def test_a_page_after_the_deadline_does_not_say_that_it_is_still_to_come(ada: Visitor) -> None:
    assert "The deadline (10:30) does not change." in above_the_messages(ada.open(40))
    ada.press(40, "snooze-15")
    assert "Alerts are on. Deadline: 10:30." in above_the_messages(ada.open(56))


def test_the_brands_messages_have_the_name_of_the_account(ada: Visitor) -> None:
    ada.desk.arrive(reply(20), message(21))
    assert ">Example, 10:20<" in ada.open(22).html


def test_a_snooze_until_a_time_names_the_zone_of_that_time(ada: Visitor) -> None:
    snooze = ada.open(20).html.partition('id="snooze"')[2].partition("</section>")[0]
    assert "Times are in UTC." in snooze


def test_times_are_in_the_responders_zone(ada: Visitor) -> None:
    zoned = Responder(name="ada", email=ADA.email, zone="Asia/Kolkata")
    ada.desk.configure(Step(at="due", notify=("ada",)), responders={"ada": zoned})
    assert 'due 16:00,</span> <span class="whole">in 10 min' in ada.open(20).html


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
    assert "Alerts are paused until 11:20. The deadline (10:30) does not change." in text
    record = ada.desk.record()
    assert record.escalation
    assert (record.escalation.acknowledged_by, record.escalation.acknowledged_at) == ("ada", at(20))
    assert record.escalation.snoozed_until == at(80)


def test_a_second_responder_sees_the_owner_and_can_take_over(ada: Visitor, bob: Visitor) -> None:
    ada.press(20, "acknowledge")
    assert "ada has had this one since 10:20." in bob.open(22).html
    assert ">Take over<" in bob.open(22).html
    bob.press(22, "acknowledge")
    assert "bob has had this one since 10:22." in ada.open(23).html


def test_a_simultaneous_press_is_answered_that_the_wait_has_changed(
    ada: Visitor, bob: Visitor
) -> None:
    old = bob.form(20)
    ada.press(20, "acknowledge")
    answer = bob.press(20, "acknowledge", old)
    assert answer.status == 409
    assert "ada has had this one since 10:20." in answer.html


def test_only_the_owner_can_release_a_wait(ada: Visitor, bob: Visitor) -> None:
    ada.press(20, "acknowledge")
    assert bob.press(21, "undo").status == 400
    assert ada.press(22, "undo").status == 303
    record = ada.desk.record()
    assert record.escalation
    assert record.escalation.acknowledged_by is None
    assert record.next_moment == at(30)


def test_after_an_acknowledgement_the_reply_is_first_and_filled(ada: Visitor) -> None:
    """So a second tap on the same place does not release the wait."""
    ada.press(20, "acknowledge")
    header, rest = ada.open(20).html.split("</header>")
    assert re.findall(r'class="button main"[^>]*>([^<]+)<', header) == ["Open and reply"]
    assert ">Release<" not in header
    assert rest.index(">Release<") > rest.index(">Snooze<")


def buttons_without_a_permalink(desk: Desk, **more: Any) -> list[tuple[str, str]]:
    """The links on Ada's page of a wait that she owns."""
    account = Account(channel="messenger", id=ACCOUNT, name="Example", **more)
    desk.configure(Step(at="due", notify=("ada",)), accounts=(account,))
    desk.arrive(message(0))
    desk.process(30)
    ada = Visitor(desk, str(ADA.email))
    ada.press(31, "acknowledge")
    found = re.findall(r'<a class="button([^"]*)" href="([^"]+)"[^>]*>([^<]+)<', ada.open(31).html)
    return [button for button in found if button[1] != "#snooze"]


def test_without_a_permalink_the_page_leads_to_the_accounts_inbox(desk: Desk) -> None:
    assert buttons_without_a_permalink(desk, inbox="https://desk.example.com/?a=1&b=2") == [
        (" main", "https://desk.example.com/?a=1&amp;b=2", "Open and reply")
    ]


def test_the_page_does_not_call_the_dashboard_a_place_to_reply(desk: Desk) -> None:
    assert buttons_without_a_permalink(desk) == [("", "../dashboard", "Open the dashboard")]


def test_the_page_says_why_alerts_come_early(ada: Visitor) -> None:
    record = ada.desk.record()
    assert record.escalation
    early = replace(record.escalation, expedited_by=Crowd(3, 600))
    after = replace(record, escalation=early, version=record.version + 1)
    assert "Escalated early" not in ada.open(20).html
    ada.desk.store.write([Put(records.to_item(after), expects=record.version)])
    words = "<dt>Escalated early</dt><dd>3 customers within 10 min in one thread</dd>"
    assert words in ada.open(20).html


def test_a_hand_over_is_confirmed_with_its_recipient_and_is_in_the_history(
    ada: Visitor, bob: Visitor
) -> None:
    ada.press(20, "hand-over", to="bob")
    assert "Handed over to bob (10:20). bob gets an alert." in ada.open(21).html
    line = "<li>10:20: ada handed it over to bob: <strong>pause until 11:20</strong></li>"
    assert line in ada.open(21).html
    assert line in bob.open(21).html
    bob.press(22, "snooze-15")
    line = "<li>10:22: bob acknowledged: <strong>pause until 10:37</strong></li>"
    assert line not in bob.open(23).html  # he has it since ada handed it over


def test_a_wait_cannot_be_handed_over_to_oneself_or_to_an_absent_responder(ada: Visitor) -> None:
    form = ada.hidden(20)
    assert re.findall(r"<option>(\w+)<", ada.open(20).html) == ["bob", "lin"]
    today = at(0).date()
    people = {"ada": ADA, "bob": replace(BOB, absent=(AbsentDays(today, today),)), "lin": LIN}
    ada.desk.configure(responders=people)
    text = ada.open(20).html
    assert re.findall(r"<option>(\w+)<", text) == ["lin"]
    assert "Away: bob." in text
    before = ada.desk.items()
    answer = ada.send(20, {**form, "action": "hand-over", "to": "bob"})
    assert (answer.status, "bob is away. Nothing has changed." in answer.html) == (400, True)
    assert ada.desk.items() == before


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


def test_a_snooze_until_an_earlier_time_of_day_ends_tomorrow(ada: Visitor) -> None:
    ada.press(14 * 60, "snooze-until", until="07:00")  # at midnight
    record = ada.desk.record()
    assert record.escalation
    assert record.escalation.snoozed_until == at(21 * 60)


@pytest.mark.parametrize("until", ["10:19", "10:20", "22:21"])
def test_a_time_of_day_that_has_just_passed_does_not_snooze(ada: Visitor, until: str) -> None:
    before = ada.desk.items()
    answer = ada.press(20, "snooze-until", until=until)
    assert answer.status == 400
    assert f"The next {until} is more than 12 hours away. Nothing has changed." in answer.html
    assert ada.desk.items() == before


@pytest.mark.parametrize("until", ["", "25:00", "soon"])
def test_a_snooze_until_an_invalid_time_of_day_is_refused(ada: Visitor, until: str) -> None:
    answer = ada.press(20, "snooze-until", until=until)
    assert (answer.status, "Please fill in this field: Until" in answer.html) == (400, True)


# --- Dismiss ------------------------------------------------------------------------------------


def test_a_dismissal_needs_a_reason_and_names_who_dismissed(ada: Visitor) -> None:
    assert ada.press(20, "dismiss", reason=" ").status == 400
    answer = ada.press(20, "dismiss", reason="Spam")
    assert answer.status == 200
    assert "ada dismissed this one." in answer.html
    (stored,) = [i for i in ada.desk.items() if i.get("event_name") == "dismissal"]
    assert (stored["dismissed_by"], stored["reason"]) == ("ada", "Spam")


@pytest.mark.parametrize(
    "later", [message(17), message(4.5)], ids=["newer", "older, but arrived since"]
)
def test_a_dismissal_does_not_close_messages_that_its_author_has_not_seen(
    ada: Visitor, later: Any
) -> None:
    shown = ada.hidden(16)
    ada.desk.arrive(later, text="My house is on fire")
    before = ada.desk.items()
    dismissal = {**shown, "action": "dismiss", "reason": "Spam"}
    answer = ada.send(18, dismissal)
    assert answer.status == 409
    assert "The customer has written since this page was shown." in answer.html
    assert "My house is on fire" in answer.html
    assert ada.desk.items() == before
    assert ada.press(19, "dismiss", reason="Spam").status == 200


def test_a_reply_that_its_author_has_not_seen_is_not_the_customers(ada: Visitor) -> None:
    """Also if it pushes the customer's oldest message off the page."""
    for minute in range(6, 15):
        ada.desk.arrive(message(minute))
    fields = {**ada.hidden(16), "action": "dismiss", "reason": "Spam"}
    ada.desk.store.put_all([builders.item(reply(17))])  # the tracker is late
    answer = ada.send(18, fields)
    assert (answer.status, "This changed while" in answer.html) == (409, True)
    assert not dismissals(ada.desk)


def test_a_dismissal_that_is_pressed_again_is_done_once(ada: Visitor) -> None:
    fields = {**ada.hidden(20), "action": "dismiss", "reason": "Spam"}
    assert ada.send(20, fields).status == 200
    assert ada.send(20, fields).status == 503  # the tracker is late
    tracked(ada.desk)
    answer = ada.send(20, fields)
    assert (answer.status, "ada dismissed this one." in answer.html) == (200, True)
    assert len(dismissals(ada.desk)) == 1


def test_a_second_dismissal_is_answered_with_who_was_first(
    ada: Visitor, bob: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {**bob.hidden(20), "action": "dismiss", "reason": "Not for us"}
    assert ada.press(20, "dismiss", reason="Spam").status == 200
    monkeypatch.setattr(ada.desk.store, "pause", lambda _seconds: tracked(ada.desk))
    answer = bob.send(20, fields)
    assert (answer.status, "ada dismissed this one." in answer.html) == (200, True)
    assert [one["dismissed_by"] for one in dismissals(ada.desk)] == ["ada"]


def test_a_repeated_dismissal_shows_a_message_that_has_arrived_since(ada: Visitor) -> None:
    fields = {**ada.hidden(20), "action": "dismiss", "reason": "Spam"}
    assert ada.send(20, fields).status == 200
    ada.desk.store.put_all([builders.item(message(21), text="My house is on fire")])
    answer = ada.send(22, fields)
    assert (answer.status, "The customer has written since" in answer.html) == (409, True)
    assert "My house is on fire" in answer.html
    assert len(dismissals(ada.desk)) == 1


def test_a_wait_can_be_dismissed_again_as_often_as_it_is_reopened(ada: Visitor) -> None:
    for minute in (20, 22, 24):
        form = undo_of(ada.press(minute, "dismiss", reason="Spam"))
        tracked(ada.desk)
        assert ada.desk.record().open_wait is None
        assert ada.press(minute + 1, "reopen", form).status == 200
        tracked(ada.desk)
        assert ada.desk.record().open_wait
    assert len(dismissals(ada.desk)) == 3


def dismissals(desk: Desk) -> list[Any]:
    return [item for item in desk.items() if item.get("event_name") == "dismissal"]


def test_a_wait_can_be_acknowledged_on_a_page_without_its_last_message(ada: Visitor) -> None:
    shown = ada.hidden(16)
    ada.desk.arrive(message(17))
    assert ada.send(18, {**shown, "action": "acknowledge"}).status == 303


def test_a_reason_is_one_line_without_control_characters(ada: Visitor) -> None:
    ada.press(20, "dismiss", reason="x\u202e\n\x1b[31m<b>")
    (stored,) = [i for i in ada.desk.items() if i.get("event_name") == "dismissal"]
    assert stored["reason"] == "x [31m<b>"


def test_a_responder_removed_from_the_file_can_do_nothing(ada: Visitor) -> None:
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
def test_a_closed_wait_says_how_it_ended_and_links_onwards(
    ada: Visitor, closing: Any, headline: str, how: str
) -> None:
    ada.desk.arrive(closing)
    text = ada.open(20).html
    for words in ("Messenger message", headline, how, LINK, "../dashboard"):
        assert words in text, words


def test_a_closed_wait_shows_the_messages_up_to_its_end(ada: Visitor) -> None:
    ada.desk.arrive(reply(18), text="It ships today.")
    ada.desk.arrive(message(19), text="And where is the invoice?")
    text = ada.open(20).html
    assert "Where is it?" in text
    assert "It ships today." in text
    assert "invoice" not in text


def test_a_dismissed_wait_says_why_before_it_can_be_undone(ada: Visitor) -> None:
    answer = ada.press(20, "dismiss", reason="Asked by phone")
    tracked(ada.desk)
    for text in (answer.html, ada.open(21).html):
        assert 'value="reopen"' in text
        assert ">ada: Dismissed, 10:20<" in text
        assert "Asked by phone" in text


def test_the_name_of_who_dismissed_precedes_the_languages_colon(ada: Visitor) -> None:
    ada.desk.configure(
        Step(at="due", notify=("ada",)), responders={"ada": replace(ADA, language="fr")}
    )
    assert "ada\u00a0: Classé" in ada.press(20, "dismiss", reason="Spam").html


def test_the_undo_of_an_acknowledgement_is_above_the_details(ada: Visitor) -> None:
    ada.press(16, "acknowledge")
    parts = re.findall(r'<section aria-labelledby="([\w-]+)"', ada.open(17).html)
    assert parts[:5] == ["messages", "snooze", "hand-over", "release", "facts"]


def test_each_controls_label_is_clear_without_its_context(ada: Visitor) -> None:
    """A screen reader lists controls without the headings around them."""
    assert re.findall(r'aria-label="([^"]+)"', ada.open(16).html) == [
        "Snooze: 15 min", "Snooze: 1 h", "Snooze: 4 h", "Snooze: Until (time of day)",
        "Hand over: To", "Dismiss: Reason",
    ]  # fmt: skip


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_right_to_left_name_does_not_reverse_the_words_around_it(
    ada: Visitor, *, is_closed: bool
) -> None:
    if is_closed:
        ada.desk.arrive(reply(18))
    text = ada.open(20).html
    for tag in ("h1", "dd", "td"):
        assert f"<{tag} dir" not in text
    assert '<h1><bdi dir="auto">Lena' in text


def test_a_wait_whose_end_is_no_longer_stored_leads_to_the_dashboard(ada: Visitor) -> None:
    for minute in range(20, 320, 60):
        ada.desk.arrive(reply(minute), message(minute + 1))
        ada.desk.process(minute + 16)
    ada.desk.arrive(reply(320))
    answer = ada.open(321)
    assert (answer.status, "Nothing left to do." in answer.html) == (200, True)
    assert "../dashboard" in answer.html


# --- Undoing a dismissal ------------------------------------------------------------------------


def undo_of(answer: Page) -> str:
    found = re.search(r'name="form" value="([^"]+)"', answer.html)
    assert found
    assert 'value="reopen"' in answer.html
    return found[1]


def test_a_dismissal_can_be_undone_on_its_confirmation_page(ada: Visitor) -> None:
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


NO_UNDO = "There is nothing left to undo."


def test_an_undo_that_is_pressed_again_shows_the_open_wait(ada: Visitor) -> None:
    form = undo_of(ada.press(20, "dismiss", reason="Spam"))
    tracked(ada.desk)
    assert ada.press(21, "reopen", form).status == 200
    tracked(ada.desk)
    before = ada.desk.items()
    answer = ada.press(21, "reopen", form)
    assert (answer.status, ">Acknowledge<" in answer.html, NO_UNDO in answer.html) == (
        200, True, True,
    )  # fmt: skip
    assert ada.desk.items() == before


def test_an_undo_without_a_dismissal_says_so(ada: Visitor) -> None:
    before = ada.desk.items()
    answer = ada.press(20, "reopen", "forged")
    assert (answer.status, NO_UNDO in answer.html) == (200, True)
    assert ada.desk.items() == before


def test_an_undo_of_a_dismissal_that_is_no_longer_stored_says_so(ada: Visitor) -> None:
    form = undo_of(ada.press(20, "dismiss", reason="Spam"))
    tracked(ada.desk)
    found = [item for item in ada.desk.items() if item.get("event_name") == "dismissal"]
    ada.desk.store.remove(Key.of(item) for item in found)
    answer = ada.press(21, "reopen", form)
    assert (answer.status, NO_UNDO in answer.html) == (409, True)


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
    answer = ada.press(23, "reopen", form)
    assert (answer.status, NO_UNDO in answer.html) == (409, True)


# --- Conflicts ----------------------------------------------------------------------------------


def test_an_action_survives_write_conflicts(ada: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    conflicts(ada.desk, monkeypatch, conversation_page.MAX_ATTEMPTS - 1)
    assert ada.press(20, "acknowledge").status == 303


def test_after_many_write_conflicts_the_page_asks_to_try_again(
    ada: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    conflicts(ada.desk, monkeypatch, conversation_page.MAX_ATTEMPTS)
    answer = ada.press(20, "acknowledge")
    assert (answer.status, "Please try again." in answer.html) == (503, True)


# --- History ------------------------------------------------------------------------------------


def history(page: Page) -> list[str]:
    """The lines of the history, as text."""
    _, _, rest = page.html.partition('<h2 id="alerts">History</h2>')
    lines = re.findall(r"<li>(.*?)</li>", rest.partition("</section>")[0])
    return [re.sub(r"<[^>]+>", "", line) for line in lines]


def test_the_history_has_every_kind_of_alert_and_when_it_last_changed(
    ada: Visitor, bob: Visitor
) -> None:
    desk = ada.desk
    desk.report(SEND, desk.alerts()[0])
    desk.now = at(17)
    desk.report(DELIVERY, desk.alerts()[0])
    ada.press(20, "acknowledge")
    desk.process(21)
    bob.press(24, "acknowledge")
    desk.process(25, 30)
    assert history(bob.open(31)) == [
        "10:15: step 1 (-900 s), ada by email: delivered, 10:17",
        "10:15: step 1 (-900 s), bob by email: sent, 10:15",
        "10:20: ada acknowledged",
        "10:21: taken, bob by email: sent, 10:21",
        "10:24: bob acknowledged: pause until 11:24",
        "10:25: taken, ada by email: sent, 10:25",
        "10:30: reminder, bob by email: sent, 10:30",
    ]


def test_the_history_says_who_released_the_wait(ada: Visitor, bob: Visitor) -> None:
    ada.press(16, "hand-over", to="bob")
    bob.press(17, "undo")
    assert history(ada.open(18))[-2:] == [
        "10:16: ada handed it over to bob",
        "10:17: bob released it",
    ]
    ada.press(19, "acknowledge")
    assert history(ada.open(20))[-3:] == [
        "10:16: ada handed it over to bob",
        "10:17: bob released it",
        "10:19: ada acknowledged: pause until 11:19",
    ]


def test_the_history_keeps_the_steps_of_an_earlier_policy(desk: Desk) -> None:
    step = Step(at="15m before", offset_s=-900, notify=("ada",), by=("email",))
    complaints = builders.policy(900, name="c", intents=("complaint",), steps=(step,))
    known = PolicySet.of([complaints, builders.policy(steps=(step,))], {})
    desk.configuration = builders.configuration(known, responders={"ada": ADA})
    desk.arrive(message(0))
    desk.process(15)
    desk.arrive(message(14), marks={"intents": ["complaint"]})
    desk.process(16)
    shown = history(Visitor(desk, str(ADA.email)).open(17))
    assert shown[0] == "10:15: step 1 (p: 15 min before), ada by email: sent, 10:15"
    assert shown[1].startswith("10:14: step 1 (15 min before), ada by email: sent")


@pytest.mark.parametrize("closing", [reply(18), builders.dismissal(18)], ids=["reply", "dismissal"])
def test_a_closed_wait_keeps_its_history(ada: Visitor, closing: Any) -> None:
    ada.press(16, "acknowledge")
    ada.desk.arrive(closing)
    ada.desk.process(19)
    shown = history(ada.open(20))
    assert shown[0] == "10:15: step 1 (-900 s), ada by email: sent, 10:15"
    assert "10:16: ada acknowledged: pause until 11:16" in shown
    assert shown[-2:] == [
        f"10:19: all clear, {name} by email: sent, 10:19" for name in ("ada", "bob")
    ]


def test_an_ended_wait_shows_no_alerts_of_the_next_one(ada: Visitor) -> None:
    ada.desk.arrive(reply(18))
    ada.desk.process(19)
    ada.desk.arrive(message(100))
    ada.desk.process(115)
    assert len(history(ada.open(120))) == 4
    assert all("11:" not in line for line in history(ada.open(120)))


# --- The link to one's own settings -------------------------------------------------------------


def test_the_link_to_the_settings_is_sent_only_to_the_configured_address(ada: Visitor) -> None:
    desk = ada.desk
    own = OwnSettings(responder="ada", values={"email": "somebody@example.com"})
    own_settings.write(desk.store, own)
    desk.sent.clear()
    answer = ada.press(20, "settings")
    assert (answer.status, "The link to your settings is on its way." in answer.html) == (200, True)
    assert "/r/" not in answer.html
    assert str(ADA.email) not in answer.html
    desk.process(21)
    (sent,) = [one for one in desk.sent if "/r/" in one.text]
    assert sent.to == ADA.email
    found = re.search(r"/r/(\S+)", sent.text)
    assert found
    invitation = links.read_invitation(found[1], KEYS, at(22))
    assert invitation
    assert invitation.responder_id == id_of("ada")


def test_the_links_to_settings_sent_to_one_responder_are_limited(ada: Visitor) -> None:
    def sent() -> int:
        return len([one for one in ada.desk.sent if "/r/" in one.text])

    for _ in range(2):  # the second one while the first is on its way
        assert ada.press(20, "settings").status == 200
    ada.desk.process(20)
    assert sent() == 1
    for number in range(1, MAX_A_DAY):
        assert ada.press(20 + number, "settings").status == 200
        ada.desk.process(20 + number)
    answer = ada.press(40, "settings")
    assert (answer.status, "You have reached the limit for today." in answer.html) == (429, True)
    ada.desk.process(41)
    assert sent() == MAX_A_DAY


def test_a_responder_without_a_configured_email_address_is_offered_no_link(ada: Visitor) -> None:
    assert 'value="settings"' in ada.open(20).html
    form = ada.hidden(20)
    posted = Responder(name="ada", phone=ADA.phone)
    ada.desk.configure(Step(at="due", notify=("ada",)), responders={"ada": posted})
    assert 'value="settings"' not in ada.open(20).html
    before = ada.desk.items()
    ada.send(20, {**form, "action": "settings"})
    assert ada.desk.items() == before


@pytest.mark.parametrize("form", ["", "forged"])
def test_a_link_to_the_settings_needs_the_pages_form_token(ada: Visitor, form: str) -> None:
    before = ada.desk.items()
    assert ada.press(20, "settings", form).status == 409
    assert ada.desk.items() == before
