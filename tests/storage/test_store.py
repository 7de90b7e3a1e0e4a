"""The only access to the table, against a table that is throttled, paged, or written by others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shared.storage.changes import Delete, Put
from shared.storage.errors import ConflictError, OverloadedError
from shared.storage.schema import DUE_NEXT, DUE_SHARD, PK, SK, Key
from shared.storage.store import ATTEMPTS, BATCH_GET, BATCH_WRITE, Store
from tests.fakes.backend import TABLE, Backend
from tests.fakes.dynamodb import FakeDynamoDB, error


@pytest.fixture
def table(backend: Backend) -> FakeDynamoDB:
    return backend.table


def item(number: int, **more: Any) -> dict[str, Any]:
    return {PK: "p", SK: f"{number:04d}", "version": 0} | more


def keys(numbers: range) -> list[Key]:
    return [Key("p", f"{n:04d}") for n in numbers]


def few_at_a_time(most: int) -> Callable[[int], int]:
    return lambda asked: min(asked, most)


def test_unprocessed_items_of_a_batch_are_written_and_read_again(
    store: Store, table: FakeDynamoDB
) -> None:
    table.taken = few_at_a_time(5)
    store.put_all([item(n) for n in range(BATCH_WRITE)])
    assert len(table.items["p"]) == BATCH_WRITE
    assert store.get_all(keys(range(BATCH_WRITE))).keys() == set(keys(range(BATCH_WRITE)))


def test_a_batch_that_is_never_accepted_completely_is_an_error(
    store: Store, table: FakeDynamoDB
) -> None:
    store.put_all([item(n) for n in range(BATCH_WRITE)])
    table.taken = few_at_a_time(1)
    with pytest.raises(OverloadedError):
        store.put_all([item(n, version=1) for n in range(ATTEMPTS + 1)])
    with pytest.raises(OverloadedError):
        store.get_all(keys(range(ATTEMPTS + 1)))


def test_more_than_a_batch_is_read_and_written_whole(store: Store) -> None:
    many = range(2 * BATCH_GET + 1)
    store.put_all([item(n) for n in many])
    assert len(store.get_all(keys(many))) == len(many)


def test_every_page_of_a_partition_is_read_from_either_end(store: Store) -> None:
    store.put_all([item(n) for n in range(12)])
    for newest_first in (False, True):
        found = [int(i[SK]) for i in store.partition("p", newest_first=newest_first, page=5)]
        assert sorted(found) == list(range(12))
        assert found == sorted(found, reverse=newest_first)


def test_every_page_of_the_index_is_read_up_to_the_very_moment(store: Store) -> None:
    heavy = "x" * 1000
    soon = {DUE_SHARD: "DUE#0", DUE_NEXT: "10:00", "due_at": heavy}
    store.put_all([item(n, **soon) for n in range(1_200)])
    store.put_all([item(5_000, **soon | {DUE_NEXT: "10:01"})])
    assert len(list(store.due("DUE#0", "10:00"))) == 1_200
    assert len(list(store.due("DUE#0"))) == 1_201


def test_every_read_except_the_indexs_is_consistent(store: Store, table: FakeDynamoDB) -> None:
    table.lag = lambda: 5.0
    store.put_all([item(1), item(2)])
    store.put_all([item(1, version=1), item(2, version=1)])
    assert (store.get(Key("p", "0001")) or {})["version"] == 1
    assert [i["version"] for i in store.get_all(keys(range(3))).values()] == [1, 1]
    assert [i["version"] for i in store.partition("p")] == [1, 1]


def test_an_eventually_consistent_read_of_the_fake_lags(
    table: FakeDynamoDB, backend: Backend
) -> None:
    table.lag = lambda: 5.0
    put = {"pk": {"S": "p"}, "sk": {"S": "a"}}
    table.put_item(TableName=TABLE, Item=put)
    asked: dict[str, Any] = {"TableName": TABLE, "KeyConditionExpression": "pk = :pk"}
    asked["ExpressionAttributeValues"] = {":pk": {"S": "p"}}
    assert table.get_item(TableName=TABLE, Key=put) == {}
    assert table.query(**asked)["Items"] == []
    assert table.query(**asked, ConsistentRead=True)["Items"] == [put]
    backend.now += timedelta(seconds=5)
    assert table.get_item(TableName=TABLE, Key=put) == {"Item": put}
    assert table.query(**asked)["Items"] == [put]


def test_the_first_put_stays_and_every_later_one_returns_it(store: Store) -> None:
    assert store.put_first(item(1, said="first"))["said"] == "first"
    assert store.put_first(item(1, said="second"))["said"] == "first"


@pytest.mark.parametrize(
    "change",
    [
        Put(item(1), expects=None),
        Put(item(1), expects=3),
        Put(item(7), expects=0),
        Delete(Key("p", "0001"), expects=3),
    ],
    ids=["new", "changed", "gone", "removed"],
)
def test_a_write_that_expects_another_version_conflicts_and_changes_nothing(
    store: Store, table: FakeDynamoDB, change: Put | Delete
) -> None:
    store.put_all([item(1), item(2)])
    before = dict(table.items["p"])
    for changes in ([change], [change, Put(item(2, version=1), expects=0)]):
        with pytest.raises(ConflictError):
            store.write(changes)
    assert table.items["p"] == before


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ("put_item", "TransactionConflictException"),
        ("transact_write_items", "TransactionCanceledException"),
    ],
)
def test_every_conflict_error_of_dynamodb_is_a_conflict(
    store: Store, table: FakeDynamoDB, operation: str, code: str
) -> None:
    def refuses(**_request: Any) -> Any:
        raise error(code, operation)

    setattr(table, operation, refuses)
    with pytest.raises(ConflictError):
        store.write([Put(item(1), expects=None)] * (1 if operation == "put_item" else 2))
