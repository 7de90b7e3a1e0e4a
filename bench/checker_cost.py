"""Whether a run of the SLA checker costs more when more waits are open.

Runs the real checker over a metered index, with the same number of due waits among 1,000 and among
1,000,000 open ones. Compares requests and read units.
"""

import json
from datetime import UTC, datetime
from typing import NamedTuple

from bench.results import Result
from bench.simulated_stack import SimulatedStack, simulated_stack
from shared.domain.events import utc
from shared.storage.attributes import encode, stamp
from shared.storage.schema import DUE_NEXT, DUE_SHARD, PK, SK
from shared.storage.store import shared_store

FEW, MANY, DUE = 1_000, 1_000_000, 100
AT_MOST = 1.05
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp()


class Cost(NamedTuple):
    """The cost of one run."""

    requests: int
    read_units: float


def measure() -> list[Result]:
    """One run with few and one with many open waits."""
    few, many = _run(FEW), _run(MANY)
    note = f"{DUE} due among {FEW:,} and {MANY:,} open"
    return [
        Result(
            "checker_requests_ratio_1m_to_1k_open",
            many.requests / few.requests,
            "times",
            at_most=AT_MOST,
            floor=1.0,
            note=f"{note}: {few.requests} and {many.requests} requests",
        ),
        Result(
            "checker_read_units_ratio_1m_to_1k_open",
            many.read_units / few.read_units,
            "times",
            at_most=AT_MOST,
            floor=1.0,
            note=f"{note}: {few.read_units:g} and {many.read_units:g} read units",
        ),
    ]


def _run(waits: int) -> Cost:
    from functions.sla_checker import handler as checker

    with simulated_stack() as stack:
        stack.now = NOW
        _open(stack, waits)
        requests: list[str] = []
        query = stack.table.query

        def counted(**request: object) -> object:
            requests.append(json.dumps(request, sort_keys=True))
            return query(**request)  # type: ignore[arg-type]

        stack.table.query = counted  # type: ignore[method-assign, assignment]
        store = shared_store()
        found = checker.check(store, stack.queue, "alerts", utc(NOW))
        assert found["queued"] == stack.queue.entries == DUE, found
        return Cost(len(requests) + stack.queue.requests, stack.meter.rcu)


def _open(stack: SimulatedStack, waits: int) -> None:
    """Adds waits to the index only, not to the table. `DUE` of them are due within the minute, the
    others in the hours after."""
    index = stack.table.index
    for number in range(waits):
        soon = number * 60 / DUE
        due = NOW + (soon if number < DUE else 3600 + number * 86_400 / waits)
        conversation = f"whatsapp:106000000000001:{491_700_000_000 + number}"
        key = key_of(conversation, "START", utc(NOW - 7200))
        at = stamp(utc(due))
        item = encode(
            {
                PK: key.pk,
                SK: key.sk,
                DUE_SHARD: f"DUE#{shard(conversation)}",
                DUE_NEXT: at,
                "due_at": at,
            }
        )
        index.follow((key.pk, key.sk), None, item)
    index.catch_up()
