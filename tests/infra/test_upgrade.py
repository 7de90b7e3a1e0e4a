"""Upgrading a deployment keeps everything that cannot be created again.

CloudFormation replaces a resource whose logical id changes: the table and the secrets would be left
behind, the queues would be lost with their messages, and the address that Meta and X use would
change.
"""

from collections.abc import Callable
from pathlib import Path

from infra import everything
from tests.infra.conftest import Stage

STATEFUL = {
    "AWS::DynamoDB::Table": ["StorageTableB43FDCE7"],
    "AWS::SecretsManager::Secret": ["SecretsApiSecretA53FDED3", "SecretsWebhookSecret559C6136"],
    "AWS::SQS::Queue": [
        "AlertingAlertsBCF567A1",
        "AlertingAlertsDeadLetters0F64374A",
        "AlertingDeliveryDeadLettersA65B796B",
        "StorageStreamDeadLettersA9437254",
    ],
    "AWS::ApiGatewayV2::Api": ["WebHttpApi298A2DC2"],
}
"""The logical ids of release 0.1.0. Never change one: give the construct its old id instead."""


def test_resources_with_data_keep_their_logical_ids(production: Stage) -> None:
    assert {kind: sorted(production.all(kind)) for kind in STATEFUL} == STATEFUL


OF_SOME = {
    "AWS::SecretsManager::Secret": ["SecretsChannelsSecret822F5D31"],
    "AWS::SQS::Queue": ["EventsDeadLetters8A90034E", "EventsQueue7396B467"],
    # Operators have entered these elsewhere: at a phone number, and in DNS.
    "AWS::SNS::Topic": ["AlertingDeliveryEventsAFD62988"],
    "AWS::ApiGatewayV2::DomainName": ["WebDomainB6745A35"],
}
"""The same, of what only some configurations and settings have, and of what a setting uses."""


def test_optional_resources_keep_their_logical_ids(
    synthesised: Callable[..., Stage], tmp_path: Path
) -> None:
    file = tmp_path / "replywatch.toml"
    file.write_text(everything.CONFIGURATION, encoding="utf-8")
    stage = synthesised(everything.SETTINGS, file)
    found = {kind: sorted({*stage.all(kind)} - {*STATEFUL.get(kind, ())}) for kind in OF_SOME}
    assert found == OF_SOME


def test_the_table_keeps_the_properties_whose_change_would_replace_it(production: Stage) -> None:
    """Changing the keys would replace the table. Indexes can be added, one per deployment."""
    table = production.one("AWS::DynamoDB::Table")
    assert table["KeySchema"] == [
        {"AttributeName": "pk", "KeyType": "HASH"},
        {"AttributeName": "sk", "KeyType": "RANGE"},
    ]
    assert {index["IndexName"] for index in table["GlobalSecondaryIndexes"]} >= {
        "due", "waiting", "public",
    }  # fmt: skip
    assert "TableName" not in table, "a table with a name cannot be replaced at all"
