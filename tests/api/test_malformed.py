"""Thousands of malformed requests to every path of the OpenAPI document. None causes an internal
error, every answer is as documented, and every refusal is a problem that names the fault.

A request begins as a valid one, made from the document, and is changed in one to three places. The
same seed makes the same requests. `test_http.send` compares each answer with the document.
"""

import base64
import json
from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

import pytest
from jsonschema import Draft202012Validator

from functions.api import problems
from tests.api import documented
from tests.api.calls import TOKEN, ask
from tests.api.test_http import send
from tests.events import BRAND, NUMBER, whatsapp, whatsapp_reply
from tests.fakes.backend import Backend

REQUESTS = 3_000
SEED = 20261127

ODD = (
    "", " ", "0", "-1", "1e999", "9" * 400, "a" * 5_000, "null", "true", "[]", "{}", "\x00",
    "\r\nX: y", "ä", "💩", "e\u0301" * 90, "\u202eevil", "\ufeff", "\u0661", "..", "%", "%ff",
    "../../etc/passwd", "'; DROP TABLE waits; --", "<script>alert(1)</script>", "C#", "STATE",
    "a,b", ",", "*", "NaN", "9999-12-31T23:59:59+14:00", "0000-00-00", "-0001-01-01", "2026-W01",
    "2026-11-22T10:00:00+02:00",
)  # fmt: skip
ODD_VALUES: tuple[Any, ...] = (
    *ODD, None, True, -1, 0, 1.5, 10**30, 1e308, [], {}, [[]], ["w1"], {"reason": "spam"}, "\ud800",
)  # fmt: skip
ODD_QUERIES = (
    "%", "%ff=1", "=", "&&&", "=1", "a" * 9_000, "%00=1", "limit", "?limit=1", "a;b=1",
    "%F0%9F%92%A9=1",
)  # fmt: skip
ODD_BODIES: tuple[bytes | str, ...] = (
    "", " ", "null", "[]", "1", '"reason"', "{", '{"reason": "a"', "{'reason': 'a'}", "[" * 9_000,
    '{"a":' * 3_000, "reason=spam", "\ud800", "\ufeff{}", b"\xff\xfe", b"{}", b"\x1f\x8b", b"",
    '{"reason": NaN}', '{"reason": "' + "a" * 20_000 + '"}', '{"to": "ada", "to": "lin"}',
    "<reason>spam</reason>", '{"reason": "\\ud800"}', '{"reson": "spam"}', '{"": {"": ""}}',
)  # fmt: skip
KINDS = (
    "application/json", "text/plain", "application/xml", "multipart/form-data", "", "ä",
    "a/b;" * 200,
)  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get")
IDS = (
    "nobody", "", "x" * 65, "x" * 4_000, "ä", "💩", "a b", "%2e%2e", "..", "C#x", "w1\x00", "a/b",
    "\u202e",
)  # fmt: skip
TOKENS = (
    "", "Bearer", "Bearer x", "Bearer ä", "Bearer " + "a" * 9_000, "Basic YTpi", "Bearer \ud800",
    TOKEN,
)  # fmt: skip
KEYS = ("", "a b", "ä", "k" * 256, "\x00", "k\n", "💩")

AT_FAULT = ("invalid-parameter", "invalid-body", "invalid-cursor", "key-reused")
"""Problems that lie in a parameter, a key or a header."""

AS_A_WHOLE = ("expected a JSON object of", "expected at most 100 parameters")
"""What is said of a body or a query that cannot be read."""


class Place(NamedTuple):
    """One operation of the document."""

    method: str
    path: str
    parameters: list[dict[str, Any]]
    body: Mapping[str, Any] | None


class Request(NamedTuple):
    """One request to send."""

    method: str
    path: str
    query: str
    body: bytes | str | None
    headers: dict[str, str]

    def can_blame(self, name: str, place: Place) -> bool:
        """Whether the name is in the request, or is one that its body should have."""
        said = self.body.decode(errors="replace") if isinstance(self.body, bytes) else self.body
        keys = (place.body or {}).get("properties", {})
        usual = {"parameter", "key", "Idempotency-Key"}
        return name in usual or name in keys or name in unquote(self.query) or name in str(said)


def places() -> list[Place]:
    found = documented.document()
    return [
        Place(method.upper(), path, one["parameters"], _body(found, one))
        for path, methods in found["paths"].items()
        for method, one in methods.items()
    ]


def _body(found: Mapping[str, Any], operation: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if "requestBody" not in operation:
        return None
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return dict(found["components"]["schemas"][reference.rpartition("/")[2]])


class Maker:
    """Makes requests. `conversation` and `cursor` are real ones."""

    def __init__(self, conversation: str, cursor: str) -> None:
        self.chance = Random(SEED)
        self.known = {
            "conversation": [conversation], "account": [NUMBER, BRAND],
            "zone": ["UTC", "Asia/Kolkata"], "policy": ["p"], "language": ["en"],
            "responder": ["ada"], "cursor": [cursor], "opened_by": ["w1"],
            "reason": ["spam"], "to": ["ada"], "duration_s": [60],
        }  # fmt: skip

    def request(self, place: Place) -> Request:
        """A valid request with one to three faults."""
        self.path, self.method = place.path, place.method
        self.pairs = self._pairs(place)
        self.body: bytes | str | None = None
        self.content = self._content(place)
        self.headers = {"authorization": f"Bearer {TOKEN}", "content_type": "application/json"}
        self.id = self.known["conversation"][0]
        self.raw: str | None = None
        for _ in range(self.chance.choice((0, 1, 1, 1, 2, 3))):
            self._spoil(place)
        if self.body is None and place.body is not None:
            self.body = json.dumps(self.content)
        query = "&".join(f"{n}={quote(v, errors='replace')}" for n, v in self.pairs)
        path = self.path.replace("{conversation}", self.id)
        query = query if self.raw is None else self.raw
        return Request(self.method, path, query, self.body, self.headers)

    def _pairs(self, place: Place) -> list[tuple[str, str]]:
        known = [p for p in place.parameters if p["in"] == "query"]
        wanted = self.chance.sample(known, self.chance.randrange(min(4, len(known) + 1)))
        return [(p["name"], self._valid(p["name"], p["schema"])) for p in wanted]

    def _content(self, place: Place) -> dict[str, Any]:
        properties = (place.body or {}).get("properties", {})
        required = (place.body or {}).get("required", ())
        wanted = [n for n in properties if n in required or self.chance.random() < 0.3]
        return {n: self._value(n, properties[n]) for n in wanted}

    def _valid(self, name: str, schema: Mapping[str, Any]) -> str:
        if schema["type"] == "array":
            return ",".join(
                self._valid(name, schema["items"]) for _ in range(self.chance.choice((1, 2)))
            )
        return str(self._value(name, schema))

    def _value(self, name: str, schema: Mapping[str, Any]) -> Any:
        if "enum" in schema:
            return self.chance.choice(schema["enum"])
        if schema.get("type") == "integer" and "default" in schema:
            return self.chance.randint(1, schema["maximum"])
        if schema.get("format") == "date-time" or name not in self.known:
            return f"2026-11-{self.chance.randint(1, 23):02}T{self.chance.randint(0, 23):02}:00:00Z"
        return self.chance.choice(self.known[name])

    def _spoil(self, place: Place) -> None:
        chance = self.chance
        match chance.randrange(12):
            case 0 | 1 | 2 if self.pairs:
                at = chance.randrange(len(self.pairs))
                self.pairs[at] = (self.pairs[at][0], chance.choice(ODD))
            case 0 | 1 | 2 | 3:
                names = [p["name"] for p in place.parameters if p["in"] == "query"]
                self.pairs.append(
                    (chance.choice([*names, "chanel", "q", "limit"]), chance.choice(ODD))
                )
            case 4 if self.pairs:
                self.pairs.append(chance.choice(self.pairs))
            case 5:
                self.raw = chance.choice(ODD_QUERIES)
            case 6:
                self.method = chance.choice(METHODS)
            case 7 if "{conversation}" in self.path:
                self.id = chance.choice(IDS)
            case 7:
                self.path += chance.choice(("/", "//", "/nothing", "%00", "ä"))
            case 8:
                self.headers["authorization"] = chance.choice(TOKENS)
            case 9:
                self.headers["idempotency_key"] = chance.choice((*KEYS, "k1", "k2"))
            case 10:
                self.body = chance.choice(ODD_BODIES)
                self.headers["content_type"] = chance.choice(KINDS)
            case _:
                name = chance.choice([*self.content, "reson", "opened_by", "to", ""])
                self.content[name] = chance.choice(ODD_VALUES)
                self.headers["if_none_match"] = chance.choice(("*", '"', "W/", "ä"))


PROBLEM = Draft202012Validator(
    {"$ref": "#/components/schemas/Problem", "components": documented.document()["components"]}
)


def check(request: Request, place: Place, answer: Mapping[str, Any]) -> str | None:
    """Returns the type of the problem, if the answer is one. Raises AssertionError."""
    status, problem = answer["statusCode"], answer["json"]
    assert status < 500
    if status < 400 or request.method == "HEAD":
        return None
    assert answer["headers"]["content-type"] == "application/problem+json"
    PROBLEM.validate(problem)
    assert (problem["status"], problem["request_id"]) == (status, "id-1")
    kind = str(problem["type"]).removeprefix(problems.URN)
    assert problems.TYPES[kind] == (status, problem["title"])
    assert 0 < len(problem["detail"]) < 600
    if kind in AT_FAULT and not problem["detail"].startswith(AS_A_WHOLE):
        assert problem["detail"].startswith(f"{problem['field']}: "), problem
        assert request.can_blame(problem["field"], place), problem
    return kind


@pytest.fixture
def maker(backend: Backend) -> Maker:
    backend.receive(*(whatsapp(f"w{n}", n, f"49{n:02}") for n in range(2, 12)))
    backend.receive(whatsapp_reply("r2", 15, "4902"))
    page = ask("GET", "/v1/waits", limit="1")
    return Maker(page["waits"][0]["conversation"], page["next_cursor"])


def test_malformed_requests_are_refused_as_documented(backend: Backend, maker: Maker) -> None:
    seen: Counter[tuple[int, int]] = Counter()
    kinds: Counter[str | None] = Counter()
    known = places()
    for count in range(REQUESTS):
        number = count % len(known)
        request = maker.request(known[number])
        method, path, query, body, headers = request
        try:
            answer = send(method, path, query, body=body, **headers)
            kinds[check(request, known[number], answer)] += 1
        except Exception as error:
            shown = (method, path[:200], query[:300], repr(body)[:300], headers)
            raise AssertionError(f"request {count}: {shown}") from error
        backend.deliver()
        seen[number, answer["statusCode"]] += 1
    # This shows that the requests reach the code that they test.
    assert all(seen[n, 200] and seen[n, 405] for n in range(len(known)))
    assert {kind for kind in problems.TYPES if not kinds[kind]} <= {"busy", "insufficient-scope"}


def test_broken_cursors_and_tokens_are_no_error(backend: Backend, maker: Maker) -> None:
    """Flips every bit of a real cursor, and cuts it off at every length."""
    (real,) = maker.known["cursor"]
    raw = bytearray(base64.urlsafe_b64decode(real + "=" * (-len(real) % 4)))
    broken = [real[:n] for n in range(1, len(real))]
    for at in range(len(raw) * 8):
        raw[at // 8] ^= 1 << at % 8
        broken.append(base64.urlsafe_b64encode(raw).decode().rstrip("="))
        raw[at // 8] ^= 1 << at % 8
    assert ask("GET", "/v1/waits", limit="1", cursor=real)["status"] == 200
    for one in broken:
        answer = ask("GET", "/v1/waits", limit="1", cursor=one)
        assert (answer["status"], answer.get("field")) == (400, "cursor"), one
    for token in (real, TOKEN[:-1], f"{TOKEN} ", f"{TOKEN}\n{TOKEN}", "\ud800", "é" * 300):
        status = send(authorization=f"Bearer {token}")["statusCode"]
        assert status == (200 if token.strip() == TOKEN else 401)
