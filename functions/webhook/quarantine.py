"""The quarantine: keeps events and bodies that cannot be used yet, for `replywatch replay`."""

import json
from datetime import datetime, timedelta
from typing import Any, Literal

from shared.config.configuration import Configuration
from shared.domain.events import Event
from shared.storage import fingerprints, schema
from shared.storage.attributes import Item, stamp
from shared.storage.schema import PK, SK, TTL

MAX_FRAGMENT_CHARACTERS = 64 * 1024
"""The length to which a fragment is cut."""

Reason = Literal[
    "unknown",  # no parser understands the update
    "account",  # the configuration has no such account
    "place",  # nothing tells in which conversation it belongs, or its ids do not fit the keys
    "body",  # the body is not JSON, or not of this platform
]
"""Why something is quarantined."""


def item_of_event(
    reason: Reason, event: Event, configuration: Configuration, now: datetime
) -> Item:
    """The item that keeps an event which cannot be used yet.

    Its key is a hash of its content, so the same event delivered again is the same item.
    """
    plain: dict[str, Any] = {
        k: v.isoformat() if isinstance(v, datetime) else v
        for k, v in event._asdict().items()
        if v is not None
    }
    # A redelivery has another `sent_at` but is the same event.
    stable = json.dumps({k: v for k, v in plain.items() if k != "sent_at"}, sort_keys=True)
    text = json.dumps(plain, sort_keys=True)
    return _item(reason, text, event.event_name, configuration, now, identity=stable)


def event_of(item: Item) -> Event:
    """The event that `item_of_event` kept. Raises ValueError if it was cut or is not an event."""
    if item.get("cut"):
        raise ValueError("only its beginning was kept")
    plain = json.loads(item["event"])
    known = {k: v for k, v in plain.items() if k in Event._fields}
    times = {k: datetime.fromisoformat(known[k]) for k in ("at", "sent_at") if known.get(k)}
    try:
        return Event(**known | times)
    except TypeError as error:
        raise ValueError("not an event") from error


def item_of_body(raw: bytes, platform: str, configuration: Configuration, now: datetime) -> Item:
    """The item that keeps a body which cannot be read. Its event name is the platform's name."""
    text = raw[: 4 * MAX_FRAGMENT_CHARACTERS].decode("utf-8", errors="replace")
    return _item("body", text, platform, configuration, now)


def _item(
    reason: Reason,
    text: str,
    event_name: str,
    configuration: Configuration,
    now: datetime,
    *,
    identity: str | None = None,
) -> Item:
    expires = now + timedelta(days=configuration.quarantine_days)
    return {
        PK: schema.quarantine_key(stamp(now)[:10], "").pk,
        SK: fingerprints.fingerprint(f"{reason}\n{identity or text}"),
        "reason": reason,
        "event_name": event_name[:80],
        "event": text[:MAX_FRAGMENT_CHARACTERS],
        "kept_at": stamp(now),
        "cut": len(text) > MAX_FRAGMENT_CHARACTERS or None,
        TTL: int(expires.timestamp()),
    }
