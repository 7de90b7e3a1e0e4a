"""Properties of parsing Meta's bodies: no content raises an error, and no update is lost."""

import copy
import json
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.webhook.bodies import NotAWebhookError
from functions.webhook.meta import parse, plain_texts
from shared.domain.events import CHANNELS, Event

PAYLOADS = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "payloads").glob("*.json"))
}

KINDS = {"message", "reply", "edit", "delete", "not_a_message", "unknown"}
LISTED = ("messages", "statuses", "message_echoes", "errors")
WORDS = [
    *("id", "from", "to", "type", "field", "value", "messages", "statuses", "message_echoes"),
    *("message", "messaging", "standby", "changes", "sender", "recipient", "timestamp", "text"),
    *("comment", "item", "verb", "add", "feed", "comments", "replies", "0", "1795341600"),
    *("2026-11-22T10:00:00+0000", "page", "instagram", "whatsapp_business_account"),
    *("\ud800", "a\x00b"),
]

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(WORDS)
)
keys = st.text(max_size=10) | st.sampled_from(WORDS)
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of each value inside this one."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[str | int, ...]] = []
    for key, each in inside:
        found.append((*path, key))
        if isinstance(each, dict | list):
            found += places(each, (*path, key))
    return found


def updates(body: dict[str, Any]) -> int:
    """The number of updates in a body, by its envelope."""
    if "entry" not in body:
        values = body["values"]
        return len(values) if isinstance(values, list) else 1
    entries = body["entry"]
    if isinstance(entries, dict):
        return in_entry(entries, body["object"])
    return sum(in_entry(e, body["object"]) for e in entries) if isinstance(entries, list) else 1


def in_entry(entry: Any, product: Any) -> int:
    if not isinstance(entry, dict):
        return 1
    lists = [entry[key] for key in ("messaging", "standby") if key in entry]
    found = sum(len(each) if isinstance(each, list) else 1 for each in lists)
    changes = entry.get("changes", [])
    for change in changes if isinstance(changes, list) else [changes]:
        found += in_change(change, product)
    found += "field" in entry
    known = {"messaging", "standby", "changes", "field"} & set(entry)
    has_empty_list = [] in entry.values()  # of calls, say, which lie directly in the entry
    return found if known or has_empty_list else 1


def in_change(change: Any, product: Any) -> int:
    value = change.get("value") if isinstance(change, dict) else None
    if product in ("page", "instagram"):
        return len(value) if isinstance(value, list) and value else 1
    if product != "whatsapp_business_account" or not isinstance(value, dict):
        return 1
    lists = [value[key] for key in LISTED if isinstance(value.get(key), list)]
    return max(1, sum(map(len, lists)))


def assert_sound(event: Event) -> None:
    assert event.kind in KINDS
    assert event.event_name
    assert len(event.event_name) < 130
    assert event.channel is None or event.channel in CHANNELS
    ids = (event.account, event.customer, event.message_id, event.answers, event.thread)
    texts = (event.text, event.app, event.permalink, event.alias, event.conversation)
    assert all(each is None or (isinstance(each, str) and each) for each in ids + texts)
    assert all(each is None or each.tzinfo is UTC for each in (event.at, event.sent_at))
    assert event.kind not in ("message", "reply") or event.message_id
    hash(event._replace(source=None))


@settings(max_examples=1500)
@given(st.data())
def test_any_value_in_any_place_loses_no_update_and_never_raises(data: st.DataObject):
    name = data.draw(st.sampled_from(list(PAYLOADS)))
    body = copy.deepcopy(PAYLOADS[name])
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(body)))
        holder = body
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = data.draw(json_values)

    events = parse(body)

    assert len(events) >= updates(body)
    for event in events:
        assert_sound(event)


@settings(max_examples=300)
@given(st.data())
def test_any_missing_value_loses_no_update_and_raises_only_not_a_webhook(data: st.DataObject):
    name = data.draw(st.sampled_from(list(PAYLOADS)))
    body = copy.deepcopy(PAYLOADS[name])
    path = data.draw(st.sampled_from(places(body)))
    holder = body
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]

    if len(path) == 1 and path[0] in ("object", "entry", "values"):
        with pytest.raises(NotAWebhookError):
            parse(body)
        return
    events = parse(body)

    assert len(events) >= updates(body)
    for event in events:
        assert_sound(event)


@settings(max_examples=300)
@given(st.dictionaries(keys | st.sampled_from(["object", "entry", "values", "topic"]), json_values))
def test_any_object_is_parsed_or_is_not_a_webhook(body: dict[str, Any]):
    try:
        events = parse(body)
    except NotAWebhookError:
        return
    for event in events:
        assert_sound(event)


@settings(max_examples=300)
@given(
    st.sampled_from(["page", "instagram", "whatsapp_business_account", "permissions"]),
    st.lists(st.dictionaries(keys, json_values, max_size=5) | json_values, max_size=5),
)
def test_any_entry_of_a_known_product_is_parsed(product: str, entries: list[Any]):
    body = {"object": product, "entry": entries}

    events = parse(body)

    assert len(events) >= updates(body)
    for event in events:
        assert_sound(event)


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_redelivered_update_is_the_same_event(name: str):
    again = copy.deepcopy(PAYLOADS[name])
    for envelope in again.get("entry", [again]):
        envelope["time"] = 1795400000

    first = [event._replace(sent_at=None) for event in parse(PAYLOADS[name])]

    assert [event._replace(sent_at=None) for event in parse(again)] == first


@pytest.mark.parametrize("name", PAYLOADS)
def test_parsing_a_body_does_not_change_it(name: str):
    body = copy.deepcopy(PAYLOADS[name])

    parse(body)

    assert body == PAYLOADS[name]


PLAIN = {
    "object": "page",
    "entry": [
        {
            "id": "1",
            "time": 1795341600900,
            "messaging": [
                {
                    "sender": {"id": "7"},
                    "recipient": {"id": "1"},
                    "timestamp": 1795341600000,
                    "message": {"mid": "m_1", "text": "Hello?"},
                }
            ],
        }
    ],
}


@settings(max_examples=1000)
@given(st.data())
def test_a_body_of_plain_texts_is_read_as_any_other_is(data: st.DataObject):
    body = copy.deepcopy(PLAIN)
    if data.draw(st.booleans()):
        path = data.draw(st.sampled_from(places(body)))
        holder: Any = body
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = data.draw(
            json_values | st.sampled_from(["guest-7", "", "0", "1", "7", 7, "instagram", 10**11])
        )
    found = plain_texts.events(json.dumps(body).encode())

    if found is not None:
        assert found == [event._replace(sent_at=None) for event in parse(body)]


def test_a_body_of_plain_texts_is_read_by_its_types():
    (event,) = plain_texts.events(json.dumps(PLAIN).encode())
    assert (event.text, event.customer, event.channel) == ("Hello?", "7", "messenger")


@pytest.mark.parametrize("name", PAYLOADS)
def test_what_holds_more_than_plain_texts_is_left_to_the_parser(name: str):
    found = plain_texts.events(json.dumps(PAYLOADS[name]).encode())
    assert found in (None, [event._replace(sent_at=None) for event in parse(PAYLOADS[name])])
