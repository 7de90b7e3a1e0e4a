"""Reads bodies of Messenger and Instagram that contain nothing but plain texts of customers.

Most bodies are of this kind, and one can have 1,000 texts. Decoding them straight into types takes
less time than checking each value. Any other body is left to `parse`, which also returns the same
events for these bodies.
"""

from datetime import UTC, datetime
from typing import Literal

import msgspec

from functions.webhook.bodies import MAX_REQUEST_BYTES
from functions.webhook.meta.private_messages import GUEST_PREFIX
from shared.domain.events import Channel, Event


class _Party(msgspec.Struct, forbid_unknown_fields=True):
    id: str


class _Message(msgspec.Struct, forbid_unknown_fields=True):
    mid: str
    text: str


class _Update(msgspec.Struct, forbid_unknown_fields=True):
    sender: _Party
    recipient: _Party
    timestamp: int
    message: _Message


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    time: int
    messaging: list[_Update]


class _Body(msgspec.Struct, forbid_unknown_fields=True):
    object: Literal["page", "instagram"]
    entry: list[_Entry]


_decode = msgspec.json.Decoder(_Body).decode
_new = tuple.__new__  # skips the argument handling of a NamedTuple
_from_seconds = datetime.fromtimestamp

CHANNEL_OF: dict[str, Channel] = {"page": "messenger", "instagram": "instagram"}
"""The channel of the private messages of an object."""

FIRST_MS, END_MS = 100_000_000_000, 100_000_000_000_000
"""Times in this range are milliseconds (`parse_time`)."""


def events(raw: bytes) -> list[Event] | None:
    """The events of the body, without `sent_at`. None if anything in it is not a plain text."""
    if len(raw) > MAX_REQUEST_BYTES:
        return None
    try:
        body = _decode(raw)
    except (ValueError, RecursionError):
        return None
    channel = CHANNEL_OF[body.object]
    found: list[Event] = []
    for entry in body.entry:
        account = entry.id
        if account in {"", "0"}:
            return None
        for update in entry.messaging:
            sender, message, at_ms = update.sender.id, update.message, update.timestamp
            is_usual = update.recipient.id == account != sender and FIRST_MS <= at_ms < END_MS
            if not (is_usual and sender and message.mid and message.text):
                return None
            if sender.startswith(GUEST_PREFIX):
                return None
            found.append(_new(Event, (
                "message", "messages.text", channel, "private", account, sender, message.mid,
                None, None, "in", _from_seconds(at_ms / 1e3, UTC), None, message.text,
                None, False, None, None, None, None, None, None, None, False, None,
            )))  # fmt: skip
    return found
