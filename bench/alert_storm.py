"""A storm: 10,000 waits are due within one minute, for two responders. Measures whether an alert is
lost or sent twice, and how many messages a responder gets.

The real handlers run over a table in memory, with a simulated clock. The mail provider accepts
every message.
"""

import json
from collections import Counter
from datetime import datetime
from itertools import batched, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.results import Result
from bench.simulated_stack import SimulatedStack, simulated_stack
from cli.local.webhook_bodies import Message, Person
from shared.domain.events import utc
from shared.storage import schema
from shared.storage.attributes import decode

WAITS = 10_000
ACCOUNT = "100200300400500"
BEGIN = datetime.fromisoformat("2026-11-26T12:00:00+00:00").timestamp()
TARGET_S, STEP_S, MAX_S = 3_600, 5, 3_600
QUEUE_BATCH = 10

CONFIGURATION = f"""
default_policies = false
[brand]
name = "Example Brand"
mail_from = "replywatch@example.com"
[[accounts]]
channel = "messenger"
id = "{ACCOUNT}"
[[responders]]
name = "ada"
email = "ada@example.com"
[[responders]]
name = "lin"
email = "lin@example.com"
[[policies]]
name = "p"
first_response = "1h"
steps = [{{ at = "due", by = ["email"] }}]
"""


def measure(waits: int = WAITS) -> list[Result]:
    """The figures of one storm."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "replywatch.toml"
        file.write_text(CONFIGURATION, encoding="utf-8")
        with simulated_stack(file) as stack:
            _customers_write(stack, waits)
            messages = _Messages(stack)
            took_s = _play(stack)
            return _figures(stack, messages, waits, took_s)


class _Messages:
    """Records when the mail provider accepted a message to each responder."""

    def __init__(self, stack: SimulatedStack) -> None:
        self.times: dict[str, list[float]] = {}
        send = stack.mail.send_email

        def send_email(**request: Any) -> dict[str, str]:
            (to,) = request["Destination"]["ToAddresses"]
            self.times.setdefault(to, []).append(stack.now)
            return send(**request)

        stack.mail.send_email = send_email  # type: ignore[method-assign]


def _customers_write(stack: SimulatedStack, waits: int) -> None:
    for n in range(waits):
        stack.now = BEGIN + 60 * n / waits
        at = utc(stack.now)
        customer = Person(id=str(20_000_000 + n), name="Customer")
        stack.deliver(
            Message(
                channel="messenger", account=ACCOUNT, customer=customer, text="Where is it?",
                at=at, id=f"m_{n}",
            )
        )  # fmt: skip
        stack.track()


def _play(stack: SimulatedStack) -> float:
    """Runs the checker and the notifier until nothing is due. Returns the simulated seconds."""
    due: list[tuple[float, str]] = []
    begun = stack.now = BEGIN + TARGET_S - 60
    while stack.now < begun + MAX_S:
        if (stack.now - begun) % 60 == 0:
            stack.check()
            due += [(_moment(body), body) for body in stack.queue.bodies]
            stack.queue.bodies.clear()
        ready = [body for at, body in due if at <= stack.now]
        due = [entry for entry in due if entry[0] > stack.now]
        for batch in batched(ready, QUEUE_BATCH, strict=False):
            stack.notify(list(batch))
        if not due and stack.now > begun + 180 and not _unsettled(stack):
            break
        stack.now += STEP_S
    return stack.now - begun - 60


def _moment(body: str) -> float:
    return datetime.fromisoformat(json.loads(body)["due"]).timestamp()


def _alerts(stack: SimulatedStack) -> list[dict[str, Any]]:
    parts = stack.table.items.items()
    return [decode(i[schema.ALERT]) for pk, i in parts if pk.startswith(schema.ALERTS)]


def _unsettled(stack: SimulatedStack) -> bool:
    return any(alert["state"] in {"claimed", "sending"} for alert in _alerts(stack))


def _figures(stack: SimulatedStack, messages: _Messages, waits: int, took_s: float) -> list[Result]:
    alerts = _alerts(stack)
    states = Counter(alert["state"] for alert in alerts)
    lost = 2 * waits - states["sent"]
    twice = sum(alert["attempts"] != 1 for alert in alerts)
    closest_s = min(b - a for times in messages.times.values() for a, b in pairwise(times))
    most = max(len(times) for times in messages.times.values())
    sizes = Counter(alert["bundle"] for alert in alerts if alert.get("bundle"))
    largest = f"the largest message carries {max(sizes.values()):,}"
    note = f"{len(alerts):,} alerts, {dict(states)}; {largest}"
    usage = stack.usage["notifier"]
    return [
        Result("storm_alerts_lost", lost, "alerts", at_most=0, floor=0, note=note),
        Result("storm_alerts_twice", twice, "alerts", at_most=0, floor=0),
        Result("storm_messages_per_minute", 60 / closest_s, "a minute", at_most=1),
        Result(
            "storm_messages_each", most, "messages", note=f"to each responder in {took_s:.0f} s"
        ),
        Result("storm_notifier_requests", usage.requests / (2 * waits), "requests an alert"),
    ]
