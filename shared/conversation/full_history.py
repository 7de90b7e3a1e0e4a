"""Reads a conversation from its first stored message, and folds it into waits.

Facts are kept for ever, messages only for as long as is configured. If the first messages have
expired, the fold of the others may differ from what was true. Example, in minutes:

    0 customer    5 brand    9 customer    12 brand    20 customer

Once the first two have expired, the wait of minute 9 looks like the first wait of its conversation,
which has another target. Only what follows minute 12 is certain: a person of the brand answered the
customer then, which left nothing open, whatever came before (`reliable_part`).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from shared.config.configuration import Configuration
from shared.conversation import customer_conversations
from shared.conversation.customer_conversations import CustomerConversations
from shared.conversation.message_changes import MessageChanges
from shared.conversation.slice_fold import SliceFold, described, read_facts
from shared.conversation.slice_reading import ConversationSlice, Reader
from shared.domain.fold import (
    START,
    Checkpoint,
    Folded,
    Message,
    Wait,
    settles_conversation,
    state_after,
)
from shared.storage import schema, wait_facts
from shared.storage.records import ConversationRecord
from shared.storage.schema import Key
from shared.storage.store import Store
from shared.storage.wait_facts import WaitFact


@dataclass(frozen=True, kw_only=True)
class FullHistory:
    """A conversation from its first stored message."""

    configuration: Configuration
    conversations: CustomerConversations
    record: ConversationRecord
    part: ConversationSlice
    stored: dict[Key, WaitFact]
    """The stored facts whose opening message is still stored."""
    changes: MessageChanges
    now: datetime

    @property
    def slice_fold(self) -> SliceFold:
        """What folds the messages."""
        return SliceFold(self.configuration, self.conversations, self.record, self.part)

    @cached_property
    def folded(self) -> Folded:
        """The fold. A wait keeps the terms with which it was opened."""
        return self.slice_fold.fold(self.stored)

    @property
    def waits(self) -> list[Wait]:
        """The waits, oldest first."""
        return self.folded.waits

    @property
    def begins_at_start(self) -> bool:
        """Whether a stored fact shows that the conversation's first wait is among these waits."""
        return any(fact.wait.previous_reply == START for fact in self.stored.values())

    @property
    def is_truncated(self) -> bool:
        """Whether a fact or the record names a message that is no longer stored."""
        salts = {record.salt for record in self.conversations.records.values()}
        names = {wait_facts.name_of(m.id, salt) for m in self.part.messages for salt in salts}
        replies = {fact.wait.previous_reply for fact in self.stored.values()}
        wait, checkpoint = self.record.open_wait, self.record.checkpoint
        return bool(
            replies - names - {START}
            or (wait and wait.opened_by not in self.part.items)
            or (checkpoint and checkpoint.key[2] not in {m.id for m in self.part.messages})
        )

    def reliable_part(self) -> "FullHistory":
        """The part after the first reply that left nothing open. If there is none, the part after
        the record's checkpoint."""
        start = self._first_settled() or self.record.checkpoint
        if start is None:
            return self
        later = tuple(m for m in self.part.messages if m.key > start.key)
        part = replace(self.part, start=start, messages=later)
        possible = set(replace(self, part=part).slice_fold.possible_facts())
        stored = {key: fact for key, fact in self.stored.items() if key in possible}
        return replace(self, part=part, stored=stored)

    def _first_settled(self) -> Checkpoint | None:
        previous: Message | None = None
        for message in self.part.messages:
            if not message.inbound and (message.deleted or message.is_idle):
                continue
            if previous and settles_conversation(message, previous):
                return Checkpoint(message.key, state_after(message, previous))
            previous = message
        return None


def read(
    store: Store, configuration: Configuration, conversation: str, now: datetime
) -> FullHistory:
    """The conversation as it is now. Reads its record first, then its messages, then its facts."""
    conversations = customer_conversations.read(store, conversation, now, has_new_alias=True)
    return of_conversation(store, configuration, conversations, conversation, now)


def of_conversation(
    store: Store,
    configuration: Configuration,
    conversations: CustomerConversations,
    conversation: str,
    now: datetime,
) -> FullHistory:
    """The full history of one of the customer's conversations that were read before."""
    changes = MessageChanges(store, map(schema.conversation_pk, conversations.records))
    record = conversations.records[conversation]
    reader = Reader(store, configuration, conversations, record, lambda: now, changes)
    part = reader.full_slice()
    record = described(record, list(part.items.values()), conversations)
    fold = SliceFold(configuration, conversations, record, part)
    return FullHistory(
        configuration=configuration,
        conversations=conversations,
        record=record,
        part=part,
        stored=read_facts(store, fold.possible_facts()),
        changes=changes,
        now=now,
    )
