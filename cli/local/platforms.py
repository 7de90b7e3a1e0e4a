"""Plays Meta and X: posts signed webhooks to the local stack, as the platforms do."""

from collections.abc import Mapping
from datetime import UTC, datetime

from cli.local import http_client, webhook_bodies
from cli.local.deploy import Stack
from cli.local.webhook_bodies import Body, Message, Person
from shared.config.configuration import Configuration


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
        body = webhook_bodies.body(message)
        if message.channel.startswith("x"):
            return self.post_x(body, secret=secret)
        return self.post_meta(body, secret=secret)

    def post_meta(self, body: Body, *, secret: str | None = None) -> int:
        """Posts the body as Meta does, and returns the status of the response."""
        raw = webhook_bodies.meta_raw(body)
        key = secret or self._stack.secrets.meta_app_secret
        headers = webhook_bodies.meta_headers(raw, secret=key)
        return http_client.post(self._stack.url("WebhookMetaUrl"), raw, headers).status

    def post_x(self, body: Body, *, secret: str | None = None) -> int:
        """Posts the body as X does, and returns the status of the response."""
        raw = webhook_bodies.x_raw(body)
        key = secret or self._stack.secrets.x_consumer_secret
        headers = webhook_bodies.x_headers(raw, secret=key)
        return http_client.post(self._stack.url("WebhookXUrl"), raw, headers).status


def account_ids(configuration: Configuration) -> dict[str, str]:
    """The brand's account id by channel: the first one, if a channel has several."""
    found: dict[str, str] = {}
    for account in configuration.accounts:
        found.setdefault(account.channel, account.id)
    return found
