"""What `make run` and `make story` print about the demo, and which of them checks the results."""

import argparse
import contextlib
import io
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from cli.local import address_file, checker_loop, deploy, run
from cli.local.demo import player, report
from cli.local.demo.player import Observations
from cli.local.terminal import Terminal
from tests import builders

VISITORS = {"customer": "u881", "channel": "tiktok", "surface": "public", "policy": "demo",
            "due_at": "2026-11-22T10:00:20Z", "overdue": True}  # fmt: skip
"""An open wait that is none of the demo's: somebody has sent a message of their own meanwhile."""


class Watched:
    """A local run whose demo sees the wait of a visitor, and the output of the demo."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.screen, self.checked = io.StringIO(), 0
        patches: dict[Any, dict[str, Any]] = {
            checker_loop: {"CheckerLoop": lambda _: SimpleNamespace(running=self._nothing)},
            player: {"Player": lambda **_: SimpleNamespace(play=self._seen)},
            report: {"check": self._check, "print_addresses": lambda *_, **__: None},
            address_file: {
                "reserved": lambda _: self._nothing(),
                "described": lambda *_, **__: "",
            },
            deploy: {"write_addresses": lambda *_, **__: None},
            run: {"_wait_while_alive": lambda *_: None},
        }
        for module, replaced in patches.items():
            for name, value in replaced.items():
                monkeypatch.setattr(module, name, value)

    def serve(self, *, story: bool) -> str:
        args = argparse.Namespace(story=story, no_story=False, config=None, port=4566)
        local: Any = SimpleNamespace(stack=SimpleNamespace(endpoint=""), stand_ins=None, aws=None)
        terminal = Terminal(Console(file=self.screen, width=120))
        run._serve(args, builders.configuration(), local, terminal, threading.Event())
        return self.screen.getvalue()

    @staticmethod
    def _seen() -> Observations:
        return Observations(open_at_end=[VISITORS])

    def _check(self, *_: object, **__: object) -> bool:
        self.checked += 1
        return False

    @staticmethod
    @contextlib.contextmanager
    def _nothing() -> Iterator[None]:
        yield


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(monkeypatch)


def test_a_visitors_own_message_fails_no_check_of_a_run(watched: Watched) -> None:
    assert "u881" in watched.serve(story=False)
    assert watched.checked == 0


def test_a_story_fails_with_its_checks(watched: Watched) -> None:
    with pytest.raises(run.ChecksFailedError):
        watched.serve(story=True)
    assert watched.checked == 1


def test_what_stops_a_local_run_is_an_error_with_status_2(capsys):
    parser = argparse.ArgumentParser()
    run.add(parser)
    assert run.run(parser.parse_args(["--config", "none.toml"])) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "replywatch: none.toml: there is no such file\n")
