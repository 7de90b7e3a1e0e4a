"""The closed days of ICS files (RFC 5545), as dates.

Only whole days close a calendar. Programs write them as dates, as midnight to midnight in a zone,
or as instants in UTC; here all become dates. `recurring_ical_events` then expands the series.
Files are read when the stack is synthesised or a command runs, never by a deployed function.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import recurring_ical_events  # type: ignore[import-untyped]  # ships no types
from icalendar import Calendar, Event

_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_COPIED = ("SEQUENCE", "STATUS", "TRANSP")
_SECOND = timedelta(seconds=1)


class IcsDates(NamedTuple):
    """The closed dates of a file, with their names."""

    closed: dict[date, str]
    free: dict[date, str]
    """Days of events that are marked as free (`TRANSP:TRANSPARENT`). They are open."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A VEVENT, and where it stands."""

    event: Event
    zones: tuple[tzinfo, ...]
    """In which an instant can be a midnight: the calendar's, and that of the event."""
    first_line: int
    lines: tuple[str, ...]

    def invalid(self, name: str, expected: str, got: object) -> ValueError:
        """The error for a property of this event, with its line."""
        found = (n for n, line in enumerate(self.lines) if line.upper().startswith(name))
        line = self.first_line + next(found, 0)
        return ValueError(
            f"line {line}: {name} of event {_summary(self.event)!r}: expected {expected}, got {got}"
        )


def read_ics(content: bytes, years: Iterable[int], zone: str) -> IcsDates:
    """The dates that the all-day events of an ICS file cover in these years, and their summaries.

    It supports events of several days, recurring events (RRULE, RDATE, EXDATE), and occurrences
    that are moved or cancelled, alone or with all later ones (RANGE=THISANDFUTURE). `zone` is that
    of the calendar: in it, an instant in UTC can be a midnight.

    Raises ValueError with the line for anything else, such as an event at a time of day: an ICS
    file can only close a whole day, and the configuration sets the hours of a single date.
    """
    wanted = frozenset(years)
    series: dict[str, list[tuple[_Source, Event]]] = defaultdict(list)
    for number, source in enumerate(_sources(content, zone)):
        uid = str(source.event.get("UID", "")) or f"event {number}"
        series[uid].append((source, _in_days(source, uid)))
    found = IcsDates({}, {})
    for events in series.values() if wanted else ():
        for occurrence in _occurrences(events, min(wanted), max(wanted)):
            _add(found, occurrence, wanted)
    return IcsDates(*(dict(sorted(days.items())) for days in found))


def _add(found: IcsDates, occurrence: Event, wanted: frozenset[int]) -> None:
    if _has(occurrence, "STATUS", "CANCELLED"):
        return
    days = found.free if _has(occurrence, "TRANSP", "TRANSPARENT") else found.closed
    day = occurrence.start
    while day < occurrence.end:
        if day.year in wanted:
            days[day] = _joined(days.get(day), _summary(occurrence))
        day += timedelta(days=1)


def _occurrences(
    events: list[tuple[_Source, Event]], first_year: int, last_year: int
) -> Iterator[Event]:
    """The occurrences of one series, which share a UID, that have a day in these years."""
    calendar = Calendar()
    for _, event in events:
        calendar.add_component(event)
    source = next((s for s, e in events if "RRULE" in e), events[0][0])
    try:
        query = recurring_ical_events.of(calendar)
        yield from query.between(date(first_year, 1, 1), date(last_year + 1, 1, 1))
    except ValueError as error:
        rule = "; ".join(r.to_ical().decode() for r in source.event.rrules)
        raise source.invalid("RRULE", _expected_rule(), f"{rule} ({error})") from error


def _sources(content: bytes, zone: str) -> Iterator[_Source]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("expected an iCalendar file in UTF-8") from error
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError) as error:
        raise ValueError(f"expected an iCalendar file (RFC 5545): {error}") from error
    if not calendars or any(calendar.name != "VCALENDAR" for calendar in calendars):
        raise ValueError("expected BEGIN:VCALENDAR … END:VCALENDAR, got none")
    lines = text.splitlines()
    begins = [n for n, line in enumerate(lines) if line.strip().upper() == "BEGIN:VEVENT"]
    events = [event for calendar in calendars for event in calendar.events]
    for event, begin in zip(events, begins, strict=False):
        end = next((n for n in begins if n > begin), len(lines))
        yield _Source(event, (ZoneInfo(zone), *_zone_of(event)), begin + 1, tuple(lines[begin:end]))


def _zone_of(event: Event) -> tuple[tzinfo, ...]:
    start = None if event.errors else event.DTSTART
    zone = start.tzinfo if isinstance(start, datetime) else None
    return (zone,) if zone else ()


def _in_days(source: _Source, uid: str) -> Event:
    """The event with dates instead of moments."""
    event = source.event
    for name, problem in event.errors:
        raise source.invalid(str(name), "a value that RFC 5545 allows", problem)
    try:
        start, end = event.start, event.end
    except ValueError as error:
        expected = "dates such as DTSTART;VALUE=DATE:20301225"
        raise source.invalid("DTSTART", expected, error) from error
    first, after = _day(source, "DTSTART", start), _day(source, "DTEND", end)
    if after < first:
        raise source.invalid("DTEND", "a date after DTSTART", end)
    made = Event()
    made.add("UID", uid)
    made.add("SUMMARY", _summary(event))
    made.add("DTSTART", first)
    # DTEND is the day after the last one (RFC 5545, 3.6.1). For a single day many programs repeat
    # DTSTART instead, which makes 0 days.
    made.add("DTEND", max(after, first + timedelta(days=1)))
    for name in _COPIED:
        if name in event:
            made[name] = event[name]
    _add_series(source, made)
    return made


def _add_series(source: _Source, made: Event) -> None:
    event = source.event
    for rule in event.rrules:
        made.add("RRULE", _rule(source, rule))
    for day, end in event.rdates:
        if end is not None:
            raise source.invalid("RDATE", "dates, not periods", day)
        made.add("RDATE", _day(source, "RDATE", day))
    for day in event.exdates:
        made.add("EXDATE", _day(source, "EXDATE", day))
    if event.RECURRENCE_ID is not None:
        made.add("RECURRENCE-ID", _day(source, "RECURRENCE-ID", event.RECURRENCE_ID))
        made["RECURRENCE-ID"].params.update(_range(source))


def _range(source: _Source) -> dict[str, str]:
    written = str(source.event["RECURRENCE-ID"].params.get("RANGE", ""))
    if written not in ("", "THISANDFUTURE"):
        raise source.invalid("RECURRENCE-ID", "no RANGE or RANGE=THISANDFUTURE", written)
    return {"RANGE": written} if written else {}


def _rule(source: _Source, rule: Any) -> Any:
    # With an interval of 0 the expansion never returns.
    frequency = rule.get("FREQ", [""])[0]
    if frequency not in _FREQUENCIES or min(rule.get("INTERVAL", [1])) < 1 or "RSCALE" in rule:
        raise source.invalid("RRULE", _expected_rule(), rule.to_ical().decode())
    made = rule.copy()
    if "UNTIL" in rule:
        made["UNTIL"] = [_last_day(source, until) for until in rule["UNTIL"]]
    return made


def _expected_rule() -> str:
    return f"a rule with FREQ={', '.join(_FREQUENCIES[:-1])} or {_FREQUENCIES[-1]}"


def _day(source: _Source, name: str, value: date) -> date:
    """The date of a property. Raises ValueError for a time of day."""
    if not isinstance(value, datetime):
        return value
    for local in _local_times(source, value):
        if local.time() == time():
            return local.date()
    raise source.invalid(name, "a whole day (VALUE=DATE)", f"{value:%Y-%m-%d %H:%M}")


def _last_day(source: _Source, until: date) -> date:
    """The last day on which a series can have an occurrence.

    Outlook writes the last midnight in UTC, other programs the last second of that day. Example in
    Berlin: both 2026-06-21T22:00Z and 2026-06-22T21:59:59Z mean 22 June.
    """
    if not isinstance(until, datetime):
        return until
    times = list(_local_times(source, until))
    ends = (t for t in times if time() in (t.time(), (t + _SECOND).time()))
    return next(ends, times[0]).date()


def _local_times(source: _Source, value: datetime) -> Iterator[datetime]:
    """The wall times that an instant can mean. One without a zone is a wall time."""
    if value.tzinfo is not None:
        for zone in source.zones:
            yield value.astimezone(zone)
    yield value


def _has(event: Event, name: str, value: str) -> bool:
    return str(event.get(name, "")).upper() == value


def _summary(event: Event) -> str:
    return str(event.get("SUMMARY", "")).strip() or "closed"


def _joined(before: str | None, summary: str) -> str:
    return summary if before in (None, summary) else f"{before}; {summary}"
