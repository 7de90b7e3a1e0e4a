"""Callers with a token of an OpenID Connect issuer, which API Gateway has verified."""

import json
from typing import Any

import pytest

from functions.api import handler
from tests.api.calls import ask, path_of
from tests.events import whatsapp
from tests.fakes.backend import Backend


def call(method: str, path: str, claims: dict[str, str], **headers: str) -> tuple[int, Any]:
    event = {
        "version": "2.0",
        "rawPath": path,
        "headers": headers,
        "requestContext": {
            "http": {"method": method, "path": path},
            "stage": "$default",
            "authorizer": {"jwt": {"claims": claims, "scopes": None}},
        },
        "isBase64Encoded": False,
        "body": None,
    }
    answer = handler.handler(event, None)
    return answer["statusCode"], json.loads(answer["body"])


@pytest.mark.parametrize(
    "claims",
    [
        {"scope": "openid replywatch/read"},
        {"scp": "[replywatch.read offline_access]"},
        {"roles": "[replywatch.admin]"},
        {"cognito:groups": "[support, replywatch:act]"},
    ],
)
def test_the_claims_grant_scopes(backend: Backend, claims: dict[str, str]) -> None:
    assert call("GET", "/v1/waits", {"sub": "42"} | claims)[0] == 200


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"scope": ""},
        {"scope": "openid email"},
        {"scope": "readonly"},
        {"scope": "other/read"},
        {"scope": "replywatch/reader"},
        {"email": "read"},
        {"roles": "[admin]"},
        {"cognito:groups": "[act read]"},
    ],
)
def test_without_a_scope_nothing_can_be_read(backend: Backend, claims: dict[str, str]) -> None:
    status, problem = call("GET", "/v1/waits", {"sub": "42"} | claims)
    assert (status, problem["type"]) == (403, "urn:replywatch:problem:insufficient-scope")


def test_a_read_scope_allows_no_action(backend: Backend) -> None:
    backend.receive(whatsapp("m1", 0))
    path = f"{path_of(backend)}/acknowledge"
    assert call("POST", path, {"scope": "read", "sub": "42"})[0] == 403
    assert call("POST", path, {"scope": "act", "sub": "42"})[0] == 200


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"sub": "42", "client_id": "app", "email": "ada@example.com"}, "ada@example.com"),
        ({"sub": "42", "client_id": "app"}, "app"),
        ({"sub": "4" * 200}, "4" * 79 + "…"),
        ({"sub": "42", "email": "ada", "email_verified": "false"}, "42"),
        ({"sub": "42", "email": "ada", "email_verified": "true"}, "ada"),
        ({"email": "x\n\nLogin: here\u202e\x1b"}, "x Login: here"),
        ({"email": "\u202e", "sub": "42"}, "42"),
    ],
)
def test_actions_are_done_in_the_name_of_the_person(
    backend: Backend, claims: dict[str, str], name: str
) -> None:
    backend.receive(whatsapp("m1", 0))
    call("POST", f"{path_of(backend)}/acknowledge", claims | {"scope": "act"})
    (wait,) = call("GET", "/v1/waits", {"scope": "read", "sub": "1"})[1]["waits"]
    assert wait["acknowledged_by"] == name


@pytest.mark.parametrize("claims", [{}, {"email": "ada", "email_verified": "false"}])
def test_a_token_without_a_name_is_refused(backend: Backend, claims: dict[str, str]) -> None:
    status, problem = call("GET", "/v1/waits", claims | {"scope": "read"})
    assert (status, problem["type"]) == (401, "urn:replywatch:problem:unauthorized")


def test_with_an_issuer_a_named_token_is_not_accepted(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("GET", "/v1/waits")["status"] == 200
    monkeypatch.setenv("JWT_ISSUER", "https://issuer.example.com")
    assert ask("GET", "/v1/waits")["status"] == 401


def test_a_claim_in_a_header_is_ignored(backend: Backend) -> None:
    """Without an authorizer, only a named token is accepted."""
    event = {
        "version": "2.0",
        "rawPath": "/v1/waits",
        "headers": {"x-authorizer": "jwt", "authorization": "Bearer e30.e30."},
        "requestContext": {"http": {"method": "GET", "path": "/v1/waits"}, "stage": "$default"},
        "isBase64Encoded": False,
    }
    assert handler.handler(event, None)["statusCode"] == 401
