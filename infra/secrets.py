"""The secrets: what Meta and X sign with, our own tokens and keys, and the channels' addresses."""

import json

from aws_cdk import Acknowledgment, Validations
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.removal import removal_policy
from infra.settings import Settings


class Secrets(Construct):
    """Secrets with empty lists. Every request is refused until an operator fills them in.

    Each list holds two values while one replaces the other. `generated` is a random value that the
    operator may use for what we choose ourselves: a verify token, an API token, a link key.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, has_channels: bool
    ) -> None:
        """`has_channels`: whether a responder uses an entry of the channels' secret."""
        super().__init__(scope, construct_id)
        self.webhook = self._secret(
            "WebhookSecret",
            "meta_app_secrets",
            "meta_verify_tokens",
            "x_consumer_secrets",
            settings=settings,
            description="App secrets of Meta and X, and Meta's verify tokens",
        )
        self.api = self._secret(
            "ApiSecret",
            "tokens",
            "link_keys",
            settings=settings,
            description="API tokens, and keys that sign acknowledge links",
        )
        self.channels = (
            self._secret(
                "ChannelsSecret",
                settings=settings,
                description="Addresses and keys of Slack, PagerDuty and webhooks",
            )
            if has_channels
            else None
        )

    def _secret(
        self, construct_id: str, *lists: str, settings: Settings, description: str
    ) -> secretsmanager.Secret:
        secret = secretsmanager.Secret(
            self,
            construct_id,
            description=f"ReplyWatch {settings.stage}: {description}",
            # Never change this: CloudFormation would generate the whole secret again, and the
            # values that an operator has filled in would be lost.
            generate_secret_string=secretsmanager.SecretStringGenerator(
                secret_string_template=json.dumps({name: [] for name in lists}),
                generate_string_key="generated",
                password_length=48,
                exclude_punctuation=True,
            ),
            removal_policy=removal_policy(settings),
        )
        Validations.of(secret).acknowledge(
            Acknowledgment(
                id="AwsSolutions-SMG4",
                reason="Meta, X and the API's callers must change each value at the same time, so "
                "no schedule can rotate it. Two live values let people rotate without a gap.",
            )
        )
        return secret
