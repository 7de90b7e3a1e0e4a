"""The conversations of one customer: the one asked for, and those that aliases lead to or from.

Nearly every conversation stands alone. Then this reads its record and nothing else.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from shared.domain import identity, news
from shared.domain.alerts import Alert
from shared.domain.identity import Alias
from shared.domain.waits import Wait
from shared.storage import facts, messages, records, schema
from shared.storage.attributes import Item
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, Key
from shared.storage.store import Store

LAST = "9999"
"""A timestamp after every other."""


@dataclass(slots=True)
class Members:
    """See the module. A conversation without a record has a new one, which is not stored yet."""

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
        """The version of all records after the next write, which writes all of them. So it grows,
        too, for a wait that is in another of these conversations since."""
        return 1 + max(record.version for record in self.records.values())

    def home_of(self, item: Item, at: str) -> str:
        """The conversation to which an item belongs that counts from `at` (a timestamp)."""
        conversation = schema.conversation_of(item[PK])
        if self.is_alone:
            return conversation
        return self.home_from(conversation, at)

    def home_from(self, conversation: str, at: str = LAST) -> str:
        """The conversation to which a message belongs that is stored in this one; without a time,
        the customer's next message."""
        return identity.belongs_to(conversation, at, self._aliases_of)

    def _aliases_of(self, conversation: str) -> Sequence[Alias]:
        """Those that lead away from it, and those until a time that lead away from ids which are
        this one for good: a scoped id that changes is a change of its number's customer, too."""
        same = [
            one
            for one, found in self.aliases.items()
            if any(a.until is None and a.conversation == conversation for a in found)
        ]
        timed = [a for one in same for a in self.aliases[one] if a.until is not None]
        return [*self.aliases.get(conversation, ()), *timed]

    def links_of(self, conversation: str) -> tuple[str, ...]:
        """The conversations to or from which an alias of this one leads."""
        to = {alias.conversation for alias in self.aliases.get(conversation, ())}
        by = {
            one
            for one, found in self.aliases.items()
            for alias in found
            if alias.conversation == conversation
        }
        return tuple(sorted((to | by) - {conversation}))


def read(store: Store, conversation: str, now: datetime, *, linked: bool = False) -> Members:
    """The customer's conversations, as they are now. `linked`: an alias of this one has just
    arrived, which its record does not know of yet."""
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
    """The record at this key, where there is one that has not expired."""
    item = store.get(key)
    record = records.from_item(item) if item else None
    return None if record is None or record.is_expired(now) else record


class Subject(NamedTuple):
    """What an alert is about."""

    record: ConversationRecord
    wait: Wait
    """The open wait; of an all clear, the one that has ended. Its ids are hashed then."""


def waiting_for(store: Store, alert: Alert, now: datetime) -> ConversationRecord | None:
    """The record of the wait that this alert was made for; None where it is not open any more."""
    return next(
        (
            record
            for record in _customers(store, alert, now)
            if record.open_wait and record.escalation and record.escalation.name == alert.opened_by
        ),
        None,
    )


def subject_of(store: Store, alert: Alert, now: datetime) -> Subject | None:
    """What the alert is about; None where what it says is not true any more."""
    for record in _customers(store, alert, now):
        wait = _wait_of(store, alert, record)
        if wait is not None:
            return Subject(record, wait)
    return None


def subjects_of(store: Store, found: Iterable[Alert], now: datetime) -> dict[str, Subject | None]:
    """What each alert is about, by its id. Most records are read in a few calls."""
    listed = list(found)
    keys = {alert.id: schema.record_key(alert.conversation) for alert in listed}
    items = store.get_all(keys.values())
    subjects: dict[str, Subject | None] = {}
    for alert in listed:
        item = items.get(keys[alert.id])
        record = records.from_item(item) if item else None
        if alert.kind == "step" and record and not record.is_expired(now):
            wait = _wait_of(store, alert, record)
            if wait is not None or not record.links:
                subjects[alert.id] = Subject(record, wait) if wait else None
                continue
        subjects[alert.id] = subject_of(store, alert, now)
    return subjects


def _customers(store: Store, alert: Alert, now: datetime) -> Iterator[ConversationRecord]:
    """The records of the alert's customer, that of its conversation first."""
    record = find(store, schema.record_key(alert.conversation), now)
    if record is not None:
        yield record
        if record.links:
            yield from read(store, record.conversation, now).records.values()


def _wait_of(store: Store, alert: Alert, record: ConversationRecord) -> Wait | None:
    """The wait of this record of which the alert is true."""
    if alert.kind == "step":
        return record.open_wait if _is_claimed(alert, record) else None
    known = next((e for e in record.escalations if e.name == alert.opened_by), None)
    if known is None or not news.is_true(known, alert.kind):
        return None
    if alert.kind == "window_closing" and record.window_closes_at != alert.since:
        return None  # the customer has written since: the window closes later
    if known.ended is None:
        return record.open_wait if known is record.escalation else None
    item = store.get(schema.fact_key(*known.ended))
    ended = facts.from_item(item).wait if item else None
    return ended if ended and ended.outcome != "open" else None


def _is_claimed(alert: Alert, record: ConversationRecord) -> bool:
    """Whether the alert's step has been claimed for the wait that is open now. It may have been
    claimed for a wait that a late message has changed: it is claimed again when it is due."""
    wait, escalation = record.open_wait, record.escalation
    return bool(
        wait
        and escalation
        and escalation.named_after == alert.opened_by
        and wait.terms.policy == alert.policy
        and alert.step in wait.terms.step_numbers()[: record.step]
    )


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
        yield messages.alias_of(item)
