"""The events of ICS files (RFC 5545), and when they recur. An error names the line and the event.

Files are read when the stack is synthesised or a command runs, never by a deployed function.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import recurring_ical_events  # type: ignore[import-untyped]  # ships no types
from icalendar import Calendar, Event

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")


@dataclass(frozen=True, slots=True)
class Source:
    """A VEVENT, and where it stands."""

    event: Event
    number: int
    first_line: int
    lines: tuple[str, ...]

    @property
    def uid(self) -> str:
        """The same for all parts of a series."""
        return str(self.event.get("UID", "")) or f"event {self.number}"

    def invalid(self, name: str, expected: str, got: object) -> ValueError:
        """The error for a property of this event, with its line."""
        found = (n for n, line in enumerate(self.lines) if line.upper().startswith(name))
        line = self.first_line + next(found, 0)
        title = summary(self.event) or "closed"
        return ValueError(f"line {line}: {name} of event {title!r}: expected {expected}, got {got}")


def read(content: bytes) -> list[Source]:
    """The events of the file. Raises ValueError for one that is not valid."""
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
    found = list(_sources(text, [event for calendar in calendars for event in calendar.events]))
    for source in found:
        _check(source)
    return found


def _sources(text: str, events: Iterable[Event]) -> Iterator[Source]:
    lines = text.splitlines()
    begins = [n for n, line in enumerate(lines) if line.strip().upper() == "BEGIN:VEVENT"]
    for number, (event, begin) in enumerate(zip(events, begins, strict=False)):
        end = next((n for n in begins if n > begin), len(lines))
        yield Source(event, number, begin + 1, tuple(lines[begin:end]))


def _check(source: Source) -> None:
    for name, problem in source.event.errors:
        raise source.invalid(str(name), "a value that RFC 5545 allows", problem)
    for rule in source.event.rrules:
        # With an interval of 0 the expansion never returns.
        frequency = rule.get("FREQ", [""])[0]
        if frequency not in FREQUENCIES or min(rule.get("INTERVAL", [1])) < 1 or "RSCALE" in rule:
            raise source.invalid("RRULE", _expected_rule(), rule.to_ical().decode())
    for day, end in source.event.rdates:
        if end is not None:
            raise source.invalid("RDATE", "dates, not periods", day)
    written = range_of(source.event)
    if written not in ("", "THISANDFUTURE"):
        raise source.invalid("RECURRENCE-ID", "no RANGE or RANGE=THISANDFUTURE", written)


def range_of(event: Event) -> str:
    """Which occurrences the event replaces: `` (one) or `THISANDFUTURE`."""
    return str(getattr(event.get("RECURRENCE-ID"), "params", {}).get("RANGE", ""))


def occurrences(
    events: Iterable[tuple[Source, Event]], start: date, end: date
) -> Iterator[tuple[Source, Event]]:
    """The occurrences that have a part in [start, end), each with where its series stands.

    The events may be those of the file, or made of them. Raises ValueError for a rule that cannot
    be expanded.
    """
    series: dict[str, list[tuple[Source, Event]]] = defaultdict(list)
    for source, event in events:
        series[source.uid].append((source, event))
    for parts in series.values():
        calendar = Calendar()
        for _, event in parts:
            calendar.add_component(event)
        source = next((s for s, e in parts if "RRULE" in e), parts[0][0])
        try:
            found = recurring_ical_events.of(calendar).between(start, end)
        except ValueError as error:
            rule = "; ".join(r.to_ical().decode() for r in source.event.rrules)
            raise source.invalid("RRULE", _expected_rule(), f"{rule} ({error})") from error
        for occurrence in found:
            yield source, occurrence


def summary(event: Event) -> str:
    """The event's title; empty if it has none."""
    return str(event.get("SUMMARY", "")).strip()


def has(event: Event, name: str, value: str) -> bool:
    """Whether a property has this value, in capital or small letters."""
    return str(event.get(name, "")).upper() == value


def _expected_rule() -> str:
    return f"a rule with FREQ={', '.join(FREQUENCIES[:-1])} or {FREQUENCIES[-1]}"
