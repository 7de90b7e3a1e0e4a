"""Meta and X, played by us: what is said on their networks reaches the stack as their webhooks."""

from collections.abc import Mapping
from datetime import UTC, datetime

from cli.local import senders, web
from cli.local.deploy import Stack
from cli.local.senders import Body, Message, Person
from shared.config.configuration import Configuration


class Platforms:
    """Posts signed webhooks to one stack."""

    def __init__(self, stack: Stack, *, accounts: Mapping[str, str]) -> None:
        self._stack = stack
        self._accounts = accounts

    def message(
        self, channel: str, person: Person, text: str, *, answers: Message | None = None
    ) -> Message:
        """A message that is written now: by the person, or by the brand as an answer to one."""
        account = self._accounts[channel.removesuffix("_dm")]
        at = datetime.now(UTC)
        return Message(
            channel=channel,
            account=account,
            customer=person,
            text=text,
            at=at,
            id=senders.new_id(channel, account=account, at=at),
            answers=answers,
        )

    def send(self, message: Message, *, secret: str | None = None) -> int:
        """Delivers the message's webhook, signed with the app's secret unless another is given."""
        body = senders.body(message)
        if message.channel.startswith("x"):
            return self.post_x(body, secret=secret)
        return self.post_meta(body, secret=secret)

    def post_meta(self, body: Body, *, secret: str | None = None) -> int:
        """Delivers the body as Meta does; the status that it is answered with."""
        raw = senders.meta_raw(body)
        signed = senders.meta_headers(raw, secret=secret or self._stack.secrets.meta_app_secret)
        return web.post(self._stack.url("WebhookMetaUrl"), raw, signed).status

    def post_x(self, body: Body, *, secret: str | None = None) -> int:
        """Delivers the body as X does; the status that it is answered with."""
        raw = senders.x_raw(body)
        signed = senders.x_headers(raw, secret=secret or self._stack.secrets.x_consumer_secret)
        return web.post(self._stack.url("WebhookXUrl"), raw, signed).status


def accounts(configuration: Configuration) -> dict[str, str]:
    """The brand's account on each channel; the first, where it has several."""
    found: dict[str, str] = {}
    for account in configuration.accounts:
        found.setdefault(account.channel, account.id)
    return found
