"""SIGINT, SIGTERM and SIGHUP as an exception: the first ends the run, later ones find it ending.

Python runs signal handlers in the main thread between any two instructions, so what must not be
torn apart (a process started, but not yet noted down) is done under `held`.
"""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_first: int | None = None
_holding = 0


class Interrupted(BaseException):
    """The run was asked to end. Undo what was started, and return `status`."""

    def __init__(self, number: int) -> None:
        super().__init__(f"signal {number}")
        self.status = 128 + number


def install() -> None:
    """From here on the first of the signals raises Interrupted in the main thread. Once is enough;
    another call begins anew."""
    global _first, _holding
    _first, _holding = None, 0
    for number in SIGNALS:
        signal.signal(number, _on_signal)


def _on_signal(number: int, _frame: FrameType | None) -> None:
    global _first  # noqa: PLW0603 - a process has one set of signal handlers
    if _first is not None:
        return
    _first = number
    if not _holding:
        raise Interrupted(number)


@contextlib.contextmanager
def held() -> Iterator[None]:
    """A signal during the block is raised at the block's end."""
    global _holding  # noqa: PLW0603 - as above
    before = _first
    _holding += 1
    try:
        yield
    finally:
        _holding -= 1
        if not _holding and _first is not None and before is None:
            raise Interrupted(_first)
