"""The shifts of an on-call calendar: each event of an ICS file is one person's.

They are read when the stack is synthesised or a command runs. The functions receive only shifts.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Event

from shared.config import ics_events
from shared.domain.calendars import instant_of
from shared.domain.rotations import Shift

MAX_SHIFTS = 2_000
"""More would make the configuration of every function large."""


def shifts(
    text: str, names: Iterable[str], zone: str, start: datetime, end: datetime
) -> tuple[Shift, ...]:
    """The shifts with a part in [start, end), in the order of time.

    The summary of an event is the name of a responder, in capital or small letters. An event
    without a zone, or of whole days, is in `zone`. A recurring event keeps its wall times: a shift
    from 09:00 to 17:00 has them in summer and in winter.

    Raises ValueError for what RFC 5545 does not allow, for other names, and for too many shifts.
    """
    known = {name.casefold(): name for name in names}
    events = ics_events.read(text)
    moved = {
        (str(e.get("UID", "")), _local(e.RECURRENCE_ID, _zone(e, zone)))
        for e in events
        if e.RECURRENCE_ID is not None
    }
    found: list[Shift] = []
    for event in events:
        if ics_events.is_cancelled(event):
            continue
        person = known.get(ics_events.summary(event).casefold())
        if person is None:
            expected = f"the name of a responder ({', '.join(known.values()) or 'none defined'})"
            raise ics_events.invalid(event, "SUMMARY", expected, ics_events.summary(event))
        for opens, closes in _occurrences(event, _zone(event, zone), moved, start, end):
            if opens < end and closes > start:
                found.append(Shift(start=opens, end=closes, person=person))
        if len(found) > MAX_SHIFTS:
            raise ValueError(f"ics: expected at most {MAX_SHIFTS:,} shifts in this time")
    return tuple(sorted(set(found), key=lambda s: (s.start, s.end, s.person)))


def _occurrences(
    event: Event, zone: str, moved: set[tuple[str, datetime]], start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    if "RANGE" in getattr(event.get("RECURRENCE-ID"), "params", {}):
        expected = "one occurrence; RANGE=THISANDFUTURE is not supported"
        raise ics_events.invalid(event, "RECURRENCE-ID", expected, event.RECURRENCE_ID)
    first, last = _span(event, zone)
    if last <= first:
        raise ics_events.invalid(event, "DTEND", "a time after DTSTART", event.get("DTEND"))
    series = ics_events.series(event, first, ZoneInfo(zone), lambda _, v: _local(v, zone))
    margin = last - first + timedelta(days=2)
    low, high = start.replace(tzinfo=None) - margin, end.replace(tzinfo=None) + timedelta(days=2)
    own = (str(event.get("UID", "")), event.RECURRENCE_ID is not None)
    for at in series.between(low, high, inc=True):
        if not own[1] and (own[0], at) in moved:
            continue
        yield instant_of(at, zone), instant_of(at + (last - first), zone)


def _span(event: Event, zone: str) -> tuple[datetime, datetime]:
    """The wall times of the first occurrence."""
    try:
        return _local(event.start, zone), _local(event.end, zone)
    except ValueError as error:
        raise ics_events.invalid(event, "DTSTART, DTEND", "a start and an end", error) from error


def _zone(event: Event, zone: str) -> str:
    """The zone in whose wall times the event recurs: its own, if it names one."""
    start = event.start
    key = getattr(start.tzinfo, "key", None) if isinstance(start, datetime) else None
    if key is not None:
        return str(key)
    return "UTC" if isinstance(start, datetime) and start.tzinfo is not None else zone


def _local(value: date, zone: str) -> datetime:
    """A date or time as a wall time of the zone. A date is its first midnight."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    if value.tzinfo is None:
        return value
    return value.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
