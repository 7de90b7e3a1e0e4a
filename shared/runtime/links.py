"""Links to the conversation page: signed, valid for two days, each for one alert.

A link holds the alert's id and nothing of the customer: a conversation's id can contain a phone
number. Opening a link changes nothing, because mail scanners open links too. The buttons on the
page do, and each sends a form token that only this page, in this state, has.
"""

import base64
import binascii
import hashlib
import hmac
import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

LIFETIME = timedelta(days=2)

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
ALERT_BYTES, MINUTE_BYTES, MAC_BYTES = 13, 3, 8
"""Together 24, which are 32 characters: a text message has room for them. A forged link is valid
with a chance of 1 in 2^64, and each guess is a request."""


def token(alert: str, keys: Sequence[str], now: datetime) -> str:
    """The text of a link to this alert, signed with the first key: alert id, minute of expiry and
    signature in base64."""
    expires = math.ceil((now + LIFETIME - EPOCH) / timedelta(minutes=1))
    payload = bytes.fromhex(alert) + expires.to_bytes(MINUTE_BYTES)
    return _encoded(payload + _mac(b"page", payload, keys[0]))


def read(text: str, keys: Sequence[str], now: datetime) -> str | None:
    """The alert's id; None if the text is forged, malformed or expired. Every key is accepted."""
    try:
        raw = _decoded(text)
    except (ValueError, binascii.Error):
        return None
    payload, signature = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
    if len(payload) != ALERT_BYTES + MINUTE_BYTES or _encoded(raw) != text:
        return None
    if not any(hmac.compare_digest(signature, _mac(b"page", payload, k)) for k in keys if k):
        return None
    expires = EPOCH + timedelta(minutes=int.from_bytes(payload[ALERT_BYTES:]))
    return payload[:ALERT_BYTES].hex() if now < expires else None


def form_token(page: str, state: str, keys: Sequence[str]) -> str:
    """What the forms of this page send while the wait is in this state. It goes stale with the
    state: a form that is sent again changes nothing."""
    return _encoded(_mac(b"form", f"{page}\n{state}".encode(), keys[0]))


def is_form_token(given: str, page: str, state: str, keys: Sequence[str]) -> bool:
    """Whether it is the token of this page in this state. Every key is accepted."""
    return any(
        hmac.compare_digest(given.encode(), form_token(page, state, [key]).encode())
        for key in keys
        if key
    )


def _mac(purpose: bytes, payload: bytes, key: str) -> bytes:
    message = purpose + b"." + payload
    return hmac.new(key.encode(), message, hashlib.sha256).digest()[:MAC_BYTES]


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.b64decode(text.encode() + b"=" * (-len(text) % 4), b"-_", validate=True)
