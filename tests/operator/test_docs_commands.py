"""The commands in the documentation exist, with these options."""

import re
import shlex
from pathlib import Path

import pytest

from cli.main import _parser

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("cost.md", "deployment.md", "runbooks.md", "scale.md", "security.md")
EXAMPLES = [
    example
    for page in PAGES
    for example in re.findall(
        r"^(?:eval \"\$\()?(replywatch [^)\n]*)", (DOCS / page).read_text("utf-8"), flags=re.M
    )
]
MAKEFILE = (DOCS.parent / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("example", sorted(set(EXAMPLES)))
def test_a_replywatch_command_is_valid(example: str) -> None:
    _, *arguments = shlex.split(example)
    assert _parser(command=arguments[0]).parse_args(arguments).command == arguments[0]


@pytest.mark.parametrize("page", PAGES)
def test_a_make_command_exists(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    used = set(re.findall(r"(?:`|^|run: )make ([a-z]+)", text, flags=re.M))
    assert {name for name in used if f"\n{name}:" not in MAKEFILE} == set()


def test_there_are_examples_to_check() -> None:
    assert len(EXAMPLES) >= 5
