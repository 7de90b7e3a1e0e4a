"""Rare forms that Meta sends: emoji attachments, changes without a value, objects for lists."""

import pytest

from functions.webhook import meta
from shared.domain.intents import classifier

THUMB = {
    "type": "image",
    "payload": {"url": "https://example.com/t.png", "sticker_id": 369239263222822},
}
OTHER = {"type": "image", "payload": {"url": "https://example.com/o.png", "sticker_id": 5}}
HEART = {"type": "like_heart"}


@pytest.mark.parametrize(
    ("object_", "attachments", "expected"),
    [
        ("page", [THUMB], "👍"),
        ("instagram", [HEART], "❤️"),
        ("page", [OTHER], None),
        ("page", [THUMB, OTHER], None),
    ],
)
def test_a_thumb_or_a_heart_has_the_text_of_its_emoji(object_, attachments, expected):
    message = {"mid": "m1", "attachments": attachments}
    item = {"sender": {"id": "7"}, "recipient": {"id": "1"}, "timestamp": 1795341600000}
    body = {"object": object_, "entry": [{"id": "1", "messaging": [item | {"message": message}]}]}
    (event,) = meta.parse(body)
    assert (event.kind, event.text) == ("message", expected)
    assert classifier.read(event.text).courtesy is (expected is not None)


def test_a_changed_field_without_its_value_is_not_a_message():
    body = {"object": "page", "entry": [{"id": "1", "time": 1, "changed_fields": ["feed", "name"]}]}
    assert [e.kind for e in meta.parse(body)] == ["not_a_message", "not_a_message"]


def test_a_single_object_is_parsed_like_a_list_of_one():
    words = {"mid": "m1", "text": "Hello?"}
    item = {"sender": {"id": "7"}, "recipient": {"id": "1"}, "timestamp": 1, "message": words}
    listed = {"object": "page", "entry": [{"id": "1", "messaging": [item]}]}
    alone = {"object": "page", "entry": {"id": "1", "messaging": item}}
    assert meta.parse(alone) == meta.parse(listed)
    assert [e.kind for e in meta.parse(alone)] == ["message"]


@pytest.mark.parametrize("value", [{"page_id": "1"}, {}, None])
@pytest.mark.parametrize("field", ["messages", "feed", "ratings", "comments", "message_edit"])
def test_a_field_without_content_is_not_a_message(field, value):
    product = "instagram" if field == "comments" else "page"
    change = {"field": field, "value": value}
    body = {"object": product, "entry": [{"id": "0", "time": 1, "changes": [change]}]}
    assert [e.kind for e in meta.parse(body)] == ["not_a_message"]


@pytest.mark.parametrize("value", [{"text": "Hello?"}, 5, ["a"], [[]]])
@pytest.mark.parametrize("field", ["messages", "feed", "ratings", "mention"])
def test_a_field_with_unexpected_content_is_unknown(field, value):
    change = {"field": field, "value": value}
    body = {"object": "page", "entry": [{"id": "0", "time": 1, "changes": [change]}]}
    assert [e.kind for e in meta.parse(body)] == ["unknown"]
