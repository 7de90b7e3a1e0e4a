# ruff: noqa: N803 - the parameters have the names of AWS's
"""The smoke test's checks notice what is wrong, and leave nothing behind.

That all of them pass on a healthy deployment is shown by `make smoke` on the local run.
"""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from cli import smoke_checks
from cli.commands import smoke
from cli.deployment import Deployment
from cli.local import http_client, webhook_bodies
from cli.local.http_client import Response
from cli.stack import Connection
from shared.storage import schema

OUTPUTS = {
    "StreamDeadLetterQueueUrl": "dead changes",
    "WebhookSecretId": "webhook",
    "WebhookMetaUrl": "https://replies.example/webhooks/meta",
    "WebhookFunction": "webhook",
    "TableName": "replies",
}
META_ONLY: Any = SimpleNamespace(accounts=[SimpleNamespace(channel="messenger")])


def at_once(condition: Callable[[], Any], _within_s: float = 0) -> Any:
    return condition()


def deployed(client: Any, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    monkeypatch.setattr(Connection, "client", lambda _self, _service: client)
    session = SimpleNamespace(client=lambda *_given, **_options: client)
    return Deployment(Connection(session=session), OUTPUTS)


class Queue:
    """Has so many letters about whatever was stored last."""

    def __init__(self, letters: int) -> None:
        self.letters = letters
        self.stored: schema.Key | None = None
        self.removed: list[schema.Key] = []
        self.deleted: list[str] = []
        self.table = "replies"
        self.client = self

    def put_item(self, *, TableName: str, Item: Any) -> None:
        self.stored = schema.Key(Item["pk"]["S"], Item["sk"]["S"])

    def remove(self, keys: list[schema.Key]) -> None:
        self.removed += keys

    def receive_message(self, **_asked: Any) -> Any:
        assert self.stored is not None
        about = [json.dumps({"items": [schema.opaque(self.stored)]})] * self.letters
        bodies = ["a letter about something else", *about]
        return {
            "Messages": [
                {"MessageId": str(n), "ReceiptHandle": f"r{n}", "Body": body}
                for n, body in enumerate(bodies)
            ]
        }

    def delete_message(self, *, QueueUrl: str, ReceiptHandle: str) -> None:
        self.deleted.append(ReceiptHandle)


@pytest.mark.parametrize(("letters", "status"), [(0, "failed"), (1, "ok"), (2, "failed")])
def test_a_poisoned_record_ends_in_one_letter(
    monkeypatch: pytest.MonkeyPatch, letters: int, status: str
) -> None:
    queue: Any = Queue(letters)
    (finding,) = smoke_checks.poison(deployed(queue, monkeypatch), queue, at_once)
    assert finding.status == status
    assert queue.removed == [queue.stored]
    assert queue.deleted == [f"r{n}" for n in range(1, letters + 1)], "no other letter"


class SecretStore:
    """A secret, and a webhook that reads it; or one that does not."""

    def __init__(self, *, is_read: bool) -> None:
        self.text = self.first = json.dumps({"meta_app_secrets": ["the first one"], "other": []})
        self.known = self.text
        self.is_read = is_read

    def get_secret_value(self, *, SecretId: str) -> Any:
        return {"SecretString": self.text}

    def put_secret_value(self, *, SecretId: str, SecretString: str) -> None:
        self.text = SecretString
        self.known = SecretString if self.is_read else self.known

    def post(self, _url: str, raw: bytes, headers: dict[str, str]) -> Response:
        accepted = json.loads(self.known)["meta_app_secrets"]
        signed = [webhook_bodies.meta_headers(raw, secret=s) for s in accepted]
        return Response(200 if headers in signed else 403, b"")


@pytest.mark.parametrize(("is_read", "status"), [(True, "ok"), (False, "failed")])
def test_a_second_secret_counts_and_is_removed_again(
    monkeypatch: pytest.MonkeyPatch, is_read: bool, status: str
) -> None:
    store = SecretStore(is_read=is_read)
    monkeypatch.setattr(http_client, "post", store.post)
    place = deployed(store, monkeypatch)
    (finding,) = smoke_checks.rotation(place, META_ONLY, at_once)
    assert finding.status == status
    assert store.text == store.first


def test_the_secret_is_put_back_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    store = SecretStore(is_read=True)

    def fail(*_given: Any) -> Response:
        raise ConnectionError

    monkeypatch.setattr(http_client, "post", fail)
    place = deployed(store, monkeypatch)
    with pytest.raises(ConnectionError):
        list(smoke_checks.rotation(place, META_ONLY, at_once))
    assert store.text == store.first


class Iam:
    """Decides as it is set."""

    def __init__(self, query: str, *, is_open: bool) -> None:
        self.query, self.is_open = query, is_open

    def get_function_configuration(self, **_asked: Any) -> Any:
        return {"Role": "the role"}

    def describe_table(self, **_asked: Any) -> Any:
        return {"Table": {"TableArn": "the table"}}

    def simulate_principal_policy(self, **_asked: Any) -> Any:
        decided = {"dynamodb:PutItem": "allowed", "dynamodb:Query": self.query}
        return {
            "EvaluationResults": [
                {"EvalActionName": action, "EvalDecision": d} for action, d in decided.items()
            ]
        }

    def send_message(self, **_asked: Any) -> None:
        if not self.is_open:
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "SendMessage")


@pytest.mark.parametrize(
    ("query", "is_open", "statuses"),
    [
        ("implicitDeny", False, ["ok", "ok"]),
        ("allowed", False, ["failed", "ok"]),
        ("implicitDeny", True, ["ok", "failed"]),
    ],
)
def test_a_role_that_may_too_much_and_an_open_queue_are_noticed(
    monkeypatch: pytest.MonkeyPatch, query: str, is_open: bool, statuses: list[str]
) -> None:
    place = deployed(Iam(query, is_open=is_open), monkeypatch)
    assert [f.status for f in smoke_checks.iam(place)] == statuses


class CloudWatch:
    """Has two alarms in the stack, or fewer, and data for the first one's metric."""

    def __init__(self, existing: int) -> None:
        self.existing = existing

    def get_paginator(self, _name: str) -> Any:
        listed = [
            {
                "ResourceType": "AWS::CloudWatch::Alarm",
                "PhysicalResourceId": f"stack-{name}",
                "LogicalResourceId": f"{name}0A1B2C3D",
            }
            for name in ("AlertsLate", "SmsSpend")
        ]
        return SimpleNamespace(paginate=lambda **_: [{"StackResourceSummaries": listed}])

    def describe_alarms(self, **_asked: Any) -> Any:
        alarms = [
            {"AlarmName": f"stack-{n}", "Namespace": "N", "MetricName": n, "StateValue": "OK"}
            for n in ("AlertsLate", "SmsSpend")
        ]
        return {"MetricAlarms": alarms[: self.existing]}

    def list_metrics(self, *, MetricName: str, **_asked: Any) -> Any:
        return {"Metrics": ["one"] if MetricName == "AlertsLate" else []}


@pytest.mark.parametrize(("existing", "statuses"), [(2, ["ok", "warning"]), (1, ["failed", "ok"])])
def test_missing_alarms_and_metrics_without_data_are_listed(
    monkeypatch: pytest.MonkeyPatch, existing: int, statuses: list[str]
) -> None:
    place = deployed(CloudWatch(existing), monkeypatch)
    found = list(smoke_checks.alarms(place, "ReplyWatch-test"))
    assert [f.status for f in found] == statuses
    if existing == 2:
        assert "without data: SmsSpend" in found[1].text


@pytest.mark.parametrize(
    ("channels", "reason"),
    [(["sms", "slack", "sms"], "the alerts went by slack and sms"), ([], "no alert was sent")],
)
def test_an_event_that_no_email_can_have_is_not_checked(channels: list[str], reason: str) -> None:
    sent: Any = [SimpleNamespace(by=by) for by in channels]
    nothing: Any = None
    subject = smoke.Subject(nothing, nothing, nothing, None, sent=sent)
    (finding,) = smoke.CHECKS["provider's event"](subject)
    assert (finding.status, finding.text.partition(", and")[0]) == (
        "unknown",
        f"not checked: {reason}",
    )
