"""Finds the conversation of an event that names only a message: a reply to it, its edit or its
deletion.

Such an event is pending in the partition of the message that it names. When that message arrives,
its pointer is stored in the same partition. The run for the later of the two finds the other, and
stores the event in the pointer's conversation. Doing this twice stores the same items twice, which
changes nothing.

Example: a reply to the comment `c1` arrives before `c1`. It is pending under `c1`. When `c1`
arrives with its pointer, the reply is stored in the conversation of `c1`.
"""

from collections.abc import Iterable, Iterator, Sequence

from shared.conversation.x_edits_and_threads import (
    edit_id_of,
    edit_pointer,
    join_threads,
    with_stand_in,
    withdrawn,
)
from shared.domain.events import OTHER_ACCOUNTS_REPLY
from shared.storage import alias_items, message_items, messages, schema
from shared.storage.attributes import Item
from shared.storage.expiry import expiry_of
from shared.storage.message_items import NoPlaceError
from shared.storage.schema import PK, POINTER, SK, STAND_IN, UNDER, Key, post_of, post_pk
from shared.storage.store import Store


def place_pending(store: Store, partition: str) -> int:
    """Stores what is pending in this partition in its conversation, if the message is known by now.

    Returns how many items were pending.
    """
    pointer = with_stand_in(store, partition, store.get(Key(partition, POINTER)))
    if pointer is None:
        return 0
    found = list(store.partition(partition))
    pending = _of_kind(found, schema.PENDING)
    placed = [item for item in pending if _belongs(item, pointer)]
    store.put_all([in_place for item in placed for in_place in _in_place(item, pointer)])
    if _of_kind(pending, schema.PENDING_DELETION):
        edits = [edit for edit in _of_kind(pending, schema.PENDING_EDIT) if "text" in edit]
        store.put_all([{k: v for k, v in edit.items() if k != "text"} for edit in edits])
    if post_of(partition)[0] == "x":
        store.put_all(withdrawn(_of_kind(found, STAND_IN), pointer))
        join_threads(store, pointer, found)
    return len(pending)


def _of_kind(items: Iterable[Item], prefix: str) -> list[Item]:
    return [item for item in items if str(item[SK]).startswith(prefix)]


def _belongs(item: Item, pointer: Item) -> bool:
    """Whether the item belongs to the conversation of this pointer's message.

    A reply by another account of the brand does only if that message is the customer's, since
    nobody waits between two of the brand's accounts. The pointer says whose the message is, because
    the message itself may be stored later.
    """
    return item.get("event_name") != OTHER_ACCOUNTS_REPLY or pointer.get("direction") == "in"


def remove(store: Store, gone: Sequence[Item]) -> None:
    """Deletes what belongs to these items of a conversation: their pointers, and what is pending
    in the same partitions. The pointers are deleted last, because an interrupted run finds the rest
    by them."""
    partitions = dict.fromkeys(pk for item in gone for pk in _beside(item))
    keys = [Key.of(i) for pk in partitions for i in store.partition(pk)]
    store.remove(key for key in keys if key.sk != POINTER)
    store.remove([*(key for key in keys if key.sk == POINTER), *_placed_under(gone)])


def _beside(item: Item) -> Iterator[str]:
    if "message_id" in item and not alias_items.is_alias_item(item):
        channel, account, _ = schema.conversation_of(item[PK]).split(":", 2)
        yield post_pk(channel, account, item["message_id"])
        edit_id = edit_id_of(message_items.event_of(item)) if messages.is_edit(item) else None
        if edit_id:
            yield post_pk(channel, account, edit_id)


def _placed_under(gone: Iterable[Item]) -> Iterator[Key]:
    """The keys under which a customer's posts on X were noted below older posts."""
    for item in gone:
        if item.get("channel") == "x" and "thread" in item and "customer" in item:
            pk = post_pk("x", item["account"], item["thread"])
            yield Key(pk, f"{UNDER}{item['customer']}")


def _in_place(item: Item, pointer: Item) -> Iterator[Item]:
    """The items of a pending event, as they are stored once its message is known."""
    event = message_items.event_of(item)._replace(
        customer=item.get("customer") or pointer.get("customer"), thread=pointer.get("thread")
    )
    if event.kind in {"edit", "delete"}:
        original = str(pointer.get("original", item[PK]))
        if event.kind == "delete" and original != item[PK]:
            # The edits are pending under the original, and their texts must be deleted too.
            message_id = post_of(original)[2]
            sk = f"{schema.PENDING_DELETION}{message_id}"
            yield item | {PK: original, SK: sk, "message_id": message_id}
        event = event._replace(message_id=str(pointer.get("message", event.message_id)))
    edit_id = edit_id_of(event)
    if event.kind == "edit" and edit_id:
        if edit_id == event.message_id:
            return  # this edit itself is the stand-in
        yield edit_pointer(pointer, original, edit_id)
    try:
        found = message_items.items(event, pointer["conversation"])
    except NoPlaceError:  # it has no time, so its place is unknown
        return
    yield from (in_place | (expiry_of(item) or expiry_of(pointer)) for in_place in found)
