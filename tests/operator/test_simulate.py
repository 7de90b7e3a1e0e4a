"""`replywatch simulate` sends signed test traffic."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.client import IncompleteRead
from itertools import count

import pytest

from cli.commands import simulate
from cli.local import http_client
from cli.local.http_client import NoResponseError, Response
from tests.operator.deployed import Account, unreachable
from tests.operator.world import World


@pytest.fixture(autouse=True)
def _virtual_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes pauses take no time, while the world's clock advances."""
    start = world.now

    def pause(seconds: float) -> None:
        world.now += timedelta(seconds=seconds)

    def clock() -> float:
        return (world.now - start).total_seconds()

    monkeypatch.setattr(simulate.send, "__kwdefaults__", {"pause": pause, "clock": clock})
    monkeypatch.setattr(simulate, "WORKERS", 1)


def simulated(world: World, *options: str) -> tuple[int, str]:
    return world.run("simulate", "--yes", *options)


def test_customers_write_on_all_configured_channels(world: World, account: Account) -> None:
    status, shown = simulated(world, "--seconds", "60", "--replies", "0", "--json")
    assert status == 0
    assert json.loads(shown)["statuses"] == {"200": 60}
    messages = [i for i in world.items("C#") if "message_id" in i]
    assert len(messages) == 60
    assert {m["channel"] for m in messages} == {"messenger", "whatsapp", "facebook", "x"}
    assert world.items("Q#") == []


def test_replies_close_waits(world: World, account: Account) -> None:
    simulated(world, "--seconds", "20", "--replies", "1", "--channel", "messenger")
    world.deliver()
    assert world.outcomes()
    assert "open" not in world.outcomes()


def test_a_flood_comes_from_one_customer(world: World, account: Account) -> None:
    simulated(world, "--shape", "flood", "--seconds", "9", "--replies", "0")
    assert {i["customer"] for i in world.items("C#") if "message_id" in i} == {"9990000000"}


def test_the_same_seed_sends_the_same_texts(world: World, account: Account) -> None:
    shown = [world.run("simulate", "--dry-run", "--json", "--seed", "4")[1] for _ in range(2)]
    assert shown[0] == shown[1]
    assert world.items("C#") == []


def test_an_answer_other_than_200_is_reported(
    world: World,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cli.local.http_client.post", unreachable)
    status, shown = simulated(world, "--seconds", "3", "--replies", "0")
    assert status == 1
    assert "no answer: 3" in shown
    assert "did not answer within 30 s" in shown
    assert "Try a lower --rate" in shown


@pytest.mark.parametrize(
    ("status", "meaning"), [(403, "the signature was refused"), (502, "See the webhook's log")]
)
def test_a_refusal_is_explained(
    world: World,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    meaning: str,
) -> None:
    monkeypatch.setattr("cli.local.http_client.post", lambda *_given: Response(status, b""))
    exit_status, shown = simulated(world, "--seconds", "1", "--replies", "0")
    assert exit_status == 1
    assert f"\n{status}: " in shown
    assert meaning in shown


def test_a_truncated_answer_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(*_given: object, **_named: object) -> None:
        raise IncompleteRead(b"")

    monkeypatch.setattr(http_client._without_proxy, "open", cut_off)
    with pytest.raises(NoResponseError, match=r"No response from http://127\.0\.0\.1:1/health"):
        http_client.get("http://127.0.0.1:1/health")


def test_after_ctrl_c_nothing_more_is_sent(
    world: World, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, interrupted, posted = threading.Event(), threading.Event(), 0

    def post(*_given: object) -> Response:
        nonlocal posted
        posted += 1
        begun.set()
        assert interrupted.wait(5)
        return Response(200, b"")

    def press_ctrl_c_at_the_tenth(_seconds: float, calls: Iterator[int] = count()) -> None:  # noqa: B008
        if next(calls) == 10:
            assert begun.wait(5)
            interrupted.set()
            raise KeyboardInterrupt

    monkeypatch.setattr("cli.local.http_client.post", post)
    timing = {"pause": press_ctrl_c_at_the_tenth, "clock": lambda: 0.0}
    monkeypatch.setattr(simulate.send, "__kwdefaults__", timing)
    assert simulated(world, "--rate", "10", "--seconds", "10")[0] == 130
    assert posted < 5, "ten were waiting, and one worker sends them"


def test_more_messages_than_a_run_can_plan_are_refused(world: World, account: Account) -> None:
    status, shown = simulated(world, "--rate", "1000", "--seconds", "86400")
    assert (status, shown) == (2, "")
    assert "Expected at most 500,000 messages, got 86,400,000." in world.errors


def test_nothing_is_sent_without_consent(
    world: World,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda: "n")
    assert world.run("simulate")[0] == 2
    assert world.items() == []


@pytest.mark.parametrize("wrong", [("--rate", "0"), ("--seconds", "-1"), ("--replies", "2")])
def test_a_wrong_amount_is_refused(
    world: World,
    account: Account,
    wrong: tuple[str, str],
) -> None:
    with pytest.raises(SystemExit) as stopped:
        simulated(world, *wrong)
    assert stopped.value.code == 2
    assert f"argument {wrong[0]}: expected a number from" in world.capsys.readouterr().err
