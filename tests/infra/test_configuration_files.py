"""Which configuration file `make` checks, deploys and tests: the file of the stage."""

import os
import subprocess
from typing import Any

import pytest

from infra.configuration_files import files, main
from infra.settings import ROOT

STAGES = {
    "default": {"alarm_email": "ops@example.com"},
    "production": {},
    "test": {"config": "test.toml"},
}


@pytest.mark.parametrize(
    ("context", "wanted"),
    [
        ({"stage": "test"}, ["test.toml"]),
        ({"stage": "production"}, ["replywatch.toml"]),
        ({"stage": "other"}, ["replywatch.toml"]),
        ({}, ["replywatch.toml", "test.toml"]),
        ({"stage": "test", "config": "given.toml"}, ["given.toml"]),
    ],
)
def test_a_stage_uses_its_own_file_unless_another_is_given(
    context: dict[str, Any], wanted: list[str]
) -> None:
    assert files({"stages": STAGES} | context) == [ROOT / name for name in wanted]


def test_without_stages_it_is_the_default_file() -> None:
    assert files({"stages": {"default": {}}}) == [ROOT / "replywatch.toml"]


def test_context_in_the_arguments_of_cdk_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-c", "stage=dev", "--qualifier", "team", "--context", "config=own.toml"]) == 0
    assert capsys.readouterr().out == f"{ROOT / 'own.toml'}\n"


def test_a_mistake_in_a_setting_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-c", "stage=dev", "-c", "rollout=slow"]) == 1
    assert capsys.readouterr().err.startswith("rollout: expected one of")


def recipe(*arguments: str) -> str:
    """The commands that `make` would run."""
    mine = {"MAKEFLAGS", "MAKELEVEL", "STAGE", "CONFIG", "REGION", "STACK"}
    done = subprocess.run(
        ["make", "--dry-run", *arguments],
        check=True,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in mine},
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_a_deployment_overrides_the_file_of_a_stage_only_when_asked() -> None:
    assert "config=" not in recipe("deploy", "STAGE=test")
    asked = recipe("deploy", "STAGE=test", "CONFIG=given.toml")
    assert asked.count("-c stage='test' -c config='given.toml'") == 2  # the check and the CDK


def test_a_deployment_checks_the_file_of_its_stage() -> None:
    for stage in ("dev", "test"):
        checked = f"-m infra.configuration_files -c stage='{stage}'"
        assert checked in recipe("deploy", *([f"STAGE={stage}"] if stage != "dev" else []))
    assert "-m infra.configuration_files  " in recipe("config")  # all stages


def test_a_smoke_test_uses_the_file_and_region_of_its_stage() -> None:
    command = recipe("smoke", "STACK=ReplyWatch-test", "REGION=eu-west-1")
    assert "-m infra.configuration_files -c stage='test'" in command
    assert "AWS_REGION='eu-west-1' AWS_DEFAULT_REGION='eu-west-1' .venv/bin/python" in command
