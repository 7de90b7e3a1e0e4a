"""Finds the conversation of what names only a message: what answers it, edits or deletes it.

Such an event waits in the partition of that message, where the message's own pointer lands too.
Whichever of the two lands last sees both, and the event then lands in its conversation as if it had
named it. Doing so again is the same put again.

X needs two things more:

- v1.1 names no thread, so a post is placed under the post that it answers. Once that one is known
  to be in a thread of its own, the customer's conversation under it joins the one in that thread.
  A thread is named by an older post than those in it, so no two conversations join each other.
- Each edit of a post has a new id, which points to the message as well. An edit whose original
  never came (it did not name the brand yet) is the customer's message, from when it was edited. If
  the original comes after all, its time counts, and the stand-in is withdrawn.
"""

from collections.abc import Iterable, Iterator, Sequence

from shared.domain.events import Event, conversation_of
from shared.domain.identity import Alias
from shared.storage import messages, schema
from shared.storage.attributes import Item, moment
from shared.storage.messages import NoPlaceError
from shared.storage.schema import PK, POINTER, SK, STAND_IN, TTL, UNDER, Key, post_of, post_pk
from shared.storage.store import Store


def place_waiting(store: Store, partition: str) -> int:
    """Places what waits in this partition into its conversation, if the message is known by now;
    returns how many items waited."""
    pointer = store.get(Key(partition, POINTER)) or _stood_in(store, partition)
    if pointer is None:
        return 0
    together = list(store.partition(partition))
    waiting = [i for i in together if str(i[SK]).startswith(schema.WAITING_FOR)]
    store.put_all([landed for item in waiting for landed in _addressed(item, pointer)])
    if any(str(i[SK]).startswith(schema.WAITING_DELETION) for i in waiting):
        edits = [i for i in waiting if str(i[SK]).startswith(schema.WAITING_EDIT) and "text" in i]
        store.put_all([{k: v for k, v in edit.items() if k != "text"} for edit in edits])
    if post_of(partition)[0] == "x":
        if "message" not in pointer:
            stand_ins = [i for i in together if str(i[SK]).startswith(STAND_IN)]
            store.put_all([i for one in stand_ins for i in _withdrawn(one, pointer)])
        _join_threads(store, pointer, together)
    return len(waiting)


def remove(store: Store, gone: Sequence[Item]) -> None:
    """Deletes what lies beside these items of a conversation: pointers, and what waits under them.
    The pointers go last: they are what an interrupted deletion is found by."""
    partitions = dict.fromkeys(pk for item in gone for pk in _beside(item))
    keys = [Key.of(i) for pk in partitions for i in store.partition(pk)]
    store.remove(key for key in keys if key.sk != POINTER)
    store.remove([*(key for key in keys if key.sk == POINTER), *_placed_under(gone)])


def _beside(item: Item) -> Iterator[str]:
    if "message_id" in item and not messages.is_alias_item(item):
        channel, account, _ = schema.conversation_of(item[PK]).split(":", 2)
        yield post_pk(channel, account, item["message_id"])
        version = _version(messages.event_of(item)) if messages.is_edit(item) else None
        if version:
            yield post_pk(channel, account, version)


def _placed_under(gone: Iterable[Item]) -> Iterator[Key]:
    """Where a customer's post on X was noted under another one."""
    for item in gone:
        if item.get("channel") == "x" and "thread" in item and "customer" in item:
            pk = post_pk("x", item["account"], item["thread"])
            yield Key(pk, f"{UNDER}{item['customer']}")


def _addressed(item: Item, pointer: Item) -> Iterator[Item]:
    """A waiting item, as it lands in the conversation of the message that the pointer is of."""
    event = messages.event_of(item)._replace(
        customer=item.get("customer") or pointer.get("customer"), thread=pointer.get("thread")
    )
    if event.kind in {"edit", "delete"}:
        original = str(pointer.get("message", event.message_id))
        if event.kind == "delete" and original != event.message_id:
            # There its edits wait, whose words must go, too.
            there = {PK: post_pk("x", str(event.account), original), "message_id": original}
            yield item | there | {SK: f"{schema.WAITING_DELETION}{original}"}
        event = event._replace(message_id=original)
    version = _version(event)
    if event.kind == "edit" and version:
        if version == event.message_id:
            return  # it is the very edit that stands in
        yield _version_pointer(pointer, str(event.account), version, str(event.message_id))
    try:
        found = messages.items(event, pointer["conversation"])
    except NoPlaceError:  # it has no time: nothing tells where it belongs
        return
    yield from (landed | (_expiry(item) or _expiry(pointer)) for landed in found)


def _expiry(item: Item) -> Item:
    return {TTL: item[TTL]} if TTL in item else {}


# --- Edits on X -----------------------------------------------------------------------------------


def _version(event: Event) -> str | None:
    """The id of the version that an edit on X made, which its link ends with."""
    return event.permalink.rpartition("/")[2] if event.channel == "x" and event.permalink else None


def _version_pointer(pointer: Item, account: str, version: str, message_id: str) -> Item:
    """Tells what the id of a later version stands for. Their deletion is that of the message: X
    deletes all versions with any of them."""
    return pointer | {PK: post_pk("x", account, version), "message": message_id}


def _stood_in(store: Store, partition: str) -> Item | None:
    """The pointer to the first edit seen, which lands as a message where none is known."""
    if post_of(partition)[0] != "x":
        return None
    item = next(store.partition(partition, prefix=schema.WAITING_EDIT, page=1), {})
    if item.get("kind") != "edit" or item["direction"] != "in":
        return None
    event = messages.event_of(item)
    version = _version(event)
    event = event._replace(kind="message", message_id=version)
    conversation = conversation_of(event)
    if version is None or conversation is None:
        return None
    message, pointer = messages.items(event, conversation)
    named: Item = {"version": version, "conversation": conversation, "at": item["at"]}
    named |= {PK: partition, SK: f"{STAND_IN}{version}", "customer": item.get("customer")}
    store.put_all([i | _expiry(item) for i in (message, pointer, named)])
    # Last, and only if the original's own is still not there: from here on the message is known.
    return store.put_first(pointer | _expiry(item) | {PK: partition, "message": version})


def _withdrawn(stand_in: Item, pointer: Item) -> Iterator[Item]:
    """Takes the stand-in back, at its own time: it was never a message of its own."""
    _, account, original = post_of(stand_in[PK])
    deletion = Event(
        "delete",
        "edit",
        "x",
        "public",
        account,
        stand_in.get("customer"),
        stand_in["version"],
        direction="in",
        at=moment(stand_in["at"]),
    )
    for item in messages.items(deletion, stand_in["conversation"]):
        yield item | _expiry(stand_in)
    yield _version_pointer(pointer, account, stand_in["version"], original)


# --- Threads on X ---------------------------------------------------------------------------------


def _join_threads(store: Store, pointer: Item, together: list[Item]) -> None:
    """Joins the conversations that were placed under this post to its thread, and this post's own
    to the thread of the post that it was placed under."""
    _, account, own = post_of(pointer[PK])
    thread, customer = pointer.get("thread"), pointer.get("customer")
    if not thread or thread == own:
        return
    under = [i for i in together if str(i[SK]).startswith(UNDER)]
    store.put_all([i for one in under for i in _joined(one, own, pointer)])
    if not customer:
        return
    above = post_pk("x", account, thread)
    parent = store.get(Key(above, POINTER))
    if parent is not None:
        store.put_all(list(_joined(pointer, thread, parent)))
        return
    link = {"conversation": pointer["conversation"], "customer": customer}
    store.put_all([{PK: above, SK: f"{UNDER}{customer}"} | link | _expiry(pointer)])


def _joined(placed: Item, under: str, pointer: Item) -> Iterator[Item]:
    """What tells the conversation under a post that it is the customer's one in the post's thread,
    if that is another."""
    thread, customer = pointer.get("thread"), placed["customer"]
    if not thread or _age(thread) >= _age(under):
        return
    account = post_of(pointer[PK])[1]
    conversation = f"x:{account}:{thread}:{customer}"
    if conversation == placed["conversation"]:
        return
    yield messages.alias_item(placed["conversation"], Alias(conversation, customer))


def _age(post: str) -> tuple[int, str]:
    """Orders posts by age: their ids are numbers that grow."""
    return len(post), post
