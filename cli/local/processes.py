"""Starts the tools of the local run, each with a log, and ends them with all their processes."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cli.local.errors import LocalRunError
from cli.local.signals import deferred

GUARD = Path(__file__).with_name("process_guard.py")
STOP_S = 8.0
"""Seconds that a group has to end before it is killed."""


class ProcessGroup:
    """A command and all processes it starts. The group ends with us (see process_guard.py)."""

    def __init__(
        self, command: Sequence[str], *, env: Mapping[str, str], log: Path, cwd: Path | None = None
    ) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-S", "-E", str(GUARD), *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(env),
                cwd=cwd,
                start_new_session=True,
            )
        self.log = log

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def wait(self, *, within_s: float | None = None) -> int:
        """The exit status, once the command has ended."""
        return self.process.wait(within_s)

    def check(self, name: str) -> None:
        """Waits for the end. Raises ToolFailedError when the exit status is not 0."""
        if self.wait() != 0:
            raise ToolFailedError(f"{name} failed", log=self.log)

    def stop(self) -> None:
        """Ends the group and waits until it is gone, a few seconds at most. Safe to repeat."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class ToolFailedError(LocalRunError):
    """A tool failed, or is not installed. The log, where there is one, has its output."""


@contextlib.contextmanager
def started(
    command: Sequence[str], *, env: Mapping[str, str], log: Path, cwd: Path | None = None
) -> Iterator[ProcessGroup]:
    """Runs the command while the block runs, and ends its group when the block ends. `cwd`: in
    which folder; by default in that of this process."""
    group: ProcessGroup | None = None
    try:
        with deferred():
            group = ProcessGroup(command, env=env, log=log, cwd=cwd)
        yield group
    finally:
        if group is not None:
            with deferred():
                group.stop()
