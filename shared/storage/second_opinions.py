"""Stores a second opinion on a message's intents, as an item beside the message.

It is an item of its own, so a repeated delivery, an edit or a deletion of the message does not
remove it. It is stored only if it changes what the word lists say, and expires with its message.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shared.config.configuration import Configuration
from shared.storage import schema, text_marks
from shared.storage.attributes import Item
from shared.storage.schema import PK, SK, TTL, Key

if TYPE_CHECKING:
    from shared.domain.intents.second_opinion import Opinion


def key_of(message: Item) -> Key:
    """The key of the opinion on this message."""
    return Key(message[PK], f"{schema.OPINION}{message['message_id']}")


def is_opinion(item: Item) -> bool:
    """Whether this is a second opinion."""
    return str(item[SK]).startswith(schema.OPINION)


def to_item(message: Item, opinion: "Opinion") -> Item:
    """The opinion on this stored message, as an item.

    It has the message's time, so that `forget` deletes it with the message, and the message's
    thread, so that crowds are noticed.
    """
    key = key_of(message)
    stored: Item = {**key.attributes, "direction": "in"}
    copied = ("message_id", "at", "thread", TTL)
    stored |= {name: message[name] for name in copied if name in message}
    return stored | {"intents": sorted(opinion.intents), "courtesy": opinion.courtesy}


def marks_of(
    item: Mapping[str, Any], configuration: Configuration, opinion: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    """The marks of a stored message: those stored in place of its text, or those computed from its
    text. If there is an opinion, it corrects those of a customer's message."""
    marks: Mapping[str, Any] = item.get("marks") or text_marks.of_item(item, configuration)
    return applied(marks, opinion) if opinion and item.get("direction") == "in" else marks


def applied(marks: Mapping[str, Any], opinion: Mapping[str, Any]) -> dict[str, Any]:
    """The marks of a customer's message, corrected by the stored opinion."""
    from shared.domain.intents.second_opinion import Opinion, is_courtesy  # as in `text_marks`

    given = Opinion(frozenset(opinion["intents"]), opinion["courtesy"])
    courtesy = is_courtesy(marks.get("courtesy"), given)
    return {**marks, "intents": sorted(given.intents), "courtesy": courtesy}
