"""Finds words that readers stumble over, in code, documentation and the output of commands."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORDS = ("anew", "afresh", "thrice", "whoever", "waved off", "in hand", "goes by email", "told")
"""Say again, three times, who; and who notifies, prints, returns or reports what."""

FOUND = re.compile(rf"(?<![a-z])({'|'.join(WORDS)})(?![a-z])", re.IGNORECASE)
PLACES = ("shared", "functions", "cli", "infra", "bench", "docs", "tests")
KINDS = {".py", ".md", ".toml", ".html", ".yaml", ".yml"}

DATA = ("shared/domain/intents/", "tests/intents/", "tests/webhook/")
"""What customers write, and this list."""


def files() -> Iterator[Path]:
    yield from (ROOT / name for name in ("README.md", "CONTRIBUTING.md", "pyproject.toml"))
    for place in PLACES:
        yield from (p for p in (ROOT / place).rglob("*") if p.suffix in KINDS)


def is_read(path: Path) -> bool:
    name = str(path.relative_to(ROOT))
    return not name.startswith(DATA) and path != Path(__file__)


@pytest.mark.parametrize("path", sorted(filter(is_read, files())), ids=lambda p: p.name)
def test_a_file_is_in_plain_english(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [f"{n}: {line.strip()}" for n, line in enumerate(lines, 1) if FOUND.search(line)]
    assert found == [], path


@pytest.mark.parametrize("text", ["It is told.", "_told(x)", "Whoever comes", "x.told_before"])
def test_a_listed_word_is_found_in_names_too(text: str) -> None:
    assert FOUND.search(text)


@pytest.mark.parametrize("text", ["untold", "a tolder", "in handy", "canew"])
def test_a_listed_word_within_another_word_is_ignored(text: str) -> None:
    assert not FOUND.search(text)


def test_test_names_fit_a_line_of_output() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        if is_read(path)
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        if len(name) > MAX_TEST_NAME
    ]
    assert too_long == []


MAX_TEST_NAME = 75
