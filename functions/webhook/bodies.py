"""Reads a webhook's body, and the loose shapes inside it, without ever raising for their content.

The platforms' bodies are read as plain JSON values and picked from field by field, since one
update of an unexpected shape must not cost the other 999 of the body.
"""

import json
from datetime import UTC, datetime
from typing import cast

import msgspec

type Json = dict[str, Json] | list[Json] | str | int | float | bool | None

MAX_BODY_BYTES = 6 * 1024 * 1024
"""Lambda's own limit on a request; WhatsApp's largest bodies are 3 MB."""


class NotAWebhookError(ValueError):
    """The body is no webhook's: not JSON, not an object, or over the limit.

    The sender signed it, so it is kept and answered 200; nothing in it can be read.
    """


_decode = msgspec.json.Decoder().decode


def load(raw: bytes) -> dict[str, Json]:
    """The body as JSON values. Raises NotAWebhookError, whatever the bytes."""
    if len(raw) > MAX_BODY_BYTES:
        raise NotAWebhookError("the body is over the limit")
    try:
        body = _decode(raw)
    except (ValueError, RecursionError):
        body = _load_lenient(raw)
    if isinstance(body, list) and len(body) == 1:  # as some of Meta's examples are
        (body,) = body
    if not isinstance(body, dict):
        raise NotAWebhookError("the body is not a JSON object")
    return body


def _load_lenient(raw: bytes) -> Json:
    """Half an emoji (a lone surrogate, where a platform cut a text) is legal JSON that the fast
    parser refuses: it must not cost the rest of the body."""
    try:
        body = json.loads(raw, parse_constant=_no_constant)
        return cast(
            "Json", json.loads(json.dumps(body, ensure_ascii=False).encode(errors="replace"))
        )
    except (ValueError, RecursionError) as error:
        raise NotAWebhookError("the body is not JSON") from error


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def obj(value: Json) -> dict[str, Json]:
    """The value, if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Json) -> list[Json]:
    """The value, if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def ident(value: Json) -> str | None:
    """An id as text: platforms send the same id as string and as number. None without one."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def text(value: Json) -> str | None:
    """The value, if it is text that is not empty."""
    return value if isinstance(value, str) and value else None


_from_seconds = datetime.fromtimestamp


def moment(value: Json) -> datetime | None:
    """A time in any of the forms seen: seconds, milliseconds or microseconds as number or digits,
    ISO 8601 with `Z`, `+00:00` or `+0000`. None for anything else, or out of range.

    Below 1e11 seconds, below 1e14 milliseconds, else microseconds.
    """
    if type(value) is int and 100_000_000_000 <= value < 100_000_000_000_000:
        return _from_seconds(value / 1e3, UTC)  # nearly all are such: no further checks
    if isinstance(value, str):
        if not value.isascii() or not value.isdigit():
            return _iso(value)
        value = int(value) if len(value) < 20 else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return None
    try:
        seconds = value if value < 1e11 else value / 1e3 if value < 1e14 else value / 1e6
        return _from_seconds(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _iso(value: str) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(value)
        return parsed.astimezone(UTC) if parsed.tzinfo and parsed.year >= 1970 else None
    except (ValueError, OverflowError):
        return None
