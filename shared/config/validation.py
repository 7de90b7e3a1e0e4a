"""Validates the file's content against `file_model` and turns pydantic's errors into mistakes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from shared.config import file_values, hints
from shared.config.file_model import TABLES, CalendarTable, File, PolicyTable
from shared.config.file_values import normalised
from shared.config.mistakes import Mistake
from shared.config.toml_lines import KeyPath

_MAX_SHOWN_CHARACTERS = 60
_NOT_KEYS = {"int", "literal['none']", "[key]"}
"""What pydantic appends to a key's path: the branch of a union, and the key of a dictionary."""


def validate(raw: Mapping[str, Any]) -> tuple[File | None, list[Mistake]]:
    """The file, or None and the mistakes in it."""
    try:
        return File.model_validate(raw), []
    except ValidationError as error:
        return None, list(_mistakes(error))


def valid_calendars(raw: Mapping[str, Any]) -> dict[str, CalendarTable]:
    """The calendars that are valid by themselves, so that their hours can be checked even where
    another table has a mistake."""
    tables: dict[str, CalendarTable] = {}
    entries = raw.get("calendars")
    for name, entry in entries.items() if isinstance(entries, dict) else ():
        try:
            tables[normalised(name)] = CalendarTable.model_validate(entry)
        except ValidationError:
            continue
    return tables


def valid_policies(raw: Mapping[str, Any]) -> list[PolicyTable]:
    """The policies of a file that is known to be valid, such as the defaults."""
    return [PolicyTable.model_validate(entry) for entry in raw["policies"]]


def schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | File.model_json_schema()


def _mistakes(error: ValidationError) -> Iterator[Mistake]:
    for detail in error.errors(include_url=False):
        key: KeyPath = tuple(p for p in detail["loc"] if not (isinstance(p, str) and "[" in p))
        while key and key[-1] in _NOT_KEYS:
            key = key[:-1]
        match detail["type"]:
            case "too_short" if detail["input"]:
                continue  # every entry has a mistake of its own
            case "missing":
                reason = "is missing"
            case "extra_forbidden":
                table = key[:-1]
                reason = hints.of_key(str(key[-1]), _allowed(table), is_top=not table)
            case "string_type" if isinstance(detail["input"], int | float):
                # TOML reads +4930 as the number 4930.
                plus = "+" if key[-1:] == ("phone",) else ""
                reason = f'{detail["input"]}: write it in quotes: "{plus}{detail["input"]}"'
            case "tuple_type" if isinstance(detail["input"], dict):
                reason = f"write {hints.of_list(str(key[-1]))}"
            case file_values.NOT_SHOWN:
                reason = detail["msg"]
            case "value_error":
                reason = f"{detail['input']!r}: {detail['ctx']['error']}"
            case "literal_error":
                reason = f"{_shortened(detail['input'])}: {detail['msg']}"
                allowed = re.findall(r"'([^']+)'", detail["ctx"]["expected"])
                reason = hints.with_meant(reason, detail["input"], allowed)
            case _:
                reason = f"{_shortened(detail['input'])}: {detail['msg']}"
        yield Mistake(key, reason)


def _shortened(value: object) -> str:
    text = repr(value)
    cut = _MAX_SHOWN_CHARACTERS - 3
    return text if len(text) <= _MAX_SHOWN_CHARACTERS else text[:cut] + "…"


def _allowed(table: KeyPath) -> Sequence[str]:
    """The keys that a table may have."""
    model: type[BaseModel] = File
    for part in table:
        model = TABLES.get(str(part), model)
    return [field.alias or name for name, field in model.model_fields.items()]
