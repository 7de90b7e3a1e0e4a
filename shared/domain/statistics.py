"""An hour's figures, from its waits; and the figures of any period, by adding hours up.

Recomputed, never incremented. Percentiles come from logarithmic buckets, which add up exactly and
are, in whole seconds, at most 2 % off.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, NamedTuple

from shared.domain import expectations
from shared.domain.waits import Wait

ERROR = 0.01
"""Of a bucket. Rounding to whole seconds adds up to as much again: below 50 s nothing."""
_BASE = (1 + ERROR) / (1 - ERROR)
_LOG = math.log(_BASE)
_WHOLE = 10_000

THRESHOLDS_S = (300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 259_200)
"""5, 15, 30 min, 1, 2, 4, 8, 24, 72 h."""

HORIZON_S = THRESHOLDS_S[-1]
"""After which a customer counts as left without an answer: 72 h, the longest threshold."""

PERCENTILES = (50, 75, 90, 95, 99)
COUNTERS = ("within", "response", "business", "due")


class Group(NamedTuple):
    """What figures can be asked by."""

    channel: str
    account: str
    surface: str
    kind: str
    intents: str
    """Sorted, joined by `+`; empty for none."""


@dataclass(slots=True, kw_only=True)
class Figures:
    """Counts and buckets; every field adds up."""

    opened: int = 0
    met: int = 0
    late: int = 0
    dismissed: int = 0
    withdrawn: int = 0
    within: Counter[str] = field(default_factory=Counter)
    """Answered within so many seconds, exactly, at each threshold."""
    response: Counter[str] = field(default_factory=Counter)
    business: Counter[str] = field(default_factory=Counter)
    due: Counter[str] = field(default_factory=Counter)
    """The deadlines of the waits that are open, epoch seconds, and how many share each: overdue is
    judged when asked."""
    satisfied_low: int = 0
    satisfied_high: int = 0
    """Customers satisfied, as bounds, in ten-thousandths of one: whole numbers add up exactly."""
    judged: int = 0
    """Waits that the expectation bounds cover: answered ones, and those still open."""

    def add(self, other: "Figures") -> None:
        """Adds another's figures to these."""
        for name in ("opened", "met", "late", "dismissed", "withdrawn", "judged"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in COUNTERS:
            getattr(self, name).update(getattr(other, name))  # `+=` would look through all of it
        self.satisfied_low += other.satisfied_low
        self.satisfied_high += other.satisfied_high


def bucket(seconds: int) -> str:
    """The logarithmic bucket of a duration; `"0"` below one second."""
    return "0" if seconds < 1 else str(1 + math.ceil(math.log(seconds) / _LOG - 1e-9))


def value_of(index: str) -> float:
    """The duration that stands for a bucket."""
    number = int(index)
    return 0.0 if number == 0 else 2 * _BASE ** (number - 1) / (_BASE + 1)


def percentile(buckets: Mapping[str, int], percent: float) -> float | None:
    """The duration at or below which so many percent lie, within `ERROR`; None without any."""
    total = sum(buckets.values())
    rank = max(1, math.ceil(total * percent / 100))
    for index in sorted(buckets, key=int):
        rank -= buckets[index]
        if rank <= 0:
            return value_of(index)
    return None


def count(figures: Figures, wait: Wait, *, channel: str, surface: str, zone: str) -> None:
    """Counts one wait."""
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
        figures.judged += 1
        figures.satisfied_low += round(bounds.low * _WHOLE)
        figures.satisfied_high += round(bounds.high * _WHOLE)


def summary(figures: Figures, now: datetime) -> dict[str, Any]:
    """What is told: counts, shares (0 to 1), durations in seconds. Overdue waits count in every
    rate; dismissed and withdrawn ones in none but their own."""
    still_open = figures.due.total()
    overdue = sum(n for due, n in figures.due.items() if int(due) < int(now.timestamp()))
    answered = figures.met + figures.late
    decided = answered + overdue
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
            "low": _share(figures.satisfied_low, figures.judged * _WHOLE),
            "high": _share(figures.satisfied_high, figures.judged * _WHOLE),
        },
    }


def unanswered(ripe: Figures) -> dict[str, Any]:
    """How many customers were left without an answer at the horizon, of waits that opened at least
    so long ago: to be set beside surveys, which say 70 % of complaints on X. Whoever got a later
    answer counts as left without one; dismissed and withdrawn waits are not counted."""
    of = ripe.met + ripe.late + ripe.due.total()
    within = ripe.within.get(str(HORIZON_S), 0)
    return {"horizon_s": HORIZON_S, "of": of, "share": _share(of - within, of)}


def arrivals(figures: Figures, now: datetime) -> dict[str, Any]:
    """How many waits opened, and how many of them were breached by now."""
    told = summary(figures, now)
    return {"opened": told["opened"], "breached": told["late"] + told["overdue"]}


def _percentiles(buckets: Mapping[str, int]) -> dict[str, int | None]:
    return {f"p{p}": _rounded(percentile(buckets, p)) for p in PERCENTILES}


def _rounded(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def plain(figures: Figures) -> dict[str, Any]:
    """As it is stored."""
    counters = {name: dict(getattr(figures, name)) for name in COUNTERS}
    rest = {f.name: getattr(figures, f.name) for f in fields(figures)}
    return rest | counters


def of_plain(stored: Mapping[str, Any]) -> Figures:
    """The inverse of `plain`."""
    counters = {name: Counter(stored[name]) for name in COUNTERS}
    return Figures(**dict(stored) | counters)


def total(parts: Iterable[Figures]) -> Figures:
    """All of them, added up."""
    whole = Figures()
    for part in parts:
        whole.add(part)
    return whole
