"""Business hours: when a calendar is open, and how much open time lies between two moments.

All arithmetic is on UTC instants. A calendar's hours are local wall times, and a wall time means
*the first instant at which the local clock shows this time or a later one*. So a time that the
clocks skip is the instant at which they jump, and one that they show twice is its first showing,
for opening and closing alike. Intervals are half open, [start, end); where they overlap or touch
they are one, so no second is counted twice.

The second is the finest unit here. What is finer is cut off, of every moment alike, so a wait and
its answer are measured with the same ruler and deadlines are whole seconds.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, count
from zoneinfo import ZoneInfo

type Interval = tuple[int, int]
"""Local minutes from midnight, `(start, end)`. An end of 1440 is 24:00; one beyond it lies on the
next day: 22:00-06:00 is `(1320, 1800)`."""

LONGEST_CLOSURE = timedelta(days=400)
"""A calendar closed for longer than this at a stretch has no next opening: a mistake, not a
holiday."""

_DAY = 24 * 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_SECOND = timedelta(seconds=1)
_LONGEST_CLOSURE = LONGEST_CLOSURE // _SECOND
_SPAN_DAYS = 28
_SPAN = _SPAN_DAYS * 86_400
_HOURS = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*[-–]\s*([0-9]{1,2}):([0-9]{2})")


class NeverOpenError(ValueError):
    """The calendar is never open, or not for `LONGEST_CLOSURE`: no deadline can be reckoned by it.

    From `check`: refuse the configuration. From a moment's arithmetic: the calendar has run out
    since it was checked; say so to whoever keeps it.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The hours of a week in one zone, and the dates that differ. Build it through `check`."""

    name: str
    zone: str
    """An IANA name, `Europe/Berlin`."""
    week: tuple[tuple[Interval, ...], ...]
    """Seven days, Monday first."""
    exceptions: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict, hash=False)
    """A date's own hours, `()` for closed: holidays end up here. They replace the hours that
    *start* on that date; those of the eve still run into it past midnight."""

    def __post_init__(self) -> None:
        """Refuse what is no calendar; keep a copy of the exceptions that nobody else can change."""
        object.__setattr__(self, "exceptions", dict(self.exceptions))
        if len(self.week) != 7:
            raise ValueError(f"calendar {self.name!r}: expected 7 days, got {len(self.week)}")
        for start, end in chain(*self.week, *self.exceptions.values()):
            if not (0 <= start < _DAY and start < end <= start + _DAY):
                raise ValueError(
                    f"calendar {self.name!r}: expected minutes 0 <= start < {_DAY} and"
                    f" start < end <= start + {_DAY}, got ({start}, {end})"
                )
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(
                f"calendar {self.name!r}: expected a zone such as 'Europe/Berlin',"
                f" got {self.zone!r}"
            ) from error

    def opening(self, day: date) -> tuple[Interval, ...]:
        """The hours that start on this local date."""
        own = self.exceptions.get(day)
        return self.week[day.weekday()] if own is None else own


def check(calendar: Calendar) -> Calendar:
    """The calendar itself, or NeverOpenError: where the configuration is read, not at a deadline.

    One that has no weekly hours, only dates of its own (a campaign), passes as long as it has any:
    it is the only kind that can run out later.
    """
    zone = ZoneInfo(calendar.zone)
    dates = calendar.exceptions
    if not any(calendar.week) and not any(_instants(calendar, zone, map(date.toordinal, dates))):
        raise NeverOpenError(
            f"calendar {calendar.name!r} is never open: expected hours on a weekday or on a date"
        )
    closed = 0
    # A week more on either side joins a closure with the days around it that are closed anyway. The
    # days before and after may be open for a minute only, so two more are nearly closed as well.
    days = range(min(dates).toordinal() - 7, max(dates).toordinal() + 8) if dates else ()
    for day in map(date.fromordinal, days):
        closed = 0 if calendar.opening(day) else closed + 1
        if closed + 2 > LONGEST_CLOSURE.days:
            raise _closed_too_long(calendar)
    return calendar


def open_at(calendar: Calendar, moment: datetime) -> bool:
    """Whether the calendar is open in the second that holds this moment."""
    at = _second(moment)
    span = _span(calendar, at // _SPAN)
    i = bisect_right(span.ends, at)
    return i < len(span.starts) and span.starts[i] <= at


def next_opening(calendar: Calendar, moment: datetime) -> datetime:
    """The first open instant at or after this moment: the moment itself while it is open.

    Raises NeverOpenError where that is more than `LONGEST_CLOSURE` away.
    """
    at = _second(moment)
    for span in _spans_from(calendar, at):
        i = bisect_right(span.ends, at)
        if i < len(span.starts):
            opens = span.starts[i]
            return _moment(opens) if opens > at else moment.astimezone(UTC)
    raise AssertionError("unreachable")


def add_business_seconds(calendar: Calendar, start: datetime, seconds: int) -> datetime:
    """The deadline: the earliest instant with this many business seconds between `start` and it.

    So a deadline that falls on closing time *is* closing time, not the next opening; and 0 seconds
    end where they start, open or not. `business_seconds(c, s, add_business_seconds(c, s, n)) == n`.

    Raises NeverOpenError where the calendar closes for more than `LONGEST_CLOSURE` on the way.
    """
    if seconds < 0:
        raise ValueError(f"expected 0 or more business seconds, got {seconds}")
    at = _second(start)
    if not seconds:
        return _moment(at)
    left = seconds + _span(calendar, at // _SPAN).elapsed_at(at)
    for span in _spans_from(calendar, at):
        if left <= span.total:
            return _moment(span.instant_of(left))
        left -= span.total
    raise AssertionError("unreachable")


def business_seconds(calendar: Calendar, start: datetime, end: datetime) -> int:
    """How many open seconds lie in [start, end); negative where `end` is before `start`."""
    first, last = _second(start), _second(end)
    if last < first:
        return -business_seconds(calendar, end, start)
    spans = range(first // _SPAN, last // _SPAN)
    return (
        sum(_span(calendar, index).total for index in spans)
        + _span(calendar, last // _SPAN).elapsed_at(last)
        - _span(calendar, first // _SPAN).elapsed_at(first)
    )


def parse_hours(text: str) -> tuple[Interval, ...]:
    """A day's hours as people write them: `09:00-12:30, 13:00-18:00`, `22:00-06:00`, `closed`.

    An end before its start lies on the next day. Equal times are refused, since they could mean
    nothing or all day.
    """
    if text.strip().lower() == "closed":
        return ()
    return tuple(sorted(_interval(part.strip(), text) for part in text.split(",")))


def version(calendar: Calendar) -> str:
    """Twelve characters that change when, and only when, the zone or any hours change.

    Neither the name nor the order in which hours are written counts.
    """
    week = [sorted(hours) for hours in calendar.week]
    dates = sorted((day.isoformat(), sorted(hours)) for day, hours in calendar.exceptions.items())
    content = repr((calendar.zone, week, dates)).encode()
    return blake2b(content, digest_size=6).hexdigest()


def _interval(part: str, text: str) -> Interval:
    found = _HOURS.fullmatch(part)
    if found:
        h1, m1, h2, m2 = map(int, found.groups())
        start, end = h1 * 60 + m1, h2 * 60 + m2
        if m1 < 60 and m2 < 60 and start < _DAY and end <= _DAY and start != end:
            return start, end if end > start else end + _DAY
    raise ValueError(
        f"hours {text!r}: expected 'closed' or times such as '09:00-12:30, 13:00-18:00',"
        f" '22:00-06:00' (overnight) or '00:00-24:00', got {part!r}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """Four weeks of UTC time: what is open in them, cut off at both ends, apart and in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    elapsed: tuple[int, ...]
    """Open seconds of the span before each start."""
    total: int

    def elapsed_at(self, at: int) -> int:
        """Open seconds of the span before this instant, which lies in it."""
        i = bisect_right(self.starts, at) - 1
        return self.elapsed[i] + min(at, self.ends[i]) - self.starts[i] if i >= 0 else 0

    def instant_of(self, elapsed: int) -> int:
        """The earliest instant with so many open seconds before it, 0 < elapsed <= total."""
        i = bisect_left(self.elapsed, elapsed) - 1
        return self.starts[i] + elapsed - self.elapsed[i]


# Spans are cut from UTC time rather than from local dates, so that an hour belongs to one span
# only, whatever runs over midnight. A deadline needs one or two, a year thirteen; at some 7 kB
# each (two intervals a day) the cache stays below 4 MB.
@lru_cache(maxsize=512)
def _span(calendar: Calendar, index: int) -> _Span:
    low, high = index * _SPAN, (index + 1) * _SPAN
    first = _EPOCH_DAY + index * _SPAN_DAYS
    # Hours last until the second midnight after their date at most, and no clock is more than 24 h
    # from UTC: two days before and one after hold all that can reach into the span.
    days = range(first - 2, first + _SPAN_DAYS + 1)
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(_instants(calendar, ZoneInfo(calendar.zone), days)):
        start, end = max(start, low), min(end, high)  # noqa: PLW2901
        if ends and start <= ends[-1]:
            ends[-1] = max(end, ends[-1])
        elif start < end:
            starts.append(start)
            ends.append(end)
    elapsed = [0]
    for start, end in zip(starts, ends, strict=True):
        elapsed.append(elapsed[-1] + end - start)
    total = elapsed.pop()
    return _Span(starts=tuple(starts), ends=tuple(ends), elapsed=tuple(elapsed), total=total)


def _spans_from(calendar: Calendar, at: int) -> Iterator[_Span]:
    """This instant's span and all that follow, until a closure is too long."""
    closed_since = at
    for index in count(at // _SPAN):
        span = _span(calendar, index)
        opens = span.starts[0] if span.starts else (index + 1) * _SPAN
        if opens - closed_since > _LONGEST_CLOSURE:
            raise _closed_too_long(calendar)
        yield span
        closed_since = max(closed_since, span.ends[-1]) if span.ends else closed_since


def _closed_too_long(calendar: Calendar) -> NeverOpenError:
    return NeverOpenError(
        f"calendar {calendar.name!r} is closed for some {LONGEST_CLOSURE.days} days or more at"
        " a stretch: expected an opening sooner"
    )


def _instants(
    calendar: Calendar, zone: ZoneInfo, ordinals: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """UTC instants of all hours that start on these local dates, but for those skipped whole."""
    for day in map(date.fromordinal, ordinals):
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (a wall clock's)
        for start, end in calendar.opening(day):
            opens = _instant(midnight + timedelta(minutes=start), zone)
            closes = _instant(midnight + timedelta(minutes=end), zone)
            if opens < closes:
                yield opens, closes


def _instant(local: datetime, zone: ZoneInfo) -> int:
    """The first instant at which the zone's clock shows this wall time or a later one.

    PEP 495: with `fold=0` an ambiguous time is its first occurrence, and a skipped one is read with
    the offset before the jump, which lands after it. By how much it then differs is the jump.
    """
    guess = _second(local.replace(tzinfo=zone))
    skipped = (_shown(guess, zone) - local) // _SECOND
    if not skipped:
        return guess
    around = range(guess - skipped, guess)
    return around.start + bisect_left(around, True, key=lambda at: _shown(at, zone) >= local)


def _shown(at: int, zone: ZoneInfo) -> datetime:
    return _moment(at).astimezone(zone).replace(tzinfo=None, fold=0)


def _second(moment: datetime) -> int:
    """Whole seconds since 1970. A naive moment is a TypeError here, never the machine's zone."""
    return (moment - _EPOCH) // _SECOND


def _moment(second: int) -> datetime:
    return _EPOCH + timedelta(seconds=second)
