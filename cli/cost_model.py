"""What a deployment costs a month: quantities, measured or interpolated, times AWS's list prices.

The quantities in `cost_usage.json` come from the benchmark `cost` (`python -m bench.cost_usage`
writes the file): the real functions over a table that meters as DynamoDB charges. They depend on
how many messages a month arrive, since batches grow, and on how many messages customers write per
reply. Between the measured points, quantities are interpolated.
"""

import json
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Any, NamedTuple

from cli import prices

FILE = Path(__file__).with_name("cost_usage.json")


class Usage(NamedTuple):
    """What is used in a month."""

    write_units: float
    read_units: float
    stored_gb: float
    """After a year."""
    invocations: float
    gb_seconds: float
    http_requests: float
    queue_requests: float
    scheduled_runs: float
    log_gb: float
    custom_metrics: float
    alarm_metrics: float
    secrets: float
    secret_calls: float
    emails: float = 0.0
    topic_requests: float = 0.0


class Parts(NamedTuple):
    """US dollars a month by service."""

    writes: float
    reads: float
    storage: float
    recovery: float
    functions: float
    gateway: float
    queues: float
    schedule: float
    logs: float
    metrics: float
    alarms: float
    secrets: float
    emails: float


def parts(usage: Usage) -> Parts:
    """What it costs. Free allowances are not deducted."""
    return Parts(
        writes=prices.WRITE_UNIT.of(usage.write_units),
        reads=prices.READ_UNIT.of(usage.read_units),
        storage=prices.TABLE_GB_MONTH.of(usage.stored_gb),
        recovery=prices.RECOVERY_GB_MONTH.of(usage.stored_gb),
        functions=prices.INVOCATION.of(usage.invocations)
        + prices.ARM_GB_SECOND.of(usage.gb_seconds),
        gateway=prices.HTTP_REQUEST.of(usage.http_requests),
        queues=prices.QUEUE_REQUEST.of(usage.queue_requests),
        schedule=prices.SCHEDULED_RUN.of(usage.scheduled_runs),
        logs=prices.LOG_GB.of(usage.log_gb) + prices.LOG_GB_MONTH.of(usage.log_gb),
        metrics=prices.METRIC.of(usage.custom_metrics),
        alarms=prices.ALARM.of(usage.alarm_metrics),
        secrets=prices.SECRET.of(usage.secrets) + prices.SECRET_CALL.of(usage.secret_calls),
        emails=prices.EMAIL.of(usage.emails) + prices.TOPIC_REQUEST.of(usage.topic_requests),
    )


def estimate(messages: float, k: float, emails: float = 0.0) -> Usage:
    """The usage in a month with this many messages, `k` customer messages per reply, and this many
    alerts by email.

    Raises ValueError outside of the measured range.
    """
    measured = load()
    volumes, ratios = sorted({m for m, _ in measured}), sorted({k for _, k in measured})
    if not volumes[0] <= messages <= volumes[-1]:
        raise ValueError(f"expected {volumes[0]:,} to {volumes[-1]:,} messages a month")
    if not ratios[0] <= k <= ratios[-1]:
        raise ValueError(f"expected {ratios[0]} to {ratios[-1]} customer messages per reply")

    def at_volume(name: str, ratio: int) -> float:
        points = [(log(v), getattr(measured[v, ratio], name)) for v in volumes]
        if any(value <= 0 for _, value in points):
            return _between(points, log(messages))
        return exp(_between([(x, log(y)) for x, y in points], log(messages)))

    def at(name: str) -> float:
        # The reply's cost is shared by k messages, so quantities are about linear in 1/k.
        return _between(sorted((1 / r, at_volume(name, r)) for r in ratios), 1 / k)

    usage = Usage(**{name: at(name) for name in Usage._fields})
    return _plus(usage, per_email(), emails)


def _plus(usage: Usage, more: Usage, times: float) -> Usage:
    return Usage(*(a + times * b for a, b in zip(usage, more, strict=True)))


def _between(points: Sequence[tuple[float, float]], x: float) -> float:
    """The value at x on the line through the two points around it."""
    place = min(max(bisect_left([p for p, _ in points], x), 1), len(points) - 1)
    (x0, y0), (x1, y1) = points[place - 1], points[place]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


@cache
def load() -> Mapping[tuple[int, int], Usage]:
    """The measured months, by messages and customer messages per reply."""
    return {(one["messages"], one["k"]): Usage(**one["usage"]) for one in _content()["months"]}


@cache
def per_email() -> Usage:
    """What one alert by email uses, from its claim to the provider's last event."""
    return Usage(**_content()["email"])


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content


def table(rows: Mapping[str, Usage], show: Callable[[float], str]) -> list[str]:
    """A Markdown table: services in lines, the given months in columns."""
    columns = [parts(usage) for usage in rows.values()]
    lines = [f"| | {' | '.join(rows)} |", f"| --- |{' ---: |' * len(rows)}"]
    for name in Parts._fields:
        cells = " | ".join(show(getattr(column, name)) for column in columns)
        lines.append(f"| {name} | {cells} |")
    totals = " | ".join(f"**{show(sum(column))}**" for column in columns)
    return [*lines, f"| **all** | {totals} |"]
