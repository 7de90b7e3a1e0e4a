"""An hour's figures as a row of the table, one item an hour, read a day at a time."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from shared.config.configuration import Configuration
from shared.domain import statistics
from shared.domain.statistics import Figures, Group
from shared.storage import rows
from shared.storage.attributes import Item, moment, stamp
from shared.storage.rows import Row
from shared.storage.schema import PK, SHARDS, SK
from shared.storage.store import Store


def group_of(row: Row) -> Group:
    """What the row's wait is counted under."""
    wait = row.wait
    return Group(row.channel, row.account, row.surface, wait.kind, "+".join(wait.intents))


def figures_of(found: Iterable[Row], configuration: Configuration) -> dict[Group, Figures]:
    """The figures of these rows, group by group."""
    zones = {(a.channel, a.id): a.zone for a in configuration.accounts}
    groups: defaultdict[Group, Figures] = defaultdict(Figures)
    for row in found:
        zone = zones.get((row.channel, row.account), "UTC")
        figures = groups[group_of(row)]
        statistics.count(figures, row.wait, channel=row.channel, surface=row.surface, zone=zone)
    return dict(groups)


def rows_of(store: Store, hour: str) -> Iterator[Row]:
    """The waits that opened in that hour (`2026-11-22T10`)."""
    for shard in range(SHARDS):
        for item in store.partition(f"W#{hour}#{shard}"):
            yield rows.from_item(item)


def to_item(hour: str, groups: dict[Group, Figures], version: int) -> Item:
    """As it is stored."""
    figures = {"|".join(group): statistics.to_stored(f) for group, f in sorted(groups.items())}
    return {
        PK: f"R#{hour[:10]}",
        SK: hour,
        "figures": json.dumps(figures, separators=(",", ":"), sort_keys=True),
        "version": version,
    }


def read(store: Store, start: datetime, end: datetime) -> Iterator[tuple[str, Group, Figures]]:
    """The figures of the hours from `start` (inclusive) to `end` (exclusive)."""
    day = moment(f"{stamp(start)[:10]}T00:00:00.000Z")
    while day < end:
        for item in store.partition(f"R#{stamp(day)[:10]}"):
            if stamp(start)[:13] <= item[SK] and f"{item[SK]}:00:00.000Z" < stamp(end):
                for name, figures in json.loads(item["figures"]).items():
                    yield item[SK], Group(*name.split("|")), statistics.from_stored(figures)
        day += timedelta(days=1)
