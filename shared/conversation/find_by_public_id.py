"""Finds a conversation by its public id."""

from datetime import datetime

from shared.conversation import customer_conversations
from shared.storage import schema
from shared.storage.records import ConversationRecord
from shared.storage.store import Store


def by_public_id(store: Store, public_id: str, now: datetime) -> ConversationRecord | None:
    """The record that has this public id, or None.

    If the customer is now known by another id for good, the record of that id.
    """
    key = store.find_public(public_id)
    record = customer_conversations.find(store, key, now) if key else None
    if record is None or record.public_id != public_id:
        return None
    return canonical(store, record, now) if record.links else record


def internal_id(store: Store, name: str) -> str | None:
    """The internal id of the conversation that an operator names, by its public or its internal id.

    None if there is no such public id.
    """
    if ":" in name:
        return name
    key = store.find_public(name)
    return schema.conversation_of(key.pk) if key else None


def canonical(store: Store, record: ConversationRecord, now: datetime) -> ConversationRecord:
    """The record of the conversation to which this customer's next message will belong."""
    conversations = customer_conversations.read(store, record.conversation, now)
    return conversations.records[conversations.home_from(record.conversation)]
