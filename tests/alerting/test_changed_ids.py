"""Alerts of a wait that moves to another id of its customer, as after a new phone number."""

import pytest

from shared.conversation import tracking
from shared.domain.aliases import Alias
from shared.domain.policies import Step
from shared.storage import alias_items
from shared.storage.attributes import Item, stamp
from tests.alerting.desk import Desk, write
from tests.alerting.posts import EVE, Receivers
from tests.builders import ACCOUNT, CONVERSATION, at, message, reply

BEFORE = Step(at="15m before", offset_s=-900, notify=("ada",), by=("email",))
A, B = CONVERSATION.rsplit(":", 1)[-1], "B"


@pytest.fixture
def eve(desk: Desk) -> Desk:
    """Eve is notified by PagerDuty at minute 15."""
    step = Step(at="15m before", offset_s=-900, notify=("eve",), by=("pagerduty",))
    desk.configure(step, responders={"eve": EVE})
    desk.arrive(message(0))
    return desk


def link(desk: Desk, old: str, new: str, *, until: float | None, now: float) -> None:
    """It becomes known that `new` is the customer's id: in place of `old` for good, or from minute
    `until` on. Then `old` may be another person's."""
    desk.now = at(now)
    item = stored_link(desk, old, new, until=until)
    old_conversation = f"messenger:{ACCOUNT}:{old}"
    tracking.track(desk.store, desk.configuration, old_conversation, {}, [item], lambda: desk.now)
    desk.process(now + 1, now + 2)


def stored_link(desk: Desk, old: str, new: str, *, until: float | None) -> Item:
    """The same, but the tracker has not read it yet."""
    of_account = f"messenger:{ACCOUNT}"
    alias = Alias(f"{of_account}:{new}", new, None if until is None else stamp(at(until)))
    item = alias_items.alias_item(f"{of_account}:{old}", alias)
    desk.store.put_all([item])
    return item


def incidents(receivers: Receivers, action: str) -> set[str]:
    """The incidents for which PagerDuty was asked to do this."""
    posts = (post.content for post in receivers.posts)
    return {post["dedup_key"] for post in posts if post["event_action"] == action}


def steps(desk: Desk) -> list[str]:
    """The messages after which the alerts of steps are named."""
    return [alert.opened_by for alert in desk.alerts() if alert.kind == "step"]


@pytest.mark.parametrize("until", [None, 16])
@pytest.mark.parametrize("is_deleted", [True, False])
def test_the_incident_that_was_opened_is_the_one_that_ends(
    eve: Desk, receivers: Receivers, *, until: float | None, is_deleted: bool
) -> None:
    eve.process(15)
    link(eve, A, B, until=until, now=16)
    if is_deleted:
        eve.delete(message(0), 20)
    else:
        write(eve, reply(20), B)
    eve.process(21, 22, 23)
    assert len(incidents(receivers, "trigger")) == 1
    assert incidents(receivers, "trigger") == incidents(receivers, "resolve")


@pytest.mark.parametrize(("old", "new"), [(A, B), (B, A)])
def test_both_incidents_end_if_two_notified_waits_become_one(
    eve: Desk, receivers: Receivers, old: str, new: str
) -> None:
    write(eve, message(2, id="second"), B)
    eve.process(15, 17)
    link(eve, old, new, until=None, now=18)
    write(eve, reply(40), new)
    eve.now = at(40)
    eve.process(41, 42, 43)
    assert len(incidents(receivers, "trigger")) == 2
    assert incidents(receivers, "trigger") == incidents(receivers, "resolve")


def test_all_who_were_notified_get_the_all_clear_if_two_waits_become_one(desk: Desk) -> None:
    desk.configure(BEFORE)
    desk.arrive(message(0))
    desk.process(15)
    desk.configure(Step(at="15m before", offset_s=-900, notify=("bob",), by=("email",)))
    write(desk, message(2, id="second"), B)
    desk.process(17)
    link(desk, A, B, until=None, now=18)
    write(desk, reply(40), B)
    desk.now = at(40)
    desk.process(41, 42, 43)
    assert {a.responder for a in desk.alerts() if a.kind == "all_clear"} == {"ada", "bob"}


@pytest.mark.parametrize("is_answered", [True, False])
def test_the_next_person_with_the_old_number_has_alerts_of_their_own(
    desk: Desk, *, is_answered: bool
) -> None:
    desk.configure(BEFORE)
    desk.arrive(message(0))
    desk.process(15)
    link(desk, A, B, until=16, now=16)
    if is_answered:
        write(desk, reply(20), B)
        desk.process(21, 22)
    desk.arrive(message(30))
    desk.process(45, 46, 47)
    assert steps(desk) == [message(0).id, message(30).id]


def test_the_next_person_has_own_alerts_if_the_change_becomes_known_later(desk: Desk) -> None:
    """Until then, they wrote in the same wait."""
    desk.configure(BEFORE)
    desk.arrive(message(0))
    desk.process(15)
    desk.arrive(message(17))
    link(desk, A, B, until=16, now=18)
    desk.process(32, 33, 34)
    assert steps(desk) == [message(0).id, message(17).id]


def test_the_next_person_has_own_alerts_if_the_new_number_had_some(desk: Desk) -> None:
    desk.configure(BEFORE)
    desk.arrive(message(0))
    write(desk, message(1, id="second"), B)
    desk.process(16, 17)
    link(desk, A, B, until=16, now=18)
    desk.now = at(30)
    desk.arrive(message(30))
    desk.process(45, 46, 47)
    assert sorted(steps(desk)) == sorted([message(0).id, "second", message(30).id])


def test_an_escalation_returns_with_a_message_that_overtakes_its_alias(eve: Desk) -> None:
    eve.process(15)
    link(eve, A, B, until=16, now=16)
    stored_link(eve, B, A, until=20)
    eve.now = at(21)
    eve.arrive(message(21))
    record = eve.record()
    assert record.escalation is not None
    assert (record.escalation.name, record.escalation.notified) == (message(0).id, ("eve",))
