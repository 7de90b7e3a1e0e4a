"""Whether an account is silent: no message has come for a time in which many waits usually open.

The silence is compared with the same hours of the four weeks before, in the account's time zone.
Example: the last message came on Friday at 10:00, and it is Friday, 14:00. In the four weeks
before, 15, 0, 14 and 90 waits opened on Friday from 10:00 to 14:00. In three of them, at least 14
did, so the account is silent. One week with a crowd, or with a holiday, makes no difference.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

WEEKS, MIN_BUSY_WEEKS = 4, 3
"""How many weeks are compared, and in how many of them at least SILENT_FROM waits must have
opened."""

SILENT_FROM = 12
"""If this many waits usually open in a time, and no message comes, the account is silent. If
waits open independently of each other, the chance that none opens is e^-12: once in 160,000 such
times."""

WEEK, HOUR = timedelta(weeks=1), timedelta(hours=1)

type Opened = Mapping[datetime, int]
"""How many waits of an account opened, by the beginning of the quarter hour."""


class Usual(NamedTuple):
    """What is usual for an account, and whether the account is silent."""

    per_hour: float
    """Waits that usually open in this hour of the week."""
    in_silence: float
    """Waits that usually open in the hours since the last message, or in the first week of them."""
    is_silent: bool


def usual(opened: Opened, last: datetime, zone: ZoneInfo, now: datetime) -> Usual | None:
    """What is usual for an account with these waits, and whether it is silent since this last
    message. None if too few weeks are known."""
    in_silence = _in_weeks_before(opened, last, min(now, last + WEEK), zone)
    if len(in_silence) < MIN_BUSY_WEEKS:
        return None
    hour = now.replace(minute=0, second=0, microsecond=0)
    in_hour = _in_weeks_before(opened, hour, hour + HOUR, zone)
    at_least = sorted(in_silence, reverse=True)[MIN_BUSY_WEEKS - 1]
    return Usual(_mean(in_hour), _mean(in_silence), at_least >= SILENT_FROM)


def _in_weeks_before(opened: Opened, start: datetime, end: datetime, zone: ZoneInfo) -> list[int]:
    """How many waits opened in the same hours of each earlier week that is known, newest first."""
    first = min(opened, default=start)
    found = []
    for weeks in range(1, WEEKS + 1):
        begin, until = _earlier(start, weeks, zone), _earlier(end, weeks, zone)
        if begin >= first:
            found.append(sum(n for at, n in opened.items() if begin <= at < until))
    return found


def _earlier(at: datetime, weeks: int, zone: ZoneInfo) -> datetime:
    """The same local time, this many weeks earlier."""
    return (at.astimezone(zone) - weeks * WEEK).astimezone(UTC)


def _mean(counts: list[int]) -> float:
    return sum(counts) / len(counts) if counts else 0.0
