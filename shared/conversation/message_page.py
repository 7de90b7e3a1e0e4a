"""Reads one page of a conversation, newest messages first.

What a page costs does not depend on how long the conversation is. `full_history` reads all of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge
from itertools import islice

from shared.config.configuration import Configuration
from shared.conversation import customer_conversations
from shared.conversation.customer_conversations import CustomerConversations
from shared.conversation.message_changes import MessageChanges
from shared.conversation.slice_fold import SliceFold, read_facts
from shared.conversation.slice_reading import ConversationSlice, Reader
from shared.domain.fold import Message, Wait
from shared.storage import schema, wait_facts
from shared.storage.attributes import Item
from shared.storage.records import ConversationRecord
from shared.storage.schema import SK
from shared.storage.store import Store
from shared.storage.wait_facts import WaitFact


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """Some messages of a conversation, oldest first, and the waits that they opened."""

    messages: tuple[Message, ...]
    waits: Mapping[str, Wait]
    """By their ids, oldest first."""
    position: str | None
    """The position to read the page before it, or None if there is none."""
    items: Mapping[str, Item]
    """The messages as they are stored, by their ids."""


def read(
    store: Store,
    configuration: Configuration,
    record: ConversationRecord,
    now: datetime,
    *,
    limit: int,
    position: str = "",
) -> ConversationPage:
    """The last messages before this position. Without a position, the newest messages."""
    reader = _reader(store, configuration, record, now)
    items = list(islice(_newest(reader, position), limit + 1))
    page, has_more = items[:limit], len(items) > limit
    by_id = {str(item["message_id"]): item for item in page}
    messages = tuple(sorted((reader.message_of(i) for i in page), key=lambda m: m.key))
    part = ConversationSlice(start=None, messages=messages, items=by_id, has_other_facts=True)
    fold = SliceFold(configuration, reader.conversations, record, part)
    stored = read_facts(store, fold.possible_facts())
    waits, current = _named(stored.values(), messages, reader.conversations), record.open_wait
    if not position and current and _is_missing(current, waits.values()):
        # The message that opened it has expired.
        waits[wait_facts.name_of(current.opened_by, record.naming.salt)] = current
    before = _position(page, position) if has_more else None
    return ConversationPage(messages, waits, before, by_id)


def newest(
    store: Store,
    configuration: Configuration,
    record: ConversationRecord,
    now: datetime,
    *,
    limit: int,
) -> list[Item]:
    """The newest messages as they are stored, newest first. The read is strongly consistent."""
    reader = _reader(store, configuration, record, now)
    return list(islice(_newest(reader, "", consistent=True), limit))


def _reader(
    store: Store, configuration: Configuration, record: ConversationRecord, now: datetime
) -> Reader:
    conversations = customer_conversations.read(store, record.conversation, now, has_new_alias=True)
    changes = MessageChanges(store, map(schema.conversation_pk, conversations.records))
    return Reader(store, configuration, conversations, record, lambda: now, changes)


def _newest(reader: Reader, position: str, *, consistent: bool = False) -> Iterator[Item]:
    """The conversation's messages, newest first.

    `position` names a moment, and how many messages of that moment were on the page before.
    """
    at, _, seen = position.partition("|")
    last = f"{schema.MESSAGE}{at}#~" if at else f"{schema.MESSAGE}~"
    every = (
        reader.store.partition(
            pk, between=(schema.MESSAGE, last), newest_first=True, page=64, consistent=consistent
        )
        for pk in reader.partitions()
    )
    skipped = int(seen or 0)
    for item in merge(*every, key=lambda i: str(i[SK]), reverse=True):
        reader.changes.load([item["message_id"]])
        if not reader.is_here(item, reader.clock()):
            continue
        if skipped and item["at"] == at:
            skipped -= 1
            continue
        yield item


def _position(page: list[Item], before: str) -> str:
    at = page[-1]["at"]
    earlier, _, seen = before.partition("|")
    count = sum(item["at"] == at for item in page) + (int(seen) if earlier == at else 0)
    return f"{at}|{count}"


def _is_missing(wait: Wait, waits: Iterable[Wait]) -> bool:
    return all(wait.opened_by != one.opened_by for one in waits)


def _named(
    stored: Iterable[WaitFact], messages: tuple[Message, ...], conversations: CustomerConversations
) -> dict[str, Wait]:
    """The waits of these facts, oldest first, with message ids in place of their hashes.

    The reason of a dismissal is stored only with the dismissal itself.
    """
    salts = {record.salt for record in conversations.records.values()}
    names = {wait_facts.name_of(m.id, salt): m for m in messages for salt in salts}
    waits = {}
    for wait in sorted((fact.wait for fact in stored), key=lambda wait: wait.opened_at):
        opening, closing = names.get(wait.opened_by), names.get(wait.closed_by or "")
        deciding = names.get(wait.decided_by)
        waits[wait.opened_by] = replace(
            wait,
            opened_by=opening.id if opening else wait.opened_by,
            decided_by=deciding.id if deciding else wait.decided_by,
            closed_by=closing.id if closing else None,
            reason=closing.reason if closing else None,
        )
    return waits
