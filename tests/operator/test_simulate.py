"""`replywatch simulate` sends signed test traffic."""

import json
from datetime import timedelta

import pytest

from cli.commands import simulate
from cli.local.http_client import Response
from tests.operator.deployed import Account, unreachable
from tests.operator.world import World


@pytest.fixture(autouse=True)
def _virtual_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause takes no time, and the world's clock runs on."""
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
