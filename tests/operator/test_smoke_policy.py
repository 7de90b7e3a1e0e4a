"""The policy in docs/deployment.md allows what the smoke test calls, and nothing else."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore import xform_name
from botocore.loaders import Loader
from botocore.model import ServiceModel

from tests.builders import ROOT

CODE = (
    "cli/commands/smoke.py",
    "cli/commands/token.py",
    "cli/deployment.py",
    "cli/smoke_checks.py",
    "cli/smoke_message.py",
    "cli/stack.py",
)
"""What runs with the credentials. The table is added by its methods."""

SERVICES = (
    "cloudformation", "cloudwatch", "dynamodb", "iam", "lambda", "secretsmanager", "sns", "sqs",
)  # fmt: skip

TABLE = {
    "get": {"dynamodb:GetItem"},
    "get_all": {"dynamodb:GetItem", "dynamodb:BatchGetItem"},
    "remove": {"dynamodb:BatchWriteItem"},
}
"""The methods of `Table` that the smoke test calls."""

NEEDS_NO_RIGHT = {
    "sqs:SendMessage",  # sent without a signature, so that it is refused
    "sns:Publish",  # stands in for the mail provider, on the emulator only
}


def called() -> set[str]:
    """The IAM actions that the code needs."""
    operations = dict(_operations())
    found = set()
    for file in CODE:
        text = (ROOT / file).read_text("utf-8")
        found |= {operations[name] for name in _calls(ast.parse(text)) if name in operations}
        for method in re.findall(r"\btable\.(\w+)\(", text):
            found |= TABLE[method]
    return found - NEEDS_NO_RIGHT


def _operations() -> Iterator[tuple[str, str]]:
    for service in SERVICES:
        model = ServiceModel(Loader().load_service_model(service, "service-2"), service)
        for name in model.operation_names:
            yield xform_name(name), f"{service}:{name}"


def _calls(tree: ast.Module) -> Iterator[str]:
    """The names of the methods that are called, and of the operations that are read page by
    page."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr
            if node.func.attr == "get_paginator" and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def statements() -> list[dict[str, Any]]:
    """The statements of the smoke test's policy."""
    text = Path(ROOT / "docs" / "deployment.md").read_text("utf-8")
    policies = [json.loads(block) for block in re.findall(r"```json\n(\{.*?)```", text, re.DOTALL)]
    (found,) = [p["Statement"] for p in policies if "SimulatePrincipalPolicy" in json.dumps(p)]
    return list(found)


def actions(statement: dict[str, Any]) -> list[str]:
    given = statement["Action"]
    return [given] if isinstance(given, str) else given


def test_the_policy_allows_what_the_smoke_test_calls() -> None:
    allowed = [action for statement in statements() for action in actions(statement)]
    assert sorted(allowed) == sorted(called())
    assert len(allowed) >= 12


@pytest.mark.parametrize("statement", statements(), ids=lambda s: actions(s)[0])
def test_the_policy_is_limited_to_the_test_stage(statement: dict[str, Any]) -> None:
    resources = statement["Resource"]
    for resource in [resources] if isinstance(resources, str) else resources:
        is_unlimited = all(action.startswith("cloudwatch:") for action in actions(statement))
        assert "ReplyWatch-test" in resource or "SecretId" in resource or is_unlimited
