"""The settings of a deployment, read from the CDK context.

A value comes from the first of these that has one:

1. `-c key=value` on the command line, or the key at the top of cdk.json's `context`;
2. cdk.json's `context.stages.<stage>`;
3. cdk.json's `context.stages.default`.

docs/deployment.md describes every setting.
"""

import difflib
import platform
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_args

from infra.setting_problems import problems

ROOT = Path(__file__).parent.parent

LOCAL = "local"

ROLLUP_WINDOW_S = 60
"""How long the rollup collects changes before it runs. It writes each changed hour once per run, so
a longer window means fewer writes. A local stage uses one second."""

EVENTS_WINDOW_S = 10
"""The same, where events are published: they wait for the window, too."""

SILENCE_HOURS = 24

_ARCHITECTURES = {"arm64": "arm64", "aarch64": "arm64", "x86_64": "x86_64", "amd64": "x86_64"}
_STAGE = re.compile(r"[a-z][a-z0-9-]{0,19}")
MIN_LIKENESS = 0.8
"""From here on a name in the context is taken for a mistyped setting: `domian`, `tag`."""


class SettingsError(ValueError):
    """Context values are not valid. `str()` says which and why, for the person who set them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One deployment's settings."""

    stage: str = "dev"
    config: Path = ROOT / "replywatch.toml"
    architecture: str = "arm64"
    """`arm64` or `x86_64`. A local stage defaults to this machine's processor."""
    ephemeral: bool = False
    """Whether deleting the stack deletes its data, and nothing is protected from deletion."""
    mail_identity: str | None = None
    """A domain or address that SES has already verified. Without it, the stack registers one."""
    mail_domain: bool = False
    """Whether the stack registers the domain of `mail_from`, with DKIM, and not the address."""
    mail_tls: bool = False
    """Whether SES sends over TLS only, and gives up on a mail server that has none."""
    alarm_email: str | None = None
    """Who gets the alarms."""
    sms_origination: str | None = None
    """The ARN of the phone number, sender id or pool from which AWS End User Messaging sends text
    messages. Without it, SNS sends them."""
    sms_replies: bool = False
    """Whether that number takes replies, and a responder acknowledges by one. Its two-way topic is
    the stack's output `DeliveryTopicArn`."""
    sms_spend_alarm_usd: float = 10.0
    """An alarm reports text messages that cost more than this in the running month."""
    silent_after_hours: Mapping[str, int] = field(default_factory=dict)
    """By channel: an alarm reports that no message has arrived for so many hours. 0: no alarm."""
    webhook_rate: int = 100
    """Requests per second to each platform's webhook, and to adapters' `POST /v1/messages`; API
    Gateway answers more with 429."""
    api_rate: int = 10
    """Requests per second to each other route."""
    domain: str | None = None
    """The host name of the webhooks and the API. Needs `certificate_arn`."""
    certificate_arn: str | None = None
    aws_address: bool = False
    """Whether AWS's own address of the API works beside `domain`: while an operator moves to it."""
    jwt_issuer: str | None = None
    """Whose tokens callers of `/v1` need: an OpenID Connect issuer, such as a Cognito user pool.
    Needs `jwt_audience`. Named tokens then no longer work."""
    jwt_audience: str | None = None
    """The audience or client id in the issuer's tokens; several with commas."""
    cors_origins: str | None = None
    """Pages of other programs, by their origins with commas, whose scripts may call the API in a
    browser: `https://figures.example.com`."""
    table_name: str | None = None
    """An existing table to use, such as a restored one. Needs `table_stream_arn`."""
    table_stream_arn: str | None = None
    rollout: str = "canary"
    """How a new version takes over: `canary`, `linear` or `all_at_once`."""
    provisioned: int = 0
    """Environments of the webhook that Lambda keeps ready."""
    qualifier: str | None = None
    """The qualifier of the CDK's bootstrap stack, if it is not the usual one."""
    permissions_boundary: str | None = None
    """The name of a managed policy that limits every role."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Tags of every resource. On the command line: `-c tags=team=support,cost=4711`."""
    endpoint: str = "http://127.0.0.1:4566"
    """The address of a local stage's AWS emulator."""
    stand_ins: str | None = None
    """The address of a local stage's stand-ins for Slack, PagerDuty, webhooks and text messages."""

    @property
    def is_local(self) -> bool:
        """Whether the stack is deployed to the emulator on this machine."""
        return self.stage == LOCAL

    def silent_after_hours_of(self, channel: str) -> int:
        """After how many hours without a message the channel's alarm reports it; 0 for never."""
        return self.silent_after_hours.get(channel, SILENCE_HOURS)

    @property
    def allowed_origins(self) -> list[str]:
        """The origins of `cors_origins`."""
        return [one.strip() for one in (self.cors_origins or "").split(",") if one.strip()]

    @property
    def audiences(self) -> list[str]:
        """The audiences of `jwt_audience`."""
        return [one.strip() for one in (self.jwt_audience or "").split(",")]

    @property
    def keeps_data(self) -> bool:
        """Whether table, secrets and logs stay when the stack is deleted."""
        return not (self.ephemeral or self.is_local)


def from_context(context: Callable[[str], Any], names: Collection[str] = ()) -> Settings:
    """The settings in the CDK context, which has these names. Raises SettingsError."""
    _check_names(names)
    stage = str(context("stage") or "dev")
    if not _STAGE.fullmatch(stage):
        raise SettingsError(
            "stage: expected a lower-case letter and up to 19 more lower-case letters, digits or "
            f"hyphens, got {stage!r}"
        )
    given = _of_stage(context("stages"), stage) | {
        name: value for name in _TYPES if _is_given(value := context(name))
    }
    settings = Settings(
        stage=stage,
        architecture=_architecture(given.pop("architecture", None), stage=stage),
        **{name: _typed(name, value) for name, value in given.items()},
    )
    if found := list(problems(settings)):
        raise SettingsError("\n".join(found))
    return settings


def _check_names(names: Collection[str]) -> None:
    """Refuses a name that is nearly a setting's. The CDK and its plugins have other names there."""
    for name in sorted(set(names) - {"stage", "stages", *_TYPES}):
        if meant := difflib.get_close_matches(name, ["stage", *_TYPES], n=1, cutoff=MIN_LIKENESS):
            raise SettingsError(f"{name}: no such setting; did you mean {meant[0]}?")


def _is_given(value: object) -> bool:
    return value is not None and value != ""


def _of_stage(stages: object, stage: str) -> dict[str, Any]:
    """What cdk.json's `stages` say for this stage."""
    if stages is None:
        return {}
    found: dict[str, Any] = {}
    for name in ("default", stage):
        values = stages.get(name, {}) if isinstance(stages, dict) else None
        if not isinstance(values, dict):
            raise SettingsError(f"stages.{name}: expected an object in cdk.json")
        if unknown := sorted(values.keys() - _TYPES.keys()):
            raise SettingsError(
                f"stages.{name}.{unknown[0]}: no such setting; known: {', '.join(sorted(_TYPES))}"
            )
        found |= {key: value for key, value in values.items() if _is_given(value)}
    return found


_TYPES: Mapping[str, Any] = {f.name: f.type for f in fields(Settings) if f.name != "stage"}


def _typed(name: str, value: Any) -> Any:
    """The value in the setting's own type. On the command line every value is a text."""
    kinds = get_args(_TYPES[name]) or (_TYPES[name],)
    try:
        if bool in kinds:
            return {"true": True, "false": False}[str(value).lower()]
        if Path in kinds:
            return ROOT / str(value)
        if name == "tags":
            return _pairs(value)
        if name == "silent_after_hours":
            return {channel: int(hours) for channel, hours in _pairs(value).items()}
        return kinds[0](value)
    except (KeyError, ValueError, TypeError):
        raise SettingsError(f"{name}: expected {_EXPECTED[name]}, got {value!r}") from None


def _pairs(value: Any) -> dict[str, str]:
    if isinstance(value, dict):
        return {str(k): str(v) for k, v in value.items()}
    pairs = [pair.split("=", 1) for pair in str(value).split(",")]
    found = {key.strip(): text.strip() for key, text in pairs}
    if len(found) < len(pairs):
        raise ValueError("a name is given twice")
    return found


_EXPECTED = {
    "ephemeral": "true or false",
    "mail_domain": "true or false",
    "mail_tls": "true or false",
    "sms_replies": "true or false",
    "aws_address": "true or false",
    "sms_spend_alarm_usd": "an amount in US dollars",
    "silent_after_hours": "an object in cdk.json, or channel=hours,channel=hours",
    "webhook_rate": "a whole number of requests per second",
    "api_rate": "a whole number of requests per second",
    "provisioned": "a whole number of environments",
    "tags": "an object in cdk.json, or name=value,name=value",
}


def _architecture(wanted: object, *, stage: str) -> str:
    asked = str(wanted or (platform.machine().lower() if stage == LOCAL else "arm64"))
    if asked not in _ARCHITECTURES:
        raise SettingsError(f"architecture: expected arm64 or x86_64, got {asked!r}")
    return _ARCHITECTURES[asked]
