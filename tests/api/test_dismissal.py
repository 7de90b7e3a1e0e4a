"""Closing what is open without a reply, by way of the messages."""

from typing import Any

from functions.api import conversations
from functions.tracker import tracking
from tests import builders
from tests.builders import CONVERSATION, Minute, at, message
from tests.storage.memory import MemoryStore


def land(store: MemoryStore, *said: Any) -> None:
    store.land([builders.item(m) for m in said])
    track(store)


def track(store: MemoryStore) -> None:
    items = [i for k, i in store.items.items() if k.pk.startswith("C#")]
    tracking.track(store, builders.configuration(), CONVERSATION, {}, items)


def dismiss(store: Any, minute: Minute, by: str = "ada") -> dict[str, Any] | None:
    return conversations.dismiss(
        store, CONVERSATION, by=by, reason="spam", now=at(minute), message_days=400
    )


def outcomes(store: MemoryStore) -> list[tuple[str, str]]:
    return [(wait.opened_by, wait.outcome) for wait in builders.stored_waits(store.rows())]


def test_what_is_open_is_dismissed_from_now_on_and_says_by_whom_and_why() -> None:
    store = MemoryStore()
    land(store, message(0))
    assert dismiss(store, 20)
    track(store)
    (wait,) = builders.stored_waits(store.rows())
    assert (wait.outcome, wait.closed_at) == ("dismissed", at(20))
    assert (wait.dismissed_by, wait.reason) == ("ada", "spam")


def test_a_message_in_the_dismissals_own_moment_is_dismissed_with_the_rest() -> None:
    store = MemoryStore()
    land(store, message(0), message(20, id="z"))
    dismiss(store, 20)
    track(store)
    assert outcomes(store) == [("customer@0", "dismissed")]


def test_a_conversation_can_be_dismissed_again() -> None:
    store = MemoryStore()
    land(store, message(0))
    dismiss(store, 20)
    land(store, message(30))
    dismiss(store, 40)
    track(store)
    assert outcomes(store) == [("customer@0", "dismissed"), ("customer@30", "dismissed")]


def test_a_dismissal_is_found_behind_what_concerns_no_message() -> None:
    store = MemoryStore()
    said = [message(n) for n in range(3)]
    land(store, *said)
    store.land([builders.deletion(m._replace(deleted=True, deleted_at=at(9))) for m in said[:2]])
    assert dismiss(store, 20)


def test_there_is_nothing_to_dismiss_in_a_conversation_that_never_was() -> None:
    store = MemoryStore()
    assert dismiss(store, 20) is None
    assert store.items == {}
