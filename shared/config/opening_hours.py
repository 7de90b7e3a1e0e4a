"""Checks the intervals of opening hours against each other."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from shared.domain.calendars import Interval

_DAY_MINUTES = 24 * 60


def overlap(hours: Sequence[Interval]) -> str | None:
    """The first two intervals that overlap, in words. None: there are none.

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
    """The days that begin before the night of the day before is over, and why."""
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
