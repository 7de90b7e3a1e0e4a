"""The HTTP rules that every response follows, and how malformed requests are answered."""

import base64
import gzip
import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from botocore.exceptions import ClientError

from functions.api import handler, request_bodies
from shared.domain.own_settings import id_of
from shared.domain.rotations import Rotation
from shared.runtime import links, secrets
from tests.api import documented
from tests.api.calls import TOKEN, entry
from tests.builders import at
from tests.events import whatsapp
from tests.fakes.backend import Backend

STATS = "/v1/stats"


def send(
    method: str = "GET",
    path: str = STATS,
    query: str = "",
    *,
    body: bytes | str | None = None,
    **headers: str,
) -> dict[str, Any]:
    """Sends a request. Returns the response, decompressed, with its headers unchanged."""
    usual = {"authorization": f"Bearer {TOKEN}"} if "authorization" not in headers else {}
    event = {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {**usual, **{k.replace("_", "-"): v for k, v in headers.items()}},
        "requestContext": {
            "http": {"method": method, "path": path},
            "stage": "$default",
            "requestId": "id-1",
        },
        "isBase64Encoded": isinstance(body, bytes),
        "body": base64.b64encode(body).decode() if isinstance(body, bytes) else body,
    }
    answer = handler.handler(event, None)
    raw = answer["body"].encode()
    if answer["isBase64Encoded"]:
        raw = gzip.decompress(base64.b64decode(raw))
    kind = answer["headers"].get("content-type", "")
    is_json = kind.startswith("application/") and kind.endswith(("/json", "+json")) and raw
    if is_json:
        documented.check(method, path, answer["statusCode"], json.loads(raw))
    return answer | {"json": json.loads(raw) if is_json else None, "text": raw.decode()}


# --- Authorization --------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR "])
def test_the_scheme_is_not_case_sensitive(backend: Backend, scheme: str) -> None:
    assert send(authorization=f"{scheme} {TOKEN}")["statusCode"] == 200


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer  ", f"Basic {TOKEN}", TOKEN, "Bearer ä", "Bearer \ud800", "a b"]
)
def test_a_request_without_a_token_learns_how_to_send_one(backend: Backend, given: str) -> None:
    answer = send(authorization=given)
    assert answer["statusCode"] == 401
    assert answer["headers"]["www-authenticate"].startswith('Bearer realm="replywatch"')
    assert answer["json"]["type"] == "urn:replywatch:problem:unauthorized"


def allow(monkeypatch: pytest.MonkeyPatch, *entries: str) -> None:
    monkeypatch.setattr(secrets, "api_tokens", lambda **_: entries)


def test_a_token_allows_what_its_scope_includes(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    (record,) = backend.records()
    dismissal = f"/v1/conversations/{record.public_id}/dismiss"
    allow(monkeypatch, entry("grafana", "read"))
    assert send()["statusCode"] == 200
    answer = send("POST", dismissal, body='{"reason": "spam"}')
    assert (answer["statusCode"], answer["json"]["status"]) == (403, 403)
    assert 'scope="act"' in answer["headers"]["www-authenticate"]
    allow(monkeypatch, "malformed", entry("ada", "act"))
    assert send("POST", dismissal, body='{"reason": "spam"}')["statusCode"] == 200
    backend.deliver()
    assert [wait.dismissed_by for wait in backend.waits()] == ["ada"]


def test_an_expired_token_is_refused(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    for age_s, status in ((1, 401), (-1, 200)):
        at = backend.now - timedelta(seconds=age_s)
        allow(monkeypatch, entry("old", "admin", expires_at=at))
        assert send()["statusCode"] == status


# --- Methods and paths ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/health", "/dashboard", STATS])
def test_head_is_answered_like_get_without_a_body(backend: Backend, path: str) -> None:
    got, head = send(path=path), send("HEAD", path)
    assert (head["statusCode"], head["body"]) == (200, "")
    assert head["headers"]["content-type"] == got["headers"]["content-type"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", STATS, "GET, HEAD, OPTIONS"),
        ("DELETE", "/v1/conversations/abc", "GET, HEAD, OPTIONS"),
        ("PUT", "/c/abc", "GET, HEAD, OPTIONS, POST"),
        ("PUT", "/r/abc", "GET, HEAD, OPTIONS, POST"),
        ("GET", "/v1/conversations/abc/dismiss", "OPTIONS, POST"),
        ("PATCH", "/health", "GET, HEAD, OPTIONS"),
        ("GET", "/v1/messages", "OPTIONS, POST"),  # its POST is the webhook's
    ],
)
def test_a_wrong_method_is_answered_405_with_the_right_ones(
    backend: Backend, method: str, path: str, allowed: str
) -> None:
    answer = send(method, path)
    assert (answer["statusCode"], answer["headers"]["allow"]) == (405, allowed)
    options = send("OPTIONS", path)
    assert (options["statusCode"], options["headers"]["allow"]) == (204, allowed)


def test_options_needs_no_token_and_does_nothing(backend: Backend) -> None:
    """A browser sends it, without a token, before a script of another page calls the API."""
    (record,) = backend.records()
    for action in ("acknowledge", "dismiss"):
        path = f"/v1/conversations/{record.public_id}/{action}"
        answer = send("OPTIONS", path, authorization="", body='{"reason": "spam"}')
        assert (answer["statusCode"], answer["body"]) == (204, "")
    backend.deliver()
    assert backend.records() == [record]


@pytest.mark.parametrize(
    "path", ["/v1", "/v1/nothing", "/v2/stats", "/v1/stats/", "//", "/ä", "/%"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS"])
def test_a_path_that_does_not_exist_has_the_same_shape_of_error(
    backend: Backend, method: str, path: str
) -> None:
    answer = send(method, path)
    assert answer["headers"]["content-type"] == "application/problem+json"
    problem = answer["json"]
    assert problem == {
        "type": "urn:replywatch:problem:not-found",
        "title": problem["title"],
        "status": 404,
        "detail": problem["detail"],
        "request_id": "id-1",
    }


# --- Headers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("GET", STATS), ("GET", "/v1/x"), ("PUT", STATS)]
)
def test_every_response_has_an_id_and_is_not_stored(
    backend: Backend, method: str, path: str
) -> None:
    headers = send(method, path)["headers"]
    assert headers["x-request-id"] == "id-1"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"] == "max-age=31536000"  # a year


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        *(("gzip", "gzip"), ("br, GZIP;q=0.5", "gzip"), ("gzip ; q=0.001", "gzip")),
        *((refused, None) for refused in ("gzip;q=0", "gzip; q=0", "br, gzip ;Q=0.000", "br", "")),
    ],
)
def test_a_long_response_is_compressed_if_the_client_accepts_it(
    backend: Backend, accepted: str, encoding: str | None
) -> None:
    plain, answer = send(path="/"), send(path="/", Accept_Encoding=accepted)
    assert answer["headers"].get("content-encoding") == encoding
    assert answer["text"] == plain["text"]
    assert "content-encoding" not in send(path="/health", accept_encoding="gzip")["headers"]


def test_an_unchanged_response_is_not_sent_again(backend: Backend) -> None:
    first = send()
    etag = first["headers"]["etag"]
    strong = etag.removeprefix("W/")
    for given in (etag, strong, f'"a", {strong}', f'W/"a,b",{etag}', "*", " * "):
        again = send(if_none_match=given)
        assert (again["statusCode"], again["body"]) == (304, ""), given
    for given in ("", '"a"', strong.strip('"'), strong[:-1], '"*"', f'"{strong}"a"'):
        assert send(if_none_match=given)["statusCode"] == 200, given
    backend.receive(whatsapp("w2", 21, "4902"))
    backend.now += timedelta(minutes=16)
    assert send(if_none_match=etag)["statusCode"] == 200


@pytest.mark.parametrize("path", ["/v1/channels", "/v1/on-call"])
def test_what_is_not_new_is_not_sent_again_though_its_clocks_go_on(
    backend: Backend, path: str
) -> None:
    rotation = Rotation(name="nights", shifts=())
    backend.configuration = replace(backend.configuration, rotations={rotation.name: rotation})
    first = send(path=path)
    backend.now += timedelta(minutes=5)
    again = send(path=path)
    assert again["headers"]["etag"] == first["headers"]["etag"]
    backend.receive(whatsapp("w2", 24, "4902"))
    backend.now = at(60)
    assert send(path=path)["headers"]["etag"] != first["headers"]["etag"]


def test_a_list_is_not_sent_again_if_only_time_has_passed(backend: Backend) -> None:
    backend.receive(whatsapp("w2", 10, "4902"))
    first = send(path="/v1/waits", query="limit=1")
    assert json.loads(first["text"])["next_cursor"]
    etag = first["headers"]["etag"]
    backend.now += timedelta(minutes=5)
    assert send(path="/v1/waits", query="limit=1", if_none_match=etag)["statusCode"] == 304
    backend.now = at(31)
    assert send(path="/v1/waits", query="limit=1", if_none_match=etag)["statusCode"] == 200, (
        "the wait is overdue"
    )


# --- Parameters -----------------------------------------------------------------------------------

MALFORMED = [
    "channel=", "channel=%20", "channel=twitter", "channel=x,", "channel=x&channel=nothing",
    "account=nobody", "account=", "surface=X", "kind=first,last", "intent=anger", "policy=",
    "zone=localtime", "zone=", "zone=Mars", "zone=..%2F..%2Fetc%2Fpasswd", "zone=UTC&zone=UTC",
    "zone=posixrules", "zone=Etc/GMT+1x", "zone=%00", "zone=Factory", "zone=" + "A" * 300,
    "from=", "from=yesterday", "from=2026-02-30", "from=0001-01-01", "from=9999-12-31T23:59:59Z",
    "from=2026-11-22+02:00", "from=2026-11-22%2B02:00", "from=2026-11-22T00:00+x", "from=1&to=2",
    "from=2026-11-22&from=2026-11-21",
    "from=2026-11-22T00:00:00Z&to=2026-11-21T00:00:00Z", "from=2020-01-01", "to=1e9",
    "interval=minute", "interval=hour&from=2026-10-01", "interval=", "group_by=customer",
    "group_by=", "compare=next", "nothing=1", "From=2026-11-22", "%ff=1", "channel=%ff",
    "channel=%ED%A0%80", "a" * 2000, "&".join(f"p{n}=1" for n in range(200)),
    "account=%F0%9F%92%A9", "channel=x&account=106000000000001",
]  # fmt: skip


@pytest.mark.parametrize("query", MALFORMED)
def test_a_malformed_parameter_is_refused_with_what_was_expected(
    backend: Backend, query: str
) -> None:
    answer = send(query=query)
    assert answer["statusCode"] == 400
    assert answer["json"]["type"] == "urn:replywatch:problem:invalid-parameter"
    assert len(answer["text"]) < 600


@pytest.mark.parametrize(
    ("query", "field", "detail"),
    [
        ("chanel=x", "chanel", "no such parameter (did you mean `channel`?); expected interval"),
        ("From=2026-11-22", "From", "no such parameter (did you mean `from`?); expected interval"),
        *((f"{n}=1", n, "no such parameter; expected interval") for n in ("q", "id", "page")),
        ("%F0%9F%92%A9=1", "parameter", "no such parameter; expected interval"),
    ],
)
def test_a_parameter_that_does_not_exist_is_named(
    backend: Backend, query: str, field: str, detail: str
) -> None:
    answer = send(query=query)["json"]
    assert answer["field"] == field
    assert answer["detail"].startswith(f"{field}: {detail}")


@pytest.mark.parametrize(
    ("path", "query", "detail"),
    [
        ("/v1/waits", "from=2026-11-22", "from: no such parameter (did you mean `opened_from`?)"),
        ("/v1/waits", "sort=due_at", "sort: no such parameter; expected "),
        ("/v1/waits", "include=text", "include: expected excerpt"),
        ("/v1/channels", "channel=x", "channel: no such parameter; none is expected"),
        ("/v1/wait", "", "there is no such path; `/docs` lists them"),
    ],
)
def test_an_error_says_what_to_do(backend: Backend, path: str, query: str, detail: str) -> None:
    assert send(path=path, query=query)["json"]["detail"].startswith(detail)


@pytest.mark.parametrize("plus", ["+", "%2B"])
@pytest.mark.parametrize(
    "time", ["2026-11-22T00:00:00{}02:00", "2026-11-22t00:00{}02", "20261122T000000.5{}0200"]
)
def test_a_plus_that_was_not_escaped_is_understood(backend: Backend, time: str, plus: str) -> None:
    answer = send(query=f"from={time.format(plus)}&zone=Etc/GMT{plus}5")["json"]
    assert (answer["from"], answer["zone"]) == ("2026-11-21T22:00:00Z", "Etc/GMT+5")


@pytest.mark.parametrize(
    "time", ["2026-11-22t08:00:00z", "2026-11-22T08:00Z", "2026-11-22T08:00:00.5", "2026w477T08"]
)
def test_a_time_may_have_any_form_of_iso_8601(backend: Backend, time: str) -> None:
    assert send(query=f"from={time}")["json"]["from"] == "2026-11-22T08:00:00Z"


@pytest.mark.parametrize("query", ["channel=x&channel=whatsapp", "channel=x,whatsapp"])
def test_a_filter_may_have_several_values(backend: Backend, query: str) -> None:
    assert send(query=query)["json"]["opened"] == 1
    assert send(query="channel=x,threads")["json"]["opened"] == 0


def test_the_effective_period_is_returned(backend: Backend) -> None:
    """It begins and ends with a quarter hour; `to` is not part of it."""
    answer = send(query="from=2026-11-22T09:59:59Z&to=2026-11-22T10:00:01Z")["json"]
    assert (answer["from"], answer["to"]) == ("2026-11-22T09:45:00Z", "2026-11-22T10:15:00Z")
    assert answer["opened"] == 1
    assert send(query="from=2026-11-22T09:00:00Z&to=2026-11-22T10:00:00Z")["json"]["opened"] == 0


# --- Failures -------------------------------------------------------------------------------------


@pytest.fixture
def throttled(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_request: object) -> None:
        error = {"Error": {"Code": "ThrottlingException", "Message": "slow down"}}
        raise ClientError(error, "Query")  # type: ignore[arg-type]

    monkeypatch.setattr(backend.table, "query", refuse)


def test_a_refused_request_is_no_error_in_the_log(
    backend: Backend, caplog: pytest.LogCaptureFixture
) -> None:
    """Otherwise anybody could fill the log with errors."""
    for query, path in (("channel=", STATS), ("", "/v1/nothing")):
        assert send(path=path, query=query)["statusCode"] in {400, 404}
    assert send(authorization="Bearer x")["statusCode"] == 401
    assert caplog.records == []


def test_an_unexpected_exception_is_an_error_of_the_function(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_request: object) -> None:
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "Query")

    monkeypatch.setattr(backend.table, "query", refuse)
    with pytest.raises(ClientError):
        send()


def test_a_throttled_database_answers_503_with_a_time_to_retry(throttled: None) -> None:
    answer = send()
    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "1")


# --- Pages behind links ---------------------------------------------------------------------------


def settings_path(backend: Backend) -> str:
    token = links.invitation(id_of(next(iter(backend.configuration.responders))), (TOKEN,), at(20))
    return f"/r/{token}"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_settings_page_is_not_cached_and_cannot_be_framed(
    backend: Backend, method: str
) -> None:
    answer = send(method, settings_path(backend), body="action=save", authorization="")
    assert answer["statusCode"] == (200 if method == "GET" else 409)
    headers = answer["headers"]
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert headers["x-frame-options"] == "DENY"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert "<script" not in answer["text"]


@pytest.mark.parametrize("body", [b"a=\xff", b"\xff\xfe", "a=\ud800", "!"])
@pytest.mark.parametrize("path", ["/c/x", "/r/x", "/r/<own>"])
def test_a_form_that_is_not_text_changes_nothing(
    backend: Backend, path: str, body: bytes | str
) -> None:
    """Anybody can send such a form. An error of the function would roll back a deployment."""
    own = path.endswith("<own>")
    answer = send("POST", settings_path(backend) if own else path, body=body, authorization="")
    assert answer["statusCode"] == (409 if own else 403)


def test_a_body_that_is_not_base64_changes_nothing(backend: Backend) -> None:
    event = {"body": "abc", "isBase64Encoded": True}
    assert (request_bodies.form(event), request_bodies.form({})) == ("", "{}")


@pytest.mark.parametrize("path", ["/c/", "/r/"])
def test_a_link_without_its_token_shows_a_page(backend: Backend, path: str) -> None:
    answer = send(path=path, authorization="")
    assert answer["statusCode"] == 403
    assert answer["headers"]["content-type"].startswith("text/html")


def test_links_to_alerts_and_to_settings_are_not_interchangeable(backend: Backend) -> None:
    path = settings_path(backend)
    assert send(path=path.replace("/r/", "/c/"), authorization="")["statusCode"] == 403
    alert = f"/r/{links.token('0' * 26, (TOKEN,), at(20))}"
    assert send(path=alert, authorization="")["statusCode"] == 403


def test_a_change_leads_back_to_the_page_and_says_saved(backend: Backend) -> None:
    path = settings_path(backend)
    page = send(path=path, authorization="")["text"]
    form = re.findall(r'name="form" value="([^"]+)"', page)[0]
    body = urlencode({"form": form, "action": "save", "language": "en", "zone": "Asia/Tokyo"})
    answer = send("POST", path, body=body, authorization="")
    assert answer["statusCode"] == 303
    assert answer["headers"]["location"] == f"{path.removeprefix('/r/')}?saved"
    shown = send(path=path, query="saved", authorization="")["text"]
    assert ("Saved." in shown, "<option selected>Asia/Tokyo" in shown) == (True, True)
