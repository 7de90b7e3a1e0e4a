"""Reads the part of a conversation that may change because of its new items, and no more.

Usually that is what follows the checkpoint, the last reply that closed a gap. If an item is dated
at or before the checkpoint, the slice begins earlier: after an older reply that left nothing open.
Example, in minutes:

    0 customer    1 brand    5 customer    9 brand (the checkpoint)    12 customer

For a message of minute 13, the message of minute 12 is read too. For a message of minute 7 that
arrives late, everything from minute 5 on is read: the reply of minute 1 left nothing open. A
message with exactly the checkpoint's time is late too, since it may sort before the checkpoint.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched, islice, takewhile

from shared.config.configuration import Configuration
from shared.conversation.customer_conversations import CustomerConversations
from shared.conversation.message_changes import MessageChanges
from shared.conversation.new_items import NewItems
from shared.domain.fold import (
    MAX_GAP_MESSAGES,
    Checkpoint,
    Message,
    settles_conversation,
    state_after,
)
from shared.domain.future_messages import is_from_future
from shared.storage import alias_items, messages, schema
from shared.storage.attributes import Item, moment, stamp
from shared.storage.messages import is_deletion, is_inbound, is_message
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, SK, TTL
from shared.storage.store import Store

type Clock = Callable[[], datetime]

PAGE = 8
"""Messages in the first query. What is read is paid for, and most slices are shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSlice:
    """The last part of a conversation. It begins where nothing was open."""

    start: Checkpoint | None
    """The reply before it, or None if it begins with the first message."""
    messages: tuple[Message, ...] = ()
    items: dict[str, Item] = field(default_factory=dict)
    """The messages as they are stored, by message id, without the answers given in private."""
    has_other_facts: bool = False
    """Whether it may have facts besides that of the record's wait: it begins before the record's
    checkpoint, or has a holding reply."""

    def expiry(self) -> int:
        """When the last of its items expires, in epoch seconds, or 0 if there are none."""
        return max((int(i.get(TTL, 0)) for i in self.items.values()), default=0)


@dataclass(slots=True)
class Reader:
    """Reads the messages of one of the customer's conversations."""

    store: Store
    configuration: Configuration
    conversations: CustomerConversations
    record: ConversationRecord
    clock: Clock
    changes: MessageChanges
    _others: set[str] = field(default_factory=set)
    """Ids of messages that were read and belong to another of the customer's conversations."""

    def slice_for(self, new_items: Sequence[Item]) -> ConversationSlice:
        """The slice that may change because of these items."""
        checkpoint = self.record.checkpoint
        found = self._since(checkpoint, new_items)
        if checkpoint is None or not any(self._is_late(i, found, checkpoint) for i in new_items):
            return self._slice(checkpoint, found)
        if self.conversations.has_one_id and not self.record.has_deflection:
            return self._slice(*self._read_back(new_items), has_other_facts=True)
        return self.full_slice()

    def full_slice(self) -> ConversationSlice:
        """The conversation from its first message on."""
        return self._slice(None, self._stored(""), has_other_facts=True)

    # --- What is stored -------------------------------------------------------------------------

    def partitions(self) -> list[str]:
        """The partitions in which the conversation's messages are stored: those of all the
        customer's ids."""
        return [schema.conversation_pk(one) for one in self.conversations.records]

    def _stored(self, after: str, limit: int | None = None) -> list[Item]:
        """The conversation's messages after this key: all of them, unsorted, or the first `limit`.

        What is stored here but belongs to another conversation, or has expired, takes no place of
        the limit.
        """
        found: list[Item] = []
        for pk in self.partitions():
            every = self.store.partition(pk, prefix=schema.MESSAGE, after=after, page=PAGE)
            found += islice(self._here(every), limit)
        return sorted(found, key=lambda item: str(item[SK]))[:limit] if limit else found

    def _here(self, every: Iterable[Item]) -> Iterator[Item]:
        """Those of these messages that belong to this conversation and count now."""
        for part in batched(every, PAGE, strict=False):
            self.changes.load(i["message_id"] for i in part)
            now = self.clock()
            yield from (item for item in part if self.is_here(item, now))

    def is_here(self, item: Item, now: datetime) -> bool:
        """Whether the message belongs to this conversation and counts now.

        `now` must be later than the read of the message. Otherwise, a new message could count as
        one from the future.
        """
        expires_s = item.get(TTL)
        if (expires_s is not None and expires_s <= now.timestamp()) or self._is_forgotten(item):
            return False
        corrected = self.changes.corrected_times.get(item["message_id"])
        if corrected is None and is_from_future(moment(item["at"]), now):
            return False  # it counts once its own run has noted when it arrived
        at = min(item["at"], corrected) if corrected else item["at"]
        if self.conversations.home_of(item, at) == self.record.conversation:
            return True
        self._others.add(item["message_id"])
        return False

    def _is_forgotten(self, item: Item) -> bool:
        forgotten_at = self.record.forgotten_at
        return forgotten_at is not None and item["at"] <= stamp(forgotten_at)

    def _since(self, checkpoint: Checkpoint | None, new_items: Sequence[Item]) -> list[Item]:
        """The messages after the checkpoint, as far as they decide something.

        If a gap has more than MAX_GAP_MESSAGES, the further ones are left out. What comes after
        them is read from where the next gap is known to begin: after the holding reply of the open
        wait, and after each new reply.
        """
        found = self._gap_after(_sort_key(checkpoint))
        if len(found) <= MAX_GAP_MESSAGES:
            return found
        wait = self.record.open_wait
        if wait and wait.kind == "follow_up":
            found += self._gap_after(f"{schema.MESSAGE}{stamp(wait.opened_at)}")
        for item in new_items:
            if is_message(item) and not is_inbound(item):
                found += [item, *self._gap_after(str(item[SK]))]
        return found

    def _gap_after(self, after: str) -> list[Item]:
        """The messages after this sort key that decide a gap, and one more, which shows that the
        gap has more.

        If a holding reply is among them, the gap that it begins follows. Messages of the brand
        before the customer's first question do not count: they can be hundreds of notifications.
        """
        found: list[Item] = []
        while True:
            part = self._stored(after, MAX_GAP_MESSAGES + 1)
            found += part
            if len(part) <= MAX_GAP_MESSAGES:
                return found
            is_full = sum(is_inbound(i) for i in found) >= MAX_GAP_MESSAGES
            after = self._last_holding(part) or ("" if is_full else self._unasked(part))
            if not after:
                return found

    def _unasked(self, part: Iterable[Item]) -> str:
        """The sort key of the last message before the customer's first that may ask something, or
        an empty string if that one is the first."""
        before = takewhile(lambda i: not is_inbound(i) or self.message_of(i).courtesy, part)
        return max((str(i[SK]) for i in before), default="")

    def _last_holding(self, found: Iterable[Item]) -> str:
        """The sort key of the last holding reply, or an empty string. It closed a gap, but is not a
        checkpoint."""
        if not self.configuration.policy_set.has_follow_ups:
            return ""
        replies = (i for i in found if not is_inbound(i))
        return max((str(i[SK]) for i in replies if self.message_of(i).holding), default="")

    # --- What is late ---------------------------------------------------------------------------

    def _is_late(self, item: Item, found: Iterable[Item], checkpoint: Checkpoint) -> bool:
        """Whether the item may change what is at or before the checkpoint."""
        if alias_items.is_alias_item(item):
            return True
        if is_message(item):
            return self.message_of(item).key <= checkpoint.key
        is_change = is_deletion(item) or messages.is_failure(item) or messages.is_arrival(item)
        later = {i["message_id"] for i in found} - {checkpoint.key[2]}  # it may be stored twice
        if not is_change or item["message_id"] in later:
            return False
        if not is_inbound(item):
            return True
        # If a customer deletes a message after its wait has ended, nothing changes.
        ended_at = max(checkpoint.key[0], self.record.dismissed_at or checkpoint.key[0])
        return "at" in item and moment(item["at"]) <= ended_at

    def _read_back(self, new_items: Sequence[Item]) -> tuple[Checkpoint | None, list[Item]]:
        """Reads back in time, past all new items, to a reply that left nothing open.

        Returns that reply, or None if there is none, and the messages since. Example, in minutes:

            5 customer    9 brand    20 customer    22 customer, new    25 brand

        The reply of minute 25 is after the new message. The one of minute 9 is before it, and the
        message of minute 5 shows that it left nothing open: the slice is 20, 22 and 25.
        """
        new = NewItems(new_items)
        is_in_order = not self.changes.corrected_times  # those are not in their keys' order
        found: list[Item] = []
        candidate: Message | None = None  # the slice may start after it; the message before decides
        for item in self._newest_first():
            sk, message = str(item[SK]), self.message_of(item)
            is_settled = candidate is not None and settles_conversation(candidate, message)
            if candidate and is_settled and is_in_order and new.are_all_passed:
                start = Checkpoint(candidate.key, state_after(candidate, message))
                return start, [i for i in found if str(i[SK]) > messages.sort_key(candidate)]
            found.append(item)
            is_touched = new.touches(sk, message.id)  # before it counts as passed
            new.note_passed(sk, message.id)
            if message.deleted and not message.inbound:
                if is_touched:
                    candidate = None  # the reply is gone, so the slice must begin before it
            elif candidate is None or is_touched or not message.is_idle:
                candidate = message if new.are_all_after(sk) else None
        return None, found

    def _newest_first(self) -> Iterator[Item]:
        """The conversation's messages back in time, with what changed each one noted."""
        (pk,) = self.partitions()
        for item in self.store.partition(pk, prefix=schema.MESSAGE, newest_first=True, page=PAGE):
            self.changes.load([item["message_id"]])
            if self.is_here(item, self.clock()):
                yield item

    # --- As the fold needs it -------------------------------------------------------------------

    def _slice(
        self, start: Checkpoint | None, found: Iterable[Item], *, has_other_facts: bool = False
    ) -> ConversationSlice:
        items = {str(i["message_id"]): i for i in found}
        every = [self.message_of(i) for i in items.values()]
        every += self._expired_opening(items)
        every += self._answers_in_private(every)
        unique = {m.key: m for m in every if start is None or m.key > start.key}
        return ConversationSlice(
            start=start,
            messages=tuple(unique[key] for key in sorted(unique)),
            items=items,
            # A holding reply is no checkpoint, so there may be several facts after the checkpoint.
            has_other_facts=has_other_facts or any(m.holding for m in unique.values()),
        )

    def message_of(self, item: Item) -> Message:
        """A stored message as the fold needs it."""
        message = messages.message_of(
            item,
            self.configuration,
            deletion=self.changes.deletion_of(item),
            arrived_at=self.changes.corrected_times.get(item["message_id"]),
            opinion=self.changes.opinions.get(item["message_id"]),
            elsewhere=self._is_elsewhere(item),
        )
        wait = self.record.open_wait
        if wait and wait.kind == "follow_up" and wait.opened_by == message.id:
            return message._replace(holding=True)  # even if no policy has follow-ups any more
        return message

    def _is_elsewhere(self, item: Item) -> bool:
        return schema.conversation_of(item[PK]) not in self.conversations.records

    def _expired_opening(self, items: dict[str, Item]) -> Iterator[Message]:
        """The message that opened the open wait, if it has expired. It takes part in every fold
        until the wait ends."""
        wait = self.record.open_wait
        if wait is None or wait.opened_by in items or wait.opened_by in self._others:
            return
        self.changes.load([wait.opened_by])
        direction = "out" if wait.kind == "follow_up" else "in"
        deletion = self.changes.deletion(wait.opened_by, direction)
        yield Message(
            id=wait.opened_by,
            at=wait.opened_at,
            inbound=wait.kind != "follow_up",
            holding=wait.kind == "follow_up",
            deleted=deletion is not None,
            deleted_at=moment(deletion["at"]) if deletion and "at" in deletion else None,
            intents=frozenset(wait.intents),
            language=wait.language,
            skewed=wait.skewed,
        )

    def _answers_in_private(self, every: Iterable[Message]) -> list[Message]:
        """What people of the brand answered in private, after a public reply asked the customer to
        write there."""
        asked = [m for m in every if m.deflects]
        private = self.record.private_conversation
        if not asked or private is None:
            return []
        pk, first = schema.conversation_pk(private), min(m.at for m in asked)
        after = f"{schema.MESSAGE}{stamp(first)}"
        stored = list(self.store.partition(pk, prefix=schema.MESSAGE, after=after, page=PAGE))
        changes = MessageChanges(self.store, [pk]).load(i["message_id"] for i in stored)
        corrected, now = changes.corrected_times, self.clock()
        return [
            messages.message_of(
                item,
                self.configuration,
                deletion=changes.deletion_of(item),
                arrived_at=corrected.get(item["message_id"]),
                elsewhere=True,
            )
            for item in stored
            if messages.is_human_reply(item, self.configuration)
            if item["message_id"] in corrected or not is_from_future(moment(item["at"]), now)
        ]


def _sort_key(checkpoint: Checkpoint | None) -> str:
    if checkpoint is None:
        return ""
    at, _, message_id = checkpoint.key
    return schema.message_sk(at, message_id, inbound=False)
