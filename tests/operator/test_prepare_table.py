"""A restored table gets what the stack gives to a new one."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from cli.main import main
from cli.stack import Connection
from infra.settings import from_context
from shared.storage import schema
from shared.storage.attributes import encode
from tests.operator.world import World, a_story

KEYS = {schema.PK: "HASH", schema.SK: "RANGE"}
INDEXES = {
    schema.DUE_INDEX: (schema.DUE_SHARD, schema.DUE_NEXT),
    schema.WAITING_INDEX: (schema.ACCOUNT, schema.LISTED),
    schema.ALERTS_INDEX: (schema.ACCOUNT, schema.CLAIMED),
    schema.PUBLIC_INDEX: (schema.PUBLIC_ID,),
}


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    with mock_aws():
        made = boto3.client("dynamodb", region_name="us-east-1")
        monkeypatch.setattr(Connection, "client", lambda _self, _service: made)
        yield made


def restore(client: Any, *indexes: str, stream: dict[str, Any] | None = None) -> None:
    """A table as AWS restores it: items and indexes, and nothing else."""
    attributes = {*KEYS, *(name for index in indexes for name in INDEXES[index])}
    made = [
        {
            "IndexName": index,
            "KeySchema": [
                {"AttributeName": name, "KeyType": kind}
                for name, kind in zip(INDEXES[index], ("HASH", "RANGE"), strict=False)
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
        for index in indexes
    ]
    client.create_table(
        TableName="restored",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": n, "KeyType": k} for n, k in KEYS.items()],
        AttributeDefinitions=[
            {"AttributeName": n, "AttributeType": "S"} for n in sorted(attributes)
        ],
        **({"GlobalSecondaryIndexes": made} if made else {}),
        **({"StreamSpecification": stream} if stream else {}),
    )


def test_a_restored_table_gets_stream_expiry_backups_and_protection(
    client: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    restore(client, *INDEXES)
    assert main(["prepare-table", "--table", "restored"]) == 0
    settings = json.loads(capsys.readouterr().out)
    table = client.describe_table(TableName="restored")["Table"]
    assert settings == {"table_name": "restored", "table_stream_arn": table["LatestStreamArn"]}
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    assert table["DeletionProtectionEnabled"] is True
    expiry = client.describe_time_to_live(TableName="restored")["TimeToLiveDescription"]
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": schema.TTL}
    backups = client.describe_continuous_backups(TableName="restored")
    recovery = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"


def test_a_dry_run_says_what_is_missing(client: Any, capsys: pytest.CaptureFixture[str]) -> None:
    restore(client, *INDEXES)
    before = client.describe_table(TableName="restored")["Table"]
    assert main(["prepare-table", "--table", "restored", "--dry-run"]) == 1
    assert json.loads(capsys.readouterr().out)["missing"] == [
        "stream", "time to live", "point-in-time recovery", "deletion protection",
    ]  # fmt: skip
    assert client.describe_table(TableName="restored")["Table"] == before
    assert main(["prepare-table", "--table", "restored"]) == 0
    capsys.readouterr()
    assert main(["prepare-table", "--table", "restored", "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out)["missing"] == []


def test_a_second_run_changes_nothing(client: Any, capsys: pytest.CaptureFixture[str]) -> None:
    restore(client, *INDEXES)
    assert main(["prepare-table", "--table", "restored"]) == 0
    first = capsys.readouterr().out
    assert main(["prepare-table", "--table", "restored"]) == 0
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(
    ("indexes", "stream", "reason"),
    [
        ((), None, "is not a table of ReplyWatch"),
        ((schema.DUE_INDEX,), None, "Restore it with all indexes"),
        (tuple(INDEXES), {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}, "NEW_IMAGE"),
    ],
)
def test_a_table_of_another_shape_is_refused(
    client: Any,
    capsys: pytest.CaptureFixture[str],
    indexes: tuple[str, ...],
    stream: dict[str, Any] | None,
    reason: str,
) -> None:
    restore(client, *indexes, stream=stream)
    assert main(["prepare-table", "--table", "restored"]) == 2
    assert reason in capsys.readouterr().err


def test_the_restore_runbook_in_its_own_order(world: World, client: Any) -> None:
    a_story(world)
    restore(client, *INDEXES)
    for item in world.fake.items.values():
        for raw in item.values():
            client.put_item(TableName="restored", Item=raw)
    before = len(world.items())
    assert before > 5

    status, printed = run(world, "prepare-table", config=False)
    assert status == 0
    stages = {"production": json.loads(printed)}
    settings = from_context({"stage": "production", "stages": stages}.get)
    assert settings.table_name == "restored"
    assert settings.table_stream_arn

    assert run(world, "rebuild", "--all", "--dry-run") == (0, "")
    fact = world.facts()[0]
    client.delete_item(TableName="restored", Key=encode(fact.key.attributes))
    status, shown = run(world, "rebuild", "--all", "--dry-run")
    assert (status, "was missing" in shown) == (1, True)
    assert run(world, "rebuild", "--all")[0] == 0
    assert run(world, "rebuild", "--all", "--dry-run") == (0, "")
    found = client.scan(TableName="restored")["Items"]
    assert len(found) == before


def run(world: World, command: str, *options: str, config: bool = True) -> tuple[int, str]:
    """Runs a command on the restored table; its exit status, and what it printed."""
    world.capsys.readouterr()
    configuration = ("--config", str(world.config)) if config else ()
    status = main([command, *options, "--table", "restored", *configuration])
    return status, world.capsys.readouterr().out
