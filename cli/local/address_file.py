"""The file with the addresses of a local run, by which `replywatch --local` finds it."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from cli.local.deploy import BUILD

USUAL = "local.json"


@contextlib.contextmanager
def reserved(port: int, *, build: Path = BUILD) -> Iterator[Path]:
    """`build/local.json`. While another run in this folder has it: `build/local-PORT.json`.

    The file is removed at the end. The operating system's lock says which run has it: the lock ends
    with the process, so the file of a run that was killed is replaced.
    """
    build.mkdir(exist_ok=True)
    with (build / "local.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path = build / USUAL
        except BlockingIOError:
            path = build / f"local-{port}.json"
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)


def described(path: Path, *, endpoint: str) -> str:
    """The file's name, with the options for `replywatch` if another run has the usual file."""
    shown = f"{path.parent.name}/{path.name}"
    return shown if path.name == USUAL else f"{shown}; use --local --endpoint-url {endpoint}"
