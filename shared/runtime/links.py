"""Acknowledge links: signed, expiring, and naming one alert, which tells nothing of whom it
concerns: a telephone number can be part of a conversation's name.

Opening such a link changes nothing, since mail scanners open links too; its button does.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.domain.events import utc

VALID = timedelta(days=2)
SILENT = timedelta(hours=1)
"""How long an acknowledgement silences a wait's alerts. The customer's clock runs on."""


def token(alert: str, keys: Sequence[str], now: datetime) -> str:
    """The link's text for the alert of this id, signed with the first key."""
    payload = f"{alert}.{int((now + VALID).timestamp())}"
    return f"{payload}.{_encoded(_mac(payload, keys[0]))}"


def read(text: str, keys: Sequence[str], now: datetime) -> str | None:
    """The alert's id; None where the text is forged, broken or expired. Any live key does."""
    payload, _, signature = text.rpartition(".")
    alert, _, expires = payload.partition(".")
    try:
        given = _decoded(signature)
        if not any(hmac.compare_digest(given, _mac(payload, key)) for key in keys if key):
            return None
        return alert if now < utc(int(expires)) else None
    except (ValueError, binascii.Error):
        return None


def _mac(payload: str, key: str) -> bytes:
    return hmac.new(key.encode(), b"acknowledge." + payload.encode(), hashlib.sha256).digest()[:16]


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.b64decode(text.encode() + b"=" * (-len(text) % 4), b"-_", validate=True)
