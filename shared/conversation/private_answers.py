"""Lets a private reply answer a public question after a deflection ("please DM us").

A deflection leaves a marker in the private conversation. The public conversation then reads the
private replies as if they were a part of it. Nothing is copied.

The marker is stored before the private messages are read, so no private reply is missed. Either the
reply's own run finds the marker, and tracks the public conversation too. Or the reply was stored
before the marker, and the public conversation reads it.

This works only where a customer has the same id in public and in private: on X and Instagram.
"""

from collections.abc import Iterable, Sequence

from shared.config.configuration import Configuration
from shared.domain.events import SHARED_ID_CHANNELS
from shared.storage import messages, schema
from shared.storage.attributes import Item
from shared.storage.expiry import expiry_of
from shared.storage.messages import is_deletion, is_human_reply, is_inbound, is_message
from shared.storage.schema import PK, SK, Key
from shared.storage.store import Store


def mark(
    store: Store, configuration: Configuration, conversation: str, items: Iterable[Item]
) -> None:
    """Stores a marker for each deflection among these items of a conversation."""
    store.put_all(
        _marker(conversation, item) for item in items if _is_deflection(item, configuration)
    )


def unmark(
    store: Store, configuration: Configuration, conversation: str, gone: Iterable[Item]
) -> None:
    """Deletes the markers of these items."""
    markers = [_marker(conversation, item) for item in gone if _is_deflection(item, configuration)]
    store.remove(Key.of(marker) for marker in markers)


def by_public_conversation(
    store: Store, configuration: Configuration, new_items: Sequence[Item]
) -> dict[str, list[Item]]:
    """The public conversations whose questions these private items may answer, each with those
    items: private replies, and deletions of such replies."""
    found: dict[str, list[Item]] = {}
    for item in new_items:
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


def _marker(conversation: str, deflection: Item) -> Item:
    private = f"{deflection['channel']}:{deflection['account']}:{deflection['customer']}"
    marker: Item = {
        PK: schema.conversation_pk(private),
        SK: f"{schema.DEFLECTED}{conversation}#{deflection['message_id']}",
        "message_id": deflection["message_id"],
        "conversation": conversation,
        "at": deflection["at"],
    }
    return marker | expiry_of(deflection)
