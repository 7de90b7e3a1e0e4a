"""Lists the accounts: when each had its last message, and whether that is unusually long ago."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from shared.config.configuration import Account, Configuration
from shared.conversation.wait_json import time_to_json
from shared.storage import activity, schema
from shared.storage.activity import Activity
from shared.storage.attributes import Item, stamp
from shared.storage.store import Store

MAX_QUARANTINED = 100
"""How many quarantined events are read, for each of two days."""


def channels(store: Store, configuration: Configuration, now: datetime) -> dict[str, Any]:
    """All accounts of the configuration, and what was quarantined in the last 24 hours."""
    accounts = configuration.accounts
    found = activity.of_accounts(store, accounts, now)
    quarantined = list(_quarantined(store, now))
    by_place = Counter(map(_place, quarantined))
    return {
        "channels": [
            _shown(a, found[a.channel, a.id], now) | {"quarantined": by_place[a.channel, a.id]}
            for a in accounts
        ],
        "quarantined": {
            "since": time_to_json(now - timedelta(days=1)),
            "count": len(quarantined),
            "by_reason": dict(sorted(Counter(i["reason"] for i in quarantined).items())),
        },
    }


def _shown(account: Account, found: Activity, now: datetime) -> dict[str, Any]:
    last, usual = found
    return {
        "channel": account.channel,
        "account": account.id,
        "name": account.name,
        "last_message_at": time_to_json(last),
        "silence_s": max(0, int((now - last).total_seconds())) if last else None,
        "usual_waits_per_hour": usual and round(usual.per_hour, 2),
        "usual_waits_in_silence": usual and round(usual.in_silence, 1),
        "silent": usual and usual.is_silent,
    }


# --- Quarantine -----------------------------------------------------------------------------------


def _quarantined(store: Store, now: datetime) -> Iterator[Item]:
    """What was quarantined in the last 24 hours, up to a limit."""
    since = stamp(now - timedelta(days=1))
    for day in (since[:10], stamp(now)[:10]):
        pk = schema.quarantine_key(day, "").pk
        found = store.partition(pk, page=MAX_QUARANTINED, consistent=False)
        yield from (i for i in islice(found, MAX_QUARANTINED) if i["kept_at"] >= since)


def _place(item: Item) -> tuple[str | None, str | None]:
    """The account that a quarantined event names, or None."""
    try:
        event = json.loads(item["event"])
    except ValueError:  # it was cut, or is no JSON
        return None, None
    is_event = isinstance(event, dict)
    return (event.get("channel"), event.get("account")) if is_event else (None, None)
