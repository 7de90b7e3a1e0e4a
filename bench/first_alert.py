"""Seconds from `make run` to the first alert, with everything installed and built."""

import json
import os
import signal
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import IO

from bench.results import Result
from cli.local.deploy import BUILD
from cli.local.emulator import ACCOUNT, HOST, free_port
from infra import packaging
from infra.settings import LOCAL, ROOT, from_context

RUNS, MAX_WAIT_S, POLL_S = 3, 180.0, 0.1
LOG = BUILD / "logs" / "bench-run.log"


class NoAlertError(Exception):
    """The local run sent no alert."""


def measure() -> list[Result]:
    """Seconds from the start of the command to the first sent email."""
    packaging.layer_asset(from_context({"stage": LOCAL}.get))
    runs = [_run() for _ in range(RUNS)]
    note = "of these, the demo's target takes 20 s"
    return [Result("run_to_first_alert_s", statistics.median(runs), "s", note=note)]


def _run() -> float:
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("wb") as output:
        return _seconds_until_first_email(free_port(), output)


def _seconds_until_first_email(port: int, output: IO[bytes]) -> float:
    begun = time.monotonic()
    local = subprocess.Popen(
        [sys.executable, "-m", "cli.local", "--port", str(port)],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=output,
        stderr=subprocess.STDOUT,
    )
    try:
        while not _has_sent(port):
            if local.poll() is not None:
                raise NoAlertError(f"the local run stopped: see {LOG}")
            if time.monotonic() - begun > MAX_WAIT_S:
                raise NoAlertError(f"nothing was sent within {MAX_WAIT_S:.0f} s: see {LOG}")
            time.sleep(POLL_S)
        return time.monotonic() - begun
    finally:
        local.send_signal(signal.SIGINT)
        local.wait(30)


def _has_sent(port: int) -> bool:
    url = f"http://{HOST}:{port}/_ministack/ses/messages?account={ACCOUNT}"
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(json.load(answer)["messages"].get(ACCOUNT))
    except (urllib.error.URLError, OSError, ValueError):
        return False
