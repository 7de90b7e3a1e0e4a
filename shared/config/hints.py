"""Suggests what the author of a mistake in `replywatch.toml` probably meant."""

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Annotated, get_args, get_origin

from shared.config.file_model import TABLES, File, Table

_MODELS: tuple[type[Table], ...] = (File, *TABLES.values())


def _is_list_of_tables(annotation: object) -> bool:
    element = get_args(annotation)[0] if get_origin(annotation) is tuple else None
    if get_origin(element) is Annotated:
        element = get_args(element)[0]
    return isinstance(element, type) and issubclass(element, Table)


_LISTS = {
    name
    for model in _MODELS
    for name, field in model.model_fields.items()
    if _is_list_of_tables(field.annotation)
}
"""The tables of which there can be several: `[[responders]]`."""

_SINGLE = {
    name
    for name, field in File.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Table)
}
"""The tables of which there is one: `[brand]`."""

_EXAMPLES = {
    "steps": 'a time such as "15m before", or a table such as { at = "due", by = ["email"] }',
    "window_steps": 'a time such as "2h before", or a table such as { at = "2h before" }',
    "crowd": 'a table such as { customers = 5, within = "30m" }',
    "holidays": 'a table such as { country = "DE" }',
    "quiet_hours": 'a table such as { from = "22:00", to = "07:00" }',
    "absent": "a table such as { from = 2026-12-24, to = 2027-01-03 }",
    "overrides": "a table with from, to and person",
    "dates": 'a table [calendars.NAME.dates] with lines such as 2026-12-24 = "closed"',
}
FORMS = {
    "dashboard_url": 'expected an http or https address such as "https://replywatch.example.com"',
    "bus": "expected the name of an event bus: letters, digits and . _ / - only, no ARN",
    "id": "expected up to 128 letters, digits and . _ - without spaces, with a letter or digit "
    "first",
}
"""The form of a text value in words, by key."""

_STEP = {"at", "notify", "urgent", "by"}
"""Keys of steps and of window steps."""

_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")


def of_toml(reason: str, line: str) -> str:
    """Explains what is wrong in a line that the parser refuses, to people who do not know TOML.

    `reason` is the parser's, such as `Cannot declare ('responders',) twice`.
    """
    header = _HEADER.match(line)
    if header and header[1].rpartition(".")[2] in _LISTS:
        return f"write {of_list(header[1])}"
    if header and reason.endswith("twice"):
        return f"there are two tables [{header[1]}]: expected one with the keys of both"
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return "a merge conflict: expected one of its two versions"
    if quote := re.search("[\u2018-\u201f\u00ab\u00bb]", line.partition("#")[0]):
        return f'{quote[0]} is no quote of TOML: expected "'
    if space := re.search("[\u00a0\u2000-\u200b\u202f\u3000\ufeff]", line.partition("#")[0]):
        return f"U+{ord(space[0]):04X} looks like a space: expected an ordinary one"
    if reason.startswith("Illegal character"):
        reason = _REASONS.get(reason, f"{reason}: expected visible characters and spaces only")
    return next((ours for theirs, ours in _REASONS.items() if reason.startswith(theirs)), reason)


_REASONS = {
    "Illegal character '\\n'": "a text has no closing quote in this line",
    "Unterminated string": "a text has no closing quotes",
    "Invalid value": "Invalid value: expected a text in quotes, a number, a date, true or false",
    "Cannot overwrite a value": "this key is in its table twice, or is a table, too",
    "Duplicate inline table key": "a table in { } has this key twice",
    "Cannot mutate": "this table has a value above: expected one of the two",
    "Expected newline or end of document": "there is more after the value: expected the end of the "
    "line; a text needs quotes, a number has no comma and no leading zero",
    "Expected '=' after a key": "expected key = value",
    "Invalid statement": "expected key = value, a table such as [brand], or # and a comment",
    "Invalid date or datetime": "there is no such day or time: expected one such as 2026-12-24",
    "Unclosed array": "a list has no closing ] or a comma is missing",
    "Unclosed inline table": "a table has no closing } or a comma is missing",
    "Expected ']' at the end": "the name of a table has no closing ], or needs quotes, as in "
    '[calendars."Büro"]',
    "Expected ']]' at the end": "the name of a table has no closing ]]",
    "Invalid initial character for a key": "expected a key: letters, digits, _ and -, or a text in "
    "quotes; a table in { } must stand in one line",
    "Unescaped '\\' in a string": "a \\ in a text: write \\\\, or the text in single quotes",
}


def of_tables(path: Sequence[str | int]) -> str:
    """How to write a list of tables, if the file has one table or another value instead. Empty if
    the key has no such list."""
    names = [part for part in path if isinstance(part, str)]
    if not names or names[-1] not in _LISTS:
        return ""
    example = _EXAMPLES.get(names[-1], "").rpartition("such as ")[2]
    inline = f", or a list of tables such as [{example}]" if "{" in example else ""
    return f"write {of_list('.'.join(names))}{inline}"


def of_zone(value: object, zones: Iterable[str]) -> str:
    """`did you mean Europe/Berlin?` for `Berlin`, and for Windows' name of the zone. Zones that are
    not places are not suggested: `GMT+1` does not mean `GMT+0`."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    if value in WINDOWS_TO_OLSON:
        return f"did you mean {WINDOWS_TO_OLSON[str(value)]}?"
    return meant(value, sorted(z for z in zones if "/" in z and not z.startswith("Etc/")))


def of_list(name: str) -> str:
    """How to write a table that can occur several times."""
    return f"[[{name}]], with two brackets: there can be several"


def of_table(path: Sequence[str | int]) -> str:
    """How to write a table, if the file has another value instead."""
    name = str(next((part for part in reversed(path) if isinstance(part, str)), ""))
    if name in _SINGLE:
        return f"write [{name}], with one bracket, and its keys below: there is only one"
    if path[0] in ("calendars", "rotations", "channels") and len(path) <= 2:
        return f"write [{path[0]}.NAME], with a name of yours, and its keys below"
    if name in _EXAMPLES:
        return f"expected {_EXAMPLES[name]}"
    return f"expected {of_list(name)}" if name in _LISTS else "expected a table"


def either(values: Sequence[str]) -> str:
    """`'a', 'b' or 'c'`."""
    *first, last = map(repr, values)
    return f"{', '.join(first)} or {last}" if first else last


def of_key(name: str, allowed: Sequence[str], *, is_top: bool) -> str:
    """What to do about a key that its table does not have."""
    known = f"allowed: {', '.join(allowed)}"
    if not is_top and name in File.model_fields and name not in TABLES:
        return "is not a key of this table but of the file: write it above the first table"
    hint = meant(name, allowed) or _home(name)
    return f"is not a key of this table; {f'{hint} ' if hint else ''}{known}"


def _home(name: str) -> str:
    """`it is a key of brand:` for `mail_from`; empty if no table has the key, or several have."""
    tables = [
        table
        for table, model in TABLES.items()
        if name in {field.alias or own for own, field in model.model_fields.items()}
    ]
    return f"it is a key of {tables[0]};" if len(tables) == 1 or name in _STEP else ""


def meant(value: object, allowed: Sequence[str]) -> str:
    """`did you mean email?` for `emial`; empty if no allowed value is near."""
    if not isinstance(value, str):
        return ""
    by_case = {each.casefold(): each for each in allowed}
    close = difflib.get_close_matches(value.strip().casefold().replace(" ", "_"), by_case, n=1)
    return f"did you mean {by_case[close[0]]}?" if close else ""


def with_meant(reason: str, value: object, allowed: Sequence[str]) -> str:
    """The reason, and what was probably meant."""
    return "; ".join(filter(None, (reason, meant(value, allowed))))
