"""Requests with an `Idempotency-Key`: a repeated request changes nothing, and gets the same answer
for a day.

The answer is stored in the same transaction as what it answers, in the conversation's partition. So
it is deleted with the rest when a customer is forgotten. A key belongs to one token and one
conversation.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from functions.api import responses
from functions.api.problems import ProblemError
from shared.domain.events import utc
from shared.storage import schema
from shared.storage.changes import Change, Put
from shared.storage.records import ConversationRecord
from shared.storage.schema import TTL
from shared.storage.store import Store

HEADER = "Idempotency-Key"
LIFETIME = timedelta(days=1)
MAX_KEY = 255
"""Characters."""


class Request(NamedTuple):
    """The parts of a request that must be equal in a repeated request."""

    key: str
    """The value of the header. Empty if there is none: then no other request is the same."""
    by: str
    """The name of the token."""
    content: str
    """The action and the body."""


class Place(NamedTuple):
    """Where the answer of a request is stored."""

    answer: dict[str, Any] | None
    version: int | None
    """The version of an expired item, or None if there is no item."""


def key_of(event: Mapping[str, Any]) -> str:
    """The value of the header, or an empty text. Raises ProblemError."""
    names = [name.lower() for name in event.get("headers") or {}]
    if HEADER.lower() not in names:
        return ""
    key = responses.header(event, HEADER.lower())
    if not key or len(key) > MAX_KEY or not all("!" <= c <= "~" for c in key):
        detail = f"{HEADER}: expected 1 to {MAX_KEY} ASCII characters without spaces"
        raise ProblemError("invalid-parameter", detail, field=HEADER)
    return key


def find(store: Store, record: ConversationRecord, request: Request, now: datetime) -> Place:
    """The answer that this request got before, or None. Raises ProblemError if another request had
    the same key."""
    item = store.get(_key(record, request)) if request.key else None
    if item is None:
        return Place(None, None)
    if utc(item[TTL]) <= now:
        return Place(None, item["version"])
    if item["request"] != _hash(request.content):
        detail = f"{HEADER}: expected a new key for a new request"
        raise ProblemError("key-reused", detail, field=HEADER)
    return Place(json.loads(item["answer"]), item["version"])


def answered(
    record: ConversationRecord, request: Request, place: Place, answer: object, now: datetime
) -> list[Change]:
    """The write that stores the answer."""
    if not request.key:
        return []
    key = _key(record, request)
    item = {
        **key.attributes,
        "request": _hash(request.content),
        "answer": json.dumps(answer),
        "version": (place.version or 0) + 1,
        TTL: int((now + LIFETIME).timestamp()),
    }
    return [Put(item, expects=place.version)]


def _key(record: ConversationRecord, request: Request) -> schema.Key:
    return schema.request_key(record.conversation, _hash(f"{request.by} {request.key}"))


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()
