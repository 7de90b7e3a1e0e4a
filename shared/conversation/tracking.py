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

In one case, no messages are read: a customer writes again while a wait is open, and the message has
no earlier deadline. Then nothing in the fold can change but the time of the last message, which the
record has (`unaffected`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from shared.config.configuration import Configuration
from shared.conversation import (
    customer_conversations,
    pending_events,
    private_answers,
    redaction,
    slice_fold,
    unaffected,
)
from shared.conversation.customer_conversations import Members
from shared.conversation.message_changes import MessageChanges
from shared.conversation.next_record import Plan, Planner
from shared.conversation.slice_fold import read_facts
from shared.conversation.slice_reading import Clock, Reader
from shared.domain.future_messages import is_from_future
from shared.storage import messages, schema
from shared.storage.alias_items import is_alias_item
from shared.storage.attributes import Item, moment, stamp
from shared.storage.messages import is_message
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, SK, TTL, Key
from shared.storage.store import MAX_CHANGES, Store

MAX_ATTEMPTS = 8


def track(
    store: Store,
    configuration: Configuration,
    conversation: str,
    arrived: Mapping[str, datetime],
    concerned: Sequence[Item],
    clock: Clock,
) -> list[ConversationRecord]:
    """Brings the record of the conversation up to date with new items. Returns the records written.

    `concerned` are the new items. `arrived` says when each first arrived, by sort key. Without new
    items, the conversation is folded all the same. Running it again changes nothing. Raises
    ConflictError if other functions keep writing.
    """
    if concerned:
        concerned = [i for i in concerned if not _is_needless(store, i)]
        if not concerned:
            return []
    concerned = [*concerned, *_note_arrivals(store, concerned, arrived)]
    private_answers.mark(store, configuration, conversation, concerned)
    run = _Run(store, configuration, conversation, arrived, concerned, clock)
    return store.retry(run.done, attempts=MAX_ATTEMPTS)


def _is_needless(store: Store, item: Item) -> bool:
    """Whether the item changes nothing: it says that a reply arrived, and nothing says that the
    reply failed.

    If a failure is reported later, the run for that report reads this item.
    """
    if not messages.is_arrival(item):
        return False
    return store.get(Key(item[PK], f"{schema.FAILURE}{item['message_id']}")) is None


def _note_arrivals(
    store: Store, concerned: Sequence[Item], arrived: Mapping[str, datetime]
) -> list[Item]:
    """Notes when each message from the future arrived. From then on, every fold counts it from that
    time."""
    noted: list[Item] = []
    for item in concerned:
        at = arrived.get(str(item[SK]))
        if is_message(item) and at is not None and is_from_future(moment(item["at"]), at):
            note: Item = {PK: item[PK], SK: f"{schema.CORRECTION}{item['message_id']}"}
            note |= {"message_id": item["message_id"], "at": stamp(at)}
            note |= {TTL: item[TTL]} if TTL in item else {}  # it expires with its message
            noted.append(store.put_first(note))
    return noted


@dataclass(slots=True)
class _Run:
    """One attempt to read, fold and write."""

    store: Store
    configuration: Configuration
    conversation: str
    arrived: Mapping[str, datetime]
    concerned: Sequence[Item]
    clock: Clock

    def done(self) -> list[ConversationRecord]:
        """Returns the records written. Raises ConflictError if another function has written one of
        them."""
        has_alias = any(is_alias_item(i) for i in self.concerned)
        found = customer_conversations.read(
            self.store, self.conversation, self.clock(), linked=has_alias
        )
        is_joining = has_alias or (not found.is_alone and bool(found.new))
        concerned = self._without_forgotten(found)
        if len(concerned) < len(self.concerned):
            if not concerned:
                return []
            found = customer_conversations.read(
                self.store, self.conversation, self.clock(), linked=has_alias
            )
        changes = MessageChanges(self.store, map(schema.conversation_pk, found.records))
        by_home = self._by_home(found, concerned, everywhere=is_joining)
        planned = [
            self._unchanged(found, home, items, changes)
            or self._planned(found, home, items, changes, is_joining=is_joining)
            for home, items in by_home.items()
        ]
        planned = with_others(found, planned)
        write(self.store, planned)
        redaction.redact(self.store, self.configuration, found, concerned, changes)
        return [plan.record for plan in planned]

    def _without_forgotten(self, found: Members) -> list[Item]:
        """The new items without those that a forgotten customer wrote before. Deletes those."""
        forgotten_at = found.records[self.conversation].forgotten_at
        if forgotten_at is None:
            return list(self.concerned)
        at, since = stamp(forgotten_at), any(r.last_message for r in found.records.values())
        # Without a time (alias, deletion on X), it is old, unless the customer has written since.
        since = since or any(i.get("at", "") > at for i in self.concerned)
        old = [i for i in self.concerned if (i["at"] <= at if "at" in i else not since)]
        private_answers.unmark(self.store, self.configuration, self.conversation, old)
        pending_events.remove(self.store, old)
        self.store.remove(Key(i[PK], i[SK]) for i in old)
        return [i for i in self.concerned if i not in old]

    def _by_home(
        self, found: Members, concerned: Iterable[Item], *, everywhere: bool
    ) -> dict[str, list[Item]]:
        """The new items by the conversation to which they belong.

        `everywhere`: the customer has got another id, so all of the customer's conversations are
        tracked.
        """
        by_home: dict[str, list[Item]] = {one: [] for one in found.records} if everywhere else {}
        for item in concerned:
            for home in self._homes(found, item):
                by_home.setdefault(home, []).append(item)
        return by_home or {self.conversation: []}

    def _homes(self, found: Members, item: Item) -> Iterable[str]:
        if schema.conversation_of(item[PK]) not in found.records:
            return [found.home_from(self.conversation)]  # an answer in private to a public question
        if not is_message(item):
            return found.records  # it does not say to which conversation its message belongs
        arrival = self.arrived.get(str(item[SK]))
        is_skewed = arrival is not None and is_from_future(moment(item["at"]), arrival)
        return [found.home_of(item, stamp(arrival) if is_skewed and arrival else item["at"])]

    def _unchanged(
        self, found: Members, home: str, items: Sequence[Item], changes: MessageChanges
    ) -> Plan | None:
        """The plan, if the new items cannot change what is open. Otherwise None."""
        skewed = changes.of(i["message_id"] for i in items).arrivals
        record = unaffected.unaffected(found.records[home], items, skewed, self.configuration)
        return Plan(record, found.versions[home]) if record else None

    def _planned(
        self,
        found: Members,
        home: str,
        items: Sequence[Item],
        changes: MessageChanges,
        *,
        is_joining: bool,
    ) -> Plan:
        before = slice_fold.described(found.records[home], items, found)
        others = [r for one, r in found.records.items() if one != home] if is_joining else []
        reader = Reader(self.store, self.configuration, found, before, self.clock, changes)
        part = reader.whole() if is_joining else reader.concerned_by(items)
        planner = Planner(self.configuration, found, before, part, self.arrived, self.clock())
        if part.is_late:
            stored = read_facts(self.store, planner.possible_facts())
        else:
            stored = planner.own_fact()
        folded = planner.fold(stored)
        known = [e for r in others for e in (r.escalation, *r.earlier) if e]
        record = planner.record(folded, items, known)
        return Plan(record, found.versions[home], planner.fact_changes(folded, stored))


def with_others(found: Members, planned: Sequence[Plan]) -> list[Plan]:
    """These plans, and one for each other record of the customer, which gets only a new version."""
    homes = {plan.record.conversation for plan in planned}
    return [
        *planned,
        *(
            Plan(replace(record, version=found.next_version), found.versions[one])
            for one, record in found.records.items()
            if one not in homes
        ),
    ]


def write(store: Store, planned: Sequence[Plan]) -> None:
    """Writes all records and facts in one transaction.

    If there are more changes than a transaction takes, there are several, each with the records.
    After an interruption, the next run continues.
    """
    rest = [change for plan in planned for change in plan.changes]
    parts = list(batched(rest, MAX_CHANGES - len(planned), strict=False)) or [()]
    for number, part in enumerate(parts):
        store.write([*(plan.put(number) for plan in planned), *part])
