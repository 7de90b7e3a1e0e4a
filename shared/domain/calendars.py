"""Business hours: when a calendar is open, and how much open time lies between two moments.

All arithmetic is on UTC instants. The hours of a calendar are wall times of its zone. A wall time
means the first instant at which the local clock shows this time or a later one. Examples for
Berlin:

- On 29 March 2026 the clocks go from 02:00 to 03:00, so 02:30 does not exist. It means the moment
  of the change, 01:00 UTC.
- On 25 October 2026 they go back from 03:00 to 02:00, so 02:30 occurs twice. It means the first
  time, 00:30 UTC.

Intervals are half open, [start, end). Intervals that overlap or touch count as one, so no second is
counted twice.

Fractions of a second are dropped from every moment, so deadlines are whole seconds and the time of
a wait is measured in the same way as its target.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, count
from zoneinfo import ZoneInfo

from shared.domain.opening_hours import Interval

MAX_CLOSURE = timedelta(days=400)
"""The longest time that a calendar may be closed without a break. Longer is an error, not a
holiday."""

_DAY_MINUTES = 24 * 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_SECOND = timedelta(seconds=1)
_MAX_CLOSURE_S = MAX_CLOSURE // _SECOND
_BLOCK_DAYS = 28
_BLOCK_S = _BLOCK_DAYS * 86_400


class NeverOpenError(ValueError):
    """The calendar is never open, or closed for more than `MAX_CLOSURE`, so it gives no deadline.

    From `check`: the configuration is invalid. From any other function: the calendar had only
    single dates and the last of them has passed. The caller can count in calendar time instead.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The hours of each weekday in one zone, and the dates that differ. Pass it to `check`."""

    name: str
    zone: str
    """The name of an IANA time zone, such as `Europe/Berlin`."""
    week: tuple[tuple[Interval, ...], ...]
    """The hours of seven days, Monday first."""
    exceptions: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict, hash=False)
    """The hours of single dates, such as holidays. `()` is closed.

    They replace the hours that *start* on the date. Hours of the day before that end after midnight
    stay: on a closed Saturday, Friday's 22:00-06:00 still ends at 06:00."""

    def __post_init__(self) -> None:
        """Validates the fields, and copies the exceptions so that the caller cannot change them."""
        object.__setattr__(self, "exceptions", dict(self.exceptions))
        if len(self.week) != 7:
            raise ValueError(f"calendar {self.name!r}: expected 7 days, got {len(self.week)}")
        for start, end in chain(*self.week, *self.exceptions.values()):
            if not (0 <= start < _DAY_MINUTES and start < end <= start + _DAY_MINUTES):
                raise ValueError(
                    f"calendar {self.name!r}: expected minutes 0 <= start < {_DAY_MINUTES} and"
                    f" start < end <= start + {_DAY_MINUTES}, got ({start}, {end})"
                )
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(
                f"calendar {self.name!r}: expected a zone such as 'Europe/Berlin',"
                f" got {self.zone!r}"
            ) from error

    def opening(self, day: date) -> tuple[Interval, ...]:
        """The intervals that start on this local date."""
        own = self.exceptions.get(day)
        return self.week[day.weekday()] if own is None else own


def check(calendar: Calendar) -> Calendar:
    """Returns the calendar, so that an error shows when the configuration is read.

    A calendar with single dates and no weekly hours, such as that of a campaign, is valid. It is
    the only kind whose hours can end later.

    Raises NeverOpenError.
    """
    zone = ZoneInfo(calendar.zone)
    dates = calendar.exceptions
    if not any(calendar.week) and not any(_instants(calendar, zone, map(date.toordinal, dates))):
        raise NeverOpenError(
            f"calendar {calendar.name!r} is never open: expected hours on a weekday or on a date"
        )
    closed = 0
    # One week more on each side includes the weekdays next to a closure that are always closed. The
    # days just before and after it may be open for one minute, so two more days count as closed.
    days = range(min(dates).toordinal() - 7, max(dates).toordinal() + 8) if dates else ()
    for day in map(date.fromordinal, days):
        closed = 0 if calendar.opening(day) else closed + 1
        if closed + 2 > MAX_CLOSURE.days:
            raise _closed_too_long(calendar)
    return calendar


def is_open_at(calendar: Calendar, moment: datetime) -> bool:
    """Whether the calendar is open in the second that contains this moment."""
    at = _second(moment)
    block = _block(calendar, at // _BLOCK_S)
    i = bisect_right(block.ends, at)
    return i < len(block.starts) and block.starts[i] <= at


def next_opening(calendar: Calendar, moment: datetime) -> datetime:
    """The first open instant at or after this moment. If the calendar is open, the moment itself.

    Raises NeverOpenError if it is more than `MAX_CLOSURE` away.
    """
    at = _second(moment)
    for block in _blocks_from(calendar, at):
        i = bisect_right(block.ends, at)
        if i < len(block.starts):
            opens = block.starts[i]
            return _moment(opens) if opens > at else moment.astimezone(UTC)
    raise AssertionError("unreachable")


def add_business_seconds(calendar: Calendar, start: datetime, seconds: int) -> datetime:
    """The earliest instant with this many business seconds between `start` and it: the deadline.

    Examples with hours 09:00-17:00 on weekdays:

    - Friday 16:00 plus 1 h is Friday 17:00, the closing time, not Monday 09:00.
    - Friday 16:00 plus 1 h 1 s is Monday 09:00:01.
    - Saturday 12:00 plus 0 s is Saturday 12:00.

    Raises NeverOpenError if the calendar is closed for more than `MAX_CLOSURE` before that.
    """
    if seconds < 0:
        raise ValueError(f"expected 0 or more business seconds, got {seconds}")
    at = _second(start)
    if not seconds:
        return _moment(at)
    left = seconds + _block(calendar, at // _BLOCK_S).elapsed_at(at)
    for block in _blocks_from(calendar, at):
        if left <= block.total:
            return _moment(block.instant_of(left))
        left -= block.total
    raise AssertionError("unreachable")


def business_seconds(calendar: Calendar, start: datetime, end: datetime) -> int:
    """The open seconds in [start, end). Negative where `end` is before `start`."""
    first, last = _second(start), _second(end)
    if last < first:
        return -business_seconds(calendar, end, start)
    blocks = range(first // _BLOCK_S, last // _BLOCK_S)
    return (
        sum(_block(calendar, index).total for index in blocks)
        + _block(calendar, last // _BLOCK_S).elapsed_at(last)
        - _block(calendar, first // _BLOCK_S).elapsed_at(first)
    )


def instant_of(local: datetime, zone: str) -> datetime:
    """When the zone's clock shows this wall time, which has no zone itself; see the module."""
    return _moment(_instant(local, ZoneInfo(zone)))


def version(calendar: Calendar) -> str:
    """A hash of 12 characters that changes only with the zone or the hours.

    It does not depend on the name, or on the order in which the hours are written.
    """
    week = [sorted(hours) for hours in calendar.week]
    dates = sorted((day.isoformat(), sorted(hours)) for day, hours in calendar.exceptions.items())
    content = repr((calendar.zone, week, dates)).encode()
    return blake2b(content, digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """The open intervals in four weeks of UTC time, in order, merged, and cut at both ends."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    elapsed: tuple[int, ...]
    """The open seconds of the block before each start."""
    total: int

    def elapsed_at(self, at: int) -> int:
        """The open seconds of the block before this instant, which is in the block."""
        i = bisect_right(self.starts, at) - 1
        return self.elapsed[i] + min(at, self.ends[i]) - self.starts[i] if i >= 0 else 0

    def instant_of(self, elapsed: int) -> int:
        """The earliest instant with this many open seconds before it, 0 < elapsed <= total."""
        i = bisect_left(self.elapsed, elapsed) - 1
        return self.starts[i] + elapsed - self.elapsed[i]


# Blocks are parts of UTC time, not groups of local dates, so that an hour belongs to one block even
# where an interval crosses midnight. A deadline needs one or two blocks, a year 13. A block takes
# about 7 kB with two intervals a day, so the cache stays below 4 MB.
@lru_cache(maxsize=512)
def _block(calendar: Calendar, index: int) -> _Block:
    low, high = index * _BLOCK_S, (index + 1) * _BLOCK_S
    first = _EPOCH_DAY + index * _BLOCK_DAYS
    # An interval ends at the latest on the second midnight after its date, and no zone differs from
    # UTC by more than 24 h. So the hours of a block start at most two days before it and one after.
    days = range(first - 2, first + _BLOCK_DAYS + 1)
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
    return _Block(starts=tuple(starts), ends=tuple(ends), elapsed=tuple(elapsed), total=total)


def _blocks_from(calendar: Calendar, at: int) -> Iterator[_Block]:
    """The block of this instant, and those after it. Raises NeverOpenError if a closure is too
    long."""
    closed_since = at
    for index in count(at // _BLOCK_S):
        block = _block(calendar, index)
        opens = block.starts[0] if block.starts else (index + 1) * _BLOCK_S
        if opens - closed_since > _MAX_CLOSURE_S:
            raise _closed_too_long(calendar)
        yield block
        closed_since = max(closed_since, block.ends[-1]) if block.ends else closed_since


def _closed_too_long(calendar: Calendar) -> NeverOpenError:
    return NeverOpenError(
        f"calendar {calendar.name!r} is closed for about {MAX_CLOSURE.days} days or more"
        " without a break: expected an earlier opening"
    )


def _instants(
    calendar: Calendar, zone: ZoneInfo, ordinals: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """The UTC instants of all intervals that start on these local dates.

    An interval that a change of the clocks skips completely is left out.
    """
    for day in map(date.fromordinal, ordinals):
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (a wall clock's)
        for start, end in calendar.opening(day):
            opens = _instant(midnight + timedelta(minutes=start), zone)
            closes = _instant(midnight + timedelta(minutes=end), zone)
            if opens < closes:
                yield opens, closes


def _instant(local: datetime, zone: ZoneInfo) -> int:
    """The first instant at which the zone's clock shows this wall time or a later one.

    With `fold=0` (PEP 495) Python reads a time that occurs twice as its first occurrence. It reads
    a time that does not exist with the offset before the change, which gives an instant after the
    change. There the clock shows a later time, and the difference is the length of the change. So
    the change is within that length before the instant, and a binary search finds it.
    """
    guess = _second(local.replace(tzinfo=zone))
    skipped = (_wall_time(guess, zone) - local) // _SECOND
    if not skipped:
        return guess
    around = range(guess - skipped, guess)
    return around.start + bisect_left(around, True, key=lambda at: _wall_time(at, zone) >= local)


def _wall_time(at: int, zone: ZoneInfo) -> datetime:
    return _moment(at).astimezone(zone).replace(tzinfo=None, fold=0)


def _second(moment: datetime) -> int:
    """Whole seconds since 1970. Raises TypeError for a moment without a time zone, which Python
    might otherwise take to be in the zone of the machine."""
    return (moment - _EPOCH) // _SECOND


def _moment(second: int) -> datetime:
    return _EPOCH + timedelta(seconds=second)
