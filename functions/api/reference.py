"""The API's reference page, made of the OpenAPI document. It has no script and loads nothing from
elsewhere."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).with_name("openapi.json")
"""In the asset; not beside the sources."""

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
section { border-top: 1px solid #8886; margin-top: 2rem; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; }
"""


@cache
def text() -> str:
    """The OpenAPI document: of the asset, and beside the sources a new one."""
    if DOCUMENT.exists():
        return DOCUMENT.read_text(encoding="utf-8")
    from functions.api import openapi

    return openapi.text()


@cache
def page() -> str:
    """The page's HTML."""
    document = json.loads(text())
    operations = [
        _operation(method, path, one)
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    ]
    schemas = [_schema(name, one) for name, one in document["components"]["schemas"].items()]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>ReplyWatch API</title><style>{STYLE}</style></head><body><header>"
        f"<h1>ReplyWatch API</h1><p>{escape(document['info']['description'])}</p>"
        '<p>The document: <a href="openapi.json"><code>openapi.json</code></a> (OpenAPI 3.1)</p>'
        f"</header><main><h2>Requests</h2>{''.join(operations)}<h2>Types</h2>{''.join(schemas)}"
        "</main></body></html>\n"
    )


def _operation(method: str, path: str, one: Mapping[str, Any]) -> str:
    rows = [
        (f"<code>{escape(p['name'])}</code>", p["in"], _type(p["schema"]), _say(p["description"]))
        for p in one["parameters"]
    ]
    if "requestBody" in one:
        schema = one["requestBody"]["content"]["application/json"]["schema"]
        rows.append(("body", "", _type(schema), ""))
    answers = [
        (status, _type(next(iter(found["content"].values()))["schema"]), _say(found["description"]))
        for status, found in one["responses"].items()
    ]
    return (
        f"<section><h3><code>{method.upper()} {escape(path)}</code></h3>"
        f"<p>{_say(one['summary'])}. {_say(one.get('description', ''))}</p>"
        f"{_table(rows)}<h4>Answers</h4>{_table(answers)}</section>"
    )


def _schema(name: str, one: Mapping[str, Any]) -> str:
    required = one.get("required", ())
    rows = [
        (f"<code>{escape(n)}</code>", _type(schema), _meaning(schema, is_required=n in required))
        for n, schema in one.get("properties", {}).items()
    ]
    said = _say(one.get("description", "")) if rows else _type(one)
    title = f'<section id="{escape(name)}"><h3>{escape(name)}</h3>'
    return f"{title}<p>{said}</p>{_table(rows)}</section>"


def _meaning(schema: Mapping[str, Any], *, is_required: bool) -> str:
    said = _say(schema.get("description", ""))
    return said if is_required else "; ".join(filter(None, ("may be missing", said)))


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>" if rows else ""


def _type(schema: Mapping[str, Any]) -> str:
    return " or ".join(dict.fromkeys(_types(schema)))


def _types(schema: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        yield f'<a href="#{name}">{name}</a>'
    elif "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        yield ", ".join(f"<code>{escape(str(value))}</code>" for value in values)
    elif "anyOf" in schema:
        for one in schema["anyOf"]:
            yield from _types(one)
    elif schema.get("type") == "array":
        yield f"list of {_type(schema['items'])}"
    else:
        bounds = [f"{schema[n]}" for n in ("minimum", "maximum") if n in schema]
        yield str(schema.get("type", "")) + (f" {' to '.join(bounds)}" if bounds else "")


def _say(words: str) -> str:
    """Escaped, with code in backticks."""
    parts = escape(words).split("`")
    return "".join(f"<code>{p}</code>" if n % 2 else p for n, p in enumerate(parts))
