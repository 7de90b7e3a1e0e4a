"""A restored table gets the settings that the stack gives to a new one."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from cli.local import emulator
from cli.main import main
from cli.stack import Connection
from infra.settings import from_context
from shared.storage import schema
from shared.storage.attributes import encode
from tests.operator.world import World, a_story
from tests.simulation.both_tables import endpoint
from tests.tables import create_table

__all__ = ["endpoint"]


@pytest.fixture
def client(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The DynamoDB client of the local AWS engine."""
    for name, value in emulator.environment(endpoint).items():
        monkeypatch.setenv(name, value)
    made = boto3.client("dynamodb")
    monkeypatch.setattr(Connection, "client", lambda _self, _service: made)
    yield made
    made.update_table(TableName="restored", DeletionProtectionEnabled=False)
    made.delete_table(TableName="restored")


def test_a_restored_table_gets_stream_expiry_backups_and_protection(
    client: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    create_table(client, "restored")
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
    create_table(client, "restored")
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
    create_table(client, "restored")
    assert main(["prepare-table", "--table", "restored"]) == 0
    first = capsys.readouterr().out
    assert main(["prepare-table", "--table", "restored"]) == 0
    assert capsys.readouterr().out == first


def test_a_table_without_the_indexes_is_refused(
    client: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    client.create_table(
        TableName="restored",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": schema.PK, "KeyType": "HASH"},
            {"AttributeName": schema.SK, "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in (schema.PK, schema.SK)
        ],
    )
    assert main(["prepare-table", "--table", "restored"]) == 2
    assert "Restore it with all indexes" in capsys.readouterr().err


def test_a_table_whose_stream_has_keys_only_is_refused(
    client: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    create_table(client, "restored", StreamSpecification=stream)
    assert main(["prepare-table", "--table", "restored"]) == 2
    assert "NEW_IMAGE" in capsys.readouterr().err


def test_the_commands_of_the_restore_runbook_work_in_order(world: World, client: Any) -> None:
    a_story(world)
    create_table(client, "restored")
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
    """Runs a command on the restored table. Returns its exit status and output."""
    world.capsys.readouterr()
    configuration = ("--config", str(world.config)) if config else ()
    status = main([command, *options, "--table", "restored", *configuration])
    return status, world.capsys.readouterr().out
