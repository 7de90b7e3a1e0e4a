"""The shifts of an on-call calendar: each event of an ICS file is one person's."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event

from shared.config import ics_events, ics_series, ics_whole_days
from shared.config.ics_events import Source
from shared.domain.calendars import instant_of
from shared.domain.rotations import Shift

MAX_SHIFTS = 2_000
"""How many shifts a rotation can have. More would make the configuration of every function
large."""

_DAYS, _EXACT_S = "X-DURATION-DAYS", "X-DURATION-SECONDS"
"""Properties of an event with a DURATION: the days in it, and the rest."""


def shifts(
    content: bytes, names: Iterable[str], zone: str, start: datetime, end: datetime
) -> tuple[Shift, ...]:
    """The shifts that overlap [start, end), sorted by time.

    The summary of an event is the name of a responder. Case does not matter. An event without a
    zone, or of whole days, is in `zone`. A recurring event keeps its wall times: a shift from 09:00
    to 17:00 has the same times in summer and in winter.

    Raises ValueError for what RFC 5545 does not allow, for other names, and for too many shifts.
    """
    known = {name.casefold(): name for name in names}
    events, zones = _read(content, known, zone)
    found: set[Shift] = set()
    day = timedelta(days=1)  # a zone can be a day ahead or behind
    first, after = (start - day).date(), (end + day).date()
    for source, occurrence in ics_series.occurrences(events, first, after):
        if ics_events.has(occurrence, "STATUS", "CANCELLED"):
            continue
        of = zones[source.number]
        opens, closes = _instant(occurrence.start, zone, of), _end(occurrence, zone, of)
        if opens < end and closes > start:
            person = known[ics_events.summary(occurrence).casefold()]
            found.add(Shift(start=opens, end=closes, person=person))
    if len(found) > MAX_SHIFTS:
        raise ValueError(f"expected at most {MAX_SHIFTS:,} shifts in this time")
    return tuple(sorted(found, key=lambda s: (s.start, s.end, s.person)))


def misses(content: bytes, names: Iterable[str], zone: str, first: date) -> Iterator[str]:
    """The lines from this day on that leave out or replace a shift which the series does not have
    (`ics_series.misses`)."""
    known = {name.casefold(): name for name in names}
    return ics_series.misses(_read(content, known, zone)[0], first)


def _read(
    content: bytes, known: Mapping[str, str], zone: str
) -> tuple[list[tuple[Source, Event]], dict[int, tzinfo]]:
    """The events and, by each event's number, the zone of its wall times."""
    sources = ics_events.read(content)
    zones = _series_zones(sources, ZoneInfo(zone))
    return [(s, _in_walls(s, known, zone, zones[s.number])) for s in sources], zones


def _series_zones(sources: Iterable[Source], zone: ZoneInfo) -> dict[int, tzinfo]:
    """The zone in which each event recurs, by the event's number. A changed occurrence has the zone
    of its series, and an event without a zone has `zone`."""
    own: dict[int, tzinfo] = {}
    series: dict[str, Source] = {}
    for source in sources:
        start = getattr(source.event.get("DTSTART"), "dt", None)
        own[source.number] = getattr(start, "tzinfo", None) or zone
        other = series.get(source.uid)
        if other is None or _leads(source, other):
            series[source.uid] = source
    return {s.number: own[series[s.uid].number if s.is_part else s.number] for s in sources}


def _leads(source: Source, other: Source) -> bool:
    rank, of_other = ((not s.is_part, ics_events.version(s.event)) for s in (source, other))
    return rank > of_other


def _in_walls(source: Source, known: Mapping[str, str], zone: str, series_zone: tzinfo) -> Event:
    """The event, with wall times in the zone of its series, or with dates. Raises ValueError."""
    event = source.event
    name = ics_events.summary(event)
    if name.casefold() not in known and not ics_events.has(event, "STATUS", "CANCELLED"):
        expected = f"the name of a responder ({', '.join(known.values()) or 'none defined'})"
        raise source.invalid("SUMMARY", expected, name or "none")
    if not isinstance(getattr(event.get("DTSTART"), "dt", None), datetime):
        return ics_whole_days.with_dates(source, zone)
    try:
        return _Times(source, zone, series_zone).event()
    except OverflowError as error:
        raise source.invalid("DTSTART", "times of the years 2 to 9998", error) from error


class _Times:
    """An event at times of day, all as wall times of the zone of its series.

    A time without a zone is in the event's zone or, if that has none, in the rotation's. Events
    recur at wall times, so all times become wall times before a series is expanded. The library
    that expands it would compare times with a zone both by wall time and by UTC, and so, in
    Shanghai, confuse 00:00 with 08:00.
    """

    def __init__(self, source: Source, zone: str, series_zone: tzinfo) -> None:
        self.source = source
        self.series_zone = series_zone
        event: Any = source.event
        self.start = self._with_zone("DTSTART", event["DTSTART"].dt, ZoneInfo(zone))
        self.zone: tzinfo = self.start.tzinfo or UTC

    def event(self) -> Event:
        """The event. Raises ValueError for an end before its start, and for an unknown zone."""
        event: Any = self.source.event
        made = self.source.event.copy()
        for name in ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE"):
            made.pop(name, None)
        made.add("DTSTART", self._wall(self.start))
        made.add("DTEND", self._wall(self._end()))
        if "DURATION" in event:
            days = self.source.duration_days
            made.add(_DAYS, days)
            made.add(_EXACT_S, round((event["DURATION"].dt - timedelta(days=days)).total_seconds()))
        for rule in event.rrules:
            made.add("RRULE", self._rule(rule))
        for day, _ in event.rdates:
            made.add("RDATE", self._time("RDATE", day))
        for day in event.exdates:
            made.add("EXDATE", self._time("EXDATE", day))
        if event.RECURRENCE_ID is not None:
            self._replace(made, event.RECURRENCE_ID)
        return made

    def _wall(self, moment: datetime) -> datetime:
        return moment.astimezone(self.series_zone).replace(tzinfo=None, fold=0)

    def _end(self) -> datetime:
        event: Any = self.source.event
        try:
            _ = event.end  # raises where DTSTART and DTEND or DURATION do not fit
        except ValueError as error:
            raise self.source.invalid("DTSTART", "a start and an end", error) from error
        except TypeError:
            pass  # one has a zone and the other has none
        name = "DURATION" if "DURATION" in event else "DTEND"
        end = self.start
        if name == "DURATION":
            days = timedelta(days=self.source.duration_days)
            end = (self.start + days).astimezone(UTC) + (event["DURATION"].dt - days)
        elif "DTEND" in event:
            end = self._with_zone("DTEND", event["DTEND"].dt, self.zone)
        if end.astimezone(UTC) <= self.start.astimezone(UTC):
            got = event[name].to_ical().decode() if name in event else "none"
            raise self.source.invalid(name, "a time after DTSTART", got)
        return end

    def _rule(self, rule: Any) -> Any:
        made = rule.copy()
        if "UNTIL" in rule:
            made["UNTIL"] = [self._until(until) for until in rule["UNTIL"]]
        return made

    def _until(self, until: date) -> datetime:
        """A date as the last second of that day."""
        if not isinstance(until, datetime):
            until = datetime.combine(until, time(23, 59, 59))
        return self._wall(self._with_zone("RRULE", until, self.zone))

    def _time(self, name: str, value: date) -> datetime:
        """The wall time of a value. A date means the occurrence on that day."""
        if not isinstance(value, datetime):
            value = datetime.combine(value, self.start.time())
        return self._wall(self._with_zone(name, value, self.zone))

    def _replace(self, made: Event, replaced: date) -> None:
        if not isinstance(replaced, datetime):
            raise self.source.invalid("RECURRENCE-ID", "a time, as in DTSTART", replaced)
        del made["RECURRENCE-ID"]
        made.add(
            "RECURRENCE-ID",
            self._wall(self._with_zone("RECURRENCE-ID", replaced, self.series_zone)),
        )
        if written := ics_events.range_of(self.source.event):
            made["RECURRENCE-ID"].params["RANGE"] = written

    def _with_zone(self, name: str, value: date, zone: tzinfo) -> datetime:
        if not isinstance(value, datetime):
            raise self.source.invalid(name, "a time, as in DTSTART", value)
        if value.tzinfo is not None:
            return value
        params = getattr(self.source.event.get(name), "params", {})
        if written := params.get("TZID"):
            expected = "a zone that the file defines (VTIMEZONE), or an IANA time zone"
            raise self.source.invalid(name, expected, written)
        return value.replace(tzinfo=zone)


def _end(occurrence: Any, zone: str, series_zone: tzinfo) -> datetime:
    """Its end: at the wall time of DTEND; or after the days of its DURATION and the exact rest."""
    if _DAYS not in occurrence:
        return _instant(occurrence.end, zone, series_zone)
    days, rest_s = int(str(occurrence[_DAYS])), int(str(occurrence[_EXACT_S]))
    last = occurrence.start + timedelta(days=days)
    return _instant(last, zone, series_zone) + timedelta(seconds=rest_s)


def _instant(value: date, zone: str, series_zone: tzinfo) -> datetime:
    """The instant of a wall time in the zone of its series, or of a date's midnight in `zone`."""
    if not isinstance(value, datetime):
        return instant_of(datetime.combine(value, time()), zone)
    if isinstance(series_zone, ZoneInfo):
        return instant_of(value, series_zone.key)
    return value.replace(tzinfo=series_zone).astimezone(UTC)
