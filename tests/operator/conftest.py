"""Fixtures that run `replywatch backtest` on given lines, and commands on a deployment."""

import json
from pathlib import Path

import pytest

from cli.main import main
from tests import builders
from tests.operator import deployed
from tests.operator.world import World

NOW = "2026-11-22T20:00:00Z"


@pytest.fixture
def backtest(monkeypatch, capsys):
    """Runs `backtest`. Returns the exit status, the printed objects, and the lines of the error
    output."""

    def of(*lines, options=("--now", NOW), text=None):
        typed = builders.typed(builders.jsonl(*lines) if text is None else text)
        monkeypatch.setattr("sys.stdin", typed)
        status = main(["backtest", *options])
        shown = capsys.readouterr()
        return status, [json.loads(text) for text in shown.out.splitlines()], shown.err.splitlines()

    return of


@pytest.fixture
def waits(backtest):
    def of(*lines, **more):
        status, out, err = backtest(*lines, **more)
        assert (status, err) == (0, [])
        return out

    return of


@pytest.fixture
def world(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> World:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    return World(tmp_path, capsys, monkeypatch)


@pytest.fixture
def account(world: World, monkeypatch: pytest.MonkeyPatch) -> deployed.Account:
    return deployed.install(world, monkeypatch)
