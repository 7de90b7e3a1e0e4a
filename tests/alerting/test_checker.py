"""The scheduled run: everything that is due soon is queued before it is due."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.sla_checker import handler as checker
from shared.domain.alerts import Alert
from shared.domain.escalation import Escalation
from shared.storage import alerts, records
from shared.storage.attributes import Item, moment
from shared.storage.schema import SHARDS
from shared.storage.store import Store
from tests import builders
from tests.alerting.desk import MINUTE, SECOND, refusal
from tests.builders import at


class Queue:
    """SQS. It can refuse one message of a batch."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.delays: list[int] = []
        self.refuses: set[int] = set()
        """The numbers of the calls that refuse a message."""
        self.calls = 0
        self.ready = 0
        self.groups: list[str | None] = []

    def get_queue_attributes(self, **_: Any) -> dict[str, Any]:
        if self.ready < 0:
            raise refusal("Throttling")
        return {"Attributes": {"ApproximateNumberOfMessages": str(self.ready)}}

    def send_message_batch(self, *, QueueUrl: str, Entries: list[Any]) -> dict[str, Any]:  # noqa: N803
        self.calls += 1
        taken = Entries[1:] if self.calls in self.refuses else Entries
        self.bodies += [json.loads(entry["MessageBody"]) for entry in taken]
        self.delays += [entry["DelaySeconds"] for entry in taken]
        self.groups += [entry.get("MessageGroupId") for entry in taken]
        return {"Failed": [{"Id": "0"}]} if len(taken) < len(Entries) else {}


@pytest.fixture
def queue() -> Queue:
    return Queue()


def step_due(
    n: int, after: timedelta, *, claimed: int = 0, conversation: str | None = None
) -> Item:
    """The nth customer's record. Its only step is due this long after `at(0)`, unless it was
    claimed."""
    wait = builders.wait(builders.message(-300))
    record = replace(
        records.new(conversation or f"x:1:{n}"),
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
    """An alert that is not settled. Returns its id too."""
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


def test_nothing_that_is_due_falls_between_two_runs(store: Store, queue: Queue) -> None:
    """The schedule may be some seconds late."""
    store.put_all([step_due(n, n * SECOND) for n in (0, 59, 60, 69, 70, 71)])
    check(store, queue)
    found = sorted(moment(body["due"]) - at(0) for body in queue.bodies)
    assert found == [n * SECOND for n in (0, 59, 60, 69, 70)]


@pytest.mark.parametrize(
    ("after", "delay_s"), [(-5.0, 0), (0.0, 0), (0.001, 1), (12.0, 12), (12.5, 13), (70.0, 70)]
)
def test_an_entry_arrives_when_it_is_due_or_within_a_second_after(
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


# --- Entries already in the queue ----------------------------------------------------------------

BACKLOG = checker.BACKLOG + 1


def test_without_a_backlog_everything_overdue_is_queued(store: Store, queue: Queue) -> None:
    store.put_all([step_due(n, -n * MINUTE) for n in range(12)])
    queue.ready = checker.BACKLOG
    assert check(store, queue) == 12


def test_with_a_backlog_overdue_entries_are_queued_again_every_five_minutes(
    store: Store, queue: Queue
) -> None:
    store.put_all([step_due(n, -n * MINUTE) for n in range(12)])
    queue.ready = BACKLOG
    check(store, queue)
    found = sorted((at(0) - moment(body["due"])) // MINUTE for body in queue.bodies)
    assert found == [0, 5, 10]


def test_an_alert_is_queued_again_whatever_the_backlog(store: Store, queue: Queue) -> None:
    """If its entry arrives within a minute of another message to the responder, that entry is used
    up."""
    alert_id, alert = alert_due(-2 * MINUTE)
    store.put_all([alert])
    queue.ready = BACKLOG
    assert check(store, queue) == 1
    assert queue.bodies[0]["alert"] == alert_id


@pytest.mark.parametrize("ahead_s", [0, 0.001, 5, 10, 60, 70])
def test_a_backlog_does_not_delay_entries_that_become_due(
    store: Store, queue: Queue, ahead_s: float
) -> None:
    store.put_all([step_due(1, ahead_s * SECOND)])
    queue.ready = BACKLOG
    assert check(store, queue) == 1


def test_what_a_missed_run_would_have_queued_is_queued_by_the_next(
    store: Store, queue: Queue
) -> None:
    """The run of a minute ago did not take place, so nothing has queued what was due 10 to 70 s
    after it."""
    moments = [s * SECOND for s in range(-50, 11, 5)]
    store.put_all([step_due(n, after) for n, after in enumerate(moments)])
    queue.ready = BACKLOG
    assert check(store, queue) == len(moments)


@given(known_s=st.floats(0, 10_000), until_run_s=st.floats(0, 60), gap_s=st.floats(5, 60))
def test_an_entry_that_is_not_in_the_queue_waits_six_minutes_at_most(
    known_s: float, until_run_s: float, gap_s: float
) -> None:
    """The item was written when it was already overdue by `known_s`. Runs are at most a minute
    apart, and the queue always has a backlog."""
    runs = [known_s + until_run_s + n * gap_s for n in range(80)]
    overdue = [timedelta(seconds=run) for run in runs]
    found = next(age for age in overdue if checker.is_queued(age, backlog=True))
    assert found - timedelta(seconds=known_s) <= 6 * MINUTE


def test_if_the_queue_does_not_say_how_much_it_holds_everything_is_queued(
    store: Store, queue: Queue
) -> None:
    store.put_all([step_due(n, -n * MINUTE) for n in range(12)])
    queue.ready = -1
    assert check(store, queue) == 12


def test_the_waits_of_a_customer_are_one_group_of_the_queue(store: Store, queue: Queue) -> None:
    """If one customer's entries fill the queue, SQS delivers the entries of other customers
    first."""
    _, alert = alert_due(timedelta())
    conversations = ["x:1:t1:42", "x:1:t2:42", "x:1:42", "x:1:t1:43", "x:2:t1:42"]
    items = [step_due(n, timedelta(), conversation=c) for n, c in enumerate(conversations)]
    store.put_all([*items, alert])
    check(store, queue)
    groups = dict(zip([b.get("record") for b in queue.bodies], queue.groups, strict=True))
    assert groups.pop(None) is None
    first, second, private, other, other_account = (groups[f"public-{n}"] for n in range(5))
    assert first == second == private
    assert len({first, other, other_account}) == 3
    assert all(re.fullmatch("C#[0-9a-f]{16}", str(group)) for group in groups.values())
