"""The webhooks' secrets. Each may have two values while one replaces the other."""

from dataclasses import dataclass

from shared.runtime.secrets import MAX_AGE_S, preload, secret_lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """The keys that the platforms sign with, and the tokens of the handshakes."""

    meta_app_secrets: tuple[str, ...]
    meta_verify_tokens: tuple[str, ...]
    x_consumer_secrets: tuple[str, ...]
    """The first one signs the answer to X's challenge."""
    messages_secrets: tuple[str, ...] = ()
    """What adapters sign with: `whsec_…`."""


preload("WEBHOOK_SECRET_ID")


def secrets(*, max_age_s: float = MAX_AGE_S) -> Secrets:
    """The secrets, at most `max_age_s` seconds old. Raises SecretError."""
    lists = secret_lists("WEBHOOK_SECRET_ID", max_age_s=max_age_s)
    return Secrets(
        meta_app_secrets=lists.get("meta_app_secrets", ()),
        meta_verify_tokens=lists.get("meta_verify_tokens", ()),
        x_consumer_secrets=lists.get("x_consumer_secrets", ()),
        messages_secrets=lists.get("messages_secrets", ()),
    )
