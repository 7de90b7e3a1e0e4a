"""Decides where each event goes: into the table, into quarantine, or nowhere but the counts."""

import json
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared.config.configuration import Configuration
from shared.domain.events import Event
from shared.storage import messages, schema
from shared.storage.attributes import Item, moment, stamp
from shared.storage.messages import NoPlaceError
from shared.storage.schema import PK, SK, TTL
from shared.storage.store import BATCH_WRITE, Store

MAX_KEPT = 64 * 1024
"""Characters of a fragment that quarantine keeps."""

MOST_KEPT = 1_000
"""Unknown updates of one body that are kept; what is more is counted."""

WRITERS = 8


@dataclass(slots=True)
class Landing:
    """What one body comes to."""

    items: list[Item] = field(default_factory=list)
    first_seen: list[Event] = field(default_factory=list)
    """Messages to which the platform gives no time: the earliest seen counts."""
    kept: list[tuple[str, Event]] = field(default_factory=list)
    """For quarantine, with the reason."""
    counts: Counter[str] = field(default_factory=Counter)


def sort(events: Iterable[Event], configuration: Configuration) -> Landing:
    """Sorts a body's events; touches nothing."""
    landing = Landing()
    for event in events:
        landing.counts[event.kind] += 1
        if event.kind == "unknown":
            if landing.counts["unknown"] <= MOST_KEPT:
                landing.kept.append(("unknown", event))
        elif event.kind == "not_a_message":
            if messages.is_alias(event) and configuration.knows(event.channel, event.account):
                landing.items.append(messages.alias(event, str(event.conversation)))
        elif not configuration.knows(event.channel, event.account):
            landing.kept.append(("account", event))
        elif not messages.fits(event):
            landing.kept.append(("place", event))
        elif event.at is None and event.kind in {"message", "reply"}:
            landing.first_seen.append(event)
        else:
            _place(landing, event)
    return landing


def _place(landing: Landing, event: Event) -> None:
    try:
        landing.items += messages.items(event)
    except NoPlaceError:
        landing.kept.append(("place", event))


def land(store: Store, landing: Landing, configuration: Configuration, now: datetime) -> None:
    """Makes it durable. Raises what the table raises: the platform then delivers again."""
    if landing.first_seen:
        with ThreadPoolExecutor(WRITERS) as writers:
            times = list(
                writers.map(lambda e: _first_seen(store, configuration, e), landing.first_seen)
            )
        for event, at in zip(landing.first_seen, times, strict=True):
            _place(landing, event._replace(at=at))
    items = messages.expiring(landing.items, configuration.message_days, now) + [
        quarantined(reason, event, configuration, now) for reason, event in landing.kept
    ]
    if len(items) <= BATCH_WRITE:
        store.put_all(items)
        return
    parts = [items[i : i + BATCH_WRITE] for i in range(0, len(items), BATCH_WRITE)]
    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(store.put_all, parts))


def _first_seen(store: Store, configuration: Configuration, event: Event) -> datetime | None:
    """The time under which this message was first seen. A later delivery carries a later one."""
    if event.sent_at is None or not event.message_id:
        return event.sent_at
    key = schema.post_pk(str(event.channel), str(event.account), event.message_id)
    seen: Item = {PK: key, SK: schema.SEEN, "at": stamp(event.sent_at)}
    (seen,) = messages.expiring([seen], configuration.message_days)
    first = store.put_first(seen)
    return moment(first["at"])


def quarantined(reason: str, event: Event, configuration: Configuration, now: datetime) -> Item:
    """What is kept of an event that cannot be used yet; named by its content, so that the same
    event again is the same item."""
    plain: dict[str, Any] = {
        k: v.isoformat() if isinstance(v, datetime) else v
        for k, v in event._asdict().items()
        if v is not None
    }
    # A redelivery carries another time of sending, and is the same event.
    lasting = json.dumps({k: v for k, v in plain.items() if k != "sent_at"}, sort_keys=True)
    text = json.dumps(plain, sort_keys=True)
    return _kept(reason, text, event.what, configuration, now, name=lasting)


def released(item: Item) -> Event:
    """The event that `quarantined` kept. Raises ValueError where it was cut, or is none."""
    if item.get("cut"):
        raise ValueError("only its beginning was kept")
    plain = json.loads(item["event"])
    known = {k: v for k, v in plain.items() if k in Event._fields}
    times = {k: datetime.fromisoformat(known[k]) for k in ("at", "sent_at") if known.get(k)}
    try:
        return Event(**known | times)
    except TypeError as error:
        raise ValueError("no event") from error


def quarantined_body(
    raw: bytes, platform: str, configuration: Configuration, now: datetime
) -> Item:
    """A body in which nothing could be read."""
    text = raw[: 4 * MAX_KEPT].decode("utf-8", errors="replace")
    return _kept("body", text, platform, configuration, now)


def _kept(
    reason: str,
    text: str,
    what: str,
    configuration: Configuration,
    now: datetime,
    *,
    name: str | None = None,
) -> Item:
    expires = now + timedelta(days=configuration.quarantine_days)
    return {
        PK: schema.quarantine_key(stamp(now)[:10], "").pk,
        SK: messages.fingerprint(f"{reason}\n{name or text}"),
        "reason": reason,
        "what": what[:80],
        "event": text[:MAX_KEPT],
        "kept_at": stamp(now),
        "cut": len(text) > MAX_KEPT or None,
        TTL: int(expires.timestamp()),
    }
