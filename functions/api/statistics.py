"""Computes the statistics of a period from stored figures. No wait is read."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from shared.conversation.wait_json import time_to_json
from shared.domain import statistics
from shared.domain.statistics import HORIZON_S, Figures, Group
from shared.storage import period_figures
from shared.storage.hourly_figures import group_named
from shared.storage.period_figures import Part, Reader
from shared.storage.store import Store

type Interval = Literal["hour", "day", "week", "month"]

DIMENSIONS = ("channel", "account", "surface", "kind", "policy", "intent")
"""The properties by which statistics can be filtered and grouped."""

MAX_DAYS: Mapping[str, int] = {"hour": 8, "day": 93, "week": 190, "month": 400}
"""The longest period for each interval, so that no answer takes more than a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a request asks for. The period begins and ends on a quarter of an hour."""

    start: datetime
    end: datetime
    zone: ZoneInfo
    only: Mapping[str, Collection[str]] = field(default_factory=dict)
    interval: Interval | None = None
    group_by: Sequence[str] = ()
    is_compared: bool = False


def figures(store: Store, query: Query, now: datetime) -> dict[str, Any]:
    """The measures of the waits that opened in the period."""
    length = query.end - query.start
    reader = Reader(store, query.start - length if query.is_compared else query.start, query.end)
    answer = _bounds(query.start, query.end) | {"zone": query.zone.key}
    answer |= _measures(reader, query, query.start, query.end, now)
    if query.interval:
        answer["intervals"] = [
            _bounds(start, end)
            | {"complete": is_complete(query, start, end, now)}
            | _measures(reader, query, start, end, now)
            for start, end in intervals(query)
        ]
    if query.is_compared:
        before = (query.start - length, query.start)
        answer["previous"] = _bounds(*before) | _measures(reader, query, *before, now)
    return answer


def week(store: Store, query: Query, now: datetime) -> dict[str, Any]:
    """When customers write, and when targets are missed, by weekday and hour."""
    opened: Counter[tuple[int, int]] = Counter()
    breached: Counter[tuple[int, int]] = Counter()
    now_s, wanted = int(now.timestamp()), _filter(query.only)
    for arrivals in Reader(store, query.start, query.end).arrivals(query.start, query.end, now):
        for quarter, groups in arrivals.items():
            local = datetime.fromisoformat(f"{quarter}Z").astimezone(query.zone)
            slot = (local.isoweekday(), local.hour)
            for name, (count, late, due) in groups.items():
                if not wanted(group_named(name)):
                    continue
                opened[slot] += count
                breached[slot] += late + sum(n for at, n in due.items() if int(at) < now_s)
    return _bounds(query.start, query.end) | {
        "zone": query.zone.key,
        "hours": [
            {"weekday": day, "hour": hour, "opened": n, "breached": breached[day, hour]}
            for (day, hour), n in sorted(opened.items())
        ],
    }


def intervals(query: Query) -> Iterator[tuple[datetime, datetime]]:
    """The local hours, days, weeks (from Monday) or months of the period. The first and the last
    may be cut by the period."""
    assert query.interval is not None
    at = query.start
    while at < query.end:
        until = min(_next(at, query.interval, query.zone), query.end)
        yield at, until
        at = until


def is_complete(query: Query, start: datetime, end: datetime, now: datetime) -> bool:
    """Whether this interval is over, and the period does not cut it."""
    assert query.interval is not None
    before = start - period_figures.QUARTER
    begin = _next(before, query.interval, query.zone)
    return begin == start and _next(start, query.interval, query.zone) == end and end <= now


def _next(at: datetime, interval: Interval, zone: ZoneInfo) -> datetime:
    """When the next such interval after this moment begins, in UTC."""
    local = at.astimezone(zone)
    if interval == "hour":
        at = period_figures.quarter_begin(at) + period_figures.QUARTER
        while at.astimezone(zone).minute:  # some zones change by half an hour
            at += period_figures.QUARTER
        return at
    midnight = local.replace(hour=0, minute=0, fold=0)
    if interval == "day":
        later = midnight + timedelta(days=1)
    elif interval == "week":
        later = midnight + timedelta(days=8 - local.isoweekday())
    else:
        later = (midnight.replace(day=1) + timedelta(days=32)).replace(day=1)
    return period_figures.quarter_begin(later.astimezone(UTC))


def _measures(
    reader: Reader, query: Query, start: datetime, end: datetime, now: datetime
) -> dict[str, Any]:
    """The measures of these figures. Waits older than the horizon are also summed separately,
    because only those can count as unanswered."""
    ripe_end = min(
        max(period_figures.quarter_begin(now - timedelta(seconds=HORIZON_S)), start), end
    )
    ripe = _sums(query, reader.sums(start, ripe_end))
    rest = _sums(query, reader.sums(ripe_end, end))
    groups = sorted(ripe.keys() | rest.keys())
    empty = Figures()
    whole = {g: statistics.total((ripe.get(g, empty), rest.get(g, empty))) for g in groups}
    answer = _shown(statistics.total(whole.values()), statistics.total(ripe.values()), now)
    if query.group_by:
        answer["groups"] = [
            dict(zip(query.group_by, group, strict=True))
            | _shown(whole[group], ripe.get(group, empty), now)
            for group in groups
        ]
    return answer


def _shown(whole: Figures, ripe: Figures, now: datetime) -> dict[str, Any]:
    return statistics.summary(whole, now) | {"unanswered_after": statistics.unanswered(ripe)}


def _sums(query: Query, parts: Iterable[Part]) -> dict[tuple[str, ...], Figures]:
    """The figures by the values of what they are grouped by.

    A wait has one value of each. Several intents are one value, joined by `+`.
    """
    sums: defaultdict[tuple[str, ...], Figures] = defaultdict(Figures)
    wanted = _filter(query.only)
    for group, found in parts:
        if wanted(group):
            sums[tuple(_value(group, name) for name in query.group_by)].add(found)
    return dict(sums)


def _value(group: Group, dimension: str) -> str:
    return str(getattr(group, "intents" if dimension == "intent" else dimension))


def _filter(only: Mapping[str, Collection[str]]) -> Callable[[Group], bool]:
    """Whether this group matches one value of each filter."""
    known: dict[Group, bool] = {}

    def wanted(group: Group) -> bool:
        if group not in known:
            known[group] = all(
                not set(values).isdisjoint(_value(group, name).split("+"))
                if name == "intent"
                else _value(group, name) in values
                for name, values in only.items()
            )
        return known[group]

    return wanted


def _bounds(start: datetime, end: datetime) -> dict[str, Any]:
    return {"from": time_to_json(start), "to": time_to_json(end)}
