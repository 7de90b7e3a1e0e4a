"""The deployed stack that a command works on: options, connection, configuration, table, errors."""

import argparse
import functools
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

from cli.arguments import web_address
from cli.preflight import NO_REGION, advice
from cli.printing import print_error
from cli.table import Table
from shared.config.configuration import Configuration, ConfigurationError, load_file
from shared.storage.errors import ConflictError, OverloadedError

ROOT = Path(__file__).parents[1]
LOCAL = ROOT / "build" / "local.json"
LOCAL_STACK = "ReplyWatch-local"

DIFFERS, FAILED = 1, 2
"""Exit statuses: the command found a difference; the command could not do its work."""

_CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": 6}, connect_timeout=5, read_timeout=30
)


class OperatorError(Exception):
    """The command cannot do what was asked. The message says why, and what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Credentials and region, and the endpoint if it is not AWS's own."""

    session: Any
    endpoint: str | None = None

    @property
    def is_emulator(self) -> bool:
        """Whether this is the emulator, which lacks some calls, and not an AWS account."""
        return self.endpoint is not None

    def client(self, service: str) -> Any:
        """A boto3 client for the service. Raises OperatorError without a region: boto3 takes an
        empty one for a name."""
        if not self.session.region_name:
            raise OperatorError(NO_REGION)
        return self.session.client(service, endpoint_url=self.endpoint, config=_CONFIG)


def now() -> datetime:
    """The current time. Operators' commands read the clock here only."""
    return datetime.now(UTC)


def options(
    parser: argparse.ArgumentParser, *, config: bool = True, needs_outputs: bool = False
) -> None:
    """Adds the options that choose the stack, and with `config` those of its configuration.

    A command that `needs_outputs` refuses `--table`, and its help does not list it.
    """
    which = parser.add_mutually_exclusive_group()
    table = argparse.SUPPRESS if needs_outputs else "a DynamoDB table, by its name"
    which.add_argument("--stack", metavar="NAME", help="a deployed stack, such as ReplyWatch-dev")
    which.add_argument("--table", metavar="NAME", help=table)
    which.add_argument("--local", action="store_true", help="the stack that `make run` is running")
    endpoint_option(parser)
    if config:
        parser.add_argument(
            "--config",
            type=Path,
            help="the replywatch.toml that is deployed (default: ./replywatch.toml; "
            "with --local: the file of the run)",
        )


def endpoint_option(parser: argparse.ArgumentParser) -> None:
    """Adds the option that names where AWS's API is."""
    parser.add_argument(
        "--endpoint-url", metavar="URL", type=web_address, help="an endpoint other than AWS's own"
    )


def report_errors(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Wraps a command: an error that an operator can act on becomes one line and exit status 2."""

    @functools.wraps(run)
    def wrapped(args: argparse.Namespace) -> int:
        try:
            return run(args)
        except ClientError as error:
            details = error.response.get("Error", {})
            reason = f"AWS error {details.get('Code', 'unknown')}: {details.get('Message', '')}"
            reason = _table_missing(error, args) or advice(error) or reason.rstrip(": ")
        except (BotoCoreError, OperatorError, ConfigurationError) as error:
            reason = advice(error) or str(error)
            if isinstance(error, EndpointConnectionError) and getattr(args, "local", False):
                reason = "The local run no longer answers. Start one with `make run`."
        except ConflictError:
            reason = "Gave up after repeated write conflicts. Nothing is half done. Run it again."
        except OverloadedError:
            reason = "The table rejected some writes. Finished work is kept. Run it again."
        print_error(args.command, reason)
        return FAILED

    return wrapped


def _table_missing(error: ClientError, args: argparse.Namespace) -> str | None:
    """The reason, where a command works on a table that does not exist."""
    is_missing = error.response.get("Error", {}).get("Code") == "ResourceNotFoundException"
    name = getattr(args, "table", None)
    return f"No table {name} in this account and region." if is_missing and name else None


def configuration(args: argparse.Namespace) -> Configuration:
    """The configuration that the options choose. Raises ConfigurationError."""
    return load_file(configuration_path(args))


def configuration_path(args: argparse.Namespace) -> Path:
    """The file that the options choose. Raises OperatorError."""
    if args.config:
        return Path(args.config)
    return Path(_local_run("configuration", args) if args.local else "replywatch.toml")


def table(args: argparse.Namespace, *, dry_run: bool = False) -> Table:
    """The stack's table. With `dry_run` it records what would be written, and writes nothing.

    Raises OperatorError.
    """
    place = connection(args)
    name = args.table or _table_name(place, _stack_name(args, "--stack NAME or --table NAME"))
    return Table(place.client("dynamodb"), name, dry_run=dry_run)


def _stack_name(args: argparse.Namespace, options: str) -> str:
    """The stack that the options choose. `options`: what to use. Raises OperatorError."""
    if args.stack:
        return str(args.stack)
    if args.local:
        return LOCAL_STACK
    local = " Or use --local: `make run` is running." if LOCAL.exists() else ""
    raise OperatorError(f"No deployment given. Use {options}.{local}")


def connection(args: argparse.Namespace) -> Connection:
    """Credentials and region for the deployment that the options choose. Raises OperatorError."""
    if args.local:
        from cli.local import deploy

        endpoint = args.endpoint_url or _local_run("endpoint_url", args)
        return Connection(session=deploy.session(), endpoint=endpoint)
    import boto3

    # boto3 reads AWS_DEFAULT_REGION only; the CDK and the AWS CLI prefer AWS_REGION.
    session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
    return Connection(session=session, endpoint=args.endpoint_url)


def _local_run(key: str, args: argparse.Namespace) -> str:
    """A value from a local run's file: that of the run at --endpoint-url, or otherwise the usual
    file. Raises OperatorError."""
    first = _content(LOCAL)
    others = map(_content, LOCAL.parent.glob(f"{LOCAL.stem}-*.json"))
    port = _port(args.endpoint_url)
    is_meant = (one for one in (first, *others) if port and _port(one.get("endpoint_url")) == port)
    said = next(is_meant, first)
    if key not in said:
        raise OperatorError("No local run found. Start one with `make run`.")
    return str(said[key])


def _port(url: str | None) -> int | None:
    """The port of an address on this machine, which may be written in several ways."""
    return urlsplit(url or "").port


def _content(file: Path) -> dict[str, Any]:
    """The JSON object in the file; empty if there is none."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def outputs(args: argparse.Namespace) -> dict[str, str]:
    """The outputs of the stack that the options choose. Raises OperatorError."""
    if args.table:
        raise OperatorError("A table has no outputs. Use --stack NAME or --local.")
    name = _stack_name(args, "--stack NAME")
    return outputs_of(connection(args), name)


def _table_name(connection: Connection, stack: str) -> str:
    found = outputs_of(connection, stack)
    if "TableName" not in found:
        raise OperatorError(f"The stack {stack} has no output TableName. Is it a ReplyWatch stack?")
    return found["TableName"]


def outputs_of(connection: Connection, stack: str) -> dict[str, str]:
    """The outputs of the stack with this name. Raises OperatorError."""
    try:
        described = connection.client("cloudformation").describe_stacks(StackName=stack)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == "ValidationError":
            raise OperatorError(f"No stack {stack} in this account and region.") from None
        raise
    (found,) = described["Stacks"]
    return {str(o["OutputKey"]): str(o["OutputValue"]) for o in found.get("Outputs", [])}


def responder_missing(name: str, known: Configuration) -> OperatorError:
    """The error of a command whose responder is not in the configuration."""
    names = ", ".join(known.responders) or "none"
    return OperatorError(f"There is no responder {name!r}; defined: {names}.")


def conversation_missing(conversation: str) -> OperatorError:
    """The error of a command whose conversation is not in the table."""
    return OperatorError(f"No conversation {conversation}.")
