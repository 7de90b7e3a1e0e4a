"""Reads the conversations of one customer: the one asked for, and all that aliases link to it.

Nearly every customer has only one id. Then only one record is read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.domain import aliases
from shared.domain.aliases import Alias
from shared.storage import alias_items, records, schema
from shared.storage.attributes import Item
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, Key
from shared.storage.store import Store

LAST = "9999"
"""A timestamp after every other."""


@dataclass(slots=True)
class Members:
    """A customer's conversations, by internal id.

    A conversation without a stored record has a new record here, which is stored with the next
    write.
    """

    records: dict[str, ConversationRecord] = field(default_factory=dict)
    versions: dict[str, int | None] = field(default_factory=dict)
    """The version in the table, which a write replaces; None: there is no record."""
    aliases: dict[str, tuple[Alias, ...]] = field(default_factory=dict)
    """Those that lead away from each conversation."""
    new: set[str] = field(default_factory=set)
    """Conversations whose record is not stored yet, or has expired."""

    @property
    def is_alone(self) -> bool:
        """Whether the customer has only one id."""
        return len(self.records) == 1

    @property
    def next_version(self) -> int:
        """The version that the next write gives to all of these records.

        It is above the version of each of them, so a wait's version grows even if the wait moves to
        another of these conversations.
        """
        return 1 + max(record.version for record in self.records.values())

    def home_of(self, item: Item, at: str) -> str:
        """The conversation to which this item belongs if it counts from `at` (a timestamp)."""
        conversation = schema.conversation_of(item[PK])
        if self.is_alone:
            return conversation
        return self.home_from(conversation, at)

    def home_from(self, conversation: str, at: str = LAST) -> str:
        """The conversation to which a message belongs that is stored in this one and dated `at`.

        Without `at`, the conversation of the customer's next message.
        """
        return aliases.belongs_to(conversation, at, self._aliases_of)

    def _aliases_of(self, conversation: str) -> Sequence[Alias]:
        """The aliases that lead away from this conversation.

        If other ids are this one for good, their aliases until a time count too: when the phone
        number behind a scoped id changes hands, the scoped id changes hands with it.
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


def read(store: Store, conversation: str, now: datetime, *, linked: bool = False) -> Members:
    """The customer's conversations, as they are now.

    `linked`: an alias of this conversation has just arrived, so its record does not name it yet.
    """
    members = Members()
    ahead = [conversation]
    for one in ahead:
        if one in members.records:
            continue
        record = _record(store, members, one, now)
        if linked or record.links or one in members.new or len(ahead) > 1:
            members.aliases[one] = tuple(_aliases(store, one))
        ahead += [*record.links, *(a.conversation for a in members.aliases.get(one, ()))]
    return members


def find(store: Store, key: Key, now: datetime) -> ConversationRecord | None:
    """The record at this key, or None if there is none or it has expired."""
    item = store.get(key)
    record = records.from_item(item) if item else None
    return None if record is None or record.is_expired(now) else record


def _record(store: Store, members: Members, conversation: str, now: datetime) -> ConversationRecord:
    item = store.get(schema.record_key(conversation))
    record = records.from_item(item) if item else records.new(conversation)
    members.versions[conversation] = record.version if item else None
    if record.is_expired(now):
        record = replace(records.new(conversation), version=record.version)
    if item is None or record.public_id != item["public_id"]:
        members.new.add(conversation)
    members.records[conversation] = record
    return record


def _aliases(store: Store, conversation: str) -> Iterable[Alias]:
    pk = schema.conversation_pk(conversation)
    for item in store.partition(pk, prefix=schema.ALIAS):
        yield alias_items.alias_of(item)
