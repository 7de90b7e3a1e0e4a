"""`replywatch doctor` checks a deployment end to end."""

import json
from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.operator.deployed import SECRETS, Account, unreachable
from tests.operator.world import World, a_story, at, messenger


def findings(world: World) -> dict[str, str]:
    shown = world.run("doctor", "--json")[1]
    found = [json.loads(line) for line in shown.splitlines()]
    return {f["check"]: f["status"] for f in found}


def test_nothing_is_wrong_with_a_good_deployment(world: World, account: Account) -> None:
    before = world.items()
    account.date = format_datetime(world.now)
    status, shown = world.run("doctor")
    assert status == 0, shown
    assert {line.split()[0] for line in shown.splitlines()} == {"ok"}
    assert "meta handshake: accepted" in shown
    assert "x forgery: refused" in shown
    assert world.items() == before


def test_a_secret_that_is_not_filled_in_is_found(world: World, account: Account) -> None:
    account.secrets = SECRETS | {"webhook": {"meta_app_secrets": [""]}}
    status, shown = world.run("doctor")
    assert status == 1
    assert "empty: meta_app_secrets, meta_verify_tokens, x_consumer_secrets" in shown


def test_another_secret_than_the_deployed_one_is_found(
    world: World,
    account: Account,
) -> None:
    wrong = {name: ["something-else"] for name in SECRETS["webhook"]}
    account.secrets = SECRETS | {"webhook": wrong}
    found = findings(world)
    for check in ("meta handshake", "meta signature", "x challenge (CRC)"):
        assert found[check] == "failed"
    assert found["meta forgery"] == "ok"


CUSTOM = """
[channels.tiktok]
name = "TikTok"

[[accounts]]
channel = "tiktok"
id = "example"
"""


@pytest.fixture
def with_adapter(world: World) -> World:
    """A deployment with a channel that is not built in."""
    with world.config.open("a", encoding="utf-8") as file:
        file.write(CUSTOM)
    return world


def test_the_door_of_adapters_is_checked(with_adapter: World, account: Account) -> None:
    shown = with_adapter.run("doctor")[1]
    assert "messages signature: accepted" in shown
    assert "messages forgery: refused" in shown


def test_a_missing_secret_of_adapters_is_found(with_adapter: World, account: Account) -> None:
    webhook = {k: v for k, v in SECRETS["webhook"].items() if k != "messages_secrets"}
    account.secrets = SECRETS | {"webhook": webhook}
    assert "empty: messages_secrets" in with_adapter.run("doctor")[1]


def test_a_secret_of_another_form_is_found(with_adapter: World, account: Account) -> None:
    webhook = SECRETS["webhook"] | {"messages_secrets": ["a long password"]}
    account.secrets = SECRETS | {"webhook": webhook}
    status, shown = with_adapter.run("doctor")
    assert status == 1
    assert "messages secret: has another form" in shown


EVE = """
[[responders]]
name = "eve"
slack = "support"
webhook = "crm"
"""


@pytest.mark.parametrize("entries", [{}, {"slack.support": ["https://hooks.example/"]}])
def test_a_missing_entry_of_a_channel_is_found(
    world: World, account: Account, entries: dict[str, list[str]]
) -> None:
    with world.config.open("a", encoding="utf-8") as file:
        file.write(EVE)
    account.secrets = SECRETS | {"channels": entries}
    missing = ", ".join(n for n in ("slack.support", "webhook.crm") if n not in entries)
    assert f"empty: {missing}" in world.run("doctor")[1]


def test_alerts_that_nobody_sends_are_found(world: World, account: Account) -> None:
    world.now = at(100)
    a_story(world)
    assert findings(world)["alerts"] == "ok"
    world.now += timedelta(hours=3)
    status, shown = world.run("doctor")
    assert status == 1
    assert "1 alerts are due, the oldest for" in shown


def test_dead_letters_and_quarantine_are_found(world: World, account: Account) -> None:
    account.queues["dead alerts"] = ["alert"]
    world.store(messenger("m1", world.now, page="999"))
    shown = world.run("doctor")[1]
    assert "dead letters: alerts 1" in shown
    assert "within a day: account 1" in shown


def test_a_deployment_that_does_not_answer_is_found(
    world: World,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cli.local.http_client.get", unreachable)
    found = findings(world)
    assert (found["api"], found["meta"], found["email sender"]) == ("failed", "failed", "ok")


def test_a_sender_that_is_not_verified_is_found(world: World, account: Account) -> None:
    account.verified = ()
    assert findings(world)["email sender"] == "failed"


def test_what_cannot_be_asked_is_unknown(world: World, account: Account) -> None:
    account.concurrency = 0
    status, shown = world.run("doctor")
    assert "unknown  concurrency: AWS answered AccessDenied" in shown
    assert status == 0


def test_a_clock_that_differs_is_reported(world: World, account: Account) -> None:
    account.date = format_datetime(world.now - timedelta(minutes=5))
    assert findings(world)["clock"] == "warning"
