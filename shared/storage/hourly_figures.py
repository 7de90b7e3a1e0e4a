"""Stores the figures of an hour in one item, by quarter hours.

Every time zone differs from UTC by whole quarter hours. So the figures of local hours and days can
be added up exactly.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from shared.config.configuration import Configuration
from shared.domain import statistics
from shared.domain.statistics import Figures, Group
from shared.storage import schema, wait_facts
from shared.storage.attributes import Item, stamp
from shared.storage.changes import Put
from shared.storage.packing import pack, unpack
from shared.storage.store import Store
from shared.storage.wait_facts import WaitFact

MAX_ATTEMPTS = 8
QUARTER_MIN = 15

type Quarters = dict[tuple[str, Group], Figures]
"""Figures by the beginning of the quarter hour (`2026-11-22T10:15`) and group."""


def group_of(fact: WaitFact) -> Group:
    """The group under which the wait is counted."""
    wait = fact.wait
    intents = "+".join(wait.intents)
    return Group(fact.channel, fact.account, fact.surface, wait.kind, intents, wait.terms.policy)


def quarter_of(at: datetime) -> str:
    """The beginning of the quarter hour, such as `2026-11-22T10:15`."""
    return f"{stamp(at)[:13]}:{at.minute // QUARTER_MIN * QUARTER_MIN:02d}"


def figures_of(found: Iterable[WaitFact], configuration: Configuration) -> Quarters:
    """The figures of these waits."""
    zones = {(a.channel, a.id): a.zone for a in configuration.accounts}
    quarters: defaultdict[tuple[str, Group], Figures] = defaultdict(Figures)
    for fact in found:
        zone = zones.get((fact.channel, fact.account), "UTC")
        figures = quarters[quarter_of(fact.wait.opened_at), group_of(fact)]
        statistics.count(figures, fact.wait, channel=fact.channel, surface=fact.surface, zone=zone)
    return dict(quarters)


def counted(store: Store, configuration: Configuration, hour: str) -> Quarters:
    """The figures of the waits that opened in that hour (`2026-11-22T10`)."""
    return figures_of(wait_facts.of_hour(store, hour), configuration)


def recount(store: Store, configuration: Configuration, hour: str) -> None:
    """Counts the waits that opened in an hour, and writes its figures, even if they are the same as
    before.

    The figures are read before the facts, and the write names the version that it replaces. So the
    last writer has read every fact. Raises ConflictError if other functions keep writing.
    """

    def attempt() -> None:
        there = store.get(schema.figures_key(hour))
        version = there["version"] if there else None
        item = to_item(hour, counted(store, configuration, hour), (version or 0) + 1)
        store.write([Put(item, expects=version)])

    store.retry(attempt, attempts=MAX_ATTEMPTS)


def is_right(store: Store, configuration: Configuration, hour: str) -> bool:
    """Whether the stored figures of the hour equal a new count of its waits."""
    there = store.get(schema.figures_key(hour))
    return bool(there and from_item(there) == counted(store, configuration, hour))


def to_item(hour: str, quarters: Quarters, version: int) -> Item:
    """The hour's figures as an item of the table."""
    figures = {
        "|".join((quarter, *group)): statistics.to_stored(f)
        for (quarter, group), f in quarters.items()
    }
    key = schema.figures_key(hour)
    return {**key.attributes, "figures": pack(figures), "version": version}


def from_item(item: Mapping[str, Any]) -> Quarters:
    """The inverse of `to_item`."""
    found: Quarters = {}
    for name, figures in unpack(item["figures"]).items():
        quarter, group = name.split("|", 1)
        found[quarter, group_named(group)] = statistics.from_stored(figures)
    return found


@lru_cache(4_096)
def group_named(text: str) -> Group:
    """The group that is stored under this name. The name of a policy may contain any character."""
    return Group(*text.split("|", len(Group._fields) - 1))
