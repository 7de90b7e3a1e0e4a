"""The AWS emulator starts on loopback, reports errors, and leaves no process or file behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.local import emulator
from cli.local.processes import STOP_S, started
from cli.local.signals import Interrupted, deferred, install

ROOT = Path(__file__).parents[2]


@pytest.fixture
def port():
    return emulator.free_port()


@pytest.fixture
def signals():
    """Installs our signal handlers, and restores those of pytest after the test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    install()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def mentioning(marker):
    """The ids of processes with the marker in their environment, which child processes inherit."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if marker.encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def until(condition, *, within_s=10.0):
    end = time.monotonic() + within_s
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")


def test_it_serves_until_the_block_ends(port, tmp_path):
    with emulator.running(port=port, state=tmp_path / "state", log=tmp_path / "log") as running:
        assert running.endpoint == f"http://127.0.0.1:{port}"
        assert running.is_alive
        assert emulator.is_healthy(running.endpoint)
    assert not running.is_alive
    assert not emulator.is_healthy(running.endpoint)
    assert not (tmp_path / "state").exists()


def test_a_port_in_use_is_an_error_that_suggests_another(tmp_path):
    with socket.socket() as taken:
        taken.bind((emulator.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(emulator.PortTakenError, match=rf"{port} is in use .* PORT={port + 1}"),
            emulator.running(port=port, state=tmp_path / "state", log=tmp_path / "log"),
        ):
            pass


def test_a_port_in_use_ends_the_command_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind((emulator.HOST, 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [sys.executable, "-m", "cli.local", "--port", port],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=20,
            check=False,
        )
    assert ended.returncode == 2
    assert f"Port {port} is in use" in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("after_s", [0.0, 0.1, 0.4])
def test_an_interrupted_start_leaves_no_process(port, number, after_s):
    marker = f"REPLYWATCH_TEST={os.getpid()}-{port}-{time.monotonic_ns()}"
    name, value = marker.split("=")
    run = subprocess.Popen(
        [sys.executable, "-m", "cli.local", "--port", str(port)],
        cwd=ROOT, env={**os.environ, name: value},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert until(lambda: len(mentioning(marker)) > 1), "nothing was started"
    time.sleep(after_s)
    run.send_signal(number)
    shown, _ = run.communicate(timeout=20)
    assert until(lambda: not mentioning(marker)), "processes are left"
    assert run.returncode == (-number if number == signal.SIGKILL else 128 + number)
    assert "Traceback" not in shown


@needs_proc
def test_a_process_that_ignores_sigterm_is_killed(tmp_path):
    marker = f"REPLYWATCH_TEST={os.getpid()}-{time.monotonic_ns()}"
    name, value = marker.split("=")
    stubborn = "trap '' TERM; echo ready; sleep 60 & wait"
    log = tmp_path / "log"
    with started(["sh", "-c", stubborn], env={**os.environ, name: value}, log=log):
        assert until(lambda: "ready" in log.read_text())
        begun = time.monotonic()
    assert not mentioning(marker)
    assert time.monotonic() - begun < STOP_S


def test_the_exit_status_of_a_command_is_returned(tmp_path):
    with started(["sh", "-c", "exit 7"], env=os.environ, log=tmp_path / "log") as group:
        assert group.wait(within_s=5) == 7


def test_a_signal_is_deferred_until_a_started_process_is_recorded(signals):
    steps = []

    def start():
        with deferred():
            os.kill(os.getpid(), signal.SIGTERM)
            steps.append("recorded")

    with pytest.raises(Interrupted) as interrupted:
        start()
    assert steps == ["recorded"]
    assert interrupted.value.status == 143


def test_a_second_signal_is_ignored(signals):
    with pytest.raises(Interrupted):
        os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGINT)


def test_credentials_of_a_real_account_do_not_reach_the_tools():
    theirs = {"AWS_PROFILE": "work", "AWS_SESSION_TOKEN": "x", "AWS_ENDPOINT_URL_S3": "y", "A": "b"}
    ours = emulator.environment("http://127.0.0.1:1", base=theirs)
    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3"} & set(ours)
    assert ours["A"] == "b"
    assert ours["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
