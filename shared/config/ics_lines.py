"""The lines of an ICS file, with their numbers."""

import re
from collections.abc import Iterable

_LINE_END = re.compile(r"\r*\n|\r")
"""The end of a line. Some programs write the CR twice, or only the CR."""

_SPLIT_CHARACTER = re.compile(rb"((?:\r*\n|\r)[ \t])([\x80-\xbf]+)")
"""The end of a line in the middle of a character, and the rest of the character."""


def lines(content: bytes) -> list[str]:
    """The lines of the file. Raises ValueError if it is not in UTF-8.

    Programs that count bytes may break a line in the middle of a character. The rest of that
    character is moved back to the line before, as RFC 5545 (3.1) requires.
    """
    try:
        text = _SPLIT_CHARACTER.sub(rb"\2\1", content).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("expected an iCalendar file in UTF-8") from error
    return _LINE_END.split(text)


def unfolded(lines: Iterable[str]) -> list[tuple[int, str]]:
    """The lines with their numbers. A line that begins with a space is joined to the line before
    it."""
    found: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if found and line[:1] in (" ", "\t"):
            found[-1] = (found[-1][0], found[-1][1] + line[1:])
        else:
            found.append((number, line))
    return found
