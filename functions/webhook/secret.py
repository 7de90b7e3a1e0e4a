"""The webhooks' secrets. Each may have two values while one replaces the other."""

from dataclasses import dataclass

from shared.runtime.secrets import secret_lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """The keys that the platforms sign with, and the tokens of the handshakes."""

    meta_app_secrets: tuple[str, ...]
    meta_verify_tokens: tuple[str, ...]
    x_consumer_secrets: tuple[str, ...]
    """The first one signs the answer to X's challenge."""


def secrets() -> Secrets:
    """The secrets as they were at most five minutes ago. Raises SecretError."""
    lists = secret_lists("WEBHOOK_SECRET_ID")
    return Secrets(
        meta_app_secrets=lists.get("meta_app_secrets", ()),
        meta_verify_tokens=lists.get("meta_verify_tokens", ()),
        x_consumer_secrets=lists.get("x_consumer_secrets", ()),
    )
