"""What is special about posts on X: their edits and their threads.

- The v1.1 format does not name a thread. So a post is first placed under the post that it answers.
  If that post turns out to be in another thread, the customer's conversation under it is joined, by
  an alias, to the one in that thread. A thread is named after its oldest post, so two conversations
  never lead to each other.
- Each edit of a post has a new id, under which another pointer leads to the message. If the
  original never came, since it did not name the brand, the oldest edit *stands in* for it: it is
  the customer's message, from the time of the edit. If an older edit or the original comes after
  all, its time counts, and the stand-in is withdrawn. Example:

      10:05  the second edit arrives     it is the customer's message, of 10:05
      10:03  the first edit arrives late it is the message, of 10:03; that of 10:05 is withdrawn
      10:00  the original arrives last   it is the message, of 10:00; that of 10:03 is withdrawn
"""

from collections.abc import Iterable, Iterator

from shared.domain.aliases import Alias
from shared.domain.events import Event, conversation_of
from shared.storage import alias_items, message_items, schema
from shared.storage.attributes import Item, moment
from shared.storage.changes import Put
from shared.storage.errors import ConflictError
from shared.storage.expiry import expiry_of
from shared.storage.schema import PK, POINTER, SK, STAND_IN, UNDER, Key, post_of, post_pk
from shared.storage.store import Store

STAND_IN_ID = "version"
"""The attribute of a stand-in that holds its edit's id. In a pointer, `version` is the number of
the write, and only the pointer to a stand-in has one."""


def edit_id_of(event: Event) -> str | None:
    """The id that an edit on X has given to the post. The permalink of the edit ends with it."""
    return event.permalink.rpartition("/")[2] if event.channel == "x" and event.permalink else None


def edit_pointer(pointer: Item, original: str, edit_id: str) -> Item:
    """The pointer from the id of an edit to the message of the original post. `pointer` is the
    original's, and `original` its partition.

    If the post is deleted under any of its ids, X deletes it under all of them. So each deletion is
    one of the message, and of the edits, which are pending in the original's partition.
    """
    _, account, message_id = post_of(original)
    leads_to = {"message": pointer.get("message", message_id), "original": original}
    return pointer | {PK: post_pk("x", account, edit_id)} | leads_to


def with_stand_in(store: Store, partition: str, pointer: Item | None) -> Item | None:
    """The pointer of this partition. If the original is not known, the oldest pending edit becomes
    the message first.

    `pointer` is the present one. An older edit that arrives later replaces the edit that stands in.
    Returns None if nothing is known of the message.
    """
    item = _edit_to_stand_in(store, partition, pointer)
    if item is None:
        return pointer
    event = message_items.event_of(item)
    edit_id = edit_id_of(event)
    event = event._replace(kind="message", message_id=edit_id)
    conversation = conversation_of(event)
    if edit_id is None or conversation is None:
        return pointer
    message, own = message_items.items(event, conversation)
    own |= {"original": partition}
    stand_in: Item = {STAND_IN_ID: edit_id, "conversation": conversation, "at": item["at"]}
    stand_in |= {PK: partition, SK: f"{STAND_IN}{edit_id}", "customer": item.get("customer")}
    store.put_all([i | expiry_of(item) for i in (message, own, stand_in)])
    # Last, and only if the pointer is still the same: from here on, the message is known.
    version = pointer["version"] if pointer else None
    new = own | expiry_of(item)
    new |= {PK: partition, "message": edit_id, "version": (version or 0) + 1}
    try:
        store.write([Put(new, expects=version)])
    except ConflictError:
        return store.get(Key(partition, POINTER))
    return new


def _edit_to_stand_in(store: Store, partition: str, pointer: Item | None) -> Item | None:
    """The oldest pending edit of a customer's post, if neither the original nor an edit that is as
    old has become the message."""
    if post_of(partition)[0] != "x" or (pointer and "version" not in pointer):
        return None
    item = next(store.partition(partition, prefix=schema.PENDING_EDIT, page=1), {})
    if item.get("kind") != "edit" or item["direction"] != "in":
        return None
    return None if pointer and pointer["at"] <= item["at"] else item


def withdrawn(stand_ins: Iterable[Item], pointer: Item) -> Iterator[Item]:
    """The items that withdraw these stand-ins: the deletion of each at its own time, so that it
    never counted, and a pointer from its id to the message. The stand-in to which the pointer of
    their post leads stays."""
    for stand_in in stand_ins:
        edit_id = stand_in[STAND_IN_ID]
        if edit_id == pointer.get("message"):
            continue
        _, account, _ = post_of(stand_in[PK])
        deletion = Event(
            "delete",
            "edit",
            "x",
            "public",
            account,
            stand_in.get("customer"),
            edit_id,
            direction="in",
            at=moment(stand_in["at"]),
        )
        for item in message_items.items(deletion, stand_in["conversation"]):
            yield item | expiry_of(stand_in)
        yield edit_pointer(pointer, stand_in[PK], edit_id)


def join_threads(store: Store, pointer: Item, partition: list[Item]) -> None:
    """Joins the conversations under this post to its thread, and this post's conversation to the
    thread of the post above it. `partition`: the items in the post's partition."""
    _, account, own = post_of(pointer[PK])
    thread, customer = pointer.get("thread"), pointer.get("customer")
    if not thread or thread == own:
        return
    under = [i for i in partition if str(i[SK]).startswith(UNDER)]
    store.put_all([i for one in under for i in _alias(one, own, pointer)])
    if not customer:
        return
    above = post_pk("x", account, thread)
    parent = store.get(Key(above, POINTER))
    if parent is not None:
        store.put_all(list(_alias(pointer, thread, parent)))
        return
    place = {"conversation": pointer["conversation"], "customer": customer}
    store.put_all([{PK: above, SK: f"{UNDER}{customer}"} | place | expiry_of(pointer)])


def _alias(placed: Item, post: str, pointer: Item) -> Iterator[Item]:
    """The alias that joins a conversation, which was placed under this post, to the same customer's
    conversation in the post's thread. Nothing if they are the same. `pointer` is the post's."""
    thread, customer = pointer.get("thread"), placed["customer"]
    if not thread or _age(thread) >= _age(post):
        return
    account = post_of(pointer[PK])[1]
    conversation = f"x:{account}:{thread}:{customer}"
    if conversation == placed["conversation"]:
        return
    yield alias_items.alias_item(placed["conversation"], Alias(conversation, customer))


def _age(post: str) -> tuple[int, str]:
    """A sort key by age: the ids of posts are numbers that grow."""
    return len(post), post
