"""Updates that are not lost, although something changes while they wait or are read."""

from dataclasses import replace

import pytest

from functions.notifier import handler
from functions.notifier.delivery import deliver
from shared.conversation import actions, alert_validity, tracking
from shared.domain.aliases import Alias
from shared.domain.policies import Step
from shared.storage import alias_items
from tests.alerting.desk import ADA, BOB, THROTTLED, Desk, received, write
from tests.alerting.posts import EVE, Receivers
from tests.builders import ACCOUNT, CONVERSATION, at, message, reply

BEFORE = Step(at="15m before", offset_s=-900, notify=("ada",), by=("email",))
ALL_CLEAR = "A customer has a reply. There is nothing left to do."


@pytest.fixture
def notified(desk: Desk) -> Desk:
    """Ada is notified at minute 15."""
    desk.configure(BEFORE)
    desk.arrive(message(0))
    return desk


@pytest.fixture
def throttled(notified: Desk) -> Desk:
    """The brand replies at minute 20. SES is busy when the all clear is to be sent, and the reply
    is deleted at 21:10."""
    notified.process(15)
    notified.sent.clear()
    answer = reply(20)
    notified.arrive(answer)
    notified.providers.answers = [THROTTLED]
    notified.process(21)
    notified.delete(answer, "21:10")
    return notified


def test_a_bundle_keeps_an_all_clear_that_may_be_true_again(
    notified: Desk,
) -> None:
    write(notified, message(6.25, id="other"), "other")  # its step is due at 21:15
    notified.process(15)
    notified.sent.clear()
    answer = reply(20)
    notified.arrive(answer)
    notified.providers.answers = [THROTTLED]
    notified.process(21)
    notified.delete(answer, "21:10")
    notified.now = at("21:20")
    (step,) = [e for e in notified.entries() if e["due"].startswith("2026-11-22T10:21:15")]
    handler.process_entry(notified.store, notified.resolved, step, notified.now)
    notified.arrive(reply("21:40"))
    notified.process(23, 24, 25)
    assert ALL_CLEAR in [text for _, text in received(notified)]


def test_an_all_clear_that_becomes_true_while_it_is_read_is_sent(
    throttled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (alert,) = [one for one in throttled.alerts() if one.kind == "all_clear"]
    may_be_true_again = alert_validity.may_be_true_again

    def after_another_reply(*args: object) -> bool:
        throttled.arrive(reply("21:20"))
        return may_be_true_again(*args)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(alert_validity, "may_be_true_again", after_another_reply)
        deliver(throttled.store, throttled.configuration, alert, at("21:20"))
    throttled.process(23, 24, 25)
    assert received(throttled) == [("ada", ALL_CLEAR)]


@pytest.mark.parametrize("ids", [1, 2])
@pytest.mark.parametrize("minute", [20.1, 20.9])
def test_an_all_clear_is_sent_although_an_older_message_arrives_after_the_reply(
    notified: Desk, minute: float, ids: int
) -> None:
    """The wait opens earlier then, so its fact has another name. The all clear has been claimed
    before, or has not."""
    if ids == 2:
        _link_second_id(notified)
        assert notified.record().links
    notified.process(15)
    notified.sent.clear()
    notified.arrive(reply(20))
    if minute > 20.5:
        notified.claim(20.5)
    notified.now = at(minute)
    notified.arrive(message(-1)._replace(id="late"))
    notified.process(22, 23, 24)
    assert received(notified) == [("ada", ALL_CLEAR)]


def _link_second_id(desk: Desk) -> None:
    other = f"messenger:{ACCOUNT}:DE.1"
    alias = Alias(CONVERSATION, CONVERSATION.rsplit(":", 1)[-1])
    item = alias_items.alias_item(other, alias)
    desk.store.put_all([item])
    tracking.track(desk.store, desk.configuration, other, {}, [item], lambda: desk.now)


def test_a_reminder_uses_another_channel_if_its_own_is_gone(desk: Desk) -> None:
    """Ada removes her phone number during a snooze."""
    desk.configure(replace(BEFORE, by=("sms",)))
    desk.arrive(message(0))
    desk.process(15)
    actions.write(desk.store, actions.snooze(desk.record(), "ada", at(25), at(16)))
    desk.configuration = replace(desk.configuration, responders={"ada": replace(ADA, phone=None)})
    desk.sent.clear()
    desk.process(26, 27)
    assert [one.to for one in desk.sent] == [ADA.email]


def test_a_reminder_that_is_true_again_is_sent(desk: Desk) -> None:
    """It waits, since SES is busy. Meanwhile, a reply comes and is deleted."""
    desk.configure(BEFORE)
    desk.arrive(message(0))
    desk.process(15)
    actions.write(desk.store, actions.snooze(desk.record(), "ada", at(20), at(16)))
    desk.process(17)
    desk.providers.answers = [THROTTLED]
    desk.process("20:01")
    answer = reply("20:03")
    desk.arrive(answer)
    (reminder,) = [alert for alert in desk.alerts() if alert.kind == "reminder"]
    deliver(desk.store, desk.configuration, reminder, at("20:06"))
    desk.delete(answer, "20:20")
    desk.process(21, 22, 23)
    assert ("reminder", "sent") in [(alert.kind, alert.state) for alert in desk.alerts()]


# --- The owner's incident -------------------------------------------------------------------------


@pytest.mark.parametrize("is_handed_over", [True, False])
def test_the_owners_incident_ends_although_a_later_step_came_by_email(
    desk: Desk, receivers: Receivers, *, is_handed_over: bool
) -> None:
    """The hand-over or the reminder has opened it."""
    eve = replace(EVE, email="eve@example.com", slack=None, webhook=None)
    later = Step(at="50m after", offset_s=3000, notify=("eve",), by=("email",))
    desk.configure(replace(BEFORE, notify=("bob",)), later, responders={"bob": BOB, "eve": eve})
    desk.arrive(message(0))
    desk.process(15)
    record = desk.record()
    after = (
        actions.hand_over(record, "eve", "bob", at(16))
        if is_handed_over
        else actions.snooze(record, "eve", at(35), at(16))
    )
    actions.write(desk.store, after)
    desk.process(17, 31, 36, 60, 77, 80, 81)
    assert set(_actions(receivers)) == {"trigger"}
    desk.arrive(reply(90))
    desk.process(91, 92, 93)
    assert _actions(receivers)[-1] == "resolve"


def test_the_incident_of_an_owner_who_was_notified_of_no_step_ends(
    desk: Desk, receivers: Receivers
) -> None:
    """Eve takes the wait on the dashboard. The reminder opens the incident."""
    eve = replace(EVE, slack=None, webhook=None)
    desk.configure(replace(BEFORE, notify=("bob",)), responders={"bob": BOB, "eve": eve})
    desk.arrive(message(0))
    desk.process(15)
    actions.write(desk.store, actions.snooze(desk.record(), "eve", at(35), at(16)))
    desk.process(17, 36)
    assert "trigger" in _actions(receivers)
    desk.arrive(reply(90))
    desk.process(91, 92, 93)
    assert _actions(receivers)[-1] == "resolve"


def test_an_incident_that_a_reminder_opens_is_not_acknowledged_immediately(
    desk: Desk, receivers: Receivers
) -> None:
    """The owner took the wait before anybody was notified. Nobody else has to learn it."""
    eve = replace(EVE, slack=None, webhook=None)
    late = Step(at="50m after", offset_s=3000, notify=("bob",))
    desk.configure(late, responders={"bob": BOB, "eve": eve})
    desk.arrive(message(0))
    actions.write(desk.store, actions.snooze(desk.record(), "eve", at(20), at(16)))
    desk.process(17, 21, 22, 23)
    assert _actions(receivers) == ["trigger"]
    desk.arrive(reply(25))
    desk.process(26, 27)
    assert _actions(receivers) == ["trigger", "resolve"]


def _actions(receivers: Receivers) -> list[str]:
    """What PagerDuty was asked to do, in order."""
    found = (post.content for post in receivers.posts)
    return [content["event_action"] for content in found if "event_action" in content]
