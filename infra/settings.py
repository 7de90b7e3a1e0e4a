"""What a deployment may choose: the CDK context (`-c key=value`, or cdk.json), as types."""

import platform
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

PRODUCTION, LOCAL = "production", "local"

COUNTING_S = 60
"""How long the hourly figures may gather changes: each look at them is one write an hour changed,
which traffic shares. A local stage shows them at once."""

_ARCHITECTURES = {"arm64": "arm64", "aarch64": "arm64", "x86_64": "x86_64", "amd64": "x86_64"}


class SettingsError(ValueError):
    """A context value that cannot be used; `str()` says which and why. Pass another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One deployment's choices."""

    stage: str = "dev"
    config: Path = ROOT / "replywatch.toml"
    architecture: str = "arm64"
    """`arm64` or `x86_64`; a local stage runs on this machine's own processor."""
    mail_identity: str | None = None
    """A domain or address that SES knows already; without it, one is made for `mail_from`."""
    alarm_email: str | None = None
    endpoint: str = "http://127.0.0.1:4566"
    """Where a local stage's AWS is."""
    log_level: str = "INFO"
    uv: str | None = None
    """The `uv` that builds the layer; without it, `.tools/bin/uv`, else the one on the PATH."""

    @property
    def production(self) -> bool:
        """Whether data outlives the stack."""
        return self.stage == PRODUCTION

    @property
    def local(self) -> bool:
        """Whether the functions run on this machine, under an emulator."""
        return self.stage == LOCAL


def from_context(context: Callable[[str], Any]) -> Settings:
    """The settings that the CDK context holds. Raises SettingsError."""
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
            f"stage: expected up to 20 small letters, digits and hyphens, got {settings.stage!r}"
        )
    return settings


def _architecture(wanted: object, *, stage: str | None) -> str:
    asked = str(wanted or (platform.machine().lower() if stage == LOCAL else "arm64"))
    if asked not in _ARCHITECTURES:
        raise SettingsError(f"architecture: expected arm64 or x86_64, got {asked!r}")
    return _ARCHITECTURES[asked]
