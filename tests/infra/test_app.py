"""How `cdk synth` treats settings and configuration."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk.assertions import Template

from infra.alerting import Alerting
from infra.settings import ROOT, Settings, SettingsError, from_context


def synth(**context: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.app"],
        check=False,
        cwd=ROOT,
        env=os.environ | {"CDK_CONTEXT_JSON": json.dumps(context)},
        capture_output=True,
        text=True,
    )


def test_a_configuration_mistake_is_printed_without_a_traceback(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('[brand]\nname = "Example"\nmail_form = "a@example.com"\n')
    done = synth(config=str(broken))
    assert done.returncode == 1
    assert "mail_form" in done.stderr
    assert "broken.toml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("context", "mistake"),
    [({"stage": "Prod!"}, "stage"), ({"architecture": "sparc"}, "architecture")],
)
def test_the_error_names_the_wrong_setting(context: dict[str, Any], mistake: str) -> None:
    with pytest.raises(SettingsError, match=mistake):
        from_context(context.get)


@pytest.mark.parametrize(
    ("identity", "made"), [(None, 1), ("example.com", 0), ("mail.example.com", 0), ("org", None)]
)
def test_the_sender_is_registered_with_ses_unless_an_identity_is_set(
    identity: str | None, made: int | None
) -> None:
    def counted() -> int:
        stack = Stack(App(), "S")
        settings = Settings(mail_identity=identity)
        Alerting(stack, "A", settings=settings, mail_from="us@mail.example.com")
        return len(Template.from_stack(stack).find_resources("AWS::SES::EmailIdentity"))

    if made is None:
        with pytest.raises(SettingsError, match="mail_identity: 'org' is neither us@"):
            counted()
    else:
        assert counted() == made


def test_without_settings_it_is_a_development_stage_on_arm64() -> None:
    settings = from_context({}.get)
    assert (settings.stage, settings.architecture) == ("dev", "arm64")
    assert not settings.is_production
    assert not settings.is_local
    assert settings.config == ROOT / "replywatch.toml"
