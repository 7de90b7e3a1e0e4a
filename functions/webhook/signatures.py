"""Verifies the signatures of Meta, X and adapters, and answers the handshakes.

Each function takes all valid secrets, because during a rotation both the old and the new one sign.
An empty secret never verifies, because anyone can sign with it.
"""

import binascii
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from hmac import compare_digest, digest
from typing import cast

from shared.runtime import standard_webhooks

MAX_CRC_TOKEN_CHARACTERS = 512
"""X's challenges have about 60 characters."""

META_HEADER = "x-hub-signature-256"
META_HEADER_CHARACTERS = len("sha256=") + 64
X_HEADERS = ("x-twitter-webhooks-signature-oauth2", "x-twitter-webhooks-signature")
"""X signs with the OAuth 2.0 client secret, the OAuth 1.0 consumer secret, or both, each in its own
header (https://docs.x.com/x-api/webhooks/introduction). One valid signature is enough."""
X_HEADER_CHARACTERS = len("sha256=") + 44
STANDARD_HEADERS = standard_webhooks.HEADERS
"""https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md"""
MAX_STANDARD_CHARACTERS = 1024
"""Of each of these headers. A signature has 47."""
TOLERANCE_S = 300
"""How far `webhook-timestamp` may be from our time, before or after."""

_SIGNED_PAYLOAD = re.compile(rb"e[w-z0-9_-][A-Za-z0-9_-]{20,}=*")
"""base64url of a text that begins with `{`."""


class NotAChallengeError(ValueError):
    """The `crc_token` must not be signed. Answer 403."""


def meta_signed(raw: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Whether Meta signed these raw bytes: `sha256=<64 lowercase hexadecimal digits>`.

    Only the raw bytes verify. Meta escapes (`\\u00e4`, `\\/`), so a body that was parsed and dumped
    again has another signature. Two headers arrive joined by a comma, and the length excludes them.

    Meta signs the payload of a `signed_request` with the same secret, and other people may have
    seen one. That payload is base64url, and a body never is, so such bytes are refused.
    """
    if header is None or len(header) != META_HEADER_CHARACTERS or _SIGNED_PAYLOAD.fullmatch(raw):
        return False
    return any(_is_equal(header, f"sha256={mac.hex()}") for mac in _macs(raw, secrets))


def x_signed(raw: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Whether X signed these raw bytes: `sha256=<base64>`. Meta uses hexadecimal digits instead."""
    if header is None or len(header) != X_HEADER_CHARACTERS:
        return False
    return any(_is_equal(header, _x_signature(mac)) for mac in _macs(raw, secrets))


def standard_signed(
    raw: bytes, headers: Sequence[str | None], secrets: Sequence[str], now_s: float
) -> bool:
    """Whether an adapter signed these raw bytes as Standard Webhooks says, within TOLERANCE_S.

    `headers` are the values of STANDARD_HEADERS. The last one lists signatures with spaces between
    them: `v1,<base64>`. One that is valid with one of the secrets is enough, so either side can use
    two while one secret replaces the other.
    """
    message_id, timestamp, signatures = headers
    if not (message_id and timestamp and signatures) or not _is_recent(timestamp, now_s):
        return False
    if max(len(message_id), len(signatures)) > MAX_STANDARD_CHARACTERS:
        return False
    keys = [key for key in map(standard_webhooks.key_of, secrets) if key]
    expected = [standard_webhooks.signature(message_id, timestamp, raw, key) for key in keys]
    given = signatures.split(" ")
    return any(_is_equal(one, known) for one in given for known in expected)


def _is_recent(timestamp: str, now_s: float) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    return abs(now_s - int(timestamp)) <= TOLERANCE_S


def x_crc_response(token: str, secret: str) -> str:
    """The `response_token` for X's challenge. Raises NotAChallengeError.

    X signs bodies with the same secret in the same way. An attacker who could have any token signed
    could have a body signed. A body is a JSON object and contains a `{`; X's tokens never do.
    Without a secret there is no answer: X tolerates errors for a day, but no wrong answer.
    """
    if "{" in token or len(token) > MAX_CRC_TOKEN_CHARACTERS:
        raise NotAChallengeError("the crc_token could be a body")
    if not secret:
        raise NotAChallengeError("no secret is configured")
    return _x_signature(digest(secret.encode(), token.encode("utf-8", "surrogatepass"), "sha256"))


def meta_handshake(query: Mapping[str, str], verify_tokens: Sequence[str]) -> str | None:
    """The challenge, which is the whole answer, or None if the request must be refused with 403."""
    given = query.get("hub.verify_token", "")
    known = any(_is_equal(given, token) for token in verify_tokens if token)
    if not known or query.get("hub.mode") != "subscribe":
        return None
    return query.get("hub.challenge")


def signed_request(value: str, secrets: Sequence[str]) -> dict[str, object] | None:
    """The payload of Meta's deletion or deauthorization callback, or None if Meta did not sign it.

    The form is `b64url(signature).b64url(payload)`. The signature covers the encoded payload.
    """
    encoded_signature, dot, payload = value.partition(".")
    if not dot or not value.isascii():
        return None
    try:
        given = _decode_base64url(encoded_signature)
        if not any(compare_digest(given, mac) for mac in _macs(payload.encode(), secrets)):
            return None
        content = json.loads(_decode_base64url(payload))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    if content.get("algorithm", "HMAC-SHA256") != "HMAC-SHA256":
        return None
    return cast("dict[str, object]", content)


def _macs(message: bytes, secrets: Sequence[str]) -> list[bytes]:
    return [digest(secret.encode(), message, "sha256") for secret in secrets if secret]


def _x_signature(mac: bytes) -> str:
    return f"sha256={b64encode(mac).decode()}"


def _is_equal(given: str, expected: str) -> bool:
    """In constant time. Compares bytes, because `compare_digest` refuses text outside ASCII."""
    return compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode())


def _decode_base64url(value: str) -> bytes:
    """Decodes base64url without its padding."""
    return b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
