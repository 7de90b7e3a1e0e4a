"""What a local run with enforced IAM changes in the template, and what it leaves unchanged."""

import json
from pathlib import Path
from typing import Any

from cli.local import enforced
from tests.infra.conftest import Stage


def test_only_what_the_emulator_does_differently_is_changed(local: Stage, tmp_path: Path) -> None:
    template = tmp_path / "template.json"
    template.write_text(json.dumps({"Resources": local.main}), encoding="utf-8")
    enforced.adapt(template)
    adapted = json.loads(template.read_text(encoding="utf-8"))["Resources"]
    assert "SecureTransport" not in json.dumps(adapted)
    removed = {local.main[name]["Type"] for name in local.main.keys() - adapted.keys()}
    assert removed <= {"AWS::SQS::QueuePolicy"}
    changed = {
        str(statement["Action"])
        for name, resource in adapted.items()
        if resource["Type"] == "AWS::IAM::Policy"
        for before, statement in zip(
            local.main[name]["Properties"]["PolicyDocument"]["Statement"],
            resource["Properties"]["PolicyDocument"]["Statement"],
            strict=True,
        )
        if before != statement
    }
    assert changed == {
        "['sqs:GetQueueAttributes', 'sqs:SendMessage', 'sqs:SendMessageBatch']",
        "['sqs:SendMessage', 'sqs:SendMessageBatch']",
        "secretsmanager:GetSecretValue",
        "ses:SendEmail",
    }


def test_a_statement_of_several_actions_or_secrets_is_adapted(tmp_path: Path) -> None:
    statement = {
        "Action": ["sqs:ReceiveMessage", "sqs:SendMessage"],
        "Resource": [{"Ref": "Api"}, {"Ref": "Channels"}, "other"],
    }
    resources: dict[str, Any] = {
        "Api": {"Type": "AWS::SecretsManager::Secret"},
        "Channels": {"Type": "AWS::SecretsManager::Secret"},
        "Policy": {
            "Type": "AWS::IAM::Policy",
            "Properties": {"PolicyDocument": {"Statement": [statement]}},
        },
    }
    template = tmp_path / "template.json"
    template.write_text(json.dumps({"Resources": resources}), encoding="utf-8")
    enforced.adapt(template)
    adapted = json.loads(template.read_text(encoding="utf-8"))["Resources"]["Policy"]
    (found,) = adapted["Properties"]["PolicyDocument"]["Statement"]
    assert found == {
        "Action": ["sqs:ReceiveMessage", "sqs:SendMessage", "sqs:SendMessageBatch"],
        "Resource": [
            {"Fn::GetAtt": ["Api", "Id"]},
            {"Fn::GetAtt": ["Channels", "Id"]},
            "other",
        ],
    }
