"""The webhooks' secrets, read from Secrets Manager and kept for five minutes, so that a rotation
needs no deployment. Two live values each."""

import json
import time
from dataclasses import dataclass

from shared import aws

KEPT_S = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What the platforms sign with, and what the handshakes ask for."""

    meta_app_secrets: tuple[str, ...]
    meta_verify_tokens: tuple[str, ...]
    x_consumer_secrets: tuple[str, ...]
    """The first signs the CRC answer."""


class SecretError(RuntimeError):
    """The secret is not the JSON that the stack describes. Mend it in Secrets Manager."""


_kept: tuple[float, Secrets] | None = None


def secrets() -> Secrets:
    """The secrets as they were at most five minutes ago. Raises SecretError."""
    global _kept  # noqa: PLW0603 a cache with a time
    if _kept is None or time.monotonic() - _kept[0] > KEPT_S:
        _kept = (time.monotonic(), _read())
    return _kept[1]


def _read() -> Secrets:
    secret_id = aws.setting("WEBHOOK_SECRET_ID")
    text = aws.client("secretsmanager").get_secret_value(SecretId=secret_id)["SecretString"]
    try:
        plain = json.loads(text)
        return Secrets(
            **{
                name: tuple(v for v in plain[name] if v)
                for name in ("meta_app_secrets", "meta_verify_tokens", "x_consumer_secrets")
            }
        )
    except (ValueError, KeyError, TypeError) as error:
        raise SecretError(f"{type(error).__name__} in the webhook secret") from error
