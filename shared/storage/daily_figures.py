"""Sums up figures by days and months in UTC, so that the figures of a long period cost few reads.

The row of a day is the sum of its hours, and that of a month the sum of its days. A row is *final*
if it was counted after its day or month had ended. Only final rows are used. In place of any other,
the API reads the hours of the day or the days of the month. So today's waits do not change a sum. A
change in the waits of an earlier day counts that day and its month again.

A row is read before what it sums up, and is written only if it has not changed since. So the last
writer has read everything that was written before.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from shared.domain import statistics
from shared.domain.statistics import Figures, Group
from shared.storage import hourly_figures, schema
from shared.storage.attributes import Item, stamp
from shared.storage.changes import ANY, Put
from shared.storage.hourly_figures import MAX_ATTEMPTS, Quarters, group_named
from shared.storage.packing import pack, unpack
from shared.storage.schema import SK, Key
from shared.storage.store import Store

DAY = timedelta(days=1)

type Clock = Callable[[], datetime]
type Wanted = Callable[[Item | None], bool]
"""A function that decides whether to count a row, given the stored one."""


type Arrivals = dict[str, dict[str, tuple[int, int, dict[str, int]]]]
"""By quarter hour (`2026-11-22T10:15`) and the name of the group: waits opened, waits late, and how
many open ones have each deadline."""


@dataclass(frozen=True)
class Day:
    """The row of one day. Its figures are unpacked on first use."""

    item: Mapping[str, Any]

    @property
    def day(self) -> str:
        """The day, such as `2026-11-22`."""
        return str(self.item[SK])

    @property
    def is_final(self) -> bool:
        """Whether the row was counted after the day had ended."""
        return bool(self.item["is_final"])

    @cached_property
    def figures(self) -> dict[Group, Figures]:
        """The figures of the whole day."""
        return _groups(self.item["figures"])


def day_begin(day: str) -> datetime:
    """The first moment of a day (`2026-11-22`) or of a month (`2026-11`)."""
    return datetime.fromisoformat(f"{day}-01"[:10]).replace(tzinfo=UTC)


def month_end(month: str) -> datetime:
    """The first moment of the next month."""
    return (day_begin(month) + timedelta(days=31)).replace(day=1)


# --- Counting -------------------------------------------------------------------------------------


def refresh(store: Store, day: str, clock: Clock) -> None:
    """Counts a day and its month again, if they are over or have no row yet.

    Call it after an hour of that day (`2026-11-22`) was counted. The first row of a day also makes
    the earlier days of its month final, and the first row of a month the month before. Raises
    ConflictError.
    """
    is_over = clock() >= day_begin(day) + DAY
    if _count_day(store, day, clock, lambda there: is_over or there is None):
        _count_unfinished_days(store, day[:7], clock)
    month = day[:7]
    # The clock is read after the day was written. A count of the month that has missed this day
    # began earlier, so the month is over by now only if it is counted again here.
    is_over = clock() >= month_end(month)
    if _count_month(store, month, clock, lambda there: is_over or there is None):
        _count_month(store, stamp(day_begin(month) - DAY)[:7], clock, _is_unfinished)


def _is_unfinished(there: Item | None) -> bool:
    return there is not None and not there["is_final"]


class _Contents(NamedTuple):
    """The contents of a row, and another item that is written with it."""

    row: Item
    also: Item | None = None


def _count_day(store: Store, day: str, clock: Clock, wanted: Wanted) -> bool:
    def contents() -> _Contents:
        now = clock()
        quarters = [hour for item in hour_items(store, day) for hour in item.items()]
        figures = _sums((group, f) for (_, group), f in quarters)
        is_final, key = now >= day_begin(day) + DAY, schema.arrivals_key(day)
        row = {"figures": pack(_stored(figures, now)), "is_final": is_final}
        packed = pack(arrivals_of(quarters, now))
        also = {**key.attributes, "arrivals": packed, "is_final": is_final}
        return _Contents(row, also)

    return _count(store, schema.day_key(day), contents, wanted)


def _count_month(store: Store, month: str, clock: Clock, wanted: Wanted) -> bool:
    def contents() -> _Contents:
        now = clock()
        _count_unfinished_days(store, month, clock)
        found = days(store, month)
        figures = _sums(pair for day in found for pair in day.figures.items())
        is_final = now >= month_end(month) and all(day.is_final for day in found)
        return _Contents({"figures": pack(_stored(figures, now)), "is_final": is_final})

    return _count(store, schema.month_key(month), contents, wanted)


def _count_unfinished_days(store: Store, month: str, clock: Clock) -> None:
    for row in days(store, month):
        if not row.is_final:
            _count_day(store, row.day, clock, _is_unfinished)


def _count(store: Store, key: Key, contents: Callable[[], _Contents], wanted: Wanted) -> bool:
    """Writes the row if it is needed. Returns whether it is the first one."""

    def attempt() -> bool:
        there = store.get(key)
        if not wanted(there):
            return False
        version = there["version"] if there else None
        found = contents()
        item = {**key.attributes, "version": (version or 0) + 1} | found.row
        also = [Put(found.also, expects=ANY)] if found.also else []
        store.write([Put(item, expects=version), *also])
        return there is None

    return store.retry(attempt, attempts=MAX_ATTEMPTS)


def arrivals_of(quarters: Iterable[tuple[tuple[str, Group], Figures]], now: datetime) -> Arrivals:
    """The part of these quarter hours' figures that the view by hour of the week needs."""
    found: Arrivals = {}
    for (quarter, group), figures in quarters:
        due = statistics.settled(figures, now).due
        found.setdefault(quarter, {})["|".join(group)] = (figures.opened, figures.late, dict(due))
    return found


def _sums(parts: Iterable[tuple[Group, Figures]]) -> dict[Group, Figures]:
    sums: defaultdict[Group, Figures] = defaultdict(Figures)
    for group, figures in parts:
        sums[group].add(figures)
    return dict(sums)


def _stored(groups: Mapping[Group, Figures], now: datetime) -> dict[str, Any]:
    """The figures as they are stored. Waits that have long been overdue no longer need a
    deadline."""
    settled = {g: statistics.to_stored(statistics.settled(f, now)) for g, f in groups.items()}
    return {"|".join(g): {n: v for n, v in f.items() if v} for g, f in settled.items()}


# --- Checking -------------------------------------------------------------------------------------


def is_right(store: Store, day: str, now: datetime) -> bool:
    """Whether the row of a day that is over equals the sum of its hours.

    A row that is not final counts as right, since nothing uses it. A missing row counts as wrong.
    """
    row = store.get(schema.day_key(day))
    hours = (pair for hour in hour_items(store, day) for pair in hour.items())
    return _is_sum(row, ((group, f) for (_, group), f in hours), now)


def is_month_right(store: Store, month: str, now: datetime) -> bool:
    """Whether the row of a month that is over equals the sum of its days, as `is_right`."""
    row = store.get(schema.month_key(month))
    return _is_sum(row, (pair for day in days(store, month) for pair in day.figures.items()), now)


def _is_sum(item: Item | None, parts: Iterable[tuple[Group, Figures]], now: datetime) -> bool:
    """Whether the row equals the sum of these figures. A missing row does not, and one that is not
    final counts as equal."""
    if item is None or not item["is_final"]:
        return item is not None
    return _settled(_groups(item["figures"]), now) == _settled(_sums(parts), now)


def _settled(figures: Mapping[Group, Figures], now: datetime) -> dict[Group, Figures]:
    return {group: statistics.settled(f, now) for group, f in figures.items()}


# --- Reading --------------------------------------------------------------------------------------


def hour_items(store: Store, day: str) -> Iterator[Quarters]:
    """The figures of a day's hours. The read is strongly consistent."""
    yield from map(hourly_figures.from_item, store.partition(schema.figures_key(day).pk))


def hours(store: Store, first: str, last: str) -> Iterator[Quarters]:
    """The figures of some hours of one day (`2026-11-22T10`), both ends included. They may be a
    second old."""
    pk = schema.figures_key(first).pk
    found = store.partition(pk, between=(first, last), consistent=False)
    yield from map(hourly_figures.from_item, found)


def days(store: Store, month: str) -> list[Day]:
    """The rows of a month's days. The read is strongly consistent."""
    return [Day(item) for item in store.partition(schema.day_key(f"{month}-01").pk)]


def some_days(store: Store, first: str, last: str) -> list[Day]:
    """The rows of some days of one month, both ends included. They may be a second old."""
    pk = schema.day_key(first).pk
    return [Day(item) for item in store.partition(pk, between=(first, last), consistent=False)]


def arrivals(store: Store, first: str, last: str) -> dict[str, Arrivals]:
    """The figures for the view by hour of the week, for the final days of one month. They may be a
    second old."""
    pk = schema.arrivals_key(first).pk
    found = store.partition(pk, between=(first, last), consistent=False)
    return {item[SK]: unpack(item["arrivals"]) for item in found if item["is_final"]}


def months(store: Store, *, since: str, until: str) -> dict[str, dict[Group, Figures]]:
    """The final rows of the months from `since` to `until` (`2026-11`), both included."""
    key = schema.month_key(since)
    found = store.partition(key.pk, between=(since, until), consistent=False)
    return {item[SK]: _groups(item["figures"]) for item in found if item["is_final"]}


def _groups(packed: str) -> dict[Group, Figures]:
    return {group_named(n): statistics.from_stored(f) for n, f in unpack(packed).items()}
