"""Validates the file's content against `file_model` and turns pydantic's errors into mistakes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.json_schema import GenerateJsonSchema

from shared.config import file_values, hints
from shared.config.file_model import TABLES, CalendarTable, File, PolicyTable
from shared.config.file_values import normalised
from shared.config.mistakes import Mistake
from shared.config.toml_lines import KeyPath
from shared.domain.intents import classifier

_MAX_SHOWN_CHARACTERS = 60
_SECRET = {("slack",), ("pagerduty",), ("webhook",)}
"""Keys whose value is never shown: somebody may have written the secret itself."""

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


class WithoutTitles(GenerateJsonSchema):
    """A title of a key would only repeat it."""

    def field_title_should_be_set(self, _schema: object) -> bool:
        return False


def schema() -> dict[str, Any]:
    """The JSON Schema of the file, for editors that complete and check TOML."""
    made = File.model_json_schema(schema_generator=WithoutTitles)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | made


def _mistakes(error: ValidationError) -> Iterator[Mistake]:
    for detail in error.errors(include_url=False):
        key: KeyPath = tuple(p for p in detail["loc"] if not (isinstance(p, str) and "[" in p))
        while key and key[-1] in _NOT_KEYS:
            key = key[:-1]
        if detail["type"] == "too_short" and detail["input"]:
            continue  # every entry has a mistake of its own
        reason = _reason(key, detail["type"], detail["input"], detail)
        yield Mistake(key, reason)


def _reason(key: KeyPath, kind: str, value: Any, detail: Mapping[str, Any]) -> str:
    """Says what is wrong with a value, and what was expected."""
    if key[-1:] in _SECRET and kind not in ("extra_forbidden", "missing"):
        return file_values.ENTRY_NAME_EXPECTED
    match kind:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return hints.of_key(str(key[-1]), _allowed(key[:-1]), is_top=len(key) == 1)
        case file_values.NOT_SHOWN:
            return str(detail["msg"])
        case "string_type" if isinstance(value, int | float | time) and value is not bool(value):
            # TOML reads +4930 as the number 4930.
            plus = "+" if key[-1:] == ("phone",) else ""
            return f'{_shown(value)}: write it in quotes: "{plus}{_shown(value)}"'
        case "bool_type" | "int_type" if _without_quotes(kind, value):
            return f"{_shown(value)}: write it without quotes: {value.strip()}"
        case "tuple_type" if (form := hints.of_tables(key)) and not _may_be_alone(key, value):
            return form if isinstance(value, dict) else f"{_shown(value)}: {form}"
        case "tuple_type" if isinstance(value, str):
            return f'{_shown(value)}: write it as a list: ["{value}"]'
        case "model_type" | "dict_type":
            return f"{_shown(value)}: {hints.of_table(key)}"
        case "literal_error":
            allowed = re.findall(r"'([^']+)'", detail["ctx"]["expected"])
            reason = f"{_shown(value)}: expected {hints.either(allowed)}"
            return hints.with_meant(reason, value, allowed)
        case "value_error":
            reason = f"{_shown(value)}: {detail['ctx']['error']}"
            if key[-1:] == ("zone",):
                hint = hints.of_zone(value, file_values.zones())
                return "; ".join(filter(None, (reason, hint)))
            known: list[str] = []
            if key[-2:-1] == ("languages",):
                known, value = [*classifier.LANGUAGES], re.split("[-_]", value)[0]
            return hints.with_meant(reason, value, known)
    return f"{_shown(value)}: {_expected(key, kind, detail.get('ctx', {})) or detail['msg']}"


def _expected(key: KeyPath, kind: str, limits: Mapping[str, Any]) -> str | None:
    match kind:
        case "string_type":
            return "expected one text in quotes"
        case "bool_type":
            return "expected true or false"
        case "int_type" | "int_from_float" | "int_parsing" | "finite_number":
            return "expected a whole number"
        case "tuple_type":
            return "expected a list"
        case "greater_than_equal":
            return f"expected at least {limits['ge']:,}"
        case "less_than_equal":
            return f"expected at most {limits['le']:,}"
        case "too_short":
            return f"expected at least {limits['min_length']}, as [[{key[-1]}]]"
        case "string_too_short":
            return f"expected at least {limits['min_length']} character"
        case "too_long" | "string_too_long":
            return f"expected at most {limits['max_length']} characters"
        case "string_pattern_mismatch":
            return hints.FORMS.get(str(key[-1]))
    return None


def _may_be_alone(key: KeyPath, value: Any) -> bool:
    """Whether the value would be valid inside a list. A step is a table, or only its time."""
    return isinstance(value, str) and key[-1] in ("steps", "window_steps")


def _without_quotes(kind: str, value: Any) -> bool:
    """Whether a text contains a valid value, so that only the quotes are wrong."""
    right = r"true|false" if kind == "bool_type" else r"[+-]?[0-9]+"
    return isinstance(value, str) and re.fullmatch(right, value.strip()) is not None


def _shown(value: object) -> str:
    """A value in TOML, cut to a maximum length."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, time):
        return f"{value:%H:%M}" if not value.second else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = repr(value)
    cut = _MAX_SHOWN_CHARACTERS - 3
    return text if len(text) <= _MAX_SHOWN_CHARACTERS else text[:cut] + "…"


def _allowed(table: KeyPath) -> Sequence[str]:
    """The keys that a table may have."""
    model: type[BaseModel] = File
    for part in table:
        model = TABLES.get(str(part), model)
    return [field.alias or name for name, field in model.model_fields.items()]
