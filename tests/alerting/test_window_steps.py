"""Alerts before the platform's reply window closes. On Messenger, it closes a day after the
customer's last message."""

from dataclasses import replace
from datetime import datetime

import pytest

from shared.conversation import tracking, wait_alerts
from shared.domain.alerts import Alert
from shared.domain.availability import QuietHours, absent_days
from shared.domain.escalation import Escalation, WindowWarning
from shared.domain.policies import Step
from shared.domain.window_steps import MAX_WARNINGS
from shared.storage import alerts
from shared.storage.attributes import Item
from shared.storage.schema import SK
from tests import builders
from tests.alerting.desk import ADA, BOB, LIN, NO_ANSWER, Desk, received
from tests.alerting.visitor import Visitor
from tests.builders import CONVERSATION, at, message, reply

DAY, HOUR = 24 * 60, 60
DUE = Step(at="due", notify=("ada",), by=("email",))


def window_step(hours: int = 2, *notify: str, urgent: bool = False) -> Step:
    return Step(
        at=f"{hours}h before",
        offset_s=-hours * 3600,
        notify=notify or ("bob",),
        by=("email",),
        urgent=urgent,
    )


def configure(desk: Desk, *window_steps: Step, steps: tuple[Step, ...] = (DUE,)) -> None:
    policies = builders.policy_set(builders.policy(steps=steps, window_steps=window_steps))
    desk.configure(policy_set=policies)


def ada_takes_a_late_wait(desk: Desk, *window_steps: Step) -> None:
    """Ada is notified 21.5 hours after the message, and acknowledges a minute later."""
    late = Step(at="21h after", offset_s=21 * 3600, notify=("ada",), by=("email",))
    configure(desk, *window_steps, steps=(late,))
    desk.arrive(message(0))
    desk.process(21 * HOUR + 30)
    Visitor(desk, str(ADA.email)).press(21 * HOUR + 31, "acknowledge")
    desk.sent.clear()


CLOSES = (
    "A customer is waiting, and the reply window is only open until {at}. After that, Messenger "
    "limits what you can send."
)


@pytest.fixture
def waiting(desk: Desk) -> Desk:
    """A wait from minute 0, of which Ada was notified. Bob is warned two hours before the window
    closes."""
    configure(desk, window_step(2))
    desk.arrive(message(0), text="Where is it?")
    desk.process(30)
    desk.sent.clear()
    return desk


def test_a_window_step_fires_after_all_other_steps(waiting: Desk) -> None:
    waiting.process(DAY - 2 * HOUR - 1)
    assert received(waiting) == []
    waiting.process(DAY - 2 * HOUR)
    assert received(waiting) == [("bob", CLOSES.format(at="10:00"))]
    waiting.process(DAY - HOUR, DAY, DAY + HOUR)
    assert received(waiting) == []


def test_the_customers_next_message_moves_the_window_and_it_fires_again(waiting: Desk) -> None:
    waiting.process(DAY - 2 * HOUR)
    waiting.arrive(message(DAY - HOUR), text="Hello?")
    waiting.sent.clear()
    waiting.process(DAY, DAY + 20 * HOUR)
    assert received(waiting) == []
    waiting.process(2 * DAY - 3 * HOUR)
    assert [to for to, _ in received(waiting)] == ["bob"]


def test_a_message_before_the_warning_moves_it(waiting: Desk) -> None:
    waiting.arrive(message(20 * HOUR), text="Hello?")
    waiting.process(DAY - 2 * HOUR, DAY)
    assert received(waiting) == []
    waiting.process(DAY + 18 * HOUR)
    assert [to for to, _ in received(waiting)] == ["bob"]


def test_a_warning_of_a_window_that_has_moved_is_not_sent(waiting: Desk) -> None:
    (claimed,) = waiting.claim(DAY - 2 * HOUR)
    assert claimed.kind == "window_closing"
    waiting.arrive(message(DAY - HOUR), text="Hello?")
    waiting.process(DAY - HOUR + 1)
    assert received(waiting) == []
    states = {alert.id: alert.state for alert in waiting.alerts()}
    assert states[claimed.id] == "dropped"


def test_a_warning_comes_if_the_window_ends_earlier_than_it_seemed(waiting: Desk) -> None:
    """The last message is dated 10:35 and arrived at 10:33. Its own run, which records the arrival,
    comes only after the warning for 10:35 was claimed."""
    ahead = builders.item(message(35))
    waiting.store.put_all([ahead])
    fold(waiting, {}, [], minute=36)
    waiting.claim(DAY - 2 * HOUR + 35)
    fold(waiting, {ahead[SK]: at(33)}, [ahead], minute=DAY - 2 * HOUR + 36)
    waiting.process(DAY - 2 * HOUR + 37)
    assert received(waiting) == [("bob", CLOSES.format(at="10:33"))]


def fold(desk: Desk, arrived: dict[str, datetime], new: list[Item], *, minute: int) -> None:
    desk.now = at(minute)
    tracking.track(desk.store, desk.configuration, CONVERSATION, arrived, new, lambda: desk.now)


def test_nobody_is_warned_of_a_wait_that_is_answered(waiting: Desk) -> None:
    waiting.arrive(reply(HOUR))
    waiting.process(HOUR + 1, DAY - 2 * HOUR, DAY)
    assert [to for to, _ in received(waiting)] == ["ada"]  # the all clear


def test_several_window_steps_due_at_the_same_time_are_one_alert(desk: Desk) -> None:
    configure(desk, window_step(2), window_step(4, "bob"), window_step(1))
    desk.arrive(message(0))
    desk.process(30, DAY - HOUR + 1)
    assert [one.to for one in desk.sent] == [ADA.email, BOB.email]
    assert [a.at for a in desk.alerts() if a.kind == "window_closing"] == ["1h before"]


def test_each_window_step_fires_at_its_own_time(desk: Desk) -> None:
    configure(desk, window_step(1), window_step(4, "ada"))
    desk.arrive(message(0))
    desk.process(30)
    desk.sent.clear()
    desk.process(DAY - 4 * HOUR)
    assert [to for to, _ in received(desk)] == ["ada"]
    desk.process(DAY - HOUR)
    assert [to for to, _ in received(desk)] == ["bob"]


def test_a_policy_without_steps_has_window_steps(desk: Desk) -> None:
    configure(desk, window_step(2), steps=())
    desk.arrive(message(0))
    desk.process(DAY - 2 * HOUR)
    assert [to for to, _ in received(desk)] == ["bob"]
    desk.arrive(reply(DAY - HOUR))
    desk.process(DAY - HOUR + 1)
    assert received(desk) == [("bob", "A customer has a reply. There is nothing left to do.")]


def test_a_snooze_does_not_delay_a_warning_which_goes_only_to_the_owner(desk: Desk) -> None:
    ada_takes_a_late_wait(desk, window_step(2, "bob", "ada"))
    desk.process(22 * HOUR)
    assert received(desk) == [("ada", CLOSES.format(at="10:00"))]


def test_a_warning_held_by_quiet_hours_says_that_the_window_has_closed(desk: Desk) -> None:
    configure(desk, window_step(2, "lin"))
    nights = QuietHours(tuple(range(7)), (7 * 60, 12 * 60))
    lin = replace(LIN, email="lin@example.com", zone="UTC", quiet_hours=(nights,))
    desk.configuration = replace(desk.configuration, responders={"ada": ADA, "lin": lin})
    desk.arrive(message(0))
    desk.process(30, DAY - 2 * HOUR)
    assert [one.to for one in desk.sent] == [ADA.email]
    desk.sent.clear()
    desk.process(DAY + 2 * HOUR)
    assert received(desk) == [
        (
            "lin",
            "A customer is waiting, and the reply window has closed. Messenger now limits what you "
            "can send.",
        )
    ]


def test_an_urgent_warning_is_sent_in_quiet_hours(desk: Desk) -> None:
    configure(desk, window_step(2, "lin", urgent=True))
    always = QuietHours(tuple(range(7)), (7 * 60, 12 * 60))
    lin = replace(LIN, email="lin@example.com", zone="UTC", quiet_hours=(always,))
    desk.configuration = replace(desk.configuration, responders={"ada": ADA, "lin": lin})
    desk.arrive(message(0))
    desk.process(30, DAY - 2 * HOUR)
    assert [one.to for one in desk.sent] == [ADA.email, "lin@example.com"]


def test_many_warnings_leave_room_for_the_steps_of_earlier_waits(waiting: Desk) -> None:
    old = Escalation(
        opened_by="m", previous_reply="r", named_after="m", furthest={"p": 1}, notified=("ada",)
    )
    warned = replace(
        old,
        named_after="later",
        notified=tuple(f"responder {n}" for n in range(10)),
        warnings=tuple(WindowWarning("p", 0, at(n)) for n in range(MAX_WARNINGS)),
    )
    record = replace(waiting.record(), escalation=warned, earlier=(old,))
    alert = Alert(
        conversation=record.conversation, opened_by="m", policy="p", step=0, at="due",
        responder="ada", by="email",
    )  # fmt: skip
    waiting.store.write([alerts.put(alert)])
    assert [found.id for found in wait_alerts.read(waiting.store, record)] == [alert.id]


def test_a_warning_is_not_repeated_if_the_reply_is_deleted_again(waiting: Desk) -> None:
    waiting.process(DAY - 2 * HOUR)
    answer = reply(DAY - HOUR)
    waiting.arrive(answer)
    waiting.process(DAY - HOUR + 1)
    waiting.delete(answer, DAY - HOUR + 2)
    waiting.sent.clear()
    waiting.process(DAY - HOUR + 3, DAY - HOUR + 5)
    texts = [text for _, text in received(waiting)]
    assert texts == ["A customer is waiting again. Nobody has this one."] * 2


def test_a_dropped_warning_is_sent_if_the_reply_is_deleted(waiting: Desk) -> None:
    waiting.claim(DAY - 2 * HOUR)
    answer = reply(DAY - 2 * HOUR)
    waiting.arrive(answer)
    waiting.process(DAY - 2 * HOUR + 2)
    waiting.sent.clear()
    waiting.delete(answer, DAY - 2 * HOUR + 3)
    waiting.process(DAY - 2 * HOUR + 3, DAY - 2 * HOUR + 5)
    assert ("bob", CLOSES.format(at="10:00")) in received(waiting)


def test_a_warning_in_doubt_is_sent_on_another_channel(desk: Desk) -> None:
    step = replace(window_step(2, "ada"), by=("sms",))
    configure(desk, step, steps=())
    desk.arrive(message(0))
    desk.providers.answers = [NO_ANSWER]
    desk.process(*(DAY - 2 * HOUR + minute for minute in (0, 15, 16)))
    assert [one.by for one in desk.sent] == ["email"]


def test_a_channel_without_a_window_has_no_window_steps(desk: Desk) -> None:
    configure(desk, window_step(2))
    desk.arrive(message(0), surface="public", channel="facebook")
    desk.process(30, DAY - 2 * HOUR, DAY)
    assert [one.to for one in desk.sent] == [ADA.email]


def test_a_responder_notified_by_a_removed_step_is_not_warned(waiting: Desk) -> None:
    waiting.configure(DUE)
    waiting.process(DAY - 2 * HOUR, DAY)
    assert received(waiting) == []


def test_if_the_policy_was_removed_everybody_is_warned(waiting: Desk) -> None:
    other = builders.policy_set(builders.policy(name="other"))
    waiting.configure(policy_set=other)
    waiting.process(DAY - 2 * HOUR)
    assert {to for to, _ in received(waiting)} == {"ada", "bob", "+15550101"}


def test_a_warning_by_text_message_is_one_segment(desk: Desk) -> None:
    configure(desk, replace(window_step(2, "lin"), by=("sms",)), steps=())
    desk.arrive(message(0))
    desk.process(DAY - 2 * HOUR)
    (sent,) = desk.sent
    assert sent.text.startswith("Example Brand: Reply window closes 10:00: Messenger")
    assert len(sent.text) <= 160


def test_the_email_says_why_and_when_the_window_closes(waiting: Desk) -> None:
    waiting.process(DAY - 2 * HOUR)
    (mail,) = waiting.sent
    assert mail.subject.startswith("[Reply by 10:00] Messenger message")
    assert "because the policy p warns before the reply window closes (2 h before)." in mail.text
    assert CLOSES.format(at="10:00").split(".")[0] in mail.html


def test_the_conversation_page_lists_the_warning(waiting: Desk) -> None:
    waiting.process(DAY - 2 * HOUR)
    bob = Visitor(waiting, str(BOB.email))
    html = bob.open(DAY - HOUR).html
    assert "08:00: reply window (2 h before), bob by email" in html


def test_after_a_holding_reply_the_window_counts_from_the_customers_message(desk: Desk) -> None:
    policies = builders.policy_set(
        builders.policy(follow_up_s=30 * 3600, steps=(), window_steps=(window_step(2),))
    )
    desk.configure(policy_set=policies)
    desk.arrive(message(0))
    desk.arrive(reply(HOUR, holding=True), text="We are looking into it.")
    assert desk.record().open_wait is not None
    desk.process(DAY - 2 * HOUR)
    assert [to for to, _ in received(desk)] == ["bob"]


# --- The all clear --------------------------------------------------------------------------------


def lin_sleeps(desk: Desk) -> None:
    """Lin's quiet hours are from 07:00 to 12:00. The wait opens at 09:30."""
    nights = QuietHours(tuple(range(7)), (7 * 60, 12 * 60))
    lin = replace(LIN, email="lin@example.com", zone="UTC", quiet_hours=(nights,))
    desk.configuration = replace(desk.configuration, responders={"ada": ADA, "lin": lin})


def test_a_responder_who_was_only_warned_gets_the_all_clear(desk: Desk) -> None:
    held = Step(at="22h before", offset_s=21 * 3600, notify=("lin",), by=("email",))
    configure(desk, window_step(2, "lin", urgent=True), steps=(held,))
    lin_sleeps(desk)
    desk.arrive(message(0))
    desk.process(DAY - 2 * HOUR - 20, DAY - 2 * HOUR)
    assert received(desk) == [("lin", CLOSES.format(at="10:00"))]
    desk.arrive(reply(DAY - HOUR))
    desk.process(DAY - HOUR + 1, DAY + 3 * HOUR)
    assert received(desk) == [("lin", "A customer has a reply. There is nothing left to do.")]


def test_a_responder_warned_before_the_steps_restarted_gets_the_all_clear(desk: Desk) -> None:
    """Bob was not sent the step, only the warning."""
    step = Step(at="22h after", offset_s=int(21.75 * 3600), notify=("bob",), by=("email",))
    configure(desk, window_step(2), steps=(step,))
    desk.arrive(message(0))
    desk.process(DAY - 2 * HOUR)
    assert received(desk) == [("bob", CLOSES.format(at="10:00"))]
    (claimed,) = desk.claim(DAY - 2 * HOUR + 15)
    assert claimed.kind == "step"
    answer = reply(DAY - HOUR)
    desk.arrive(answer)
    desk.delete(answer, DAY - HOUR + 1)
    desk.arrive(reply(DAY - HOUR + 2))
    desk.process(DAY - HOUR + 3)
    assert received(desk) == [("bob", "A customer has a reply. There is nothing left to do.")]


def test_a_responder_warned_of_an_earlier_window_end_gets_the_all_clear(desk: Desk) -> None:
    """The customer has written since. Neither the later warnings nor the step were sent."""
    step = Step(at="24h after", offset_s=int(23.5 * 3600), notify=("bob",), by=("email",))
    configure(desk, window_step(23), window_step(22), steps=(step,))
    desk.arrive(message(0))
    desk.process(HOUR)
    assert received(desk) == [("bob", CLOSES.format(at="Mon 10:00"))]
    for hour in range(2, 5):
        desk.arrive(message(hour * HOUR))
        (claimed,) = desk.claim((hour + 1) * HOUR)
        assert claimed.kind == "window_closing"
    desk.claim(DAY)
    desk.arrive(reply(DAY + 1))
    desk.process(DAY + 2)
    assert received(desk) == [("bob", "A customer has a reply. There is nothing left to do.")]


def test_a_responder_whose_warning_was_not_sent_gets_no_all_clear(desk: Desk) -> None:
    configure(desk, window_step(2), steps=())
    desk.arrive(message(0))
    (claimed,) = desk.claim(DAY - 2 * HOUR)
    assert claimed.kind == "window_closing"
    desk.arrive(reply(DAY - HOUR))
    desk.process(DAY - HOUR + 1, DAY)
    assert received(desk) == []


def test_the_update_about_a_reopened_wait_uses_the_warnings_channel(desk: Desk) -> None:
    configure(desk, replace(window_step(2, "ada"), by=("sms",)), steps=())
    desk.arrive(message(0))
    desk.process(DAY - 2 * HOUR)
    answer = reply(DAY - HOUR)
    desk.arrive(answer)
    desk.process(DAY - HOUR + 1)
    desk.delete(answer, DAY - HOUR + 2)
    desk.sent.clear()
    desk.process(DAY - HOUR + 3, DAY - HOUR + 5)
    assert [one.by for one in desk.sent] == ["sms"]


@pytest.mark.parametrize("identity", ["a", "b", "c", "d", "e", "f"])
def test_a_message_that_holds_a_step_and_a_warning_shows_the_warning(
    desk: Desk, identity: str
) -> None:
    """Quiet hours from 03:00 to 07:00 hold both; the window closes at 10:00."""
    held = Step(at="19h after", offset_s=19 * 3600, notify=("lin",), by=("email",))
    configure(desk, window_step(6, "lin"), steps=(held,))
    nights = QuietHours(tuple(range(7)), (3 * 60, 7 * 60))
    lin = replace(LIN, email="lin@example.com", zone="UTC", quiet_hours=(nights,))
    desk.configuration = replace(desk.configuration, responders={"lin": lin})
    desk.arrive(message(0, id=identity))
    desk.process(18 * HOUR, 20 * HOUR, 21 * HOUR)
    (sent,) = desk.sent
    assert sent.subject.startswith("2 alerts · [Reply by 10:00] Messenger message")


def test_the_owner_of_a_snoozed_wait_is_warned_in_quiet_hours(desk: Desk) -> None:
    """Nobody else is warned meanwhile."""
    ada_takes_a_late_wait(desk, window_step(2, "bob"))
    mornings = QuietHours(tuple(range(7)), (7 * 60, 12 * 60))
    ada = replace(ADA, zone="UTC", quiet_hours=(mornings,))
    desk.configuration = replace(desk.configuration, responders={"ada": ada, "bob": BOB})
    desk.process(22 * HOUR)
    assert [to for to, _ in received(desk)] == ["ada"]


def test_messages_that_arrive_after_their_window_has_closed_warn_once(desk: Desk) -> None:
    """For example, webhooks that were delayed for days."""
    configure(desk, window_step(2), steps=())
    desk.arrive(message(0))
    desk.process(3 * DAY)
    for minute in (1, 2, 3):
        desk.arrive(message(minute))
        desk.process(3 * DAY + 10 * minute)
    assert [to for to, _ in received(desk)] == ["bob"]


def test_a_warning_that_reaches_nobody_does_not_count_as_a_notification(desk: Desk) -> None:
    """The escalation keeps the last message of which somebody was notified."""
    configure(desk, window_step(2, "nobody"))
    desk.arrive(message(0))
    desk.process(30)
    desk.arrive(message(-10))
    desk.process(DAY - 2 * HOUR)
    record = desk.record()
    assert record.open_wait
    assert record.escalation
    assert record.escalation.window_warned_at
    assert record.open_wait.opened_by == "customer@-10"
    assert record.escalation.opened_by == "customer@0"


def test_others_are_warned_if_the_owner_is_absent(desk: Desk) -> None:
    ada_takes_a_late_wait(desk, window_step(2, "bob"))
    absent = absent_days(at(DAY).date(), at(3 * DAY).date())
    ada = replace(ADA, absent=(absent,))
    desk.configuration = replace(desk.configuration, responders={"ada": ada, "bob": BOB})
    desk.process(22 * HOUR)
    assert [to for to, _ in received(desk)] == ["bob"]
