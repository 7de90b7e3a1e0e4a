"""Calls the API as API Gateway does."""

import base64
import json
from typing import Any

from functions.api import handler
from shared.runtime import api_tokens
from shared.runtime.api_tokens import ApiToken
from tests.api import documented
from tests.events import on_whatsapp
from tests.fakes.backend import Backend

TOKEN = "a caller's"
HERE = on_whatsapp("4901")


def entry(name: str, scope: str, token: str = TOKEN, **more: Any) -> str:
    """The secret's entry of this token."""
    hashed = api_tokens.hash_of(token)
    return ApiToken(name=name, scopes=(scope,), hashed=hashed, **more).entry()


def path_of(backend: Backend, conversation: str = HERE) -> str:
    """The API's path of this conversation."""
    record = backend.record(conversation)
    assert record
    return f"/v1/conversations/{record.public_id}"


def ask(method: str, path: str, body: bytes | str | None = None, **query: str) -> dict[str, Any]:
    """Calls the API. A body that is not text is passed in Base64, as API Gateway does."""
    event: dict[str, Any] = {
        "version": "2.0",
        "rawPath": path,
        "headers": {"authorization": f"Bearer {TOKEN}"},
        "queryStringParameters": query,
        "requestContext": {"http": {"method": method, "path": path}, "stage": "$default"},
        "isBase64Encoded": isinstance(body, bytes),
        "body": base64.b64encode(body).decode() if isinstance(body, bytes) else body,
    }
    answer = handler.handler(event, None)
    content = json.loads(answer["body"])
    documented.check(method, path, answer["statusCode"], content)
    return {"status": answer["statusCode"], **content}


def dismiss(backend: Backend, body: bytes | str | None = None) -> dict[str, Any]:
    """Dismisses the open wait."""
    usual = json.dumps({"reason": "spam"})
    return ask("POST", f"{path_of(backend)}/dismiss", usual if body is None else body)
