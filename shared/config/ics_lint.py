"""Finds ICS files that are valid and change nothing: without events, or with old ones only."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shared.config import closures, ics_events
from shared.config.file_model import CalendarTable, File
from shared.config.mistakes import Mistake

_PARTS = {"VTODO": "tasks", "VJOURNAL": "journal entries", "VFREEBUSY": "free and busy times"}


def lint(file: File, folder: Path, today: date) -> Iterator[Mistake]:
    """One warning for each such file of a calendar or rotation. The files are in `folder`, and
    valid."""
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


def _without_events(path: Path) -> str:
    """That the file has no events, and what it has instead; empty if it has some."""
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
