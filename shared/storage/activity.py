"""Reads what has arrived for each account: when its last message was written, and how many waits
opened when.

It never writes, so the SLA checker needs no permission to write.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from shared.config.configuration import Account
from shared.domain import silent_accounts
from shared.domain.silent_accounts import WEEK, WEEKS, Usual
from shared.storage import schema
from shared.storage.attributes import moment, stamp
from shared.storage.packing import unpack
from shared.storage.store import Store

type Place = tuple[str, str]
"""Channel and account."""

MAX_SILENCE = WEEKS * WEEK
"""An account whose last message is older than this is no longer compared with what was usual."""


class Activity(NamedTuple):
    """What has arrived for one account."""

    last_at: datetime | None
    """When its newest message was written."""
    usual: Usual | None
    """What is usual for the account. None: too little is known."""


def last_messages(store: Store, places: Iterable[Place]) -> dict[Place, datetime]:
    """When the newest message of each account was written. Accounts without a message are left
    out."""
    keys = {place: schema.last_message_key(*place) for place in places}
    found = store.get_all(keys.values(), consistent=False) if keys else {}
    return {place: moment(found[key]["at"]) for place, key in keys.items() if key in found}


def of_accounts(store: Store, accounts: Iterable[Account], now: datetime) -> dict[Place, Activity]:
    """What has arrived for each of these accounts."""
    zones = {(a.channel, a.id): ZoneInfo(a.zone) for a in accounts}
    last = last_messages(store, zones)
    compared = {place: at for place, at in last.items() if at > now - MAX_SILENCE}
    opened = _opened(store, min(compared.values(), default=now) - (WEEKS + 1) * WEEK, now)
    return {
        place: Activity(
            last.get(place),
            silent_accounts.usual(opened[place], compared[place], zone, now)
            if place in compared
            else None,
        )
        for place, zone in zones.items()
    }


def _opened(
    store: Store, since: datetime, until: datetime
) -> defaultdict[Place, dict[datetime, int]]:
    """How many waits of each account opened in each quarter hour, for the days whose row is
    final."""
    found: defaultdict[Place, dict[datetime, int]] = defaultdict(dict)
    days = stamp(since)[:10], stamp(until)[:10]
    for pk in _partitions(since, until):
        for item in store.partition(pk, between=days, consistent=False):
            if item["is_final"]:
                for quarter, groups in unpack(item["arrivals"]).items():
                    at = datetime.fromisoformat(quarter).replace(tzinfo=UTC)
                    for group, (count, *_) in groups.items():
                        channel, account, _ = group.split("|", 2)
                        waits = found[channel, account]
                        waits[at] = waits.get(at, 0) + count
    return found


def _partitions(since: datetime, until: datetime) -> Iterator[str]:
    """The partitions of the months between these two moments."""
    year, month = since.year, since.month
    while (year, month) <= (until.year, until.month):
        yield schema.arrivals_key(f"{year}-{month:02d}-01").pk
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
