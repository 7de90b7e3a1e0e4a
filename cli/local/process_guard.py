"""Runs a command in its own process group, and ends the whole group when the parent is gone.

Started as `python process_guard.py COMMAND …`, in a new session. Its standard input is a pipe to
which nothing is written. When that pipe ends, because the parent closed it or was killed, the group
gets SIGTERM and then SIGKILL. So no process outlives the parent.

Uses the standard library only and imports nothing of ours: the guard must be running within
milliseconds.
"""

import os
import select
import signal
import subprocess
import sys
import time

TERMINATE_S = 1.0
"""Seconds between SIGTERM and SIGKILL."""
POLL_S = 0.05


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # An empty handler: an ignored signal would stay ignored in the command.
        signal.signal(number, lambda _number, _frame: None)
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
    while child.poll() is None:
        if _is_parent_gone(within_s=POLL_S):
            return _end(child)
    os.killpg(0, signal.SIGTERM)  # processes that the command left running
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def _is_parent_gone(*, within_s: float) -> bool:
    readable, _, _ = select.select([sys.stdin], [], [], within_s)
    return bool(readable) and not os.read(sys.stdin.fileno(), 1)


def _end(child: subprocess.Popen[bytes]) -> int:
    os.killpg(0, signal.SIGTERM)
    end = time.monotonic() + TERMINATE_S
    while child.poll() is None and time.monotonic() < end:
        time.sleep(POLL_S)
    os.killpg(0, signal.SIGKILL)  # this process too
    return 0


if __name__ == "__main__":
    sys.exit(main())
