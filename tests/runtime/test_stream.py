"""How a batch of stream records is processed, group by group."""

import json
import math
import time
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from shared.runtime import aws, stream
from shared.runtime.stream import StreamRecord
from shared.storage import schema
from shared.storage.errors import ConflictError, OverloadedError
from shared.storage.schema import Key

WORDS = "Where is my parcel?"


class DeadLetters:
    """The dead-letter queue, which may be unreachable."""

    def __init__(self) -> None:
        self.bodies: list[str] = []
        self.reachable = True

    def send_message(self, *, QueueUrl: str, MessageBody: str) -> None:  # noqa: N803
        if not self.reachable:
            raise ConnectionClosedError(endpoint_url="https://sqs")
        self.bodies.append(MessageBody)


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> DeadLetters:
    made = DeadLetters()
    monkeypatch.setattr(aws, "client", lambda _service: made)
    monkeypatch.setenv("STREAM_DLQ_URL", "letters")
    return made


def record(number: int, name: str = "INSERT", *, made_at: float = 1.0) -> dict[str, Any]:
    keys = {"pk": {"S": f"C#{number // 2}"}, "sk": {"S": f"M#{number}"}}
    change = {"Keys": keys, "SequenceNumber": str(number), "ApproximateCreationDateTime": made_at}
    image = {} if name == "REMOVE" else {"NewImage": keys | {"text": {"S": WORDS}}}
    return {"eventName": name, "dynamodb": change | image}


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code}}, "TransactWriteItems")


def handled(fails: Mapping[str, Exception], *records: dict[str, Any]) -> tuple[list[str], Any]:
    """Handles six records of three groups. Returns the groups handled, and the records to deliver
    again."""
    done: list[str] = []

    def handle(group: str, _records: list[StreamRecord]) -> None:
        if group in fails:
            raise fails[group]
        done.append(group)

    batch = {"Records": [*map(record, range(6)), *records]}
    answer = stream.grouped(batch, lambda r: r.key.pk, handle)
    return done, [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


@pytest.mark.parametrize(
    "error",
    [
        ConflictError(),
        OverloadedError(),
        ConnectionClosedError(endpoint_url="https://dynamodb"),
        refused("ProvisionedThroughputExceededException"),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("group", [0, 1, 2])
def test_a_group_that_may_succeed_later_is_delivered_again(
    letters: DeadLetters, group: int, error: Exception
) -> None:
    done, again = handled({f"C#{group}": error})
    assert done == [f"C#{n}" for n in range(3) if n != group]
    assert again == [str(2 * group), str(2 * group + 1)]
    assert letters.bodies == []


@pytest.mark.parametrize(
    "error",
    [
        KeyError("at"),
        refused("ValidationException"),
        refused("ItemCollectionSizeLimitExceededException"),
    ],
    ids=str,
)
def test_a_group_that_can_never_succeed_becomes_a_dead_letter_without_texts(
    letters: DeadLetters, error: Exception
) -> None:
    done, again = handled({"C#1": error})
    assert (done, again) == (["C#0", "C#2"], [])
    (body,) = letters.bodies
    assert json.loads(body)["items"] == [schema.opaque(Key("C#1", sk)) for sk in ("M#2", "M#3")]
    assert WORDS not in body


def test_a_group_that_the_dead_letter_queue_refuses_is_delivered_again(
    letters: DeadLetters,
) -> None:
    letters.reachable = False
    assert handled({"C#1": KeyError("at")}) == (["C#0", "C#2"], ["2", "3"])


def test_an_unreadable_record_becomes_a_dead_letter_without_its_text(
    letters: DeadLetters,
) -> None:
    broken = record(8)
    del broken["dynamodb"]["ApproximateCreationDateTime"]
    assert handled({}, broken) == (["C#0", "C#1", "C#2"], [])
    (body,) = letters.bodies
    assert len(json.loads(body)["items"]) == 1
    assert WORDS not in body


def test_only_the_change_that_creates_an_item_is_its_first() -> None:
    seen: list[tuple[bool, bool]] = []

    def handle(_group: str, records: list[StreamRecord]) -> None:
        seen.extend((r.first, bool(r.item)) for r in records)

    batch = {"Records": [record(n, name) for n, name in enumerate(("INSERT", "MODIFY", "REMOVE"))]}
    stream.grouped(batch, lambda r: r.key.pk, handle)
    assert seen == [(True, True), (False, True), (False, False)]


class Invocation:
    """Three groups, some of which hang, in an invocation that has a tenth of a second."""

    def __init__(self, *hanging: str, made_at: float = 1.0, limit_s: float = 0.1) -> None:
        self.started: list[str] = []
        self.hanging = hanging
        batch = {"Records": [record(number, made_at=made_at) for number in range(6)]}
        ends_at = time.monotonic() + stream.RESERVE_S + limit_s
        answer = stream.grouped(
            batch, lambda r: r.key.pk, self._handle, remaining_s=lambda: ends_at - time.monotonic()
        )
        self.again = [int(f["itemIdentifier"]) for f in answer["batchItemFailures"]]

    def _handle(self, group: str, _records: list[StreamRecord]) -> None:
        self.started.append(group)
        if group in self.hanging:
            time.sleep(30)


def test_groups_that_end_in_time_are_done(letters: DeadLetters) -> None:
    invocation = Invocation()
    assert (invocation.started, invocation.again) == (["C#0", "C#1", "C#2"], [])
    assert letters.bodies == []


def test_a_new_group_that_runs_out_of_time_is_delivered_again(letters: DeadLetters) -> None:
    invocation = Invocation("C#0", made_at=time.time())
    assert (invocation.started, invocation.again) == (["C#0"], [0, 1, 2, 3, 4, 5])
    assert letters.bodies == []


def test_an_old_group_that_runs_out_of_time_becomes_a_dead_letter(letters: DeadLetters) -> None:
    invocation = Invocation("C#0")
    assert invocation.again == [2, 3, 4, 5], "the shard goes on after it"
    (body,) = map(json.loads, letters.bodies)
    assert body["items"] == [schema.opaque(Key("C#0", sk)) for sk in ("M#0", "M#1")]
    assert body["error"] == "OutOfTimeError"


def test_a_group_that_had_only_part_of_the_time_is_never_a_dead_letter(
    letters: DeadLetters,
) -> None:
    invocation = Invocation("C#1")
    assert (invocation.started, invocation.again) == (["C#0", "C#1"], [2, 3, 4, 5])
    assert letters.bodies == []


def test_a_hanging_group_becomes_a_dead_letter_while_all_others_are_done(
    letters: DeadLetters,
) -> None:
    """As in Lambda, the next batch begins with the first record to deliver again."""
    done: set[str] = set()

    def handle(group: str, _records: list[StreamRecord]) -> None:
        if group == "C#1":
            time.sleep(30)
        done.add(group)

    waiting = [record(number) for number in range(6)]
    invocations = 0
    while waiting:
        invocations += 1
        ends_at = time.monotonic() + stream.RESERVE_S + 0.1
        answer = stream.grouped(
            {"Records": waiting},
            lambda r: r.key.pk,
            handle,
            remaining_s=lambda ends_at=ends_at: ends_at - time.monotonic(),
        )
        first = min((int(f["itemIdentifier"]) for f in answer["batchItemFailures"]), default=6)
        waiting = [record(number) for number in range(first, 6)]
    assert (done, len(letters.bodies), invocations) == ({"C#0", "C#2"}, 1, 3)


def test_no_group_begins_in_the_reserved_time(letters: DeadLetters) -> None:
    invocation = Invocation(limit_s=0)
    assert (invocation.started, invocation.again) == ([], [0, 1, 2, 3, 4, 5])


def test_the_seconds_left_are_those_of_the_context() -> None:
    context = SimpleNamespace(get_remaining_time_in_millis=lambda: 12_345)
    assert stream.seconds_left(context)() == 12.345
    assert stream.seconds_left(None)() == math.inf


def test_only_readable_items_that_did_not_exist_before_count_as_created() -> None:
    unreadable: dict[str, Any] = {"eventName": "INSERT", "dynamodb": {}}
    changed, removed = record(2, "MODIFY"), record(3, "REMOVE")
    event = {"Records": [record(1), unreadable, changed, removed, record(4)]}
    assert [r.sequence for r in stream.created(event)] == ["1", "4"]
