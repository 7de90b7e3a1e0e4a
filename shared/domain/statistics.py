"""Figures of a period, counted from the waits that opened in it, and the sums of such figures.

Figures are always counted from all of their waits, never incremented. Percentiles come from buckets
(`percentiles`), which can be added exactly; they are at most 1 % off. Counts are exact.

Figures of open waits change with time alone, so they are stored by moment: when a wait becomes
overdue (`due`), and when fewer customers can still be satisfied (`losing`). So stored figures stay
right without being counted again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, NamedTuple

from shared.domain import expectations
from shared.domain.fold import Wait
from shared.domain.percentiles import bucket, median, percentile

_PARTS_PER_CUSTOMER = 10_000

THRESHOLDS_S = (300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 259_200)
"""5, 15, 30 min, 1, 2, 4, 8, 24, 72 h."""

HORIZON_S = THRESHOLDS_S[-1]
"""A customer counts as unanswered after this time: 72 h, the longest threshold."""

PERCENTILES = (75, 90, 95, 99)
COUNTERS = ("within", "response", "business", "any_reply", "due", "losing")

LONG_AGO = "0"
"""The deadline of waits that were overdue when the figures were settled (`settled`)."""


class Group(NamedTuple):
    """The properties by which the API groups and filters figures."""

    channel: str
    account: str
    surface: str
    kind: str
    intents: str
    """Sorted and joined by `+`, such as `complaint+help`. Empty: no intent."""
    policy: str


@dataclass(slots=True, kw_only=True)
class Figures:
    """Counts and buckets. The figures of a longer time are the sums of their fields."""

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
    any_reply: Counter[str] = field(default_factory=Counter)
    """Buckets of the time to the first reply of any kind, automated ones included."""
    due: Counter[str] = field(default_factory=Counter)
    """How many open waits have each deadline, in epoch seconds. Which of them are overdue depends
    on the time at which the API is asked."""
    losing: Counter[str] = field(default_factory=Counter)
    """By how much the upper bound of the customers satisfied falls after each moment, in epoch
    seconds, if the waits that are open stay open."""
    satisfied_low: int = 0
    satisfied_high: int = 0
    """The bounds of how many customers are satisfied, in ten-thousandths of a customer: whole
    numbers add up exactly."""
    with_expectation: int = 0
    """How many waits the bounds of `satisfied` cover: the answered and the open ones."""

    def add(self, other: "Figures") -> None:
        """Adds the other figures to these."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in COUNTERS:
            # `+=` would go through every entry of this counter, not only of the other.
            getattr(self, name).update(getattr(other, name))


_NUMBERS = tuple(f.name for f in fields(Figures) if f.name not in COUNTERS)


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
            figures.due[str(_epoch_s(wait.due_at))] += 1
        case "met":
            figures.met += 1
        case "late":
            figures.late += 1
    if wait.response_s is not None:
        figures.response[bucket(wait.response_s)] += 1
        figures.business[bucket(wait.business_s or 0)] += 1
        figures.within.update(str(t) for t in THRESHOLDS_S if wait.response_s <= t)
    if wait.any_response_s is not None:
        figures.any_reply[bucket(wait.any_response_s)] += 1
    _count_expectation(figures, wait, channel, surface, zone)


def _count_expectation(figures: Figures, wait: Wait, channel: str, surface: str, zone: str) -> None:
    """Adds the bounds of the share of customers whom this reply satisfies.

    An open wait may be answered right now, or never. So its lower bound is 0, and its upper bound
    is that of a reply now: it falls with each knot that passes (`Figures.losing`).
    Example, with 30 % who expect a reply within 30 min and 53 % within 2 h: an open wait may still
    satisfy 100 % up to 30 min, 70 % up to 2 h and 47 % after that.
    """
    curve = expectations.curve_for(channel, surface, wait.intents)
    if curve is None:
        return
    same_day_s = expectations.day_left_s(wait.opened_at, zone)
    bounds = expectations.satisfied(curve, wait.response_s, same_day_s)
    figures.with_expectation += 1
    figures.satisfied_low += _parts(bounds.low)
    figures.satisfied_high += _parts(bounds.high)
    if wait.response_s is None:
        opened_s, high = _epoch_s(wait.opened_at), 1.0
        for after_s in expectations.knots_s(curve, same_day_s):
            lower = expectations.satisfied(curve, after_s + 1, same_day_s).high
            if lost := _parts(high) - _parts(lower):
                figures.losing[str(opened_s + after_s)] += lost
            high = lower


def summary(figures: Figures, now: datetime) -> dict[str, Any]:
    """The statistics that the API returns: counts, shares from 0 to 1, durations in seconds.

    Overdue waits count in every share. Dismissed and withdrawn waits count in no share.
    """
    still_open = figures.due.total()
    answered = figures.met + figures.late
    missed = breached(figures, now)
    expected_parts = figures.with_expectation * _PARTS_PER_CUSTOMER
    return {
        "opened": figures.opened,
        "answered": answered,
        "met": figures.met,
        "late": figures.late,
        "open": still_open,
        "overdue": missed - figures.late,
        "breached": missed,
        "dismissed": figures.dismissed,
        "withdrawn": figures.withdrawn,
        "sla_attainment": _share(figures.met, figures.met + missed),
        "share_unanswered": _share(still_open, answered + still_open),
        "response_s": _percentiles(figures.response),
        "business_response_s": _percentiles(figures.business),
        "first_reply_including_bots_s": _percentiles(figures.any_reply),
        "answered_within": [_within(figures, seconds) for seconds in THRESHOLDS_S],
        "expectation_met": {
            "low": _share(figures.satisfied_low, expected_parts),
            "high": _share(_satisfied_high(figures, now), expected_parts),
        },
    }


def breached(figures: Figures, now: datetime) -> int:
    """How many waits are late or overdue."""
    now_s = _epoch_s(now)
    return figures.late + sum(n for due, n in figures.due.items() if int(due) < now_s)


def _satisfied_high(figures: Figures, now: datetime) -> int:
    now_s = _epoch_s(now)
    return figures.satisfied_high + sum(n for at, n in figures.losing.items() if int(at) >= now_s)


def _within(figures: Figures, threshold_s: int) -> dict[str, Any]:
    count_ = figures.within.get(str(threshold_s), 0)
    answered = figures.met + figures.late
    return {"threshold_s": threshold_s, "count": count_, "share": _share(count_, answered)}


def settled(figures: Figures, now: datetime) -> Figures:
    """The figures without the moments (deadlines, for example) that have passed. The more have
    passed, the fewer figures are stored, and the fewer still change with time."""
    now_s = _epoch_s(now)
    due: Counter[str] = Counter()
    for at, n in figures.due.items():
        due[at if int(at) >= now_s else LONG_AGO] += n
    losing = Counter({at: n for at, n in figures.losing.items() if int(at) >= now_s})
    return replace(figures, due=due, losing=losing)


def unanswered(old_enough: Figures) -> dict[str, Any]:
    """The share of customers who had no reply within the horizon (72 h).

    `old_enough` holds waits that opened at least that long ago. A customer whose reply came later
    counts as unanswered. Dismissed and withdrawn waits do not count. For comparison: surveys find
    that 70 % of complaints on X have no reply.
    """
    of = old_enough.met + old_enough.late + old_enough.due.total()
    within = old_enough.within.get(str(HORIZON_S), 0)
    return {"horizon_s": HORIZON_S, "of": of, "share": _share(of - within, of)}


def _percentiles(buckets: Mapping[str, int]) -> dict[str, float | None]:
    return {"p50": median(buckets)} | {f"p{p}": percentile(buckets, p) for p in PERCENTILES}


def _parts(share: float) -> int:
    return round(share * _PARTS_PER_CUSTOMER)


def _epoch_s(at: datetime) -> int:
    return int(at.timestamp())


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def to_stored(figures: Figures) -> dict[str, Any]:
    """The figures as plain JSON values."""
    counters = {name: dict(getattr(figures, name)) for name in COUNTERS}
    return {name: getattr(figures, name) for name in _NUMBERS} | counters


def from_stored(stored: Mapping[str, Any]) -> Figures:
    """The inverse of `to_stored`. Missing fields are empty."""
    counters = {name: Counter(stored[name]) for name in COUNTERS if name in stored}
    return Figures(**dict(stored) | counters)


def total(parts: Iterable[Figures]) -> Figures:
    """The sum of these figures."""
    result = Figures()
    for part in parts:
        result.add(part)
    return result
