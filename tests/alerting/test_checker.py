"""The scheduled run: everything that is due soon is queued, in time for its moment."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.sla_checker import handler as checker
from shared.domain.alerts import Alert
from shared.domain.escalation import Escalation
from shared.storage import alerts, records
from shared.storage.attributes import Item, moment
from shared.storage.schema import SHARDS
from shared.storage.store import Store
from tests import builders
from tests.alerting.desk import SECOND
from tests.builders import at


class Queue:
    """SQS, which may refuse one message of a batch."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.delays: list[int] = []
        self.refuses: set[int] = set()
        """The numbers of the calls that refuse a message."""
        self.calls = 0

    def send_message_batch(self, *, QueueUrl: str, Entries: list[Any]) -> dict[str, Any]:  # noqa: N803
        self.calls += 1
        taken = Entries[1:] if self.calls in self.refuses else Entries
        self.bodies += [json.loads(entry["MessageBody"]) for entry in taken]
        self.delays += [entry["DelaySeconds"] for entry in taken]
        return {"Failed": [{"Id": "0"}]} if len(taken) < len(Entries) else {}


@pytest.fixture
def queue() -> Queue:
    return Queue()


def step_due(n: int, after: timedelta, *, claimed: int = 0) -> Item:
    """The nth customer's record: its only step is due so long after `at(0)`, unless claimed."""
    wait = builders.wait(builders.message(-300))
    record = replace(
        records.new(f"x:1:{n}"),
        public_id=f"public-{n}",
        wait=replace(wait, terms=replace(wait.terms, moments=(at(0) + after,))),
        escalation=Escalation(
            opened_by=wait.opened_by,
            previous_reply=wait.previous_reply,
            steps={wait.terms.policy: claimed},
        ),
    )
    return records.to_item(record)


def alert_due(after: timedelta) -> tuple[str, Item]:
    """An alert that is not settled, and its id."""
    alert = Alert(
        conversation="x:1:1", opened_by="m1", policy="p", step=0, at="due", responder="ada",
        by="email", due=at(0) + after,
    )  # fmt: skip
    return alert.id, alerts.to_item(alert)


def check(store: Store, queue: Queue) -> int:
    return checker.check(store, queue, "alerts", at(0))["queued"]


def test_steps_and_alerts_of_every_shard_are_queued(store: Store, queue: Queue) -> None:
    items = [step_due(n, timedelta()) for n in range(60)]
    assert {item["due_shard"] for item in items} == {f"DUE#{n}" for n in range(SHARDS)}
    alert_id, alert = alert_due(-SECOND)
    store.put_all([*items, alert])
    assert check(store, queue) == 61
    queued = [body.get("record") or body["alert"] for body in queue.bodies]
    assert sorted(queued) == sorted([*(i["public_id"] for i in items), alert_id])


def test_a_wait_without_a_further_step_is_not_queued(store: Store, queue: Queue) -> None:
    store.put_all([step_due(1, timedelta(), claimed=1)])
    assert check(store, queue) == 0


def test_an_entry_of_the_queue_has_no_platform_id(store: Store, queue: Queue) -> None:
    store.put_all([step_due(7, timedelta())])
    check(store, queue)
    assert queue.bodies == [{"record": "public-7", "due": "2026-11-22T10:00:00.000Z"}]


def test_no_moment_falls_between_two_runs(store: Store, queue: Queue) -> None:
    """The schedule may be some seconds late."""
    store.put_all([step_due(n, n * SECOND) for n in (0, 59, 60, 69, 70, 71)])
    check(store, queue)
    found = sorted(moment(body["due"]) - at(0) for body in queue.bodies)
    assert found == [n * SECOND for n in (0, 59, 60, 69, 70)]


@pytest.mark.parametrize(
    ("after", "delay_s"), [(-5.0, 0), (0.0, 0), (0.001, 1), (12.0, 12), (12.5, 13), (70.0, 70)]
)
def test_an_entry_arrives_at_its_moment_or_within_a_second_after(
    store: Store, queue: Queue, after: float, delay_s: int
) -> None:
    store.put_all([step_due(1, after * SECOND)])
    check(store, queue)
    assert queue.delays == [delay_s]


@pytest.mark.parametrize("call", [1, 2, 4])
def test_a_message_that_the_queue_refuses_is_an_error(
    store: Store, queue: Queue, call: int
) -> None:
    store.put_all([step_due(n, timedelta()) for n in range(35)])
    queue.refuses = {call}
    with pytest.raises(checker.NotQueuedError):
        check(store, queue)


def test_a_run_changes_nothing_so_the_next_finds_the_same(store: Store, queue: Queue) -> None:
    store.put_all([step_due(n, timedelta()) for n in range(3)])
    assert check(store, queue) == check(store, queue) == 3
