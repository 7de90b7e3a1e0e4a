"""How work is interrupted before its invocation ends."""

import math
import signal
import threading
import time

import pytest

from shared.runtime.time_limit import OutOfTimeError, time_limit


def test_work_that_takes_too_long_is_interrupted():
    began = time.monotonic()
    with pytest.raises(OutOfTimeError), time_limit(0.05):
        time.sleep(30)
    assert time.monotonic() - began < 10


def loops() -> None:
    while True:
        pass


def catches_every_exception() -> None:
    """Catches every exception, as botocore does while it sends a request."""
    try:
        time.sleep(30)
    except Exception:  # noqa: BLE001
        pytest.fail("the interruption was taken for an error of the request")


@pytest.mark.parametrize("work", [loops, catches_every_exception])
def test_work_is_interrupted_even_if_it_catches_every_exception(work):
    with pytest.raises(OutOfTimeError), time_limit(0.05):
        work()


def test_work_that_ends_in_time_is_never_interrupted_afterwards():
    with time_limit(0.05):
        pass
    time.sleep(0.1)


def test_the_previous_signal_handler_is_restored():
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(OutOfTimeError), time_limit(0.01):
        time.sleep(30)
    assert signal.getsignal(signal.SIGALRM) == before


def test_an_error_of_the_work_is_raised_as_it_is():
    with pytest.raises(KeyError), time_limit(5):
        raise KeyError("at")
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_work_can_run_without_a_limit():
    with time_limit(math.inf):
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_another_thread_than_the_main_one_has_no_limit():
    ended: list[bool] = []

    def work() -> None:
        with time_limit(0.01):
            time.sleep(0.05)
        ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == [True]
