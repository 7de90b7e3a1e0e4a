"""Who sent it: the signatures and handshakes of Meta and X.

Whatever verifies takes all live secrets, since during a rotation both the old and the new one sign.
An empty secret never verifies: anybody can sign with that.
"""

import binascii
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from hmac import compare_digest, digest
from typing import cast

LONGEST_TOKEN = 512
"""Characters of a challenge; X's have about sixty."""

META_HEADER = "x-hub-signature-256"
X_HEADERS = ("x-twitter-webhooks-signature-oauth2", "x-twitter-webhooks-signature")
"""X signs with the OAuth 2.0 client secret, the OAuth 1.0 consumer secret, or both, each in its
header (https://docs.x.com/x-api/webhooks/introduction): one that verifies is enough."""


class NotAChallengeError(ValueError):
    """A `crc_token` that must not be answered: refuse it with 403."""


def meta_signed(raw: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Whether Meta sent these raw bytes: `sha256=<64 lowercase hex>`.

    The raw bytes: Meta escapes (`\\u00e4`, `\\/`), so a body read and dumped again does not verify.
    A doubled header arrives joined by a comma, which the length rules out.
    """
    if header is None or len(header) != 71:
        return False
    return any(_same(header, f"sha256={mac.hex()}") for mac in _macs(raw, secrets))


def x_signed(raw: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Whether X sent these raw bytes: `sha256=<base64>`, where Meta's is hex."""
    if header is None or len(header) != 51:
        return False
    return any(_same(header, _x_signature(mac)) for mac in _macs(raw, secrets))


def x_crc_response(token: str, secret: str) -> str:
    """The `response_token` for X's challenge. Raises NotAChallengeError.

    X signs bodies with the same secret in the same way, so whoever gets any token answered can have
    a body signed. A body is a JSON object and so holds a `{`; X's tokens never do. Nothing is
    answered without a secret either: X tolerates errors for a day, but no wrong answer.
    """
    if "{" in token or len(token) > LONGEST_TOKEN:
        raise NotAChallengeError("the crc_token could be a body")
    if not secret:
        raise NotAChallengeError("there is no secret to answer with")
    return _x_signature(digest(secret.encode(), token.encode("utf-8", "surrogatepass"), "sha256"))


def meta_handshake(query: Mapping[str, str], verify_tokens: Sequence[str]) -> str | None:
    """The challenge to answer with, bare, or None: 403."""
    given = query.get("hub.verify_token", "")
    known = any(_same(given, token) for token in verify_tokens if token)
    if not known or query.get("hub.mode") != "subscribe":
        return None
    return query.get("hub.challenge")


def signed_request(value: str, secrets: Sequence[str]) -> dict[str, object] | None:
    """What Meta says in a data-deletion or deauthorisation callback; None when Meta did not say it.

    `b64url(signature).b64url(payload)`, the signature being over the payload as it is encoded.
    """
    encoded_signature, dot, payload = value.partition(".")
    if not dot or not value.isascii():
        return None
    try:
        given = _unpadded(encoded_signature)
        if not any(compare_digest(given, mac) for mac in _macs(payload.encode(), secrets)):
            return None
        said = json.loads(_unpadded(payload))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get("algorithm", "HMAC-SHA256") != "HMAC-SHA256":
        return None
    return cast("dict[str, object]", said)


def _macs(message: bytes, secrets: Sequence[str]) -> list[bytes]:
    return [digest(secret.encode(), message, "sha256") for secret in secrets if secret]


def _x_signature(mac: bytes) -> str:
    return f"sha256={b64encode(mac).decode()}"


def _same(given: str, expected: str) -> bool:
    """In constant time; as bytes, since `compare_digest` refuses text that is not ASCII."""
    return compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode())


def _unpadded(value: str) -> bytes:
    return b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
