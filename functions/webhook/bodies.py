"""Reads the JSON of a webhook body and never raises for unexpected content.

Each value is checked where it is read and not by a schema. One update of an unexpected shape must
not make the other 999 of the body unreadable.
"""

import json
from datetime import UTC, datetime
from typing import cast

import msgspec

type Json = dict[str, Json] | list[Json] | str | int | float | bool | None

MAX_REQUEST_BYTES = 6 * 1024 * 1024
"""Lambda's limit on a request. WhatsApp's largest bodies have 3 MB."""

MAX_DIGITS = 19
"""A time with more digits is out of range."""


class NotAWebhookError(ValueError):
    """The body is not JSON, not an object, or too large.

    The sender signed it, so the webhook quarantines it and answers 200.
    """


_decode = msgspec.json.Decoder().decode


def load(raw: bytes) -> dict[str, Json]:
    """The body as JSON values. Raises NotAWebhookError and nothing else."""
    if len(raw) > MAX_REQUEST_BYTES:
        raise NotAWebhookError("the body is over the limit")
    try:
        body = _decode(raw)
    except (ValueError, RecursionError):
        body = _load_lenient(raw)
    if isinstance(body, list) and len(body) == 1:  # some of Meta's examples are lists of one body
        (body,) = body
    if not isinstance(body, dict):
        raise NotAWebhookError("the body is not a JSON object")
    return body


def _load_lenient(raw: bytes) -> Json:
    """The body with U+FFFD for each lone surrogate.

    A platform that cuts a text may leave half an emoji. That is legal JSON, but the fast parser
    refuses it. U+FFFD and not `?`: in a text, a question mark means something. In an id, U+FFFD
    shows that the id is damaged (`shared.domain.events.has_valid_ids`).
    """
    try:
        body = json.loads(raw, parse_constant=_no_constant)
        text = json.dumps(body, ensure_ascii=False).encode("utf-16", errors="surrogatepass")
        return cast("Json", json.loads(text.decode("utf-16", errors="replace")))
    except (ValueError, RecursionError) as error:
        raise NotAWebhookError("the body is not JSON") from error


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def obj(value: Json) -> dict[str, Json]:
    """The value if it is an object, otherwise an empty object."""
    return value if isinstance(value, dict) else {}


def items(value: Json) -> list[Json]:
    """The value if it is a list, otherwise an empty list."""
    return value if isinstance(value, list) else []


def items_or_itself(value: Json) -> list[Json]:
    """The value if it is a list, otherwise a list of just this value."""
    return value if isinstance(value, list) else [value]


def ident(value: Json) -> str | None:
    """An id as text, or None. Platforms send the same id as text and as a number."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def text(value: Json) -> str | None:
    """The value if it is text and not empty, otherwise None."""
    return value if isinstance(value, str) and value else None


def flag(value: Json) -> bool:
    """Whether a yes-or-no value says yes. Some senders write it as text: `"false"` says no."""
    return bool(value) and value not in ("false", "False", "0")


def handle(value: Json) -> str | None:
    """A user name as platforms show it: `@lena_f`. None if the value is not text."""
    name = text(value)
    return f"@{name.lstrip('@')}" if name else None


_from_seconds = datetime.fromtimestamp


def parse_time(value: Json) -> datetime | None:
    """A time in any form that a platform sends, or None.

    Forms: seconds, milliseconds or microseconds since 1970, as a number or as digits; ISO 8601 with
    `Z`, `+00:00` or `+0000`. A number below 1e11 means seconds, below 1e14 milliseconds, otherwise
    microseconds. Example: `1795341600`, `"1795341600000"` and `"2026-11-22T10:00:00+0000"` are the
    same time.
    """
    if type(value) is int and 100_000_000_000 <= value < 100_000_000_000_000:
        return _from_seconds(value / 1e3, UTC)  # the usual form, so no further checks
    if isinstance(value, str):
        if not value.isascii() or not value.isdigit():
            return _parse_iso(value)
        value = int(value) if len(value) <= MAX_DIGITS else 0
    elif type(value) is not int and type(value) is not float:
        return None
    if value <= 0:
        return None
    try:
        seconds = value if value < 1e11 else value / 1e3 if value < 1e14 else value / 1e6
        return _from_seconds(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _parse_iso(value: str) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(value)
        return parsed.astimezone(UTC) if parsed.tzinfo and parsed.year >= 1970 else None
    except (ValueError, OverflowError):
        return None
