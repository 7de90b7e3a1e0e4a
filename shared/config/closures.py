"""The days on which a calendar of the file is closed, with the names of the holidays.

The libraries for holidays and ICS files take long to import, so they are imported only for
calendars that need them.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from shared.config.file_model import CalendarTable, HolidayTable
from shared.domain.calendars import Calendar

NATIONAL = "none"
"""The value of `region` that stands for a country's national holidays."""

_UNNAMED = "closed"


class Closures(NamedTuple):
    """The single days that a calendar's holidays and ICS file close or leave open, with their
    names."""

    closed: dict[date, str]
    free: dict[date, str]
    """Days of an ICS file that are marked as free. They are open."""
    part_days: dict[date, str]
    """Holidays of a part of the day. They are open."""


class ClosedDays(NamedTuple):
    """Consecutive days that are closed for the same reason."""

    first: date
    last: date
    name: str


def public_holidays(table: CalendarTable, years: Iterable[int]) -> dict[date, str]:
    """The calendar's public holidays. Raises ValueError for an unknown country or region."""
    if table.holidays is None:
        return {}
    from shared.config import holidays

    return holidays.public_holidays(table.holidays.country, _region(table.holidays), years)


def ics_days(table: CalendarTable, folder: Path, years: Iterable[int]) -> Closures:
    """The days of the calendar's ICS file. Raises ValueError with file and line."""
    if table.ics is None:
        return Closures({}, {}, {})
    from shared.config import ics_closed_days

    try:
        found = ics_closed_days.read_ics((folder / table.ics).read_bytes(), years, table.zone)
    except ValueError as error:
        raise ValueError(f"{table.ics}: {error}") from error
    except OSError as error:
        raise ValueError(f"{table.ics}: cannot be read: {error.strerror}") from error
    if table.ics_free:
        return Closures(found.closed | found.free, {}, {})
    return Closures(found.closed, found.free, {})


def coming_closures(table: CalendarTable, folder: Path, today: date) -> Closures:
    """The closures of a valid calendar in the next twelve months."""
    until = one_year_after(today)
    years = {today.year, until.year}
    from_file = ics_days(table, folder, years)
    closed = public_holidays(table, years) | from_file.closed
    closed |= {day: _UNNAMED for day, hours in table.dates.items() if hours.lower() == _UNNAMED}
    part_days: dict[date, str] = {}
    if table.holidays:
        from shared.config import holidays

        region = _region(table.holidays)
        part_days = holidays.part_day_holidays(table.holidays.country, region, years)
    coming = ({d: name for d, name in sorted(days.items()) if today <= d < until}
              for days in (closed, from_file.free, part_days))  # fmt: skip
    return Closures(*coming)


def closed_days(calendar: Calendar, coming: Closures) -> list[ClosedDays]:
    """The closed days that would be open by the hours of the week. Consecutive days are one
    entry."""
    found: list[ClosedDays] = []
    for day, name in coming.closed.items():
        if calendar.opening(day) or not calendar.week[day.weekday()]:
            continue
        before = found[-1] if found else None
        if before and before.name == name and day - before.last <= timedelta(days=3):
            found[-1] = before._replace(last=day)
        else:
            found.append(ClosedDays(day, day, name))
    return found


def one_year_after(today: date) -> date:
    """The first day that no longer belongs to the next twelve months."""
    leap_day = (today.month, today.day) == (2, 29)
    return date(today.year + 1, 3, 1) if leap_day else today.replace(year=today.year + 1)


def _region(table: HolidayTable) -> str | None:
    return None if table.region == NATIONAL else table.region
