"""Reads the conversations of one customer: the one asked for, and all that aliases link to it.

Nearly every customer has only one id. Then only one record is read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.domain import aliases
from shared.domain.aliases import Alias
from shared.storage import alias_items, records, schema
from shared.storage.attributes import Item, stamp
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, Key
from shared.storage.store import Store

LAST = "9999"
"""A timestamp after every other."""


@dataclass(slots=True)
class CustomerConversations:
    """A customer's conversations, by internal id.

    A conversation without a stored record has a new record here, which is stored with the next
    write.
    """

    records: dict[str, ConversationRecord] = field(default_factory=dict)
    versions: dict[str, int | None] = field(default_factory=dict)
    """The version in the table, which a write replaces, or None if there is no record."""
    aliases: dict[str, tuple[Alias, ...]] = field(default_factory=dict)
    """The aliases that lead away from each conversation."""
    new: set[str] = field(default_factory=set)
    """Conversations whose record is not stored yet, or has expired."""

    @property
    def has_one_id(self) -> bool:
        """Whether the customer has only one id."""
        return len(self.records) == 1

    @property
    def may_have_new_alias(self) -> bool:
        """Whether an alias may be stored that is not tracked yet: a record is new, or its open wait
        belongs to another conversation by now.

        Example: number A became B, which has the wait. Then B becomes A again, and a message from A
        is tracked before that alias is. By the alias, the wait belongs to A.
        """
        return bool(self.new) or any(
            record.open_wait
            and self.home_from(self._opened_in(record), stamp(record.open_wait.opened_at)) != one
            for one, record in self.records.items()
        )

    def _opened_in(self, record: ConversationRecord) -> str:
        """The conversation in which the message that opened the record's wait is stored."""
        public_id = record.naming.public_id
        by_public_id = {r.public_id: one for one, r in self.records.items()}
        return by_public_id.get(public_id, record.conversation)

    @property
    def next_version(self) -> int:
        """The version that the next write gives to all of these records.

        It is above all of their versions. So the version of a wait fact grows even if its wait
        moves to another of these conversations.
        """
        return 1 + max(record.version for record in self.records.values())

    def home_of(self, item: Item, at: str) -> str:
        """The conversation to which this item belongs if it counts from `at` (a timestamp)."""
        conversation = schema.conversation_of(item[PK])
        if self.has_one_id:
            return conversation
        return self.home_from(conversation, at)

    def home_from(self, conversation: str, at: str = LAST) -> str:
        """The conversation to which a message belongs that is stored in this one and counts from
        `at`. Without `at`, the one to which the customer's next message will belong."""
        return aliases.belongs_to(conversation, at, self._aliases_of)

    def _aliases_of(self, conversation: str) -> Sequence[Alias]:
        """The aliases that lead away from this conversation.

        Other ids may lead to this one for good. Their aliases until a time count here too. Example:
        a scoped id leads to its phone number for good. If the customer of the scoped id changes to
        another number, what the old number said until then belongs there.
        """
        same = [
            one
            for one, found in self.aliases.items()
            if any(a.until is None and a.conversation == conversation for a in found)
        ]
        timed = [a for one in same for a in self.aliases[one] if a.until is not None]
        return [*self.aliases.get(conversation, ()), *timed]

    def links_of(self, conversation: str) -> tuple[str, ...]:
        """The other conversations that an alias links with this one, in either direction."""
        to = {alias.conversation for alias in self.aliases.get(conversation, ())}
        by = {
            one
            for one, found in self.aliases.items()
            for alias in found
            if alias.conversation == conversation
        }
        return tuple(sorted((to | by) - {conversation}))


def read(
    store: Store, conversation: str, now: datetime, *, has_new_alias: bool = False
) -> CustomerConversations:
    """The customer's conversations, as they are now.

    `has_new_alias`: an alias of this conversation may just have arrived, so its aliases are read
    even if its record names none.
    """
    conversations = CustomerConversations()
    to_read = [conversation]
    for one in to_read:  # it grows meanwhile
        if one in conversations.records:
            continue
        record = _record(store, conversations, one, now)
        if has_new_alias or record.links or one in conversations.new or len(to_read) > 1:
            conversations.aliases[one] = tuple(_aliases(store, one))
        to_read += [*record.links, *(a.conversation for a in conversations.aliases.get(one, ()))]
    return conversations


def find(store: Store, key: Key, now: datetime) -> ConversationRecord | None:
    """The record at this key, or None if there is none or it has expired."""
    item = store.get(key)
    record = records.from_item(item) if item else None
    return None if record is None or record.is_expired(now) else record


def _record(
    store: Store, conversations: CustomerConversations, conversation: str, now: datetime
) -> ConversationRecord:
    item = store.get(schema.record_key(conversation))
    record = records.from_item(item) if item else records.new(conversation)
    conversations.versions[conversation] = record.version if item else None
    if record.is_expired(now):
        record = replace(records.new(conversation), version=record.version)
    if item is None or record.public_id != item["public_id"]:
        conversations.new.add(conversation)
    conversations.records[conversation] = record
    return record


def _aliases(store: Store, conversation: str) -> Iterable[Alias]:
    pk = schema.conversation_pk(conversation)
    for item in store.partition(pk, prefix=schema.ALIAS):
        yield alias_items.alias_of(item)
