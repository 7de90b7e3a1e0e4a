"""A deployment for commands that also use queues, secrets and HTTP addresses."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from cli import stack
from cli.deployment import Deployment
from cli.local import http_client
from cli.local.http_client import NoResponseError, Response
from functions.webhook import handler as webhook
from tests.operator.world import World

META_SECRET, X_SECRET, VERIFY_TOKEN = "meta-app-secret", "x-consumer-secret", "verify-token"
MESSAGES_SECRET = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY"
SECRETS: dict[str, dict[str, list[str]]] = {
    "webhook": {
        "meta_app_secrets": [META_SECRET],
        "meta_verify_tokens": [VERIFY_TOKEN],
        "x_consumer_secrets": [X_SECRET],
        "messages_secrets": [MESSAGES_SECRET],
    },
    "api": {"tokens": ["api-token"], "link_keys": ["link-key-1"]},
}
OUTPUTS = {
    "TableName": "replies",
    "ApiUrl": "https://replies.example",
    "WebhookMetaUrl": "https://replies.example/webhooks/meta",
    "WebhookXUrl": "https://replies.example/webhooks/x",
    "WebhookMessagesUrl": "https://replies.example/v1/messages",
    "WebhookSecretId": "webhook",
    "ApiSecretId": "api",
    "ChannelsSecretId": "channels",
    "AlertsQueueUrl": "alerts",
    "AlertsDeadLetterQueueUrl": "dead alerts",
    "DeliveryDeadLetterQueueUrl": "dead events",
    "StreamDeadLetterQueueUrl": "dead changes",
    "NotifierFunction": "notifier",
    "TrackerFunction": "tracker",
    "RollupFunction": "rollup",
    "DeliveryTopicArn": "topic",
}


def mapping(source: str, function: str, **changed: str) -> dict[str, str]:
    """An event source mapping, as Lambda lists it."""
    arn = f"arn:aws:lambda:eu-central-1:111122223333:function:{function}"
    known = {"EventSourceArn": source, "FunctionArn": arn, "UUID": f"{source} {function}"}
    return known | {"State": "Enabled", "LastProcessingResult": "OK"} | changed


@dataclass
class Account:
    """The AWS services that commands use, and the addresses of the stack."""

    world: World
    queues: dict[str, list[str]] = field(default_factory=dict)
    secrets: dict[str, dict[str, list[str]]] = field(default_factory=lambda: SECRETS | {})
    invoked: list[dict[str, Any]] = field(default_factory=list)
    fails: bool = False
    """Whether the notifier fails."""
    verified: tuple[str, ...] = ("example.com",)
    concurrency: int = 1000
    quota: dict[str, float] = field(
        default_factory=lambda: {"SentLast24Hours": 10, "Max24HourSend": 50_000}
    )
    sandbox: bool = False
    sms_limit: str = "50"
    origination: str = ""
    origination_status: str = "ACTIVE"
    two_way: dict[str, Any] | None = None
    """What End User Messaging says of two-way SMS, where the deployment takes replies."""
    date: str = ""
    stacks: dict[str, dict[str, str]] = field(default_factory=dict)
    """The outputs of stacks, by name."""
    alias: str = ""
    """The Lambda alias by which functions are called."""
    subscribers: list[str] | None = field(default_factory=list)
    """The ARNs of the alarm topic's subscriptions; None where they may not be read."""
    mappings: list[dict[str, str]] = field(
        default_factory=lambda: [
            mapping("stream", "tracker"),
            mapping("stream", "rollup"),
            mapping("queue alerts", "notifier"),
            mapping("queue events", "rollup"),
        ]
    )
    """The event source mappings of Lambda."""

    class exceptions:  # noqa: N801 - boto3's name
        class NotFoundException(Exception): ...  # noqa: N818 - boto3's name

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        return getattr(self.world, operation)  # DynamoDB's

    # --- SQS ------------------------------------------------------------------------------------

    def get_queue_attributes(self, *, QueueUrl: str, AttributeNames: list[str]) -> Any:  # noqa: N803
        if AttributeNames == ["QueueArn"]:
            return {"Attributes": {"QueueArn": f"queue {QueueUrl}"}}
        visible, hidden = AttributeNames
        return {"Attributes": {visible: str(len(self.queues.get(QueueUrl, []))), hidden: "0"}}

    def receive_message(self, *, QueueUrl: str, MaxNumberOfMessages: int, **_more: Any) -> Any:  # noqa: N803
        waiting = [b for b in self.queues.get(QueueUrl, []) if not b.startswith("read ")]
        found = waiting[:MaxNumberOfMessages]
        self.queues[QueueUrl] = [
            f"read {b}" if b in found else b for b in self.queues.get(QueueUrl, [])
        ]
        messages = [{"Body": b, "ReceiptHandle": b} for b in found]
        return {"Messages": messages} if messages else {}

    def delete_message(self, *, QueueUrl: str, ReceiptHandle: str) -> None:  # noqa: N803
        self.queues[QueueUrl].remove(f"read {ReceiptHandle}")

    def send_message(self, *, QueueUrl: str, MessageBody: str) -> None:  # noqa: N803
        self.queues.setdefault(QueueUrl, []).append(MessageBody)

    # --- Others ---------------------------------------------------------------------------------

    def get_secret_value(self, *, SecretId: str) -> Any:  # noqa: N803
        return {"SecretString": json.dumps(self.secrets[SecretId])}

    def invoke(self, *, FunctionName: str, Payload: bytes, Qualifier: str = "") -> Any:  # noqa: N803
        assert (FunctionName, Qualifier) == ("notifier", self.alias)
        self.invoked.append(json.loads(Payload))
        return {"FunctionError": "Unhandled"} if self.fails else {}

    def get_email_identity(self, *, EmailIdentity: str) -> Any:  # noqa: N803
        if EmailIdentity not in self.verified:
            raise self.exceptions.NotFoundException
        return {"VerifiedForSendingStatus": True}

    def get_account(self) -> Any:
        found = {"SendingEnabled": True, "ProductionAccessEnabled": True}
        return found | {"SendQuota": self.quota}

    def get_function_configuration(self, *, FunctionName: str, Qualifier: str = "") -> Any:  # noqa: N803
        assert (FunctionName, Qualifier) == ("notifier", self.alias)
        named = {"SMS_ORIGINATION": self.origination} if self.origination else {}
        named |= {"SMS_REPLIES": "true"} if self.two_way is not None else {}
        return {"Environment": {"Variables": named}}

    def get_sms_sandbox_account_status(self) -> Any:
        return {"IsInSandbox": self.sandbox}

    def get_sms_attributes(self, *, attributes: list[str]) -> Any:
        return {"attributes": dict.fromkeys(attributes, self.sms_limit)}

    def describe_phone_numbers(self, *, PhoneNumberIds: list[str]) -> Any:  # noqa: N803
        assert PhoneNumberIds == [self.origination]
        return {"PhoneNumbers": [{"Status": self.origination_status} | (self.two_way or {})]}

    def describe_pools(self, *, PoolIds: list[str]) -> Any:  # noqa: N803
        assert PoolIds == [self.origination]
        return {"Pools": [{"Status": self.origination_status} | (self.two_way or {})]}

    def describe_sender_ids(self, *, SenderIds: list[dict[str, str]]) -> Any:  # noqa: N803
        assert SenderIds == [{"SenderId": "BRAND", "IsoCountryCode": "DE"}]
        return {"SenderIds": [{"Registered": self.origination_status == "ACTIVE"}]}

    def describe_spend_limits(self) -> Any:
        limits = [{"Name": "TEXT_MESSAGE_MONTHLY_SPEND_LIMIT", "EnforcedLimit": 50}]
        return {"SpendLimits": [*limits, {"Name": "VOICE_MESSAGE_MONTHLY_SPEND_LIMIT"}]}

    def get_account_settings(self) -> Any:
        if not self.concurrency:
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "GetAccountSettings")
        return {"AccountLimit": {"ConcurrentExecutions": self.concurrency}}

    def describe_stacks(self, *, StackName: str) -> Any:  # noqa: N803
        if StackName not in self.stacks:
            raise ClientError({"Error": {"Code": "ValidationError"}}, "DescribeStacks")
        found = self.stacks[StackName].items()
        return {"Stacks": [{"Outputs": [{"OutputKey": k, "OutputValue": v} for k, v in found]}]}

    def get_paginator(self, operation: str) -> Any:
        pages = {
            "list_subscriptions_by_topic": self._subscriptions,
            "list_event_source_mappings": self._mappings,
        }
        return SimpleNamespace(paginate=pages[operation])

    def describe_table(self, *, TableName: str) -> Any:  # noqa: N803
        assert TableName == OUTPUTS["TableName"]
        return {"Table": {"LatestStreamArn": "stream"}}

    def _mappings(self, *, EventSourceArn: str) -> Any:  # noqa: N803
        # One on each page.
        found = [m for m in self.mappings if m["EventSourceArn"] == EventSourceArn]
        return [{"EventSourceMappings": [m]} for m in found]

    def _subscriptions(self, *, TopicArn: str) -> Any:  # noqa: N803
        assert TopicArn == "alarms"
        if self.subscribers is None:
            raise ClientError({"Error": {"Code": "AuthorizationError"}}, "ListSubscriptionsByTopic")
        # One on each page.
        return [{"Subscriptions": [{"SubscriptionArn": arn}]} for arn in self.subscribers]

    # --- Addresses ------------------------------------------------------------------------------

    def get(self, url: str) -> Response:
        """Answers as the API and the webhook do."""
        path, _, query = url.removeprefix(OUTPUTS["ApiUrl"]).partition("?")
        if path == "/health":
            return Response(200, b"{}", self.date)
        return self._call("GET", path, b"", {}, query)

    def post(self, url: str, raw: bytes, headers: dict[str, str]) -> Response:
        return self._call("POST", url.removeprefix(OUTPUTS["ApiUrl"]), raw, headers, "")

    def _call(
        self, method: str, path: str, raw: bytes, headers: dict[str, str], query: str
    ) -> Response:
        http = {"method": method, "path": path}
        answer = webhook.handler(
            {
                "requestContext": {"http": http},
                "headers": headers,
                "body": raw.decode(),
                "rawQueryString": query,
            },
            None,
        )
        return Response(answer["statusCode"], answer["body"].encode())


def install(world: World, monkeypatch: pytest.MonkeyPatch) -> Account:
    """Makes the real webhook answer at the addresses."""
    made = Account(world)
    place = Deployment(stack.Connection(session=None), OUTPUTS)
    monkeypatch.setattr(stack.Connection, "client", lambda _place, _service: made)
    for command in ("connect", "doctor", "invite", "redrive", "simulate"):
        monkeypatch.setattr(f"cli.commands.{command}.deployment", lambda _args: place)
    monkeypatch.setattr(http_client, "get", made.get)
    monkeypatch.setattr(http_client, "post", made.post)
    known = webhook.Secrets(
        meta_app_secrets=(META_SECRET,),
        meta_verify_tokens=(VERIFY_TOKEN,),
        x_consumer_secrets=(X_SECRET,),
        messages_secrets=(MESSAGES_SECRET,),
    )
    monkeypatch.setattr(webhook, "secrets", lambda **_: known)
    monkeypatch.setattr(webhook.log, "count", lambda *_given, **_dimensions: None)
    monkeypatch.setattr(webhook, "now", lambda: world.now)
    monkeypatch.setattr(webhook, "shared_store", lambda: world.table)
    return made


def unreachable(*_given: Any) -> Response:
    raise NoResponseError("No response from https://replies.example: refused")
