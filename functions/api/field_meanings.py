"""What the fields of answers mean: the tables of docs/api.md, for the OpenAPI document.

Only what writes the document reads them: docs/ is not shipped.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "api.md"

TYPES: Mapping[str, tuple[str, ...]] = {
    "/v1/waits": ("Wait", "ListedWait"),
    "/v1/stats": ("Statistics", "PeriodFigures", "IntervalFigures", "Grouped"),
    "/v1/alerts": ("Alert", "ListedAlert"),
    "/v1/channels": ("Channel",),
}
"""The types of `models` whose fields the table of a section describes."""

_SECTION = re.compile(r"^## `GET ([^`]+)`$(.*?)(?=^## )", flags=re.DOTALL | re.MULTILINE)
_TABLE = re.compile(r"^\| field \| meaning \|\n\| --- \| --- \|\n((?:\|.*\n)+)", flags=re.MULTILINE)
_ROW = re.compile(r"^\| (.*?) \| (.*) \|$", flags=re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def described(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of this type, with the meanings of its fields."""
    known = meanings().get(name, {})
    for field, one in schema.get("properties", {}).items():
        if field in known:
            one["description"] = known[field]
    return schema


@cache
def meanings() -> Mapping[str, Mapping[str, str]]:
    """By type and field."""
    page = PAGE.read_text(encoding="utf-8")
    return {
        name: dict(_rows(table[1]))
        for path, section in _SECTION.findall(page)
        if (table := _TABLE.search(section))
        for name in TYPES[path]
    }


def _rows(table: str) -> Iterator[tuple[str, str]]:
    for names, meaning in _ROW.findall(table):
        for field in re.findall(r"`(\w+)`", names):
            yield field, _LINK.sub(r"\1", meaning)
