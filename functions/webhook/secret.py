"""The webhooks' secrets, read from Secrets Manager and kept for five minutes, so that a rotation
needs no deployment. Two live values each."""

import time
from dataclasses import dataclass

from shared.runtime import aws

KEPT_S = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What the platforms sign with, and what the handshakes ask for."""

    meta_app_secrets: tuple[str, ...]
    meta_verify_tokens: tuple[str, ...]
    x_consumer_secrets: tuple[str, ...]
    """The first signs the CRC answer."""


_kept: tuple[float, Secrets] | None = None


def secrets() -> Secrets:
    """The secrets as they were at most five minutes ago. Raises aws.SecretError."""
    global _kept  # noqa: PLW0603 a cache with a time
    if _kept is None or time.monotonic() - _kept[0] > KEPT_S:
        _kept = (time.monotonic(), _read())
    return _kept[1]


def _read() -> Secrets:
    lists = aws.secret_lists("WEBHOOK_SECRET_ID")
    return Secrets(
        meta_app_secrets=lists.get("meta_app_secrets", ()),
        meta_verify_tokens=lists.get("meta_verify_tokens", ()),
        x_consumer_secrets=lists.get("x_consumer_secrets", ()),
    )
