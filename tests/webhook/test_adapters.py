"""`POST /v1/messages`: from a signed request to the stored items."""

import base64
import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.local import webhook_bodies
from functions.webhook import adapter_messages, signatures
from functions.webhook import handler as webhook
from functions.webhook.secret import Secrets
from shared.config import configuration
from shared.config.configuration import Account, Configuration
from shared.storage import message_items, messages
from tests import builders
from tests.builders import ROOT
from tests.webhook.test_webhook import Table, request

OLD, NEW = (f"whsec_{base64.b64encode(bytes([n]) * 24).decode()}" for n in (1, 2))
NOW = datetime(2026, 11, 26, 10, 5, tzinfo=UTC)
KNOWN = Secrets(
    meta_app_secrets=(), meta_verify_tokens=(), x_consumer_secrets=(), messages_secrets=(OLD, NEW)
)
PRIVATE = {
    "id": "m1",
    "channel": "tiktok",
    "account": "example",
    "surface": "private",
    "direction": "customer",
    "customer": "u7",
    "customer_name": "@lena",
    "sent_at": "2026-11-26T11:00:00+01:00",
    "text": "Where is my parcel?",
}
NOTHING = {"accepted": 0, "expired": 0, "quarantined": 0, "unknown_accounts": []}
PUBLIC = PRIVATE | {"surface": "public", "thread": "video5", "permalink": "https://tiktok.com/v/5"}


def deployed(**changes: Any) -> Configuration:
    account = Account(channel="tiktok", id="example", name="Example", channel_name="TikTok")
    return builders.configuration(accounts=(account,), **changes)


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    kept = Table()
    monkeypatch.setattr(webhook, "shared_store", lambda: kept)
    monkeypatch.setattr(webhook, "secrets", lambda **_: KNOWN)
    monkeypatch.setattr(webhook, "now", lambda: NOW)
    deploy(monkeypatch)
    return kept


def deploy(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    monkeypatch.setattr(configuration, "deployed_configuration", lambda: deployed(**changes))


def post(
    *sent: dict[str, Any], body: bytes | None = None, secret: str = NEW, **headers: str
) -> tuple[int, dict[str, Any]]:
    """Posts the messages. Returns the status and the body of the answer."""
    raw = json.dumps({"messages": sent}).encode() if body is None else body
    signed = webhook_bodies.adapter_headers(raw, secret=secret, at=NOW) | headers
    answer = webhook.handler(request("POST", "/v1/messages", raw, **signed), None)
    assert answer["headers"]["x-request-id"] == "id-1"
    return answer["statusCode"], json.loads(answer["body"])


def refusal(**changes: Any) -> dict[str, Any]:
    status, problem = post(PRIVATE, PRIVATE | {"id": "m2"} | changes)
    assert (status, problem["type"]) == (400, "urn:replywatch:problem:invalid-body")
    assert problem["request_id"] == "id-1"
    return problem


# --- What is stored -----------------------------------------------------------------------------


def test_a_private_message_is_stored_in_the_customers_conversation(table: Table) -> None:
    assert post(PRIVATE) == (200, NOTHING | {"accepted": 1})
    (item,) = table.messages()
    assert item["pk"] == "C#tiktok:example:u7"
    assert item["at"] == "2026-11-26T10:00:00.000Z"
    assert (item["kind"], item["direction"], item["text"]) == ("message", "in", PRIVATE["text"])
    assert item["customer_name"] == "@lena"


def test_a_public_message_lies_in_its_thread_and_can_be_found_by_id(table: Table) -> None:
    assert post(PUBLIC)[0] == 200
    (item,) = table.messages()
    assert item["pk"] == "C#tiktok:example:video5:u7"
    assert item["permalink"] == "https://tiktok.com/v/5"
    assert ("P#tiktok#example#m1", "POINTER") in table.items


def test_a_reply_says_who_at_the_brand_wrote_it(table: Table) -> None:
    reply = PRIVATE | {"id": "r1", "direction": "brand", "agent": "Ada"}
    assert post(reply)[0] == 200
    (item,) = table.messages()
    message = messages.message_of(item, deployed())
    assert message.agent == "Ada"


def test_a_customers_message_with_an_agent_is_refused(table: Table) -> None:
    assert refusal(agent="Ada")["field"] == "messages[1].agent"


@pytest.mark.parametrize("kind", ["edit", "deletion"])
def test_a_public_change_may_name_only_its_message(table: Table, kind: str) -> None:
    change = PUBLIC | {"kind": kind, "customer": None, "thread": None, "text": None}
    assert post(change)[0] == 200
    ((pk, sk),) = table.items
    assert pk == "P#tiktok#example#m1"
    assert sk.startswith({"edit": "A#edit#m1", "deletion": "A#delete#m1"}[kind])


def test_a_public_reply_may_name_only_the_message_that_it_answers(table: Table) -> None:
    reply = PUBLIC | {"id": "r1", "direction": "brand", "answers": "m1"}
    assert post(reply | {"customer": None, "thread": None})[0] == 200
    ((pk, sk),) = table.items
    assert (pk, sk) == ("P#tiktok#example#m1", "A#reply#r1")


def test_a_repeated_batch_is_stored_as_the_same_items(table: Table) -> None:
    batch = (PRIVATE, PUBLIC | {"id": "m2"}, PRIVATE)
    post(*batch)
    once = dict(table.items)
    post(*batch)
    assert table.items == once
    assert len(table.messages()) == 2


def test_a_reply_that_is_marked_as_automated_is_one(table: Table) -> None:
    post(PRIVATE | {"direction": "brand", "automated": True})
    (item,) = table.messages()
    assert messages.message_of(item, deployed()).automated


def test_a_reply_without_the_mark_is_a_persons(table: Table) -> None:
    post(PRIVATE | {"direction": "brand"})
    (item,) = table.messages()
    assert not messages.message_of(item, deployed()).automated


def test_names_are_not_stored_if_the_configuration_says_so(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(monkeypatch, names=False)
    post(PRIVATE)
    assert "lena" not in json.dumps(list(table.items.values()))


def test_a_message_expires_as_any_other(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    deploy(monkeypatch, text_days=3)
    post(PRIVATE)
    (item,) = table.messages()
    sent_at = datetime.fromisoformat(PRIVATE["sent_at"])
    assert item["expires_at"] == int((sent_at + timedelta(days=3)).timestamp())


def test_a_message_of_the_brands_own_account_is_not_stored(table: Table) -> None:
    assert post(PRIVATE | {"customer": "example"})[1]["accepted"] == 1
    assert table.items == {}


def test_messages_of_an_unknown_account_are_quarantined_and_reported(table: Table) -> None:
    other = {"channel": "tiktok", "account": "another"}
    status, answer = post(PRIVATE, PRIVATE | other, PRIVATE | other | {"id": "m3"})
    assert (status, answer) == (
        200,
        NOTHING | {"accepted": 1, "quarantined": 2, "unknown_accounts": [other]},
    )
    assert len(table.messages()) == 1
    assert {item["reason"] for item in table.quarantine()} == {"account"}


@pytest.mark.parametrize("kind", ["message", "edit", "deletion"])
def test_a_message_older_than_the_storage_time_is_counted_and_not_stored(
    table: Table, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    deploy(monkeypatch, text_days=3)
    old = PRIVATE | {"id": "m2", "kind": kind, "text": None}
    old |= {"sent_at": (NOW - timedelta(days=3)).isoformat()}
    assert post(PRIVATE, old) == (200, NOTHING | {"accepted": 1, "expired": 1})
    (item,) = table.messages()
    assert item["message_id"] == "m1"


def test_a_message_just_within_the_storage_time_is_stored(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(monkeypatch, text_days=3)
    at = NOW - timedelta(days=3) + timedelta(seconds=1)
    assert post(PRIVATE | {"sent_at": at.isoformat()}) == (200, NOTHING | {"accepted": 1})


def test_a_deletion_without_a_time_is_not_expired(table: Table) -> None:
    change = PRIVATE | {"kind": "deletion", "text": None, "sent_at": None}
    assert post(change) == (200, NOTHING | {"accepted": 1})


def test_a_time_in_the_future_is_refused(table: Table) -> None:
    limit = NOW + timedelta(minutes=15)
    expected = "expected a time that is at most 15 minutes after now, 2026-11-26T10:05:00Z"
    problem = refusal(sent_at=(limit + timedelta(seconds=1)).isoformat())
    assert problem["field"] == "messages[1].sent_at"
    assert expected in problem["detail"]
    assert table.items == {}
    assert post(PRIVATE | {"sent_at": limit.isoformat()})[0] == 200


def test_an_empty_list_of_messages_is_accepted(table: Table) -> None:
    assert post() == (200, NOTHING)


# --- What is refused ----------------------------------------------------------------------------

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    # changes, the field, what was expected
    ({"id": None}, "id", "an id of 1 to 128 ASCII characters without spaces and `#`"),
    ({"id": "a#b"}, "id", "an id of 1 to 128 ASCII characters without spaces and `#`"),
    ({"id": "ab\n"}, "id", "an id of 1 to 128 ASCII characters without spaces and `#`"),
    ({"id": "~a"}, "id", "an id of 1 to 128 ASCII characters without spaces and `#`, not"),
    ({"customer": "a:b"}, "customer", "an id of 1 to 128 ASCII characters without spaces, `#`"),
    ({"customer": None}, "customer", "the customer's id"),
    ({"channel": "whatsapp"}, "channel", "a channel of [channels] in replywatch.toml"),
    ({"channel": "TikTok"}, "channel", "a channel of [channels]"),
    ({"account": "a:b"}, "account", "the id of an account"),
    ({"surface": "secret"}, "surface", "public or private"),
    ({"surface": "public"}, "thread", "the id of the public post above"),
    ({"thread": "t"}, "thread", "only in public"),
    ({"direction": "out"}, "direction", "who wrote it: customer or brand"),
    ({"kind": "like"}, "kind", "message, edit or deletion"),
    ({"sent_at": None}, "sent_at", "a time"),
    ({"sent_at": 1795341600}, "sent_at", "a time with its offset"),
    ({"sent_at": "2026-11-26T10:00:00"}, "sent_at", "a time with its offset"),
    ({"sent_at": "1999-11-26T10:00:00Z"}, "sent_at", "a year from 2000 to 2200"),
    ({"text": ["a"]}, "text", "a text"),
    ({"kind": "deletion"}, "text", "none in a deletion"),
    ({"automated": True}, "automated", "only of the brand's messages"),
    ({"permalink": "http://a.example/"}, "permalink", "an https address without user"),
    ({"permalink": "https://a.example:8/"}, "permalink", "an https address without user"),
    ({"followers": -1}, "followers", "a whole number from 0 to 1,000,000,000,000"),
    ({"followers": 10**45 + 1}, "followers", "a whole number from 0 to 1,000,000,000,000"),
]


@pytest.mark.parametrize(("changes", "field", "expected"), REFUSED)
def test_a_mistake_is_refused_with_its_field(
    table: Table, changes: dict[str, Any], field: str, expected: str
) -> None:
    problem = refusal(**changes)
    assert problem["field"] == f"messages[1].{field}"
    assert f"messages[1].{field}: expected {expected}" in problem["detail"]
    assert table.items == {}, "nothing of a refused body is stored"


def test_an_unknown_field_is_refused(table: Table) -> None:
    assert refusal(colour="red")["detail"] == "messages[1]: object contains unknown field `colour`"


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "expected a JSON object"),
        (b"[]", "expected a JSON object"),
        (b"{}", "object missing required field `messages`"),
        (b'{"messages": 1}', "messages: expected a list of at most 100 messages"),
        (
            json.dumps({"messages": [PRIVATE] * 101}).encode(),
            "messages: expected a list of at most",
        ),
    ],
)
def test_another_body_is_refused(table: Table, body: bytes, detail: str) -> None:
    status, problem = post(body=body)
    assert status == 400
    assert problem["detail"].startswith(detail)


def test_a_body_over_the_limit_is_refused(table: Table) -> None:
    status, problem = post(PRIVATE | {"text": "a" * adapter_messages.MAX_ADAPTER_BODY_BYTES})
    assert (status, problem["detail"]) == (413, "expected at most 1,000,000 bytes")


def test_a_refusal_quotes_no_value(table: Table) -> None:
    for changes, _, _ in REFUSED:
        assert "parcel" not in json.dumps(refusal(**changes))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
FIELDS = adapter_messages.PostedMessage.__struct_fields__


@given(
    st.dictionaries(st.sampled_from(FIELDS), JSON | st.sampled_from(["public", "edit", "brand"]))
)
def test_any_json_is_stored_or_refused_with_a_reason(changes: dict[str, Any]) -> None:
    """No other error is raised, and everything that is accepted has a place in the table."""
    with suppress(adapter_messages.InvalidMessagesError):
        (event,) = adapter_messages.parse({"messages": [PUBLIC | changes]})
        assert message_items.items(event)


# --- Signatures ---------------------------------------------------------------------------------


def test_the_vector_of_standard_webhooks_verifies() -> None:
    """The example comes from the specification's reference libraries."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    headers = (
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    )
    assert signatures.standard_signed(b'{"test": 2432232314}', headers, [secret], 1614265330)


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_both_secrets_of_a_rotation_are_accepted(table: Table, secret: str) -> None:
    assert post(PRIVATE, secret=secret)[0] == 200


def test_one_valid_signature_of_several_is_enough(table: Table) -> None:
    raw = json.dumps({"messages": [PRIVATE]}).encode()
    valid = webhook_bodies.adapter_headers(raw, secret=NEW, at=NOW)
    given = f"v1a,abc v1,{'A' * 43}= {valid['webhook-signature']}"
    assert post(body=raw, **valid | {"webhook-signature": given})[0] == 200


@pytest.mark.parametrize("seconds", [-300, 300])
def test_a_timestamp_within_five_minutes_is_accepted(table: Table, seconds: int) -> None:
    assert signed_at(seconds) == 200


@pytest.mark.parametrize("seconds", [-301, 301])
def test_an_older_or_later_timestamp_is_refused(table: Table, seconds: int) -> None:
    assert signed_at(seconds) == 403


def signed_at(seconds: int) -> int:
    raw = b'{"messages": []}'
    at = NOW + timedelta(seconds=seconds)
    return post(body=raw, **webhook_bodies.adapter_headers(raw, secret=NEW, at=at))[0]


@pytest.mark.parametrize(
    "headers",
    [
        {"webhook-id": "another"},
        {"webhook-id": ""},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": str(int(NOW.timestamp()) + 1)},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": f"v1,{'A' * 43}="},
        {"webhook-signature": "ä"},
    ],
)
def test_another_header_is_refused(table: Table, headers: dict[str, str]) -> None:
    status, problem = post(PRIVATE, **headers)
    assert (status, problem["type"]) == (403, "urn:replywatch:problem:invalid-signature")
    assert table.items == {}


def test_a_body_other_than_the_signed_one_is_refused(table: Table) -> None:
    signed = webhook_bodies.adapter_headers(b'{"messages": []}', secret=NEW, at=NOW)
    assert post(PRIVATE, **signed)[0] == 403


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_AAAA", OLD.removeprefix("whsec_"), "?"])
def test_a_secret_in_another_format_never_verifies(
    table: Table, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    known = replace(KNOWN, messages_secrets=(secret,))
    monkeypatch.setattr(webhook, "secrets", lambda **_: known)
    assert post(PRIVATE, secret=OLD)[0] == 403


# --- The documentation --------------------------------------------------------------------------


def test_the_published_schema_is_current() -> None:
    published = json.loads((ROOT / "docs" / "messages.schema.json").read_text(encoding="utf-8"))
    assert published == adapter_messages.schema()


def test_every_field_is_explained() -> None:
    text = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
    for field in adapter_messages.PostedMessage.__struct_fields__:
        assert f"| `{field}` |" in text, field
