"""The example dashboard for Grafana: its fields exist, and the API answers its queries."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from jsonschema import Draft202012Validator

from tests.api import documented
from tests.api.test_http import send
from tests.builders import ROOT
from tests.events import whatsapp, whatsapp_reply
from tests.fakes.backend import Backend

DASHBOARD = json.loads((ROOT / "docs" / "grafana" / "replywatch.json").read_text(encoding="utf-8"))
VARIABLES = {
    "__from:date:iso": "2026-11-21T10:20:00.000Z",
    "__to:date:iso": "2026-11-22T10:20:00.000Z",
} | {v["name"]: v["current"]["value"] for v in DASHBOARD["templating"]["list"] if "current" in v}
"""As Grafana replaces them: https://grafana.com/docs/grafana/latest/dashboards/variables/"""

KINDS = {
    "number": {"integer", "number"}, "string": {"string"}, "boolean": {"boolean"},
    "timestamp": {"string"},
}  # fmt: skip
"""A column's type, and the types of JSON that it shows."""

PANELS = {panel["title"]: panel for panel in DASHBOARD["panels"]}


def targets() -> Iterator[Any]:
    for title, panel in PANELS.items():
        yield from (pytest.param(target, id=title) for target in panel["targets"])


def address(target: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """Path and parameters of a query, with the variables replaced."""
    text = re.sub(r"\$\{([^}]+)\}", lambda found: VARIABLES[found[1]], target["url"])
    parts = urlsplit(text)
    return parts.path, parse_qsl(parts.query, strict_parsing=bool(parts.query))


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = documented.document()["components"]["schemas"][name]
    return schema


def field(schema: dict[str, Any], path: str) -> dict[str, Any]:
    """The schema of a field. Raises KeyError if there is none."""
    for name in filter(None, path.split(".")):
        schema = resolved(resolved(schema)["properties"][name])
    return resolved(schema)


def types(schema: dict[str, Any]) -> set[str]:
    if "anyOf" in schema:
        return set[str]().union(*(types(resolved(one)) for one in schema["anyOf"]))
    return {schema["type"]}


@pytest.mark.parametrize("target", [*targets()])
def test_a_query_uses_documented_paths_and_parameters(target: dict[str, Any]) -> None:
    path, given = address(target)
    operation = documented.document()["paths"][path]["get"]
    known = {p["name"]: p["schema"] for p in operation["parameters"]}
    for name, value in given:
        wanted = known[name].get("items", known[name])
        shown: Any = int(value) if wanted.get("type") == "integer" else value
        Draft202012Validator(wanted).validate(shown)
    content = operation["responses"]["200"]["content"]["application/json"]["schema"]
    root = field(content, target["root_selector"])
    row = resolved(root["items"]) if root.get("type") == "array" else root
    for column in target["columns"]:
        found = types(field(row, column["selector"])) - {"null"}
        assert found <= KINDS[column["type"]], column


@pytest.mark.parametrize("target", [*targets()])
def test_the_api_answers_a_query_with_every_column(
    backend: Backend, target: dict[str, Any]
) -> None:
    backend.receive(whatsapp("w5", 1, "4905"), whatsapp_reply("r5", 3, "4905"))
    path, _ = address(target)
    text = re.sub(r"\$\{([^}]+)\}", lambda found: VARIABLES[found[1]], target["url"])
    answer = send(path=path, query=urlsplit(text).query)
    assert answer["statusCode"] == 200, answer["text"]
    root = answer["json"]
    for name in filter(None, target["root_selector"].split(".")):
        root = root[name]
    rows = root if isinstance(root, list) else [root]
    assert rows
    for column in target["columns"]:
        for row in rows:
            value = row
            for name in column["selector"].split("."):
                value = value[name]


def test_every_panel_has_a_place_and_asks_the_chosen_data_source() -> None:
    assert len(PANELS) == len(DASHBOARD["panels"]) == len({p["id"] for p in DASHBOARD["panels"]})
    cells: set[tuple[int, int]] = set()
    for panel in PANELS.values():
        place = panel["gridPos"]
        own = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not own & cells, panel["title"]
        assert max(x for x, _ in own) < 24
        cells |= own
        for target in panel["targets"]:
            assert target["datasource"] == panel["datasource"]
            assert target["datasource"]["uid"] == "${source}"
