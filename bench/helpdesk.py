"""A peer at finding and telling what is overdue: django-helpdesk's `escalate_tickets`."""

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


def escalated(tickets: int) -> tuple[float, str]:
    """Seconds for so many overdue tickets, and the database: PostgreSQL where it is installed,
    SQLite elsewhere."""
    with tempfile.TemporaryDirectory(prefix="replywatch-helpdesk-") as folder:
        if tools := _tools():
            with _postgresql(tools, Path(folder)) as settings:
                return _seconds(tickets, settings), "PostgreSQL"
        settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(folder) / "db")}
        return _seconds(tickets, settings), "SQLite"


def _seconds(tickets: int, settings: Mapping[str, str]) -> float:
    database = {f"HELPDESK_{name}": value for name, value in settings.items()}
    return float(peers.run("bench.helpdesk_probe", str(tickets), **database))


def _tools() -> Path | None:
    found = shutil.which("initdb")
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return Path(found).resolve().parent if found else known[-1].parent if known else None


@contextlib.contextmanager
def _postgresql(tools: Path, folder: Path) -> Iterator[Mapping[str, str]]:
    """A server of its own for as long as the block runs, with its defaults, by a socket only."""
    who: dict[str, Any] = {}
    user = getpass.getuser()
    if os.geteuid() == 0:  # which PostgreSQL refuses
        user = next(name for name in ("postgres", "nobody") if _known(name))
        shutil.chown(folder, user)
        who = {"user": user, "cwd": folder}
    data = folder / "data"
    command = [str(tools / "initdb"), "--username=helpdesk", "--auth=trust", "-D", str(data)]
    subprocess.run(command, check=True, capture_output=True, **who)
    options = f"-c listen_addresses='' -k {folder}"
    control = [str(tools / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    subprocess.run([*control, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, **who)
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
        subprocess.run(stop, check=False, capture_output=True, **who)


def _known(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
