"""The policy simulator notices a role that allows too much, too little, or something that does not
exist.

`make check` runs it on the production templates.
"""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra import everything
from infra.permissions import PERMISSIONS
from infra.policy_simulation import OF_EVERYTHING, Case, absent, decide, differences
from infra.settings import Settings
from infra.template_values import ACCOUNT, REGION, Values
from tests.builders import EXAMPLE
from tests.infra.conftest import Stage


def statement(resources: dict[str, Any], action: str) -> dict[str, Any]:
    """The tracker's policy statement with this action."""
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
def test_the_simulator_notices_each_change_that_matters_and_no_other(
    production: Stage, change: Callable[[dict[str, Any]], None], noticed: str | None
) -> None:
    resources = copy.deepcopy(production.main)
    change(resources)
    asked, wrong = differences(resources)
    assert asked > 150
    assert any(noticed in line for line in wrong) if noticed else wrong == []


# --- Resources of some stages only ----------------------------------------------------------------


@pytest.fixture(scope="module")
def with_everything(
    synthesised: Callable[..., Stage], tmp_path_factory: pytest.TempPathFactory
) -> Stage:
    file: Path = tmp_path_factory.mktemp("everything") / "replywatch.toml"
    file.write_text(everything.CONFIGURATION, encoding="utf-8")
    return synthesised(everything.SETTINGS, file)


def test_one_of_the_two_stages_has_each_resource(production: Stage, with_everything: Stage) -> None:
    missing = absent(Values(production.main), {}) & absent(
        Values(with_everything.main), OF_EVERYTHING
    )
    assert missing == set()


@pytest.mark.parametrize(
    ("role", "action"),
    [
        ("Notifier", "sms-voice:SendTextMessage"),
        ("Notifier", "secretsmanager:GetSecretValue"),
        ("Rollup", "events:PutEvents"),
        ("Rollup", "sqs:ReceiveMessage"),
        ("Tracker", "bedrock:InvokeModel"),
    ],
)
def test_the_simulator_notices_a_permission_that_is_too_wide(
    with_everything: Stage, role: str, action: str
) -> None:
    resources = copy.deepcopy(with_everything.main)
    assert differences(resources, OF_EVERYTHING)[1] == []
    (policy,) = (
        r["Properties"]["PolicyDocument"]
        for name, r in resources.items()
        if name.startswith(f"{role}Role") and r["Type"] == "AWS::IAM::Policy"
    )
    found = [s for s in policy["Statement"] if action in str(s["Action"])]
    assert found
    for one in found:
        one["Resource"] = "*"
    wrong = differences(resources, OF_EVERYTHING)[1]
    assert any(f"{role.lower()}: {action}" in line for line in wrong)


def test_production_may_have_the_optional_resources_too(
    synthesised: Callable[[Settings], Stage],
) -> None:
    """An operator sets them for production in cdk.json, and `make check` still passes."""
    settings = Settings(stage="production", sms_origination=everything.SETTINGS.sms_origination)
    assert differences(synthesised(settings).main)[1] == []


MODEL = "amazon.nova-micro-v1:0"
PROFILE = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:inference-profile/eu.{MODEL}"
BY_PROFILE = {"bedrock:InferenceProfileArn": PROFILE}


def model(name: str = MODEL, region: str = REGION) -> str:
    return f"arn:aws:bedrock:{region}::foundation-model/{name}"


@pytest.mark.parametrize(
    ("configured", "requests"),
    [
        (
            MODEL,
            [
                (model(), {}, True),
                (model("amazon.nova-pro-v1:0"), {}, False),
                (model(region="eu-west-3"), {}, False),
                (PROFILE, {}, False),
            ],
        ),
        (
            f"eu.{MODEL}",
            [
                (PROFILE, {}, True),
                (PROFILE.replace("eu.", "us."), {}, False),
                (model(region="eu-west-3"), BY_PROFILE, True),
                (model(region="eu-west-3"), {}, False),
                (model(), {"bedrock:InferenceProfileArn": f"{PROFILE}-other"}, False),
                (model("amazon.nova-pro-v1:0"), BY_PROFILE, False),
            ],
        ),
    ],
    ids=["model", "profile"],
)
def test_the_tracker_may_ask_the_configured_model_and_no_other(
    synthesised: Callable[..., Stage],
    tmp_path: Path,
    configured: str,
    requests: list[tuple[str, dict[str, str], bool]],
) -> None:
    file = tmp_path / "replywatch.toml"
    table = f'\n[intents]\nsecond_opinion = "bedrock"\nmodel = "{configured}"\n'
    file.write_text(EXAMPLE.read_text("utf-8") + table)
    values = Values(synthesised(Settings(stage="production"), file).main)
    ask = "bedrock:InvokeModel"
    cases = [
        Case(function, ask, arn, is_allowed and function == "tracker", context)
        for function in PERMISSIONS
        for arn, context, is_allowed in requests
    ]
    cases.append(Case("tracker", "bedrock:InvokeModelWithResponseStream", requests[0][0], False))
    decisions = decide(cases, values)
    assert [d == "Allowed" for d in decisions] == [case.is_allowed for case in cases]
