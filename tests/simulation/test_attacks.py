"""What a hostile customer can cause: no endless loop, and no message that is expensive to
process."""

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from shared.domain.events import Event, utc
from shared.storage import alias_items, expiry, message_items
from tests.simulation.callers import Environment
from tests.simulation.faults import CALM
from tests.simulation.rules import (
    HUMAN_APP,
    META_ACCOUNT,
    WHATSAPP_NUMBER,
    X_ACCOUNT,
    configuration,
)
from tests.simulation.scenarios import START
from tests.simulation.wiring import handlers
from tests.simulation.world import World

MAX_READS, MAX_CPU_S = 20, 0.2
"""For each message, on average: calls that read the table, and seconds of CPU."""

FLOOD = 2_000
SAID = START - 2 * FLOOD
"""Everything was written before the world begins: nothing comes from the future."""
LONG = "Where is my parcel? I have been waiting since Monday and nobody answers me. " * 30


@dataclass
class Stage:
    """A world without faults, and what the tracker does in it."""

    world: World
    environment: Environment
    calls: Counter[str] = field(default_factory=Counter)

    def store(self, *events: Event) -> None:
        """Stores the event as the webhook does."""
        found = [item for event in events for item in message_items.items(event)]
        self.world.store.put_all(expiry.expiring(found, 90, self.world.clock()))

    def run(self, seconds: float = 200_000) -> None:
        """Runs until nothing is left to do. Raises NotAtRestError if that never happens."""
        self.world.run(self.world.now + seconds)

    def tracker_runs(self) -> int:
        return self.world.counts["tracker"]


@pytest.fixture
def wired(install) -> Stage:
    world = World(1, START, CALM, handlers())
    install(world, configuration(0))
    made = Stage(world, Environment(world))
    real = world.call

    def call(service: str, operation: str, *rest: Any) -> Any:
        made.calls[operation] += 1
        return real(service, operation, *rest)

    world.call = call  # type: ignore[method-assign]
    return made


def private(number: int, kind: str = "message", **more: Any) -> Event:
    """A customer's private message on Messenger. Each is a second after the last."""
    values: dict[str, Any] = {
        "kind": kind,
        "event_name": "messages.text",
        "channel": "messenger",
        "surface": "private",
        "account": META_ACCOUNT,
        "customer": "7001",
        "message_id": f"m{number}",
        "direction": "in",
        "at": utc(SAID + number),
        "text": "Where is it?",
    }
    return Event(**values | more)


def reply(number: int, **more: Any) -> Event:
    return private(number, "reply", direction="out", text="Here", app=HUMAN_APP, **more)


def whatsapp(kind: str, message_id: str, at: float, customer: str, **more: Any) -> Event:
    return private(
        0,
        kind,
        channel="whatsapp",
        account=WHATSAPP_NUMBER,
        message_id=message_id,
        customer=customer,
        at=utc(SAID + at),
        **more,
    )


# --- No endless loops ---------------------------------------------------------------------------


def test_edits_and_deletions_under_two_ids_come_to_rest(wired):
    number, scoped = "4915100000001", "DE.811"
    events = [
        whatsapp("message", "w1", 0, number, alias=scoped, text="Hello"),
        whatsapp("message", "w1", 0, scoped, text="Hello"),
        whatsapp("edit", "w1", 5, scoped, text="Hello there"),
        whatsapp("edit", "w1", 5, number, text="Hello again"),
        whatsapp("delete", "w1", 9, number, text=None),
        whatsapp("edit", "w1", 5, scoped, text="Hello there"),
        whatsapp("message", "w1", 0, number, alias=scoped, text="Hello"),
    ]
    for event in events * 3:
        wired.store(event)
        wired.run()
    assert wired.tracker_runs() < 8 * len(events) * 3
    texts = [i["text"] for items in wired.world.table.items.values() for i in items.values()
             if "text" in i]  # fmt: skip
    assert texts == []


def test_a_number_that_is_changed_back_and_forth_comes_to_rest(wired):
    numbers = ["4915100000001", "4915100000002"]
    for turn in range(20):
        old, new = numbers[turn % 2], numbers[(turn + 1) % 2]
        change = whatsapp("not_a_message", f"c{turn}", turn * 60, new, alias=old, text=None)
        wired.world.store.put_all([alias_items.alias_item_of(change, str(change.conversation))])
        wired.store(whatsapp("message", f"w{turn}", turn * 60 + 1, new))
        wired.run()
    assert wired.tracker_runs() < 20 * 10


def test_threads_on_x_that_name_each_other_come_to_rest(wired):
    def post(post_id: str, thread: str) -> Event:
        return private(
            0,
            channel="x",
            surface="public",
            account=X_ACCOUNT,
            customer="55",
            message_id=post_id,
            thread=thread,
            answers=thread,
        )

    for _ in range(3):
        wired.store(post("101", "102"), post("102", "101"), post("103", "103"), post("104", "103"))
        wired.run()
    assert wired.tracker_runs() < 60


# --- Cost of a flood ----------------------------------------------------------------------------


def cost(wired: Stage, events: list[Event], *, together: int = 1) -> tuple[float, float]:
    """The reads and CPU seconds of each event, with this many events delivered at a time."""
    wired.calls.clear()
    begun = time.process_time()
    for first in range(0, len(events), together):
        wired.store(*events[first : first + together])
        wired.run()
    spent = time.process_time() - begun
    reads = sum(wired.calls[name] for name in ("get_item", "batch_get_item", "query"))
    return reads / len(events), spent / len(events)


def flood(text: str = LONG) -> list[Event]:
    return [private(number, text=text) for number in range(FLOOD)]


@pytest.mark.parametrize(
    "text",
    [LONG, "Thanks!", "a" + "\u0301\u0327" * 1_000, "👍" * 500],
    ids=["question", "courtesy", "marks", "emoji"],
)
def test_a_flood_does_not_make_later_messages_expensive(wired, text):
    reads, cpu_s = cost(wired, flood(text), together=20)
    assert reads <= MAX_READS
    assert cpu_s <= MAX_CPU_S
    later, later_cpu_s = cost(wired, [private(FLOOD + n, text=text) for n in range(20)])
    assert later <= MAX_READS
    assert later_cpu_s <= MAX_CPU_S


def test_deleting_a_flood_one_by_one_is_not_expensive(wired):
    cost(wired, flood(), together=20)
    deletions = [
        private(number, "delete", at=utc(SAID + FLOOD + number), text=None)
        for number in range(0, FLOOD, 5)
    ]
    reads, cpu_s = cost(wired, deletions)
    assert reads <= MAX_READS
    assert cpu_s <= MAX_CPU_S


def test_deletions_of_unknown_messages_are_not_expensive(wired):
    cost(wired, flood("Hello?"), together=20)
    unknown = [
        private(0, "delete", message_id=f"never-{n}", at=utc(SAID + n), text=None)
        for n in range(200)
    ]
    reads, cpu_s = cost(wired, unknown)
    assert reads <= MAX_READS
    assert cpu_s <= MAX_CPU_S


def test_replies_that_arrive_late_within_a_flood_are_not_expensive(wired):
    """Each may read the whole conversation. For every few deletions there is a flood of
    messages."""
    late = [reply(number, message_id=f"r{number}") for number in range(1_900, 100, -100)]
    reads, cpu_s = cost(wired, [*flood(), *late], together=20)
    assert reads <= MAX_READS
    assert cpu_s <= MAX_CPU_S


def test_one_customers_flood_delays_nobody_else(wired):
    wired.store(*flood()[:1_000])
    other = private(1_000, customer="8002", message_id="o1", text="Is anybody there?")
    wired.world.now += 1
    wired.store(other)
    begun = wired.world.now
    while "STATE" not in wired.world.table.items.get(f"C#{other.conversation}", {}):
        assert wired.world.now - begun < 5, "the other customer waits for seconds"
        wired.world.run_once()
    assert wired.world.now - begun < 5


# --- Effects on others --------------------------------------------------------------------------


def test_a_customers_deletion_does_not_delete_the_brands_reply(wired):
    wired.store(private(0), reply(60))
    wired.run()
    wired.store(private(0, "delete", message_id="m60", at=utc(SAID + 90), text=None))
    wired.run()
    outcomes = [
        item["outcome"]["S"]
        for pk, items in wired.world.table.items.items()
        if pk.startswith("W#")
        for item in items.values()
    ]
    assert outcomes == ["met"]


def test_a_record_that_cannot_be_handled_does_not_block_its_shard(wired):
    poison = {"pk": "C#messenger:1:7001", "sk": "M#what#0#is-this", "at": "never"}
    wired.world.store.put_all([poison])
    wired.store(private(0))
    wired.run()
    assert len(wired.environment.stream_dead) == 1
    assert "messenger:1" not in wired.environment.stream_dead[0]
    assert any(pk.startswith("W#") for pk in wired.world.table.items)
