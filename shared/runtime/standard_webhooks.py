"""Signatures after the Standard Webhooks specification. Adapters make them, and webhook channels
send them.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from hmac import digest

HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


def key_of(secret: str) -> bytes | None:
    """The key in the secret `whsec_<base64 of 24 to 64 bytes>`, or None for any other text."""
    try:
        key = b64decode(secret.strip().removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if secret.strip().startswith("whsec_") and 24 <= len(key) <= 64 else None


def signature(message_id: str, timestamp: str, body: bytes, key: bytes) -> str:
    """The signature of one message with one key: `v1,<base64>`."""
    signed = f"{message_id}.{timestamp}.".encode("utf-8", "surrogatepass") + body
    return f"v1,{b64encode(digest(key, signed, 'sha256')).decode()}"


def signed_headers(
    message_id: str, at: datetime, body: bytes, keys: Sequence[bytes]
) -> dict[str, str]:
    """The three headers of a signed message, with a signature for each key."""
    seconds = str(int(at.timestamp()))
    signatures = " ".join(signature(message_id, seconds, body, key) for key in keys)
    return dict(zip(HEADERS, (message_id, seconds, signatures), strict=True))
