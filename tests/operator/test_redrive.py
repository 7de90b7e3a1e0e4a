"""`replywatch redrive` processes dead letters again."""

import json

import pytest

from cli.deployment import ALIAS, Deployment
from cli.stack import LOCAL_STACK, Connection
from infra import function
from tests.operator.deployed import OUTPUTS, Account
from tests.operator.world import World, a_story


def test_alerts_go_back_to_their_queue(world: World, account: Account) -> None:
    account.queues["dead alerts"] = [f"alert {n}" for n in range(12)]
    status, shown = world.run("redrive")
    assert status == 0
    assert "alerts    12 dead letters, 12 handled" in shown
    assert account.queues["alerts"] == [f"alert {n}" for n in range(12)]
    assert account.queues["dead alerts"] == []


def test_one_letter_is_not_counted_as_many(world: World, account: Account) -> None:
    account.queues["dead alerts"] = ["alert"]
    assert "alerts    1 dead letter\n" in world.run("redrive", "--dry-run")[1]


def test_reports_of_providers_are_passed_to_the_notifier(world: World, account: Account) -> None:
    event = {"Records": [{"EventSource": "aws:sns"}]}
    account.queues["dead events"] = [json.dumps({"requestPayload": event}), json.dumps(event)]
    assert world.run("redrive", "--queue", "delivery")[0] == 0
    assert account.invoked == [event, event]
    assert account.queues["dead events"] == []


def test_the_notifiers_version_that_is_in_use_gets_the_letters(
    world: World, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Deployment(Connection(session=None), OUTPUTS, "ReplyWatch-production")
    monkeypatch.setattr("cli.commands.redrive.deployment", lambda _args: place)
    account.alias = ALIAS
    account.queues["dead events"] = ["{}"]
    assert world.run("redrive", "--queue", "delivery")[0] == 0
    assert len(account.invoked) == 1


def test_the_alias_is_the_one_that_is_deployed() -> None:
    assert function.ALIAS == ALIAS


@pytest.mark.parametrize("name", [None, LOCAL_STACK])
def test_the_local_stage_has_no_aliases(name: str | None) -> None:
    place = Deployment(Connection(session=None), OUTPUTS, name)
    assert place.function("NotifierFunction") == {"FunctionName": "notifier"}


def test_a_letter_stays_where_the_notifier_fails_again(world: World, account: Account) -> None:
    account.fails = True
    account.queues["dead events"] = ["{}"]
    assert world.run("redrive")[0] == 2
    assert "failed again" in world.errors
    assert len(account.queues["dead events"]) == 1


@pytest.mark.parametrize("letter", ["not JSON", "[]"])
def test_a_letter_that_is_not_a_report_stays_without_blocking_others(
    world: World, account: Account, letter: str
) -> None:
    account.queues["dead events"] = [letter, "{}"]
    status, shown = world.run("redrive", "--queue", "delivery")
    assert (status, shown) == (1, "delivery  2 dead letters, 1 handled\n")
    left = (
        "Left a message in the queue delivery: it is neither a provider's report nor a text reply."
    )
    assert left in world.errors
    assert account.invoked == [{}]
    assert account.queues["dead events"] == [f"read {letter}"]


def test_a_letter_of_the_stream_has_its_conversation_rebuilt(
    world: World,
    account: Account,
) -> None:
    a_story(world)
    before = [fact.wait for fact in world.facts()]
    world.remove(world.facts()[0].key)
    account.queues["dead changes"] = ['{"error": "KeyError"}']
    assert world.run("redrive")[0] == 0
    assert [fact.wait for fact in world.facts()] == before
    assert account.queues["dead changes"] == []


def test_a_dry_run_only_counts(world: World, account: Account) -> None:
    account.queues["dead alerts"] = ["alert"]
    status, shown = world.run("redrive", "--dry-run", "--json")
    assert status == 1
    assert json.loads(shown)["alerts"] == {"found": 1, "handled": 0}
    assert account.queues == {"dead alerts": ["alert"]}
