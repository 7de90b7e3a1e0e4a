"""Finds parts of valid ICS files that have no effect: files without events or with only old ones,
and exceptions for occurrences that a series does not have."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shared.config import closures, ics_closed_days, ics_events, ics_shifts
from shared.config.file_model import CalendarTable, File
from shared.config.mistakes import Mistake

_PARTS = {"VTODO": "tasks", "VJOURNAL": "journal entries", "VFREEBUSY": "free and busy times"}


def lint(file: File, folder: Path, today: date) -> Iterator[Mistake]:
    """The warnings for the files of calendars and rotations. They are in `folder`, and valid."""
    yield from _misses(file, folder, today)
    for name, calendar in file.calendars.items():
        if calendar.ics and (reason := _without_events(folder / calendar.ics)):
            yield Mistake(("calendars", name, "ics"), f"{calendar.ics} {reason} of whole days")
        elif calendar.ics and not _closes_any(calendar, folder, today):
            reason = (
                f"no event of {calendar.ics} closes a day in the next twelve months: expected "
                "closed days to come"
            )
            yield Mistake(("calendars", name, "ics"), reason)
    for name, rotation in file.rotations.items():
        if rotation.ics and (reason := _without_events(folder / rotation.ics)):
            yield Mistake(
                ("rotations", name, "ics"), f"{rotation.ics} {reason}, one for each shift"
            )


def _misses(file: File, folder: Path, today: date) -> Iterator[Mistake]:
    for name, calendar in file.calendars.items():
        if calendar.ics:
            content = (folder / calendar.ics).read_bytes()
            for reason in ics_closed_days.misses(content, calendar.zone, today):
                yield Mistake(("calendars", name, "ics"), f"{calendar.ics}: {reason}")
    names = [responder.name for responder in file.responders]
    for name, rotation in file.rotations.items():
        if rotation.ics:
            content = (folder / rotation.ics).read_bytes()
            for reason in ics_shifts.misses(content, names, rotation.zone, today):
                yield Mistake(("rotations", name, "ics"), f"{rotation.ics}: {reason}")


def _without_events(path: Path) -> str:
    """A warning that the file has no events, and what it has instead. Empty if it has events."""
    found = ics_events.read_file(path.read_bytes())
    if found.events:
        return ""
    others = [_PARTS.get(name, name) for name in found.others]
    only = f", only {' and '.join(others)}" if others else ""
    return f"has no events{only}: expected events (VEVENT)"


def _closes_any(calendar: CalendarTable, folder: Path, today: date) -> bool:
    until = closures.one_year_after(today)
    found = closures.ics_days(calendar, folder, {today.year, until.year})
    return any(today <= day < until for day in found.closed | found.free)
