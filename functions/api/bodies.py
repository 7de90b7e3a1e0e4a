"""Bodies of requests. What is not understood is refused with the key and what was expected."""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from functions.api.parameters import is_text, moment
from functions.api.problems import ProblemError, body

MAX_REASON, MAX_BODY = 200, 10_000
"""Characters."""


class Dismissal(NamedTuple):
    """The body of `dismiss`."""

    reason: str
    opened_by: str | None
    seen_until: datetime | None


def dismissal(event: Mapping[str, Any]) -> Dismissal:
    """Raises ProblemError."""
    content = _object(event, *Dismissal._fields)
    reason, opened_by = content.get("reason"), content.get("opened_by")
    if not (isinstance(reason, str) and 0 < len(reason.strip()) <= MAX_REASON and is_text(reason)):
        raise body(f"expected 1 to {MAX_REASON} characters of text", "reason")
    if not (opened_by is None or isinstance(opened_by, str)):
        raise body("expected the id of the message that opened the wait", "opened_by")
    return Dismissal(reason, opened_by, _seen_until(content.get("seen_until")))


def _seen_until(given: object) -> datetime | None:
    """A time; one without a fraction of a second is the end of its second, as the lists show it."""
    if given is None:
        return None
    try:
        at = moment("seen_until", given if isinstance(given, str) else "")
    except ProblemError:
        raise body("expected a time such as 2026-01-31T00:00:00Z", "seen_until") from None
    return at if "." in str(given) else at + timedelta(milliseconds=999)


def _object(event: Mapping[str, Any], *known: str) -> dict[str, Any]:
    """The body: a JSON object with no other keys than these."""
    try:
        text = _text(event)
        content = json.loads(text) if len(text) <= MAX_BODY else None
    except (ValueError, TypeError, RecursionError, binascii.Error):
        content = None
    if not isinstance(content, dict):
        raise body(f"expected a JSON object of at most {MAX_BODY} characters")
    if any(name not in known for name in content):
        raise body(f"expected no other keys than {', '.join(known)}")
    return content


def _text(event: Mapping[str, Any]) -> str:
    text = str(event.get("body") or "{}")
    return base64.b64decode(text).decode() if event.get("isBase64Encoded") else text
