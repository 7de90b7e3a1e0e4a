"""SIGINT, SIGTERM and SIGHUP as an exception: the first one ends the run, later ones are ignored.

Python runs signal handlers in the main thread between any two instructions. A step that must not be
interrupted halfway (a process is started, but not yet recorded) runs under `deferred`.
"""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_first: int | None = None
_deferrals = 0


class Interrupted(BaseException):
    """A signal asked the run to end. Undo what was started, and exit with `status`."""

    def __init__(self, number: int) -> None:
        super().__init__(f"signal {number}")
        self.status = 128 + number


def install() -> None:
    """From now on the first of the signals raises Interrupted in the main thread.

    A second call resets the state: the next signal counts as the first again.
    """
    global _first, _deferrals
    _first, _deferrals = None, 0
    for number in SIGNALS:
        signal.signal(number, _on_signal)


def _on_signal(number: int, _frame: FrameType | None) -> None:
    global _first  # noqa: PLW0603 - a process has one set of signal handlers
    if _first is not None:
        return
    _first = number
    if not _deferrals:
        raise Interrupted(number)


@contextlib.contextmanager
def deferred() -> Iterator[None]:
    """A signal that arrives during the block is raised at the end of the block."""
    global _deferrals  # noqa: PLW0603 - as above
    before = _first
    _deferrals += 1
    try:
        yield
    finally:
        _deferrals -= 1
        if not _deferrals and _first is not None and before is None:
            raise Interrupted(_first)
