"""The tutorials: their code is the same as that of the examples, or is applied to a copy and
tested."""

import os
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
COPIED = (
    "cli", "docs", "functions", "infra", "requirements", "shared", "tests",
    "cdk.json", "pyproject.toml", "replywatch.toml",
)  # fmt: skip


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


@pytest.fixture(params=["add-a-platform.md", "add-a-notification-channel.md"])
def changed(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """A tutorial, and a copy of the repository with its changes."""
    return request.param, copy_with(request.param, tmp_path)


def copy_with(page: str, tmp_path: Path) -> Path:
    for name in COPIED:
        source, ignored = ROOT / name, shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=ignored)
        else:
            shutil.copy(source, tmp_path / name)
    for block in blocks(page, "diff"):
        apply(block, tmp_path)
    (tmp_path / ".tools").symlink_to(ROOT / ".tools")
    for block in blocks(page, "python"):
        first, _, code = block.partition("\n")
        (tmp_path / first.removeprefix("# ")).write_text(code, encoding="utf-8")
    return tmp_path


def run(root: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


PYTEST = ("pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider")
CONFIGURATION = "tests/config/test_configuration.py"
TESTS = {
    "add-a-platform.md": (
        "tests/webhook/test_forum.py",
        f"{CONFIGURATION}::test_each_mistake_is_reported_with_line_key_and_reason",
        f"{CONFIGURATION}::test_the_schema_in_the_documentation_is_current",
        "tests/operator/test_cost.py",
        "tests/infra/test_operations.py::test_every_alarm_has_data_that_fires_it",
        "tests/infra/test_operations.py::test_every_alarm_has_a_section_in_the_documentation",
        "tests/infra/test_stack.py::test_the_routes_are_these_and_no_others",
        "tests/infra/test_stack.py::test_the_cost_estimate_of_a_flood_uses_every_route_and_its_throttle",
    ),
    "add-a-notification-channel.md": (
        "tests/alerting/test_teams.py",
        "tests/alerting/test_channels.py",
        "tests/alerting/test_languages.py",
        "tests/alerting/test_stand_ins.py",
        "tests/previews",
        "tests/operator/test_projection.py",
        f"{CONFIGURATION}::test_every_notification_channel_has_the_key_of_its_address",
        f"{CONFIGURATION}::test_every_key_is_explained_in_its_section_of_the_documentation",
        f"{CONFIGURATION}::test_the_schema_in_the_documentation_is_current",
        "tests/publishing/test_recipes.py::test_the_schema_is_current",
    ),
}
"""Those of the tutorial, and those that its changes concern."""


CHECKED = (
    "cli", "functions", "infra", "shared", "tests/alerting", "tests/previews", "tests/webhook",
)  # fmt: skip


def test_the_code_of_the_tutorial_passes_the_style_checks(changed: tuple[str, Path]) -> None:
    _, root = changed
    run(root, "ruff", "check", "--no-cache", *CHECKED)


def test_what_the_tutorial_adds_works(changed: tuple[str, Path]) -> None:
    page, root = changed
    (commands,) = blocks(page, "sh")
    shell = ["sh", "-euc", commands.replace(".venv/bin/python", sys.executable)]
    environment = os.environ | {"PYTHONPATH": str(root)}
    subprocess.run(shell, cwd=root, env=environment, check=True, timeout=300)
    run(root, *PYTEST, *TESTS[page])
