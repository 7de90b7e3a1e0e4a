"""The smoke test's checks that need no message: permissions, dead letters, secrets, alarms."""

import json
import secrets as random_values
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from cli import smoke_message, stack
from cli.deployment import DOORS, Deployment
from cli.findings import Finding
from cli.local import webhook_bodies
from cli.printing import counted
from cli.table import Table
from shared.config.configuration import Configuration
from shared.domain.events import Sender
from shared.storage import schema
from shared.storage.attributes import encode

type Until = Callable[[Callable[[], Any], float], Any]

TRIES_S = (35, 20)
"""How long to wait before each try of a new secret. The webhook reads it again before it refuses,
if its copy is half a minute old, so the first try succeeds. Each refused one counts for the alarm
`WebhooksForged`, which fires at more than ten in an hour."""

QUIET_S = 10
"""How long to look for a second letter."""


def iam(place: Deployment) -> Iterator[Finding]:
    """The webhook's role may write but not query, and an unsigned call is refused."""
    connection = place.connection
    function = connection.client("lambda").get_function_configuration(
        **place.function("WebhookFunction")
    )
    table = connection.client("dynamodb").describe_table(TableName=place.output("TableName"))
    decided = connection.client("iam").simulate_principal_policy(
        PolicySourceArn=function["Role"],
        ActionNames=["dynamodb:PutItem", "dynamodb:Query"],
        ResourceArns=[table["Table"]["TableArn"]],
    )
    by_action = {r["EvalActionName"]: r["EvalDecision"] for r in decided["EvaluationResults"]}
    is_right = by_action == {"dynamodb:PutItem": "allowed", "dynamodb:Query": "implicitDeny"}
    text = ", ".join(f"{action} {decision}" for action, decision in sorted(by_action.items()))
    yield Finding("permissions of the webhook", "ok" if is_right else "failed", text)
    yield _unsigned(place)


def _unsigned(place: Deployment) -> Finding:
    client = place.connection.session.client(
        "sqs",
        endpoint_url=place.connection.endpoint,
        config=Config(signature_version=UNSIGNED),
    )
    url = place.output("StreamDeadLetterQueueUrl")
    body = json.dumps({"test": random_values.token_hex(8)})
    try:
        client.send_message(QueueUrl=url, MessageBody=body)
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "unknown")
        return Finding("denied call", "ok", f"a call without credentials was refused ({code})")
    _take_back(place.connection.client("sqs"), url, body)
    if place.connection.is_emulator:
        advice = "The local run enforces IAM with `python -m cli.local --iam`."
        return Finding("denied call", "warning", "the emulator does not enforce IAM", advice)
    return Finding("denied call", "failed", "a stranger can send to the queue")


def _take_back(client: Any, url: str, body: str) -> None:
    """Deletes the dead letter with this body. SQS may not find it at first."""
    for _attempt in range(5):
        for message in _received(client, url):
            if message["Body"] == body:
                client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                return


def poison(place: Deployment, table: Table, until: Until) -> Iterator[Finding]:
    """A record that the tracker can never handle ends in the dead letters, once."""
    now, name = stack.now(), random_values.token_hex(8)
    key = schema.Key(
        schema.conversation_pk(f"messenger:smoke:{name}"),
        schema.message_sk(now, name, inbound=True),
    )
    expires = int((now + timedelta(days=1)).timestamp())
    item = {"pk": key.pk, "sk": key.sk, "at": "no time", schema.TTL: expires}
    client, url = place.connection.client("sqs"), place.output("StreamDeadLetterQueueUrl")
    letters: dict[str, str] = {}
    try:
        table.client.put_item(TableName=table.table, Item=encode(item))
        until(lambda: letters.update(_letters(client, url, key)) or letters, 90)
        until(lambda: letters.update(_letters(client, url, key)) or len(letters) > 1, QUIET_S)
    finally:
        table.remove([key])
        for receipt in letters.values():
            client.delete_message(QueueUrl=url, ReceiptHandle=receipt)
    text = f"dead letters about it: {len(letters)}, expected 1"
    advice = "None: see the tracker's log. Several: report it."
    yield Finding("poisoned record", "ok" if len(letters) == 1 else "failed", text, advice)


def _letters(client: Any, url: str, key: schema.Key) -> dict[str, str]:
    """The letters about this item: message id → receipt."""
    return {
        message["MessageId"]: message["ReceiptHandle"]
        for message in _received(client, url)
        if schema.opaque(key) in message["Body"]
    }


def _received(client: Any, url: str) -> list[dict[str, Any]]:
    answer = client.receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=20, WaitTimeSeconds=1
    )
    return list(answer.get("Messages", ()))


def rotation(
    place: Deployment, configuration: Configuration, pause: Callable[[float], None] = time.sleep
) -> Iterator[Finding]:
    """A second secret of a sender is accepted within a minute, and the first one is still
    accepted."""
    client, secret_id = place.connection.client("secretsmanager"), place.output("WebhookSecretId")
    sender = smoke_message.sender(configuration)
    secrets = DOORS[sender].secrets
    before = client.get_secret_value(SecretId=secret_id)["SecretString"]
    content = json.loads(before)
    known = [value for value in content.get(secrets, ()) if value]
    new = webhook_bodies.new_adapter_secret()
    try:
        added = content | {secrets: [*known, new]}
        client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(added))
        accepted = any(_accepts_after(s, place, sender, new, pause) for s in TRIES_S)
        old = _accepts(place, sender, known[0]) if known else True
    finally:
        client.put_secret_value(SecretId=secret_id, SecretString=before)
    text = "a second secret was accepted beside the first" if accepted else "not accepted"
    yield Finding("secret", "ok" if accepted and old else "failed", text, "See the webhook's log.")


def _accepts_after(
    seconds: float, place: Deployment, sender: Sender, secret: str, pause: Callable[[float], None]
) -> bool:
    pause(seconds)
    return _accepts(place, sender, secret)


def _accepts(place: Deployment, sender: Sender, secret: str) -> bool:
    """Whether the webhook accepts what is signed with this secret."""
    return place.post_nothing(sender, secret=secret).status == 200


def alarms(place: Deployment, stack_name: str | None) -> Iterator[Finding]:
    """Checks that every alarm exists, and lists those whose metrics have no data. For some alarms,
    that is normal."""
    if stack_name is None:
        yield Finding("alarms", "unknown", "a local run has none")
        return
    cloudformation = place.connection.client("cloudformation")
    pages = cloudformation.get_paginator("list_stack_resources").paginate(
        StackName=f"{stack_name}-Operations"
    )
    names = {  # the name in AWS → ours, without the CDK's hash of eight characters
        r["PhysicalResourceId"]: r["LogicalResourceId"][:-8]
        for page in pages
        for r in page["StackResourceSummaries"]
        if r["ResourceType"] == "AWS::CloudWatch::Alarm"
    }
    client = place.connection.client("cloudwatch")
    described = client.describe_alarms(AlarmNames=list(names), MaxRecords=100)["MetricAlarms"]
    missing = names.keys() - {a["AlarmName"] for a in described}
    without = sorted(names[a["AlarmName"]] for a in described if not _has_data(client, a))
    firing = sorted(names[a["AlarmName"]] for a in described if a["StateValue"] == "ALARM")
    text = f"{counted(len(described), 'alarms')}; firing: {', '.join(firing) or 'none'}"
    yield Finding("alarms", "failed" if missing or not names else "ok", text)
    advice = "Normal for what has not happened yet: errors, throttles, refusals, spending."
    status = "warning" if without else "ok"
    yield Finding("metrics", status, f"without data: {', '.join(without) or 'none'}", advice)


def _has_data(client: Any, alarm: dict[str, Any]) -> bool:
    """Whether CloudWatch knows each metric of the alarm."""
    stats = [m["MetricStat"]["Metric"] for m in alarm.get("Metrics", ()) if "MetricStat" in m]
    return all(
        client.list_metrics(
            Namespace=metric["Namespace"],
            MetricName=metric["MetricName"],
            Dimensions=metric.get("Dimensions", []),
        )["Metrics"]
        for metric in stats or [alarm]
    )
