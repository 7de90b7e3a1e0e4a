"""`python -m functions.api.openapi FILE` writes the OpenAPI document of the types in `models`.

`infra/packaging.py` runs it for the function's asset: what makes the document (pydantic) is not
there at run time. `reference` makes a page of it.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

from functions.api import export, field_meanings, idempotency, models
from functions.api.dismissal import MAX_REASON_CHARACTERS
from functions.api.problems import TYPES
from functions.api.query_parameters import (
    INTENTS,
    MAX_CHARACTERS,
    MAX_ID_CHARACTERS,
    MAX_LIMIT,
    MAX_MESSAGES,
    MAX_VALUES,
    USUAL_LIMIT,
)
from functions.api.request_bodies import MAX_SNOOZE
from functions.api.statistics import DIMENSIONS, MAX_DAYS
from shared.domain.alerts import Kind, State
from shared.domain.events import Surface
from shared.domain.fold import Outcome
from shared.domain.policies import Medium, WaitKind

REFS = "#/components/schemas/"
TEXT = {"type": "string", "minLength": 1, "maxLength": MAX_CHARACTERS}
TIME = {"type": "string", "format": "date-time"}
EXPORTS = ("text/csv", "application/x-ndjson")


class Parameter(NamedTuple):
    """A parameter of a query."""

    name: str
    schema: Mapping[str, Any]
    description: str

    def to_json(self) -> dict[str, Any]:
        """As OpenAPI has it."""
        return {"in": "query", **self._asdict()}


class Operation(NamedTuple):
    """A method of a path."""

    method: str
    path: str
    summary: str
    answer: Any
    parameters: Sequence[Parameter] = ()
    body: Any = None
    scope: str | None = "read"
    is_exported: bool = False
    """Whether it answers CSV and JSON lines, too."""
    problems: Sequence[str] = ("invalid-parameter",)


# --- Parameters -----------------------------------------------------------------------------------


def _text(name: str, description: str) -> Parameter:
    return Parameter(name, TEXT, description)


def _time(name: str, description: str) -> Parameter:
    return Parameter(name, TIME, description)


def _one_of(name: str, values: Sequence[str], description: str) -> Parameter:
    return Parameter(name, {"type": "string", "enum": list(values)}, description)


def _several(name: str, description: str, values: Sequence[str] = ()) -> Parameter:
    items = {"type": "string", "enum": list(values)} if values else TEXT
    schema = {"type": "array", "items": items, "minItems": 1, "maxItems": MAX_VALUES}
    return Parameter(name, schema, f"{description}. Repeated, or separated by commas")


def _limit(most: int) -> Parameter:
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": USUAL_LIMIT}
    return Parameter("limit", schema, "How many entries a page has at most")


CURSOR = _text("cursor", "The `next_cursor` of the page before")
CHANNEL = _several("channel", "Only these channels")
ACCOUNT = _several("account", "Only these accounts, as in `replywatch.toml`")
PLACE = (
    CHANNEL,
    ACCOUNT,
    _several("surface", "Only these surfaces", get_args(Surface)),
    _several("kind", "Only these kinds of waits", get_args(WaitKind)),
    _several("policy", "Only waits of these policies"),
    _several("intent", "Only waits with one of these intents", INTENTS),
)
FLAG = ("true", "false")
WAITS = (
    _limit(MAX_LIMIT),
    CURSOR,
    *PLACE,
    _several("language", "Only waits in these languages"),
    _several("agent", "Only waits that these agents answered"),
    _several("outcome", "Default: open", get_args(Outcome)),
    _one_of("overdue", FLAG, "Only waits that are overdue (`true`) or are not (`false`)"),
    _one_of("unacknowledged", FLAG, "Only open waits without an owner, or with one"),
    _time("due_before", "Only waits with a deadline before this time"),
    _time("opened_from", "Only waits that opened at or after this time"),
    _time("opened_to", "Only waits that opened before this time"),
    _one_of("include", ("excerpt",), "Also the customer's name and newest words"),
    _one_of("format", export.FORMATS, "Default: json. The others are for exports"),
)
ALERTS = (
    CURSOR,
    _time("from", "Only alerts that were claimed at or after this time"),
    _time("to", "Only alerts that were claimed before this time"),
    CHANNEL,
    ACCOUNT,
    _several("responder", "Only alerts for these responders"),
    _several("by", "Only these notification channels", get_args(Medium)),
    _several("state", "Only alerts in these states", get_args(State)),
    _several("kind", "Only these kinds of alerts", get_args(Kind)),
    _limit(MAX_LIMIT),
    _text("conversation", "Only alerts of this conversation: its public id"),
)
PERIOD = (
    _time("to", "The end of the period; rounded up to a quarter hour"),
    _time("from", "The start of the period; rounded down to a quarter hour"),
    _text("zone", "The IANA time zone of days and hours; default: UTC"),
    *PLACE,
)
STATISTICS = (
    _one_of("interval", tuple(MAX_DAYS), "Also the figures of each interval"),
    _several("group_by", "Also the figures of each value", DIMENSIONS),
    _one_of("compare", ("previous",), "Also the figures of the period before"),
    *PERIOD,
)
PAGE = (_limit(MAX_MESSAGES), CURSOR)
INCLUDE_TEXT = _one_of("include", ("text",), "Also the text of each message")

# --- Operations -----------------------------------------------------------------------------------

_LIST = ("invalid-parameter", "invalid-cursor")
_ONE = "/v1/conversations/{conversation}"
_ACTION = ("invalid-parameter", "invalid-body", "not-found", "conflict", "key-reused")


def _action(name: str, summary: str, body: Any, answer: Any = models.Owned) -> Operation:
    return Operation(
        "post", f"{_ONE}/{name}", summary, answer, body=body, scope="act", problems=_ACTION
    )


OPERATIONS = (
    Operation("get", "/health", "Health check", models.Health, scope=None, problems=()),
    Operation("get", "/v1/configuration", "Accounts and policies", models.Configuration),
    Operation(
        "get", "/v1/waits", "Waits", models.Waits, WAITS, problems=_LIST, is_exported=True
    ),
    Operation(
        "get", _ONE, "One conversation", models.Conversation, (*PAGE, INCLUDE_TEXT),
        problems=(*_LIST, "not-found"),
    ),
    Operation(
        "get", f"{_ONE}/explain", "Why its waits have their deadlines", models.Explanation, PAGE,
        problems=(*_LIST, "not-found"),
    ),
    _action("acknowledge", "Take the wait; alerts pause for an hour", models.Acknowledgement),
    _action("snooze", "Snooze the wait; alerts pause until a given time", models.Snooze),
    _action("hand-over", "Hand the wait over to a responder", models.HandOver),
    _action("release", "Release the wait; alerts resume", models.Acknowledgement),
    _action("dismiss", "Close the wait without a reply", models.Dismissal, models.Dismissed),
    _action("reopen", "Undo the last dismissal", models.Nothing, models.Reopened),
    Operation(
        "get", "/v1/alerts", "Alerts and their states", models.Alerts, ALERTS,
        problems=(*_LIST, "not-found"),
    ),
    Operation("get", "/v1/channels", "Whether messages still arrive", models.Channels),
    Operation("get", "/v1/on-call", "Who is on call, now and next", models.Rotations),
    Operation("get", "/v1/stats", "Statistics of a period", models.Statistics, STATISTICS),
    Operation("get", "/v1/stats/week", "Waits by hour of the week", models.Week, PERIOD),
)  # fmt: skip


# --- The document ---------------------------------------------------------------------------------


def document() -> dict[str, Any]:
    """The OpenAPI document."""
    schemas = {name: field_meanings.described(name, one) for name, one in _schemas()}
    schemas["Time"] = TIME
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    bearer = {"type": "http", "scheme": "bearer", "description": "Made by `replywatch token`"}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ReplyWatch",
            "version": "1",
            "description": (models.__doc__ or "").partition("\n\n")[2],
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"token": bearer},
        },
    }


def _schemas() -> Iterator[tuple[str, Any]]:
    """The schema of each type, with those that it is made of."""
    from pydantic import TypeAdapter

    wanted = [o.answer for o in OPERATIONS] + [o.body for o in OPERATIONS if o.body]
    bodies = {o.body for o in OPERATIONS if o.body}
    for one in [*wanted, models.Problem]:
        schema = TypeAdapter(one).json_schema(ref_template=REFS + "{model}")
        yield from schema.pop("$defs", {}).items()
        if one in bodies:
            schema["additionalProperties"] = False
        yield one.__name__, _bounded(one.__name__, schema)


def _bounded(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The limits of bodies that their types do not say."""
    properties = schema.get("properties", {})
    if name == "Dismissal":
        properties["reason"] |= {
            "minLength": 1,
            "maxLength": MAX_REASON_CHARACTERS,
            "pattern": r"\S",
        }
    if name == "Snooze":
        most_s = int(MAX_SNOOZE.total_seconds())
        properties["duration_s"]["anyOf"][0] |= {"minimum": 1, "maximum": most_s}
        # Not `oneOf`: beside properties, generators of clients make nothing useful of it.
        schema["if"] = _has("until", "string")
        schema["then"] = {"not": _has("duration_s", "integer")}
        schema["else"] = _has("duration_s", "integer")
    return schema


def _has(name: str, kind: str) -> dict[str, Any]:
    """The schema of objects in which this key has a value other than null."""
    return {"required": [name], "properties": {name: {"type": kind}}}


def _operation(operation: Operation) -> dict[str, Any]:
    answer = _content("application/json", operation.answer.__name__)
    if operation.is_exported:
        answer["content"] |= {kind: {"schema": {"type": "string"}} for kind in EXPORTS}
        says = (
            "The `cursor` of the next page, if there is one; not of JSON, which has `next_cursor`"
        )
        answer["headers"] = {
            export.NEXT_CURSOR: {"description": says, "schema": {"type": "string"}}
        }
    kinds = list(operation.problems)
    kinds += ["unauthorized", "insufficient-scope", "busy"] if operation.scope else []
    found: dict[str, Any] = {
        "operationId": _name(operation),
        "summary": operation.summary,
        "parameters": _parameters(operation),
        "responses": {"200": {"description": operation.summary} | answer} | _problems(kinds),
    }
    if operation.scope:
        found["security"] = [{"token": []}]
        found["description"] = f"Needs the scope `{operation.scope}`."
    if operation.body:
        content = _content("application/json", operation.body.__name__)
        is_needed = bool(operation.body.__required_keys__) or operation.body is models.Snooze
        found["requestBody"] = {"required": is_needed} | content
    return found


def _name(operation: Operation) -> str:
    parts = operation.path.replace("/v1/", "/").replace("{conversation}", "").strip("/")
    return "_".join([operation.method, *parts.replace("-", "_").replace("//", "/").split("/")])


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    found = [one.to_json() for one in operation.parameters]
    if "{conversation}" in operation.path:
        schema = {"type": "string", "pattern": f"^[A-Za-z0-9]{{1,{MAX_ID_CHARACTERS}}}$"}
        name, says = "conversation", "Its public id"
        path = {"in": "path", "name": name, "schema": schema, "description": says}
        found.insert(0, path | {"required": True})
    if operation.method == "post":
        schema = {"type": "string", "pattern": f"^[!-~]{{1,{idempotency.MAX_KEY}}}$"}
        says = "A repeated request with the same key acts only once"
        header = {"in": "header", "name": idempotency.HEADER, "description": says}
        found.append(header | {"schema": schema})
    return found


def _problems(kinds: Sequence[str]) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for kind in kinds:
        by_status.setdefault(TYPES[kind][0], []).append(kind)
    return {
        str(status): {"description": "; ".join(TYPES[kind][1] for kind in found)}
        | _content("application/problem+json", models.Problem.__name__)
        for status, found in sorted(by_status.items())
    }


def _content(kind: str, name: str) -> dict[str, Any]:
    return {"content": {kind: {"schema": {"$ref": REFS + name}}}}


def text() -> str:
    """The document as it is shipped."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
