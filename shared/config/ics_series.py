"""When the events of ICS files (RFC 5545) recur. An error names the line and the event."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import recurring_ical_events  # type: ignore[import-untyped]  # ships no types
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # ships no types
from icalendar import Calendar, Event

from shared.config import ics_events
from shared.config.ics_events import Source

_CONTENT = (
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "STATUS", "TRANSP", "SUMMARY",
)  # fmt: skip
"""The properties in which two events with one UID can differ."""


def occurrences(
    events: Iterable[tuple[Source, Event]], start: date, end: date
) -> Iterator[tuple[Source, Event]]:
    """The occurrences that overlap [start, end), each with the place of its series in the file.

    The events may be those of the file, or derived from them. Raises ValueError for a rule that
    cannot be expanded.
    """
    for parts in _series(events):
        calendar = Calendar()
        replaced = {event.RECURRENCE_ID for _, event in parts}
        source = next((s for s, e in parts if "RRULE" in e), parts[0][0])
        try:
            for _, event in parts:
                calendar.add_component(_with_counted_start(_without_exdates(event, replaced)))
            found = recurring_ical_events.of(calendar).between(start, end)
        except (ValueError, OverflowError) as error:
            rule = "; ".join(ics_events.text(rule) for rule in source.event.rrules)
            if not rule:
                got = ics_events.text(source.event.get("DTEND"))
                raise source.invalid(
                    "DTEND", "an end within 1,000 years of DTSTART", got
                ) from error
            raise source.invalid(
                "RRULE", ics_events.expected_rule(), f"{rule} ({error})"
            ) from error
        for occurrence in found:
            yield source, occurrence


def _without_exdates(event: Event, replaced: Container[date | None]) -> Event:
    """The event without the `EXDATE` of occurrences that another event of its series replaces. Some
    programs write both, and the expansion would leave out the other event as well."""
    if replaced_ones := [day for day in event.exdates if day in replaced]:
        kept = [day for day in event.exdates if day not in replaced_ones]
        event = Event((name, value) for name, value in event.items() if name != "EXDATE")
        for day in kept:
            event.add("EXDATE", day)
    return event


def _with_counted_start(event: Event) -> Event:
    """The event. If its DTSTART does not fit a rule, the rule's COUNT is one less.

    DTSTART is always the first occurrence and counts (RFC 5545, 3.3.10); the expansion adds it to
    the occurrences of the rule. Example: from a Thursday on, `FREQ=WEEKLY;BYDAY=MO;COUNT=3` is that
    Thursday and two Mondays.
    """
    made = event.copy()
    made.pop("RRULE", None)
    for written in event.rrules:
        rule = written.copy()
        count, start = rule.get("COUNT", [0])[0], event.start
        if count and not _fits(rule, start):
            if count == 1:
                continue
            rule["COUNT"] = [count - 1]
        made.add("RRULE", rule)
    return made


def _fits(rule: Any, start: date) -> bool:
    begin = start if isinstance(start, datetime) else datetime.combine(start, time())
    text = rule.to_ical().decode()
    return next(iter(rrulestr(text, dtstart=begin)), None) == begin


def misses(events: Iterable[tuple[Source, Event]], first: date) -> Iterator[str]:
    """The lines from this day on that leave out or replace an occurrence which the series does not
    have.

    Example: an `EXDATE` on a Tuesday, of a series on Mondays. Such a line has no effect.
    """
    for parts in _series(events):
        wholes = [event for source, event in parts if not source.is_part]
        if not wholes:
            continue
        series = Calendar()
        whole = Event((k, v) for k, v in wholes[0].items() if k != "EXDATE")
        series.add_component(_with_counted_start(whole))
        occurs = recurring_ical_events.of(series)
        for source, name, value in _referred(parts):
            day = value.date() if isinstance(value, datetime) else value
            if day >= first and all(each.start != value for each in occurs.at(day)):
                yield str(source.invalid(name, "an occurrence of its series", value))


def _referred(parts: "_Parts") -> Iterator[tuple[Source, str, date]]:
    """The occurrences that the parts of a series leave out or replace."""
    for source, event in parts:
        yield from ((source, "EXDATE", value) for value in event.exdates)
        if event.RECURRENCE_ID is not None:
            yield source, "RECURRENCE-ID", event.RECURRENCE_ID


type _Parts = list[tuple[Source, Event]]


def _series(events: Iterable[tuple[Source, Event]]) -> Iterator[_Parts]:
    """The events that belong together: a series, and those that replace its occurrences.

    Some programs give several events the same UID. Each is an event of its own, unless it is a
    repetition, or `SEQUENCE` says that one is a later version of another.
    """
    by_uid: dict[str, _Parts] = defaultdict(list)
    for source, event in events:
        by_uid[source.uid].append((source, event))
    for parts in by_uid.values():
        wholes = _latest([part for part in parts if not part[0].is_part])
        changes = _latest([part for part in parts if part[0].is_part])
        if len(wholes) > 1 and changes:
            source = wholes[1][0]
            raise source.invalid("UID", "another one than that of the event above", source.uid)
        yield from [[whole] for whole in wholes] if len(wholes) > 1 else [[*wholes, *changes]]


def _latest(parts: Sequence[tuple[Source, Event]]) -> _Parts:
    """The events without repetitions and earlier versions. Raises ValueError for two that replace
    the same occurrence."""
    newest: dict[str, int] = {}
    for _, event in parts:
        at = ics_events.text(event.get("RECURRENCE-ID"))
        newest[at] = max(newest.get(at, 0), ics_events.version(event))
    found: dict[tuple[str, ...], tuple[Source, Event]] = {}
    for source, event in parts:
        at = ics_events.text(event.get("RECURRENCE-ID"))
        if ics_events.version(event) < newest[at]:
            continue
        content = (at, *(ics_events.text(event.get(name)) for name in _CONTENT))
        if at and content not in found and any(key[0] == at for key in found):
            raise source.invalid("RECURRENCE-ID", "one event for each occurrence", at)
        found.setdefault(content, (source, event))
    return list(found.values())
