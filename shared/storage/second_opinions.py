"""A second opinion on a message's intents, as it is stored: an item beside the message.

The message itself stays a pure function of its event, so a repeated delivery of it, an edit or a
deletion takes no opinion away, and an opinion brings back no text. It is stored once, only where it
changes what the word lists say, and expires with its message.
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
    """Where the opinion on this message is stored."""
    return Key(message[PK], f"{schema.OPINION}{message['message_id']}")


def is_opinion(item: Item) -> bool:
    """Whether this is a second opinion."""
    return str(item[SK]).startswith(schema.OPINION)


def to_item(message: Item, opinion: "Opinion") -> Item:
    """The opinion on this stored message. Its time is the message's: where a customer is forgotten,
    it goes with what was said until then. By its thread a crowd is noticed."""
    key = key_of(message)
    stored: Item = {**key.attributes, "direction": "in"}
    copied = ("message_id", "at", "thread", TTL)
    stored |= {name: message[name] for name in copied if name in message}
    return stored | {"intents": sorted(opinion.intents), "courtesy": opinion.courtesy}


def marks_of(
    item: Mapping[str, Any], configuration: Configuration, opinion: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    """The marks of a stored message: those in place of its text, or else those of its text; with
    the opinion on it, where there is one."""
    said: Mapping[str, Any] = item.get("marks") or text_marks.of_item(item, configuration)
    return applied(said, opinion) if opinion and item.get("direction") == "in" else said


def applied(said: Mapping[str, Any], opinion: Mapping[str, Any]) -> dict[str, Any]:
    """The marks of a customer's message, corrected by what is stored of an opinion on it."""
    from shared.domain.intents.second_opinion import Opinion, is_courtesy  # as in `marks`

    given = Opinion(frozenset(opinion["intents"]), opinion["courtesy"])
    courtesy = is_courtesy(said.get("courtesy"), given)
    return {**said, "intents": sorted(given.intents), "courtesy": courtesy}
