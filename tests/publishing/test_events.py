"""Which events about waits and alerts are published and what they say. No event is lost, and none
is false."""

import json
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any
from unittest.mock import patch

import pytest

from functions.notifier import claiming
from functions.rollup import handler as rollup
from shared.config.configuration import Responder
from shared.conversation.wait_json import fact_to_json
from shared.domain import milestones
from shared.domain.alerts import Alert, changed
from shared.domain.alerts import Event as AlertChange
from shared.domain.fold import Message
from shared.domain.policies import Step
from shared.runtime import aws, event_bus
from shared.storage import alerts, hourly_figures
from shared.storage.attributes import stamp
from tests import builders
from tests.builders import CUSTOMER, at, bot, dismissal, message, reply
from tests.fakes.backend import Backend
from tests.fakes.event_bus import FakeEventBus

STEPS = (Step(at="10m before", offset_s=-600, notify=("ada",)), Step(at="due", notify=("ada",)))


def publishing(bus: str | None = "default", steps: tuple[Step, ...] = STEPS) -> Backend:
    """A target of half an hour, with a step ten minutes before the deadline and one at the
    deadline."""
    known = builders.configuration(builders.policy_set(steps=steps))
    ada = Responder(name="ada", email="ada@example.com")
    return Backend(replace(known, events_bus=bus, responders={"ada": ada}))


def until(backend: Backend, minute: builders.Minute) -> None:
    """Runs the notifier for everything that is due by then."""
    while True:
        record = backend.record()
        due = record.next_moment if record else None
        if record is None or due is None or due > at(minute):
            break
        backend.now = max(backend.now, due)
        claiming.claim(backend.store, backend.configuration, record.key, stamp(due), backend.now)
        backend.deliver()
    backend.now = at(minute)


def waits_of(backend: Backend) -> list[str]:
    return [name for name in backend.bus.types if name.startswith("wait.")]


# --- Published events -----------------------------------------------------------------------------


def test_every_change_of_a_wait_is_published_in_order() -> None:
    backend = publishing()
    backend.say(message(0))
    until(backend, 40)
    backend.say(reply(40))
    backend.delete(reply(40))
    assert waits_of(backend) == [
        "wait.opened",
        "wait.at_risk",
        "wait.overdue",
        "wait.answered",
        "wait.reopened",
    ]
    shown = [event["wait"] for event in backend.bus.events]
    assert [one["overdue"] for one in shown] == [False, False, True, False, True]
    assert [one["outcome"] for one in shown] == ["open", "open", "open", "late", "open"]
    assert {one["id"] for one in shown} == {backend.facts()[0].wait.opened_by}
    until(backend, 41)
    assert waits_of(backend)[5:] == ["wait.overdue"]


def test_versions_grow_and_ids_differ() -> None:
    backend = publishing()
    backend.say(message(0))
    until(backend, 40)
    backend.say(reply(40), message(50))
    until(backend, 90)
    versions = [event["version"] for event in backend.bus.events]
    assert all(one < other for one, other in pairwise(versions))
    assert len({event["id"] for event in backend.bus.events}) == len(versions) == 7


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([message(0), dismissal(5)], ["wait.opened", "wait.dismissed"]),
        ([message(0), message(3), message(9)], ["wait.opened"]),
        ([message(0), bot(2)], ["wait.opened", "wait.changed"]),
        ([message(0), reply(9), reply(12)], ["wait.opened", "wait.answered"]),
        ([message(0), reply(9), reply(4)], ["wait.opened", "wait.answered", "wait.changed"]),
        ([reply(9), message(0)], ["wait.answered"]),
    ],
    ids=["dismissed", "more of the same", "a bot", "a second reply", "an earlier reply", "late"],
)
def test_each_change_of_a_wait_is_one_event(said: list[Message], expected: list[str]) -> None:
    backend = publishing()
    for one in said:
        backend.say(one)
    assert waits_of(backend) == expected


def test_a_customer_who_deletes_everything_withdraws_the_wait() -> None:
    backend = publishing()
    backend.say(message(0))
    backend.delete(message(0))
    assert waits_of(backend) == ["wait.opened", "wait.withdrawn"]


def test_a_wait_that_opens_earlier_takes_the_place_of_another() -> None:
    backend = publishing()
    backend.say(message(5))
    backend.say(message(2))
    first, *later = backend.bus.events
    by_type = {event["type"]: event for event in later}
    assert (first["type"], set(by_type)) == ("wait.opened", {"wait.opened", "wait.removed"})
    gone, other = by_type["wait.removed"], by_type["wait.opened"]
    assert gone["wait"]["id"] == first["wait"]["id"] != other["wait"]["id"]
    assert gone["version"] > first["version"]


def test_a_wait_has_the_fields_of_the_list_of_waits() -> None:
    backend = publishing()
    backend.say(message(0), reply(9))
    (answered,) = [e for e in backend.bus.events if e["type"] == "wait.answered"]
    (fact,) = backend.facts()
    assert answered["wait"] == fact_to_json(fact, at(9))
    (entry,) = [e for e in backend.bus.entries if e["DetailType"] == "wait.answered"]
    assert (entry["Source"], entry["EventBusName"]) == ("replywatch", "default")
    assert entry["Time"] == answered["time"] == "2026-11-22T10:09:00Z"


def test_an_event_names_no_customer_and_quotes_nothing() -> None:
    backend = publishing()
    backend.say(message(0), text="my order 4711", customer_name="Ada Customer")
    until(backend, 40)
    backend.say(reply(40))
    everything = json.dumps(backend.bus.entries)
    for secret in (CUSTOMER, "customer@0", "brand@40", "4711", "Customer", "ada@example.com"):
        assert secret not in everything


# --- Milestones -----------------------------------------------------------------------------------


def test_without_a_step_before_the_deadline_a_wait_is_never_at_risk() -> None:
    backend = publishing(steps=(Step(at="due", notify=("ada",)),))
    backend.say(message(0))
    until(backend, 40)
    assert waits_of(backend) == ["wait.opened", "wait.overdue"]


def test_a_policy_without_steps_has_overdue_waits_too() -> None:
    backend = publishing(steps=())
    backend.say(message(0))
    until(backend, 40)
    assert waits_of(backend) == ["wait.opened", "wait.overdue"]
    record = backend.record()
    assert record
    assert record.next_moment is None


def test_after_an_outage_a_wait_is_overdue_and_no_longer_at_risk() -> None:
    backend = publishing()
    backend.say(message(0))
    backend.now = at(45)
    until(backend, 45)
    assert waits_of(backend) == ["wait.opened", "wait.overdue"]


def test_a_snooze_does_not_suppress_milestones() -> None:
    backend = publishing()
    backend.say(message(0))
    backend.change_record(snoozed_until=at(90), acknowledged_by="ada", acknowledged_at=at(1))
    until(backend, 40)
    assert waits_of(backend) == ["wait.opened", "wait.at_risk", "wait.overdue"]
    record = backend.record()
    assert record
    assert record.next_notification_at == at(90)


def test_a_milestone_that_is_claimed_twice_is_one_event() -> None:
    backend = publishing(steps=())
    backend.say(message(0))
    record = backend.record()
    assert record
    assert record.next_moment
    for _ in range(2):
        now, due = at(31), stamp(record.next_moment)
        claiming.claim(backend.store, backend.configuration, record.key, due, now)
        backend.deliver()
    assert waits_of(backend) == ["wait.opened", "wait.overdue"]


def test_a_reply_before_the_deadline_leaves_no_milestone() -> None:
    backend = publishing()
    backend.say(message(0), reply(9))
    until(backend, 60)
    assert waits_of(backend) == ["wait.opened", "wait.answered"]


def test_overdue_begins_after_the_deadline_by_every_clock() -> None:
    backend = publishing(steps=())
    backend.say(message(0))
    record = backend.record()
    assert record
    assert record.milestone_at == at(30) + milestones.OVERDUE_AFTER


# --- Switched off ---------------------------------------------------------------------------------


def test_without_a_bus_nothing_is_published_and_nothing_more_is_written() -> None:
    backend = publishing(bus=None)
    backend.say(message(5))
    backend.say(message(2))
    record = backend.record()
    assert record
    assert record.next_moment == at(22)
    until(backend, 60)
    assert backend.bus.entries == []
    assert backend.items("G#") == []


def test_events_that_are_switched_off_leave_open_waits_without_milestones() -> None:
    backend = publishing(steps=())
    backend.say(message(0))
    backend.configuration = replace(backend.configuration, events_bus=None)
    until(backend, 60)
    record = backend.record()
    assert record
    assert (record.published_until, record.next_moment) == (None, None)
    assert waits_of(backend) == ["wait.opened"]


# --- Delivery after failures ----------------------------------------------------------------------


def test_a_change_that_is_delivered_again_is_the_same_event() -> None:
    backend = publishing()
    backend.table_puts(builders.items(message(0)))
    backend.deliver_batch(backend.take_stream())
    (fact,) = [r for r in backend.take_stream() if r["dynamodb"]["Keys"]["pk"]["S"][:2] == "W#"]
    backend.deliver_batch([fact])
    backend.deliver_batch([fact])
    one, other = backend.bus.entries
    assert one == other


def test_folding_a_conversation_again_publishes_nothing() -> None:
    backend = publishing()
    backend.say(message(0), reply(9))
    before = len(backend.bus.entries)
    backend.say(reply(9))
    backend.say(reply(12))
    assert len(backend.bus.entries) == before


@pytest.mark.parametrize("refuses", ["all", "some"])
def test_refused_events_are_queued_while_figures_are_still_counted(refuses: str) -> None:
    backend = publishing()
    backend.bus.refuses = refuses
    backend.say(message(0), reply(9), message(20))
    waiting = [json.loads(body) for body in backend.bus.queued]
    assert waiting
    assert hourly_figures.is_right(backend.store, backend.configuration, "2026-11-22T10")
    backend.bus.refuses = None
    assert again(backend) == []
    assert sorted(backend.bus.types) == ["wait.answered", "wait.opened", "wait.opened"]
    assert {e["id"] for e in waiting} <= {e["id"] for e in backend.bus.events}


def test_while_eventbridge_is_down_one_request_is_enough() -> None:
    """Each further request would wait for its timeout, and figures and events share the
    invocation's time."""
    bus = FakeEventBus()
    bus.refuses = "all"
    (example,) = {e["id"]: e for e in a_wait().bus.events}.values()
    with Backend().running(), patch.object(aws, "client", lambda _service, once=False: bus):
        event_bus.put("default", [example] * 35)
    assert (bus.requests, len(bus.queued)) == (1, 35)


def a_wait() -> Backend:
    backend = publishing()
    backend.say(message(0))
    return backend


def test_an_event_waits_on_while_eventbridge_refuses_it() -> None:
    backend = publishing()
    backend.bus.refuses = "all"
    backend.say(message(0), reply(9))
    assert again(backend) == ["0", "1"]
    backend.bus.refuses = "some"
    assert again(backend) == ["0"]


def again(backend: Backend) -> list[str]:
    """Delivers the queue. Returns the messages that stay in it."""
    records = [
        {"messageId": str(n), "body": body, "eventSource": "aws:sqs"}
        for n, body in enumerate(backend.bus.queued)
    ]
    with backend.running():
        answer = rollup.handler({"Records": records}, None)
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def test_if_even_the_queue_is_down_the_stream_delivers_again() -> None:
    backend = publishing()
    backend.bus.refuses, backend.bus.is_queue_down = "all", True
    backend.table_puts(builders.items(message(0)))
    backend.deliver_batch(backend.take_stream())
    backend.deliver_batch(backend.take_stream())
    assert backend.stream, "the fact is delivered again"
    backend.bus.refuses, backend.bus.is_queue_down = None, False
    backend.deliver()
    assert waits_of(backend) == ["wait.opened"]


SAID = (message(0), message(2), reply(4), message(6), bot(7), reply(8), message(10), dismissal(11))
"""Of these, some are deleted, and all arrive in any order."""


@pytest.mark.parametrize("seed", range(40))
def test_the_event_with_the_largest_version_of_each_wait_equals_its_fact(seed: int) -> None:
    """Consumers rely on this rule: it holds in whatever order and however often events arrive."""
    rng = Random(seed)
    backend = publishing()
    said = rng.sample(SAID, rng.randint(3, len(SAID)))
    backend.now = at(12)
    changes: list[Any] = [*said, *rng.sample(said, 2)]
    seen: set[str] = set()
    for one in changes:
        if one.id in seen:
            backend.table_puts([builders.deletion(one)])
        else:
            backend.table_puts(builders.items(one))
        seen.add(one.id)
        if rng.random() < 0.5:
            backend.deliver(rng)
        if rng.random() < 0.2:
            until(backend, rng.choice((12, 41)))
    backend.deliver(rng)
    events = backend.bus.events * 2
    rng.shuffle(events)
    known: dict[str, dict[str, Any]] = {}
    for event in events:
        name = event["wait"]["id"]
        if name not in known or event["version"] > known[name]["version"]:
            known[name] = event
    kept = {n: e["wait"] for n, e in known.items() if e["type"] != "wait.removed"}
    facts = [fact_to_json(fact, at(0)) for fact in backend.facts()]
    assert {n: lasting(one) for n, one in kept.items()} == {
        one["id"]: lasting(one) for one in facts
    }


def lasting(wait: dict[str, Any]) -> dict[str, Any]:
    """The fields that do not depend on the time."""
    return {name: value for name, value in wait.items() if name not in NOW}


NOW = {"overdue", "seconds_to_due"}


# --- Alerts ---------------------------------------------------------------------------------------


def an_alert(backend: Backend) -> Alert:
    """The alert of the step ten minutes before the deadline."""
    backend.say(message(0))
    (alert,) = backend.claim()
    return alert


def test_an_alert_is_published_once_it_is_sent_delivered_or_has_failed() -> None:
    backend = publishing()
    alert = an_alert(backend)
    life: tuple[AlertChange, ...] = ("announced", "accepted", "delivered", "bounced")
    for event in life:
        alert = changed(alert, event, at=at(20))
        assert alerts.update(backend.store, alert)
        backend.deliver()
    found = [e for e in backend.bus.events if "alert" in e]
    assert [e["type"] for e in found] == ["alert.sent", "alert.delivered", "alert.failed"]
    record = backend.record()
    assert record
    assert found[0]["alert"] == {
        "id": alert.id,
        "conversation": record.public_id,
        "channel": "messenger",
        "account": builders.ACCOUNT,
        "wait": next(e["wait"]["id"] for e in backend.bus.events if "wait" in e),
        "kind": "step",
        "policy": "p",
        "step": 1,
        "step_at": "10m before",
        "responder": "ada",
        "by": "email",
        "state": "sent",
        "attempts": 0,
        "claimed_at": "2026-11-22T10:20:00Z",
    }
    assert [e["version"] for e in found] == sorted({e["version"] for e in found})


def test_an_alert_that_was_not_sent_yet_causes_no_event() -> None:
    backend = publishing()
    an_alert(backend)
    backend.deliver()
    assert "alert" not in json.dumps(backend.bus.types)


def test_an_alert_of_a_forgotten_customer_names_no_conversation() -> None:
    backend = publishing()
    alert = an_alert(backend)
    record = backend.record()
    assert record
    backend.store.remove([record.key])
    announced = changed(alert, "announced", at=at(20))
    assert alerts.update(backend.store, announced)
    assert alerts.update(backend.store, changed(announced, "accepted", at=at(20)))
    backend.deliver()
    assert backend.bus.events[-1]["alert"]["conversation"] is None
