"""Dry runs change nothing, JSON has the content of the text, and a question must be answered."""

import json

import pytest

from cli.confirmation import confirm
from cli.printing import with_progress
from cli.stack import OperatorError
from tests.operator.deployed import Account
from tests.operator.world import CONVERSATION, CUSTOMER, World, a_story, at, messenger

FORGET = ("forget", "--channel", "messenger", "--customer", CUSTOMER)


def test_a_dry_run_of_forget_counts_and_deletes_nothing(world: World) -> None:
    a_story(world)
    before = world.items()
    status, shown = world.run(*FORGET, "--dry-run")
    assert (status, world.items()) == (1, before)
    assert shown.endswith("items name the customer\n")
    assert not shown.startswith("0 ")


def test_forget_reports_as_json(world: World) -> None:
    a_story(world)
    found = json.loads(world.run(*FORGET, "--dry-run", "--json")[1])
    assert (found["left"], found["deleted"]) == (found["found"], {})
    done = json.loads(world.run(*FORGET, "--yes", "--json")[1])
    assert (done["found"], done["left"], done["ids"]) == (found["found"], 0, [CUSTOMER])


def test_a_dry_run_of_replay_says_what_it_would_store(world: World) -> None:
    world.store(messenger("m1", at(0), page="999"))
    world.set_target("2h", '[[accounts]]\nchannel = "messenger"\nid = "999"\nname = "New"\n')
    before = world.items()
    status, shown = world.run("replay", "--dry-run", "--json")
    assert (status, json.loads(shown)) == (0, {"stored": {"message": 1}, "quarantined": {}})
    assert world.items() == before


def test_the_quarantine_is_listed_as_json_without_text(world: World) -> None:
    world.store(messenger("m1", at(0), "my secret", page="999"))
    shown = world.run("replay", "--list", "--json")[1]
    assert json.loads(shown) == {
        "age_s": 0, "reason": "account", "event": "messages.text", "channel": "messenger",
        "account": "999", "truncated": False,
    }  # fmt: skip
    assert "secret" not in shown


def test_differences_are_printed_as_json(world: World) -> None:
    a_story(world)
    world.remove(world.facts()[0].key)
    shown = world.run("rebuild", CONVERSATION, "--dry-run", "--json")[1]
    (line,) = map(json.loads, shown.splitlines())
    assert line["about"] == world.record().public_id
    assert "wait of" in line["text"]


def test_the_smoke_test_lists_its_checks_and_sends_nothing(world, account: Account, monkeypatch):
    from cli.commands import smoke
    from cli.deployment import Deployment
    from cli.stack import Connection
    from tests.operator.deployed import OUTPUTS

    place = Deployment(Connection(session=None), OUTPUTS)
    monkeypatch.setattr(smoke, "deployment", lambda _args: place)
    status, shown = world.run("smoke", "--dry-run")
    assert (status, world.items()) == (0, [])
    assert [line.split()[0] for line in shown.splitlines()] == ["planned"] * len(smoke.CHECKS)


# --- Questions and progress -----------------------------------------------------------------------


def test_without_a_terminal_a_question_names_its_option(monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(OperatorError, match=r"Nothing was sent. Use --yes .* Send it\?"):
        confirm("Send it?", otherwise="Nothing was sent.", is_given=False)
    confirm("Send it?", otherwise="Nothing was sent.", is_given=True)


@pytest.mark.parametrize(("answer", "is_done"), [("y", True), ("YES ", True), ("", False)])
def test_only_a_yes_counts(monkeypatch, answer: str, is_done: bool) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda: answer)
    if is_done:
        confirm("Send it?", otherwise="Nothing was sent.", is_given=False)
    else:
        with pytest.raises(OperatorError, match=r"^Nothing was sent\.$"):
            confirm("Send it?", otherwise="Nothing was sent.", is_given=False)


def test_progress_is_counted_on_a_terminal_only(capsys, monkeypatch) -> None:
    assert list(with_progress(range(5), "items", every=2)) == [0, 1, 2, 3, 4]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert list(with_progress(range(5), "items", every=2)) == [0, 1, 2, 3, 4]
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "\r2 items\r4 items\r\033[K")
