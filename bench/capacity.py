"""What a message costs in write units: the real webhook, tracker and rollup over a metered table.

A day's ordinary traffic on WhatsApp: every wait is answered in time, by the pattern of k customer
messages to one reply. Items are of 1 KB, as a message of some 500 characters is. Deliveries come
one message each; the tracker reads the stream four times a second, the rollup once a minute, as
Lambda does for the windows that the stack sets.

Beside it, by the same meter, the usual design: all that a message changes, in one transaction.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from heapq import heappop, heappush
from typing import NamedTuple

from bench.rehearsal import Rehearsal, rehearsed
from bench.results import Result
from cli.local.senders import Message, Person, new_id
from infra.settings import ROLLUP_WINDOW_S
from shared.storage.attributes import Item, encode
from shared.storage.schema import DUE_NEXT, DUE_SHARD, PK, SK
from tests.fakes.capacity import Meter
from tests.fakes.dynamodb import FakeDynamoDB

MESSAGES = 3_000
RATE = 10.0
"""Messages a second."""
OTHER_RATES = (1.0, 0.02)
POLL_S, WINDOW_S = 0.25, float(ROLLUP_WINDOW_S)
AT_MOST = {1: 3.0, 3: 2.0, 6: 1.7}
BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC).timestamp()
ACCOUNTS = {"whatsapp": "106000000000001", "facebook": "100200300400500"}
WORDS = "Where is the parcel that I ordered on the ninth, please? "
SIZES = {"whatsapp": 680, "facebook": 540}
"""Characters of a text that make an item of nearly 1 KB."""


class Spent(NamedTuple):
    """Write units a message, and what they went to."""

    total: float
    by: dict[str, float]
    batches: dict[str, float]
    read: float
    """Read units a message, at a fifth of a write unit's price each."""


def measure() -> list[Result]:
    """For one, three and six customer messages to a reply."""
    return [_of(k) for k in (1, 3, 6)]


def _of(k: int) -> Result:
    spent = play(k, RATE)
    rarer = {rate: play(k, rate, messages=600).total for rate in OTHER_RATES}
    public = play(k, RATE, channel="facebook")
    parts = ", ".join(f"{name} {units:.2f}" for name, units in sorted(spent.by.items()))
    sizes = ", ".join(f"{name} {size:.1f}" for name, size in spent.batches.items())
    others = ", ".join(f"{total:.2f} at {rate:g}/s" for rate, total in rarer.items())
    return Result(
        f"write_units_per_message_k{k}",
        round(spent.total, 2),
        "write units",
        at_most=AT_MOST[k],
        floor=1.0,
        peer=round(transactions(k), 2),
        note=f"WhatsApp at {RATE:g}/s: {parts}; read units {spent.read:.1f}; "
        f"records a batch: {sizes}; {others}; Facebook comments {public.total:.2f}",
    )


def play(k: int, rate: float, *, channel: str = "whatsapp", messages: int = MESSAGES) -> Spent:
    """Plays so many messages at that rate."""
    with rehearsed() as rehearsal:
        polled = counted = 0.0
        number = 0
        for message in _traffic(k, rate, channel, messages):
            rehearsal.now = message.at.timestamp()
            if rehearsal.now - polled >= POLL_S:
                polled = rehearsal.now
                rehearsal.track()
            if rehearsal.now - counted >= WINDOW_S:
                counted = rehearsal.now
                rehearsal.count()
            rehearsal.deliver(message)
            number += 1
        rehearsal.track()
        rehearsal.count()
        _check(rehearsal, number)
        return _spent(rehearsal, number)


def transactions(k: int) -> float:
    """The usual design, with the same messages: each is one transaction of the message and its
    conversation, and for a customer's also of a record against duplicates and of the hour's
    counter. The conversation is in the due index while the customer waits."""
    meter = Meter()
    table = FakeDynamoDB("transactions", lambda: BEGIN, meter=meter)
    number = 0
    for message in _traffic(k, RATE, "whatsapp", MESSAGES):
        table.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": "transactions", "Item": encode(item)}}
                for item in _all_at_once(message)
            ]
        )
        number += 1
    return meter.wcu / number


def _all_at_once(message: Message) -> Iterator[Item]:
    conversation = f"C#{message.channel}:{message.account}:{message.customer.id}"
    yield {PK: conversation, SK: f"M#{message.id}", "text": message.text, "at": str(message.at)}
    waiting: Item = {PK: conversation, SK: "CONVERSATION", "at": str(message.at)}
    if message.answers is not None:
        yield waiting
        return
    # The deadline is that of the first unanswered message: it stays where it is.
    yield waiting | {DUE_SHARD: "DUE#0", DUE_NEXT: message.customer.id}
    yield {PK: f"SEEN#{message.id}", SK: "SEEN"}
    yield {PK: f"R#{message.at:%Y-%m-%d}", SK: f"{message.at:%H}", "messages": message.id}


def _traffic(k: int, rate: float, channel: str, messages: int) -> Iterator[Message]:
    """Conversations of k messages and a reply, over and over, many at a time, in order of time."""
    rng = random.Random(1)
    account = ACCOUNTS[channel]
    heap: list[tuple[float, int, int, Message | None]] = []
    people = max(2, messages // (k + 1) // 3)
    step_s = people / rate
    for person in range(people):
        heappush(heap, (BEGIN + rng.random() * step_s, person, 0, None))
    for _ in range(messages):
        moment, person, place, opened = heappop(heap)
        at = datetime.fromtimestamp(round(moment, 3), UTC)
        reply = place == k
        message = Message(
            channel=channel,
            account=account,
            customer=Person(id=str(491_700_000_000 + person), name="Ada"),
            text=(WORDS * 20)[: SIZES[channel]],
            at=at,
            id=new_id(channel, account=account, at=at),
            answers=opened if reply else None,
        )
        yield message
        following = None if reply else opened or message
        after = moment + step_s * rng.uniform(0.8, 1.2)
        heappush(heap, (after, person, (place + 1) % (k + 1), following))


def _check(rehearsal: Rehearsal, number: int) -> None:
    """That nothing was left out, and a message's item is of nearly 1 KB."""
    sizes = [size for (pk, _), size in rehearsal.table._sizes.items() if pk.startswith("C#")]
    assert len(sizes) == number, (len(sizes), number)
    assert 900 <= max(sizes) <= 1024, max(sizes)


def _spent(rehearsal: Rehearsal, number: int) -> Spent:
    by = {name: units / number for name, units in rehearsal.meter.written.items()}
    batches = {name: sum(sizes) / len(sizes) for name, sizes in rehearsal.batches.items()}
    meter = rehearsal.meter
    return Spent(meter.wcu / number, by, batches, meter.rcu / number)
