"""Lets a private reply answer a public question, if the brand asked the customer to write in
private ("please DM us").

That request is a deflection. It leaves a marker in the private conversation. The public
conversation then reads the private replies as if they stood in it. Nothing is copied.

The marker is stored before the private messages are read. So a private reply is never missed:
either its tracker finds the marker and tracks the public conversation too, or the reply was stored
before the marker and is read after it.

This works only where a customer has the same id in public and in private: on X and Instagram.
"""

from collections.abc import Iterable, Sequence

from shared.config.configuration import Configuration
from shared.conversation.slice_reading import is_human_reply
from shared.domain.events import SHARED_ID_CHANNELS
from shared.storage import messages, schema
from shared.storage.attributes import Item
from shared.storage.messages import is_deletion, is_inbound, is_message
from shared.storage.schema import PK, SK, TTL, Key
from shared.storage.store import Store


def mark(
    store: Store, configuration: Configuration, conversation: str, concerned: Iterable[Item]
) -> None:
    """Stores a marker for each reply of this public conversation that asks for a private
    message."""
    store.put_all(
        _marker(conversation, item) for item in concerned if _is_deflection(item, configuration)
    )


def unmark(
    store: Store, configuration: Configuration, conversation: str, gone: Iterable[Item]
) -> None:
    """Deletes the markers of these replies."""
    markers = [_marker(conversation, item) for item in gone if _is_deflection(item, configuration)]
    store.remove(Key.of(marker) for marker in markers)


def deflected_to(
    store: Store, configuration: Configuration, concerned: Sequence[Item]
) -> dict[str, list[Item]]:
    """The public conversations that these private messages concern.

    Each has the private replies that answer it, and the deletions of such replies.
    """
    found: dict[str, list[Item]] = {}
    for item in concerned:
        if item.get("surface") != "private" or item.get("channel") not in SHARED_ID_CHANNELS:
            continue
        is_gone = is_deletion(item) and not is_inbound(item)
        if not is_gone and not is_human_reply(item, configuration):
            continue
        for marker in store.partition(item[PK], prefix=schema.DEFLECTED):
            items = found.setdefault(marker["conversation"], [])
            if (is_gone or marker["at"] <= item["at"]) and item not in items:
                items.append(item)
    return {conversation: items for conversation, items in found.items() if items}


def _is_deflection(item: Item, configuration: Configuration) -> bool:
    return (
        is_message(item)
        and not is_inbound(item)
        and item.get("surface") == "public"
        and item.get("channel") in SHARED_ID_CHANNELS
        and bool(item.get("customer"))
        and messages.message_of(item, configuration).deflects
    )


def _marker(conversation: str, asked: Item) -> Item:
    private = f"{asked['channel']}:{asked['account']}:{asked['customer']}"
    marker: Item = {
        PK: schema.conversation_pk(private),
        SK: f"{schema.DEFLECTED}{conversation}#{asked['message_id']}",
        "message_id": asked["message_id"],
        "conversation": conversation,
        "at": asked["at"],
    }
    return marker | ({TTL: asked[TTL]} if TTL in asked else {})
