"""The webhook's secrets, read from Secrets Manager and cached for five minutes.

Each secret may have two live values, so that a rotation needs no deployment.
"""

import time
from dataclasses import dataclass

from shared.runtime import aws

MAX_CACHE_AGE_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """The keys that the platforms sign with, and the tokens of the handshakes."""

    meta_app_secrets: tuple[str, ...]
    meta_verify_tokens: tuple[str, ...]
    x_consumer_secrets: tuple[str, ...]
    """The first one signs the answer to X's challenge."""


_cache: tuple[float, Secrets] | None = None


def secrets() -> Secrets:
    """The secrets as they were at most five minutes ago. Raises aws.SecretError."""
    global _cache  # noqa: PLW0603 a cache with a time
    if _cache is None or time.monotonic() - _cache[0] > MAX_CACHE_AGE_SECONDS:
        _cache = (time.monotonic(), _read())
    return _cache[1]


def _read() -> Secrets:
    lists = aws.secret_lists("WEBHOOK_SECRET_ID")
    return Secrets(
        meta_app_secrets=lists.get("meta_app_secrets", ()),
        meta_verify_tokens=lists.get("meta_verify_tokens", ()),
        x_consumer_secrets=lists.get("x_consumer_secrets", ()),
    )
