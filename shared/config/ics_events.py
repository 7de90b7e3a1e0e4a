"""Reads the events of ICS files (RFC 5545), and when they recur. Errors name the event."""

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import Any

from dateutil.rrule import rruleset, rrulestr  # type: ignore[import-untyped]  # ships no types
from icalendar import Calendar, Event

_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")

type Local = Callable[[str, date], datetime]
"""The wall time, without a zone, of the value of a property with that name."""


def read(text: str) -> list[Event]:
    """The events of the file. Raises ValueError for one that is not valid."""
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError) as error:
        raise ValueError(f"ics: expected an iCalendar file (RFC 5545): {error}") from error
    if not calendars or any(calendar.name != "VCALENDAR" for calendar in calendars):
        raise ValueError("ics: expected BEGIN:VCALENDAR … END:VCALENDAR, got none")
    events = [event for calendar in calendars for event in calendar.events]
    for event in events:
        for name, problem in event.errors:
            raise invalid(event, str(name), "a value that RFC 5545 allows", problem)
    return events


def summary(event: Event) -> str:
    """The event's title; empty if it has none."""
    return str(event.get("SUMMARY", "")).strip()


def is_cancelled(event: Event) -> bool:
    """Whether the event no longer takes place."""
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def invalid(event: Event, name: str, expected: str, got: object) -> ValueError:
    """The error that a property of this event is not as expected."""
    title = summary(event) or "closed"
    return ValueError(f"ics: {name} of event {title!r}: expected {expected}, got {got}")


def series(event: Event, first: datetime, zone: tzinfo | None, local: Local) -> rruleset:
    """The wall times at which an occurrence starts, `first` included."""
    found = rruleset()
    found.rdate(first)
    for rule in event.rrules:
        found.rrule(_rule(event, rule, first, zone))
    for day, end in event.rdates:
        if end is not None:
            raise invalid(event, "RDATE", "dates, not periods", day)
        found.rdate(local("RDATE", day))
    for day in event.exdates:
        found.exdate(local("EXDATE", day))
    return found


def _rule(event: Event, rule: Any, first: datetime, zone: tzinfo | None) -> Any:
    """An RRULE as a dateutil rule. dateutil requires UNTIL and the start to be of the same type, so
    UNTIL becomes a wall time."""
    written = rule.to_ical().decode()
    expected = f"a rule with FREQ={', '.join(_FREQUENCIES[:-1])} or {_FREQUENCIES[-1]}"
    # With an interval of 0 dateutil never returns.
    if rule.get("FREQ", [""])[0] not in _FREQUENCIES or min(rule.get("INTERVAL", [1])) < 1:
        raise invalid(event, "RRULE", expected, written)
    parts = [part for part in written.split(";") if not part.startswith("UNTIL=")]
    for until in rule.get("UNTIL", ()):
        last = until.astimezone(zone) if zone and getattr(until, "tzinfo", None) else until
        parts.append(f"UNTIL={last:%Y%m%dT%H%M%S}")
    try:
        return rrulestr(";".join(parts), dtstart=first)
    except ValueError as error:
        raise invalid(event, "RRULE", expected, f"{written} ({error})") from error
