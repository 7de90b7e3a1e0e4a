"""The input of `replywatch backtest`: past messages as JSON lines, as `inspect` prints them."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, get_args

from shared.domain.events import Kind, Surface, utc
from shared.domain.intents import classifier

BYTE_ORDER_MARK = "\ufeff"
"""Some editors write it at the start of a file. In joined files it can start any line."""

_OPTIONAL: Mapping[str, tuple[type, str]] = {
    "text": (str, "a text"),
    "lang": (str, "a language tag"),
    "language": (str, "a language tag"),
    "what": (str, "the name of an event"),
    "app": (str, "an app's id or name"),
    "app_tag": (str, "an app's name"),
    "intents": (list, "a list of intents"),
    "reach": (int, "a whole number"),
    "automated": (bool, "true or false"),
    "courtesy": (bool, "true or false"),
    "affirms": (bool, "true or false"),
    "asks": (bool, "true or false"),
    "deflects": (bool, "true or false"),
    "holding": (bool, "true or false"),
}
"""Optional keys of a line: type, and its description for an error."""


_CHANNEL = re.compile("[a-z][a-z0-9]*")
_SURFACES = get_args(Surface)
_INTENTS = classifier.INTENTS
_KINDS = get_args(Kind)


FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Other years are mistakes. Near Python's first and last year, no deadline can be computed."""


class LineError(ValueError):
    """An invalid line. The message has its number and what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One parsed line. `plain` is its JSON object."""

    kind: str
    channel: str
    surface: str
    account: str
    customer: str | None
    message_id: str
    answers: str | None
    at: datetime | None
    conversation: str | None
    plain: Mapping[str, Any]

    @property
    def identity(self) -> tuple[str, str, str]:
        """Identifies the message that the line is about."""
        return (self.channel, self.account, self.message_id)

    @property
    def order(self) -> tuple[bool, float, str]:
        """Sort key: by time, lines without a time last. The first line of an identity counts."""
        at = 0.0 if self.at is None else self.at.timestamp()
        return (self.at is None, at, json.dumps(self.plain, sort_keys=True))


def read_lines(lines: Iterable[str]) -> Iterator[Line]:
    """Parses the lines, without empty ones. Raises LineError."""
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(BYTE_ORDER_MARK)
        if not text.strip():
            continue
        try:
            plain = json.loads(text)
        except (ValueError, RecursionError):
            raise LineError(f"line {number}: expected a JSON object") from None
        if not isinstance(plain, dict) or plain.get("kind") is None:
            raise LineError(f"line {number}: kind: expected an object with a kind") from None
        yield _line(plain, number)


def _line(plain: dict[str, Any], number: int) -> Line:
    kind = str(plain["kind"])
    message_id = plain.get("message_id")
    _check_types(plain, number)
    if kind in {"message", "reply", "delete"}:
        _check(plain, number)
    at = plain["at"] if plain.get("at") is not None else plain.get("sent_at")
    return Line(
        kind=kind,
        channel=str(plain.get("channel") or ""),
        surface=str(plain.get("surface") or "private"),
        account=str(plain.get("account") or ""),
        customer=_text(plain.get("customer")),
        message_id=str(message_id),
        answers=_text(plain.get("answers")),
        at=None if at is None else parse_time(at, f"line {number}: at"),
        conversation=_text(plain.get("conversation")),
        plain=plain,
    )


def _check(plain: Mapping[str, Any], number: int) -> None:
    if plain.get("message_id") in (None, ""):
        raise LineError(f"line {number}: message_id: expected an id")
    if plain.get("surface") not in (None, *_SURFACES):
        raise LineError(f"line {number}: surface: expected {' or '.join(_SURFACES)}")
    if plain.get("channel") and not _CHANNEL.fullmatch(str(plain["channel"])):
        raise LineError(f"line {number}: channel: expected a name in lower case, such as x")


def _check_types(plain: Mapping[str, Any], number: int) -> None:
    for name, (kinds, expected) in _OPTIONAL.items():
        if plain.get(name) is not None and not isinstance(plain[name], kinds):
            raise LineError(f"line {number}: {name}: expected {expected}")
    if not all(isinstance(intent, str) for intent in plain.get("intents") or ()):
        raise LineError(f"line {number}: intents: expected a list of intents")


def ignored(lines: Iterable[Line]) -> Counter[str]:
    """The unknown kinds and intents, and in how many lines they occur. Most are misspelt."""
    found: Counter[str] = Counter()
    for line in lines:
        if line.kind not in _KINDS:
            found[f"the kind {line.kind!r}: expected {', '.join(_KINDS[:-2])}"] += 1
        for intent in line.plain.get("intents") or ():
            if intent not in _INTENTS:
                found[f"the intent {intent!r}: expected {', '.join(_INTENTS)}"] += 1
    return found


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def parse_time(value: object, name: str) -> datetime:
    """Parses ISO 8601, or epoch seconds as a number or a string. Raises LineError."""
    at = _parsed(value, f"{name}: expected ISO 8601 or epoch seconds")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise LineError(f"{name}: expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    return at


def _parsed(value: object, expected: str) -> datetime:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return utc(value)
        if isinstance(value, str):
            if value.strip().replace(".", "", 1).lstrip("-").isdigit():
                return utc(float(value))
            at = datetime.fromisoformat(value.strip().upper())  # RFC 3339 permits `t` and `z`
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        raise LineError(expected) from None
    raise LineError(expected)
