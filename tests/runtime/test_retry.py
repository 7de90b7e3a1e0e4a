"""How a failing call is repeated."""

import random

import pytest

from shared.runtime import retry as module
from shared.runtime.retry import MAX_PAUSE_S, pause_s, retry


class TakenError(Exception):
    """Another writer was faster."""


class BrokenError(Exception):
    """A failure that another attempt cannot repair."""


class Flaky:
    """Raises the errors one after the other, then returns "done"."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"


def never(_seconds: float) -> None:
    raise AssertionError("nothing failed, so nothing waits")


def test_a_call_that_succeeds_is_made_once_without_a_pause():
    call = Flaky()
    assert retry(call, on=TakenError, attempts=3, pause=never) == "done"
    assert call.calls == 1


def test_a_failing_call_is_repeated_with_a_pause_between_two_calls():
    pauses: list[float] = []
    call = Flaky(TakenError(), TakenError())
    assert retry(call, on=TakenError, attempts=3, pause=pauses.append) == "done"
    assert (call.calls, len(pauses)) == (3, 2)


def test_the_last_error_is_raised_without_a_pause_after_it():
    pauses: list[float] = []
    call = Flaky(TakenError("first"), TakenError("second"), TakenError("third"))
    with pytest.raises(TakenError, match="third"):
        retry(call, on=TakenError, attempts=3, pause=pauses.append)
    assert (call.calls, len(pauses)) == (3, 2)


def test_any_other_error_is_raised_immediately():
    call = Flaky(BrokenError())
    with pytest.raises(BrokenError):
        retry(call, on=TakenError, attempts=3, pause=never)
    assert call.calls == 1


def test_several_kinds_of_error_can_be_repeated():
    call = Flaky(TakenError(), BrokenError())
    errors = (TakenError, BrokenError)
    assert retry(call, on=errors, attempts=3, pause=lambda _: None) == "done"


def test_one_attempt_is_a_plain_call():
    call = Flaky(TakenError())
    with pytest.raises(TakenError):
        retry(call, on=TakenError, attempts=1, pause=never)


def test_pauses_may_double_up_to_the_longest(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(random, "uniform", lambda _low, high: high)
    longest = [pause_s(failures) for failures in range(1, 8)]
    assert longest == pytest.approx([0.1, 0.2, 0.4, 0.8, 1.6, MAX_PAUSE_S, MAX_PAUSE_S])


def test_a_pause_can_be_as_short_as_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(random, "uniform", lambda low, _high: low)
    assert pause_s(5) == 0


def test_the_random_source_can_be_replaced_by_a_simulation(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "random", random.Random(7))
    first = pause_s(3)
    monkeypatch.setattr(module, "random", random.Random(7))
    assert pause_s(3) == first
