"""Waits for the first message that arrives after a channel was connected."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from cli.table import Table
from shared.storage import wait_facts
from shared.storage.attributes import stamp


def await_first(
    table: Table,
    channels: Collection[str],
    since: datetime,
    within: timedelta,
    *,
    now: Callable[[], datetime],
    pause: Callable[[], None],
) -> str | None:
    """The channel of the first wait that is opened by a message that arrived after `since`."""
    while now() < since + within:
        for hour in sorted({stamp(since)[:13], stamp(now())[:13]}):
            for fact in wait_facts.of_hour(table, hour):
                arrived = fact.received_at or fact.wait.opened_at
                if fact.channel in channels and arrived >= since:
                    return fact.channel
        pause()
    return None
