"""When customers' messages arrived last, as the hourly figures show it."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

from cli.table import Table
from shared.storage import facts, summaries
from shared.storage.attributes import stamp

SEARCH_DAYS = 7

QUARTER = timedelta(minutes=15)
"""Figures are kept by quarter hours."""


def last_by_channel(table: Table, channels: Collection[str], now: datetime) -> dict[str, datetime]:
    """The quarter hour in which the last wait opened, by channel, within a week. A channel without
    any is missing. Each day costs one query, and the search ends when all channels are found."""
    found: dict[str, datetime] = {}
    for age in range(SEARCH_DAYS + 1):
        day = stamp(now - timedelta(days=age))[:10]
        latest: dict[str, str] = {}
        for hour in summaries.hour_items(table, day):
            for quarter, group in hour:
                latest[group.channel] = max(latest.get(group.channel, ""), quarter)
        for channel, quarter in latest.items():
            found.setdefault(channel, datetime.fromisoformat(quarter).replace(tzinfo=UTC))
        if found.keys() >= set(channels):
            break
    return {channel: at for channel, at in found.items() if channel in channels}


def await_first(
    table: Table,
    channels: Collection[str],
    since: datetime,
    within: timedelta,
    *,
    now: Callable[[], datetime],
    pause: Callable[[], None],
) -> str | None:
    """The channel of the first wait that opens because of a message that arrives after `since`."""
    while now() < since + within:
        for hour in sorted({stamp(since)[:13], stamp(now())[:13]}):
            for fact in facts.of_hour(table, hour):
                arrived = fact.received_at or fact.wait.opened_at
                if fact.channel in channels and arrived >= since:
                    return fact.channel
        pause()
    return None
