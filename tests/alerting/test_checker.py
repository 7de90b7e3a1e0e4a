"""The schedule's run: all that is due soon goes to the queue, in time for its moment."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from shared.storage.rows import Key

from functions.sla_checker import handler as checker
from shared.domain import alerts
from shared.domain.alerts import Alert
from shared.storage import rows
from shared.storage.attributes import decode, encode, moment
from shared.storage.schema import SHARDS
from shared.storage.store import Store
from tests import builders
from tests.builders import at
from tests.fakes.dynamodb import FakeDynamoDB

SECOND = timedelta(seconds=1)


class Queue:
    """SQS, which may refuse a message of a batch, or a whole call."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.delays: list[int] = []
        self.refuses: set[int] = set()
        """Which calls."""
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


@pytest.fixture
def store() -> Store:
    table: Any = FakeDynamoDB("checked", lambda: 0.0)
    return Store(table, "checked")


def due(n: int, after: timedelta) -> dict[str, Any]:
    """The nth customer's wait, of which somebody is to be told so long after `at(0)`."""
    wait = builders.wait(builders.message(-300))
    terms = replace(wait.terms, moments=(at(0) + after,))
    row = rows.Row(
        conversation=f"x:1:{n}", channel="x", surface="private", account="1", customer=str(n),
        wait=replace(wait, terms=terms),
    )  # fmt: skip
    return decode(encode(rows.to_item(row)))


def alert_due(after: timedelta) -> dict[str, Any]:
    """An alert that was left unsettled."""
    alert = Alert(
        conversation="x:1:1", boundary="START", wait_key=Key("W#", "x"), step=0, at="due",
        responder="ada", by="email", due=at(0) + after,
    )  # fmt: skip
    return decode(encode(alerts.to_item(alert)))


def check(store: Store, queue: Queue) -> int:
    return checker.check(store, queue, "alerts", at(0))["queued"]


def test_waits_and_alerts_of_every_shard_are_queued(store: Store, queue: Queue) -> None:
    items = [due(n, timedelta()) for n in range(60)]
    assert {item["due_shard"] for item in items} == {f"DUE#{n}" for n in range(SHARDS)}
    store.land([*items, alert_due(-SECOND)])
    assert check(store, queue) == 61
    assert {(b["pk"], b["sk"]) for b in queue.bodies} == {
        *((i["pk"], i["sk"]) for i in items),
        (alert_due(SECOND)["pk"], "ALERT"),
    }


def test_no_moment_falls_between_two_runs(store: Store, queue: Queue) -> None:
    """The schedule may be some seconds late."""
    store.land([due(n, n * SECOND) for n in (0, 59, 60, 69, 70, 71)])
    check(store, queue)
    found = sorted(moment(body["due"]) - at(0) for body in queue.bodies)
    assert found == [n * SECOND for n in (0, 59, 60, 69, 70)]


@pytest.mark.parametrize(
    ("after", "delay_s"), [(-5.0, 0), (0.0, 0), (0.001, 1), (12.0, 12), (12.5, 13), (70.0, 70)]
)
def test_an_entry_comes_at_its_moment_or_within_the_second_after(
    store: Store, queue: Queue, after: float, delay_s: int
) -> None:
    store.land([due(1, after * SECOND)])
    check(store, queue)
    assert queue.delays == [delay_s]


@pytest.mark.parametrize("call", [1, 2, 4])
def test_what_the_queue_refused_is_an_error(store: Store, queue: Queue, call: int) -> None:
    store.land([due(n, timedelta()) for n in range(35)])
    queue.refuses = {call}
    with pytest.raises(checker.NotQueuedError):
        check(store, queue)


def test_a_run_changes_nothing_so_the_next_one_finds_the_same(store: Store, queue: Queue) -> None:
    store.land([due(n, timedelta()) for n in range(3)])
    assert check(store, queue) == check(store, queue) == 3
