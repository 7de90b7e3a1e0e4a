"""The local AWS (MiniStack): starts it, waits until it answers, and leaves nothing of it behind."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.local.interrupts import held

GUARD = Path(__file__).with_name("guard.py")
HOST = "127.0.0.1"
ACCOUNT, REGION = "000000000000", "us-east-1"
START_S = 20.0
STOP_S = 8.0


class LocalRunError(Exception):
    """The local run cannot go on; `log` tells more, where there is one."""

    def __init__(self, what: str, *, log: Path | None = None) -> None:
        super().__init__(what)
        self.log = log


class PortTakenError(LocalRunError):
    """Another program listens there. Choose another port, or end that program."""


class EngineError(LocalRunError):
    """The engine did not come up, or has died; its log tells why."""


def environment(endpoint: str, *, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables under which the AWS tools and clients talk to the engine, and to nothing else.

    Whatever names a real account (a profile, a session, an endpoint of one service) is left out.
    """
    inherited = os.environ if base is None else base
    kept = {name: value for name, value in inherited.items() if not name.startswith("AWS_")}
    return kept | {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": f"{HOST},localhost",
        "no_proxy": f"{HOST},localhost",
    }


class Group:
    """A command and all that it starts, in a process group that ends with us (see guard.py)."""

    def __init__(self, command: Sequence[str], *, env: Mapping[str, str], log: Path) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-S", "-E", str(GUARD), *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(env),
                start_new_session=True,
            )
        self.log = log

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def wait(self, *, within_s: float | None = None) -> int:
        return self.process.wait(within_s)

    def stop(self) -> None:
        """Ends the group and waits until it is gone, in a few seconds at most. Safe to repeat."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextlib.contextmanager
def started(command: Sequence[str], *, env: Mapping[str, str], log: Path) -> Iterator[Group]:
    """A group for as long as the block runs, whatever ends the block."""
    group: Group | None = None
    try:
        with held():
            group = Group(command, env=env, log=log)
        yield group
    finally:
        if group is not None:
            with held():
                group.stop()


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A running MiniStack."""

    endpoint: str
    group: Group

    @property
    def alive(self) -> bool:
        return self.group.alive


def refuse_taken(port: int) -> None:
    """Raises PortTakenError when something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTakenError(
                f"Port {port} is taken by {_who(port)}. "
                f"Stop that, or choose another port: make run PORT={port + 1}"
            ) from error


def _who(port: int) -> str:
    if healthy(f"http://{HOST}:{port}"):
        return "a MiniStack, perhaps of another `make run`"
    return "another program" if port >= 1024 else "the system"


def healthy(endpoint: str) -> bool:
    """Whether an engine answers there."""
    try:
        with urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=1) as answer:  # noqa: S310 - ours, on loopback
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


@contextlib.contextmanager
def running(*, port: int, state: Path, log: Path) -> Iterator[Engine]:
    """A MiniStack on loopback, with all its files under `state`, for as long as the block runs."""
    refuse_taken(port)
    shutil.rmtree(state, ignore_errors=True)
    (state / "tmp").mkdir(parents=True)
    endpoint = f"http://{HOST}:{port}"
    env = _engine_environment(endpoint, port=port, state=state)
    try:
        with started([sys.executable, "-m", "ministack"], env=env, log=log) as group:
            _await_health(endpoint, group)
            yield Engine(endpoint=endpoint, group=group)
    finally:
        shutil.rmtree(state, ignore_errors=True)


def _engine_environment(endpoint: str, *, port: int, state: Path) -> dict[str, str]:
    return environment(endpoint) | {
        "BIND_HOST": HOST,
        "MINISTACK_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # At its start it clears away every container that it takes for its own: not here.
        "DOCKER_HOST": f"unix://{state}/no-docker.sock",
        "LAMBDA_EXECUTOR": "local",
        "TMPDIR": str(state / "tmp"),
        "STATE_DIR": str(state / "state"),
        "S3_DATA_DIR": str(state / "s3"),
        "PYTHONUNBUFFERED": "1",
    }


def _await_health(endpoint: str, group: Group) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if healthy(endpoint):
            return
        if not group.alive:
            break
        time.sleep(0.05)
    raise EngineError("The local AWS did not start", log=group.log)
