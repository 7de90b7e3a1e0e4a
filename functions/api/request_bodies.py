"""Reads the bodies of requests. An error names the key and what was expected."""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from functions.api.dismissal import MAX_REASON_CHARACTERS
from functions.api.problems import ProblemError, body, meant, shown
from functions.api.query_parameters import is_text, moment

MAX_BODY_CHARACTERS = 10_000

MAX_SNOOZE = timedelta(days=7)

NO_RESPONDER = "expected the name of a responder in replywatch.toml"


class Dismissal(NamedTuple):
    """The body of `dismiss`."""

    reason: str
    opened_by: str | None
    seen_until: datetime | None


class Snooze(NamedTuple):
    """The body of `snooze`."""

    opened_by: str | None
    until: datetime


class HandOver(NamedTuple):
    """The body of `hand-over`."""

    opened_by: str | None
    to: str


def dismissal(event: Mapping[str, Any]) -> Dismissal:
    """Reads the body of `dismiss`. Raises ProblemError."""
    content = _object(event, *Dismissal._fields)
    reason = content.get("reason")
    most = MAX_REASON_CHARACTERS
    if not (isinstance(reason, str) and 0 < len(reason.strip()) <= most and is_text(reason)):
        raise body(f"expected 1 to {most} characters on one line", "reason")
    return Dismissal(reason, _opened_by(content), _seen_until(content.get("seen_until")))


def acknowledgement(event: Mapping[str, Any]) -> str | None:
    """The opening message of the wait that the body names, or None. Raises ProblemError."""
    return _opened_by(_object(event, "opened_by"))


def snooze(event: Mapping[str, Any], now: datetime) -> Snooze:
    """Reads `until` or `duration_s`. Raises ProblemError."""
    content = _object(event, "opened_by", "until", "duration_s")
    until, seconds = content.get("until"), content.get("duration_s")
    if (until is None) == (seconds is None):
        raise body("expected either `until` or `duration_s`", "until")
    most_s = int(MAX_SNOOZE.total_seconds())
    if until is not None:
        return Snooze(_opened_by(content), _time(until, "until"))
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 < seconds <= most_s:
        raise body(f"expected whole seconds from 1 to {most_s}", "duration_s")
    return Snooze(_opened_by(content), now + timedelta(seconds=seconds))


def hand_over(event: Mapping[str, Any]) -> HandOver:
    """Reads who gets the wait. Raises ProblemError."""
    content = _object(event, *HandOver._fields)
    to = content.get("to")
    if not isinstance(to, str):
        raise body(NO_RESPONDER, "to")
    return HandOver(_opened_by(content), to)


def nothing(event: Mapping[str, Any]) -> None:
    """Checks that the body is empty. Raises ProblemError."""
    _object(event)


def _opened_by(content: Mapping[str, Any]) -> str | None:
    opened_by = content.get("opened_by")
    if not (opened_by is None or isinstance(opened_by, str)):
        raise body("expected the id of the message that opened the wait", "opened_by")
    return opened_by


def _seen_until(given: object) -> datetime | None:
    """A time. Without a fraction of a second, it means the end of that second, as lists show it."""
    if given is None:
        return None
    at = _time(given, "seen_until")
    return at if "." in str(given) else at + timedelta(milliseconds=999)


def _time(given: object, name: str) -> datetime:
    try:
        return moment(name, given if isinstance(given, str) else "")
    except ProblemError:
        raise body("expected a time such as 2026-01-31T00:00:00Z", name) from None


def _object(event: Mapping[str, Any], *known: str) -> dict[str, Any]:
    """The body: a JSON object with no other keys than these, and each at most once."""
    try:
        given = text(event)
        content = (
            json.loads(given, object_pairs_hook=_once)
            if len(given) <= MAX_BODY_CHARACTERS
            else None
        )
    except (ValueError, TypeError, RecursionError, binascii.Error):
        content = None
    if not isinstance(content, dict):
        raise body(f"expected a JSON object of at most {MAX_BODY_CHARACTERS} characters")
    for name in content:
        if name not in known:
            expected = ", ".join(known) or "an empty object"
            raise body(f"no such key{meant(name, known)}; expected {expected}", shown(name, "key"))
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Raises ProblemError if a key occurs twice: programs differ in which value they read."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise body("expected once", shown(name, "key"))
        found[name] = value
    return found


def form(event: Mapping[str, Any]) -> str:
    """The body of a page's form. Empty if its bytes are not text, since our pages do not send
    that."""
    try:
        given = text(event)
        given.encode()  # a lone surrogate is no text
    except ValueError:
        return ""
    return given


def text(event: Mapping[str, Any]) -> str:
    """The body as text, or `{}` if there is none. Raises ValueError if its bytes are not text."""
    given = str(event.get("body") or "{}")
    return base64.b64decode(given).decode() if event.get("isBase64Encoded") else given
