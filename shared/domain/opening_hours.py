"""The opening hours of a day: parses them, and checks their intervals against each other."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

type Interval = tuple[int, int]
"""Minutes from local midnight, `(start, end)`. An end of 1440 is 24:00, a later one is on the next
day: 22:00-06:00 is `(1320, 1800)`."""

_DAY_MINUTES = 24 * 60
_HOURS = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*[-–]\s*([0-9]{1,2}):([0-9]{2})")


def parse_hours(text: str) -> tuple[Interval, ...]:
    """Parses the hours of a day: `09:00-12:30, 13:00-18:00`, `22:00-06:00` or `closed`.

    An end before the start is on the next day. Equal times are invalid, since they could mean no
    time or all day. Raises ValueError.
    """
    if text.strip().lower() == "closed":
        return ()
    return tuple(sorted(_interval(part.strip(), text) for part in text.split(",")))


def _interval(part: str, text: str) -> Interval:
    found = _HOURS.fullmatch(part)
    if found:
        h1, m1, h2, m2 = map(int, found.groups())
        start, end = h1 * 60 + m1, h2 * 60 + m2
        if m1 < 60 and m2 < 60 and start < _DAY_MINUTES and end <= _DAY_MINUTES and start != end:
            return start, end if end > start else end + _DAY_MINUTES
    got = "" if part == text.strip() else f", got {part!r}"
    raise ValueError(
        f"{text!r}: expected 'closed' or times such as '09:00-12:30, 13:00-18:00', "
        f"'22:00-06:00' (overnight) or '00:00-24:00'{got}"
    )


def overlap(hours: Sequence[Interval]) -> str | None:
    """The first two intervals that overlap, in words, or None.

    Example: `09:00-18:00, 12:00-13:00`, where the lunch break was written as opening hours.
    """
    for first, second in pairwise(sorted(hours)):
        if second[0] < first[1]:
            return (
                f"{_written(first)} and {_written(second)} overlap: expected a break between them"
            )
    return None


def touching(hours: Sequence[Interval]) -> str | None:
    """The first two intervals of a day without a break between them, in words."""
    for first, second in pairwise(sorted(hours)):
        if second[0] == first[1]:
            whole = _written((first[0], second[1]))
            return f"{_written(first)} and {_written(second)} touch: expected {whole}, or a break"
    return None


def overlapping_days(week: Sequence[Sequence[Interval]]) -> Iterator[tuple[int, str]]:
    """The days with hours that begin before the previous day's night hours end, and why."""
    for day, hours in enumerate(week):
        ends = max((end for _, end in week[day - 1]), default=0) - _DAY_MINUTES
        for start, end in hours:
            if start < ends:
                yield (
                    day,
                    f"{_written((start, end))} begins before the hours of the day before end "
                    f"({_clock(ends)}): expected hours that do not overlap",
                )
                break


def _written(interval: Interval) -> str:
    return f"{_clock(interval[0])}-{_clock(interval[1])}"


def _clock(minutes: int) -> str:
    if minutes != _DAY_MINUTES:
        minutes %= _DAY_MINUTES
    return f"{minutes // 60:02}:{minutes % 60:02}"
