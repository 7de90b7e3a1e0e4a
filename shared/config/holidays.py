"""Public holidays and the closed days of ICS files, as dates.

They are resolved when the stack is synthesised or a command runs. The deployed functions receive
only the dates, so Lambda needs neither `holidays` nor `icalendar`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

import holidays
from dateutil.rrule import rruleset  # type: ignore[import-untyped]  # ships no types
from icalendar import Event

from shared.config import ics_events


def public_holidays(country: str, region: str | None, years: Iterable[int]) -> dict[date, str]:
    """The public holidays of a country, or of one of its regions, and their names, by date.

    A holiday and its day in lieu both count. Years that the library does not know have no holidays.

    Raises ValueError for an unknown country or region.
    """
    known = holidays.list_supported_countries(include_aliases=True)
    if country not in known:
        raise ValueError(
            f"country: expected an ISO 3166-1 code in capitals such as 'DE', got {country!r}"
        )
    try:
        found = holidays.country_holidays(country, subdiv=region, years=set(years), expand=False)
    except NotImplementedError as error:
        regions = ", ".join(known[country]) or "none, leave it out"
        raise ValueError(
            f"region: expected one that {country} has ({regions}), got {region!r}"
        ) from error
    return dict(sorted(found.items()))


def ics_dates(text: str, years: Iterable[int]) -> dict[date, str]:
    """The dates that the all-day events of an ICS file cover in these years, and their summaries.

    It supports events of several days, recurring events (RRULE, RDATE, EXDATE), and moved and
    cancelled occurrences.

    Raises ValueError for anything else, such as an event at a time of day: an ICS file can only
    close a whole day, and the configuration sets the hours of a single date.
    """
    wanted = frozenset(years)
    closures = [_closure(event) for event in ics_events.read(text)]
    moved = {(closure.uid, closure.instead_of) for closure in closures}
    found: dict[date, str] = {}
    for closure in closures:
        if closure.cancelled or not wanted:
            continue
        for first in closure.first_days(min(wanted), max(wanted)):
            if not closure.instead_of and (closure.uid, first) in moved:
                continue
            for day in (first + timedelta(days=n) for n in range(closure.days)):
                if day.year in wanted:
                    found[day] = _joined(found.get(day), closure.summary)
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closure:
    """One VEVENT, as dates."""

    uid: str
    summary: str
    cancelled: bool
    first: date
    days: int
    series: rruleset
    """The midnights at which an occurrence starts, including the first."""
    instead_of: date | None
    """The day of the series that this event replaces (RECURRENCE-ID)."""

    def first_days(self, first_year: int, last_year: int) -> Iterator[date]:
        """The first day of each occurrence that can have a day in these years."""
        after = _midnight(date(first_year, 1, 1)) - timedelta(days=self.days)
        before = _midnight(date(last_year, 12, 31))
        for midnight in self.series.between(after, before, inc=True):
            yield midnight.date()


def _closure(event: Event) -> _Closure:
    try:
        start, end = event.start, event.end
    except ValueError as error:
        raise ics_events.invalid(
            event, "DTSTART, DTEND", "dates such as DTSTART;VALUE=DATE:20301225", error
        ) from error
    zone = start.tzinfo if isinstance(start, datetime) else None

    def local(name: str, value: date) -> datetime:
        return _midnight(_date(event, name, value, zone))

    first = _date(event, "DTSTART", start, zone)
    # DTEND is the day after the last one (RFC 5545, 3.6.1). For a single day many programs repeat
    # DTSTART instead, which makes 0 days.
    days = (_date(event, "DTEND", end, zone) - first).days
    if days < 0:
        raise ics_events.invalid(event, "DTEND", "a date after DTSTART", end)
    moved_day = event.RECURRENCE_ID
    return _Closure(
        uid=str(event.get("UID", "")),
        summary=ics_events.summary(event) or "closed",
        cancelled=str(event.get("STATUS", "")).upper() == "CANCELLED",
        first=first,
        days=max(days, 1),
        series=ics_events.series(event, _midnight(first), zone, local),
        instead_of=None if moved_day is None else _date(event, "RECURRENCE-ID", moved_day, zone),
    )


def _date(event: Event, name: str, value: date, zone: tzinfo | None) -> date:
    """The date of a property. Some programs write whole days as midnight to midnight, or in UTC."""
    if not isinstance(value, datetime):
        return value
    local = value.astimezone(zone) if zone and value.tzinfo else value
    if local.time() != time():
        raise ics_events.invalid(event, name, "a whole day (VALUE=DATE)", f"{local:%Y-%m-%d %H:%M}")
    return local.date()


def _joined(before: str | None, summary: str) -> str:
    return summary if before in (None, summary) else f"{before}; {summary}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
