"""Small things that Meta sends: thumbs, hearts, changes without a value."""

import pytest

from functions.webhook import meta
from shared import intents

THUMB = {
    "type": "image",
    "payload": {"url": "https://example.com/t.png", "sticker_id": 369239263222822},
}
OTHER = {"type": "image", "payload": {"url": "https://example.com/o.png", "sticker_id": 5}}
HEART = {"type": "like_heart"}


@pytest.mark.parametrize(
    ("object_", "attachments", "said"),
    [
        ("page", [THUMB], "👍"),
        ("instagram", [HEART], "❤️"),
        ("page", [OTHER], None),
        ("page", [THUMB, OTHER], None),
    ],
)
def test_a_thumb_or_a_heart_says_what_the_emoji_says(object_, attachments, said):
    message = {"mid": "m1", "attachments": attachments}
    item = {"sender": {"id": "7"}, "recipient": {"id": "1"}, "timestamp": 1795341600000}
    body = {"object": object_, "entry": [{"id": "1", "messaging": [item | {"message": message}]}]}
    (event,) = meta.parse(body)
    assert (event.kind, event.text) == ("message", said)
    assert intents.read(event.text).courtesy is (said is not None)


def test_a_change_without_its_value_is_no_message():
    body = {"object": "page", "entry": [{"id": "1", "time": 1, "changed_fields": ["feed", "name"]}]}
    assert [e.kind for e in meta.parse(body)] == ["not_a_message", "not_a_message"]
