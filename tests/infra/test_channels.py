"""Slack, PagerDuty and webhooks: their secret, who may read it, and what only a local stage
allows."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from infra.settings import Settings
from tests import builders
from tests.infra.conftest import Stage
from tests.infra.test_permissions import statements

EVE = """
[[responders]]
name = "eve"
slack = "support"
"""
STAND_INS = "http://127.0.0.1:4700"


@pytest.fixture(scope="module")
def with_slack(
    synthesised: Callable[..., Stage], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Stage]:
    file: Path = tmp_path_factory.mktemp("config") / "replywatch.toml"
    file.write_text(builders.toml(EVE), encoding="utf-8")
    return cache(lambda stage: synthesised(Settings(stage=stage, stand_ins=STAND_INS), file))


def variables(stage: Stage) -> dict[str, str]:
    found: dict[str, str] = stage.one("AWS::Lambda::Function", "Notifier")["Environment"][
        "Variables"
    ]
    return found


def test_without_such_a_channel_there_is_no_such_secret(production: Stage) -> None:
    assert len(production.all("AWS::SecretsManager::Secret")) == 2
    assert "CHANNELS_SECRET_ID" not in variables(production)
    assert "ChannelsSecretId" not in production.outputs


def test_only_the_notifier_reads_the_secret_of_the_channels(
    with_slack: Callable[[str], Stage],
) -> None:
    stage = with_slack("production")
    (name,) = [n for n in stage.all("AWS::SecretsManager::Secret") if "Channels" in n]
    assert variables(stage)["CHANNELS_SECRET_ID"] == {"Ref": name}
    assert stage.outputs["ChannelsSecretId"]["Value"] == {"Ref": name}
    generated = stage.all("AWS::SecretsManager::Secret")[name]["GenerateSecretString"]
    assert json.loads(generated["SecretStringTemplate"]) == {}
    readers = [
        function
        for function in ("webhook", "tracker", "sla_checker", "notifier", "rollup", "api")
        if name in json.dumps(statements(stage, function))
    ]
    assert readers == ["notifier"]


def test_stand_ins_are_for_a_local_stage_only(with_slack: Callable[[str], Stage]) -> None:
    assert STAND_INS not in json.dumps(with_slack("production").main)
    local = variables(with_slack("local"))
    assert local["STAND_INS_URL"] == STAND_INS
    assert local["AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2"] == STAND_INS
