"""Tracks a conversation again from its first message, and compares the result with what is stored.

The tracker reads only what new items may change. This reads everything, so it repairs any record or
fact that differs from what the messages say. It writes as the tracker does: only if the record has
not changed since it was read.

What came from messages that have expired stays as it is: their facts, and a wait that is still
open.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.config.configuration import Configuration
from shared.conversation import (
    customer_conversations,
    edited_and_deleted_texts,
    full_history,
    private_answers,
    tracking,
)
from shared.conversation.customer_conversations import CustomerConversations
from shared.conversation.full_history import FullHistory
from shared.conversation.message_changes import MessageChanges
from shared.conversation.next_record import Plan, Planner
from shared.domain.fold import Folded, Wait
from shared.storage import messages, records, schema, wait_facts
from shared.storage.attributes import Item, decode, encode
from shared.storage.changes import Change, Put
from shared.storage.records import ConversationRecord
from shared.storage.schema import DUE_NEXT, DUE_SHARD, LISTED, PK, SK, Key
from shared.storage.store import Store
from shared.storage.wait_facts import WaitFact

MAX_ATTEMPTS = 8

FactsOf = Callable[[set[str]], set[Key]]
"""The keys of the facts that have one of these public ids."""

_DERIVED = {
    PK, SK, "version", "event", "published_until", "last_at", "moments", DUE_SHARD, DUE_NEXT,
    LISTED,
}  # fmt: skip
"""The fields that follow from other fields, or are not a difference by themselves."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What to write for one conversation, and how it differs from what is stored."""

    plan: Plan
    differences: tuple[str, ...]


def rebuild(
    store: Store, configuration: Configuration, conversation: str, now: datetime, facts_of: FactsOf
) -> list[str]:
    """Repairs this conversation and those that aliases link to it. Returns a line for each
    difference.

    Raises ConflictError if other functions keep writing.
    """

    def attempt() -> tuple[CustomerConversations, list[str]]:
        conversations = customer_conversations.read(store, conversation, now, has_new_alias=True)
        wrong = [one for one in _rebuilt(store, configuration, conversations, now, facts_of) if one]
        if wrong:
            plans = tracking.with_others(conversations, [one.plan for one in wrong])
            tracking.write(store, plans)
        return conversations, [line for one in wrong for line in one.differences]

    conversations, lines = store.retry(attempt, attempts=MAX_ATTEMPTS)
    _repeat_side_effects(store, configuration, conversations)
    return lines


def _rebuilt(
    store: Store,
    configuration: Configuration,
    conversations: CustomerConversations,
    now: datetime,
    facts_of: FactsOf,
) -> Iterator[Rebuilt | None]:
    histories = [
        full_history.of_conversation(store, configuration, conversations, one, now)
        for one in conversations.records
    ]
    for history in histories:
        if not history.part.messages:
            continue  # no message is stored, so nothing shows that the record is wrong
        one = _compared(history)
        if one and not history.begins_at_start and _is_truncated(history, histories, facts_of):
            one = _compared(history.reliable_part())
        yield one


def _is_truncated(
    history: FullHistory, histories: Iterable[FullHistory], facts_of: FactsOf
) -> bool:
    """Whether messages before the stored ones have expired."""
    if history.is_truncated:
        return True
    # A fact that no stored message can have opened shows it, too.
    named = {key for one in histories for key in one.slice_fold.possible_facts()}
    return bool(facts_of({r.public_id for r in history.conversations.records.values()}) - named)


# --- Comparing ------------------------------------------------------------------------------------


def _compared(history: FullHistory) -> Rebuilt | None:
    """What to write for this conversation, or None if what is stored is right."""
    home = history.record.conversation
    before, expects = history.conversations.records[home], history.conversations.versions[home]
    folded = _as_measured(history)
    changes = _planner(history).fact_changes(folded, history.stored)
    after = _record(history, folded)
    lines = [
        *_fact_lines(history, changes),
        *_record_lines(before if expects is not None else None, after),
    ]
    if not lines:
        return None
    name = before.public_id
    return Rebuilt(Plan(after, expects, changes), tuple(f"{name}: {line}" for line in lines))


def _planner(history: FullHistory) -> Planner:
    """The planner for this conversation."""
    wait = history.record.wait
    opening = history.part.items.get(wait.opened_by) if wait else None
    arrived = {}
    if opening and history.record.received_at:
        arrived = {str(opening[SK]): history.record.received_at}
    return Planner(
        history.configuration,
        history.conversations,
        history.record,
        history.part,
        arrived,
        history.now,
    )


def _as_measured(history: FullHistory) -> Folded:
    """The fold. Each closed wait has the business time that was measured when it closed, even if
    its calendar has changed since."""
    calendar_versions = history.configuration.policy_set.calendar_versions

    def measured(wait: Wait, fact: WaitFact | None) -> Wait:
        terms = wait.terms
        is_same = fact is not None and fact.wait.closed_at == wait.closed_at
        if (
            fact is None
            or not is_same
            or calendar_versions.get(str(terms.calendar)) == terms.calendar_version
        ):
            return wait
        return replace(wait, business_s=fact.wait.business_s)

    found = history.folded
    return found._replace(waits=[measured(w, _stored_fact(history, w)) for w in found.waits])


def _stored_fact(history: FullHistory, wait: Wait) -> WaitFact | None:
    salts = [record.salt for record in history.conversations.records.values()]
    keys = [wait_facts.key_of(wait.opened_by, wait.opened_at, salt) for salt in salts]
    return next((history.stored[key] for key in keys if key in history.stored), None)


def _record(history: FullHistory, folded: Folded) -> ConversationRecord:
    before, conversations = history.record, history.conversations
    others = [
        escalation
        for one, record in conversations.records.items()
        if one != before.conversation
        and conversations.links_of(before.conversation) != before.links
        for escalation in record.escalations
    ]
    return _planner(history).record(folded, list(history.part.items.values()), others)


def _record_lines(before: ConversationRecord | None, after: ConversationRecord) -> Iterator[str]:
    if before is None:
        yield "its record was missing"
        return
    one, other = _plain(records.to_item(before)), _plain(records.to_item(after))
    wait, now = one.pop("wait", {}), other.pop("wait", {})
    yield from (f"record: {d}" for d in _differences(one, other))
    yield from (f"record: wait: {d}" for d in _differences(wait, now, last_at=True))


def _fact_lines(history: FullHistory, changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        if not isinstance(change, Put):
            opened_at = history.stored[change.key].wait.opened_at
            yield f"wait of {opened_at:%F %T}: there is no such wait"
            continue
        if change.item[PK].startswith(schema.REMOVED):
            continue
        fact = wait_facts.from_item(_plain(change.item))
        since = f"wait of {fact.wait.opened_at:%F %T}"
        there = history.stored.get(fact.key)
        if there is None:
            yield f"{since}: was missing ({fact.wait.outcome}, due {fact.wait.due_at:%F %T})"
            continue
        for difference in _differences(_plain(wait_facts.to_item(there)), _plain(change.item)):
            yield f"{since}: {difference}"


def _differences(one: Item, other: Item, *, last_at: bool = False) -> Iterator[str]:
    ignored = _DERIVED - ({"last_at"} if last_at else set())
    for name in sorted((one.keys() | other.keys()) - ignored):
        if one.get(name) != other.get(name):
            yield f"{name} {_short(one.get(name))} → {_short(other.get(name))}"


def _plain(item: Item) -> Item:
    return decode(encode(item))


def _short(value: Any) -> str:
    return "none" if value is None else str(value)


# --- What the tracker does besides ----------------------------------------------------------------


def _repeat_side_effects(
    store: Store, configuration: Configuration, conversations: CustomerConversations
) -> None:
    """Stores the markers of deflections again, and corrects texts that were edited or deleted
    since."""
    partitions = [schema.conversation_pk(one) for one in conversations.records]
    items = [i for pk in partitions for i in store.partition(pk) if "message_id" in i]
    for one, pk in zip(conversations.records, partitions, strict=True):
        private_answers.mark(store, configuration, one, [i for i in items if i[PK] == pk])
    changed = [i for i in items if messages.is_deletion(i) or messages.is_edit(i)]
    changes = MessageChanges(store, partitions)
    edited_and_deleted_texts.correct(store, configuration, conversations, changed, changes)
