"""An hour's figures as a fact of the table, one item an hour, read a day at a time."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from shared.config.configuration import Configuration
from shared.domain import statistics
from shared.domain.statistics import Figures, Group
from shared.runtime.retry import retry
from shared.storage import facts, schema
from shared.storage.attributes import Item, moment, stamp
from shared.storage.facts import WaitFact
from shared.storage.schema import PK, SK
from shared.storage.store import ConflictError, Put, Store

MAX_ATTEMPTS = 8


def group_of(fact: WaitFact) -> Group:
    """What the wait is counted under."""
    wait = fact.wait
    return Group(fact.channel, fact.account, fact.surface, wait.kind, "+".join(wait.intents))


def figures_of(found: Iterable[WaitFact], configuration: Configuration) -> dict[Group, Figures]:
    """The figures of these waits, group by group."""
    zones = {(a.channel, a.id): a.zone for a in configuration.accounts}
    groups: defaultdict[Group, Figures] = defaultdict(Figures)
    for fact in found:
        zone = zones.get((fact.channel, fact.account), "UTC")
        figures = groups[group_of(fact)]
        statistics.count(figures, fact.wait, channel=fact.channel, surface=fact.surface, zone=zone)
    return dict(groups)


def counted(store: Store, configuration: Configuration, hour: str) -> dict[Group, Figures]:
    """The figures of the waits that opened in that hour (`2026-11-22T10`)."""
    return figures_of(facts.of_hour(store, hour), configuration)


def recount(store: Store, configuration: Configuration, hour: str) -> None:
    """Counts the hour's waits and writes its figures, also where they are the same as before.

    The figures are read before the facts, and the write names the version that it replaces. So the
    last writer has read every fact. Raises ConflictError when other functions keep writing.
    """

    def attempt() -> None:
        there = store.get(schema.figures_key(hour))
        version = there["version"] if there else None
        item = to_item(hour, counted(store, configuration, hour), (version or 0) + 1)
        store.write([Put(item, expects=version)])

    retry(attempt, on=ConflictError, attempts=MAX_ATTEMPTS, pause=store.pause)


def is_right(store: Store, configuration: Configuration, hour: str) -> bool:
    """Whether the hour's figures are those of its waits."""
    there = store.get(schema.figures_key(hour))
    item = to_item(hour, counted(store, configuration, hour), 0)
    return bool(there and there["figures"] == item["figures"])


def to_item(hour: str, groups: dict[Group, Figures], version: int) -> Item:
    """As it is stored."""
    figures = {"|".join(group): statistics.to_stored(f) for group, f in sorted(groups.items())}
    return {
        PK: schema.figures_key(hour).pk,
        SK: schema.figures_key(hour).sk,
        "figures": json.dumps(figures, separators=(",", ":"), sort_keys=True),
        "version": version,
    }


def read(store: Store, start: datetime, end: datetime) -> Iterator[tuple[str, Group, Figures]]:
    """The figures of the hours from `start` (inclusive) to `end` (exclusive)."""
    day = moment(f"{stamp(start)[:10]}T00:00:00.000Z")
    while day < end:
        for item in store.partition(schema.figures_key(stamp(day)[:10]).pk):
            if stamp(start)[:13] <= item[SK] and f"{item[SK]}:00:00.000Z" < stamp(end):
                for name, figures in json.loads(item["figures"]).items():
                    yield item[SK], Group(*name.split("|")), statistics.from_stored(figures)
        day += timedelta(days=1)
