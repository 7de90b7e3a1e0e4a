"""The closed days of ICS files (RFC 5545), as dates.

Only whole days close a calendar. Programs write them as dates, as midnight to midnight in a zone,
or as instants in UTC; here all become dates.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Event

from shared.config import ics_events
from shared.config.ics_events import Source

_COPIED = ("SEQUENCE", "STATUS", "TRANSP")
_SECOND = timedelta(seconds=1)


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
    events = [(s, _Days(s, zone).event()) for s in ics_events.read(content)]
    found = IcsDates({}, {})
    if wanted:
        start, end = date(min(wanted), 1, 1), date(max(wanted) + 1, 1, 1)
        for _, occurrence in ics_events.occurrences(events, start, end):
            _add(found, occurrence, wanted)
    return IcsDates(*(dict(sorted(days.items())) for days in found))


def _add(found: IcsDates, occurrence: Event, wanted: frozenset[int]) -> None:
    if ics_events.has(occurrence, "STATUS", "CANCELLED"):
        return
    days = found.free if ics_events.has(occurrence, "TRANSP", "TRANSPARENT") else found.closed
    day = occurrence.start
    while day < occurrence.end:
        if day.year in wanted:
            days[day] = _joined(days.get(day), _title(occurrence))
        day += timedelta(days=1)


class _Days:
    """An event, with dates instead of moments."""

    def __init__(self, source: Source, zone: str) -> None:
        self.source = source
        start = source.event.get("DTSTART")
        own = getattr(getattr(start, "dt", None), "tzinfo", None)
        self.zones: tuple[tzinfo, ...] = (ZoneInfo(zone), *((own,) if own else ()))
        """In which an instant can be a midnight: the calendar's, and that of the event."""

    def event(self) -> Event:
        """The event. Raises ValueError for a time of day."""
        event = self.source.event
        try:
            start, end = event.start, event.end
        except ValueError as error:
            expected = "dates such as DTSTART;VALUE=DATE:20301225"
            raise self.source.invalid("DTSTART", expected, error) from error
        first, after = self._day("DTSTART", start), self._day("DTEND", end)
        if after < first:
            raise self.source.invalid("DTEND", "a date after DTSTART", end)
        made = Event()
        made.add("UID", self.source.uid)
        made.add("SUMMARY", _title(event))
        made.add("DTSTART", first)
        # DTEND is the day after the last one (RFC 5545, 3.6.1). For a single day many programs
        # repeat DTSTART instead, which makes 0 days.
        made.add("DTEND", max(after, first + timedelta(days=1)))
        for name in _COPIED:
            if name in event:
                made[name] = event[name]
        self._add_series(made)
        return made

    def _add_series(self, made: Event) -> None:
        event = self.source.event
        for rule in event.rrules:
            made.add("RRULE", self._rule(rule))
        for day, _ in event.rdates:
            made.add("RDATE", self._day("RDATE", day))
        for day in event.exdates:
            made.add("EXDATE", self._day("EXDATE", day))
        if event.RECURRENCE_ID is not None:
            made.add("RECURRENCE-ID", self._day("RECURRENCE-ID", event.RECURRENCE_ID))
            if written := ics_events.range_of(event):
                made["RECURRENCE-ID"].params["RANGE"] = written

    def _rule(self, rule: Any) -> Any:
        made = rule.copy()
        if "UNTIL" in rule:
            made["UNTIL"] = [self._last_day(until) for until in rule["UNTIL"]]
        return made

    def _day(self, name: str, value: date) -> date:
        if not isinstance(value, datetime):
            return value
        for local in self._local_times(value):
            if local.time() == time():
                return local.date()
        raise self.source.invalid(name, "a whole day (VALUE=DATE)", f"{value:%Y-%m-%d %H:%M}")

    def _last_day(self, until: date) -> date:
        """The last day on which a series can have an occurrence.

        Outlook writes the last midnight in UTC, other programs the last second of that day. Example
        in Berlin: both 2026-06-21T22:00Z and 2026-06-22T21:59:59Z mean 22 June.
        """
        if not isinstance(until, datetime):
            return until
        times = list(self._local_times(until))
        ends = (t for t in times if time() in (t.time(), (t + _SECOND).time()))
        return next(ends, times[0]).date()

    def _local_times(self, value: datetime) -> Iterator[datetime]:
        """The wall times that an instant can mean. One without a zone is a wall time."""
        if value.tzinfo is not None:
            for zone in self.zones:
                yield value.astimezone(zone)
        yield value


def _title(event: Event) -> str:
    return ics_events.summary(event) or "closed"


def _joined(before: str | None, summary: str) -> str:
    return summary if before in (None, summary) else f"{before}; {summary}"
