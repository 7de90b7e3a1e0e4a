"""Warns of time zones that belong to no place."""

import re
from collections.abc import Iterator

from shared.config.file_model import File
from shared.config.mistakes import Mistake
from shared.config.toml_lines import KeyPath

_REVERSED = re.compile(r"Etc/GMT([+-])([1-9][0-9]?)")
_WITHOUT_SUMMER = {"EST": "America/New_York", "MST": "America/Denver", "HST": "Pacific/Honolulu"}


def lint(file: File) -> Iterator[Mistake]:
    """A warning for each such zone.

    `Etc/GMT+1` is an hour behind UTC, not ahead, because POSIX reverses the sign. `EST` has no
    summer time, unlike New York.
    """
    zones: list[tuple[KeyPath, str | None]] = [
        *((("accounts", i), table.zone) for i, table in enumerate(file.accounts)),
        *((("responders", i), table.zone) for i, table in enumerate(file.responders)),
        *((("rotations", name), table.zone) for name, table in file.rotations.items()),
        *((("calendars", name), table.zone) for name, table in file.calendars.items()),
    ]
    for place, zone in zones:
        if found := _REVERSED.fullmatch(zone or ""):
            sign = {"+": "-", "-": "+"}[found[1]]
            reason = f"{zone!r} is UTC{sign}{int(found[2]):02}:00: expected a zone of a place"
            yield Mistake((*place, "zone"), f'{reason}, such as "Europe/Berlin"')
        elif zone in _WITHOUT_SUMMER:
            reason = f"{zone!r} has no daylight saving time: expected a zone of a place"
            yield Mistake((*place, "zone"), f"{reason}, such as {_WITHOUT_SUMMER[zone]!r}")
