"""Text messages to one responder in an hour."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from functions.notifier import limits
from shared.storage.store import Store
from tests.fakes.dynamodb import FakeDynamoDB
from tests.storage.memory import MemoryStore

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_hours_places_are_given_once_each_and_come_free_again() -> None:
    store = MemoryStore()
    for minute in (0, 10):
        assert limits.allowed(store, "ada", 2, NOON + timedelta(minutes=minute)) is None
    free_at = limits.allowed(store, "ada", 2, NOON + timedelta(minutes=20))
    assert free_at == NOON + timedelta(hours=1)
    assert limits.allowed(store, "lin", 2, NOON + timedelta(minutes=20)) is None
    assert limits.allowed(store, "ada", 2, NOON + timedelta(minutes=61)) is None


def test_without_a_limit_nothing_is_counted() -> None:
    store = MemoryStore()
    assert limits.allowed(store, "ada", None, NOON) is None
    assert not store.items


def test_a_write_whose_answer_was_lost_takes_one_place() -> None:
    table = FakeDynamoDB("limits", NOON.timestamp)
    put = table.put_item

    def twice(**request: Any) -> Any:
        put(**request)
        return put(**request)

    table.put_item = twice  # type: ignore[method-assign]
    store = Store(cast("Any", table), "limits")
    assert limits.allowed(store, "ada", 2, NOON) is None
    assert limits.allowed(store, "ada", 2, NOON) is None
    assert limits.allowed(store, "ada", 2, NOON) is not None
