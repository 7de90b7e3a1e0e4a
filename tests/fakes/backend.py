"""The table and the functions that its stream calls: events go in; records, waits and facts come
out.

    backend = Backend()
    backend.receive(whatsapp("w1", 0), whatsapp_reply("r1", 9))
    assert backend.outcomes() == [("w1", "met", "r1")]

The store, the tracker and the rollup are the real ones.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from random import Random
from typing import Any, cast
from unittest.mock import patch

from functions.notifier import claiming
from functions.rollup import handler as rollup
from functions.tracker import handler as tracker
from shared.config import configuration
from shared.config.configuration import Configuration
from shared.conversation import customer_conversations
from shared.conversation.message_changes import MessageChanges
from shared.conversation.next_record import Planner
from shared.conversation.slice_fold import read_facts
from shared.conversation.slice_reading import ConversationSlice, Reader
from shared.domain.alerts import Alert
from shared.domain.events import Event
from shared.domain.fold import Message, Wait
from shared.runtime import aws, log, stream
from shared.storage import expiry, message_items, records, schema, wait_facts
from shared.storage.attributes import Item, decode, stamp
from shared.storage.changes import Put
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, SK, Key
from shared.storage.store import Store
from shared.storage.wait_facts import WaitFact
from tests import builders
from tests.fakes.capacity import Meter
from tests.fakes.dynamodb import FakeDynamoDB, error
from tests.fakes.event_bus import FakeEventBus

TABLE = "table"
MAX_DELIVERIES = 10_000
"""Records of the stream after which a table that does not come to rest has failed."""

type StreamRecord = dict[str, Any]


class Calls:
    """A client that counts its calls. One call can fail, and something can happen before one."""

    def __init__(self, client: FakeDynamoDB) -> None:
        self.client = client
        self.made: Counter[str] = Counter()
        self.fails_at = 0
        """The number of the call that fails; 0: none does."""
        self.is_answer_lost = False
        """Whether the failing call takes effect before it fails."""
        self.before: dict[str, list[Callable[[], None]]] = {}
        """By operation: what happens just before each of its next calls."""

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def call(**request: Any) -> Any:
            self.made[operation] += 1
            if self.before.get(operation):
                self.before[operation].pop(0)()
            if self.made.total() != self.fails_at:
                return getattr(self.client, operation)(**request)
            if self.is_answer_lost:
                getattr(self.client, operation)(**request)
            raise error("InternalServerError", operation, 500)

        return call


class Backend:
    """The table and its functions, as the module describes. `now` is the functions' clock, which
    follows the newest event received."""

    def __init__(self, known: Configuration | None = None) -> None:
        self.configuration = known or builders.configuration()
        self.now = builders.SUNDAY
        self.meter = Meter()
        self.table = FakeDynamoDB(TABLE, lambda: self.now.timestamp(), meter=self.meter)
        self.calls = Calls(self.table)
        self.store = Store(cast("Any", self.calls), TABLE, pause=lambda _seconds: None)
        self.bus = FakeEventBus()
        self.stream: list[StreamRecord] = []
        """What has not been delivered yet."""
        self.logged: Counter[str] = Counter()
        """The names of what the functions logged."""
        self.table.on_record = self.stream.append

    # --- What happens ---------------------------------------------------------------------------

    def receive(self, *events: Event, at: datetime | None = None) -> None:
        """Stores each event and delivers everything that follows, one event after the other. Events
        arrive at `at`, or without it at their own time, or now if that is later."""
        for event in events:
            self.store_event(event, at=at)
            self.deliver()

    def store_event(self, event: Event, *, at: datetime | None = None) -> None:
        """Stores the event as the webhook does, without delivering anything."""
        self.now = at or max(self.now, event.at or self.now)
        if event.kind == "not_a_message":
            found = message_items.alias_and_arrival(event)
            assert found
        else:
            found = message_items.items(event)
        days = self.configuration.text_days
        self.table_puts(expiry.expiring(found, days, self.now))

    def say(self, *said: Message, **more: Any) -> None:
        """Stores messages of `builders.CONVERSATION` and delivers everything that follows, one
        after the other. A deleted message is stored together with its deletion."""
        for one in said:
            self.put(*builders.items(one, **more))

    def delete(self, said: Message) -> None:
        """Deletes a message that was stored before."""
        self.put(builders.deletion(said))

    def put(self, *items: Item, at: datetime | None = None) -> None:
        """Stores these items together and delivers everything that follows."""
        times = [i["at"] for i in items if "at" in i]
        latest = max(times, default=stamp(self.now))
        self.now = at or max(self.now, datetime.fromisoformat(latest))
        self.table_puts(items)
        self.deliver()

    def table_puts(self, items: Iterable[Item]) -> None:
        """Writes the items past the client, so that it is not counted as a call of a function."""
        Store(cast("Any", self.table), TABLE).put_all(items)

    def deliver(self, order: Random | None = None) -> None:
        """Calls the functions with the stream's records, one by one, until the table no longer
        changes. Records come in this order, but the changes of one item stay in theirs."""
        for _ in range(MAX_DELIVERIES):
            if not self.stream:
                return
            self.deliver_batch([self._next(order)])
        raise AssertionError("the table does not come to rest")

    def _next(self, order: Random | None) -> StreamRecord:
        if order is None:
            return self.stream.pop(0)
        chosen = order.choice(self.stream)
        first = next(r for r in self.stream if r["dynamodb"]["Keys"] == chosen["dynamodb"]["Keys"])
        self.stream.remove(first)
        return first

    def deliver_batch(self, batch: Sequence[StreamRecord]) -> None:
        """Calls the functions with these records in one batch. Records that failed are delivered
        again."""
        with self.running():
            for handler, reads in ((tracker, is_tracked), (rollup, self.is_counted)):
                mine = [r for r in batch if reads(_key(r))]
                if mine:
                    answer = handler.handler({"Records": mine}, None)
                    failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
                    again = [r for r in mine if r["dynamodb"]["SequenceNumber"] in failed]
                    self.stream[:0] = again

    def _client(self, others: Callable[..., Any], service: str, *, once: bool = False) -> Any:
        return self.bus if service in {"events", "sqs"} else others(service, once=once)

    def is_counted(self, key: Key) -> bool:
        """Whether the rollup reads changes of this item from the stream."""
        more = (schema.REMOVED, schema.ALERTS) if self.configuration.events_bus else ()
        return key.pk.startswith((schema.FACTS, *more))

    def take_stream(self) -> list[StreamRecord]:
        """Removes and returns the records that have not been delivered yet."""
        taken = self.stream[:]
        self.stream.clear()
        return taken

    @contextmanager
    def running(self) -> Iterator[None]:
        """While the block runs, the functions use this table, clock and configuration."""
        with ExitStack() as changes:
            for module in (tracker, rollup):
                changes.enter_context(patch.object(module, "shared_store", lambda: self.store))
                changes.enter_context(patch.object(module, "now", lambda: self.now))
            deployed = patch.object(
                configuration, "deployed_configuration", lambda: self.configuration
            )
            changes.enter_context(deployed)
            changes.enter_context(patch.object(stream, "_dead_letter", _raise))
            changes.enter_context(patch.object(aws, "client", partial(self._client, aws.client)))
            changes.enter_context(patch.dict("os.environ", EVENTS_QUEUE_URL="events"))
            changes.enter_context(patch.object(log, "event", self._log))
            changes.enter_context(patch.object(log, "seconds", self._log))
            changes.enter_context(patch.object(log, "count", self._log))
            yield

    def _log(self, name: str, *_measured: float, **_fields: Any) -> None:
        self.logged[name] += 1

    def claim(self, conversation: str = builders.CONVERSATION) -> list[Alert]:
        """Claims everything that is due up to and including the conversation's next step. Moves the
        clock forward if needed. Returns the step's alerts."""
        while True:
            record = self.record(conversation)
            assert record
            assert record.next_moment
            assert record.next_step_at
            self.now = max(self.now, record.next_moment)
            due = stamp(record.next_moment)
            found = claiming.claim(self.store, self.configuration, record.key, due, self.now)
            if record.next_step_at <= self.now:
                return [alert for alert in found if alert.kind == "step"]

    def change_record(self, conversation: str = builders.CONVERSATION, **changes: Any) -> None:
        """Another function changes the open wait's escalation."""
        record = self.record(conversation)
        assert record
        assert record.escalation
        known = replace(record.escalation, **changes)
        after = replace(record, escalation=known, version=record.version + 1)
        self.store.write([Put(records.to_item(after), expects=record.version)])

    # --- The results ----------------------------------------------------------------------------

    def items(self, prefix: str = "", sk: str = "") -> list[Item]:
        """The items whose partition key begins with the prefix, in the order of their keys."""
        return [
            decode(item)
            for pk, partition in sorted(self.table.items.items())
            for key, item in sorted(partition.items())
            if pk.startswith(prefix) and key.startswith(sk)
        ]

    def record(self, conversation: str = builders.CONVERSATION) -> ConversationRecord | None:
        """The conversation's record, if there is one that has not expired."""
        return customer_conversations.find(self.store, schema.record_key(conversation), self.now)

    def records(self) -> list[ConversationRecord]:
        """Every conversation's record."""
        found = map(records.from_item, self.items(schema.CONVERSATIONS, schema.STATE))
        return [record for record in found if not record.is_expired(self.now)]

    def open_waits(self) -> list[tuple[str, str]]:
        """The conversation and opening message of each open wait."""
        found = [(r.conversation, r.open_wait) for r in self.records()]
        return sorted((one, wait.opened_by) for one, wait in found if wait)

    def facts(self) -> list[WaitFact]:
        """Every wait fact, oldest first. Facts name messages by their hash."""
        found = map(wait_facts.from_item, self.items(schema.FACTS))
        return sorted(found, key=lambda fact: (fact.wait.opened_at, fact.public_id))

    def waits(self, surface: str = "") -> list[Wait]:
        """The waits of the facts, oldest first, with message ids in place of the hashes."""
        names = self._names()
        return [
            replace(
                fact.wait,
                opened_by=names.get(fact.wait.opened_by, fact.wait.opened_by),
                previous_reply=names.get(fact.wait.previous_reply, fact.wait.previous_reply),
                decided_by=names.get(fact.wait.decided_by, fact.wait.decided_by),
                closed_by=names.get(fact.wait.closed_by or "", fact.wait.closed_by),
            )
            for fact in self.facts()
            if fact.surface.startswith(surface)
        ]

    def _names(self) -> dict[str, str]:
        salts = [r.salt for r in map(records.from_item, self.items(schema.CONVERSATIONS, "STATE"))]
        ids = {i["message_id"] for i in self.items(schema.CONVERSATIONS, schema.MESSAGE)}
        return {wait_facts.name_of(one, salt): one for one in ids for salt in salts}

    def outcomes(self, surface: str = "") -> list[tuple[str, str, str | None]]:
        """For each wait, oldest first: its opening message, its outcome, and the message that
        closed it."""
        return [(w.opened_by, w.outcome, w.closed_by) for w in self.waits(surface)]

    def folded(self, conversation: str) -> tuple[ConversationSlice, list[Wait]]:
        """The whole conversation, and the waits that the current fold finds in it."""
        known = customer_conversations.read(self.store, conversation, self.now)
        record = known.records[conversation]
        changes = MessageChanges(self.store, map(schema.conversation_pk, known.records))
        reader = Reader(self.store, self.configuration, known, record, lambda: self.now, changes)
        part = reader.full_slice()
        planner = Planner(self.configuration, known, record, part, {}, self.now)
        return part, planner.fold(read_facts(self.store, planner.possible_facts())).waits

    def texts(self) -> list[str]:
        """Every text that is stored."""
        return [str(item["text"]) for item in self.items() if "text" in item]

    def expire(self, *said: Message) -> None:
        """DynamoDB deletes the items of these messages."""
        for item in map(builders.item, said):
            key = {PK: {"S": item[PK]}, SK: {"S": item[SK]}}
            self.table.delete_item(TableName=TABLE, Key=key)
        self.deliver()


def _key(record: StreamRecord) -> Key:
    keys = decode(record["dynamodb"]["Keys"])
    return Key(keys[PK], keys[SK])


def is_tracked(key: Key) -> bool:
    """Whether the tracker reads changes of this item from the stream."""
    return key.pk.startswith((schema.CONVERSATIONS, schema.POINTERS)) and key.sk.startswith(
        schema.TRACKED
    )


def _raise(_items: object, _sequences: object, failure: BaseException) -> list[str]:
    """Raises the error instead of sending a dead letter, for which tests have no queue."""
    raise failure
