"""The form of the settings page: turns a responder's values into fields, and fields into values.

The values are checked like those of the file. Each mistake is shown at its field.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple
from unicodedata import category

from shared.config.configuration import Responder
from shared.domain.availability import (
    AbsentDays,
    QuietHours,
    absent_days,
    available_hours,
    quiet_hours,
)
from shared.domain.policies import Medium
from shared.wording.phrases import languages

MAX_ROWS = 20
"""The most rows of quiet hours, and of absences."""

MAX_AHEAD = timedelta(days=366)
"""How far ahead an absence may end, so that a wrong year, or somebody else, cannot exclude a
responder for ever."""

DAYS = range(7)
MIDNIGHT, END_OF_DAY = "00:00", "24:00"

type Fields = Mapping[str, str]


class InvalidError(ValueError):
    """The fields contain mistakes. `mistakes` has the name of a phrase for each field."""

    def __init__(self, mistakes: Mapping[str, str]) -> None:
        super().__init__(", ".join(mistakes))
        self.mistakes = mistakes


class Typed(NamedTuple):
    """What the person typed."""

    values: Mapping[str, Any]
    """The values without the addresses, as far as they differ from the file's."""
    addresses: Mapping[Medium, str | None]
    """The address for each channel. An empty field means the one in the file, if there is one."""


# --- Values as fields -----------------------------------------------------------------------------


def fields_of(responder: Responder) -> dict[str, str]:
    """The responder's values as the form shows them."""
    found = {
        "language": responder.language,
        "zone": responder.zone or "",
        "email": responder.email or "",
        "phone": responder.phone or "",
    }
    for n, quiet in enumerate(responder.quiet_hours):
        start, end = quiet.hours
        found |= {f"quiet-{n}-from": _clock(start), f"quiet-{n}-to": _clock(end)}
        found |= {f"quiet-{n}-{day}": "on" for day in quiet.days}
    for n, days in enumerate(responder.absent):
        found |= {f"absent-{n}-from": days.first.isoformat()}
        found |= {f"absent-{n}-to": days.last.isoformat()}
    return found | {f"channel-{n}": by for n, by in enumerate(responder.media)}


def rows(fields: Fields, kind: str) -> range:
    """The numbers of the rows of quiet hours or absences: those in use, and one more."""
    used = [n for n in range(MAX_ROWS) if _is_used(fields, kind, n)]
    return range(min(max(used, default=-1) + 2, MAX_ROWS))


def _is_used(fields: Fields, kind: str, n: int) -> bool:
    return any(fields.get(f"{kind}-{n}-{end}", "").strip() for end in ("from", "to"))


def _clock(minute: int) -> str:
    """The time in the form of browsers, which do not know 24:00."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


# --- Fields as values -----------------------------------------------------------------------------


def typed(fields: Fields, of_file: Responder, responder: Responder, today: date) -> Typed:
    """The values of these fields. `responder` has the present values. Raises InvalidError."""
    mistakes: dict[str, str] = {}
    read = _Reader(fields, mistakes)
    values: dict[str, Any] = {
        "language": read.one("language", "wrong_language", _language) or of_file.language,
        "zone": read.one("zone", "wrong_zone", _zone) or of_file.zone,
        "quiet_hours": tuple(read.rows("quiet", _quiet)),
        "absent": tuple(read.rows("absent", partial(_absent, today=today))),
    }
    _check_together(values, mistakes)
    usual = replace(responder, channels=of_file.channels).media
    order = tuple(fields.get(f"channel-{n}", "") for n in range(len(usual)))
    if len(usual) < 2:  # there is nothing to choose
        order = usual
    if sorted(order) != sorted(usual):
        mistakes["channels"] = "wrong_channels"
    addresses: dict[Medium, str | None] = {
        "email": read.one("email", "wrong_email", _email) or of_file.email,
        "sms": read.one("phone", "wrong_phone", _phone) or of_file.phone,
    }
    if mistakes:
        raise InvalidError(mistakes)
    own = {n: value for n, value in values.items() if value != getattr(of_file, n)}
    if order != usual:
        own["channels"] = order
    return Typed(own, addresses)


def _check_together(values: Mapping[str, Any], mistakes: dict[str, str]) -> None:
    zone, quiet = values["zone"], values["quiet_hours"]
    if (quiet or values["absent"]) and not zone and "zone" not in mistakes:
        mistakes["zone"] = "needs_zone"
    try:
        available_hours(zone or "UTC", quiet)
    except ValueError:
        mistakes["quiet"] = "always_quiet"


class _Reader:
    """Reads fields, and collects mistakes."""

    def __init__(self, fields: Fields, mistakes: dict[str, str]) -> None:
        self._fields, self._mistakes = fields, mistakes

    def one[Value](self, name: str, wrong: str, parse: Callable[[str], Value]) -> Value | None:
        """The field's value. None if it is empty or wrong; a wrong one is added to the mistakes."""
        given = self._fields.get(name, "")
        # Lists of contacts put invisible marks around an address that is copied from them.
        text = "".join(c for c in given if category(c) != "Cf").strip()
        try:
            return parse(text) if text else None
        except ValueError:
            self._mistakes[name] = wrong
            return None

    def rows[Value](self, kind: str, parse: Callable[[Fields], Value]) -> Iterator[Value]:
        """The values of all rows that are in use."""
        for n in range(MAX_ROWS):
            if _is_used(self._fields, kind, n):
                start = f"{kind}-{n}-"
                named = (k for k in self._fields if k.startswith(start))
                row = {k.removeprefix(start): self._fields[k] for k in named}
                try:
                    yield parse(row)
                except _ReversedError:
                    self._mistakes[f"{kind}-{n}"] = f"reversed_{kind}"
                except ValueError:
                    self._mistakes[f"{kind}-{n}"] = f"wrong_{kind}"


class _ReversedError(ValueError):
    """The end is before the beginning."""


def _quiet(row: Fields) -> QuietHours:
    from shared.config import file_values

    days = [day for day in DAYS if str(day) in row]
    start, end = (file_values.check_time_of_day(row.get(name, "")) for name in ("from", "to"))
    if not days:
        raise ValueError("no day")
    return quiet_hours(days, start, END_OF_DAY if end == MIDNIGHT else end)


def _absent(row: Fields, today: date) -> AbsentDays:
    first, last = (date.fromisoformat(row.get(name, "")) for name in ("from", "to"))
    if last < first:
        raise _ReversedError
    if last > today + MAX_AHEAD:
        raise ValueError("too far ahead")
    return absent_days(first, last)


def _language(text: str) -> str:
    if text not in languages():
        raise ValueError("no such language")
    return text


def _zone(text: str) -> str:
    from shared.config import file_values

    return file_values.check_zone(text)


def _email(text: str) -> str:
    from shared.config import file_values

    return file_values.check_email(text)


def _phone(text: str) -> str:
    """People write numbers with spaces, dots, slashes, dashes and parentheses. In `+49 (0)30`, the
    zero is for calls from within the country."""
    from shared.config import file_values

    dialled = re.sub(r"\(\s*0\s*\)", "", text)
    return file_values.check_phone(
        "".join(c for c in dialled if category(c) not in {"Zs", "Pd"} and c not in "()./")
    )
