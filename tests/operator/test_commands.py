"""Rules for every command: help with examples, a dry run, JSON, documented exit statuses."""

import argparse
import re
from pathlib import Path

import pytest

from cli.main import COMMANDS, _parser, main

OPERATIONS = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")
ROW = re.compile(r"^\| `([a-z-]+)` \| ([^|]+)\| ([^|]+)\| ([^|]*)\| ([^|]*)\| ([^|]*)\|$", re.M)
TABLE = {row[0]: [cell.strip() for cell in row[1:]] for row in ROW.findall(OPERATIONS)}
"""By command: when to use it, what it changes, `--dry-run`, `--json`, whether it asks."""

CHANGES_THIS_MACHINE_ONLY = "local"


def leaves(name: str) -> dict[str, argparse.ArgumentParser]:
    """The command's parser, or the parsers of its actions, such as `token list`."""
    subparsers = next(
        a for a in _parser(command=name)._actions if isinstance(a, argparse._SubParsersAction)
    )
    parser = subparsers.choices[name]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return {f"{name} {leaf}": found for leaf, found in action.choices.items()}
    return {name: parser}


def has(parser: argparse.ArgumentParser, option: str) -> bool:
    return any(option in action.option_strings for action in parser._actions)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_the_properties_that_the_documentation_gives_it(name, capsys) -> None:
    assert name in TABLE, "docs/operations.md has no row"
    use, changes, dry_run, as_json, asks = TABLE[name]
    assert use
    parsers = leaves(name)
    is_changing = changes != "nothing" and name != CHANGES_THIS_MACHINE_ONLY
    assert (dry_run == "yes") == is_changing
    assert any(has(p, "--dry-run") for p in parsers.values()) == is_changing
    assert as_json or name == CHANGES_THIS_MACHINE_ONLY
    assert any(has(p, "--json") for p in parsers.values()) == (as_json == "yes")
    if asks:
        assert any(has(p, "--yes") or has(p, "--take-over") for p in parsers.values())
    for command, parser in parsers.items():
        assert parser.description, command
        assert "examples:\n  " in (parser.epilog or ""), command
        assert all(action.help for action in parser._actions if action.option_strings), command


@pytest.mark.parametrize(
    ("name", "example"), [(n, e) for n, entry in COMMANDS.items() for e in entry.examples]
)
def test_the_examples_of_the_help_can_be_parsed(name: str, example: str) -> None:
    words = re.sub(r'^eval "\$\(replywatch (.*)\)"$', r"\1", example).split()
    assert words[0] == name
    assert _parser(command=name).parse_args(words).command == name


def test_the_table_names_no_other_commands() -> None:
    assert TABLE.keys() == COMMANDS.keys()


def test_the_statuses_that_commands_return_are_documented() -> None:
    documented = re.findall(r"^\| ([\d, ]+) \|", OPERATIONS, flags=re.M)
    assert {s for row in documented for s in row.split(", ")} == {"0", "1", "2", "130", "141"}


def test_help_says_what_a_command_does_before_its_options(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["forget", "--help"])
    shown = capsys.readouterr().out
    assert "\n\nDelete a customer's data by id, and verify it.\n\noptions:" in shown
