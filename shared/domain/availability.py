"""When a responder can be notified: quiet hours and absences.

Responders give them in weekdays and dates of their time zone. Functions here turn them into
moments.

Quiet hours are kept as their opposite: a calendar of the hours in which the responder is available.
So the end of quiet hours is the next opening of that calendar, whatever the clocks do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from shared.domain import calendars
from shared.domain.calendars import Calendar, instant_of
from shared.domain.opening_hours import Interval, parse_hours

FIRST_YEAR, LAST_YEAR = 2000, 2200
"""Of absences. Other years are mistakes, and the last ones have no day after them."""

_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Quiet hours that begin on some weekdays (0 is Monday), in minutes of the day: `((4,), (1320,
    1860))` is Friday, 22:00 to 07:00."""

    days: tuple[int, ...]
    hours: Interval


@dataclass(frozen=True, slots=True)
class AbsentDays:
    """The first and the last day on which a responder is away."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A responder is away from `start` (inclusive) to `end` (exclusive)."""

    start: datetime
    end: datetime


def is_absent(absences: Iterable[Absence], moment: datetime) -> bool:
    """Whether this moment is in one of the absences."""
    return any(a.start <= moment < a.end for a in absences)


def quiet_hours(days: Iterable[int], start: str, end: str) -> QuietHours:
    """The hours between two times of day. Raises ValueError if the two are equal: that could mean
    none or all."""
    (hours,) = parse_hours(f"{start}-{end}")
    return QuietHours(tuple(days), hours)


def absent_days(first: date, last: date) -> AbsentDays:
    """The days of an absence. Raises ValueError if the last is before the first, or a year is
    impossible."""
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR or last < first:
        raise ValueError(
            f"expected two dates from {FIRST_YEAR} to {LAST_YEAR}, the first one first"
        )
    return AbsentDays(first, last)


def absence(days: AbsentDays, zone: str) -> Absence:
    """The absence from the first midnight to the last, in this zone."""
    after = days.last + timedelta(days=1)
    return Absence(start=_midnight(days.first, zone), end=_midnight(after, zone))


def _midnight(day: date, zone: str) -> datetime:
    return instant_of(datetime.combine(day, time()), zone)


@lru_cache(256)
def available_hours(zone: str, quiet: tuple[QuietHours, ...]) -> Calendar:
    """The hours of a week that are not quiet.

    Raises ValueError (NeverOpenError) if all hours are quiet.
    """
    is_quiet = bytearray(_WEEK_MINUTES)
    for one in quiet:
        for day in one.days:
            for minute in range(*one.hours):
                is_quiet[(day * _DAY_MINUTES + minute) % _WEEK_MINUTES] = 1
    week = tuple(_free(is_quiet[d * _DAY_MINUTES : (d + 1) * _DAY_MINUTES]) for d in range(7))
    return calendars.check(Calendar(name="available", zone=zone, week=week))


def _free(day: bytearray) -> tuple[Interval, ...]:
    """The intervals of a day's minutes that are not quiet."""
    found: list[Interval] = []
    start: int | None = None
    for minute, is_quiet in enumerate([*day, 1]):
        if not is_quiet and start is None:
            start = minute
        elif is_quiet and start is not None:
            found.append((start, minute))
            start = None
    return tuple(found)


def quiet_until(available: Calendar | None, moment: datetime) -> datetime | None:
    """When the quiet hours end in which this moment lies, or None if the responder is available."""
    if available is None:
        return None
    opens = calendars.next_opening(available, moment)
    return opens if opens > moment else None
