"""Acknowledge links: signed, expiring, and naming one wait and one responder.

Opening such a link changes nothing, since mail scanners open links too; its button does.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from shared.events import utc
from shared.rows import Key

VALID = timedelta(days=2)
SILENT = timedelta(hours=1)
"""How long an acknowledgement silences a wait's alerts. The customer's clock runs on."""


class Link(NamedTuple):
    """What a link stands for."""

    wait: Key
    responder: str


def token(link: Link, keys: Sequence[str], now: datetime) -> str:
    """The link's text, signed with the first key."""
    expires = int((now + VALID).timestamp())
    payload = _encoded(json.dumps([*link.wait, link.responder, expires]).encode())
    return f"{payload}.{_encoded(_mac(payload, keys[0]))}"


def read(text: str, keys: Sequence[str], now: datetime) -> Link | None:
    """What the text stands for; None where it is forged, broken or expired. Any live key does."""
    payload, _, signature = text.partition(".")
    try:
        given = _decoded(signature)
        if not any(hmac.compare_digest(given, _mac(payload, key)) for key in keys if key):
            return None
        pk, sk, responder, expires = json.loads(_decoded(payload))
    except (ValueError, TypeError, binascii.Error):
        return None
    return Link(Key(pk, sk), responder) if now < utc(expires) else None


def _mac(payload: str, key: str) -> bytes:
    return hmac.new(key.encode(), b"acknowledge." + payload.encode(), hashlib.sha256).digest()[:16]


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.b64decode(text.encode() + b"=" * (-len(text) % 4), b"-_", validate=True)
