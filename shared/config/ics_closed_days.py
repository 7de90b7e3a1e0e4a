"""The closed days of ICS files (RFC 5545), as dates.

Only whole days close a calendar.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from icalendar import Event

from shared.config import ics_events, ics_series, ics_whole_days
from shared.config.ics_events import Source


class IcsDates(NamedTuple):
    """The closed dates of a file, with their names."""

    closed: dict[date, str]
    free: dict[date, str]
    """Days of events that are marked as free (`TRANSP:TRANSPARENT`). They are open."""


def read_ics(content: bytes, years: Iterable[int], zone: str) -> IcsDates:
    """The dates that the all-day events of an ICS file cover in these years, and their summaries.

    It supports events of several days, recurring events (RRULE, RDATE, EXDATE), and occurrences
    that are moved or cancelled, alone or with all later ones (RANGE=THISANDFUTURE). `zone` is that
    of the calendar: in it, an instant in UTC can be a midnight.

    Raises ValueError with the line for anything else, such as an event at a time of day: an ICS
    file can only close a whole day, and the configuration sets the hours of a single date.
    """
    wanted = frozenset(years)
    events = _read(content, zone)
    found = IcsDates({}, {})
    if wanted:
        start, end = date(min(wanted), 1, 1), date(max(wanted) + 1, 1, 1)
        for _, occurrence in ics_series.occurrences(events, start, end):
            _add(found, occurrence, wanted)
    return IcsDates(*(dict(sorted(days.items())) for days in found))


def misses(content: bytes, zone: str, first: date) -> Iterator[str]:
    """See `ics_series.misses`, of a file that `read_ics` reads."""
    return ics_series.misses(_read(content, zone), first)


def _read(content: bytes, zone: str) -> list[tuple[Source, Event]]:
    return [(s, ics_whole_days.with_dates(s, zone)) for s in ics_events.read(content)]


def _add(found: IcsDates, occurrence: Event, wanted: frozenset[int]) -> None:
    if ics_events.has(occurrence, "STATUS", "CANCELLED"):
        return
    days = found.free if ics_events.has(occurrence, "TRANSP", "TRANSPARENT") else found.closed
    day = occurrence.start
    while day < occurrence.end:
        if day.year in wanted:
            days[day] = _joined(days.get(day), _title(occurrence))
        day += timedelta(days=1)


def _title(event: Event) -> str:
    return ics_events.summary(event) or "closed"


def _joined(before: str | None, summary: str) -> str:
    return summary if before in (None, summary) else f"{before}; {summary}"
