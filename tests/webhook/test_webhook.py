"""The webhook handler, from the HTTP request to the stored items."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from functions.webhook import handler as webhook
from functions.webhook import storing
from functions.webhook.secret import Secrets
from shared.config import configuration
from shared.domain.events import Event
from shared.storage.errors import OverloadedError
from tests import builders

KNOWN = Secrets(
    meta_app_secrets=("old app secret", "app secret"),
    meta_verify_tokens=("verify me",),
    x_consumer_secrets=("consumer secret",),
)
PAGE = "100200300400500"


class Table:
    """A table that keeps its items, and can be set to refuse writes."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], dict[str, Any]] = {}
        self.puts = 0
        self.full = False

    def put_all(self, items: list[dict[str, Any]]) -> None:
        if self.full:
            raise OverloadedError
        self.puts += len(items)
        self.items |= {(i["pk"], i["sk"]): i for i in items}

    def put_first(self, item: dict[str, Any]) -> dict[str, Any]:
        return self.items.setdefault((item["pk"], item["sk"]), item)

    def get(self, key: tuple[str, str]) -> dict[str, Any] | None:
        return self.items.get(tuple(key))

    def messages(self) -> list[dict[str, Any]]:
        return [i for (_, sk), i in self.items.items() if sk.startswith("M#")]

    def quarantine(self) -> list[dict[str, Any]]:
        return [i for (pk, _), i in self.items.items() if pk.startswith("Q#")]


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    kept = Table()
    shipped = configuration.load_file(builders.EXAMPLE)
    monkeypatch.setattr(webhook, "shared_store", lambda: kept)
    monkeypatch.setattr(webhook, "secrets", lambda **_: KNOWN)
    monkeypatch.setattr(configuration, "deployed_configuration", lambda: shipped)
    return kept


def request(
    method: str, path: str, body: bytes | None = None, query: str = "", **headers: str
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "requestContext": {
            "http": {"method": method, "path": path},
            "domainName": "api.example",
            "requestId": "id-1",
        },
        "rawQueryString": query,
        "headers": headers,
    }
    if body is not None:
        made["body"] = base64.b64encode(body).decode()
        made["isBase64Encoded"] = True
    return made


def meta_signature(body: bytes, secret: str = "app secret") -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def from_meta(body: bytes, signature: str | None = None) -> dict[str, Any]:
    signed = {"X-Hub-Signature-256": meta_signature(body) if signature is None else signature}
    return webhook.handler(request("POST", "/webhooks/meta", body, **signed), None)


def from_x(body: bytes, header: str = "x-twitter-webhooks-signature") -> dict[str, Any]:
    mac = hmac.new(b"consumer secret", body, hashlib.sha256).digest()
    signed = {header: "sha256=" + base64.b64encode(mac).decode()}
    return webhook.handler(request("POST", "/webhooks/x", body, **signed), None)


def messenger(text: str = "Where is my parcel?", mid: str = "m_1", page: str = PAGE) -> bytes:
    item = {
        "sender": {"id": "7000"},
        "recipient": {"id": page},
        "timestamp": 1795341600000,
        "message": {"mid": mid, "text": text},
    }
    entry = {"id": page, "time": 1795341600001, "messaging": [item]}
    return json.dumps({"object": "page", "entry": [entry]}).encode()


def test_a_new_app_secret_counts_before_a_delivery_is_refused(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float | None] = []

    def secrets(max_age_s: float | None = None) -> Secrets:
        asked.append(max_age_s)
        return KNOWN if max_age_s else replace(KNOWN, meta_app_secrets=("old app secret",))

    monkeypatch.setattr(webhook, "secrets", secrets)
    assert from_meta(messenger())["statusCode"] == 200
    assert asked == [None, webhook.MIN_SECRET_AGE_S]
    assert len(table.messages()) == 1


def test_every_refused_post_is_counted_once(
    table: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in ("/webhooks/meta", "/webhooks/x", "/webhooks/meta/deauthorize"):
        assert webhook.handler(request("POST", path, b"{}"), None)["statusCode"] == 403
    handshake = webhook.handler(request("GET", "/webhooks/meta"), None)
    assert handshake["statusCode"] == 403
    assert capsys.readouterr().out.count('"Forged":[') == 3


def test_a_signed_message_is_stored(table: Table) -> None:
    assert from_meta(messenger())["statusCode"] == 200
    (landed,) = table.messages()
    assert landed["pk"] == f"C#messenger:{PAGE}:7000"
    assert landed["text"] == "Where is my parcel?"


def test_three_deliveries_of_a_body_store_one_item(table: Table) -> None:
    for _ in range(3):
        from_meta(messenger())
    assert len(table.items) == 1


def test_either_of_two_live_secrets_verifies(table: Table) -> None:
    body = messenger()
    assert from_meta(body, meta_signature(body, "old app secret"))["statusCode"] == 200


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=",
        meta_signature(messenger())[:-1],
        meta_signature(messenger()) + "0",
        meta_signature(messenger()).upper(),
        f"{meta_signature(messenger())},{meta_signature(messenger())}",
        meta_signature(messenger(), "another secret"),
        "sha256=é" + "0" * 63,
        "sha1=" + "0" * 40,
    ],
)
def test_a_wrong_signature_is_refused_and_nothing_is_stored(table: Table, signature: str) -> None:
    assert from_meta(messenger(), signature)["statusCode"] == 403
    assert not table.items


def test_a_missing_signature_is_refused(table: Table) -> None:
    answer = webhook.handler(request("POST", "/webhooks/meta", messenger()), None)
    assert answer["statusCode"] == 403
    assert not table.items


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not JSON",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b'{"object": "page", "entry": [NaN]}',
        b'{"object": "page", "entry": "' + b"x" * 1000,
        b"[" * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b'{"object": "page", "object": "page", "entry": []}',
        b'{"object": "page", "entry": [{"id": 1e400}]}',
        b'{"object": "page", "entry": [null, 1, "x", [], {}]}',
        b'{"data": null}',
    ],
)
def test_signed_bad_input_is_answered_200(table: Table, body: bytes) -> None:
    assert from_meta(body)["statusCode"] == 200
    # X's challenge signs any text without a `{`, so such a body may not come from X.
    assert from_x(body)["statusCode"] == (200 if b"{" in body else 403)


def test_a_body_that_is_not_a_webhook_is_quarantined(table: Table) -> None:
    from_meta(b"not JSON")
    (kept,) = table.quarantine()
    assert kept["reason"] == "body"
    assert kept["event"] == "not JSON"
    assert kept["expires_at"] > 0


def test_a_body_in_a_list_is_parsed(table: Table) -> None:
    assert from_meta(b"[" + messenger() + b"]")["statusCode"] == 200
    assert len(table.messages()) == 1


def test_half_an_emoji_in_a_text_becomes_the_replacement_character(table: Table) -> None:
    body = messenger().replace(b"parcel?", b"parcel \\ud83d")
    assert from_meta(body)["statusCode"] == 200
    (landed,) = table.messages()
    assert landed["text"] == "Where is my parcel \ufffd"


@pytest.mark.parametrize("character", ["\\ud83d", "\\u0000", "\\u0085", "\\n"])
@pytest.mark.parametrize("place", ["mid", "sender", "page"])
def test_a_body_with_an_unusable_id_is_answered_200_and_the_rest_is_stored(
    table: Table, place: str, character: str
) -> None:
    body, odd = json.loads(messenger()), json.loads(messenger(mid="m_2"))
    item = odd["entry"][0]["messaging"][0]
    holder, name = {
        "mid": (item["message"], "mid"),
        "sender": (item["sender"], "id"),
        "page": (odd["entry"][0], "id"),
    }[place]
    holder[name] = "MARK"
    body["entry"] += odd["entry"]
    raw = json.dumps(body).encode().replace(b"MARK", b"a" + character.encode() + b"b")
    assert from_meta(raw)["statusCode"] == 200
    assert [stored["message_id"] for stored in table.messages()] == ["m_1"]
    assert [kept["reason"] for kept in table.quarantine()] == ["place"]


@pytest.mark.parametrize("deep", [100, 1_000, 5_000, 10_000, 30_000, 100_000])
@pytest.mark.parametrize("send", [from_meta, from_x])
def test_a_deeply_nested_body_is_quarantined(
    table: Table, send: Callable[[bytes], dict[str, Any]], deep: int
) -> None:
    nest = b'{"a":' * deep + b"1" + b"}" * deep
    entry = b'{"id":"' + PAGE.encode() + b'","messaging":[{"never heard":' + nest + b"}]}"
    for body in (b'{"object":"page","entry":[' + entry + b"]}", b'{"data":' + nest + b"}", nest):
        table.items.clear()
        assert send(body)["statusCode"] == 200
        assert table.quarantine()


def test_an_unknown_event_is_quarantined_and_the_rest_is_stored(table: Table) -> None:
    body = json.loads(messenger())
    body["entry"][0]["messaging"].append({"sender": {"id": "7"}, "surprise": {}})
    assert from_meta(json.dumps(body).encode())["statusCode"] == 200
    assert len(table.messages()) == 1
    assert [kept["reason"] for kept in table.quarantine()] == ["unknown"]


def test_an_event_of_an_unknown_account_is_quarantined_and_not_stored(table: Table) -> None:
    assert from_meta(messenger(page="999"))["statusCode"] == 200
    assert not table.messages()
    assert [kept["reason"] for kept in table.quarantine()] == ["account"]


def test_an_event_that_cannot_be_stored_is_not_answered_200(table: Table) -> None:
    table.full = True
    with pytest.raises(OverloadedError):
        from_meta(messenger())


def test_a_thousand_updates_are_all_stored(table: Table) -> None:
    body = json.loads(messenger())
    item = body["entry"][0]["messaging"][0]
    body["entry"][0]["messaging"] = [
        item | {"message": {"mid": f"m_{n}", "text": "hello"}} for n in range(1000)
    ]
    assert from_meta(json.dumps(body).encode())["statusCode"] == 200
    assert len(table.messages()) == 1000


def test_an_instagram_comment_keeps_the_time_of_its_first_delivery(table: Table) -> None:
    def comment(sent: int) -> bytes:
        value = {"id": "c1", "text": "Any news?", "from": {"id": "77"}, "media": {"id": "m9"}}
        entry = {"id": "17840000000000001", "time": sent, "changes": [
            {"field": "comments", "value": value}]}  # fmt: skip
        return json.dumps({"object": "instagram", "entry": [entry]}).encode()

    from_meta(comment(1795341600))
    from_meta(comment(1795345200))
    (landed,) = table.messages()
    assert landed["at"] == "2026-11-22T10:00:00.000Z"


def test_metas_handshake_answers_with_only_the_challenge(table: Table) -> None:
    query = "hub.mode=subscribe&hub.verify_token=verify%20me&hub.challenge=1158201444"
    answer = webhook.handler(request("GET", "/webhooks/meta", query=query), None)
    assert (answer["statusCode"], answer["body"]) == (200, "1158201444")


def test_metas_handshake_with_a_wrong_token_is_refused(table: Table) -> None:
    query = "hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1"
    assert webhook.handler(request("GET", "/webhooks/meta", query=query), None)["statusCode"] == 403


@pytest.mark.parametrize(("sent", "meant"), [("a%2Bb", "a+b"), ("a+b", "a b"), ("abc", "abc")])
def test_xs_challenge_is_answered_for_the_decoded_token(
    table: Table, sent: str, meant: str
) -> None:
    answer = webhook.handler(request("GET", "/webhooks/x", query=f"crc_token={sent}"), None)
    mac = hmac.new(b"consumer secret", meant.encode(), hashlib.sha256).digest()
    expected = "sha256=" + base64.b64encode(mac).decode()
    assert json.loads(answer["body"]) == {"response_token": expected}


def test_xs_challenge_never_signs_a_text_that_could_be_a_body(table: Table) -> None:
    query = "crc_token=%7B%22data%22%3A1%7D"
    assert webhook.handler(request("GET", "/webhooks/x", query=query), None)["statusCode"] == 403


def test_either_of_xs_two_signature_headers_is_enough(table: Table) -> None:
    body = b'{"for_user_id": "1500000000000000001", "tweet_create_events": []}'
    assert from_x(body)["statusCode"] == 200
    assert from_x(body, "x-twitter-webhooks-signature-oauth2")["statusCode"] == 200
    assert from_x(body, "x-another-header")["statusCode"] == 403


def test_a_body_that_arrives_as_text_is_verified_unchanged(table: Table) -> None:
    body = messenger("gr\u00fc\u00df").decode()
    made = request(
        "POST", "/webhooks/meta", **{"x-hub-signature-256": meta_signature(body.encode())}
    )
    assert webhook.handler(made | {"body": body}, None)["statusCode"] == 200


def test_another_path_is_not_found(table: Table) -> None:
    assert webhook.handler(request("GET", "/webhooks/other"), None)["statusCode"] == 404


def signed_request(payload: dict[str, Any]) -> bytes:
    encoded = base64.urlsafe_b64encode(json.dumps(payload).encode()).rstrip(b"=")
    mac = hmac.new(b"app secret", encoded, hashlib.sha256).digest()
    return b"signed_request=" + base64.urlsafe_b64encode(mac).rstrip(b"=") + b"." + encoded


def test_a_deletion_request_gets_a_code_and_a_page(table: Table) -> None:
    body = signed_request({"user_id": "218471", "issued_at": 1795341600})
    answer = webhook.handler(request("POST", "/webhooks/meta/deletion", body), None)
    status = json.loads(answer["body"])
    code = status["confirmation_code"]
    assert status["url"] == f"https://api.example/webhooks/meta/deletion/{code}"
    page = webhook.handler(request("GET", f"/webhooks/meta/deletion/{code}"), None)
    assert page["statusCode"] == 200
    assert "was received" in page["body"]


def test_a_forged_deletion_request_is_refused(table: Table) -> None:
    body = signed_request({"user_id": "218471"})[:-2]
    assert (
        webhook.handler(request("POST", "/webhooks/meta/deletion", body), None)["statusCode"] == 403
    )


@pytest.mark.parametrize("user", ["", "2184\ud83d", "2184\u0000", "\ufffd"])
def test_a_deletion_request_with_an_unusable_id_is_refused(table: Table, user: str) -> None:
    body = signed_request({"user_id": user})
    answer = webhook.handler(request("POST", "/webhooks/meta/deletion", body), None)
    assert (answer["statusCode"], table.items) == (403, {})


def test_a_deletion_request_with_an_odd_time_still_gets_its_code(table: Table) -> None:
    body = signed_request({"user_id": "218471", "issued_at": "\ud83d"})
    made = request("POST", "/webhooks/meta/deletion", body)
    codes = [json.loads(webhook.handler(made, None)["body"])["confirmation_code"] for _ in range(2)]
    assert codes[0] == codes[1]


@pytest.mark.parametrize("padding", [b"", b"="])
def test_the_signature_of_a_signed_request_signs_no_delivery(table: Table, padding: bytes) -> None:
    payload = signed_request({"user_id": "218471"}).partition(b".")[2] + padding
    answer = from_meta(payload)
    assert (answer["statusCode"], table.items) == (403, {})


@pytest.mark.parametrize("callback", ["deletion", "deauthorize"])
def test_the_signature_of_a_delivery_signs_no_request(table: Table, callback: str) -> None:
    body = messenger()
    mac = base64.urlsafe_b64encode(hmac.new(b"app secret", body, hashlib.sha256).digest())
    form = b"signed_request=" + mac.rstrip(b"=") + b"." + quote(body).encode()
    answer = webhook.handler(request("POST", f"/webhooks/meta/{callback}", form), None)
    assert (answer["statusCode"], table.items) == (403, {})


@pytest.mark.parametrize("callback", ["deletion", "deauthorize"])
def test_a_form_over_the_limit_is_refused_without_parsing_it(
    table: Table, callback: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    real = webhook.parse_qsl
    monkeypatch.setattr(webhook, "parse_qsl", lambda form: parsed.append(form) or real(form))
    form = signed_request({"user_id": "218471"}) + b"&padding="
    fitting = form + b"x" * (webhook.MAX_FORM_BYTES - len(form))

    def status(body: bytes) -> int:
        made = request("POST", f"/webhooks/meta/{callback}", body)
        return int(webhook.handler(made, None)["statusCode"])

    assert (status(fitting), len(parsed)) == (200, 1)
    stored = dict(table.items)
    assert (status(fitting + b"x"), len(parsed)) == (403, 1)
    assert table.items == stored


def test_an_unknown_deletion_code_is_not_found(table: Table) -> None:
    page = webhook.handler(request("GET", "/webhooks/meta/deletion/0000"), None)
    assert page["statusCode"] == 404


def _bodies() -> list[Path]:
    return builders.payloads()


@pytest.mark.parametrize("path", _bodies(), ids=lambda p: f"{p.parents[1].name}-{p.stem}")
def test_every_recorded_body_is_answered_200(table: Table, path: Path) -> None:
    send = from_meta if path.parents[1].name == "meta" else from_x
    assert send(path.read_bytes())["statusCode"] == 200


def test_two_ids_of_one_customer_are_stored_as_an_alias(table: Table) -> None:
    event = Event(
        kind="not_a_message", event_name="user_id_update", channel="whatsapp", surface="private",
        account="106000000000001", customer="15550123", alias="US.1349",
    )  # fmt: skip
    shipped = configuration.load_file(builders.EXAMPLE)
    (item,) = storing.route([event], shipped).items
    assert (item["pk"], item["sk"]) == ("C#whatsapp:106000000000001:US.1349", "ALIAS#15550123")
