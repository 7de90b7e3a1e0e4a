"""What DynamoDB charges: the size of an item, and the units that a request consumes."""

import math
from collections import Counter
from typing import Any

KB = 1024
Item = dict[str, Any]


def size(item: Item) -> int:
    """Bytes, by the rules of the developer guide ("DynamoDB item sizes and formats")."""
    total = 0
    for name, value in item.items():
        total += len(name) if name.isascii() else len(name.encode())
        ((kind, inner),) = value.items()
        if kind == "S":
            total += len(inner) if inner.isascii() else len(inner.encode())
        else:
            total += _other(kind, inner)
    return total


def _value(value: dict[str, Any]) -> int:
    ((kind, inner),) = value.items()
    return len(inner.encode()) if kind == "S" else _other(kind, inner)


def _other(kind: str, inner: Any) -> int:
    match kind:
        case "N":
            return _number(inner)
        case "BOOL" | "NULL":
            return 1
        case "L":
            return 3 + sum(1 + _value(v) for v in inner)
        case "M":
            return 3 + sum(1 + len(k.encode()) + _value(v) for k, v in inner.items())
        case _:
            raise NotImplementedError(kind)


def _number(text: str) -> int:
    """One byte for every two significant digits, one more, and another for a minus sign."""
    digits = text.lstrip("-").partition("e")[0].replace(".", "").strip("0") or "0"
    return math.ceil(len(digits) / 2) + 1 + text.startswith("-")


def write_units(*sizes: int) -> int:
    """The write units of one item: of the larger size before and after the write, in KB, at least
    one."""
    return max(1, math.ceil(max(sizes, default=0) / KB))


def read_units(read: int, *, consistent: bool) -> float:
    """The read units of this many bytes: one for each 4 KB, at least one, and half for an
    eventually consistent read."""
    units = max(1, math.ceil(read / (4 * KB)))
    return units if consistent else units / 2


class Meter:
    """Adds up the units by what they were used for."""

    def __init__(self) -> None:
        self.written: Counter[str] = Counter()
        self.read: Counter[str] = Counter()
        self.items_read = 0
        """What queries have read."""

    def write(self, what: str, units: float) -> None:
        self.written[what] += units  # type: ignore[assignment]

    def reading(self, what: str, units: float) -> None:
        self.read[what] += units  # type: ignore[assignment]

    @property
    def wcu(self) -> float:
        return sum(self.written.values())

    @property
    def rcu(self) -> float:
        return sum(self.read.values())
