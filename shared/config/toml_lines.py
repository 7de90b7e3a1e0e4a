"""Finds the line of a key in a TOML text. The standard library's parser does not report lines."""

import re
from collections.abc import Mapping

type KeyPath = tuple[str | int, ...]
"""A key and the tables around it: `("policies", 0, "name")` is `policies[0].name`."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[A-Za-z0-9_.-]+)\s*=""")


def line_of(lines: Mapping[KeyPath, int], key: KeyPath) -> int:
    """The line of a key, from 1. A key inside a value has the line of the key or table around it.

    Example: in `steps = [{ at = "due" }]`, `steps[0].at` has the line of `steps`.
    """
    for length in range(len(key), 0, -1):
        found = lines.get(key[:length])
        if found:
            return found
    return 1


def lines_of(text: str) -> dict[KeyPath, int]:
    """The lines of all table headers and of all keys at the start of a line."""
    found: dict[KeyPath, int] = {}
    last_index: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            table = _table(_split(header[2]), last_index, is_array=header[1] == "[[")
            paths = table
        elif key := _KEY.match(line):
            paths = table + _split(key[1])
        else:
            continue
        for length in range(1, len(paths) + 1):
            found.setdefault(paths[:length], number)
    return found


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(a or b or c for a, b, c in re.findall(r'"([^"]*)"|\'([^\']*)\'|([\w-]+)', dotted))


def _table(names: tuple[str, ...], last_index: dict[KeyPath, int], *, is_array: bool) -> KeyPath:
    """The path of a header, with the index in each array of tables around it.

    Example: the second `[[policies]]` is `("policies", 1)`, and a `[[policies.steps]]` after it is
    `("policies", 1, "steps", 0)`.
    """
    path: KeyPath = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if is_array and position == len(names) - 1:
            last_index[path] = last_index.get(path, -1) + 1
        if path in last_index:
            path = (*path, last_index[path])
    return path
