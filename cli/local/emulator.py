"""The AWS emulator (MiniStack): starts it, waits until it answers, stops it, removes its files."""

import contextlib
import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cli.local.errors import LocalRunError
from cli.local.processes import ProcessGroup, started

HOST = "127.0.0.1"
ACCOUNT, REGION = "000000000000", "us-east-1"
START_S = 20.0
"""Seconds that the emulator has to answer after its start."""


class PortTakenError(LocalRunError):
    """Another program listens on the port. Choose another port, or stop that program."""


class EmulatorError(LocalRunError):
    """The emulator did not start, or has stopped. Its log has the reason."""


def environment(endpoint: str, *, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """Environment variables with which AWS tools and clients talk to the emulator only.

    Variables of a real account (a profile, a session, the endpoint of one service) are removed.
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


@contextlib.contextmanager
def as_environment(endpoint: str) -> Iterator[None]:
    """Makes this process use the emulator while the block runs."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment(endpoint, base=before))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """A running MiniStack."""

    endpoint: str
    group: ProcessGroup

    @property
    def is_alive(self) -> bool:
        return self.group.is_alive


def free_port() -> int:
    """A port on which no program listens, for those who do not choose one."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def check_port_is_free(port: int) -> None:
    """Raises PortTakenError when a program listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTakenError(
                f"Port {port} is in use by {_user_of(port)}. "
                f"Stop it, or choose another port: make run PORT={port + 1}, or with `replywatch "
                f"local`: --port {port + 1}"
            ) from error


def _user_of(port: int) -> str:
    if is_healthy(f"http://{HOST}:{port}"):
        return "a MiniStack, perhaps of another `make run`"
    return "another program" if port >= 1024 else "the system"


def is_healthy(endpoint: str) -> bool:
    """Whether an emulator answers at the endpoint."""
    try:
        with urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=1) as answer:  # noqa: S310 - ours, on loopback
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


@contextlib.contextmanager
def running(*, port: int, state: Path, log: Path, enforces_iam: bool = False) -> Iterator[Emulator]:
    """A MiniStack on loopback while the block runs. All its files are under `state`.

    With `enforces_iam` it refuses what a caller's policies do not allow.
    """
    check_port_is_free(port)
    shutil.rmtree(state, ignore_errors=True)
    (state / "tmp").mkdir(parents=True)
    endpoint = f"http://{HOST}:{port}"
    env = _emulator_environment(endpoint, port=port, state=state)
    env |= {"AUTH": "true"} if enforces_iam else {}
    try:
        with started([sys.executable, "-m", "ministack"], env=env, log=log) as group:
            _wait_until_healthy(endpoint, group)
            yield Emulator(endpoint=endpoint, group=group)
    finally:
        shutil.rmtree(state, ignore_errors=True)


def _emulator_environment(endpoint: str, *, port: int, state: Path) -> dict[str, str]:
    return environment(endpoint) | {
        "BIND_HOST": HOST,
        "MINISTACK_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # MiniStack removes containers that look like its own when it starts. It must not find any.
        "DOCKER_HOST": f"unix://{state}/no-docker.sock",
        "LAMBDA_EXECUTOR": "local",
        "TMPDIR": str(state / "tmp"),
        "STATE_DIR": str(state / "state"),
        "S3_DATA_DIR": str(state / "s3"),
        "PYTHONUNBUFFERED": "1",
    }


def _wait_until_healthy(endpoint: str, group: ProcessGroup) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if is_healthy(endpoint):
            return
        if not group.is_alive:
            break
        time.sleep(0.05)
    raise EmulatorError("The AWS emulator did not start", log=group.log)
