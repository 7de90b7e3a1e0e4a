"""DynamoDB write units per message: the real webhook, tracker and rollup over a metered table.

The traffic is a normal day on WhatsApp: k customer messages, then one reply in time. An item is
nearly 1 KB, as for a message of some 500 characters. Each webhook has one message. The tracker
reads the stream four times a second and the rollup once a minute, as Lambda does with the stack's
batching windows.

The peer is the usual design, measured by the same meter: one transaction per message.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple

from bench.results import Result
from bench.simulated_stack import SimulatedStack, simulated_stack
from cli.local.webhook_bodies import Message, Person, new_id
from infra.settings import ROLLUP_WINDOW_S
from shared.storage import schema
from shared.storage.attributes import Item, encode
from shared.storage.schema import DUE_NEXT, DUE_SHARD, PK, SK
from tests.fakes.capacity import Meter
from tests.fakes.dynamodb import FakeDynamoDB

MESSAGES = 3_000
RATE = 10.0
"""Messages per second."""
OTHER_RATES = (1.0, 0.02)
POLL_S, WINDOW_S = 0.25, float(ROLLUP_WINDOW_S)
AT_MOST = {1: 6.0, 3: 4.0, 6: 3.2}
BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC).timestamp()
ACCOUNTS = {"whatsapp": "106000000000001", "facebook": "100200300400500"}
ROUNDS = 3
WORDS = "Where is the parcel that I ordered on the ninth, please? "
SIZES = {"whatsapp": 650, "facebook": 505}
"""Characters of a text with which an item is nearly 1 KB."""


class Consumption(NamedTuple):
    """Write units per message, in total and by kind of item."""

    total: float
    by: dict[str, float]
    batches: dict[str, float]
    """Stream records per batch, by function."""
    read: float
    """Read units per message. One costs a fifth of a write unit."""


def measure() -> list[Result]:
    """Measures one, three and six customer messages per reply."""
    return [_of(k) for k in (1, 3, 6)]


def _of(k: int) -> Result:
    used = play(k, RATE)
    at_rates = {rate: play(k, rate, messages=600).total for rate in OTHER_RATES}
    public = play(k, RATE, channel="facebook")
    parts = ", ".join(f"{name} {units:.2f}" for name, units in sorted(used.by.items()))
    sizes = ", ".join(f"{name} {size:.1f}" for name, size in used.batches.items())
    others = ", ".join(f"{total:.2f} at {rate:g}/s" for rate, total in at_rates.items())
    return Result(
        f"write_units_per_message_k{k}",
        round(used.total, 2),
        "write units",
        at_most=AT_MOST[k],
        floor=1.0,
        peer=round(transactions(k), 2),
        note=f"WhatsApp at {RATE:g}/s: {parts}; read units {used.read:.1f}; "
        f"records a batch: {sizes}; {others}; Facebook comments {public.total:.2f}",
    )


def play(
    k: int, rate: float, *, channel: str = "whatsapp", messages: int = MESSAGES
) -> Consumption:
    """Plays that many messages at that rate (messages per second)."""
    with simulated_stack() as stack:
        play_on(stack, k, rate, channel=channel, messages=messages)
        return _consumption(stack, messages)


def play_on(
    stack: SimulatedStack,
    k: int,
    rate: float,
    *,
    channel: str = "whatsapp",
    messages: int = MESSAGES,
    check_every_s: float = inf,
    step_s: float | None = None,
) -> None:
    """Plays the traffic on the stack, and runs the SLA checker at the given interval.

    `step_s` is the longest time between two messages of a conversation. Without it, every
    conversation lasts as long as the run.
    """
    last_poll = last_count = last_check = 0.0
    for message in _traffic(k, rate, channel, messages, step_s):
        stack.now = message.at.timestamp()
        if stack.now - last_poll >= POLL_S:
            last_poll = stack.now
            stack.track()
        if stack.now - last_count >= WINDOW_S:
            last_count = stack.now
            stack.count()
        if check_every_s < inf and not last_check:
            last_check = stack.now
        while stack.now - last_check >= check_every_s:
            last_check += check_every_s
            stack.check()
        stack.deliver(message)
    stack.track()
    stack.count()
    _check(stack, messages)


def transactions(k: int) -> float:
    """Write units per message of the usual design, for the same messages.

    Each message is one transaction: the message and its conversation. For a customer's message the
    transaction also has a record against duplicates and the hour's counter. The conversation is in
    the due index while the customer waits.
    """
    meter = Meter()
    table = FakeDynamoDB("transactions", lambda: BEGIN, meter=meter)
    number = 0
    for message in _traffic(k, RATE, "whatsapp", MESSAGES):
        table.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": "transactions", "Item": encode(item)}}
                for item in _transaction(message)
            ]
        )
        number += 1
    return meter.wcu / number


def _transaction(message: Message) -> Iterator[Item]:
    conversation = f"C#{message.channel}:{message.account}:{message.customer.id}"
    yield {PK: conversation, SK: f"M#{message.id}", "text": message.text, "at": str(message.at)}
    waiting: Item = {PK: conversation, SK: "CONVERSATION", "at": str(message.at)}
    if message.answers is not None:
        yield waiting
        return
    # The deadline is that of the first unanswered message, so it does not change.
    yield waiting | {DUE_SHARD: "DUE#0", DUE_NEXT: message.customer.id}
    yield {PK: f"SEEN#{message.id}", SK: "SEEN"}
    yield {PK: f"R#{message.at:%Y-%m-%d}", SK: f"{message.at:%H}", "messages": message.id}


def _traffic(
    k: int, rate: float, channel: str, messages: int, step_s: float | None = None
) -> Iterator[Message]:
    """Many conversations at the same time, ordered by time. Each has k messages and a reply, three
    times."""
    rng = random.Random(1)
    account = ACCOUNTS[channel]
    heap: list[tuple[float, int, int, Message | None]] = []
    people = messages // (k + 1) // ROUNDS
    if step_s is not None:
        people = min(people, round(rate * step_s))
    people = max(2, people)
    step_s = people / rate
    written = [0] * people
    for person in range(people):
        heappush(heap, (BEGIN + rng.random() * step_s, person, 0, None))
    for _ in range(messages):
        moment, person, place, opened = heappop(heap)
        at = datetime.fromtimestamp(round(moment, 3), UTC)
        reply = place == k
        # After three rounds, another customer follows.
        customer = person + people * (written[person] // (ROUNDS * (k + 1)))
        written[person] += 1
        message = Message(
            channel=channel,
            account=account,
            customer=Person(id=str(491_700_000_000 + customer), name="Ada"),
            text=(WORDS * 20)[: SIZES[channel]],
            at=at,
            id=new_id(channel, account=account, at=at),
            answers=opened if reply else None,
        )
        yield message
        following = None if reply else opened or message
        after = moment + step_s * rng.uniform(0.8, 1.2)
        heappush(heap, (after, person, (place + 1) % (k + 1), following))


def _check(stack: SimulatedStack, number: int) -> None:
    """Checks that every message is stored, and that the largest item is nearly 1 KB."""
    sizes = [size for (_, sk), size in stack.table._sizes.items() if sk.startswith(schema.MESSAGE)]
    assert len(sizes) == number, (len(sizes), number)
    assert 900 <= max(sizes) <= 1024, max(sizes)


def _consumption(stack: SimulatedStack, number: int) -> Consumption:
    by = {name: units / number for name, units in stack.meter.written.items()}
    batches = {name: sum(sizes) / len(sizes) for name, sizes in stack.batches.items()}
    meter = stack.meter
    return Consumption(meter.wcu / number, by, batches, meter.rcu / number)
