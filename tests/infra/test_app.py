"""What `cdk synth` does with what it is given."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.settings import ROOT, SettingsError, from_context


def synth(**context: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.app"],
        check=False,
        cwd=ROOT,
        env=os.environ | {"CDK_CONTEXT_JSON": json.dumps(context)},
        capture_output=True,
        text=True,
    )


def test_a_broken_configuration_stops_the_synthesis_with_its_own_message(tmp_path: Path) -> None:
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
def test_a_wrong_setting_is_named(context: dict[str, Any], mistake: str) -> None:
    with pytest.raises(SettingsError, match=mistake):
        from_context(context.get)


def test_without_settings_it_is_a_development_stage_on_arm64() -> None:
    settings = from_context({}.get)
    assert (settings.stage, settings.architecture) == ("dev", "arm64")
    assert not settings.production
    assert not settings.local
    assert settings.config == ROOT / "replywatch.toml"
