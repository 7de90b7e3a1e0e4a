"""What somebody who made a mistake in `replywatch.toml` probably meant."""

import difflib
import re
from collections.abc import Sequence
from typing import get_origin

from shared.config.file_model import TABLES, File, Table

_MODELS: tuple[type[Table], ...] = (File, *TABLES.values())
_LISTS = {
    name
    for model in _MODELS
    for name, field in model.model_fields.items()
    if name in TABLES and get_origin(field.annotation) is tuple
}
"""The tables of which there can be several: `[[responders]]`."""

_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")


def of_toml(reason: str, line: str) -> str:
    """What is wrong in a line that the parser refuses, for people who do not know TOML.

    `reason` is the parser's, such as `Cannot declare ('responders',) twice`.
    """
    header = _HEADER.match(line)
    if header and header[1].rpartition(".")[2] in _LISTS:
        return f"write {of_list(header[1])}"
    if header and reason.endswith("twice"):
        return f"there are two tables [{header[1]}]: expected one with the keys of both"
    return _REASONS.get(reason, reason)


_REASONS = {
    "Illegal character '\\n'": "a text has no closing quote in this line",
    "Invalid value": "Invalid value: expected a text in quotes, a number, a date, true or false",
    "Cannot overwrite a value": "this key is in its table twice, or is a table, too",
}


def of_list(name: str) -> str:
    """How a table is written of which there can be several."""
    return f"[[{name}]], with two brackets: there can be several"


def of_key(name: str, allowed: Sequence[str], *, is_top: bool) -> str:
    """What to do about a key that its table does not have."""
    known = f"allowed: {', '.join(allowed)}"
    if not is_top and name in File.model_fields and name not in TABLES:
        return "is not a key of this table but of the file: write it above the first table"
    close = meant(name, allowed)
    return f"is not a key of this table; {f'{close} ' if close else ''}{known}"


def meant(value: object, allowed: Sequence[str]) -> str:
    """`did you mean email?` for `emial`; empty if no allowed value is near."""
    close = difflib.get_close_matches(value, allowed, n=1) if isinstance(value, str) else []
    return f"did you mean {close[0]}?" if close else ""


def with_meant(reason: str, value: object, allowed: Sequence[str]) -> str:
    """The reason, and what was probably meant."""
    return "; ".join(filter(None, (reason, meant(value, allowed))))
