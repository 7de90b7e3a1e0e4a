"""The API's routes: who waits, how well we answer, and why a wait is due when it is."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from botocore.exceptions import ClientError

from functions.api import (
    alert_list,
    callers,
    channels,
    conversation_actions,
    conversation_page,
    conversations,
    cursors,
    export,
    html,
    on_call,
    problems,
    reference,
    request_bodies,
    responses,
    settings_page,
    shown_configuration,
    statistics,
    viewer,
    wait_query,
    waits,
)
from functions.api.conversations import Asked
from functions.api.problems import ProblemError, parameter
from functions.api.query_parameters import (
    MAX_ID_CHARACTERS,
    MAX_MESSAGES,
    MAX_PERIOD_DAYS,
    Query,
    check_period,
    place_filters,
)
from functions.api.statistics import DIMENSIONS, MAX_DAYS
from functions.api.viewer import Viewer
from shared.config import configuration
from shared.config.configuration import Configuration
from shared.conversation import find_by_public_id
from shared.runtime import aws, secrets
from shared.storage import own_settings, period_figures
from shared.storage.errors import ConflictError, OverloadedError
from shared.storage.records import ConversationRecord
from shared.storage.store import shared_store

app = APIGatewayHttpResolver()


def now() -> datetime:
    """The only clock here."""
    return datetime.now(UTC)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """An HTTP API's request, payload version 2."""
    asked = event
    if responses.method(event) == "HEAD":  # the same as GET; the body is left out in the end
        http = event["requestContext"]["http"] | {"method": "GET"}
        asked = event | {"requestContext": event["requestContext"] | {"http": http}}
    return responses.finished(event, app.resolve(asked, context))


def _problem(error: Exception) -> Response[str]:
    problem = problems.of(error)
    if problem is None:
        raise error
    content = problem.to_json(responses.request_id(app.current_event.raw_event))
    return Response(
        problem.status,
        content_type="application/problem+json",
        body=json.dumps(content),
        headers=dict(problem.headers),
    )


app.exception_handler([ProblemError, ConflictError, OverloadedError, ClientError])(_problem)


@app.not_found
def _not_found(_error: Exception) -> Response[str]:
    path = app.current_event.path
    routes = app._dynamic_routes + app._static_routes
    methods = responses.allowed_methods(path, {r.method for r in routes if r.rule.match(path)})
    if not methods:
        return _problem(ProblemError("not-found", "there is no such path; `/docs` lists them"))
    headers = {"allow": methods}
    if responses.method(app.current_event.raw_event) == "OPTIONS":
        return Response(204, headers=headers)  # API Gateway adds what `cors_origins` allows
    return _problem(ProblemError("method-not-allowed", f"expected {methods}", headers=headers))


# --- Pages ----------------------------------------------------------------------------------------


@app.get("/health")
def _health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/")
@app.get("/dashboard")
def _dashboard() -> Response[str]:
    return html.dashboard()


@app.get("/openapi.json")
def _openapi() -> Response[str]:
    return Response(200, content_type="application/json", body=reference.text())


@app.get("/docs")
def _docs() -> Response[str]:
    return html.reference(reference.page())


@app.get("/c/")
@app.get("/c/<token>")
def _opened_link(token: str = "") -> Response[str]:
    who = _viewer(token)
    return html.linked(conversation_page.show(shared_store(), _configuration(), who))


@app.post("/c/<token>")
def _sent_form(token: str) -> Response[str]:
    form, who = request_bodies.form(app.current_event.raw_event), _viewer(token)
    return html.linked(conversation_page.submit(shared_store(), _configuration(), who, form))


def _viewer(token: str) -> Viewer:
    keys = secrets.link_keys()
    return viewer.viewer(shared_store(), _configuration(), token, keys, now())


@app.get("/r/")
@app.route("/r/<token>", method=["GET", "POST"])
def _settings(token: str = "") -> Response[str]:
    deployed, keys = configuration.deployed_configuration(), secrets.link_keys()
    who = settings_page.viewer(deployed, token, keys, now())
    return html.linked(settings_page.answer(shared_store(), who, app.current_event))


@app.get("/v1/configuration")
def _shown_configuration() -> dict[str, Any]:
    _authorized("read")
    Query(app.current_event.raw_event).finish()
    return shown_configuration.configuration_to_json(_configuration(), now())


# --- Waits and conversations ----------------------------------------------------------------------


@app.get("/v1/waits")
def _waits() -> dict[str, Any] | Response[str]:
    _authorized("read")
    query = Query(app.current_event.raw_event)
    kind, text = query.one_of("format", export.FORMATS), query.take("cursor")
    has_excerpt = _includes(query, "excerpt")
    asked = wait_query.read(query, _configuration(), now(), has_excerpt=has_excerpt)
    query.finish()
    position = _position(text, asked)
    if asked.is_of_open_waits:
        page, end = waits.open_waits(shared_store(), _configuration(), asked, now(), position)
    else:
        period = wait_query.opened(asked, now())
        page, end = waits.all_waits(shared_store(), asked, *period, now(), position)
    cursor = _cursor(end, asked)
    if kind in {None, "json"}:
        return {"waits": page, "next_cursor": cursor}
    return export.answer(kind, page, cursor, is_first=not position, has_excerpt=has_excerpt)


@app.get("/v1/conversations/<conversation>")
def _conversation(conversation: str) -> dict[str, Any]:
    return _conversation_page(conversation, conversations.one, include="text")


@app.get("/v1/conversations/<conversation>/explain")
def _explain(conversation: str) -> dict[str, Any]:
    return _conversation_page(conversation, conversations.explain)


def _conversation_page(
    public_id: str, read: Callable[..., conversations.Found], include: str = ""
) -> dict[str, Any]:
    _authorized("read")
    query = Query(app.current_event.raw_event)
    limit, text = query.limit(MAX_MESSAGES), query.take("cursor")
    has_text = bool(include) and _includes(query, include)
    query.finish()
    record = _record(public_id)
    name = [record.public_id, limit]
    asked = Asked(record, limit, _position(text, name), has_text)
    answer, end = read(shared_store(), _configuration(), asked, now())
    return answer | {"next_cursor": _cursor(end, name)}


def _record(public_id: str) -> ConversationRecord:
    """The record with this public id. Raises ProblemError if there is none."""
    is_id = public_id.isascii() and public_id.isalnum() and len(public_id) <= MAX_ID_CHARACTERS
    record = find_by_public_id.by_public_id(shared_store(), public_id, now()) if is_id else None
    if record is None:
        raise ProblemError("not-found", "there is no such conversation", field="conversation")
    return record


def _cursor(position: str | None, asked: object) -> str | None:
    return cursors.cursor(position, asked, secrets.link_keys(), now()) if position else None


def _position(text: str | None, asked: object) -> str:
    return cursors.position(text, asked, secrets.link_keys(), now()) if text else ""


def _act(name: str) -> Callable[[str], dict[str, Any]]:
    """The route of an action."""

    def route(conversation: str) -> dict[str, Any]:
        event, by = app.current_event.raw_event, _authorized("act").name
        Query(event).finish()
        request = conversation_actions.Request(event, by, _configuration(), now())
        return conversation_actions.perform(
            shared_store(), lambda: _record(conversation), name, request
        )

    return route


for _action in conversation_actions.ACTIONS:
    app.post(f"/v1/conversations/<conversation>/{_action}")(_act(_action))


# --- Alerts ---------------------------------------------------------------------------------------


@app.get("/v1/alerts")
def _alerts() -> dict[str, Any]:
    _authorized("read")
    query, known = Query(app.current_event.raw_event), _configuration()
    text = query.take("cursor")
    asked = alert_list.asked(query, known, now())
    query.finish()
    record = _record(asked.conversation) if asked.conversation else None
    position = _position(text, asked.name)
    page, end = alert_list.page(shared_store(), known, asked, record, position)
    return {"alerts": page, "next_cursor": _cursor(end, asked.name)}


# --- Channels, people -----------------------------------------------------------------------------


@app.get("/v1/channels")
def _channels() -> dict[str, Any]:
    _authorized("read")
    Query(app.current_event.raw_event).finish()
    return channels.channels(shared_store(), _configuration(), now())


@app.get("/v1/on-call")
def _on_call() -> dict[str, Any]:
    _authorized("read")
    Query(app.current_event.raw_event).finish()
    return on_call.on_call(_configuration(), now())


# --- Statistics -----------------------------------------------------------------------------------


@app.get("/v1/stats")
def _stats() -> dict[str, Any]:
    _authorized("read")
    query = Query(app.current_event.raw_event)
    interval: Any = query.one_of("interval", tuple(MAX_DAYS))
    group_by = query.values("group_by", DIMENSIONS)
    is_compared = query.one_of("compare", ("previous",)) is not None
    asked = _statistics_query(
        query, timedelta(days=1), interval=interval, group_by=group_by, is_compared=is_compared
    )
    most = MAX_DAYS.get(interval, MAX_PERIOD_DAYS)
    if asked.end - asked.start > timedelta(days=most):
        raise parameter("interval", f"expected at most {most} days by {interval}")
    return statistics.figures(shared_store(), asked, now())


@app.get("/v1/stats/week")
def _week() -> dict[str, Any]:
    _authorized("read")
    query = Query(app.current_event.raw_event)
    return statistics.week(shared_store(), _statistics_query(query, timedelta(weeks=4)), now())


def _statistics_query(query: Query, usual: timedelta, **more: Any) -> statistics.Query:
    end = period_figures.quarter_end(query.moment("to") or now())
    start = period_figures.quarter_begin(query.moment("from") or end - usual)
    zone, only = query.zone(), place_filters(query, _configuration())
    query.finish()
    check_period("from", start, end)
    return statistics.Query(start=start, end=end, zone=zone, only=only, **more)


def _includes(query: Query, what: str) -> bool:
    """Whether the request asks for customers' words. A token that may only read does not get
    them."""
    if query.one_of("include", (what,)) is None:
        return False
    _authorized("act")
    return True


# --- What routes share ----------------------------------------------------------------------------


def _authorized(scope: str) -> callers.Caller:
    event = app.current_event.raw_event
    claims = callers.claims_of(event)
    if claims is not None or aws.optional_setting("JWT_ISSUER"):
        return callers.caller_of_claims(claims or {}, scope)
    return callers.caller(responses.header(event, "authorization"), scope, now())


def _configuration() -> Configuration:
    """The configuration with responders' own settings. They are read only if they are needed."""
    return own_settings.resolved(shared_store(), configuration.deployed_configuration())
