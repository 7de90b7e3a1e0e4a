"""Cursors say where a list continues. They are signed, belong to one query, and are valid for a
day.

A cursor contains times and random ids, and names no customer.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from functions.api.problems import ProblemError
from shared.domain.events import utc

LIFETIME = timedelta(days=1)
HOUR_S = 3600
"""A cursor says the hour in which it was made. So within an hour, the same page has the same one,
and the same `ETag`."""


def cursor(position: str, asked: Any, keys: Sequence[str], now: datetime) -> str:
    """The cursor with which this list continues at this position."""
    hour = int(now.timestamp()) // HOUR_S
    payload = json.dumps([position, hour * HOUR_S, _fingerprint(asked)]).encode()
    signature = _mac(payload, keys[0] if keys else "")
    return base64.urlsafe_b64encode(signature + payload).decode().rstrip("=")


def position(text: str, asked: Any, keys: Sequence[str], now: datetime) -> str:
    """The inverse of `cursor`. Every key is accepted. Raises ProblemError if it is forged, belongs
    to another query, or has expired."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
        signature, payload = raw[:16], raw[16:]
        if not any(hmac.compare_digest(signature, _mac(payload, key)) for key in keys if key):
            raise _invalid("expected the next_cursor of an earlier answer")
        found, made_s, query = json.loads(payload)
    except (ValueError, binascii.Error):
        raise _invalid("expected the next_cursor of an earlier answer") from None
    if query != _fingerprint(asked):
        raise _invalid(
            "it belongs to another query; send the same parameters as with the first page"
        )
    if now - utc(made_s + HOUR_S) > LIFETIME:
        raise _invalid("it has expired; start again without a cursor")
    return str(found)


def _invalid(detail: str) -> ProblemError:
    return ProblemError("invalid-cursor", f"cursor: {detail}", field="cursor")


def _mac(payload: bytes, key: str) -> bytes:
    return hmac.new(key.encode(), b"cursor." + payload, hashlib.sha256).digest()[:16]


def _fingerprint(asked: Any) -> str:
    text = json.dumps(asked, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=6).hexdigest()
