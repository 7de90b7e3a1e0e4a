"""Who is on call: rotations that change every week, and those whose shifts a calendar lists.

Example, with `starts` on Monday, 30 November 2026, 09:00 and the people Ada and Lin:

    until 30 November, 09:00     nobody
    30 November to 7 December    Ada
    7 December to 14 December    Lin
    14 December to 21 December   Ada

Weeks begin at a wall time of the rotation's zone: at 09:00 in summer and in winter. So the week
in which the clocks change is an hour longer or shorter (`calendars` says what a wall time means
that is skipped, or occurs twice).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.domain.availability import Absence, is_absent
from shared.domain.calendars import instant_of

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A person is on call from `start` (inclusive) to `end` (exclusive)."""

    start: datetime
    end: datetime
    person: str

    def covers(self, moment: datetime) -> bool:
        """Whether the moment is in the shift."""
        return self.start <= moment < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """A rotation. It has people and `starts`, or shifts."""

    name: str
    zone: str = "UTC"
    people: tuple[str, ...] = ()
    """Each is on call for a week, in this order, and again from the first."""
    starts: datetime | None = None
    """From when the first person is on call, as a wall time of the zone. It gives the weekday and
    the time at which each week begins."""
    shifts: tuple[Shift, ...] = ()
    """The shifts of a calendar. Several people can be on call at the same time."""
    overrides: tuple[Shift, ...] = ()
    """Shifts that replace the people who would be on call. If two overlap, the later one in this
    list counts."""
    known_until: datetime | None = None
    """Up to when the calendar was read. Nobody is on call after that."""

    def week_starts_at(self, number: int) -> datetime:
        """When the week with this number begins. The first week has the number 0."""
        assert self.starts is not None
        return instant_of(self.starts + number * WEEK, self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovered:
    """Nobody is on call from `start` (inclusive) to `end` (exclusive)."""

    start: datetime
    end: datetime


def on_call(rotation: Rotation, moment: datetime) -> tuple[str, ...]:
    """Who is on call at this moment: nobody, one person, or several whose shifts overlap."""
    for override in reversed(rotation.overrides):
        if override.covers(moment):
            return (override.person,)
    if rotation.starts is None:
        return tuple(dict.fromkeys(s.person for s in rotation.shifts if s.covers(moment)))
    week = _week(rotation, moment)
    return (rotation.people[week % len(rotation.people)],) if week >= 0 and rotation.people else ()


def next_change(rotation: Rotation, moment: datetime, until: datetime) -> datetime | None:
    """The first moment after this one at which the people on call change, or None if there is none
    before `until`."""
    current = on_call(rotation, moment)
    edges = sorted(set(_edges(rotation, moment, until, {})))
    return next((e for e in edges if e > moment and on_call(rotation, e) != current), None)


def _week(rotation: Rotation, moment: datetime) -> int:
    """The number of the week, negative before the rotation starts."""
    assert rotation.starts is not None
    local = moment.astimezone(ZoneInfo(rotation.zone)).replace(tzinfo=None)
    week = (local - rotation.starts) // WEEK
    # A wall time that is skipped, or occurs twice, can be on the other side of a week's begin.
    if moment < rotation.week_starts_at(week):
        return week - 1
    return week + 1 if moment >= rotation.week_starts_at(week + 1) else week


def uncovered(
    rotation: Rotation,
    start: datetime,
    end: datetime,
    absences: Mapping[str, Iterable[Absence]],
) -> Iterator[Uncovered]:
    """The times from `start` to `end` in which nobody is on call, or only people who are absent."""
    edges = sorted({start, end} | set(_edges(rotation, start, end, absences)))
    open_since: datetime | None = None
    for edge in edges:
        is_covered = edge >= end or any(
            not is_absent(absences.get(person, ()), edge) for person in on_call(rotation, edge)
        )
        if not is_covered and open_since is None:
            open_since = edge
        elif is_covered and open_since is not None:
            yield Uncovered(start=open_since, end=edge)
            open_since = None


def _edges(
    rotation: Rotation,
    start: datetime,
    end: datetime,
    absences: Mapping[str, Iterable[Absence]],
) -> Iterator[datetime]:
    """The moments from `start` to `end` at which the people on call may change."""
    absent = [absence for of in absences.values() for absence in of]
    spans: list[Shift | Absence] = [*rotation.shifts, *rotation.overrides, *absent]
    edges = [edge for span in spans for edge in (span.start, span.end)]
    if rotation.starts is not None:
        weeks = range(max(_week(rotation, start), -1), max(_week(rotation, end), 0) + 2)
        edges += [rotation.week_starts_at(week) for week in weeks]
    yield from (edge.astimezone(UTC) for edge in edges if start <= edge < end)
