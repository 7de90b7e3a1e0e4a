"""The smoke test's message: a customer writes on whichever channel is configured."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from cli import stack
from cli.commands import replay
from cli.deployment import Deployment
from cli.local import webhook_bodies
from cli.local.webhook_bodies import Message, Person
from cli.stack import OperatorError
from shared.config.configuration import Account, Configuration
from shared.domain.events import Sender, conversation_of, sender_of

BUILT_IN = ("messenger", "whatsapp", "instagram", "x_dm", "facebook", "threads")
"""The built-in channels, in the order of choice: private ones first, then those of adapters."""

AGE = timedelta(days=5)
"""How old the message is: business hours have passed since then, even over Easter."""

TEXT = "Where is my order? (a test of this deployment)"


class Posted(NamedTuple):
    """A message that was sent to the deployment."""

    channel: str
    status: int
    """The status of the webhook's answer."""
    conversation: str
    """Its internal id."""


def post(place: Deployment, configuration: Configuration) -> Posted:
    """Sends the message, signed. Raises OperatorError and NoResponseError."""
    channel, account = _chosen(configuration)
    sender, at = sender_of(account.channel), _written_at(configuration)
    customer = f"9990{int(stack.now().timestamp())}"
    if sender == "adapter":
        body = _of_adapter(account, customer, at)
    else:
        message = Message(
            channel=channel,
            account=account.id,
            customer=Person(id=customer, name="Test"),
            text=TEXT,
            at=at,
            id=webhook_bodies.new_id(channel, account=account.id, at=stack.now()),
        )
        body = webhook_bodies.body(message)
    status = place.post(sender, body).status
    (event,) = replay.parsed(body, sender, configuration)
    return Posted(account.channel, status, conversation_of(event) or "")


def _chosen(configuration: Configuration) -> tuple[str, Account]:
    """The channel to use, and an account on it. Raises OperatorError."""
    accounts = {a.channel: a for a in reversed(configuration.accounts)}
    adapters = [name for name in accounts if sender_of(name) == "adapter"]
    for channel in (*BUILT_IN, *adapters):
        if found := accounts.get(channel.removesuffix("_dm")):
            return channel, found
    raise OperatorError("The configuration has no account.")


def _written_at(configuration: Configuration) -> datetime:
    """Five days ago, or less if `text_days` is shorter, because older messages are not kept."""
    kept = timedelta(days=configuration.text_days) - timedelta(hours=1)
    return (stack.now() - min(AGE, kept)).astimezone(UTC).replace(microsecond=0)


def _of_adapter(account: Account, customer: str, at: datetime) -> dict[str, Any]:
    message = {
        "id": f"smoke-{customer}",
        "channel": account.channel,
        "account": account.id,
        "surface": "private",
        "direction": "customer",
        "customer": customer,
        "customer_name": "Test",
        "sent_at": at.isoformat(),
        "text": TEXT,
    }
    return {"messages": [message]}


def sender(configuration: Configuration) -> Sender:
    """Who sends the message. Raises OperatorError."""
    return sender_of(_chosen(configuration)[1].channel)
