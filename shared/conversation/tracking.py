"""Keeps a conversation's record and wait facts equal to the fold of its messages.

**Why nothing is lost.** Each run reads the record (version v), *then* the messages. It folds them,
and writes the record with version v + 1, on the condition that the stored version is still v. It
writes even if nothing has changed. Facts are written in the same transaction.

Take any message m, and the last run that wrote the record. If that was m's own run, it has read m.
If not, it wrote after m's own run did. So it read the record after that write, or its condition
would have failed. It read the messages after the record, and so after m was stored: it has read m.
So the last run has read every message whose own run has ended. The stream calls each run again
until it succeeds, so in the end the record is the fold of all messages.

A customer with several ids has several records. A run reads all of them and writes all of them, in
one transaction. So no run can miss an alias that another run has just found.

In one case, no messages are read: the customer writes again while a wait is open, and the new
message has no earlier deadline. Then only the time of the last message changes (`unaffected`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from shared.config.configuration import Configuration
from shared.conversation import (
    customer_conversations,
    edited_and_deleted_texts,
    pending_events,
    private_answers,
    slice_fold,
    unaffected,
)
from shared.conversation.customer_conversations import CustomerConversations
from shared.conversation.message_changes import MessageChanges
from shared.conversation.next_record import Plan, Planner
from shared.conversation.slice_fold import read_facts
from shared.conversation.slice_reading import Clock, Reader
from shared.domain.future_messages import is_from_future
from shared.storage import messages, schema
from shared.storage.alias_items import is_alias_item
from shared.storage.attributes import Item, moment, stamp
from shared.storage.expiry import expiry_of
from shared.storage.messages import is_message
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, SK, Key
from shared.storage.store import MAX_CHANGES, Store

MAX_ATTEMPTS = 8


def track(
    store: Store,
    configuration: Configuration,
    conversation: str,
    arrived: Mapping[str, datetime],
    new_items: Sequence[Item],
    clock: Clock,
) -> list[ConversationRecord]:
    """Brings the record of the conversation up to date with new items. Returns the records written.

    `arrived` says when each new item first arrived, by sort key. Without new items, the
    conversation is folded all the same. Running it again changes nothing. Raises ConflictError if
    other functions keep writing.
    """
    if new_items:
        new_items = [i for i in new_items if not _changes_nothing(store, i)]
        if not new_items:
            return []
    new_items = [*new_items, *_corrected_times(store, new_items, arrived)]
    private_answers.mark(store, configuration, conversation, new_items)
    run = _Run(store, configuration, conversation, arrived, new_items, clock)
    return store.retry(run.attempt, attempts=MAX_ATTEMPTS)


def _changes_nothing(store: Store, item: Item) -> bool:
    """Whether the item says that a reply arrived, and nothing says that the reply failed.

    If a failure is reported later, the run for that report reads this item.
    """
    if not messages.is_arrival(item):
        return False
    return store.get(Key(item[PK], f"{schema.FAILURE}{item['message_id']}")) is None


def _corrected_times(
    store: Store, new_items: Sequence[Item], arrived: Mapping[str, datetime]
) -> list[Item]:
    """Stores when each message from the future arrived. From then on, every fold counts it from
    that time. Returns the stored items."""
    noted: list[Item] = []
    for item in new_items:
        at = arrived.get(str(item[SK]))
        if is_message(item) and at is not None and is_from_future(moment(item["at"]), at):
            note: Item = {PK: item[PK], SK: f"{schema.CORRECTION}{item['message_id']}"}
            note |= {"message_id": item["message_id"], "at": stamp(at)}
            noted.append(store.put_first(note | expiry_of(item)))
    return noted


@dataclass(slots=True)
class _Run:
    """One attempt to read, fold and write."""

    store: Store
    configuration: Configuration
    conversation: str
    arrived: Mapping[str, datetime]
    new_items: Sequence[Item]
    clock: Clock

    def attempt(self) -> list[ConversationRecord]:
        """Returns the records written. Raises ConflictError if another function has written one of
        them."""
        has_new_alias = any(is_alias_item(i) for i in self.new_items)
        conversations = self._conversations(has_new_alias=has_new_alias)
        # An alias moves messages and waits from one of the customer's conversations to another. If
        # one has just come, or may be stored but not tracked yet, all of them are folded in full.
        folds_all = has_new_alias or (
            not conversations.has_one_id
            and (conversations.may_have_new_alias or self._has_changes())
        )
        items = self._without_forgotten(conversations)
        if len(items) < len(self.new_items):
            if not items:
                return []
            conversations = self._conversations(has_new_alias=has_new_alias)
        changes = MessageChanges(self.store, map(schema.conversation_pk, conversations.records))
        plans = [
            self._unaffected(conversations, home, of_home, changes)
            or self._folded(conversations, home, of_home, changes, folds_all=folds_all)
            for home, of_home in self._by_home(conversations, items, folds_all=folds_all).items()
        ]
        plans = with_others(conversations, plans)
        write(self.store, plans)
        edited_and_deleted_texts.correct(
            self.store, self.configuration, conversations, items, changes
        )
        return [plan.record for plan in plans]

    def _has_changes(self) -> bool:
        """Whether any new item changes a message. Such an item does not say in which of the
        customer's conversations the message counts, so all of them are folded."""
        return not all(is_message(item) for item in self.new_items)

    def _conversations(self, *, has_new_alias: bool) -> CustomerConversations:
        return customer_conversations.read(
            self.store, self.conversation, self.clock(), has_new_alias=has_new_alias
        )

    def _without_forgotten(self, conversations: CustomerConversations) -> list[Item]:
        """The new items without those from before the customer was forgotten. Deletes those."""
        forgotten_at = conversations.records[self.conversation].forgotten_at
        if forgotten_at is None:
            return list(self.new_items)
        at = stamp(forgotten_at)
        has_written_since = any(r.last_message for r in conversations.records.values()) or any(
            i.get("at", "") > at for i in self.new_items
        )
        # An alias or a deletion on X has no time. It is old if the customer has not written since.
        old = [i for i in self.new_items if (i["at"] <= at if "at" in i else not has_written_since)]
        private_answers.unmark(self.store, self.configuration, self.conversation, old)
        pending_events.remove(self.store, old)
        self.store.remove(map(Key.of, old))
        return [i for i in self.new_items if i not in old]

    def _by_home(
        self, conversations: CustomerConversations, items: Iterable[Item], *, folds_all: bool
    ) -> dict[str, list[Item]]:
        """The new items by the conversation to which they belong, which is to be tracked.

        `folds_all`: all of the customer's conversations are tracked, even those without an item.
        """
        by_home: dict[str, list[Item]] = (
            {one: [] for one in conversations.records} if folds_all else {}
        )
        for item in items:
            for home in self._homes(conversations, item):
                by_home.setdefault(home, []).append(item)
        return by_home or {self.conversation: []}

    def _homes(self, conversations: CustomerConversations, item: Item) -> Iterable[str]:
        """The conversations to which the item may belong."""
        if schema.conversation_of(item[PK]) not in conversations.records:
            # It is a private answer to a public question.
            return [conversations.home_from(self.conversation)]
        if not is_message(item):
            # It does not say to which conversation its message belongs.
            return conversations.records
        arrival = self.arrived.get(str(item[SK]))
        is_skewed = arrival is not None and is_from_future(moment(item["at"]), arrival)
        return [
            conversations.home_of(item, stamp(arrival) if is_skewed and arrival else item["at"])
        ]

    def _unaffected(
        self,
        conversations: CustomerConversations,
        home: str,
        items: Sequence[Item],
        changes: MessageChanges,
    ) -> Plan | None:
        """The plan if the new items cannot change what is open, or None if they may."""
        skewed = changes.load(i["message_id"] for i in items).corrected_times
        record = unaffected.unaffected(
            conversations.records[home], items, skewed, self.configuration
        )
        return Plan(record, conversations.versions[home]) if record else None

    def _folded(
        self,
        conversations: CustomerConversations,
        home: str,
        items: Sequence[Item],
        changes: MessageChanges,
        *,
        folds_all: bool,
    ) -> Plan:
        """The plan after a fold of the messages that these items may affect."""
        before = slice_fold.described(conversations.records[home], items, conversations)
        others = [r for one, r in conversations.records.items() if one != home] if folds_all else []
        reader = Reader(self.store, self.configuration, conversations, before, self.clock, changes)
        part = reader.full_slice() if folds_all else reader.slice_for(items)
        planner = Planner(
            self.configuration, conversations, before, part, self.arrived, self.clock()
        )
        if part.has_other_facts:
            stored = read_facts(self.store, planner.possible_facts())
        else:
            stored = planner.own_fact()
        folded = planner.fold(stored)
        record = planner.record(folded, items, [e for r in others for e in r.escalations])
        return Plan(record, conversations.versions[home], planner.fact_changes(folded, stored))


def with_others(conversations: CustomerConversations, plans: Sequence[Plan]) -> list[Plan]:
    """These plans, and one for each other record of the customer, which gets only a new version."""
    homes = {plan.record.conversation for plan in plans}
    return [
        *plans,
        *(
            Plan(replace(record, version=conversations.next_version), conversations.versions[one])
            for one, record in conversations.records.items()
            if one not in homes
        ),
    ]


def write(store: Store, planned: Sequence[Plan]) -> None:
    """Writes all records and facts in one transaction, or in several if one cannot hold them.

    Each transaction also writes the records, each time with the next version. After an
    interruption, the next run continues.
    """
    rest = [change for plan in planned for change in plan.changes]
    parts = list(batched(rest, MAX_CHANGES - len(planned), strict=False)) or [()]
    for number, part in enumerate(parts):
        store.write([*(plan.put(number) for plan in planned), *part])
