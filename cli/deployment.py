"""A deployment as its webhooks and its operators see it: outputs, addresses, secrets."""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from cli import stack
from cli.local import deploy, http_client, webhook_bodies
from cli.local.http_client import Response
from cli.local.webhook_bodies import Body
from cli.stack import Connection, OperatorError
from cli.table import Table
from shared.domain.events import Sender

type Lists = dict[str, list[str]]

ALIAS = "live"
"""The Lambda alias of the version of each function that is in use."""


class Door(NamedTuple):
    """How a sender posts to its webhook."""

    secrets: str
    """The list in the webhook's secret."""
    url: str
    """The output of the stack."""
    empty: Body
    """A body without events."""
    raw: Callable[[Body], bytes]
    sign: Callable[[bytes, str], dict[str, str]]


DOORS: Mapping[Sender, Door] = {
    "meta": Door(
        "meta_app_secrets",
        "WebhookMetaUrl",
        {"object": "page", "entry": []},
        webhook_bodies.meta_raw,
        lambda raw, secret: webhook_bodies.meta_headers(raw, secret=secret),
    ),
    "x": Door(
        "x_consumer_secrets",
        "WebhookXUrl",
        {"for_user_id": "0"},
        webhook_bodies.x_raw,
        lambda raw, secret: webhook_bodies.x_headers(raw, secret=secret),
    ),
    "adapter": Door(
        "messages_secrets",
        "WebhookMessagesUrl",
        {"messages": []},
        lambda body: json.dumps(body).encode(),
        lambda raw, secret: webhook_bodies.adapter_headers(raw, secret=secret, at=stack.now()),
    ),
}


@dataclass(frozen=True)
class Deployment:
    """A deployed stack."""

    connection: Connection
    outputs: dict[str, str]
    stack: str | None = None
    """The stack's name. None for the local run, which has no alarms."""

    def function(self, name: str) -> dict[str, str]:
        """The arguments that name a function in a call of Lambda: its version that is in use.

        Without the alias, the answer could come from a version that a deployment has rolled back.
        The local stage has no aliases. Raises OperatorError if the stack has no such output.
        """
        named = {"FunctionName": self.output(name)}
        is_local = self.stack in {None, stack.LOCAL_STACK}
        return named if is_local else named | {"Qualifier": ALIAS}

    def output(self, name: str) -> str:
        """Raises OperatorError if the stack has no such output."""
        if name not in self.outputs:
            raise OperatorError(f"The stack has no output {name}. Deploy the current version.")
        return self.outputs[name]

    def url(self, name: str) -> str:
        """The address in this output. For the local stack, the address on loopback. Raises
        OperatorError."""
        endpoint = self.connection.endpoint
        found = self.output(name)
        return deploy.loopback_url(found, endpoint=endpoint) if endpoint else found

    def table(self) -> Table:
        """The deployment's table. Raises OperatorError."""
        return Table(self.connection.client("dynamodb"), self.output("TableName"))

    def secret(self, name: str) -> Lists:
        """The lists in the secret with this output. Empty if it is not filled in. Raises
        OperatorError if the functions could not read it."""
        from shared.runtime import secrets  # long to import

        client = self.connection.client("secretsmanager")
        answer = client.get_secret_value(SecretId=self.output(name))
        try:
            lists = secrets.lists_of(answer.get("SecretString", ""), name)
        except secrets.SecretError as error:
            raise OperatorError(f"Correct the secret: {error}.") from error
        return {key: list(values) for key, values in lists.items()}

    @cached_property
    def webhook_secret(self) -> Lists:
        return self.secret("WebhookSecretId")

    def post(self, sender: Sender, body: Body, *, secret: str | None = None) -> Response:
        """Posts a body as the sender does, signed with this secret, or with the first one that the
        webhook has.

        Raises OperatorError and NoResponseError.
        """
        door = DOORS[sender]
        raw = door.raw(body)
        key = self.first(door.secrets) if secret is None else secret
        return http_client.post(self.url(door.url), raw, door.sign(raw, key))

    def post_nothing(self, sender: Sender, *, secret: str | None = None) -> Response:
        """Like `post`, with a body that has no events."""
        return self.post(sender, DOORS[sender].empty, secret=secret)

    def first(self, name: str) -> str:
        """The first value of a list in the webhook secret. Raises OperatorError."""
        values = self.webhook_secret.get(name)
        if not values:
            raise OperatorError(f"The webhook secret has no {name}. Fill it in first.")
        return values[0]


def deployment(args: argparse.Namespace) -> Deployment:
    """The deployment that the options choose. Raises OperatorError."""
    return Deployment(stack.connection(args), stack.outputs(args), args.stack)
