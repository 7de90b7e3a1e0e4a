"""What share of customers a reply satisfies, as bounds from published surveys.

A survey states shares at a few points in time, called knots. We do not interpolate between them.
With F(t) as the share of customers who expect a reply within t, a reply after R satisfies

- at least `1 - F(first knot at or after R)` of the customers, 0 where there is no such knot;
- at most `1 - F(last knot before R)`, 1 where there is no such knot.

Example: 30 % expect a reply within 30 min and 53 % within 2 h. A reply after 1 h satisfies 47 % to
70 %. All times are calendar time: customers do not know the brand's business hours.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

FILE = Path(__file__).parent / "survey_curves.json"


class Knot(NamedTuple):
    """The share of customers who expect a reply within `within_s` seconds.

    `within_s` None: by the end of the customer's day.
    """

    within_s: int | None
    share: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The population of one survey and what it expects."""

    id: str
    channel: str | None
    intent: str | None
    population: str
    knots: tuple[Knot, ...]


class Bounds(NamedTuple):
    """The lowest and the highest possible share, 0 to 1."""

    low: float
    high: float


@cache
def curves() -> tuple[Curve, ...]:
    """The surveys in `survey_curves.json`."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    sources = stored["sources"]
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
        for c in stored["curves"]
    )


def curve_for(channel: str, surface: str, intents: Iterable[str]) -> Curve | None:
    """The survey closest to a message: of this channel and intent, of this channel, or of all.

    The surveys of X and Facebook asked people who post, so private messages use the one of all
    customers.
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
    """Seconds from the opening to the end of the day in the customer's time zone."""
    local = opened_at.astimezone(ZoneInfo(zone))
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), local.tzinfo)
    return int(midnight.timestamp() - opened_at.timestamp())


def knots_s(curve: Curve, same_day_s: int) -> list[int]:
    """The knots of a curve, in seconds from the opening, sorted by time."""
    return sorted({same_day_s if k.within_s is None else k.within_s for k in curve.knots})


def satisfied(curve: Curve, response_s: int | None, same_day_s: int) -> Bounds:
    """The share of customers whom a reply after `response_s` seconds satisfies. None: no reply.

    `same_day_s` is the time from the opening to the end of the customer's day. Late in the day it
    comes before knots with a smaller share. A customer who expects a reply by the end of the day
    also expects it by every later moment, so F is the largest share up to a moment.
    Example: at 23:50, 83 % expect a reply within 10 min, so 83 %, not 53 %, expect it within 2 h.
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
