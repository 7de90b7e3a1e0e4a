"""Replaces or removes the text of a message after an edit or a deletion.

What the fold needs of the original text stays (`marks`). Each change of a message makes the stream
call the tracker again. It compares the text with the edits and deletions once more. So a text that
is delivered again, or written by another function at the same time, is corrected as well.
"""

from collections.abc import Iterator, Sequence

from shared.config.configuration import Configuration
from shared.conversation.customer_conversations import CustomerConversations
from shared.conversation.message_changes import MessageChanges
from shared.storage import schema, text_marks
from shared.storage.alias_items import is_alias_item
from shared.storage.attributes import Item
from shared.storage.messages import is_deletion, is_edit, is_message
from shared.storage.schema import PK, Key
from shared.storage.store import Store

PERSONAL = ("text", "customer_name")
"""The fields that are removed when a message is deleted."""

PAGE = 100
"""How many messages are read first to find a deleted or edited one. Most are among the newest, and
a query without a limit reads, and costs, 1 MB."""


def correct(
    store: Store,
    configuration: Configuration,
    conversations: CustomerConversations,
    items: Sequence[Item],
    changes: MessageChanges,
) -> None:
    """Brings the texts of the messages among these items, and of those that they edit or delete,
    in line with all edits and deletions."""
    partitions = [schema.conversation_pk(one) for one in conversations.records]
    own = [i for i in items if i[PK] in partitions]
    if any(is_alias_item(i) for i in own):
        own += _of_other_ids(store, partitions)
    keys = {i["message_id"]: Key.of(i) for i in own if is_message(i) and _is_personal(i)}
    changed = dict.fromkeys(i["message_id"] for i in own if is_deletion(i) or is_edit(i))
    changes.load([*keys, *changed])
    for message_id in dict.fromkeys([*keys, *changed]):
        edits = _edits(store, partitions, message_id)
        if not edits and not changes.is_deleted(message_id):
            continue
        key = keys.get(message_id)
        message = store.get(key) if key else _find(store, partitions, message_id)
        store.put_all(_corrected(message, edits, changes, configuration))


def _of_other_ids(store: Store, partitions: Sequence[str]) -> Iterator[Item]:
    """All deletions and edits of the customer.

    Some may have arrived under one id before it was known that their messages are stored under
    another.
    """
    for pk in partitions:
        for prefix in (schema.DELETION, schema.OWN_DELETION, schema.EDIT):
            yield from store.partition(pk, prefix=prefix)


def _edits(store: Store, partitions: Sequence[str], message_id: str) -> list[Item]:
    found = [
        edit
        for pk in partitions
        for edit in store.partition(pk, prefix=f"{schema.EDIT}{message_id}#")
    ]
    return sorted(found, key=lambda edit: (edit["at"], edit[PK]))


def _find(store: Store, partitions: Sequence[str], message_id: str) -> Item | None:
    """The message, in whichever partition it is, or None if it has not arrived yet or has
    expired."""
    for pk in partitions:
        found = store.partition(
            pk, prefix=schema.MESSAGE, newest_first=True, page=PAGE, only_id=message_id
        )
        for item in found:
            return item
    return None


def _corrected(
    message: Item | None,
    edits: Sequence[Item],
    changes: MessageChanges,
    configuration: Configuration,
) -> list[Item]:
    """The items whose text must change, with the new text or without one."""
    subject = message or (edits[0] if edits else None)
    if subject is None:
        return []
    if changes.deletion_of(subject):
        gone = [i for i in (message, *edits) if i and _is_personal(i)]
        return [_without_text(i, configuration) for i in gone]
    # A customer's edit never changes the brand's reply.
    own = [edit for edit in edits if edit.get("direction") in {None, subject.get("direction")}]
    newest = own[-1].get("text") if own else None
    if message is None or newest in {None, message.get("text")}:
        return []
    return [message | {"text": newest, **_of_changed(message, configuration)}]


def _is_personal(item: Item) -> bool:
    return any(name in item for name in PERSONAL)


def _without_text(item: Item, configuration: Configuration) -> Item:
    rest = {name: value for name, value in item.items() if name not in PERSONAL}
    return rest | (_of_changed(item, configuration) if is_message(item) else {})


def _of_changed(message: Item, configuration: Configuration) -> Item:
    """The fields to set in a message whose text is no longer the original: its marks, and the note
    that it has changed."""
    return {"marks": _marks(message, configuration), "is_changed": True}


def _marks(item: Item, configuration: Configuration) -> Item:
    """What the fold needs of the original text. An edit has no effect on the clock."""
    return item.get("marks") or text_marks.of_item(item, configuration)
