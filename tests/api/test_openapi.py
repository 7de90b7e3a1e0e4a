"""The OpenAPI document: current, valid, and complete. `calls.ask` and `test_http.send` compare
every answer of the API with it."""

import re

import pytest
from openapi_spec_validator import validate

from functions.api import handler, openapi
from functions.api.conversation_actions import ACTIONS
from tests.api import documented
from tests.api.calls import path_of
from tests.api.test_http import send
from tests.fakes.backend import Backend

GETS = [
    (path, one["parameters"])
    for path, methods in documented.document()["paths"].items()
    for method, one in methods.items()
    if method == "get" and path.startswith("/v1")
]


def test_the_document_is_current() -> None:
    """Run `python -m functions.api.openapi` after a change."""
    assert openapi.DOCUMENT.read_text(encoding="utf-8") == openapi.text()


def test_the_document_is_valid() -> None:
    validate(documented.document())


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
