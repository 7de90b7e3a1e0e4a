"""Milliseconds that `fold` takes for one conversation of 10,000 messages."""

import random
import statistics
import time
from datetime import UTC, datetime, timedelta

from bench.results import Result
from shared.config.configuration import load_file
from shared.domain.fold import Message, fold, whole
from shared.domain.policies import Terms, WaitKind
from shared.storage import messages
from tests.builders import EXAMPLE

MESSAGES, RUNS = 10_000, 15
BEGIN = datetime(2026, 11, 2, 8, tzinfo=UTC)


def measure() -> list[Result]:
    """Three customer messages per reply, in random order, with the policies of the example."""
    policies = load_file(EXAMPLE).policy_set
    conversation = _conversation()

    def terms_of(message: Message, kind: WaitKind) -> Terms | None:
        account = "106000000000001"
        traits = messages.traits(message, channel="whatsapp", surface="private", account=account)
        return policies.terms(traits, kind, whole(message.at), courtesy=message.courtesy)

    seconds = []
    for _ in range(RUNS):
        begun = time.process_time()
        waits = fold(conversation, terms_of, business_seconds=policies.business_seconds)
        seconds.append(time.process_time() - begun)
    assert len(waits) == MESSAGES // 4
    median = statistics.median(seconds)
    return [
        Result(
            "fold_10k_messages_ms",
            median * 1e3,
            "ms of processor time",
            note=f"{len(waits)} waits, business hours; {median / MESSAGES * 1e6:.1f} µs a message",
        )
    ]


def _conversation() -> list[Message]:
    found = [
        Message(id=f"m{n}", at=BEGIN + timedelta(minutes=11 * n), inbound=n % 4 != 3)
        for n in range(MESSAGES)
    ]
    random.Random(4).shuffle(found)
    return found
