"""The settings of a deployment, read from the CDK context (`-c key=value`, or cdk.json)."""

import platform
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

PRODUCTION, LOCAL = "production", "local"

ROLLUP_WINDOW_S = 60
"""How long the rollup collects changes before it runs. It writes each changed hour once per run, so
a longer window means fewer writes. A local stage uses one second."""

_ARCHITECTURES = {"arm64": "arm64", "aarch64": "arm64", "x86_64": "x86_64", "amd64": "x86_64"}


class SettingsError(ValueError):
    """A context value is not valid. `str()` says which one and why, for the person who set it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One deployment's settings."""

    stage: str = "dev"
    config: Path = ROOT / "replywatch.toml"
    architecture: str = "arm64"
    """`arm64` or `x86_64`. A local stage defaults to this machine's processor."""
    mail_identity: str | None = None
    """A domain or address that SES has already verified. Without it, the stack registers
    `mail_from`."""
    alarm_email: str | None = None
    """Who gets the alarms."""
    endpoint: str = "http://127.0.0.1:4566"
    """The address of a local stage's AWS emulator."""
    log_level: str = "INFO"
    uv: str | None = None
    """The `uv` that builds the layer. Default: `.tools/bin/uv`, else the one on the PATH."""

    @property
    def is_production(self) -> bool:
        """Whether data is kept when the stack is deleted."""
        return self.stage == PRODUCTION

    @property
    def is_local(self) -> bool:
        """Whether the stack is deployed to the emulator on this machine."""
        return self.stage == LOCAL


def from_context(context: Callable[[str], Any]) -> Settings:
    """The settings in the CDK context. Raises SettingsError."""
    given = {
        key: str(value)
        for key in ("stage", "mail_identity", "alarm_email", "endpoint", "log_level", "uv")
        if (value := context(key))
    }
    settings = Settings(
        config=ROOT / str(context("config") or "replywatch.toml"),
        architecture=_architecture(context("architecture"), stage=given.get("stage")),
        **given,
    )
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,19}", settings.stage):
        raise SettingsError(
            f"stage: expected a lower-case letter and up to 19 more lower-case letters, digits or "
            f"hyphens, got {settings.stage!r}"
        )
    return settings


def _architecture(wanted: object, *, stage: str | None) -> str:
    asked = str(wanted or (platform.machine().lower() if stage == LOCAL else "arm64"))
    if asked not in _ARCHITECTURES:
        raise SettingsError(f"architecture: expected arm64 or x86_64, got {asked!r}")
    return _ARCHITECTURES[asked]
