"""US dollars a month for one million messages, all services, without alerts.

The real webhook, tracker, rollup and SLA checker play WhatsApp traffic at an even rate of one
million messages a month over a metered table. Requests, units, sizes and log lines are counted and
multiplied by AWS's list prices. What cannot be counted here is assumed, and named below or in
`lambda_time.py`.

Storage is that of a table that has run for a year: messages and conversation records of the last
`text_days` (90 by default), which is when they expire, and all wait facts and hourly figures, which
do not.
"""

import json
from collections import Counter
from functools import cache
from io import StringIO
from typing import Any

from bench import capacity, deployed_resources, lambda_time
from bench.deployed_resources import Resources
from bench.results import Result
from bench.simulated_stack import SimulatedStack, simulated_stack
from cli import cost_model
from cli.cost_model import Usage
from infra import http_api
from shared.config.configuration import Configuration, deployed_configuration
from shared.storage import schema
from tests.fakes.capacity import size

MESSAGES_A_MONTH, DAYS, YEAR = 1_000_000, 30, 365
MONTH_S = DAYS * 86_400
MESSAGES = 3_000
STEP_S = 600.0
"""Seconds between two messages of a conversation."""

AT_MOST_K3 = 20.0

DELIVERIES_PER_MESSAGE = 1.5
"""Assumed: platforms also report that a message was delivered or read, and deliver some twice."""

STREAM_SHARDS = 4
"""A new table on demand takes 4,000 write units a second, and a partition 1,000. Each partition has
a shard: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html"""

CHECK_EVERY_S = 60.0
POLLERS, POLL_WAIT_S = 5, 20
"""How Lambda looks into an idle queue: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html"""

SECRET_MAX_AGE_S = 300
ITEM_OVERHEAD = 100
"""Bytes that DynamoDB adds to each stored item."""

LINE_OVERHEAD = 26
"""Bytes that CloudWatch adds to each log line."""

GB = 1024**3
_ID = "8f5f3a3e-6f0c-4a53-9a5e-0b8f6c1d2e3f"
PLATFORM_LINES = (
    f"START RequestId: {_ID} Version: $LATEST\n",
    f"END RequestId: {_ID}\n",
    f"REPORT RequestId: {_ID}\tDuration: 23.45 ms\tBilled Duration: 24 ms\t"
    "Memory Size: 512 MB\tMax Memory Used: 104 MB\t\n",
)
"""What Lambda itself logs of an invocation."""

ACCESS_LOG_VALUES = {
    "$context.requestTime": "26/Nov/2026:10:00:00 +0000",
    "$context.requestId": "AbCdEfGhIAMEPtA=",
    "$context.routeKey": "POST /webhooks/meta",
    "$context.responseLatency": "23",
    "$context.integrationLatency": "21",
}
"""Typical values; each of the other fields has three characters."""


def measure() -> list[Result]:
    """Measures one, three and six customer messages per reply."""
    resources, call_s = deployed_resources.count(), lambda_time.call_cpu_s()
    results = {k: _of(k, resources, call_s) for k in (1, 3, 6)}
    main = results[3]._replace(name="cost_per_million_messages_usd")
    return [main, *results.values()]


def _of(k: int, resources: Resources, call_s: float) -> Result:
    usage, note = played(k, MESSAGES_A_MONTH, resources, call_s)
    parts = cost_model.parts(usage)
    listed = ", ".join(f"{name} {usd:.2f}" for name, usd in parts._asdict().items() if usd)
    return Result(
        f"cost_per_million_messages_usd_k{k}",
        round(sum(parts), 2),
        "USD a month",
        at_most=AT_MOST_K3 if k == 3 else None,
        note=f"{listed}; {note}",
    )


def played(k: int, messages_a_month: int, resources: Resources, call_s: float) -> tuple[Usage, str]:
    """The usage of a month with this many messages, scaled up from a run of MESSAGES at that rate,
    with a note about the run."""
    logs = _log_sink()
    logs.seek(0)
    logs.truncate()
    with simulated_stack(stream_shards=STREAM_SHARDS, logs=logs) as stack:
        rate = messages_a_month / MONTH_S
        capacity.play_on(
            stack, k, rate, messages=MESSAGES, check_every_s=CHECK_EVERY_S, step_s=STEP_S
        )
        assert stack.queue.entries == 0, "nobody waits so long that an alert is due"
        configuration = deployed_configuration()
        stored_gb = _stored_gb(stack, configuration) * messages_a_month / MESSAGES_A_MONTH
        lines = logs.getvalue().splitlines(keepends=True)
        scale = messages_a_month / MESSAGES
        usage = _usage(stack, scale, stored_gb, lines, resources, call_s, configuration)
        units = f"{stack.meter.wcu / MESSAGES:.2f} write and {stack.meter.rcu / MESSAGES:.2f} read"
        longest = {n: lambda_time.billed_s(n, u, call_s) * 1e3 for n, u in stack.usage.items()}
    times = ", ".join(f"{name} {ms:.0f}" for name, ms in sorted(longest.items()))
    return usage, f"{units} units a message, {stored_gb:.1f} GB stored; billed ms: {times}"


@cache
def _log_sink() -> StringIO:
    """The logger keeps the stream that it first wrote to, so all runs share one."""
    return StringIO()


def _usage(
    stack: SimulatedStack,
    scale: float,
    stored_gb: float,
    lines: list[str],
    resources: Resources,
    call_s: float,
    configuration: Configuration,
) -> Usage:
    polls = resources.event_queues * POLLERS * MONTH_S / POLL_WAIT_S
    secret_calls = lambda_time.MAX_ENVIRONMENTS["webhook"] * MONTH_S / SECRET_MAX_AGE_S
    invocations, gb_seconds = _functions(stack, scale, call_s)
    return Usage(
        write_units=stack.meter.wcu * scale,
        read_units=stack.meter.rcu * scale,
        stored_gb=stored_gb,
        invocations=invocations,
        gb_seconds=gb_seconds,
        http_requests=MESSAGES * scale * DELIVERIES_PER_MESSAGE,
        queue_requests=polls,
        scheduled_runs=MONTH_S / CHECK_EVERY_S,
        log_gb=_log_bytes(stack, lines) * scale / GB,
        custom_metrics=_metric_series(lines, configuration),
        alarm_metrics=resources.alarm_metrics,
        secrets=resources.secrets,
        secret_calls=secret_calls,
    )


def _invocations(stack: SimulatedStack) -> dict[str, float]:
    """The run's invocations by function. Those of the webhook include deliveries without a
    message."""
    return {
        name: used.invocations * (DELIVERIES_PER_MESSAGE if name == "webhook" else 1.0)
        for name, used in stack.usage.items()
    }


def _functions(stack: SimulatedStack, scale: float, call_s: float) -> tuple[float, float]:
    """Invocations and GB-seconds of a month. The SLA checker's runs do not grow with messages."""
    gb_s = lambda_time.cold_starts_gb_seconds(DAYS)
    total = 0.0
    for name, invocations in _invocations(stack).items():
        count = MONTH_S / CHECK_EVERY_S if name == "sla_checker" else invocations * scale
        total += count
        seconds = count * lambda_time.billed_s(name, stack.usage[name], call_s)
        gb_s += lambda_time.gb_seconds(name, seconds)
    return total, gb_s


# --- Logs and metrics -----------------------------------------------------------------------------


def _log_bytes(stack: SimulatedStack, lines: list[str]) -> float:
    """The bytes that the run logs: our lines, Lambda's lines and the access log. A delivery without
    a message is assumed to log as much in the webhook as one with a message."""
    by_function: Counter[str] = Counter()
    for line in lines:
        by_function[json.loads(line)["service"]] += len(line.encode()) + LINE_OVERHEAD
    invocations = _invocations(stack)
    extra = DELIVERIES_PER_MESSAGE - 1
    ours = sum(by_function.values()) + extra * by_function["webhook"]
    platform = sum(len(line) + LINE_OVERHEAD for line in PLATFORM_LINES)
    access = len(json.dumps(_access_line())) + LINE_OVERHEAD
    return ours + platform * sum(invocations.values()) + access * invocations["webhook"]


def _access_line() -> dict[str, str]:
    return {n: ACCESS_LOG_VALUES.get(v, "200") for n, v in http_api._ACCESS_LOG.items()}


def _metric_series(lines: list[str], configuration: Configuration) -> int:
    """The largest possible number of custom metrics: the lag of each channel. The run itself writes
    that of WhatsApp only."""
    written = {name for line in lines for name in _metric_names(json.loads(line))}
    assert written == {"PlatformLag"}, written
    return len({account.channel for account in configuration.accounts})


def _metric_names(line: dict[str, Any]) -> list[str]:
    listed = line.get("_aws", {}).get("CloudWatchMetrics", ())
    return [metric["Name"] for one in listed for metric in one["Metrics"]]


# --- Storage --------------------------------------------------------------------------------------


def _stored_gb(stack: SimulatedStack, configuration: Configuration) -> float:
    """GB stored after a year, computed from the sizes of the run's items."""
    total = 0
    for pk, partition in stack.table.items.items():
        is_kept = pk.startswith((schema.FACTS, schema.FIGURES))
        days = YEAR if is_kept else configuration.text_days
        total += days * sum(size(item) + ITEM_OVERHEAD for item in partition.values())
    return total / MESSAGES * MESSAGES_A_MONTH / DAYS / GB
