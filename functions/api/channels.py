"""The accounts: when each had its last message, and whether that is unusually long ago."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from shared.config.configuration import Account, Configuration
from shared.conversation.wait_json import time_to_json
from shared.storage import last_messages, period_figures, schema
from shared.storage.attributes import Item, stamp
from shared.storage.hourly_figures import group_named
from shared.storage.last_messages import Place
from shared.storage.period_figures import Reader
from shared.storage.store import Store

WEEKS = 4
"""What is usual is the mean of so many weeks."""

MIN_DAYS = 14
"""So long ago an account must have had its first wait: before that, nothing is usual."""

SILENT_FROM = 5.0
"""An account is silent if so many waits usually open in such a time, and none did: with waits that
open independently of each other, the chance of that is e^-5, less than 1 %."""

MAX_QUARANTINED = 100
"""Quarantined events that are looked at, for each of two days."""

HOUR = timedelta(hours=1)

type Rhythm = Mapping[tuple[int, int], float]
"""By weekday (1 is Monday) and local hour: how many waits usually open."""


def channels(store: Store, configuration: Configuration, now: datetime) -> dict[str, Any]:
    """All accounts of the configuration, and what was quarantined in the last 24 hours."""
    accounts = configuration.accounts
    last = last_messages.read(store, [(a.channel, a.id) for a in accounts])
    rhythms = _rhythms(store, configuration, now)
    quarantined = list(_quarantined(store, now))
    by_place = Counter(map(_place, quarantined))
    return {
        "channels": [
            _shown(a, last.get((a.channel, a.id)), rhythms.get((a.channel, a.id)), now)
            | {"quarantined": by_place[a.channel, a.id]}
            for a in accounts
        ],
        "quarantined": {
            "since": time_to_json(now - timedelta(days=1)),
            "count": len(quarantined),
            "by_reason": dict(sorted(Counter(i["reason"] for i in quarantined).items())),
        },
    }


def _shown(
    account: Account, last: datetime | None, rhythm: Rhythm | None, now: datetime
) -> dict[str, Any]:
    zone = ZoneInfo(account.zone)
    usual = rhythm.get(_slot(now, zone), 0.0) if rhythm is not None else None
    missed = _usual_since(last, rhythm, zone, now) if last and rhythm is not None else None
    return {
        "channel": account.channel,
        "account": account.id,
        "name": account.name,
        "last_message_at": time_to_json(last),
        "silence_s": max(0, int((now - last).total_seconds())) if last else None,
        "usual_waits_per_hour": None if usual is None else round(usual, 2),
        "usual_waits_in_silence": None if missed is None else round(missed, 1),
        "silent": None if missed is None else missed >= SILENT_FROM,
    }


def _usual_since(last: datetime, rhythm: Rhythm, zone: ZoneInfo, now: datetime) -> float:
    """How many waits usually open in the time since then; of a longer time, its last weeks."""
    at, total = max(last, now - timedelta(weeks=WEEKS)), 0.0
    while at < now:
        until = min(at.replace(minute=0, second=0, microsecond=0) + HOUR, now)
        total += rhythm.get(_slot(at, zone), 0.0) * ((until - at) / HOUR)
        at = until
    return total


def _slot(at: datetime, zone: ZoneInfo) -> tuple[int, int]:
    local = at.astimezone(zone)
    return local.isoweekday(), local.hour


def _rhythms(store: Store, configuration: Configuration, now: datetime) -> dict[Place, Rhythm]:
    """What is usual for each account that has had waits for long enough."""
    zones = {(a.channel, a.id): ZoneInfo(a.zone) for a in configuration.accounts}
    counted: dict[Place, Counter[tuple[int, int]]] = {}
    first: dict[Place, datetime] = {}
    end = period_figures.quarter_begin(now)
    start = end - timedelta(weeks=WEEKS)
    for arrivals in Reader(store, start, end).arrivals(start, end, now):
        for quarter, groups in arrivals.items():
            at = datetime.fromisoformat(f"{quarter}Z")
            for name, (count, _, _) in groups.items():
                group = group_named(name)
                place = (group.channel, group.account)
                if place in zones:
                    counted.setdefault(place, Counter())[_slot(at, zones[place])] += count
                    first[place] = min(at, first.get(place, at))
    return {
        place: {slot: count / _weeks(first[place], now) for slot, count in found.items()}
        for place, found in counted.items()
        if first[place] <= now - timedelta(days=MIN_DAYS)
    }


def _weeks(first: datetime, now: datetime) -> float:
    return (now - first) / timedelta(weeks=1)


# --- Quarantine -----------------------------------------------------------------------------------


def _quarantined(store: Store, now: datetime) -> Iterator[Item]:
    """What was quarantined in the last 24 hours, as far as it is looked at."""
    since = stamp(now - timedelta(days=1))
    for day in (since[:10], stamp(now)[:10]):
        pk = schema.quarantine_key(day, "").pk
        found = store.partition(pk, page=MAX_QUARANTINED, consistent=False)
        yield from (i for i in islice(found, MAX_QUARANTINED) if i["kept_at"] >= since)


def _place(item: Item) -> tuple[str | None, str | None]:
    """The account that a quarantined event names, if it does."""
    try:
        event = json.loads(item["event"])
    except ValueError:  # it was cut, or is no JSON
        return None, None
    is_event = isinstance(event, dict)
    return (event.get("channel"), event.get("account")) if is_event else (None, None)
