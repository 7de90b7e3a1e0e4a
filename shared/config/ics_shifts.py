"""The shifts of an on-call calendar: each event of an ICS file is one person's."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Event

from shared.config import ics_events
from shared.config.ics_events import Source
from shared.domain.calendars import instant_of
from shared.domain.rotations import Shift

MAX_SHIFTS = 2_000
"""More would make the configuration of every function large."""


def shifts(
    content: bytes, names: Iterable[str], zone: str, start: datetime, end: datetime
) -> tuple[Shift, ...]:
    """The shifts with a part in [start, end), in the order of time.

    The summary of an event is the name of a responder, in capital or small letters. An event
    without a zone, or of whole days, is in `zone`. A recurring event keeps its wall times: a shift
    from 09:00 to 17:00 has them in summer and in winter.

    Raises ValueError for what RFC 5545 does not allow, for other names, and for too many shifts.
    """
    known = {name.casefold(): name for name in names}
    events = [(s, s.event) for s in ics_events.read(content)]
    for source, event in events:
        _check(source, event, known)
    found: set[Shift] = set()
    day = timedelta(days=1)  # a zone can be a day ahead or behind
    first, after = (start - day).date(), (end + day).date()
    for _, occurrence in ics_events.occurrences(events, first, after):
        if ics_events.has(occurrence, "STATUS", "CANCELLED"):
            continue
        opens, closes = _instant(occurrence.start, zone), _instant(occurrence.end, zone)
        if opens < end and closes > start:
            person = known[ics_events.summary(occurrence).casefold()]
            found.add(Shift(start=opens, end=closes, person=person))
    if len(found) > MAX_SHIFTS:
        raise ValueError(f"expected at most {MAX_SHIFTS:,} shifts in this time")
    return tuple(sorted(found, key=lambda s: (s.start, s.end, s.person)))


def _check(source: Source, event: Event, known: dict[str, str]) -> None:
    name = ics_events.summary(event)
    if name.casefold() not in known and not ics_events.has(event, "STATUS", "CANCELLED"):
        expected = f"the name of a responder ({', '.join(known.values()) or 'none defined'})"
        raise source.invalid("SUMMARY", expected, name)
    try:
        begins, ends = event.start, event.end
    except ValueError as error:
        raise source.invalid("DTSTART", "a start and an end", error) from error
    if ends <= begins:
        raise source.invalid("DTEND", "a time after DTSTART", event.get("DTEND"))


def _instant(value: date, zone: str) -> datetime:
    """The instant of a wall time, in `zone` unless it names its own; of a date, its midnight."""
    if not isinstance(value, datetime):
        return instant_of(datetime.combine(value, time()), zone)
    if value.tzinfo is None:
        return instant_of(value, zone)
    key = value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else "UTC"
    return instant_of(value.astimezone(ZoneInfo(key)).replace(tzinfo=None, fold=0), key)
