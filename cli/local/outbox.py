"""Every email and SMS that the emulator has accepted, exactly as it was sent."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from cli.local import http_client
from cli.local.emulator import ACCOUNT


class SentMessage(NamedTuple):
    """A message, as its receiver got it from the notifier."""

    id: str
    channel: str
    """The notification channel."""
    to: str
    text: str
    sender: str = ""
    subject: str = ""
    html: str = ""
    at: float = 0
    """When it was taken, in seconds since 1970."""
    reports: list[str] | None = None
    """What a stand-in has reported about it so far."""

    def to_json(self) -> dict[str, Any]:
        """The message in the form in which the outbox lists it."""
        at = datetime.fromtimestamp(self.at, UTC).isoformat(timespec="milliseconds")
        shown = ("channel", "to", "subject", "text", "html")
        values = {name: getattr(self, name) for name in shown}
        return values | {"at": at, "reports": self.reports or []}


def sent_messages(endpoint: str) -> Iterator[SentMessage]:
    """Everything sent so far: emails in their order, then SMS by phone number."""
    url = f"{endpoint}/_ministack/ses/messages?account={ACCOUNT}"
    for mail in http_client.get(url).json()["messages"].get(ACCOUNT, []):
        yield SentMessage(
            id=mail["MessageId"],
            channel="email",
            to=", ".join(mail["To"]),
            text=mail["BodyText"],
            sender=mail["Source"],
            subject=mail["Subject"],
            html=mail["BodyHtml"],
            at=mail["Timestamp"],
        )
    url = f"{endpoint}/_ministack/sns/sms-messages?account={ACCOUNT}"
    for phone, texts in http_client.get(url).json()["sms_messages"].items():
        for text in texts:
            yield SentMessage(id=text["MessageId"], channel="sms", to=phone, text=text["Message"])


def queued(endpoint: str, queue: str) -> list[dict[str, Any]]:
    """The messages in the queue, which are read without receiving them."""
    url = f"{endpoint}/_ministack/sqs/messages?" + urlencode({"QueueUrl": queue})
    regions = http_client.get(url).json()["messages"].get(ACCOUNT, {}).values()
    return [one for queues in regions for messages in queues.values() for one in messages]
