"""Links to pages that need no sign-in. They are signed, and valid for some days.

A link to the conversation page belongs to one alert, and a link to the settings page to one
responder. A link contains an id, and nothing about the customer or the responder: a conversation's
id may contain a phone number. Opening a link changes nothing, because mail scanners open links too.
The buttons on the page change something. Each sends a form token that only this page has, in this
state.
"""

import base64
import binascii
import hashlib
import hmac
import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

LIFETIME = timedelta(days=2)
INVITATION = timedelta(days=7)
"""How long a link to the settings page is valid: over a weekend."""

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
ID_BYTES, MINUTE_BYTES, MAC_BYTES = 13, 3, 8
"""Together 24 bytes, or 32 characters, for which a text message has room. A forged link is valid
with a chance below 1 in 2^62, and each guess is a request."""

_VARIANTS = (b"", b"2", b"3")
"""Each makes another signature of the same content. A link has the first one that ends in a letter
or a digit, because some programs cut a last `-` or `_` off a link in plain text. The chance that
each of them ends in `-` or `_` is 1 in 2^15."""


def token(alert: str, keys: Sequence[str], now: datetime) -> str:
    """The token of a link to this alert, signed with the first key: alert id, minute of expiry and
    signature, in Base64."""
    return _signed(b"page", alert, now + LIFETIME, keys[0])


def read(text: str, keys: Sequence[str], now: datetime) -> str | None:
    """The alert's id, or None if the token is forged, malformed or expired. Every key is
    accepted."""
    found = _verified(b"page", text, keys)
    return found.name if found and now < found.expires_at else None


def has_expired(text: str, keys: Sequence[str], now: datetime) -> bool:
    """Whether this token was valid, and has expired."""
    found = _verified(b"page", text, keys)
    return found is not None and now >= found.expires_at


def invitation(responder_id: str, keys: Sequence[str], now: datetime) -> str:
    """The token of a link to this responder's settings page. It has the same form as that of a link
    to an alert."""
    return _signed(b"settings", responder_id, now + INVITATION, keys[0])


class Invitation(NamedTuple):
    """What the token of a link to the settings page says."""

    responder_id: str
    made_at: datetime
    """To the minute, rounded up."""


def read_invitation(text: str, keys: Sequence[str], now: datetime) -> Invitation | None:
    """What the token says, or None if it is forged, malformed or expired. Every key is accepted."""
    found = _verified(b"settings", text, keys)
    if found is None or now >= found.expires_at:
        return None
    return Invitation(found.name, found.expires_at - INVITATION)


def _signed(purpose: bytes, name: str, until: datetime, key: str) -> str:
    expires = math.ceil((until - EPOCH) / timedelta(minutes=1))
    payload = bytes.fromhex(name) + expires.to_bytes(MINUTE_BYTES)
    texts = [_encoded(payload + signature) for signature in _signatures(purpose, payload, key)]
    return next((text for text in texts if text[-1].isalnum()), texts[0])


def _signatures(purpose: bytes, payload: bytes, key: str) -> list[bytes]:
    return [mac(purpose + variant, payload, key) for variant in _VARIANTS]


class _Verified(NamedTuple):
    name: str
    expires_at: datetime


def _verified(purpose: bytes, text: str, keys: Sequence[str]) -> _Verified | None:
    """The content of a token that is signed with one of the keys, even if it has expired. None for
    any other text."""
    try:
        raw = _decoded(text)
    except (ValueError, binascii.Error):
        return None
    payload, signature = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
    if len(payload) != ID_BYTES + MINUTE_BYTES or _encoded(raw) != text:
        return None
    valid = [one for key in keys if key for one in _signatures(purpose, payload, key)]
    if not any(hmac.compare_digest(signature, one) for one in valid):
        return None
    expires = EPOCH + timedelta(minutes=int.from_bytes(payload[ID_BYTES:]))
    return _Verified(payload[:ID_BYTES].hex(), expires)


def form_token(page: str, state: str, keys: Sequence[str]) -> str:
    """The token that the page's forms send while the wait is in this state.

    It is no longer valid once the state has changed. So a form that is sent twice has an effect
    only once.
    """
    return _encoded(mac(b"form", f"{page}\n{state}".encode(), keys[0]))


def is_form_token(given: str, page: str, state: str, keys: Sequence[str]) -> bool:
    """Whether this is the token of this page in this state. Every key is accepted."""
    return any(
        hmac.compare_digest(given.encode(), form_token(page, state, [key]).encode())
        for key in keys
        if key
    )


def mac(purpose: bytes, payload: bytes, key: str) -> bytes:
    """The signature of this content, for one purpose only."""
    message = purpose + b"." + payload
    return hmac.new(key.encode(), message, hashlib.sha256).digest()[:MAC_BYTES]


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.b64decode(text.encode() + b"=" * (-len(text) % 4), b"-_", validate=True)
