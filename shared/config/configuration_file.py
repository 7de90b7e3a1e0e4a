"""Reads and checks `replywatch.toml` and reports all of its mistakes together.

The stack's synthesis and the command line use it, a deployed function never. The parts:
`file_model` has the tables and keys, `validation` checks each value, `file_checks` checks values
against each other, `file_to_configuration` makes the configuration.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from shared.config import (
    closures,
    file_checks,
    file_to_calendars,
    file_to_configuration,
    file_to_people,
    file_to_policies,
    hints,
    validation,
)
from shared.config.closures import ClosedDays
from shared.config.configuration import Configuration, ConfigurationError
from shared.config.file_model import File
from shared.config.file_to_configuration import Tried
from shared.config.mistakes import Mistake, report
from shared.domain.calendars import Calendar
from shared.domain.policies import Policy
from shared.domain.policy_set import PolicySet

_NOT_UTF_8 = "not valid TOML: the text is not UTF-8: save the file in this encoding"


class Checked(NamedTuple):
    """The content of a valid file, and what its author should check."""

    configuration: Configuration
    shadows: tuple[Policy, ...]
    warnings: Sequence[str]
    """The warnings, each with file, line, key and what was expected."""
    closed: Mapping[str, Sequence[ClosedDays]]
    """The closed days of each calendar in the next twelve months."""


class _Content(NamedTuple):
    text: str
    raw: dict[str, Any]
    file: File
    tried: Tried


def read(path: Path) -> Configuration:
    """The configuration in the file. Raises ConfigurationError with every mistake in it."""
    return _read(path).tried.configuration


def read_with_shadows(path: Path) -> Tried:
    """The configuration with, and without, the shadow policies. Raises ConfigurationError."""
    return _read(path).tried


def check(path: Path, *, now: datetime) -> Checked:
    """The configuration in the file with its warnings. Raises ConfigurationError."""
    from shared.config import file_warnings, rotation_lint

    text, raw, file, tried = _read(path)
    today = now.date()
    coming = {
        name: closures.coming_closures(table, path.parent, today)
        for name, table in file.calendars.items()
    }
    warnings = [
        *file_warnings.file_warnings(file, raw, tried, coming, today),
        *_ics_warnings(file, path.parent, today),
        *rotation_lint.lint(tried.configuration, now),
    ]
    known = tried.configuration.policy_set.calendars
    return Checked(
        tried.configuration,
        tried.shadows,
        report(str(path), text, warnings),
        {name: closures.closed_days(known[name], each) for name, each in coming.items()},
    )


def _ics_warnings(file: File, folder: Path, today: date) -> Iterator[Mistake]:
    named = [table.ics for table in file.calendars.values()]
    if any((*named, *(table.ics for table in file.rotations.values()))):
        from shared.config import ics_lint  # long to import

        yield from ics_lint.lint(file, folder, today)


def _read(path: Path) -> _Content:
    text = _text(path)
    raw = _toml(str(path), text)
    file, mistakes = validation.validate(raw)
    mistakes += file_checks.check_names(raw)
    rotations: file_to_people.Named = {}
    if file:
        mistakes += file_checks.check_values(file)
        rotations, wrong = file_to_people.read(file, path.parent, datetime.now(UTC).date())
        mistakes += wrong
    resolved: dict[str, Calendar] = {}
    for name, table in validation.valid_calendars(raw).items():
        calendar, wrong = file_to_calendars.calendar(name, table, path.parent)
        mistakes += wrong
        if calendar:
            resolved[name] = calendar
    if file:
        mistakes += file_checks.check_working_days(file, resolved)
    if mistakes or file is None:
        raise ConfigurationError("\n".join(report(str(path), text, mistakes)))
    return _Content(text, raw, file, file_to_configuration.tried(file, resolved, rotations))


def without_file() -> Configuration:
    """The default policies, for any account: what `replywatch backtest` uses without a file."""
    return Configuration(
        brand="",
        mail_from="",
        accounts=(),
        responders={},
        policy_set=PolicySet.of(file_to_policies.default_policies(), {}),
        any_account=True,
    )


def _text(path: Path) -> str:
    try:
        # A byte order mark, which Notepad writes, is not part of the text.
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigurationError(f"{path}: there is no such file") from None
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{path}:{line}: {_NOT_UTF_8}") from None
    if "\0" in text:  # UTF-16 without a mark
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ConfigurationError(f"{path}:{line}: {_NOT_UTF_8}")
    return text


def _toml(file_name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).rstrip(")").partition(" (at ")
        lines = text.rstrip().split("\n")
        found = re.match(r"line (\d+),", place)
        number = int(found[1]) if found else len(lines)  # "at end of document"
        reason = hints.of_toml(reason, lines[number - 1])
        raise ConfigurationError(f"{file_name}:{number}: not valid TOML: {reason}") from None
    except (ValueError, RecursionError):
        # The parser does not say where: Python refuses numbers and nesting beyond these.
        lines = text.split("\n")
        number = max(range(len(lines)), key=lambda n: len(lines[n])) + 1
        reason = (
            "expected numbers of fewer than 4,300 digits, and fewer than 100 brackets in another"
        )
        raise ConfigurationError(f"{file_name}:{number}: not valid TOML: {reason}") from None
