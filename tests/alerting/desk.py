"""One conversation of a brand, its responders, and providers that answer as a test defines.

Times are the minutes of `tests/builders.py`. A wait that opens at minute 0 is due at minute 30.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from cli.local import stand_in_rules
from functions.notifier import handler
from functions.notifier.claiming import claim
from functions.notifier.notice import Notice
from shared.config.configuration import Configuration, Responder
from shared.conversation import tracking
from shared.domain.alerts import Alert, State
from shared.domain.fold import Message
from shared.domain.policies import Step
from shared.storage import alerts, own_settings, records, schema
from shared.storage.attributes import Item, decode, stamp
from shared.storage.changes import Put
from shared.storage.errors import ConflictError
from shared.storage.records import ConversationRecord
from shared.storage.schema import DUE_NEXT
from shared.storage.store import Store
from tests import builders
from tests.builders import CONVERSATION, Minute, at
from tests.fakes.dynamodb import FakeDynamoDB

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)

ADA = Responder(name="ada", email="ada@example.com", phone="+15550100")
BOB = Responder(name="bob", email="bob@example.com")
LIN = Responder(name="lin", phone="+15550101")


def refusal(code: str, status: int = 400, text: str = "") -> ClientError:
    """A provider's error, as botocore raises it."""
    details = {"Code": code, "Message": text}
    answer: Any = {"Error": details, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "Send")


THROTTLED = refusal("TooManyRequestsException")
BLOCKED = refusal("MessageRejected", text="Email address is not verified.")
REFUSED = refusal("MessageRejected")
NO_ANSWER = ConnectionClosedError(endpoint_url="https://provider")

SEND, DELIVERY = {"eventType": "Send"}, {"eventType": "Delivery"}
BOUNCE = {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}}
SOFT_BOUNCE = {"eventType": "Bounce", "bounce": {"bounceType": "Transient"}}


def new_store(clock: Callable[[], float]) -> Store:
    """The real store over a fake table. It does not pause between attempts."""
    table: Any = FakeDynamoDB("alerting", clock)
    return Store(table, "alerting", pause=lambda _seconds: None)


class Sent(NamedTuple):
    """A message that a provider accepted."""

    by: str
    to: str
    text: str
    subject: str = ""
    html: str = ""


class Providers:
    """SES, SNS and End User Messaging, with the methods of their clients."""

    def __init__(self) -> None:
        self.answers: list[Exception] = []
        """The next answers. When none is left, a provider takes the message."""
        self.sent: list[Sent] = []
        self.tags: list[str] = []
        self.requests: list[dict[str, Any]] = []
        """What SES was called with."""
        self.texts: list[dict[str, Any]] = []
        """What End User Messaging was called with."""

    def send_email(self, **request: Any) -> dict[str, str]:
        stand_in_rules.check_email(request)
        content = request["Content"]["Simple"]
        self.requests.append(request)
        self.tags += [tag["Value"] for tag in request["EmailTags"]]
        return self.take(
            Sent(
                by="email",
                to=request["Destination"]["ToAddresses"][0],
                text=content["Body"]["Text"]["Data"],
                subject=content["Subject"]["Data"],
                html=content["Body"]["Html"]["Data"],
            )
        )

    def publish(self, **request: Any) -> dict[str, str]:
        return self.take(Sent("sms", request["PhoneNumber"], request["Message"]))

    def send_text_message(self, **request: Any) -> dict[str, str]:
        self.texts.append(request)
        return self.take(Sent("sms", request["DestinationPhoneNumber"], request["MessageBody"]))

    def take(self, message: Sent) -> dict[str, str]:
        if self.answers:
            raise self.answers.pop(0)
        self.sent.append(message)
        return {"MessageId": f"{message.by}-{len(self.sent)}"}


class Desk:
    """A brand, its responders and its providers, as the module describes."""

    def __init__(self) -> None:
        self.now = at(0)
        self.store = new_store(lambda: self.now.timestamp())
        self.providers = Providers()
        self.configure(Step(at="due", notify=("ada",)))

    # --- The brand ------------------------------------------------------------------------------

    def configure(self, *steps: Step, **more: Any) -> None:
        """Deploys a policy with a target of half an hour and these steps."""
        policies = builders.policy_set(builders.policy(steps=steps))
        responders = {one.name: one for one in (ADA, BOB, LIN)}
        self.configuration: Configuration = builders.configuration(
            policies, **{"responders": responders} | more
        )

    def arrive(self, *messages: Message, **more: Any) -> None:
        """Stores the messages, and tracks each."""
        for one in messages:
            self.now = max(self.now, one.at)
            self._track(builders.item(one, **more))

    def delete(self, message: Message, minute: Minute) -> None:
        """The author deletes the message at that minute."""
        self._track(builders.deletion(message._replace(deleted=True, deleted_at=at(minute))))

    def _track(self, item: Item) -> None:
        self.store.put_all([item])
        tracking.track(self.store, self.configuration, CONVERSATION, {}, [item], lambda: self.now)

    # --- The notifier ---------------------------------------------------------------------------

    def process(self, *minutes: Minute) -> None:
        """At each of these minutes, processes everything that is due, once."""
        for minute in minutes:
            self.now = at(minute)
            for entry in self.entries():
                if datetime.fromisoformat(entry["due"]) <= self.now:
                    handler.process_entry(self.store, self.resolved, entry, self.now)

    @property
    def resolved(self) -> Configuration:
        """The configuration of one invocation, including what responders have changed
        themselves."""
        return own_settings.resolved(self.store, self.configuration)

    def entries(self) -> list[dict[str, Any]]:
        """The entries of the alerts queue for everything in the due index."""
        return [
            schema.queue_entry(item) | {"due": item[DUE_NEXT]}
            for item in self.items()
            if "due_shard" in item
        ]

    def claim(self, minute: Minute) -> list[Alert]:
        """Claims the conversation's next step at that minute, without sending anything."""
        self.now = at(minute)
        record = self.record()
        due = records.to_item(record)[DUE_NEXT]
        return claim(self.store, self.configuration, record.key, due, self.now)

    def report(self, event: Mapping[str, Any], alert: Alert) -> None:
        """SES reports this event for the alert."""
        mail = {"tags": {"alert": [alert.id]}, "timestamp": stamp(self.now)}
        responder = self.configuration.responders.get(alert.responder)
        mail |= {"destination": [responder.email]} if responder else {}
        self.publish({"mail": mail, **event})

    def report_text(self, kind: str, alert: str | None = None, **more: Any) -> None:
        """End User Messaging reports this event for the alert; by default, for the alert that its
        last message named."""
        last = self.providers.texts[-1:]
        named = alert or last[0]["Context"]["alert"]
        about = {"destinationPhoneNumber": last[0]["DestinationPhoneNumber"]} if last else {}
        about |= {"messageRequestTimestamp": int(self.now.timestamp() * 1000)}
        self.publish({"eventType": kind, "context": {"alert": named}, **about, **more})

    def answer(self, text: str, phone: str = "+15550100", minute: Minute | None = None) -> None:
        """This phone number, Ada's by default, sends a text message."""
        self.now = self.now if minute is None else at(minute)
        self.publish(
            {
                "originationNumber": phone,
                "destinationNumber": "+15550199",
                "messageKeyword": "KEYWORD_123456789012",
                "messageBody": text,
                "inboundMessageId": "cae173d2-66b9-564c-8309-21f858e9fb84",
                "previousPublishedMessageId": "wJalrXUtnFEMI/K7MDENG",
            }
        )

    def publish(self, message: Any) -> None:
        """Delivers this message to the topic of the providers' reports."""
        text = message if isinstance(message, str) else json.dumps(message)
        record = {"EventSource": "aws:sns", "Sns": {"Message": text}}
        handler.handler({"Records": [record]}, None)

    # --- The results ----------------------------------------------------------------------------

    @property
    def sent(self) -> list[Sent]:
        return self.providers.sent

    def channels(self) -> list[str]:
        """The channel of each message that was sent."""
        return [message.by for message in self.sent]

    def items(self) -> list[Item]:
        table: Any = self.store.client
        return [decode(item) for part in table.items.values() for item in part.values()]

    def alerts(self) -> list[Alert]:
        found = [alerts.from_item(item) for item in self.items() if item["sk"] == schema.ALERT]
        return sorted(found, key=lambda a: (a.step, a.responder, a.by))

    def states(self) -> dict[str, str]:
        """The state of each alert, by its channel."""
        return {alert.by: alert.state for alert in self.alerts()}

    def record(self) -> ConversationRecord:
        """The conversation's record."""
        item = self.store.get(schema.record_key(CONVERSATION))
        assert item is not None
        return records.from_item(item)


def an_alert(desk: Desk, state: State) -> Alert:
    """An alert to Ada by email, in that state."""
    desk.arrive(builders.message(0))
    (claimed,) = desk.claim(30)
    due = at(40) if state in {"claimed", "sending"} else None
    values = {name: getattr(claimed, name) for name in claimed.__slots__}
    alert = Alert(**values | {"state": state, "due": due, "version": claimed.version + 1})
    desk.store.write([Put(alerts.to_item(alert), expects=claimed.version)])
    return alert


def write(
    desk: Desk, one: Any, customer: str | None, *, conversation: str = "", **more: Any
) -> None:
    """A message to or from this customer is tracked at the time at which it was written. It is
    private and on Messenger, unless the conversation is another."""
    conversation = conversation or f"messenger:{builders.ACCOUNT}:{customer}"
    item = builders.item(one, conversation=conversation, customer=customer, **more)
    desk.store.put_all([item])
    tracking.track(desk.store, desk.configuration, conversation, {}, [item], lambda: one.at)


def tracked(desk: Desk) -> None:
    """The tracker folds what the page has stored."""
    names = {"dismissal", "reopening"}
    items = [item for item in desk.items() if item.get("event_name") in names]
    tracking.track(desk.store, desk.configuration, CONVERSATION, {}, items, lambda: desk.now)


def run(desk: Desk, minute: float, *, until: float, every_s: float = 20) -> None:
    """Repeatedly processes what is due, every `every_s` seconds."""
    while minute <= until:
        desk.process(minute)
        minute += every_s / 60


def received(desk: Desk) -> list[tuple[str, str]]:
    """The recipient and first line of each message sent since the last call."""
    found = sorted((one.to.partition("@")[0], one.text.splitlines()[0]) for one in desk.sent)
    desk.sent.clear()
    return found


def conflicts(desk: Desk, patched: pytest.MonkeyPatch, times: int) -> list[ConflictError]:
    """Makes that many of the next writes fail. The returned list holds the failures still to come;
    a test may add more."""
    left = [ConflictError()] * times
    write = desk.store.write

    def contested(changes: Any) -> None:
        if left:
            raise left.pop()
        write(changes)

    patched.setattr(desk.store, "write", contested)
    return left


def notice_of(desk: Desk, by: str, kind: str = "step", **more: Any) -> Notice:
    """The notice of an alert on this channel, claimed 25 minutes after the customer's message."""
    desk.arrive(builders.message(0), **more)
    claimed = next(a for a in desk.claim(30) if a.by == by)
    wait = desk.record().open_wait
    assert wait
    closed = replace(wait, outcome="met", closed_at=at(24))
    return Notice(
        store=desk.store,
        configuration=desk.configuration,
        alert=replace(claimed, kind=kind, attempts=1),
        record=desk.record(),
        wait=closed if kind == "all_clear" else wait,
        now=at(25),
    )


def state_counts(desk: Desk) -> dict[str, int]:
    """The number of alerts in each state."""
    found: dict[str, int] = {}
    for alert in desk.alerts():
        found[alert.state] = found.get(alert.state, 0) + 1
    return found
