"""What the API makes of a request, in the shape in which an HTTP API hands it on."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from functions.api import conversations, handler
from functions.tracker import tracking
from shared.config import configuration
from shared.domain.intents.classifier import INTENTS
from shared.runtime import secrets
from shared.storage import rows
from shared.storage.attributes import decode, encode
from shared.storage.schema import SHARDS
from shared.storage.store import ConflictError, Store
from tests import builders
from tests.builders import CONVERSATION, at, message, reply
from tests.fakes.dynamodb import FakeDynamoDB

TOKEN = "a caller's"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    table: Any = FakeDynamoDB("table", lambda: at(60).timestamp())
    made = Store(table, "table", pause=lambda _seconds: None)
    monkeypatch.setattr(handler, "shared_store", lambda: made)
    monkeypatch.setattr(handler, "now", lambda: at(60))
    monkeypatch.setattr(secrets, "api_tokens", lambda: (TOKEN,))
    monkeypatch.setattr(secrets, "link_keys", lambda: (TOKEN,))
    monkeypatch.setattr(configuration, "deployed_configuration", builders.configuration)
    return made


def land(store: Store, minute: float, conversation: str = CONVERSATION) -> None:
    item = builders.item(message(minute), conversation=conversation)
    store.land([item])
    tracking.track(store, builders.configuration(), conversation, {}, [item])


def ask(method: str, path: str, body: bytes | str | None = None, **query: str) -> dict[str, Any]:
    """A body that is not text is handed on in Base64, as API Gateway does it."""
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
    return {"status": answer["statusCode"], **json.loads(answer["body"])}


DISMISS = f"/v1/conversations/{CONVERSATION}/dismiss"


@pytest.mark.parametrize("as_bytes", [True, False])
def test_a_dismissal_is_read_whatever_type_its_body_is_said_to_have(
    store: Store, *, as_bytes: bool
) -> None:
    land(store, 0)
    text = json.dumps({"by": "ada", "reason": "spam"})
    answer = ask("POST", DISMISS, text.encode() if as_bytes else text)
    assert (answer["status"], answer["conversation"]) == (200, CONVERSATION)


@pytest.mark.parametrize("body", [b"\xff\xfe", "[]", "{}", None, '{"by": 1, "reason": "spam"}'])
def test_a_dismissal_that_cannot_be_read_says_what_was_expected(
    store: Store, body: bytes | str | None
) -> None:
    land(store, 0)
    answer = ask("POST", DISMISS, body)
    assert answer["status"] == 400
    assert "expected" in answer["message"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("channel", "twitter"), ("surface", "secret"), ("kind", "last"), ("intent", "anger")],
)
def test_a_value_that_there_is_none_of_is_told(store: Store, name: str, value: str) -> None:
    answer = ask("GET", "/v1/stats", **{name: value})
    assert (answer["status"], name in answer["message"]) == (400, True)
    assert "expected one of" in answer["message"]


def test_every_value_that_there_is_can_be_asked_for(store: Store) -> None:
    assert handler.VALUES["intent"] == INTENTS
    for name, allowed in handler.VALUES.items():
        for value in allowed:
            assert ask("GET", "/v1/stats", **{name: value})["status"] == 200


def test_a_wait_whose_messages_have_expired_can_be_dismissed(store: Store) -> None:
    other = "messenger:1:other"
    for conversation in (CONVERSATION, other):
        land(store, 0, conversation)
    items = store.client.items  # type: ignore[attr-defined]
    items[f"C#{CONVERSATION}"].clear()
    for status in (200, 404):
        answer = ask("POST", DISMISS, json.dumps({"by": "ada", "reason": "long ago"}))
        assert answer["status"] == status
    found = [
        rows.from_item(decode(i)) for pk in items if pk[:2] == "W#" for i in items[pk].values()
    ]
    told = {row.conversation: (row.wait.outcome, row.wait.dismissed_by) for row in found}
    assert told == {CONVERSATION: ("dismissed", "ada"), other: ("open", None)}


def test_with_a_newer_one_too_and_what_is_kept_is_dismissed_by_a_message(store: Store) -> None:
    land(store, -90)
    items = store.client.items  # type: ignore[attr-defined]
    items[f"C#{CONVERSATION}"].clear()
    land(store, 45)
    assert ask("POST", DISMISS, json.dumps({"by": "ada", "reason": "both"}))["status"] == 200
    (said,) = [i for sk, i in items[f"C#{CONVERSATION}"].items() if "dismissal" in sk]
    assert decode(said)["expires_at"] == int(at(60).timestamp()) + 400 * 86_400
    tracking.track(store, builders.configuration(), CONVERSATION, {}, [decode(said)])
    stored = [decode(i) for pk in items if pk[:2] == "W#" for i in items[pk].values()]
    assert [item["outcome"] for item in stored] == ["dismissed", "dismissed"]


def test_somebody_elses_write_in_between_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    land(store, 0)
    store.client.items[f"C#{CONVERSATION}"].clear()  # type: ignore[attr-defined]

    def conflict(_changes: Any) -> None:
        raise ConflictError

    monkeypatch.setattr(store, "write", conflict)
    assert ask("POST", DISMISS, json.dumps({"by": "ada", "reason": "both"}))["status"] == 503


def test_a_conversation_is_shown_as_its_waits_ended(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is taken for a bot by now."""
    for minute in (0, 20):
        land(store, minute)
        item = builders.item(reply(minute + 5), app="helpdesk")
        store.land([item])
        tracking.track(store, builders.configuration(), CONVERSATION, {}, [item])
    now = replace(builders.configuration(), bots=frozenset({"helpdesk"}))
    monkeypatch.setattr(configuration, "deployed_configuration", lambda: now)
    answer = ask("GET", f"/v1/conversations/{CONVERSATION}")
    assert [wait["outcome"] for wait in answer["waits"]] == ["met", "met"]


def test_what_has_waited_for_months_is_not_in_the_way_of_todays(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "MOST", 2)
    shard = rows.shard(CONVERSATION)
    same = [c for c in (f"messenger:1:{n}" for n in range(60)) if rows.shard(c) == shard][:5]
    assert len(same) == 5, SHARDS
    for age, conversation in enumerate(same):
        land(store, -age * 24 * 60, conversation)
        (item,) = [
            decode(i)
            for items in store.client.items.values()  # type: ignore[attr-defined]
            for i in items.values()
            if i.get("conversation") == {"S": conversation} and i["pk"]["S"].startswith("W#")
        ]
        told = rows.from_item(item)
        all_told = encode(rows.to_item(told) | {"due_shard": f"TOLD#{shard}"})
        store.client.put_item(TableName="table", Item=all_told)
    answer = ask("GET", "/v1/conversations")
    assert [one["conversation"] for one in answer["conversations"]] == [same[1], same[0]]
