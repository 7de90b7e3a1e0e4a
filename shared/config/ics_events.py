"""The events of ICS files (RFC 5545). An error names the line and the event.

Files are read when the stack is synthesised or a command runs, never by a deployed function.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Any, NamedTuple

from icalendar import Calendar, Event
from icalendar.timezone import tzp

from shared.config import file_values, ics_lines

_RULE_PARTS = {
    "FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY",
    "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "BYEASTER",
}  # fmt: skip
"""The parts of a rule in RFC 5545, and one more, for programs that know when Easter is."""

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")

_EMPTY = re.compile(r"(EXDATE|RDATE)[^:]*:\s*$", re.IGNORECASE)
"""A list without a date, as some programs write it. It says nothing."""

_ONCE = (
    "UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "STATUS", "TRANSP",
    "SUMMARY",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A VEVENT, and its place in the file."""

    event: Event
    number: int
    lines: tuple[tuple[int, str], ...]
    """Its lines with their numbers. Continued lines are joined."""
    zones: tuple[tzinfo, ...] = ()
    """The time zones that its file names."""

    @property
    def uid(self) -> str:
        """The same for all parts of a series."""
        return str(self.event.get("UID", "")) or f"event {self.number}"

    @property
    def is_part(self) -> bool:
        """Whether it replaces occurrences of a series."""
        return "RECURRENCE-ID" in self.event

    @property
    def duration_days(self) -> int:
        """How many of its DURATION are weeks and days, as days. The rest is exact: `P1D` ends at
        the same wall time, and `PT24H` after 24 hours (RFC 5545, 3.3.6)."""
        depth, text = 0, ""
        for _, line in self.lines:
            written = line.upper()
            # A reminder in the event (VALARM) has a duration of its own.
            depth += written.startswith("BEGIN:") - written.startswith("END:")
            if depth == 1 and re.match(r"DURATION[;:]", written):
                text = written.rpartition(":")[2]
        parts = {unit: int(n) for n, unit in re.findall(r"(\d+)([WD])", text)}
        return parts.get("W", 0) * 7 + parts.get("D", 0)

    def invalid(self, name: str, expected: str, got: object) -> ValueError:
        """The error for a property of this event, with its line."""
        return self._at(name, f"{name} of event", expected, got)

    def unreadable(self, problem: str) -> ValueError:
        """The error for a line that is not a property."""
        found = (text for _, text in self.lines if text and text in problem)
        text = max(found, key=len, default="")
        return self._at(text, "event", "lines such as NAME:VALUE", repr(text) if text else problem)

    def _at(self, start: str, where: str, expected: str, got: object) -> ValueError:
        own = (n for n, text in self.lines if start and text.upper().startswith(start.upper()))
        line = next(own, self.lines[0][0])
        title = summary(self.event) or "closed"
        return ValueError(f"line {line}: {where} {title!r}: expected {expected}, got {got}")


class IcsFile(NamedTuple):
    """What an ICS file holds."""

    events: list[Source]
    others: Counter[str]
    """How many components other than events the file has, such as `VTODO`. They are not used."""


def read(content: bytes) -> list[Source]:
    """The events of the file. Raises ValueError for one that is not valid."""
    return read_file(content).events


def read_file(content: bytes) -> IcsFile:
    """The events of the file, and what else is in it. Raises ValueError if it is not valid."""
    lines = ics_lines.unfolded(ics_lines.lines(content))
    try:
        parsed = [(calendar, _zones(calendar)) for calendar in _calendars(lines)]
    except (ValueError, IndexError, KeyError, AttributeError, OverflowError) as error:
        raise ValueError(f"expected an iCalendar file (RFC 5545): {error}") from error
    calendars = [calendar for calendar, _ in parsed]
    if not calendars or any(calendar.name != "VCALENDAR" for calendar in calendars):
        raise ValueError("expected BEGIN:VCALENDAR … END:VCALENDAR, got none")
    for calendar in calendars:
        if str(calendar.get("METHOD", "")).upper() == "CANCEL":
            raise ValueError("METHOD: expected an export of events, got CANCEL, which cancels them")
        scale = str(calendar.get("CALSCALE", "GREGORIAN"))
        if scale.upper() != "GREGORIAN":
            raise ValueError(f"CALSCALE: expected GREGORIAN, got {scale}")
    found = list(_sources(lines, parsed))
    for source in found:
        _check(source)
    others = Counter(part.name or "" for c in calendars for part in c.subcomponents)
    for name in ("VEVENT", "VTIMEZONE"):
        del others[name]
    return IcsFile(found, others)


def _calendars(lines: list[tuple[int, str]]) -> Iterator[Calendar]:
    """The calendars of the file. A time zone that one of them defines counts in it alone.

    The parser remembers every zone by its name, and so would read the next calendar with it. Two
    calendars can use one name, such as `Customized Time Zone`, for different zones.
    """
    texts = [""]
    for _, line in lines:
        if line.strip().upper() == "BEGIN:VCALENDAR":
            texts.append("")
        texts[-1] += "" if _EMPTY.match(line) else f"{line}\n"
    for text in filter(str.strip, texts):
        tzp.use_default()  # which forgets the zones that were defined before
        yield from Calendar.from_ical(text, multiple=True)


def _sources(
    lines: list[tuple[int, str]], calendars: Iterable[tuple[Calendar, tuple[tzinfo, ...]]]
) -> Iterator[Source]:
    begins = [n for n, (_, line) in enumerate(lines) if line.strip().upper() == "BEGIN:VEVENT"]
    events = [(event, zones) for calendar, zones in calendars for event in calendar.events]
    for number, ((event, zones), begin) in enumerate(zip(events, begins, strict=True)):
        end = next((n for n in begins if n > begin), len(lines))
        yield Source(event, number, tuple(lines[begin:end]), zones)


def _zones(calendar: Calendar) -> tuple[tzinfo, ...]:
    """The time zones that a calendar defines or names: it was written in one of them."""
    named = tzp.timezone(str(calendar.get("X-WR-TIMEZONE", "")) or "UTC")
    zones: list[tzinfo | None] = [named]
    for zone in calendar.timezones:
        with suppress(
            ValueError, KeyError, IndexError, TypeError, AttributeError
        ):  # no definition of a zone
            zones.append(zone.to_tz())
    for event in calendar.events:
        with suppress(ValueError):  # `_check` finds what is wrong with it
            zones.append(getattr(getattr(event.get("DTSTART"), "dt", None), "tzinfo", None))
    return tuple(dict.fromkeys(zone for zone in zones if zone is not None))


def _check(source: Source) -> None:
    event: Any = source.event
    for name, problem in event.errors:
        if name is None:
            raise source.unreadable(str(problem))
        raise source.invalid(str(name), "a value that RFC 5545 allows", problem)
    _check_types(source, event)
    if "EXRULE" in event:
        left_out = "EXDATE for each occurrence that is left out"
        raise source.invalid("EXRULE", left_out, text(event["EXRULE"]))
    if "DURATION" in event and event["DURATION"].dt < timedelta():
        raise source.invalid("DURATION", "a time above zero", text(event["DURATION"]))
    for rule in event.rrules:
        # With an interval of 0 the expansion never returns.
        frequency = rule.get("FREQ", [""])[0]
        if frequency not in FREQUENCIES or min(rule.get("INTERVAL", [1])) < 1:
            raise source.invalid("RRULE", expected_rule(), text(rule))
        if min(rule.get("COUNT", [1])) < 1:  # the expansion would take it for 1
            raise source.invalid("RRULE", "a COUNT above zero", text(rule))
        if others := [part for part in rule if part not in _RULE_PARTS]:
            expected = "parts that RFC 5545 defines, such as INTERVAL=2 or BYDAY=MO"
            raise source.invalid("RRULE", expected, ", ".join(map(repr, others)))
    for day, end in event.rdates:
        if end is not None:
            raise source.invalid("RDATE", "dates, not periods", day)
    written = range_of(event)
    if written not in ("", "THISANDFUTURE"):
        raise source.invalid("RECURRENCE-ID", "no RANGE or RANGE=THISANDFUTURE", written)


def _check_types(source: Source, event: Any) -> None:
    """Checks that each property has one line and a value of its type."""
    for name in _ONCE:
        if isinstance(event.get(name), list):
            raise source.invalid(name, "one line", "several")
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        if name in event and not isinstance(event[name].dt, date):
            raise source.invalid(name, "a date or a time", text(event[name]))
    if "DURATION" in event and not isinstance(event["DURATION"].dt, timedelta):
        raise source.invalid("DURATION", "a time such as P1D", text(event["DURATION"]))
    for name in ("RDATE", "EXDATE"):
        lists = event.get(name, [])
        for each in lists if isinstance(lists, list) else [lists]:
            allowed = date | tuple if name == "RDATE" else date
            if not all(isinstance(day.dt, allowed) for day in each.dts):
                raise source.invalid(name, "dates or times", text(each))


def range_of(event: Event) -> str:
    """Which occurrences the event replaces: empty for one, or `THISANDFUTURE`."""
    return str(getattr(event.get("RECURRENCE-ID"), "params", {}).get("RANGE", ""))


def version(event: Event) -> int:
    """Which version of the event this is: `SEQUENCE`."""
    return int(event.get("SEQUENCE", 0))


def text(value: Any) -> str:
    """A property as it is written; empty if the event lacks it."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return ";".join(each.to_ical().decode() for each in values)


def summary(event: Event) -> str:
    """The event's title; empty if it has none."""
    written = event.get("SUMMARY", "")
    return file_values.normalised(str(written[0] if isinstance(written, list) else written))


def has(event: Event, name: str, value: str) -> bool:
    """Whether a property has this value. Case does not matter."""
    return str(event.get(name, "")).upper() == value


def expected_rule() -> str:
    return f"a rule with FREQ={', '.join(FREQUENCIES[:-1])} or {FREQUENCIES[-1]}"
