"""Runs a command in a process group of its own, and ends all of it when its starter is gone.

Started as `python guard.py COMMAND …`, in a new session, with a pipe as standard input that nobody
writes to. The end of that pipe, whichever way it comes (closed, or its holder killed), ends the
group: TERM, then KILL. So nothing outlives the starter, at whatever moment it stops. Standard
library only, and no import of ours: it is in place within milliseconds.
"""

import os
import select
import signal
import subprocess
import sys
import time

PATIENCE_S = 1.0
POLL_S = 0.05


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # A handler that does nothing, since an ignored signal would stay ignored in the command.
        signal.signal(number, lambda _number, _frame: None)
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
    while child.poll() is None:
        if _starter_is_gone(within_s=POLL_S):
            return _end(child)
    os.killpg(0, signal.SIGTERM)  # what the command left running
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def _starter_is_gone(*, within_s: float) -> bool:
    readable, _, _ = select.select([sys.stdin], [], [], within_s)
    return bool(readable) and not os.read(sys.stdin.fileno(), 1)


def _end(child: subprocess.Popen[bytes]) -> int:
    os.killpg(0, signal.SIGTERM)
    end = time.monotonic() + PATIENCE_S
    while child.poll() is None and time.monotonic() < end:
        time.sleep(POLL_S)
    os.killpg(0, signal.SIGKILL)  # this process too
    return 0


if __name__ == "__main__":
    sys.exit(main())
