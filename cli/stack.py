"""Which deployed stack a command talks to, by whose configuration; failures told in one line."""

import argparse
import functools
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from cli.table import Table
from shared.config.configuration import Configuration, ConfigurationError, load_file
from shared.storage.store import ConflictError, OverloadedError

ROOT = Path(__file__).parents[1]
LOCAL = ROOT / "build" / "local.json"
LOCAL_STACK = "ReplyWatch-local"
LOCAL_CONFIGURATION = ROOT / "cli" / "local" / "demo.toml"

DIFFERS, FAILED = 1, 2
"""Exit statuses: something is not as it should be; the command could not do its work."""

_CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": 6}, connect_timeout=5, read_timeout=30
)


class OperatorError(Exception):
    """The command cannot do what was asked; `str()` says why. Ask otherwise, or mend that first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where AWS is, and as whom to go there."""

    session: Any
    endpoint: str | None = None

    def client(self, service: str) -> Any:
        """A client for that service."""
        return self.session.client(service, endpoint_url=self.endpoint, config=_CONFIG)


def now() -> datetime:
    """The only clock of the operator's commands."""
    return datetime.now(UTC)


def options(parser: argparse.ArgumentParser, *, config: bool = True) -> None:
    """The options by which a command is told its stack, and the configuration of it."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--stack", metavar="NAME", help="a deployed stack: ReplyWatch-dev")
    which.add_argument("--table", metavar="NAME", help="a table, by its name")
    which.add_argument("--local", action="store_true", help="what `make run` runs on this machine")
    parser.add_argument("--endpoint-url", metavar="URL", help="where AWS is, if elsewhere")
    if config:
        parser.add_argument(
            "--config",
            type=Path,
            help="the replywatch.toml that is deployed there (default: ./replywatch.toml; "
            "with --local: the demo's)",
        )


def told(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """The command, with every failure that an operator can do something about told in words."""

    @functools.wraps(run)
    def safely(args: argparse.Namespace) -> int:
        try:
            return run(args)
        except ClientError as error:
            about = error.response.get("Error", {})
            why = f"AWS says {about.get('Code', 'no')}: {about.get('Message', '')}".rstrip(": ")
        except (BotoCoreError, OperatorError, ConfigurationError) as error:
            why = str(error)
        except ConflictError:
            why = "others kept writing the same waits; nothing is half done: run it again"
        except OverloadedError:
            why = "the table did not take all of it; what was done stays: run it again"
        sys.stderr.write(f"replywatch {args.command}: {why}\n")
        return FAILED

    return safely


def configuration(args: argparse.Namespace) -> Configuration:
    """The configuration that the command is to go by. Raises ConfigurationError."""
    default = LOCAL_CONFIGURATION if args.local else Path("replywatch.toml")
    return load_file(args.config or default)


def table(args: argparse.Namespace, *, rehearse: bool = False) -> Table:
    """The table of the stack asked for. `rehearse`: it notes what would be written, and writes
    nothing. Raises OperatorError."""
    place = _place(args)
    name = args.table or _output(place, args.stack or _local_stack(args), "TableName")
    return Table(place.client("dynamodb"), name, rehearse=rehearse)


def _local_stack(args: argparse.Namespace) -> str:
    if args.local:
        return LOCAL_STACK
    also = ", or --local for the local run" if LOCAL.exists() else ""
    raise OperatorError(f"which deployment? --stack ReplyWatch-STAGE or --table NAME{also}")


def _place(args: argparse.Namespace) -> Place:
    if args.local:
        from cli.local import deploy

        try:
            endpoint = str(json.loads(LOCAL.read_text(encoding="utf-8"))["endpoint_url"])
        except (OSError, ValueError, KeyError):
            raise OperatorError("there is no local run; `make run` starts one") from None
        return Place(session=deploy.session(), endpoint=args.endpoint_url or endpoint)
    import boto3

    # boto3 looks at AWS_DEFAULT_REGION only; the CDK and the AWS CLI prefer this one.
    session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
    return Place(session=session, endpoint=args.endpoint_url)


def outputs(args: argparse.Namespace) -> dict[str, str]:
    """What the stack asked for says of itself. Raises OperatorError."""
    if args.table:
        raise OperatorError("a table has no outputs: --stack ReplyWatch-STAGE or --local")
    return _outputs(_place(args), args.stack or _local_stack(args))


def _output(place: Place, stack: str, name: str) -> str:
    found = _outputs(place, stack)
    if name not in found:
        raise OperatorError(f"the stack {stack} has no output {name}: is it ReplyWatch's?")
    return found[name]


def _outputs(place: Place, stack: str) -> dict[str, str]:
    try:
        described = place.client("cloudformation").describe_stacks(StackName=stack)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == "ValidationError":
            raise OperatorError(f"there is no stack {stack} in this account and region") from None
        raise
    (found,) = described["Stacks"]
    return {str(o["OutputKey"]): str(o["OutputValue"]) for o in found.get("Outputs", [])}


def conversation_missing(conversation: str) -> OperatorError:
    """Told where a conversation is asked for that the table does not hold."""
    return OperatorError(f"there is no conversation {conversation}")
