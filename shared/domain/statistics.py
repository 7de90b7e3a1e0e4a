"""The figures of an hour, counted from its waits, and of any period, as the sum of its hours.

An hour is always counted from all of its waits, never incremented. Percentiles come from
logarithmic buckets, which can be added exactly. In whole seconds a percentile is at most 2 % off.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, NamedTuple

from shared.domain import expectations
from shared.domain.waits import Wait

MAX_BUCKET_ERROR = 0.01
"""The largest relative error of a bucket's value. Rounding to whole seconds adds at most as much
again, and nothing below 50 s."""
_BUCKET_RATIO = (1 + MAX_BUCKET_ERROR) / (1 - MAX_BUCKET_ERROR)
"""The upper bound of a bucket, divided by that of the bucket before it."""
_LOG_BUCKET_RATIO = math.log(_BUCKET_RATIO)
_PARTS_PER_CUSTOMER = 10_000

THRESHOLDS_S = (300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 259_200)
"""5, 15, 30 min, 1, 2, 4, 8, 24, 72 h."""

HORIZON_S = THRESHOLDS_S[-1]
"""A customer counts as unanswered after this time: 72 h, the longest threshold."""

PERCENTILES = (50, 75, 90, 95, 99)
COUNTERS = ("within", "response", "business", "due")


class Group(NamedTuple):
    """The properties by which the API groups and filters figures."""

    channel: str
    account: str
    surface: str
    kind: str
    intents: str
    """Sorted and joined by `+`, such as `complaint+help`. Empty: no intent."""


@dataclass(slots=True, kw_only=True)
class Figures:
    """Counts and buckets. The figures of several hours are the sums of their fields."""

    opened: int = 0
    met: int = 0
    late: int = 0
    dismissed: int = 0
    withdrawn: int = 0
    within: Counter[str] = field(default_factory=Counter)
    """How many waits were answered within each threshold, by its seconds. Exact."""
    response: Counter[str] = field(default_factory=Counter)
    """Buckets of the time to a reply, in calendar time."""
    business: Counter[str] = field(default_factory=Counter)
    """Buckets of the time to a reply, in business time."""
    due: Counter[str] = field(default_factory=Counter)
    """How many open waits have each deadline, in epoch seconds. Which of them are overdue depends
    on the time at which the API is asked."""
    satisfied_low: int = 0
    satisfied_high: int = 0
    """The bounds of how many customers are satisfied, in ten-thousandths of a customer: whole
    numbers add up exactly."""
    with_expectation: int = 0
    """How many waits the bounds cover: the answered and the open ones."""

    def add(self, other: "Figures") -> None:
        """Adds the other figures to these."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in COUNTERS:
            # `+=` would go through every entry of this counter, not only of the other.
            getattr(self, name).update(getattr(other, name))


_NUMBERS = tuple(f.name for f in fields(Figures) if f.name not in COUNTERS)


def bucket(seconds: int) -> str:
    """The number of the logarithmic bucket that holds a duration. `"0"`: below one second."""
    if seconds < 1:
        return "0"
    return str(1 + math.ceil(math.log(seconds) / _LOG_BUCKET_RATIO - 1e-9))


def bucket_seconds(name: str) -> float:
    """The duration in seconds that represents a bucket."""
    number = int(name)
    return 0.0 if number == 0 else 2 * _BUCKET_RATIO ** (number - 1) / (_BUCKET_RATIO + 1)


def percentile(buckets: Mapping[str, int], percent: float) -> float | None:
    """The duration in seconds at or below which this share of the durations lies (nearest rank).

    It is at most `MAX_BUCKET_ERROR` off. None: there are no durations.
    """
    total = sum(buckets.values())
    rank = max(1, math.ceil(total * percent / 100))
    for name in sorted(buckets, key=int):
        rank -= buckets[name]
        if rank <= 0:
            return bucket_seconds(name)
    return None


def count(figures: Figures, wait: Wait, *, channel: str, surface: str, zone: str) -> None:
    """Adds one wait to the figures. `zone` is the time zone of the account's customers."""
    figures.opened += 1
    match wait.outcome:
        case "dismissed":
            figures.dismissed += 1
            return
        case "withdrawn":
            figures.withdrawn += 1
            return
        case "open":
            figures.due[str(int(wait.due_at.timestamp()))] += 1
        case "met":
            figures.met += 1
        case "late":
            figures.late += 1
    if wait.response_s is not None:
        figures.response[bucket(wait.response_s)] += 1
        figures.business[bucket(wait.business_s or 0)] += 1
        figures.within.update(str(t) for t in THRESHOLDS_S if wait.response_s <= t)
    curve = expectations.curve_for(channel, surface, wait.intents)
    if curve is not None:
        same_day_s = expectations.day_left_s(wait.opened_at, zone)
        bounds = expectations.satisfied(curve, wait.response_s, same_day_s)
        figures.with_expectation += 1
        figures.satisfied_low += round(bounds.low * _PARTS_PER_CUSTOMER)
        figures.satisfied_high += round(bounds.high * _PARTS_PER_CUSTOMER)


def summary(figures: Figures, now: datetime) -> dict[str, Any]:
    """The statistics that the API returns: counts, shares from 0 to 1, durations in seconds.

    Overdue waits count in every share. Dismissed and withdrawn waits count in no share.
    """
    still_open = figures.due.total()
    overdue = sum(n for due, n in figures.due.items() if int(due) < int(now.timestamp()))
    answered = figures.met + figures.late
    decided = answered + overdue
    expected_parts = figures.with_expectation * _PARTS_PER_CUSTOMER
    return {
        "opened": figures.opened,
        "answered": answered,
        "met": figures.met,
        "late": figures.late,
        "open": still_open,
        "overdue": overdue,
        "dismissed": figures.dismissed,
        "withdrawn": figures.withdrawn,
        "share_met": _share(figures.met, decided),
        "share_unanswered": _share(still_open, answered + still_open),
        "median_s": _rounded(percentile(figures.response, 50)),
        "response_s": _percentiles(figures.response),
        "business_s": _percentiles(figures.business),
        "answered_within": {str(t): figures.within.get(str(t), 0) for t in THRESHOLDS_S},
        "expectation_met": {
            "low": _share(figures.satisfied_low, expected_parts),
            "high": _share(figures.satisfied_high, expected_parts),
        },
    }


def unanswered(old_enough: Figures) -> dict[str, Any]:
    """The share of customers who had no reply within the horizon (72 h).

    `old_enough` holds waits that opened at least that long ago. A customer whose reply came later
    counts as unanswered. Dismissed and withdrawn waits do not count. For comparison: surveys find
    that 70 % of complaints on X have no reply.
    """
    of = old_enough.met + old_enough.late + old_enough.due.total()
    within = old_enough.within.get(str(HORIZON_S), 0)
    return {"horizon_s": HORIZON_S, "of": of, "share": _share(of - within, of)}


def arrivals(figures: Figures, now: datetime) -> dict[str, Any]:
    """How many waits opened, and how many of them are late or overdue now."""
    counts = summary(figures, now)
    return {"opened": counts["opened"], "breached": counts["late"] + counts["overdue"]}


def _percentiles(buckets: Mapping[str, int]) -> dict[str, int | None]:
    return {f"p{p}": _rounded(percentile(buckets, p)) for p in PERCENTILES}


def _rounded(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def to_stored(figures: Figures) -> dict[str, Any]:
    """The figures as plain JSON values."""
    counters = {name: dict(getattr(figures, name)) for name in COUNTERS}
    return {name: getattr(figures, name) for name in _NUMBERS} | counters


def from_stored(stored: Mapping[str, Any]) -> Figures:
    """The inverse of `to_stored`."""
    counters = {name: Counter(stored[name]) for name in COUNTERS}
    return Figures(**dict(stored) | counters)


def total(parts: Iterable[Figures]) -> Figures:
    """The sum of these figures."""
    result = Figures()
    for part in parts:
        result.add(part)
    return result
