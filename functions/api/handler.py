"""The API: who waits, how well we answer, and why a wait is due when it is."""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import (
    BadRequestError,
    NotFoundError,
    ServiceError,
    UnauthorizedError,
)

from functions.api import acknowledge, conversations, dismissal, statistics
from shared.config import configuration
from shared.conversation import lookup
from shared.domain.alerts import Alert
from shared.domain.events import Channel, Surface
from shared.domain.policies import WaitKind
from shared.runtime import links, secrets
from shared.storage.store import shared_store

app = APIGatewayHttpResolver()
secrets.preload("API_SECRET_ID")

GROUPS = ("channel", "account", "surface", "kind", "intent")
"""By what statistics can be asked."""

VALUES: Mapping[str, Sequence[str]] = {
    "channel": get_args(Channel),
    "surface": get_args(Surface),
    "kind": get_args(WaitKind),
    "intent": ("help", "complaint", "praise", "share"),
}

MAX_BY, MAX_REASON = 64, 200
"""Characters."""

DASHBOARD = Path(__file__).parent / "dashboard.html"


def now() -> datetime:
    """The only clock here."""
    return datetime.now(UTC)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """An HTTP API's request, payload version 2."""
    return app.resolve(event, context)


@app.get("/health")
def _health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/")
@app.get("/dashboard")
def _dashboard() -> Response[str]:
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'; connect-src 'self'"
    )
    headers: dict[str, str | list[str]] = {"content-security-policy": policy}
    page = DASHBOARD.read_text(encoding="utf-8")
    return Response(200, content_type="text/html; charset=utf-8", body=page, headers=headers)


@app.get("/ack/<token>")
def _acknowledge_page(token: str) -> Response[str]:
    return _page(*acknowledge.page(shared_store(), _alert(token), now()))


@app.post("/ack/<token>")
def _acknowledge(token: str) -> Response[str]:
    return _page(*acknowledge.acknowledge(shared_store(), _alert(token), now()))


def _alert(token: str) -> Alert | None:
    read = links.read(token, secrets.link_keys(), now())
    return acknowledge.named(shared_store(), read)


def _page(status: int, body: str) -> Response[str]:
    policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"
    headers: dict[str, str | list[str]] = {"content-security-policy": policy}
    return Response(status, content_type="text/html; charset=utf-8", body=body, headers=headers)


@app.get("/v1/conversations")
def _conversations() -> dict[str, Any]:
    _authorized()
    query = _query("limit", "cursor", "channel", "account", "surface")
    limit = _whole(query.pop("limit", "50"), "limit", 1, 200)
    cursor = query.pop("cursor", None)
    return conversations.waiting(shared_store(), now(), limit=limit, cursor=cursor, only=query)


@app.get("/v1/conversations/<conversation>")
def _conversation(conversation: str) -> dict[str, Any]:
    _authorized()
    return _found(
        conversations.one(
            shared_store(), configuration.deployed_configuration(), conversation, now()
        )
    )


@app.get("/v1/conversations/<conversation>/explain")
def _explain(conversation: str) -> dict[str, Any]:
    _authorized()
    return _found(
        conversations.explain(
            shared_store(), configuration.deployed_configuration(), conversation, now()
        )
    )


@app.post("/v1/conversations/<conversation>/dismiss")
def _dismiss(conversation: str) -> dict[str, Any]:
    _authorized()
    try:
        body = json.loads(app.current_event.decoded_body or "{}")
        by, reason = body["by"], body["reason"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadRequestError('expected {"by": "who", "reason": "why"}') from None
    for name, text, most in (("by", by, MAX_BY), ("reason", reason, MAX_REASON)):
        if not (isinstance(text, str) and 0 < len(text.strip()) <= most and _is_text(text)):
            raise BadRequestError(f"{name}: expected 1 to {most} characters of text")
    record = lookup.by_public_id(shared_store(), conversation, now())
    if record is None:
        raise NotFoundError("there is no such conversation")
    kept_days = configuration.deployed_configuration().text_days
    try:
        done = dismissal.dismiss(
            shared_store(), record, by=by, reason=reason, now=now(), kept_days=kept_days
        )
    except dismissal.NothingOpenError:
        raise ServiceError(409, "no wait is open in this conversation") from None
    return {
        "conversation": record.public_id,
        "opened_by": record.open_wait.opened_by if record.open_wait else None,
        "dismissed_at": done["dismissed_at"],
    }


@app.get("/v1/stats")
def _stats() -> dict[str, Any]:
    _authorized()
    query = _query("from", "to", *GROUPS)
    start, end = _period(query, timedelta(days=1))
    return statistics.figures(shared_store(), start, end, now(), query)


@app.get("/v1/stats/week")
def _week() -> dict[str, Any]:
    _authorized()
    query = _query("from", "to", "zone", *GROUPS)
    start, end = _period(query, timedelta(weeks=4))
    zone = _zone(query.pop("zone", "UTC"))
    return statistics.week(shared_store(), start, end, now(), zone, query)


def _period(query: dict[str, str], usual: timedelta) -> tuple[datetime, datetime]:
    """Takes `from` and `to` out of the query."""
    end = _moment(query.pop("to", None), "to") or now()
    start = _moment(query.pop("from", None), "from") or end - usual
    if start >= end:
        raise BadRequestError("from: expected a moment before `to`")
    if end - start > timedelta(days=400):
        raise BadRequestError("from: expected at most 400 days before `to`")
    return start, end


def _authorized() -> None:
    header = (app.current_event.headers or {}).get("authorization", "")
    given = header.removeprefix("Bearer ") if header.startswith("Bearer ") else ""
    if not any(
        hmac.compare_digest(given.encode(), t.encode()) for t in secrets.api_tokens() if given
    ):
        raise UnauthorizedError("expected a bearer token")


def _query(*known: str) -> dict[str, str]:
    query: Mapping[str, str] = app.current_event.query_string_parameters or {}
    for name in query:
        if name not in known:
            raise BadRequestError(f"{name}: no such parameter; allowed: {', '.join(known)}")
        allowed = VALUES.get(name)
        if allowed and query[name] and query[name] not in allowed:
            raise BadRequestError(f"{name}: expected one of {', '.join(allowed)}")
    return {name: value for name, value in query.items() if value}


def _whole(text: str, name: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or not low <= int(text) <= high:
        raise BadRequestError(f"{name}: expected a whole number from {low} to {high}")
    return int(text)


def _moment(text: str | None, name: str) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequestError(f"{name}: expected a time such as 2026-01-31T00:00:00Z") from None
    if not 2000 <= at.year <= 2200:
        raise BadRequestError(f"{name}: expected a year between 2000 and 2200")
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadRequestError("zone: expected a time zone such as Europe/Berlin") from None


def _is_text(text: str) -> bool:
    """Whether it can be stored: no half of a surrogate pair."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _found(answer: dict[str, Any] | None) -> dict[str, Any]:
    if answer is None:
        raise NotFoundError("there is no such conversation")
    return answer
