"""Prints text from customers safely: a terminal must not act on it.

An escape sequence can move the cursor, change the window's title or hide text. A bidirectional mark
can show text in another order than it is stored in (https://trojansource.codes).
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

_UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters: C0, delete, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional marks
    "\u2028\u2029"  # line and paragraph separators
    "\ud800-\udfff"  # lone surrogates, which cannot be encoded
    "]"
)


def escape_controls(text: str) -> str:
    """The text with each control character and bidirectional mark as `\\uXXXX`.

    A line break is a control character, too: pass one line at a time.
    """
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON that is safe to print, with all other characters as they are. Parses to the value."""
    lines = json.dumps(value, ensure_ascii=False, indent=indent).split("\n")
    return "\n".join(map(escape_controls, lines))


def counted(number: int, things: str) -> str:
    """A count with its noun: `3 open waits changed`. If there is one, the first plural becomes
    singular: `1 open wait changed`."""
    if number != 1:
        return f"{number:,} {things}"
    return "1 " + re.sub(r"(ie)?s\b", lambda end: "y" if end[1] else "", things, count=1)


def print_error(command: str, reason: str) -> None:
    """Prints `replywatch COMMAND: REASON` to the standard error output."""
    lines = "\n".join(map(escape_controls, reason.split("\n")))
    sys.stderr.write(f"replywatch {command}: {lines}\n")


def with_progress[T](items: Iterable[T], what: str, *, every: int) -> Iterator[T]:
    """The items. On a terminal, the standard error output counts them: `1,200 conversations`."""
    number, is_shown = 0, sys.stderr.isatty()
    for number, item in enumerate(items, 1):
        yield item
        if is_shown and number % every == 0:
            sys.stderr.write(f"\r{number:,} {what}")
            sys.stderr.flush()
    if is_shown and number >= every:
        sys.stderr.write("\r\033[K")  # clears the line


def print_line(line: str, *, as_json: bool) -> None:
    """Prints a line about something, such as `hX3nQ0c1: outcome late → met`; with --json as
    `{"about": "hX3nQ0c1", "text": "outcome late → met"}`."""
    about, _, text = line.partition(": ")
    print(to_json({"about": about, "text": text}) if as_json else escape_controls(line))
