"""A deployment as its webhooks and its operators see it: outputs, addresses, secrets."""

import argparse
import json
from dataclasses import dataclass
from functools import cached_property

from cli import stack
from cli.local import deploy, http_client, webhook_bodies
from cli.local.http_client import Response
from cli.stack import Connection, OperatorError

type Lists = dict[str, list[str]]

ALIAS = "live"
"""The Lambda alias of the version of each function that is in use."""


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

    def post(self, platform: str, body: webhook_bodies.Body) -> Response:
        """Posts a body as `meta`, `x` or `adapter` does, signed.

        Raises OperatorError and NoResponseError.
        """
        if platform == "adapter":
            raw = json.dumps(body).encode()
            secret = self.first("messages_secrets")
            headers = webhook_bodies.adapter_headers(raw, secret=secret, at=stack.now())
            return http_client.post(self.url("WebhookMessagesUrl"), raw, headers)
        if platform == "meta":
            raw = webhook_bodies.meta_raw(body)
            headers = webhook_bodies.meta_headers(raw, secret=self.first("meta_app_secrets"))
            return http_client.post(self.url("WebhookMetaUrl"), raw, headers)
        raw = webhook_bodies.x_raw(body)
        headers = webhook_bodies.x_headers(raw, secret=self.first("x_consumer_secrets"))
        return http_client.post(self.url("WebhookXUrl"), raw, headers)

    def first(self, name: str) -> str:
        """The first value of a list in the webhook secret. Raises OperatorError."""
        values = self.webhook_secret.get(name)
        if not values:
            raise OperatorError(f"The webhook secret has no {name}. Fill it in first.")
        return values[0]


def deployment(args: argparse.Namespace) -> Deployment:
    """The deployment that the options choose. Raises OperatorError."""
    return Deployment(stack.connection(args), stack.outputs(args), args.stack)
