"""The tutorials: their code is that of the examples, or is applied to a copy and tested."""

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from shared.config import configuration_file
from tests import builders
from tests.builders import ROOT

TUTORIALS = ROOT / "docs" / "tutorials"
COPIED = ("cli", "functions", "infra", "shared", "tests", "pyproject.toml", "replywatch.toml")


def blocks(page: str, language: str) -> list[str]:
    """The page's code blocks of that language, without their indentation."""
    text = (TUTORIALS / page).read_text(encoding="utf-8")
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", text, flags=re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


@pytest.mark.parametrize("block", blocks("add-a-channel.md", "python"), ids=lambda b: b[:30])
def test_the_code_of_the_channel_is_that_of_the_example(block: str) -> None:
    assert block in (ROOT / "examples" / "reviews.py").read_text(encoding="utf-8")


def test_the_configuration_of_the_channel_loads(tmp_path: Path) -> None:
    (block,) = blocks("add-a-channel.md", "toml")
    file = tmp_path / "replywatch.toml"
    brand = '[brand]\nname = "Example"\nmail_from = "replywatch@example.com"\n'
    file.write_text(brand + block + builders.ADA, encoding="utf-8")
    assert configuration_file.read(file).accounts[0].channel_name == "Reviews"


def apply(block: str, root: Path) -> None:
    """Applies a diff. Each hunk must be found exactly once; lines have no numbers."""
    header, _, hunks = block.partition("\n")
    file = root / header.removeprefix("--- ")
    text = file.read_text(encoding="utf-8")
    for hunk in hunks.split("@@\n"):
        lines = hunk.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        assert text.count(old) == 1, f"{file.name}: {textwrap.shorten(old, 80)}"
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the code with the changes of the tutorial."""
    for name in COPIED:
        source, ignored = ROOT / name, shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=ignored)
        else:
            shutil.copy(source, tmp_path / name)
    for block in blocks("add-a-platform.md", "diff"):
        apply(block, tmp_path)
    for block in blocks("add-a-platform.md", "python"):
        first, _, code = block.partition("\n")
        (tmp_path / first.removeprefix("# ")).write_text(code, encoding="utf-8")
    return tmp_path


def test_the_platform_of_the_tutorial_works(copy: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "tests/webhook/test_forum.py"],
        cwd=copy,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_code_of_the_tutorial_passes_the_style_checks(copy: Path) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "functions", "shared", "infra"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
