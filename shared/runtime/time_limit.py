"""Interrupts work that takes too long, before Lambda ends the whole invocation.

At its timeout, Lambda stops an invocation without informing the code. Then the code could neither
report what it has finished nor set aside what it cannot finish.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from types import FrameType
from typing import Never


class OutOfTimeError(BaseException):
    """The time is up. What was being written may or may not have been written.

    This does not extend Exception, because botocore treats an Exception during a request as a lost
    connection, and would send the request again.
    """


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises OutOfTimeError in the block once it has run for this long. `math.inf` means no limit.

    It uses SIGALRM, which only the main thread can receive. Lambda calls handlers in the main
    thread. In any other thread there is no limit. Blocks cannot be nested.
    """
    if seconds == inf or threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGALRM, _raise)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def _raise(_signal: int, _frame: FrameType | None) -> Never:
    raise OutOfTimeError
