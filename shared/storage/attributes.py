"""Converts between DynamoDB's attribute values and Python's text, numbers, booleans, lists and
maps.

boto3's own serializer makes every number a Decimal, and takes six times as long. A webhook body has
up to 1,000 items.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

type Item = dict[str, Any]
"""An item in our terms: plain values, None never stored."""

type Attributes = dict[str, Any]
"""An item in DynamoDB's terms: `{"pk": {"S": "…"}}`."""


def encode(item: Mapping[str, Any]) -> Attributes:
    """Plain values as attribute values. Values that are None are left out."""
    return {
        name: {"S": value} if type(value) is str else _value(value)  # most values are text
        for name, value in item.items()
        if value is not None
    }


def decode(attributes: Mapping[str, Any]) -> Item:
    """Attribute values as plain values."""
    return {name: _plain(value) for name, value in attributes.items()}


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    if isinstance(value, float):
        return {"N": repr(value)}
    if isinstance(value, datetime):
        return {"S": stamp(value)}
    if isinstance(value, Mapping):
        return {"M": encode(value)}
    if isinstance(value, list | tuple | set | frozenset):
        ordered = sorted(value) if isinstance(value, set | frozenset) else value
        return {"L": [_value(v) for v in ordered]}
    raise TypeError(f"no attribute value for a {type(value).__name__}")


def _plain(value: Mapping[str, Any]) -> Any:
    ((kind, inner),) = value.items()
    match kind:
        case "S" | "BOOL":
            return inner
        case "N":
            return float(inner) if "." in inner or "e" in inner.lower() else int(inner)
        case "M":
            return decode(inner)
        case "L":
            return [_plain(v) for v in inner]
        case _:
            raise TypeError(f"no plain value for the attribute type {kind}")


def stamp(moment: datetime) -> str:
    """A moment as sortable text, UTC, to the millisecond: `2026-11-22T10:00:00.000Z`."""
    return _stamp(moment)


@lru_cache(64)  # the keys and attributes of an item repeat the same time
def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def moment(text: str) -> datetime:
    """The inverse of `stamp`."""
    return datetime.fromisoformat(text)


def moment_of(item: Mapping[str, Any], name: str) -> datetime | None:
    """The moment that is stored under this name, or None."""
    return moment(item[name]) if item.get(name) else None
