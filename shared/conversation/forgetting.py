"""Deletes a customer's data. No figure changes, since wait facts name nobody and stay.

1. Each record of the customer is replaced by a tombstone. The same transaction withdraws the fact
   of an open wait. From here on, nobody is notified. A run of the tracker that has read the old
   record cannot write it, since its version is gone. What a platform delivers again, the tracker
   deletes.
2. Everything else that names the customer is deleted.
3. The aliases between the customer's ids are deleted last, beginning with the id that is farthest
   from the id asked for. So if a run is interrupted, the next run still finds all ids.

All conversations get their tombstones before anything is deleted. Otherwise the deletion of a
private answer could open a public wait again.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import batched
from typing import Any, NamedTuple

from shared.conversation import customer_conversations, pending_events
from shared.conversation.customer_conversations import CustomerConversations
from shared.conversation.slice_fold import read_facts
from shared.domain.fold import whole
from shared.domain.whatsapp_numbers import one_form
from shared.storage import records, schema, wait_facts
from shared.storage.alias_items import is_alias_item
from shared.storage.attributes import Item, stamp
from shared.storage.changes import ANY, Change, Put
from shared.storage.messages import is_message
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, POINTER, SK, Key
from shared.storage.store import MAX_CHANGES, Store
from shared.storage.wait_facts import WaitFact

TOMBSTONE_LASTS = timedelta(days=8)
"""Longer than platforms deliver again (WhatsApp: 7 days)."""

MAX_ATTEMPTS = 8
PERSON_FIELDS = frozenset(
    {"author_id", "from", "recipient", "recipient_id", "sender", "sender_id", "user_id", "wa_id"}
)
"""The fields that name a person in a quarantined part of a webhook body."""
DESCRIBING = frozenset({"name", "screen_name", "username"})
"""The fields that show that an object with an `id` is a person, whatever field it is in."""


class Person(NamedTuple):
    """A customer's id on one account of one channel. Channel or account are empty if they are not
    known."""

    channel: str
    account: str
    id: str


# --- Whom an item names ---------------------------------------------------------------------------


def named_by(item: Item) -> set[Person]:
    """The customers whom this item names.

    Only fields that hold customer ids are compared, and only whole ids: customer 42 is neither
    thread 42 nor customer 1042.
    """
    if item[PK] == schema.DELETION_REQUESTS:
        return {Person("", "", item["user"])} if "user" in item else set()
    if item[PK].startswith(schema.QUARANTINE):
        return set(_quarantined(item))
    if item[PK].startswith(schema.FACTS):
        return set()
    conversations = list(conversations_of(item))
    found = {_person(one) for one in conversations}
    ids = [item[name] for name in ("customer", "alias") if name in item]
    return found | {Person(*place, one) for place in _places(item, conversations) for one in ids}


def conversations_of(item: Item) -> Iterator[str]:
    """The internal ids of the conversations that this item names."""
    if item[PK].startswith(schema.CONVERSATIONS):
        yield schema.conversation_of(item[PK])
    if "conversation" in item:
        yield item["conversation"]
    yield from item.get("links", ())


def _person(conversation: str) -> Person:
    channel, account, rest = conversation.split(":", 2)
    return Person(channel, account, rest.rpartition(":")[2])


def _places(item: Item, conversations: Iterable[str]) -> set[tuple[str, str]]:
    """The channels and accounts to which this item belongs."""
    if "channel" in item and "account" in item:
        return {(item["channel"], item["account"])}
    if item[PK].startswith((schema.POINTERS, schema.THREADS)):
        _, channel, account, _ = item[PK].split("#", 3)
        return {(channel, account)}
    return {_person(one)[:2] for one in conversations}


def _quarantined(item: Item) -> Iterator[Person]:
    try:
        event = json.loads(item["event"])
    except ValueError:
        return
    if not isinstance(event, dict):
        return
    place = (str(event.get("channel") or ""), str(event.get("account") or ""))
    ids = [event.get("customer"), event.get("alias"), *_people_in(event.get("source"))]
    yield from (Person(*place, _one_form(place[0], str(one))) for one in ids if one is not None)


def _one_form(channel: str, customer: str) -> str:
    """The customer's id as the webhook stores it. What is in quarantine, and what an operator asks
    for, can be the other form of a phone number."""
    return one_form(customer.lstrip("+")) if channel == "whatsapp" else customer


def _people_in(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for one in value:
            yield from _people_in(one)
    if isinstance(value, Mapping):
        if not DESCRIBING.isdisjoint(value):
            yield from (value[name] for name in ("id", "id_str") if name in value)
        for name, inner in value.items():
            if name in PERSON_FIELDS:
                yield inner.get("id") if isinstance(inner, Mapping) else inner
            yield from _people_in(inner)


# --- What is found --------------------------------------------------------------------------------


@dataclass(slots=True)
class Found:
    """What the table holds of a customer, who may have several ids."""

    channel: str
    people: dict[Person, int]
    """The customer's ids, each with its distance: how many aliases lead to it from the id that was
    asked for."""
    items: list[Item] = field(default_factory=list)
    elsewhere: int = 0
    """How many items name the same id on another channel or account."""

    @property
    def ids(self) -> set[str]:
        """The ids without their accounts."""
        return {person.id for person in self.people}

    @property
    def conversations(self) -> set[str]:
        """The customer's conversations."""
        named = {one for item in self.items for one in conversations_of(item)}
        return {one for one in named if self._distance_of(_person(one)) is not None}

    def add(self, item: Item) -> bool:
        """Keeps the item if it names the customer. Returns whether it names a further id of
        theirs."""
        if records.is_tombstone(item) or (
            item[PK] == schema.DELETION_REQUESTS and self.channel == "x"
        ):
            return False
        named = named_by(item)
        if not named or self.ids.isdisjoint(person.id for person in named):
            return False
        distances = {person: self._distance_of(person) for person in named}
        of_customer = [distance for distance in distances.values() if distance is not None]
        if not of_customer:
            self.elsewhere += 1
            return False
        self.items.append(item)
        is_own = item[PK].startswith(schema.CONVERSATIONS)
        new = [one for one, distance in distances.items() if distance is None and is_own]
        self.people |= dict.fromkeys(new, min(of_customer) + 1)
        return bool(new)

    def distance(self, item: Item) -> int:
        """The largest distance of the ids in this item."""
        return max(self._distance_of(person) or 0 for person in named_by(item))

    def _distance_of(self, person: Person) -> int | None:
        return next((n for other, n in self.people.items() if _is_same(other, person)), None)


def search(items: Callable[[], Iterable[Item]], asked: Person) -> Found:
    """Searches all items of the table for the customer.

    If an item names a further id of the customer, all items are read again. An empty account in
    `asked` means every account.
    """
    asked = asked._replace(id=_one_form(asked.channel, asked.id))
    found = Found(asked.channel, {asked: 0})
    while sum(found.add(item) for item in items()):
        found = Found(asked.channel, found.people)
    return found


def _is_same(one: Person, other: Person) -> bool:
    """Whether both are the same person. An empty channel or account matches any other."""
    places = zip(one[:2], other[:2], strict=True)
    return one.id == other.id and all(a == b or not a or not b for a, b in places)


# --- What is done ---------------------------------------------------------------------------------


def forget(store: Store, found: Found, now: datetime) -> Counter[str]:
    """Deletes what was found. Returns how many items of each kind were deleted.

    If a run was interrupted, the next one continues.
    """
    done: Counter[str] = Counter()
    forgotten: set[str] = set()
    for conversation in sorted(found.conversations):
        if conversation not in forgotten:
            forgotten |= store.retry(
                partial(_write_tombstones, store, conversation, now, done), attempts=MAX_ATTEMPTS
            )
    found_keys = {Key.of(i) for i in found.items}
    for conversation in sorted(forgotten):
        _empty(store, conversation, found_keys, now, done)
    _delete_others(store, found, forgotten, done)
    _settle_requests(store, found, now, done)
    aliases = [i for i in found.items if is_alias_item(i)]
    for item in sorted(aliases, key=found.distance, reverse=True):
        store.remove([Key.of(item)])
    done["links between ids"] += len(aliases)
    return +done


def _write_tombstones(
    store: Store, conversation: str, now: datetime, done: Counter[str]
) -> set[str]:
    """Replaces the records of this conversation, and of those that aliases link to it, by
    tombstones.

    Returns the internal ids of these conversations. Raises ConflictError.
    """
    conversations = customer_conversations.read(store, conversation, now, has_new_alias=True)
    by_record = [
        _tombstone(store, conversations, record, now) for record in conversations.records.values()
    ]
    # Each record has at most two changes: its own, and that of its open wait's fact.
    for part in batched(by_record, MAX_CHANGES // 2, strict=False):
        store.write([change for changes in part for change in changes])
    done["open waits withdrawn"] += sum(len(changes) - 1 for changes in by_record)
    return set(conversations.records)


def _tombstone(
    store: Store, conversations: CustomerConversations, record: ConversationRecord, now: datetime
) -> tuple[Change, ...]:
    """The write of the tombstone, and that of the fact of an open wait."""
    tombstone = records.forgotten(record, now, now + TOMBSTONE_LASTS)
    put = Put(records.to_item(tombstone), expects=conversations.versions[record.conversation])
    wait = record.open_wait
    if wait is None:
        return (put,)
    # The message that opened the wait may lie in another of the conversations.
    keys = [
        wait_facts.key_of(wait.opened_by, wait.opened_at, r.salt)
        for r in conversations.records.values()
    ]
    closed = (
        _withdrawn(f, now, conversations.next_version) for f in read_facts(store, keys).values()
    )
    return (put, *(Put(wait_facts.to_item(fact), expects=ANY) for fact in closed))


def _withdrawn(fact: WaitFact, now: datetime, version: int) -> WaitFact:
    wait = replace(fact.wait, outcome="withdrawn", closed_at=max(whole(now), fact.wait.opened_at))
    return replace(fact, wait=wait, event="wait.withdrawn", version=version)


def _empty(
    store: Store, conversation: str, found_keys: set[Key], now: datetime, done: Counter[str]
) -> None:
    """Deletes all messages of the conversation, except those that the customer has written
    since."""
    stored = store.partition(schema.conversation_pk(conversation))
    gone = [
        item
        for item in stored
        if item[SK] != schema.STATE
        and not is_alias_item(item)
        and (Key.of(item) in found_keys or item.get("at", "") <= stamp(now))
    ]
    pending_events.remove(store, gone)
    store.remove(Key.of(i) for i in gone)
    done["messages"] += sum(map(is_message, gone))
    done["other entries of conversations"] += sum(not is_message(i) for i in gone)


def _delete_others(store: Store, found: Found, forgotten: set[str], done: Counter[str]) -> None:
    """Deletes alerts, pointers, entries of threads, and quarantined events."""
    rest = [
        i
        for i in found.items
        if not i[PK].startswith((schema.CONVERSATIONS, schema.DELETION_REQUESTS))
    ]
    pointers = [i for i in rest if i[SK] == POINTER and i["conversation"] in forgotten]
    beside = [i for pointer in pointers for i in store.partition(pointer[PK]) if i[SK] != POINTER]
    for items in (beside, rest):  # pointers last: the next run finds the others by them
        store.remove(Key.of(i) for i in items)
    done["alerts"] += sum(i[PK].startswith(schema.ALERTS) for i in rest)
    done["quarantined events"] += sum(i[PK].startswith(schema.QUARANTINE) for i in rest)
    done["pointers"] += sum(i[PK].startswith((schema.POINTERS, schema.THREADS)) for i in rest)


def _settle_requests(store: Store, found: Found, now: datetime, done: Counter[str]) -> None:
    """Marks the customer's deletion requests as done, and removes the customer's id from them."""
    requests = [i for i in found.items if i[PK] == schema.DELETION_REQUESTS]
    rest = [{name: v for name, v in i.items() if name != "user"} for i in requests]
    store.put_all([item | {"state": "done", "done_at": stamp(now)} for item in rest])
    done["deletion requests done"] += len(requests)
