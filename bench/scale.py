"""`python -m bench.scale`: a simulated capacity model, and the tables of docs/scale.md.

Two queues decide how late an alert can be under load: the stream's shards before the tracker, and
the alerts queue before the notifier. Both are simulated, with the service times that the benchmarks
`capacity` and `cost` measure. The hot partitions are computed.
"""

import random
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import NamedTuple

from cli import cost_model, cost_page
from shared.storage.schema import SHARDS

PAGE = Path(__file__).parents[1] / "docs" / "scale.md"

BATCH_S, RECORD_S = 0.003, 0.038
"""Measured: what a batch of the tracker takes, at 512 MB and 6 ms for each request of AWS. At 1.02,
1.44 and 2.90 records per batch it was billed 42, 58 and 114 ms."""

POLL_S, MAX_BATCH = 0.25, 100
PLAYED_S = 240.0
SEED = 1

WRITE_UNITS = 4.1
"""Of the table per message, with three customer messages per reply (benchmark `capacity`)."""

PARTITION_WRITES = 1_000
"""Write units a second: DynamoDB's limit for one partition, and for one partition key."""

WAITS_PER_MESSAGE = 0.25
WRITES_PER_WAIT = 2.0
"""Of the due index: an entry comes and goes. As many of wait facts: opened, closed."""

NOTIFIER_S = 0.140
"""Seconds of a notifier for one email. Measured: 0.11 s with 6 ms for each request (`cost`), the
provider's events included. The rest is assumed: SES answers more slowly than DynamoDB."""

NOTIFIERS = 5
"""`MAX_NOTIFIERS` in infra/alerting.py."""

SES_NEW_ACCOUNT, SES_RAISED = 14, 500
"""Emails a second."""


class Delay(NamedTuple):
    """How long after its arrival a message is tracked, in seconds."""

    median_s: float
    p99_s: float
    busy: float
    """Share of the time in which the readers work. At 1 they fall behind for ever."""


def tracked(rate: float, readers: int) -> Delay:
    """Simulates one of that many readers. Messages arrive at random times, spread over all
    readers."""
    chance = random.Random(SEED)
    arrivals, at = [], 0.0
    while at < PLAYED_S:
        at += chance.expovariate(rate / readers)
        arrivals.append(at)
    delays, now, busy, done = [], 0.0, 0.0, 0
    while done < len(arrivals):
        if arrivals[done] > now:
            now += ceil((arrivals[done] - now) / POLL_S) * POLL_S
        batch = [a for a in arrivals[done : done + MAX_BATCH] if a <= now]
        busy += (took := BATCH_S + RECORD_S * len(batch))
        now += took
        delays += [now - a for a in batch]
        done += len(batch)
    delays.sort()
    share = min(1.0, busy / PLAYED_S)
    return Delay(delays[len(delays) // 2], delays[int(0.99 * len(delays))], share)


def most(readers: int) -> float:
    """Messages per second that this many readers can handle while busy 80 % of the time."""
    return 0.8 * readers / (RECORD_S + BATCH_S / MAX_BATCH)


def shards_of(rate: float) -> int:
    """The number of stream shards: one for each partition that the table's writes need, at least
    four."""
    return max(4, ceil(rate * WRITE_UNITS / PARTITION_WRITES))


def notified_s(alerts: int, notifiers: int, ses_rate: float) -> float:
    """Seconds until that many alerts are sent, if all are due at the same time."""
    return alerts / min(notifiers / NOTIFIER_S, ses_rate)


def hot_rate() -> float:
    """Messages per second at which the partitions of the due index and of one day's facts reach
    their limit."""
    return SHARDS * PARTITION_WRITES / (WAITS_PER_MESSAGE * WRITES_PER_WAIT)


def tables() -> dict[str, list[str]]:
    """The lines of each table, by name."""
    return {
        "tracker": list(_tracker()),
        "limits": list(_limits()),
        "alerts": list(_alerts()),
        "ten thousand": list(_ten_thousand()),
    }


def _tracker() -> Iterator[str]:
    yield "| messages a second | shards | readers a shard | busy | median | p99 |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: |"
    for rate, per_shard in (
        (1, 1), (10, 1), (50, 1), (80, 1), (100, 1), (500, 1), (1_000, 10), (10_000, 10),
    ):  # fmt: skip
        shards = shards_of(rate)
        delay = tracked(rate, shards * per_shard)
        shown = (
            f"{delay.median_s:.1f} s | {delay.p99_s:.1f} s" if delay.busy < 1 else "falls behind |"
        )
        yield f"| {rate:,} | {shards} | {per_shard} | {delay.busy:.0%} | {shown} |"


def _limits() -> Iterator[str]:
    yield "| what | keeps up to | why |"
    yield "| --- | ---: | --- |"
    yield (
        f"| tracker, 4 shards | {most(4):,.0f} messages a second | "
        f"{RECORD_S * 1000:.0f} ms for each message, one batch at a time for each shard |"
    )
    yield (
        f"| due index; a day's wait facts | {hot_rate():,.0f} messages a second | "
        f"{SHARDS} partition keys of {PARTITION_WRITES:,} write units a second |"
    )
    yield (
        f"| notifier, {NOTIFIERS} at a time | {NOTIFIERS / NOTIFIER_S:,.0f} alerts a second | "
        f"{NOTIFIER_S * 1000:.0f} ms for each; `MAX_NOTIFIERS` in `infra/alerting.py` |"
    )
    yield f"| SES, a new account | {SES_NEW_ACCOUNT} emails a second | a quota |"


def _alerts() -> Iterator[str]:
    yield "| alerts due in the same minute | 5 notifiers, SES 14/s | 100 notifiers, SES 500/s |"
    yield "| ---: | ---: | ---: |"
    for alerts in (100, 1_000, 10_000, 600_000):
        slow = notified_s(alerts, NOTIFIERS, SES_NEW_ACCOUNT)
        fast = notified_s(alerts, 100, SES_RAISED)
        yield f"| {alerts:,} | {_time(slow)} | {_time(fast)} |"


def _ten_thousand() -> Iterator[str]:
    rate = 10_000
    month = rate * 30 * 86_400
    largest = max(volume for volume, _ in cost_model.load())
    usage = cost_model.load()[largest, 3]
    fixed = sum(cost_model.parts(cost_model.load()[10_000, 3]))
    usd = (sum(cost_model.parts(usage)) - fixed) / largest * month
    stored_tb = usage.stored_gb / largest * month / 1024
    tracking = rate * RECORD_S
    yield "| at 10,000 messages a second | |"
    yield "| --- | --- |"
    yield f"| messages a month | {month / 1e9:,.0f} billion |"
    yield f"| write units a second | {rate * WRITE_UNITS:,.0f}: {shards_of(rate)} partitions |"
    yield f"| stored after a year | {stored_tb:,.0f} TB, with texts for 90 days |"
    yield f"| trackers at work | {tracking:,.0f} at any time |"
    yield f"| webhooks at work | {rate * 1.5 * 0.008:,.0f} at any time |"
    yield f"| bill, without alerts | {usd / 1000:,.0f} thousand USD a month |"


def _time(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:,.0f} s"
    return f"{seconds / 60:,.0f} min" if seconds < 7_200 else f"{seconds / 3600:,.1f} h"


def filled(page: str) -> str:
    """The page with its tables recomputed."""
    return cost_page.filled(page, tables())


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
