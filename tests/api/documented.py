"""Compares answers of the API with its OpenAPI document."""

import json
import re
from copy import deepcopy
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from functions.api import reference


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document as it is deployed."""
    return dict(json.loads(reference.text()))


@cache
def _strict() -> dict[str, Any]:
    """The document's schemas, changed to allow no undocumented fields."""
    schemas = deepcopy(document()["components"]["schemas"])
    for schema in schemas.values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return {"components": {"schemas": schemas}}


def operation(method: str, path: str) -> dict[str, Any] | None:
    """The document's operation for this request."""
    for pattern, methods in document()["paths"].items():
        expression = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(pattern))
        if re.fullmatch(expression, path) and method.lower() in methods:
            return dict(methods[method.lower()])
    return None


def check(method: str, path: str, status: int, body: Any) -> None:
    """Raises AssertionError if the answer differs from the document."""
    known = operation(method, path)
    if known is None or not path.startswith("/v1"):
        return
    assert str(status) in known["responses"], f"{method} {path}: {status} is not documented"
    content = known["responses"][str(status)]["content"]
    content = content.get("application/json") or content["application/problem+json"]
    errors = list(Draft202012Validator(content["schema"] | _strict()).iter_errors(body))
    assert errors == [], f"{method} {path}: {errors[0].json_path} {errors[0].message[:300]}"
