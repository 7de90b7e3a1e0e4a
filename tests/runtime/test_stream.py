"""What becomes of a batch of stream records, group by group."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from shared.runtime import aws, stream
from shared.runtime.stream import Record
from shared.storage.store import ConflictError, OverloadedError

WORDS = "Where is my parcel?"


class DeadLetters:
    """The queue for poison, which may be out of reach."""

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


def record(number: int, name: str = "INSERT") -> dict[str, Any]:
    keys = {"pk": {"S": f"C#{number // 2}"}, "sk": {"S": f"M#{number}"}}
    change = {"Keys": keys, "SequenceNumber": str(number), "ApproximateCreationDateTime": 1.0}
    image = {} if name == "REMOVE" else {"NewImage": keys | {"text": {"S": WORDS}}}
    return {"eventName": name, "dynamodb": change | image}


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code}}, "TransactWriteItems")


def handled(fails: Mapping[str, Exception], *records: dict[str, Any]) -> tuple[list[str], Any]:
    """Six records of three groups: which groups were handled, and which records come again."""
    done: list[str] = []

    def handle(group: str, _records: list[Record]) -> None:
        if group in fails:
            raise fails[group]
        done.append(group)

    batch = {"Records": [*map(record, range(6)), *records]}
    answer = stream.grouped(batch, lambda r: r.key.pk, handle)
    return done, [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


@pytest.mark.parametrize(
    "passing",
    [
        ConflictError(),
        OverloadedError(),
        ConnectionClosedError(endpoint_url="https://dynamodb"),
        refused("ProvisionedThroughputExceededException"),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("group", [0, 1, 2])
def test_what_another_attempt_may_mend_comes_again_and_the_rest_is_done(
    letters: DeadLetters, group: int, passing: Exception
) -> None:
    done, again = handled({f"C#{group}": passing})
    assert done == [f"C#{n}" for n in range(3) if n != group]
    assert again == [str(2 * group), str(2 * group + 1)]
    assert letters.bodies == []


@pytest.mark.parametrize(
    "poison",
    [
        KeyError("at"),
        refused("ValidationException"),
        refused("ItemCollectionSizeLimitExceededException"),
    ],
    ids=str,
)
def test_what_no_attempt_will_mend_is_put_aside_without_what_was_written(
    letters: DeadLetters, poison: Exception
) -> None:
    done, again = handled({"C#1": poison})
    assert (done, again) == (["C#0", "C#2"], [])
    (body,) = letters.bodies
    assert json.loads(body)["keys"] == [["C#1", "M#2"], ["C#1", "M#3"]]
    assert WORDS not in body


def test_poison_that_cannot_be_put_aside_comes_again(letters: DeadLetters) -> None:
    letters.reachable = False
    assert handled({"C#1": KeyError("at")}) == (["C#0", "C#2"], ["2", "3"])


def test_a_record_that_cannot_be_read_is_put_aside_without_what_was_written(
    letters: DeadLetters,
) -> None:
    broken = record(8)
    del broken["dynamodb"]["ApproximateCreationDateTime"]
    assert handled({}, broken) == (["C#0", "C#1", "C#2"], [])
    (body,) = letters.bodies
    assert json.loads(body)["keys"] == [broken["dynamodb"]["Keys"]]
    assert WORDS not in body


def test_only_an_item_that_was_not_there_before_is_the_first_of_its_kind() -> None:
    seen: list[tuple[bool, bool]] = []

    def handle(_group: str, records: list[Record]) -> None:
        seen.extend((r.first, bool(r.item)) for r in records)

    batch = {"Records": [record(n, name) for n, name in enumerate(("INSERT", "MODIFY", "REMOVE"))]}
    stream.grouped(batch, lambda r: r.key.pk, handle)
    assert seen == [(True, True), (False, True), (False, False)]
