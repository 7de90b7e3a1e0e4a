"""Closing what is open without a reply, by way of the messages."""

import pytest

from functions.api import dismissal
from tests.builders import at, deletion, message
from tests.fakes.backend import Backend


@pytest.fixture
def backend() -> Backend:
    """An empty table."""
    return Backend()


def dismiss(backend: Backend, minute: float, by: str = "ada") -> None:
    """Dismisses what is open; the tracker folds the dismissal."""
    record = backend.record()
    assert record
    backend.now = max(backend.now, at(minute))
    dismissal.dismiss(backend.store, record, by=by, reason="spam", now=at(minute), kept_days=400)
    backend.deliver()


def outcomes(backend: Backend) -> list[tuple[str, str]]:
    return [(wait.opened_by, wait.outcome) for wait in backend.waits()]


def test_what_is_open_is_dismissed_and_says_by_whom_and_why(backend: Backend) -> None:
    backend.say(message(0))
    dismiss(backend, 20)
    (wait,) = backend.waits()
    assert (wait.outcome, wait.closed_at, wait.dismissed_by) == ("dismissed", at(20), "ada")
    record = backend.record()
    assert record
    assert record.open_wait is None


def test_the_reason_stays_out_of_the_facts(backend: Backend) -> None:
    """It is free text, and facts outlast a customer who is forgotten."""
    backend.say(message(0))
    dismiss(backend, 20)
    (wait,) = backend.folded(backend.records()[0].conversation)[1]
    assert wait.reason == "spam"
    assert [fact.wait.reason for fact in backend.facts()] == [None]


def test_messages_of_the_last_ones_moment_are_dismissed_with_the_rest(backend: Backend) -> None:
    backend.say(message(0), message(20), message(20, id="z"))
    dismiss(backend, 21)
    assert outcomes(backend) == [("customer@0", "dismissed")]


def test_what_was_not_seen_opens_a_wait(backend: Backend) -> None:
    """It was written before the dismissal, and arrives after it."""
    backend.say(message(0), message(5))
    dismiss(backend, 7)
    backend.say(message(6))
    assert outcomes(backend) == [("customer@0", "dismissed"), ("customer@6", "open")]


def test_what_is_older_than_the_last_message_seen_is_dismissed_with_it(backend: Backend) -> None:
    backend.say(message(0), message(5))
    dismiss(backend, 7)
    backend.say(message(3))
    assert outcomes(backend) == [("customer@0", "dismissed")]


def test_a_conversation_can_be_dismissed_again(backend: Backend) -> None:
    backend.say(message(0))
    dismiss(backend, 20)
    backend.say(message(30))
    dismiss(backend, 40)
    assert outcomes(backend) == [("customer@0", "dismissed"), ("customer@30", "dismissed")]


def test_a_wait_among_deleted_messages_is_dismissed(backend: Backend) -> None:
    said = [message(n) for n in range(3)]
    backend.say(*said)
    backend.put(*(deletion(m._replace(deleted=True, deleted_at=at(9))) for m in said[:2]))
    dismiss(backend, 20)
    assert [outcome for _, outcome in outcomes(backend)] == ["dismissed"]


def test_there_is_nothing_to_dismiss_after_a_dismissal(backend: Backend) -> None:
    backend.say(message(0))
    dismiss(backend, 20)
    with pytest.raises(dismissal.NothingOpenError):
        dismiss(backend, 21)
    assert outcomes(backend) == [("customer@0", "dismissed")]
