"""The peer for finding overdue items and notifying: django-helpdesk's `escalate_tickets`."""

import contextlib
import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench import peers

DATABASE = "helpdesk"


def measure_escalation(tickets: int) -> tuple[float, str]:
    """Seconds for that many overdue tickets, and the database's name.

    PostgreSQL is used if it is installed, else SQLite.
    """
    with tempfile.TemporaryDirectory(prefix="replywatch-helpdesk-") as folder:
        if tools := _tools():
            with _postgresql(tools, Path(folder)) as settings:
                return _seconds(tickets, settings), "PostgreSQL"
        settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(folder) / "db")}
        return _seconds(tickets, settings), "SQLite"


def _seconds(tickets: int, settings: Mapping[str, str]) -> float:
    database = {f"HELPDESK_{name}": value for name, value in settings.items()}
    return float(peers.run("bench.helpdesk_probe", str(tickets), environment=database))


def _tools() -> Path | None:
    found = shutil.which("initdb")
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return Path(found).resolve().parent if found else known[-1].parent if known else None


@contextlib.contextmanager
def _postgresql(tools: Path, folder: Path) -> Iterator[Mapping[str, str]]:
    """A PostgreSQL server while the block runs, with default settings, on a Unix socket only."""
    run_as: dict[str, Any] = {}
    user = getpass.getuser()
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = next(name for name in ("postgres", "nobody") if _user_exists(name))
        shutil.chown(folder, user)
        run_as = {"user": user, "cwd": folder}
    data = folder / "data"
    command = [str(tools / "initdb"), "--username=helpdesk", "--auth=trust", "-D", str(data)]
    subprocess.run(command, check=True, capture_output=True, **run_as)
    options = f"-c listen_addresses='' -k {folder}"
    control = [str(tools / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    subprocess.run(
        [*control, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, **run_as
    )
    try:
        create = [str(tools / "createdb"), "-h", str(folder), "-U", "helpdesk", DATABASE]
        subprocess.run(create, check=True, capture_output=True)
        yield {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": DATABASE,
            "USER": "helpdesk",
            "HOST": str(folder),
        }
    finally:
        stop = [*control, "-m", "immediate", "stop"]
        subprocess.run(stop, check=False, capture_output=True, **run_as)


def _user_exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
