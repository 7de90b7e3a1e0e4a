"""What has left the local AWS: every email and SMS, exactly as it was sent."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from cli.local import web
from cli.local.engine import ACCOUNT


class Letter(NamedTuple):
    """An alert as it left."""

    id: str
    medium: str
    """`email` or `sms`."""
    to: str
    text: str
    sender: str = ""
    subject: str = ""


def sent(endpoint: str) -> Iterator[Letter]:
    """Everything sent so far, each medium in its order."""
    mails = web.get(f"{endpoint}/_ministack/ses/messages?account={ACCOUNT}").json()["messages"]
    for mail in mails.get(ACCOUNT, []):
        yield Letter(
            id=mail["MessageId"],
            medium="email",
            to=", ".join(mail["To"]),
            text=mail["BodyText"],
            sender=mail["Source"],
            subject=mail["Subject"],
        )
    texts = web.get(f"{endpoint}/_ministack/sns/sms-messages?account={ACCOUNT}").json()
    for phone, messages in texts["sms_messages"].items():
        for text in messages:
            yield Letter(id=text["MessageId"], medium="sms", to=phone, text=text["Message"])


def waiting(endpoint: str, queue: str) -> int:
    """How many messages are in the queue, looked at without touching them."""
    url = f"{endpoint}/_ministack/sqs/messages?" + urlencode({"QueueUrl": queue})
    regions = web.get(url).json()["messages"].get(ACCOUNT, {}).values()
    return sum(len(messages) for queues in regions for messages in queues.values())
