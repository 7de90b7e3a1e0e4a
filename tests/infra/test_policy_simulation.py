"""The policy simulator notices a role that allows too much, too little, or nothing real.

`make check` runs it on the production templates.
"""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from infra.policy_simulation import differences
from tests.infra.conftest import Stage


def statement(resources: dict[str, Any], action: str) -> dict[str, Any]:
    """The tracker's statement with this action."""
    (policy,) = (
        r["Properties"]["PolicyDocument"]
        for name, r in resources.items()
        if name.startswith("TrackerRole") and r["Type"] == "AWS::IAM::Policy"
    )
    (found,) = (s for s in policy["Statement"] if action in s["Action"])
    return found


def allow_more(resources: dict[str, Any]) -> None:
    statement(resources, "sqs:SendMessage")["Action"] = ["sqs:SendMessage", "sqs:ReceiveMessage"]


def allow_everywhere(resources: dict[str, Any]) -> None:
    statement(resources, "sqs:SendMessage")["Resource"] = "*"


def allow_less(resources: dict[str, Any]) -> None:
    statement(resources, "dynamodb:PutItem")["Action"].remove("dynamodb:PutItem")


def name_a_resource_that_the_action_does_not_know(resources: dict[str, Any]) -> None:
    table = statement(resources, "dynamodb:PutItem")["Resource"]
    statement(resources, "dynamodb:ListStreams")["Resource"] = table


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        (lambda _: None, None),
        (allow_more, "tracker: sqs:ReceiveMessage on "),
        (allow_everywhere, "tracker: sqs:SendMessage on "),
        (allow_less, "tracker: dynamodb:PutItem on "),
        (name_a_resource_that_the_action_does_not_know, "tracker: dynamodb:ListStreams on "),
    ],
)
def test_the_simulator_notices(
    production: Stage, change: Callable[[dict[str, Any]], None], noticed: str | None
) -> None:
    resources = copy.deepcopy(production.main)
    change(resources)
    asked, wrong = differences(resources)
    assert asked > 150
    assert any(noticed in line for line in wrong) if noticed else wrong == []
