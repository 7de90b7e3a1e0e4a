"""Whether a run of the SLA checker costs more when more waits are open.

Runs the real checker over a metered index, with the same number of due waits among 1,000 and among
1,000,000 open ones. Compares requests and read units.
"""

import json
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from bench.open_waits import waiting_record
from bench.results import Result
from bench.simulated_stack import SimulatedStack, simulated_stack
from shared.domain.events import utc
from shared.storage import records
from shared.storage.attributes import Attributes, Item, stamp
from shared.storage.schema import DUE_INCLUDES, DUE_NEXT, DUE_SHARD, PK, SK
from shared.storage.store import shared_store

FEW, MANY, DUE = 1_000, 1_000_000, 100
AT_MOST = 1.05
SHARED_BY_ALL = frozenset({SK, DUE_SHARD, "channel", "account", "surface"})
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
        item = records.to_item(waiting_record(number, utc(due), policy="slow"))
        index.follow((item[PK], item[SK]), None, _projected(item))
    index.catch_up()


def _projected(item: Item) -> Attributes:
    """The attributes of the record that the index holds. Records share equal values, to save
    memory."""
    return {
        name: _shared_value(item[name])
        if name in SHARED_BY_ALL
        else {"S": item[name] if isinstance(item[name], str) else stamp(item[name])}
        for name in (PK, SK, DUE_SHARD, DUE_NEXT, *DUE_INCLUDES)
    }


@cache
def _shared_value(text: str) -> dict[str, str]:
    return {"S": text}
