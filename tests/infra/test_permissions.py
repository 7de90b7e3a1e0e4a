"""The roles, compared with the table of permissions and with the calls in the code."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from infra.permissions import PERMISSIONS, Resource
from infra.settings import ROOT, Settings
from tests.builders import EXAMPLE
from tests.infra.conftest import Stage
from tests.infra.test_stack import FUNCTIONS

NAMES = {f.lower().replace("slachecker", "sla_checker"): f for f in FUNCTIONS}

CALLS = {  # a method of shared.storage.store.Store → the permissions that it needs
    "put_all": {(Resource.TABLE, "BatchWriteItem")},
    "remove": {(Resource.TABLE, "BatchWriteItem")},
    "put_first": {(Resource.TABLE, "PutItem"), (Resource.TABLE, "GetItem")},
    "get": {(Resource.TABLE, "GetItem")},
    "get_all": {(Resource.TABLE, "GetItem"), (Resource.TABLE, "BatchGetItem")},
    "partition": {(Resource.TABLE, "Query")},
    "due": {(Resource.DUE_INDEX, "Query")},
    "claimed_alerts": {(Resource.ALERTS_INDEX, "Query")},
    "waiting": {(Resource.WAITING_INDEX, "Query")},
    "all_public": {(Resource.PUBLIC_INDEX, "Query")},
    "find_public": {(Resource.PUBLIC_INDEX, "Query")},
    "write": {(Resource.TABLE, "PutItem")},
    "retry": set(),  # makes no call of its own
}

INDEXES = (
    Resource.TABLE,
    Resource.DUE_INDEX,
    Resource.WAITING_INDEX,
    Resource.ALERTS_INDEX,
    Resource.PUBLIC_INDEX,
)
_API_SECRET = {(Resource.API_SECRET, "secretsmanager:GetSecretValue")}
SERVICE_CALLS = {  # a call in the code → the permissions that it needs outside DynamoDB
    'secret_lists("WEBHOOK_SECRET_ID"': {
        (Resource.WEBHOOK_SECRET, "secretsmanager:GetSecretValue")
    },
    "secrets.link_keys(": _API_SECRET,
    "secrets.api_tokens": _API_SECRET,
    "secrets.channel_entries(": {(Resource.CHANNELS_SECRET, "secretsmanager:GetSecretValue")},
    '"STREAM_DLQ_URL"': {(Resource.STREAM_DEAD_LETTERS, "sqs:SendMessage")},
    '"ALERTS_QUEUE_URL"': {(Resource.ALERTS, "sqs:SendMessage")},
    "get_queue_attributes(": {(Resource.ALERTS, "sqs:GetQueueAttributes")},
    '"EVENTS_QUEUE_URL"': {(Resource.EVENTS, "sqs:SendMessage")},
    "put_events(": {(Resource.EVENT_BUS, "events:PutEvents")},
    '"sesv2"': {(Resource.SENDER, "ses:SendEmail"), (Resource.MAIL_SETTINGS, "ses:SendEmail")},
    '"sns"': {(Resource.PHONES, "sns:Publish")},
    '"bedrock-runtime"': {
        (Resource.MODEL, "bedrock:InvokeModel"),
        (Resource.PROFILE_MODEL, "bedrock:InvokeModel"),
    },
    '"pinpoint-sms-voice-v2"': {
        (Resource.SMS_ORIGINATION, "sms-voice:SendTextMessage"),
        (Resource.SMS_SETTINGS, "sms-voice:SendTextMessage"),
    },
}

_STREAM = {
    (Resource.STREAM, "dynamodb:DescribeStream"),
    (Resource.STREAM, "dynamodb:GetRecords"),
    (Resource.STREAM, "dynamodb:GetShardIterator"),
    (Resource.ALL_STREAMS, "dynamodb:ListStreams"),
}
LAMBDA_CALLS = {  # permissions that Lambda itself uses with the function's role
    "tracker": _STREAM,
    "rollup": _STREAM
    | {
        (Resource.EVENTS, "sqs:DeleteMessage"),
        (Resource.EVENTS, "sqs:GetQueueAttributes"),
        (Resource.EVENTS, "sqs:ReceiveMessage"),
    },
    "notifier": {
        (Resource.ALERTS, "sqs:DeleteMessage"),
        (Resource.ALERTS, "sqs:GetQueueAttributes"),
        (Resource.ALERTS, "sqs:ReceiveMessage"),
        (Resource.DELIVERY_DEAD_LETTERS, "sqs:SendMessage"),
    },
}


ABSENT = {
    "notifier": {"sms-voice:SendTextMessage"},
    "tracker": {"bedrock:InvokeModel"},
    "rollup": {
        "events:PutEvents", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage",
    },
}  # fmt: skip
"""What only deployments with a certain setting allow."""


def statements(stage: Stage, function: str) -> list[dict[str, Any]]:
    policies = stage.all("AWS::IAM::Policy")
    [own] = [p for n, p in policies.items() if n.startswith(f"{NAMES[function]}Role")]
    return list(own["PolicyDocument"]["Statement"])


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def actions(stage: Stage, function: str) -> set[str]:
    return {a for s in statements(stage, function) for a in listed(s["Action"])}


def test_the_table_names_every_function() -> None:
    assert set(PERMISSIONS) == set(NAMES)


@pytest.mark.parametrize("function", NAMES)
def test_a_role_allows_what_the_table_says_and_writing_logs(
    production: Stage, function: str
) -> None:
    said = {action for row in PERMISSIONS[function].values() for action in row}
    logs = {"logs:CreateLogStream", "logs:PutLogEvents"}
    assert actions(production, function) == (said | logs) - ABSENT.get(function, set())


@pytest.mark.parametrize("function", NAMES)
def test_a_resource_is_a_pattern_only_for_email_and_the_list_of_streams(
    production: Stage, function: str
) -> None:
    for statement in statements(production, function):
        for resource in (r for r in listed(statement.get("Resource", [])) if "*" in str(r)):
            if statement["Action"] == "ses:SendEmail":
                assert statement["Condition"] == {"StringEquals": {"ses:FromAddress": mail_from()}}
            else:
                assert (statement["Action"], resource) == ("dynamodb:ListStreams", "*")


def mail_from() -> str:
    return str(tomllib.loads(EXAMPLE.read_text("utf-8"))["brand"]["mail_from"])


ORIGINATION = "arn:aws:sms-voice:eu-central-1:123456789012:pool/pool-1"


def test_with_an_origination_identity_the_notifier_sends_from_it_and_not_by_sns(
    synthesised: Callable[[Settings], Stage],
) -> None:
    stage = synthesised(Settings(stage="production", sms_origination=ORIGINATION))
    sends = [s for s in statements(stage, "notifier") if s["Action"] == "sms-voice:SendTextMessage"]
    [made] = stage.all("AWS::SMSVOICE::ConfigurationSet")
    assert [s["Resource"] for s in sends] == [[ORIGINATION, {"Fn::GetAtt": [made, "Arn"]}]]
    assert "sns:Publish" not in actions(stage, "notifier")
    variables = stage.one("AWS::Lambda::Function", "Notifier")["Environment"]["Variables"]
    assert variables["SMS_ORIGINATION"] == ORIGINATION
    assert variables["SMS_CONFIGURATION_SET"] == {"Ref": made}


@pytest.mark.parametrize(
    ("takes_replies", "sources"), [(False, ":configuration-set/*"), (True, ":*")]
)
def test_reports_of_texts_come_from_this_account_to_the_topic(
    synthesised: Callable[[Settings], Stage], takes_replies: bool, sources: str
) -> None:
    stage = synthesised(
        Settings(stage="production", sms_origination=ORIGINATION, sms_replies=takes_replies)
    )
    made = stage.one("AWS::SMSVOICE::ConfigurationSet")
    [destination] = made["EventDestinations"]
    [topic] = stage.all("AWS::SNS::Topic")
    assert destination["SnsDestination"] == {"TopicArn": {"Ref": topic}}
    assert destination["MatchingEventTypes"] == ["TEXT_ALL"]
    policies = stage.all("AWS::SNS::TopicPolicy").values()
    [allowed] = [
        s
        for policy in policies
        for s in policy["PolicyDocument"]["Statement"]
        if s["Principal"] == {"Service": "sms-voice.amazonaws.com"}
    ]
    assert (allowed["Action"], allowed["Resource"]) == ("sns:Publish", {"Ref": topic})
    source = allowed["Condition"]["ArnLike"]["aws:SourceArn"]
    assert source["Fn::Join"][1][-1] == sources
    assert allowed["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    variables = stage.one("AWS::Lambda::Function", "Notifier")["Environment"]["Variables"]
    assert ("SMS_REPLIES" in variables) is takes_replies


def test_without_an_origination_identity_nobody_publishes_reports_of_texts(
    production: Stage,
) -> None:
    assert production.all("AWS::SMSVOICE::ConfigurationSet") == {}
    assert "sms-voice.amazonaws.com" not in str(production.main)


@pytest.mark.parametrize("function", NAMES)
def test_a_function_writes_to_its_own_log_only(production: Stage, function: str) -> None:
    [logs] = [s for s in statements(production, function) if "logs:PutLogEvents" in s["Action"]]
    configured = production.one("AWS::Lambda::Function", NAMES[function])["LoggingConfig"]
    assert logs["Resource"]["Fn::GetAtt"][0] == configured["LogGroup"]["Ref"]


def test_no_role_has_a_managed_policy(production: Stage) -> None:
    for role in production.all("AWS::IAM::Role").values():
        assert "ManagedPolicyArns" not in role


@pytest.mark.parametrize("function", NAMES)
def test_the_table_allows_exactly_what_the_code_does_in_dynamodb(function: str) -> None:
    """The emulator does not check permissions."""
    code = "\n".join(path.read_text("utf-8") for path in reachable(function))
    used = {need for call in re.findall(r"\bstore\.(\w+)\(", code) for need in CALLS[call]}
    if "Delete(" in code:
        used.add((Resource.TABLE, "DeleteItem"))
    allowed = {
        (on, action.removeprefix("dynamodb:"))
        for on in INDEXES
        for action in PERMISSIONS[function].get(on, ())
    }
    assert allowed == used


@pytest.mark.parametrize("function", NAMES)
def test_the_table_allows_exactly_what_is_called_outside_dynamodb(function: str) -> None:
    code = "\n".join(path.read_text("utf-8") for path in reachable(function))
    used = LAMBDA_CALLS.get(function, set()).union(
        *(needed for call, needed in SERVICE_CALLS.items() if call in code)
    )
    allowed = {
        (resource, action)
        for resource, granted in PERMISSIONS[function].items()
        for action in granted
        if resource not in INDEXES
    }
    assert allowed == used


def reachable(function: str) -> set[Path]:
    """The function's modules, and the modules of `shared` that they import, except the store."""
    found: set[Path] = set()
    todo = list((ROOT / "functions" / function).rglob("*.py"))
    while todo:
        path = todo.pop()
        if path not in found and path.stem != "store":
            found.add(path)
            todo += imported(path)
    return found


@cache
def imported(path: Path) -> list[Path]:
    return [p for p in _imports(ast.parse(path.read_text("utf-8"))) if p.exists()]


def _imports(tree: ast.Module) -> Iterator[Path]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("shared"):
            parts = Path(*(node.module or "").split("."))
            yield (ROOT / parts).with_suffix(".py")
            yield from ((ROOT / parts / name.name).with_suffix(".py") for name in node.names)
