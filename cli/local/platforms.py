"""Plays Meta and X: posts signed webhooks to the local stack, as the platforms do."""

from collections.abc import Mapping
from datetime import UTC, datetime

from cli.deployment import DOORS
from cli.local import http_client, webhook_bodies
from cli.local.deploy import Stack
from cli.local.webhook_bodies import Body, Message, Person
from shared.config.configuration import Configuration
from shared.domain.events import Sender


class Platforms:
    """Posts signed webhooks to one stack. `accounts` has the brand's account id by channel."""

    def __init__(self, stack: Stack, *, accounts: Mapping[str, str]) -> None:
        self._stack = stack
        self._accounts = accounts

    def message(
        self, channel: str, person: Person, text: str, *, answers: Message | None = None
    ) -> Message:
        """A message written now: by the person, or by the brand as a reply to `answers`."""
        account = self._accounts[channel.removesuffix("_dm")]
        at = datetime.now(UTC)
        return Message(
            channel=channel,
            account=account,
            customer=person,
            text=text,
            at=at,
            id=webhook_bodies.new_id(channel, account=account, at=at),
            answers=answers,
        )

    def send(self, message: Message, *, secret: str | None = None) -> int:
        """Posts the message's webhook and returns the status of the response.

        It is signed with the app's secret, or with `secret` to forge a signature.
        """
        return self.post(message.sender, webhook_bodies.body(message), secret=secret)

    def post(self, sender: Sender, body: Body, *, secret: str | None = None) -> int:
        """Posts the body as Meta or X does, and returns the status of the response."""
        door, own = DOORS[sender], self._stack.secrets
        key = secret or (own.x_consumer_secret if sender == "x" else own.meta_app_secret)
        raw = door.raw(body)
        return http_client.post(self._stack.url(door.url), raw, door.sign(raw, key)).status


def account_ids(configuration: Configuration) -> dict[str, str]:
    """The brand's account id by channel: the first one, if a channel has several."""
    found: dict[str, str] = {}
    for account in configuration.accounts:
        found.setdefault(account.channel, account.id)
    return found
