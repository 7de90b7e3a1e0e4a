"""Acknowledge links: signed, valid for two days, each for one alert.

A link holds the alert's id and nothing of the customer: a conversation's id can contain a phone
number. Opening a link changes nothing, because mail scanners open links too. The button on the
page acknowledges.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.domain.events import utc

LIFETIME = timedelta(days=2)
SILENT = timedelta(hours=1)
"""How long an acknowledgement pauses a wait's alerts. The wait's deadline stays."""


def token(alert: str, keys: Sequence[str], now: datetime) -> str:
    """The text of a link to this alert, signed with the first key.

    `<alert id>.<Unix time of expiry>.<signature>`, as in `7c1e….1795512000.kPq3…`
    """
    payload = f"{alert}.{int((now + LIFETIME).timestamp())}"
    return f"{payload}.{_encoded(_mac(payload, keys[0]))}"


def read(text: str, keys: Sequence[str], now: datetime) -> str | None:
    """The alert's id; None if the text is forged, malformed or expired. Every key is accepted."""
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
