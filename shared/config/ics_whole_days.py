"""Events of whole days in ICS files (RFC 5545), with dates instead of moments.

Programs write whole days as dates, as midnight to midnight in a zone, or as instants in UTC. Some
end them at 23:59.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event

from shared.config import ics_events
from shared.config.ics_events import Source

_COPIED = ("SEQUENCE", "STATUS", "TRANSP")
_SECOND, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)
_HALF_A_DAY = timedelta(hours=12)


def with_dates(source: Source, zone: str) -> Event:
    """The event, with dates. `zone` is that of the calendar, in which an instant in UTC can be a
    midnight. Raises ValueError with the line for a time of day."""
    try:
        return _Days(source, zone).event()
    except OverflowError as error:
        raise source.invalid("DTSTART", "dates of the years 2 to 9998", error) from error


class _Days:
    """An event, with dates instead of moments."""

    def __init__(self, source: Source, zone: str) -> None:
        self.source = source
        self.zones: tuple[tzinfo, ...] = (ZoneInfo(zone), *source.zones, UTC)
        """The zones in which an instant can be a midnight: the calendar's, and those that the file
        names."""

    def event(self) -> Event:
        """The event. Raises ValueError for a time of day."""
        event = self.source.event
        try:
            start, end = event.start, event.end
        except ValueError as error:
            expected = "dates such as DTSTART;VALUE=DATE:20301225"
            raise self.source.invalid("DTSTART", expected, error) from error
        first, after = self._day("DTSTART", start), self._day("DTEND", end, _SECOND, _MINUTE)
        if after < first:
            raise self.source.invalid("DTEND", "a date after DTSTART", end)
        made = Event()
        made.add("UID", self.source.uid)
        made.add("SUMMARY", ics_events.summary(event))
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

    def _day(self, name: str, value: date, *missing: timedelta) -> date:
        """The day that begins at this time, or at this time plus one of the `missing` durations."""
        if not isinstance(value, datetime):
            return value
        for more in (timedelta(), *missing):
            for local in self._local_times(value + more):
                if _begins_its_day(local):
                    return local.date()
        raise self.source.invalid(name, "a whole day (VALUE=DATE)", f"{value:%Y-%m-%d %H:%M}")

    def _last_day(self, until: date) -> date:
        """The last day on which a series can have an occurrence.

        Outlook writes the last midnight in UTC, other programs the last second of that day. Example
        in Berlin: both 2026-06-21T22:00Z and 2026-06-22T21:59:59Z mean 22 June. Without a zone that
        explains it, a full hour is taken as the midnight of some zone: the nearest one.
        """
        if not isinstance(until, datetime):
            return until
        times = list(self._local_times(until))
        for local in times:
            if time() in (local.time(), (local + _SECOND).time()):
                return local.date()
        if until.tzinfo is not None and not (until.minute or until.second):
            return (until + _HALF_A_DAY).date()
        return times[0].date()

    def _local_times(self, value: datetime) -> Iterator[datetime]:
        """The wall times that an instant can mean. A time without a zone is already a wall time."""
        if value.tzinfo is None:
            yield value
            return
        for zone in (value.tzinfo, *self.zones):
            yield value.astimezone(zone)


def _begins_its_day(local: datetime) -> bool:
    """Whether this is the first moment of its day: midnight, or the moment at which the clocks skip
    midnight. In Cairo, 24 April 2026 begins at 01:00."""
    if local.time() == time() or local.tzinfo is None:
        return local.time() == time()
    # Python reads a time that is skipped with the offset before the change, and compares times of
    # one zone by what its clock shows.
    midnight = datetime.combine(local.date(), time(), local.tzinfo)
    return midnight.astimezone(UTC) == local.astimezone(UTC)
