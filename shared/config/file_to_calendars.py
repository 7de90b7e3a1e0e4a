"""Turns the tables of calendars, with their holidays and ICS files, into the domain's calendars."""

from datetime import UTC, date, datetime
from pathlib import Path

from shared.config import closures
from shared.config.file_model import CalendarTable
from shared.config.mistakes import Mistake
from shared.config.toml_lines import KeyPath
from shared.domain import calendars, opening_hours
from shared.domain.calendars import Calendar
from shared.domain.opening_hours import Interval

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def calendar(
    name: str, table: CalendarTable, folder: Path
) -> tuple[Calendar | None, list[Mistake]]:
    """The calendar with its holidays, or None and its mistakes.

    An ICS file is read from `folder`. If a date is closed and also has hours of its own, the hours
    apply.
    """
    mistakes: list[Mistake] = []
    key: KeyPath = ("calendars", name)

    def hours(text: str, *keys: str) -> tuple[Interval, ...]:
        try:
            parsed = opening_hours.parse_hours(text)
        except ValueError as error:
            mistakes.append(Mistake((*key, *keys), str(error)))
            return ()
        if reason := opening_hours.overlap(parsed):
            mistakes.append(Mistake((*key, *keys), reason))
        return parsed

    exceptions: dict[date, tuple[Interval, ...]] = {}
    for source in ("holidays", "ics"):
        try:
            closed = (
                closures.public_holidays(table, _years())
                if source == "holidays"
                else closures.ics_days(table, folder, _years()).closed
            )
            exceptions |= dict.fromkeys(closed, ())
        except ValueError as error:
            mistakes.append(Mistake((*key, source), str(error)))
    for day, text in table.dates.items():
        exceptions[day] = hours(text, "dates", day.isoformat())
    week = tuple(hours(getattr(table, day), day) for day in DAYS)
    for number, reason in opening_hours.overlapping_days(week):
        mistakes.append(Mistake((*key, DAYS[number]), reason))
    if mistakes:
        return None, mistakes
    try:
        made = Calendar(name=name, zone=table.zone, week=week, exceptions=exceptions)
        return calendars.check(made), []
    except ValueError as error:
        return None, [Mistake(key, str(error))]


def _years() -> range:
    """The years for which holidays are resolved. Two back, because `replywatch rebuild` may
    recompute last year's waits. Five ahead, for a stack that is not deployed again for years."""
    this = datetime.now(UTC).year
    return range(this - 2, this + 6)
