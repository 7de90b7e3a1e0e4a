"""What customers expect, as surveys state it: shares at a few knots, and never a curve in between.

A reply after R satisfies between `1 - F(first knot at or after R)` and `1 - F(last knot before R)`
of customers, F(t) being the share that expects a reply within t. With no knot at or after R the
lower bound is 0. Calendar time: customers do not know the office hours.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

FILE = Path(__file__).parent / "expectations.json"


class Knot(NamedTuple):
    """So large a share expects a reply within so long; None: by the end of the customer's day."""

    within_s: int | None
    share: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One survey's population and what it expects."""

    id: str
    channel: str | None
    intent: str | None
    population: str
    knots: tuple[Knot, ...]


class Bounds(NamedTuple):
    """A share, known only to lie between."""

    low: float
    high: float


@cache
def curves() -> tuple[Curve, ...]:
    """The shipped surveys."""
    plain = json.loads(FILE.read_text(encoding="utf-8"))
    sources = plain["sources"]
    return tuple(
        Curve(
            id=c["id"],
            channel=c["channel"],
            intent=c["intent"],
            population=c["population"],
            knots=tuple(
                Knot(k.get("within_s"), k["share"], "; ".join(sources[s] for s in k["source"]))
                for k in c["knots"]
            ),
        )
        for c in plain["curves"]
    )


def curve_for(channel: str, surface: str, intents: Iterable[str]) -> Curve | None:
    """The closest survey: of this channel's complaints, of its posts, else of customers at large.

    The surveys of X and Facebook asked people who post, so they say nothing of private messages.
    """
    wanted = set(intents)
    for curve in curves():
        if curve.channel == channel and surface == "public" and curve.intent in wanted:
            return curve
    for curve in curves():
        if curve.channel == channel and surface == "public" and curve.intent is None:
            return curve
    return next((c for c in curves() if c.id == "any.worldwide"), None)


def day_left_s(opened_at: datetime, zone: str) -> int:
    """Seconds from the opening to the end of the customer's local day."""
    local = opened_at.astimezone(ZoneInfo(zone))
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), local.tzinfo)
    return int(midnight.timestamp() - opened_at.timestamp())


def satisfied(curve: Curve, response_s: int | None, same_day_s: int) -> Bounds:
    """The share of customers whom a reply after `response_s` satisfies; None: never answered.

    Late in the day, "by the end of the day" is sooner than a knot with a smaller share: those who
    expect a reply by then expect it by every later moment too.
    """
    knots = [(same_day_s if k.within_s is None else k.within_s, k.share) for k in curve.knots]
    passed = [t for t, _ in knots if response_s is None or t < response_s]
    ahead = [t for t, _ in knots if response_s is not None and t >= response_s]

    def satisfied_at(moment_s: int) -> float:
        return 1 - max(share for t, share in knots if t <= moment_s)

    return Bounds(
        low=satisfied_at(min(ahead)) if ahead else 0.0,
        high=satisfied_at(max(passed)) if passed else 1.0,
    )
