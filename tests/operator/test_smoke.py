# ruff: noqa: N803 - the parameters have the names of AWS's
"""The smoke test's checks find problems and leave nothing behind.

That all checks pass on a healthy deployment is shown by `make smoke` on the local run.
"""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from cli import smoke_checks, smoke_message
from cli.commands import smoke
from cli.deployment import DOORS, Deployment
from cli.findings import Finding
from cli.local import http_client
from cli.local.http_client import Response
from cli.stack import Connection
from shared.config.configuration import Account
from shared.storage import schema
from tests.operator import deployed as deployment_of
from tests.operator.world import PAGE, World

OUTPUTS = {
    "StreamDeadLetterQueueUrl": "dead changes",
    "WebhookSecretId": "webhook",
    "WebhookMetaUrl": "https://replies.example/webhooks/meta",
    "WebhookXUrl": "https://replies.example/webhooks/x",
    "WebhookMessagesUrl": "https://replies.example/v1/messages",
    "WebhookFunction": "webhook",
    "TableName": "replies",
}


def configured(*channels: str) -> Any:
    """A configuration with an account on each of these channels."""
    accounts = [Account(channel=c, id=f"10020030040050{n}", name=c) for n, c in enumerate(channels)]
    return SimpleNamespace(accounts=accounts, text_days=90, x_accounts=())


META_ONLY = configured("messenger")


def at_once(condition: Callable[[], Any], _within_s: float = 0) -> Any:
    return condition()


def deployed(client: Any, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    monkeypatch.setattr(Connection, "client", lambda _self, _service: client)
    session = SimpleNamespace(client=lambda *_given, **_options: client)
    return Deployment(Connection(session=session), OUTPUTS)


class Queue:
    """A queue with this many dead letters about the item stored last."""

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
    """A secret, and a webhook that reads it after some seconds, or never."""

    def __init__(self, *, read_after_s: float) -> None:
        self.text = self.first = json.dumps({"meta_app_secrets": [FIRST], "other": []})
        self.read_after_s, self.passed_s, self.refused = read_after_s, 0.0, 0

    def pause(self, seconds: float) -> None:
        self.passed_s += seconds

    def get_secret_value(self, *, SecretId: str) -> Any:
        return {"SecretString": self.text}

    def put_secret_value(self, *, SecretId: str, SecretString: str) -> None:
        self.text = SecretString

    def post(self, url: str, raw: bytes, headers: dict[str, str]) -> Response:
        known = json.loads(self.text if self.passed_s >= self.read_after_s else self.first)
        door = next(d for d in DOORS.values() if OUTPUTS[d.url] == url)
        signed = [_signature(door.sign(raw, s)) for s in known.get(door.secrets, ())]
        is_signed = _signature(headers) in signed
        self.refused += not is_signed
        return Response(200 if is_signed else 403, b"")


def _signature(headers: dict[str, str]) -> str:
    """The part that depends only on the secret: an adapter's signature also has a number and a
    time."""
    return headers.get("webhook-signature") or json.dumps(headers)


FIRST = "the first one"


@pytest.mark.parametrize(
    ("read_after_s", "status", "refused"),
    [(30, "ok", 0), (40, "ok", 1), (1e9, "failed", 2)],
)
def test_a_second_secret_counts_and_few_tries_are_refused(
    monkeypatch: pytest.MonkeyPatch, read_after_s: float, status: str, refused: int
) -> None:
    store = SecretStore(read_after_s=read_after_s)
    monkeypatch.setattr(http_client, "post", store.post)
    place = deployed(store, monkeypatch)
    (finding,) = smoke_checks.rotation(place, META_ONLY, store.pause)
    assert finding.status == status
    assert store.refused == refused
    assert store.text == store.first


@pytest.mark.parametrize(
    ("channels", "changed"),
    [
        (["x"], "x_consumer_secrets"),
        (["tiktok"], "messages_secrets"),
        (["tiktok", "threads"], "meta_app_secrets"),
    ],
)
def test_the_secret_of_a_configured_sender_is_changed(
    monkeypatch: pytest.MonkeyPatch, channels: list[str], changed: str
) -> None:
    store = SecretStore(read_after_s=30)
    written: list[dict[str, Any]] = []
    monkeypatch.setattr(http_client, "post", lambda *_: Response(200, b""))
    monkeypatch.setattr(
        store,
        "put_secret_value",
        lambda SecretId, SecretString: written.append(json.loads(SecretString)),
    )
    place = deployed(store, monkeypatch)
    (finding,) = smoke_checks.rotation(place, configured(*channels), store.pause)
    assert finding.status == "ok"
    before = json.loads(store.first)
    assert {name for name in written[0] if written[0][name] != before.get(name)} == {changed}
    assert written[1] == before


def test_the_secret_is_put_back_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    store = SecretStore(read_after_s=30)

    def fail(*_given: Any) -> Response:
        raise ConnectionError

    monkeypatch.setattr(http_client, "post", fail)
    place = deployed(store, monkeypatch)
    with pytest.raises(ConnectionError):
        list(smoke_checks.rotation(place, META_ONLY, store.pause))
    assert store.text == store.first


class Iam:
    """IAM, which decides as the test sets it."""

    def __init__(self, query: str, *, is_open: bool) -> None:
        self.query, self.is_open = query, is_open
        self.letters = ["a letter about something else"]

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

    def send_message(self, *, QueueUrl: str, MessageBody: str) -> None:
        if not self.is_open:
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "SendMessage")
        self.letters.append(MessageBody)

    def receive_message(self, **_asked: Any) -> Any:
        return {"Messages": [{"Body": body, "ReceiptHandle": body} for body in self.letters]}

    def delete_message(self, *, QueueUrl: str, ReceiptHandle: str) -> None:
        self.letters.remove(ReceiptHandle)


@pytest.mark.parametrize(
    ("query", "is_open", "statuses"),
    [
        ("implicitDeny", False, ["ok", "ok"]),
        ("allowed", False, ["failed", "ok"]),
        ("implicitDeny", True, ["ok", "failed"]),
    ],
)
def test_an_excessive_role_and_an_open_queue_are_found(
    monkeypatch: pytest.MonkeyPatch, query: str, is_open: bool, statuses: list[str]
) -> None:
    account = Iam(query, is_open=is_open)
    place = deployed(account, monkeypatch)
    assert [f.status for f in smoke_checks.iam(place)] == statuses
    assert account.letters == ["a letter about something else"]


class CloudWatch:
    """CloudWatch with two alarms of the stack, or fewer, and data for the metric of the first."""

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
    ("channels", "status", "reason"),
    [
        (["sms", "slack", "sms"], "warning", "the alerts went by slack and sms"),
        ([], "unknown", "no alert was sent"),
    ],
)
def test_an_event_that_no_email_can_have_is_not_checked(
    channels: list[str], status: str, reason: str
) -> None:
    sent: Any = [SimpleNamespace(by=by) for by in channels]
    nothing: Any = None
    subject = smoke.Subject(nothing, nothing, nothing, None, sent=sent)
    (finding,) = smoke.CHECKS["provider's event"](subject)
    assert (finding.status, finding.text.partition(", and")[0]) == (
        status,
        f"not checked: {reason}",
    )


def test_the_check_waits_for_the_alerts_after_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    slack, email = SimpleNamespace(by="slack"), SimpleNamespace(by="email")
    seconds = 0

    def found(_subject: smoke.Subject, states: frozenset[str]) -> list[Any]:
        by_state = (
            {"sent": [slack], "claimed": [email]} if seconds < 3 else {"sent": [slack, email]}
        )
        return [a for state, made in by_state.items() if state in states for a in made]

    def sleep(_seconds: float) -> None:
        nonlocal seconds
        seconds += 1

    for alert in (slack, email):
        alert.responder = "ada"
    monkeypatch.setattr(smoke, "_found", found)
    monkeypatch.setattr("time.sleep", sleep)
    nothing: Any = None
    subject = smoke.Subject(nothing, nothing, nothing, None, conversation="messenger:1:2")
    monkeypatch.setattr(smoke.Subject, "record", lambda _self: True)
    (finding,) = smoke.CHECKS["alert"](subject)
    assert finding.text == "sent to ada by slack, ada by email"
    assert subject.sent == [slack, email]


# --- The whole command ----------------------------------------------------------------------------


def run_with(
    world: World, monkeypatch: pytest.MonkeyPatch, *found: str, endpoint: str | None = None
) -> tuple[int, str]:
    """Runs the command with checks that return this. AWS refuses the checks in `denied`."""

    def check(status: str) -> smoke.Check:
        def findings(_subject: smoke.Subject) -> Iterator[Finding]:
            if status == "denied":
                raise ClientError({"Error": {"Code": "AccessDenied"}}, "GetItem")
            yield Finding("a check", status, "a text")

        return findings

    place = Deployment(Connection(session=None, endpoint=endpoint), deployment_of.OUTPUTS)
    monkeypatch.setattr(smoke, "deployment", lambda _args: place)
    monkeypatch.setattr(smoke, "CHECKS", {str(n): check(s) for n, s in enumerate(found)})
    return world.run("smoke", "--yes")


def test_a_check_that_could_not_run_is_not_a_success(world, account, monkeypatch) -> None:
    status, shown = run_with(world, monkeypatch, "denied", "denied", "ok")
    assert status == 1
    assert shown.endswith("NOT CHECKED: 0 of the checks failed, 2 could not be made\n")
    assert "unknown  0: AWS answered AccessDenied" in shown


@pytest.mark.parametrize(
    ("found", "status", "summary"),
    [
        (["ok", "warning"], 0, "ok: 0 of the checks failed, 0 could not be made"),
        (["ok", "failed", "unknown"], 1, "FAILED: 1 of the checks failed, 1 could not be made"),
    ],
)
def test_the_status_says_whether_all_is_well(
    world, account, monkeypatch, found: list[str], status: int, summary: str
) -> None:
    done, shown = run_with(world, monkeypatch, *found)
    assert (done, shown.splitlines()[-1]) == (status, summary)


def test_a_feature_that_the_emulator_lacks_is_not_a_failure(world, account, monkeypatch) -> None:
    status, shown = run_with(world, monkeypatch, "ok", "denied", endpoint="http://127.0.0.1:1")
    assert (status, shown.splitlines()[-1]) == (
        0,
        "ok: 0 of the checks failed, 1 could not be made",
    )


ANY_CHANNEL = """
[channels.tiktok]
name = "TikTok"
"""


@pytest.mark.parametrize(
    "channel",
    ["messenger", "whatsapp", "instagram", "x", "facebook", "threads", "tiktok"],
)
def test_the_message_arrives_on_whichever_channel_is_configured(
    world: World, account: deployment_of.Account, channel: str
) -> None:
    text = world.config.read_text("utf-8")
    start, _, rest = text.partition("[[accounts]]")
    mine = f'[[accounts]]\nchannel = "{channel}"\nid = "{PAGE}"\nname = "Mine"\n'
    responders = "[[responders]]" + rest.partition("[[responders]]")[2]
    world.config.write_text(start + mine + responders + ANY_CHANNEL, encoding="utf-8")
    place = Deployment(Connection(session=None), deployment_of.OUTPUTS)
    posted = smoke_message.post(place, world.configuration)
    assert (posted.channel, posted.status) == (channel, 200)
    world.deliver()
    wait = world.record(posted.conversation).open_wait
    assert wait is not None
    assert wait.opened_at == world.now.replace(microsecond=0) - smoke_message.AGE


def test_a_private_channel_is_preferred(world: World, account: deployment_of.Account) -> None:
    place = Deployment(Connection(session=None), deployment_of.OUTPUTS)
    assert smoke_message.post(place, world.configuration).channel == "messenger"


def test_the_message_is_not_old_enough_to_be_deleted(world, account) -> None:
    with world.config.open("a", encoding="utf-8") as file:
        file.write("[privacy]\ntext_days = 1\n")
    place = Deployment(Connection(session=None), deployment_of.OUTPUTS)
    posted = smoke_message.post(place, world.configuration)
    world.deliver()
    wait = world.record(posted.conversation).open_wait
    assert wait is not None
    assert wait.opened_at > world.now - timedelta(days=1)
