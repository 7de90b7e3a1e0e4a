"""The commands in the documentation exist, with these options."""

import re
import shlex
from pathlib import Path

import pytest

from cli.main import _parser
from tests.builders import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
VARIABLES = [*re.findall(r"^([A-Z_]+) \?=", MAKEFILE, flags=re.M), "STACK", "MINUTES", "STRICT"]
PLACEHOLDERS = re.compile(r"(?:[<>|&]|; ?done).*|\$\(.*|#.*|\\$")
"""What a shell reads and the command does not: pipes, comments, substitutions."""


def shell_lines(page: Path) -> list[str]:
    """The lines of the page's shell blocks, continued ones joined."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", page.read_text("utf-8"), flags=re.M | re.S)
    joined = re.sub(r"\\\n\s*", " ", "".join(blocks))
    return [line.strip() for line in joined.splitlines()]


def commands(name: str) -> dict[str, list[str]]:
    """The arguments of each use of a command in shell blocks, by the line that has it."""
    found = {}
    for page in PAGES:
        for line in shell_lines(page):
            if match := re.search(rf"(?:^|\$\(|do |\| ){name} (?!=)(.*)", line):
                arguments = PLACEHOLDERS.sub("", match[1]).rstrip(") ")
                found[line] = shlex.split(arguments.removesuffix(')"'))
    return found


REPLYWATCH, MAKE = commands("replywatch"), commands("make")


@pytest.mark.parametrize("line", REPLYWATCH)
def test_a_replywatch_command_is_valid(line: str) -> None:
    arguments = REPLYWATCH[line]
    assert _parser(command=arguments[0]).parse_args(arguments).command == arguments[0]


@pytest.mark.parametrize("line", MAKE)
def test_a_make_command_exists_and_knows_its_variables(line: str) -> None:
    for argument in MAKE[line]:
        name, is_variable, _ = argument.partition("=")
        assert name in VARIABLES if is_variable else f"\n{name}:" in MAKEFILE, argument


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_command_within_a_sentence_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = set(re.findall(r"(?:`|run: )make ([a-z]+)", text))
    assert {name for name in targets if f"\n{name}:" not in MAKEFILE} == set()
    from cli.main import COMMANDS

    used = set(re.findall(r"`replywatch ([a-z-]+)", text))
    assert used <= set(COMMANDS)


def test_there_are_examples_to_check() -> None:
    assert len(REPLYWATCH) >= 20
    assert len(MAKE) >= 8
