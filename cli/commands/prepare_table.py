"""`replywatch prepare-table`: prepares a restored table, or one that a deleted deployment left, for
a deployment.

A table that AWS restores has its items and indexes, but no stream, no time to live, no
point-in-time recovery and no protection. This gives it all four, as the stack does to a new table,
and prints the settings with which a deployment uses it. Running it again changes nothing.
"""

import argparse
import json
import time
from typing import Any

from cli import stack
from cli.stack import OperatorError
from shared.storage import schema

WITHIN_S = 300
"""How long AWS may take for each change."""


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--dry-run", action="store_true", help="change nothing, only report")
    parser.add_argument("--table", metavar="NAME", required=True, help="the restored table")
    stack.endpoint_option(parser)
    parser.set_defaults(stack=None, local=False)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0, and prints the settings; with --dry-run 1 and what is missing, if anything is; 2 if the
    table is not one of ReplyWatch."""
    client = stack.connection(args).client("dynamodb")
    _check_shape(_described(client, args.table), args.table)
    if args.dry_run:
        missing = _missing(client, args.table)
        print(json.dumps({"table_name": args.table, "missing": missing}, indent=2))
        return int(bool(missing))
    _enable_stream(client, args.table)
    enable_time_to_live(client, args.table)
    client.update_continuous_backups(
        TableName=args.table,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )
    _protect(client, args.table)
    arn = _described(client, args.table)["LatestStreamArn"]
    print(json.dumps({"table_name": args.table, "table_stream_arn": arn}, indent=2))
    return 0


def _described(client: Any, name: str) -> dict[str, Any]:
    table: dict[str, Any] = client.describe_table(TableName=name)["Table"]
    return table


def _check_shape(table: dict[str, Any], name: str) -> None:
    keys = [key["AttributeName"] for key in table["KeySchema"]]
    indexes = {index["IndexName"] for index in table.get("GlobalSecondaryIndexes", ())}
    needed = (schema.DUE_INDEX, schema.WAITING_INDEX, schema.ALERTS_INDEX, schema.PUBLIC_INDEX)
    missing = set(needed) - indexes
    if keys != [schema.PK, schema.SK] or missing:
        raise OperatorError(
            f"{name} is not a table of ReplyWatch: expected the keys {schema.PK} and {schema.SK}, "
            f"and the indexes {', '.join(needed)}. Restore it with all indexes."
        )


def _missing(client: Any, name: str) -> list[str]:
    table = _described(client, name)
    expiry = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    recovery = backups.get("PointInTimeRecoveryDescription", {})
    present = {
        "stream": table.get("StreamSpecification", {}).get("StreamEnabled"),
        "time to live": expiry.get("TimeToLiveStatus") in {"ENABLED", "ENABLING"},
        "point-in-time recovery": recovery.get("PointInTimeRecoveryStatus") == "ENABLED",
        "deletion protection": table.get("DeletionProtectionEnabled"),
    }
    return [what for what, is_there in present.items() if not is_there]


def _enable_stream(client: Any, name: str) -> None:
    found = _described(client, name).get("StreamSpecification", {})
    if found.get("StreamEnabled"):
        if found.get("StreamViewType") != "NEW_IMAGE":
            raise OperatorError(
                f"The stream of {name} has {found.get('StreamViewType')}: expected NEW_IMAGE. "
                "Turn the stream off, and run this again."
            )
        return
    client.update_table(
        TableName=name,
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    _wait_until_active(client, name)


def enable_time_to_live(client: Any, name: str) -> None:
    """Enables the table's time to live, unless it is enabled."""
    found = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    if found.get("TimeToLiveStatus") not in {"ENABLED", "ENABLING"}:
        client.update_time_to_live(
            TableName=name,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": schema.TTL},
        )


def _protect(client: Any, name: str) -> None:
    if not _described(client, name).get("DeletionProtectionEnabled"):
        client.update_table(TableName=name, DeletionProtectionEnabled=True)
        _wait_until_active(client, name)


def _wait_until_active(client: Any, name: str) -> None:
    end = time.monotonic() + WITHIN_S
    while _described(client, name)["TableStatus"] != "ACTIVE":
        if time.monotonic() > end:
            raise OperatorError(f"{name} is still being changed. Run this again later.")
        time.sleep(1)
