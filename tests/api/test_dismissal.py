"""Closing an open wait without a reply, by storing a dismissal among the messages."""

from dataclasses import replace

import pytest

from functions.api import dismissal
from shared.conversation.actions import NothingOpenError
from tests.builders import at, deletion, message, reply
from tests.fakes.backend import Backend


@pytest.fixture
def backend() -> Backend:
    """An empty table."""
    return Backend()


def dismiss(backend: Backend, minute: float, by: str = "ada") -> None:
    """Dismisses the open wait. The tracker then folds the dismissal."""
    record = backend.record()
    assert record
    backend.now = max(backend.now, at(minute))
    dismissal.dismiss(backend.store, record, by=by, reason="spam", now=at(minute), kept_days=400)
    backend.deliver()


def outcomes(backend: Backend) -> list[tuple[str, str]]:
    return [(wait.opened_by, wait.outcome) for wait in backend.waits()]


def test_an_open_wait_is_dismissed_with_a_name_and_a_reason(backend: Backend) -> None:
    backend.say(message(0))
    dismiss(backend, 20)
    (wait,) = backend.waits()
    assert (wait.outcome, wait.closed_at, wait.dismissed_by) == ("dismissed", at(20), "ada")
    record = backend.record()
    assert record
    assert record.open_wait is None


def test_the_reason_stays_out_of_the_facts(backend: Backend) -> None:
    """The reason is free text, and facts remain after a customer is forgotten."""
    backend.say(message(0))
    dismiss(backend, 20)
    (wait,) = backend.folded(backend.records()[0].conversation)[1]
    assert wait.reason == "spam"
    assert [fact.wait.reason for fact in backend.facts()] == [None]


def test_messages_of_the_same_time_as_the_last_one_are_dismissed_too(backend: Backend) -> None:
    backend.say(message(0), message(20), message(20, id="z"))
    dismiss(backend, 21)
    assert outcomes(backend) == [("customer@0", "dismissed")]


def test_a_message_that_was_not_seen_opens_a_wait(backend: Backend) -> None:
    """The message was written before the dismissal and arrives after it."""
    backend.say(message(0), message(5))
    dismiss(backend, 7)
    backend.say(message(6))
    assert outcomes(backend) == [("customer@0", "dismissed"), ("customer@6", "open")]


def test_messages_older_than_the_last_one_seen_are_dismissed_with_it(backend: Backend) -> None:
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
    with pytest.raises(NothingOpenError):
        dismiss(backend, 21)
    assert outcomes(backend) == [("customer@0", "dismissed")]


# --- Reopening ------------------------------------------------------------------------------------


def reopen(backend: Backend, minute: float) -> None:
    record = backend.record()
    assert record
    backend.now = max(backend.now, at(minute))
    dismissal.reopen(backend.store, record, by="bob", now=at(minute), kept_days=400)
    backend.deliver()


def test_a_dismissed_wait_is_opened_again_with_its_deadline(backend: Backend) -> None:
    backend.say(message(0))
    (before,) = backend.waits()
    dismiss(backend, 20)
    reopen(backend, 21)
    (wait,) = backend.waits()
    assert (wait.outcome, wait.due_at, wait.dismissed_by) == ("open", before.due_at, None)


def test_a_wait_that_was_reopened_can_be_dismissed_again(backend: Backend) -> None:
    backend.say(message(0))
    for minute in (20, 30, 40):
        dismiss(backend, minute)
        assert outcomes(backend) == [("customer@0", "dismissed")]
        reopen(backend, minute + 1)
        assert outcomes(backend) == [("customer@0", "open")]


def test_two_dismissals_of_the_same_time_are_undone_together(backend: Backend) -> None:
    backend.say(message(0))
    record = backend.record()
    assert record
    for version in (record.version, record.version + 1):
        one = replace(record, version=version)
        dismissal.dismiss(backend.store, one, by="a", reason="spam", now=at(9), kept_days=400)
    backend.deliver()
    assert outcomes(backend) == [("customer@0", "dismissed")]
    reopen(backend, 21)
    assert outcomes(backend) == [("customer@0", "open")]


def test_only_the_last_wait_is_reopened_if_it_was_dismissed(backend: Backend) -> None:
    backend.say(message(0))
    with pytest.raises(dismissal.NotDismissedError):
        reopen(backend, 5)
    backend.say(reply(10))
    with pytest.raises(dismissal.NotDismissedError):
        reopen(backend, 11)
    backend.say(message(20))
    dismiss(backend, 25)
    backend.say(message(30))
    with pytest.raises(dismissal.NotDismissedError):
        reopen(backend, 31)
    assert [outcome for _, outcome in outcomes(backend)] == ["met", "dismissed", "open"]
