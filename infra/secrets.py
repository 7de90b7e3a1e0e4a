"""What must not be in any file: the platforms' secrets, and our own tokens and keys."""

import json

from aws_cdk import Acknowledgment, RemovalPolicy, Validations
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.settings import Settings


class Secrets(Construct):
    """Two secrets of empty lists; the operator fills them in, and until then all is refused.

    Each list holds two values while one replaces the other. `generated` is a random value to be
    taken for one that is ours to choose: a verify token, an API token, a key of links.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings) -> None:
        super().__init__(scope, construct_id)
        self.webhook = self._secret(
            "WebhookSecret",
            "meta_app_secrets",
            "meta_verify_tokens",
            "x_consumer_secrets",
            settings=settings,
            description="Secrets that Meta and X sign with, and Meta's verify tokens",
        )
        self.api = self._secret(
            "ApiSecret",
            "tokens",
            "link_keys",
            settings=settings,
            description="Tokens of the API's callers, and keys of acknowledge links",
        )

    def _secret(
        self, construct_id: str, *lists: str, settings: Settings, description: str
    ) -> secretsmanager.Secret:
        secret = secretsmanager.Secret(
            self,
            construct_id,
            description=f"ReplyWatch {settings.stage}: {description}",
            generate_secret_string=secretsmanager.SecretStringGenerator(
                secret_string_template=json.dumps({name: [] for name in lists}),
                generate_string_key="generated",
                password_length=48,
                exclude_punctuation=True,
            ),
            removal_policy=RemovalPolicy.RETAIN if settings.production else RemovalPolicy.DESTROY,
        )
        Validations.of(secret).acknowledge(
            Acknowledgment(
                id="AwsSolutions-SMG4",
                reason="Meta, X and the API's callers hold the other half of each value: no "
                "schedule can change it. Two live values let people do so without a gap.",
            )
        )
        return secret
