"""Everything outside the table: the queues, the providers of each notification channel, and the
secrets."""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, NamedTuple

from shared.domain.intents import classifier
from shared.storage.attributes import stamp

WEBHOOK_URL = "https://crm.example.com/alerts"
WEBHOOK_SECRET = "whsec_" + b64encode(b"a key of the receiver's secret").decode()
SLACK_URL = "https://slack.example.com/services/support"
PAGERDUTY_URL, PAGERDUTY_KEY = "https://pagerduty.example.com/v2/enqueue", "integration-key"
META_SECRET, X_SECRET = "meta-app-secret", "x-consumer-secret"
ALERTS, STREAM_DLQ, EVENTS = "alerts", "stream-dead-letters", "events"


class Sent(NamedTuple):
    """One message that a provider accepted."""

    by: str
    to: str
    alert: str | None
    """From the message's tags, where the provider has tags."""
    at: float
    decided_at: float
    """When the function read the record for the last time."""
    was_open: bool
    """Whether the wait was open in that read."""
    previous_reply: str
    """The reply before the wait in that read."""
    named_after: str | None
    """What the open wait's alerts were named after in that read."""
    had_ended: bool
    """Whether the alert's wait had ended in that read."""
    text: str


@dataclass(slots=True)
class Queues:
    """SQS: what is sent to a queue reaches the listener of that queue."""

    arrived: Callable[[str, str, float], None]
    """Called with queue, body and delay in seconds."""
    taken: Callable[[int], int] = lambda n: n
    ready: Callable[[], int] = lambda: 0
    """How many messages the alerts queue says that it has; it may be wrong."""

    def get_queue_attributes(
        self,
        *,
        QueueUrl: str,  # noqa: N803
        AttributeNames: list[str],  # noqa: N803
    ) -> dict[str, Any]:
        assert QueueUrl == ALERTS
        return {"Attributes": {name: str(self.ready()) for name in AttributeNames}}

    def send_message(self, *, QueueUrl: str, MessageBody: str) -> dict[str, Any]:  # noqa: N803
        self.arrived(QueueUrl, MessageBody, 0)
        return {"MessageId": "m"}

    def send_message_batch(
        self,
        *,
        QueueUrl: str,  # noqa: N803
        Entries: list[dict[str, Any]],  # noqa: N803
    ) -> dict[str, Any]:
        ids = [e["Id"] for e in Entries]
        assert 1 <= len(ids) <= 10
        assert len(set(ids)) == len(ids)
        taken = self.taken(len(Entries))
        for entry in Entries[:taken]:
            delay_s = entry.get("DelaySeconds", 0)
            assert 0 <= delay_s <= 900
            assert isinstance(delay_s, int)
            self.arrived(QueueUrl, entry["MessageBody"], delay_s)
        failed = [{"Id": i, "Code": "InternalError", "SenderFault": False} for i in ids[taken:]]
        answer: dict[str, Any] = {"Successful": [{"Id": i} for i in ids[:taken]]}
        return answer | ({"Failed": failed} if failed else {})


@dataclass(slots=True)
class EventBus:
    """EventBridge: the accepted events. An answer can refuse some of the entries."""

    taken: Callable[[int], int] = lambda n: n
    events: list[dict[str, Any]] = field(default_factory=list)

    def put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        assert 1 <= len(Entries) <= 10
        taken = self.taken(len(Entries))
        self.events += [json.loads(entry["Detail"]) for entry in Entries[:taken]]
        refused = len(Entries) - taken
        results = [{"EventId": "1"}] * taken + [{"ErrorCode": "InternalFailure"}] * refused
        return {"FailedEntryCount": refused, "Entries": results}


@dataclass(slots=True)
class Providers:
    """AWS's senders: the messages that they accepted, in order. Only SES reports on them later."""

    accepted: Callable[[str, str, str | None, str], None]
    """Called with medium, address, alert and text."""
    _ids: Any = field(default_factory=lambda: count(1))

    def send_email(
        self,
        *,
        FromEmailAddress: str,  # noqa: N803
        Destination: dict[str, list[str]],  # noqa: N803
        Content: dict[str, Any],  # noqa: N803
        EmailTags: list[dict[str, str]],  # noqa: N803
        ConfigurationSetName: str,  # noqa: N803
        ReplyToAddresses: Sequence[str] = (),  # noqa: N803
    ) -> dict[str, Any]:
        assert FromEmailAddress
        assert ConfigurationSetName
        (to,) = Destination["ToAddresses"]
        (alert,) = [tag["Value"] for tag in EmailTags if tag["Name"] == "alert"]
        text = Content["Simple"]["Body"]["Text"]["Data"]
        self.accepted("email", to, alert, text)
        return {"MessageId": f"ses-{next(self._ids)}"}

    def publish(
        self,
        *,
        PhoneNumber: str,  # noqa: N803
        Message: str,  # noqa: N803
        MessageAttributes: dict[str, Any],  # noqa: N803
    ) -> dict[str, Any]:
        assert MessageAttributes
        self.accepted("sms", PhoneNumber, None, Message)
        return {"MessageId": f"sns-{next(self._ids)}"}

    def send_text_message(
        self,
        *,
        DestinationPhoneNumber: str,  # noqa: N803
        MessageBody: str,  # noqa: N803
        Context: dict[str, str],  # noqa: N803
        **_settings: Any,
    ) -> dict[str, Any]:
        assert Context["alert"]
        self.accepted("sms", DestinationPhoneNumber, None, MessageBody)
        return {"MessageId": f"sms-voice-{next(self._ids)}"}


@dataclass(slots=True)
class Receivers:
    """The receivers of HTTPS posts: a channel in Slack, PagerDuty, and the receiver of a
    webhook."""

    accepted: Callable[[str, str, str | None, str], None]
    """Called with medium, address, alert and text."""
    taken: set[str] = field(default_factory=set)
    """The ids of the webhook's messages."""

    def post(self, *, address: str, body: bytes, headers: Mapping[str, str]) -> None:
        post = {SLACK_URL: self._slack, PAGERDUTY_URL: self._pagerduty, WEBHOOK_URL: self._webhook}
        post[address](address, body, headers)

    def _slack(self, address: str, body: bytes, _headers: Mapping[str, str]) -> None:
        """Shows each message, even one that was shown before."""
        self.accepted("slack", address, None, json.loads(body)["text"])

    def _pagerduty(self, address: str, body: bytes, _headers: Mapping[str, str]) -> None:
        """Follows Events API v2: all events with one `dedup_key` are about one incident."""
        event = json.loads(body)
        assert event["routing_key"] == PAGERDUTY_KEY
        text = f"{event['event_action']} {event['dedup_key']}"
        self.accepted("pagerduty", address, None, text)

    def _webhook(self, address: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Follows Standard Webhooks: verifies the signature, and accepts messages with the same id
        once."""
        identity, sent_at = headers["webhook-id"], headers["webhook-timestamp"]
        signed = f"{identity}.{sent_at}.".encode() + body
        key = b64decode(WEBHOOK_SECRET.removeprefix("whsec_"))
        signature = b64encode(hmac.digest(key, signed, "sha256")).decode()
        assert headers["webhook-signature"] == f"v1,{signature}"
        if identity not in self.taken:
            self.taken.add(identity)
            content = json.loads(body)
            self.accepted("webhook", address, content["data"]["alert"], content["type"])


class Secrets:
    """Secrets Manager, with every secret that the functions read."""

    def get_secret_value(self, *, SecretId: str) -> dict[str, Any]:  # noqa: N803
        assert SecretId
        secret = {
            "meta_app_secrets": [META_SECRET],
            "meta_verify_tokens": ["verify-token"],
            "x_consumer_secrets": [X_SECRET],
            "link_keys": ["link-key"],
            "webhook.crm": [WEBHOOK_URL, WEBHOOK_SECRET],
            "slack.support": [SLACK_URL],
            "pagerduty.support": [PAGERDUTY_URL, PAGERDUTY_KEY],
        }
        return {"SecretString": json.dumps(secret)}


class Model:
    """A language model that classifies as the word lists do, but finds `sharing` in everything
    except courtesies. No policy uses that intent, so opinions are stored and the waits stay the
    same."""

    def converse(self, *, messages: list[Any], **_settings: Any) -> dict[str, Any]:
        text = json.loads(messages[0]["content"][0]["text"])["message"]
        reading = classifier.read(text)
        found = reading.intents if reading.courtesy else reading.intents | {"sharing"}
        said = {"intents": sorted(found), "courtesy": reading.courtesy}
        call = {"toolUse": {"name": "report_intents", "input": said}}
        return {"output": {"message": {"role": "assistant", "content": [call]}}}


def provider_event(kind: str, sent: Sent) -> dict[str, Any]:
    """SES's event, as SNS passes it to Lambda."""
    mail = {
        "tags": {"alert": [sent.alert]},
        "destination": [sent.to],
        "timestamp": stamp(datetime.fromtimestamp(sent.at, UTC)),
    }
    message: dict[str, Any] = {"eventType": kind, "mail": mail}
    if kind == "Bounce":
        message["bounce"] = {"bounceType": "Permanent"}
    record = {"EventSource": "aws:sns", "Sns": {"Message": json.dumps(message)}}
    return {"Records": [record]}
