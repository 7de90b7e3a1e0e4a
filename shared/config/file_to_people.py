"""Turns the tables of responders and rotations into what the notifier uses."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from shared.config import people_checks
from shared.config.configuration import ADDRESS_KEYS, Responder
from shared.config.file_model import File, QuietHoursTable, ResponderTable, RotationTable
from shared.config.file_values import parse_weekdays
from shared.config.mistakes import Mistake
from shared.domain.availability import AbsentDays, QuietHours, quiet_hours
from shared.domain.calendars import instant_of
from shared.domain.rotations import Rotation, Shift

CALENDAR_DAYS = 180
"""The shifts of an ICS file are read for this many days from today. Its rotation ends then, unless
the stack is deployed again."""

type Named = Mapping[str, Rotation]


def responders(file: File) -> dict[str, Responder]:
    """The responders by name. Raises ValueError if `read` finds a mistake."""
    return {r.name: _responder(r) for r in file.responders}


def read(file: File, folder: Path, today: date) -> tuple[Named, list[Mistake]]:
    """The rotations by name, and every mistake in the tables about people."""
    mistakes = list(people_checks.check(file))
    if mistakes:
        return {}, mistakes
    mistakes += _always_quiet(file)
    found, wrong = _rotations(file, folder, today)
    return found, mistakes + wrong


def _always_quiet(file: File) -> Iterator[Mistake]:
    for index, table in enumerate(file.responders):
        try:
            _ = _responder(table).available
        except ValueError:
            reason = "cover the whole week: expected some hours outside them"
            yield Mistake(("responders", index, "quiet_hours"), reason)


def _responder(table: ResponderTable) -> Responder:
    addresses = {key: getattr(table, key) for key in ADDRESS_KEYS.values()}
    return Responder(
        **addresses,
        name=table.name,
        channels=table.channels,
        zone=table.zone,
        language=table.language,
        quiet_hours=tuple(_quiet(window) for window in table.quiet_hours),
        absent=tuple(AbsentDays(a.first, a.last) for a in table.absent),
    )


def _quiet(window: QuietHoursTable) -> QuietHours:
    return quiet_hours(parse_weekdays(window.days), window.start, window.end)


def _rotations(file: File, folder: Path, today: date) -> tuple[Named, list[Mistake]]:
    """The rotations, and the mistakes in their ICS files, which are in `folder`."""
    found: dict[str, Rotation] = {}
    wrong: list[Mistake] = []
    names = [r.name for r in file.responders]
    for name, table in file.rotations.items():
        shifts: tuple[Shift, ...] = ()
        known_until = None
        if table.ics is not None:
            start = datetime.combine(today, time(), UTC)
            known_until = start + timedelta(days=CALENDAR_DAYS)
            try:
                shifts = _shifts(table, folder, names, start, known_until)
            except ValueError as error:
                wrong.append(Mistake(("rotations", name, "ics"), f"{table.ics}: {error}"))
            except OSError as error:
                reason = f"{table.ics}: cannot be read: {error.strerror}"
                wrong.append(Mistake(("rotations", name, "ics"), reason))
        found[name] = Rotation(
            name=name,
            zone=table.zone,
            people=table.people,
            starts=table.starts,
            shifts=shifts,
            overrides=_overrides(table),
            known_until=known_until,
        )
    return found, wrong


def _overrides(table: RotationTable) -> tuple[Shift, ...]:
    return tuple(
        Shift(
            start=instant_of(o.start, table.zone),
            end=instant_of(o.end, table.zone),
            person=o.person,
        )
        for o in table.overrides
    )


def _shifts(
    table: RotationTable, folder: Path, names: list[str], start: datetime, end: datetime
) -> tuple[Shift, ...]:
    from shared.config import ics_shifts

    content = (folder / str(table.ics)).read_bytes()
    return ics_shifts.shifts(content, names, table.zone, start, end)
