"""The workflow, the hooks and the templates name only commands and files that exist."""

import re

import pytest
import yaml

from tests.builders import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "check.yml").read_text("utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
STEPS = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]


def targets(command: str) -> list[str]:
    return [word for word in command.split()[1:] if "=" not in word]


@pytest.mark.parametrize("command", [step["run"] for step in STEPS if "run" in step])
def test_a_command_of_the_workflow_exists(command: str) -> None:
    assert command.startswith("make ")
    assert [name for name in targets(command) if f"\n{name}:" not in MAKEFILE] == []


def test_the_workflow_runs_every_required_check() -> None:
    held = re.findall(r"^make (.*)$", (ROOT / ".ci" / "run").read_text("utf-8"), flags=re.M)
    assert [f"make {name}" for name in held] == [
        step["run"] for step in STEPS if "test" in step.get("run", "")
    ]


@pytest.mark.parametrize("action", [step["uses"] for step in STEPS if "uses" in step])
def test_an_action_has_a_fixed_version(action: str) -> None:
    assert re.fullmatch(r"[\w.-]+/[\w.-]+@(v\d+|[0-9a-f]{40})", action)


def test_the_workflow_has_only_read_permissions() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}


def test_hooks_call_make_and_nothing_else() -> None:
    assert [repo["repo"] for repo in HOOKS] == ["local"]
    for hook in HOOKS[0]["hooks"]:
        assert hook["language"] == "system"
        assert f"\n{hook['entry'].removeprefix('make ')}:" in MAKEFILE
