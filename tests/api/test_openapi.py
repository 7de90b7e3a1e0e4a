"""The OpenAPI document is valid and complete. `calls.ask` and `test_http.send` compare every answer
of the API with it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from functions.api import field_meanings, handler, openapi
from functions.api.conversation_actions import ACTIONS
from tests.api import documented
from tests.api.calls import path_of
from tests.api.test_http import send
from tests.events import whatsapp
from tests.fakes.backend import Backend

GETS = [
    (path, one["parameters"])
    for path, methods in documented.document()["paths"].items()
    for method, one in methods.items()
    if method == "get" and path.startswith("/v1")
]


def test_the_document_is_valid() -> None:
    validate(documented.document())


def nested(schema: Any) -> Iterator[dict[str, Any]]:
    """The schemas of which this one consists."""
    inner = schema.values() if isinstance(schema, dict) else schema
    for one in inner if isinstance(schema, dict | list) else ():
        if isinstance(one, dict):
            yield one
        yield from nested(one)


def test_generators_of_clients_find_a_name_for_everything() -> None:
    """A generator makes a function of an operation, and a class of an object or a choice."""
    names = [o["operationId"] for m in documented.document()["paths"].values() for o in m.values()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"(get|post)(_[a-z]+)+", name) for name in names)
    for name, schema in documented.document()["components"]["schemas"].items():
        assert re.fullmatch(r"[A-Z][A-Za-z]+", name)
        unnamed = [one for one in nested(schema) if one.keys() & {"enum", "properties"}]
        assert [one for one in unnamed if "type" in one] == [], name


def test_the_only_choice_of_types_is_one_type_or_null() -> None:
    """Generators turn other choices into `Any`, or into code that does not run."""
    for name, schema in documented.document()["components"]["schemas"].items():
        for one in (schema, *nested(schema)):
            assert not one.keys() & {"oneOf", "allOf", "discriminator"}, name
            if "anyOf" in one:
                other, null = one["anyOf"]
                assert null == {"type": "null"}
                assert other.keys() & {"type", "$ref"}


@pytest.mark.parametrize(
    ("body", "is_valid"),
    [
        ({"until": "2026-11-22T11:00:00Z"}, True),
        ({"duration_s": 60, "opened_by": None}, True),
        ({"duration_s": 60, "until": None}, True),
        ({"duration_s": None, "until": "2026-11-22T11:00:00Z"}, True),
        ({"duration_s": None, "until": None}, False),
        ({}, False),
        ({"opened_by": "w1"}, False),
        ({"until": "2026-11-22T11:00:00Z", "duration_s": 60}, False),
    ],
)
def test_a_snooze_has_either_an_end_or_a_duration(body: dict[str, object], is_valid: bool) -> None:
    components = documented.document()["components"]
    schema = {"$ref": "#/components/schemas/Snooze", "components": components}
    assert Draft202012Validator(schema).is_valid(body) is is_valid
    path = documented.document()["paths"]["/v1/conversations/{conversation}/snooze"]
    assert path["post"]["requestBody"]["required"] is True


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, {"waits": []}),
        (200, {"waits": [], "next_cursor": 1}),
        (200, {"waits": [], "next_cursor": None, "more": 1}),
        (418, {}),
    ],
)
def test_an_answer_that_is_not_documented_is_noticed(status: int, body: dict[str, object]) -> None:
    documented.check("GET", "/v1/waits", 200, {"waits": [], "next_cursor": None})
    with pytest.raises(AssertionError):
        documented.check("GET", "/v1/waits", status, body)


def test_every_route_of_the_api_is_documented() -> None:
    rules = handler.app._dynamic_routes + handler.app._static_routes
    paths = {
        (route.method.lower(), re.sub(r"<(\w+)>", r"{\1}", route.path))
        for route in rules
        if route.path.startswith("/v1")
    }
    described = {(o.method, o.path) for o in openapi.OPERATIONS if o.path.startswith("/v1")}
    assert described == paths
    assert {o.path.rpartition("/")[2] for o in openapi.OPERATIONS if o.method == "post"} == {
        *ACTIONS
    }


@pytest.mark.parametrize(("path", "parameters"), GETS)
def test_the_parameters_of_a_route_are_documented(
    backend: Backend, path: str, parameters: list[dict[str, str]]
) -> None:
    real = path.replace("/v1/conversations/{conversation}", path_of(backend))
    detail = send(path=real, query="nothing=1")["json"]["detail"]
    names = detail.partition("; expected ")[2]
    wanted = [p["name"] for p in parameters if p["in"] == "query"]
    assert sorted(names.split(", ") if names else []) == sorted(wanted)


def test_the_document_says_what_each_field_means_that_the_page_describes() -> None:
    schemas = documented.document()["components"]["schemas"]
    for path, names in field_meanings.TYPES.items():
        described = set().union(*(field_meanings.meanings()[name] for name in names))
        assert described, path
        assert described <= set().union(*(schemas[name]["properties"] for name in names))
    wait = schemas["ListedWait"]["properties"]
    assert wait["seconds_to_due"]["description"].startswith("until the deadline; negative once")
    assert "](" not in json.dumps(documented.document())
    assert "<td>from opening to reply, in calendar time</td>" in send(path="/docs")["text"]


def differences(value: Any, schema: dict[str, Any]) -> Iterator[set[str]]:
    """The fields that a sample lacks or has in addition. `…` stands for any others."""
    while "properties" not in schema and "items" not in schema:
        if "$ref" not in schema and "anyOf" not in schema:
            return
        name = schema.get("$ref", "").rpartition("/")[2]
        schema = (
            documented.document()["components"]["schemas"][name] if name else schema["anyOf"][0]
        )
    if isinstance(value, list):
        for one in value:
            yield from differences(one, schema["items"])
    elif isinstance(value, dict):
        known = schema["properties"]
        yield value.keys() - known.keys() - {"…"}
        yield set() if "…" in value else set(schema["required"]) - value.keys()
        for name in value.keys() & known.keys():
            yield from differences(value[name], known[name])


def test_the_samples_of_the_page_have_every_field() -> None:
    found = re.findall(
        r"^## `GET ([^`]+)`$(?:(?!^## ).)*?^```json\n(.*?)^```",
        field_meanings.PAGE.read_text(encoding="utf-8"),
        flags=re.DOTALL | re.MULTILINE,
    )
    assert len(found) >= 9
    for path, sample in found:
        of_path = documented.document()["paths"][path]
        schema = of_path["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        wrong = set().union(*differences(json.loads(sample), schema))
        assert wrong == set(), path


@pytest.mark.parametrize(("path", "parameters"), GETS)
def test_a_value_may_have_the_documented_length(
    backend: Backend, path: str, parameters: list[dict[str, Any]]
) -> None:
    real = path.replace("/v1/conversations/{conversation}", path_of(backend))
    for one in parameters:
        most = one["schema"].get("items", one["schema"]).get("maxLength")
        for length in (most, most + 1) if most else ():
            answer = send(path=real, query=f"{one['name']}={'A' * length}")
            detail = (answer["json"] or {}).get("detail", "")
            assert ("characters" in detail) == (length > most), one["name"]


def test_a_page_has_the_documented_number_of_items(backend: Backend) -> None:
    limits = [p["schema"] for _, parameters in GETS for p in parameters if p["name"] == "limit"]
    assert {(one["maximum"], one["default"]) for one in limits} == {(200, 50), (100, 50)}
    backend.receive(*(whatsapp(f"w{n}", n, f"49{n}") for n in range(10, 70)))
    assert len(send(path="/v1/waits")["json"]["waits"]) == 50


def test_the_document_and_its_page_need_no_token(backend: Backend) -> None:
    answer = send(path="/openapi.json", authorization="")
    assert answer["json"] == documented.document()
    page = send(path="/docs", authorization="")
    assert page["headers"]["content-type"].startswith("text/html")
    for path in documented.document()["paths"]:
        assert path in page["text"]


def test_the_page_runs_nothing_and_loads_nothing(backend: Backend) -> None:
    page = send(path="/docs")
    policy = page["headers"]["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not re.search(r"<script|<link|<img|https?:|style=|\son\w+=", page["text"])
