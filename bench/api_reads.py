"""What the API reads with much data, compared with a hundredth of it.

The open waits are conversation records, the statistics those of 400 days. The figures are ratios
of read units: 1 where the cost does not grow.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, cast
from zoneinfo import ZoneInfo

from bench.open_waits import ACCOUNT, waiting_record
from bench.results import Result
from functions.api import statistics as api_statistics
from functions.api import waits
from functions.api.statistics import Query
from functions.api.waits import WaitQuery
from shared.config.configuration import Account, Configuration
from shared.domain.policies import Terms
from shared.domain.waits import START, Outcome, Wait
from shared.storage import hourly_figures, records, summaries
from shared.storage.facts import WaitFact
from shared.storage.store import Put, Store
from tests.builders import configuration
from tests.fakes.capacity import Meter
from tests.fakes.dynamodb import FakeDynamoDB

OPEN, WAITS_A_DAY, DAYS, FRACTION = 20_000, 1_000, 400, 100
NOW = datetime(2026, 11, 26, 10, 15, tzinfo=UTC)
CHANNELS = ("whatsapp", "messenger", "instagram", "facebook", "x")


def measure() -> list[Result]:
    """The page of the list with the dearest filter, and the statistics of 400 days."""
    return [
        _result("waits_page_read_units", _page_units, OPEN),
        _result("stats_400d_read_units", _statistics_units, WAITS_A_DAY),
    ]


def _result(name: str, units: Callable[[int], float], number: int) -> Result:
    few, many = units(number // FRACTION), units(number)
    return Result(
        name,
        round(many / few, 2),
        "times those of a hundredth",
        at_most=1.1,
        note=f"{number // FRACTION:,}: {few:g} read units; {number:,}: {many:g}",
    )


def _table() -> tuple[Store, Meter]:
    meter = Meter()
    table = FakeDynamoDB("table", NOW.timestamp, meter=meter)
    return Store(cast("Any", table), "table"), meter


# --- The list -------------------------------------------------------------------------------------


def _page_units(number: int) -> float:
    store, meter = _table()
    for n in range(number):
        record = waiting_record(n, NOW - timedelta(hours=20) + n * timedelta(seconds=7), policy="p")
        store.write([Put(records.to_item(record), expects=None)])
    known = _configuration()
    before = meter.rcu
    page, _ = waits.open_waits(store, known, WaitQuery(limit=50), NOW, "")
    assert len(page) == 50
    return meter.rcu - before


def _configuration() -> Configuration:
    return configuration(accounts=(Account(channel="whatsapp", id=ACCOUNT, name="Example"),))


# --- Statistics -----------------------------------------------------------------------------------


def _statistics_units(waits_a_day: int) -> float:
    """Hours are written for the days that are read by hours, the last two."""
    store, meter = _table()
    drawn, known = Random(1), _configuration()
    first = NOW - timedelta(days=DAYS)
    for number in range(DAYS + 1):
        day = (first + timedelta(days=number)).replace(hour=0, minute=0)
        _write_day(store, known, day, list(_facts(drawn, day, waits_a_day)))
    query = Query(start=first, end=NOW, zone=ZoneInfo("UTC"), group_by=("channel",))
    before = meter.rcu
    answer = api_statistics.figures(store, query, NOW)
    assert answer["opened"] > 0.9 * DAYS * waits_a_day
    return meter.rcu - before


def _write_day(store: Store, known: Configuration, day: datetime, found: list[WaitFact]) -> None:
    by_hour: dict[str, list[WaitFact]] = {}
    for fact in found:
        by_hour.setdefault(fact.wait.opened_at.strftime("%Y-%m-%dT%H"), []).append(fact)
    for hour, there in by_hour.items():
        item = hourly_figures.to_item(hour, hourly_figures.figures_of(there, known), 1)
        store.write([Put(item, expects=None)])
    after = min(day + timedelta(days=1), NOW)
    summaries.refresh(store, day.strftime("%Y-%m-%d"), lambda: after)


def _facts(drawn: Random, day: datetime, number: int) -> Iterator[WaitFact]:
    for n in range(number):
        opened_at = day + timedelta(seconds=drawn.randrange(86_400))
        if opened_at >= NOW:
            continue
        response_s = int(drawn.lognormvariate(7, 1.5))
        outcome: Outcome = "met" if response_s <= 3600 else "late"
        channel = CHANNELS[n % len(CHANNELS)]
        yield _fact(channel, opened_at, outcome, response_s, drawn)


def _fact(
    channel: str, opened_at: datetime, outcome: Outcome, response_s: int, drawn: Random
) -> WaitFact:
    terms = Terms(
        policy="p",
        version="1",
        target_s=3600,
        clock="calendar",
        due_at=opened_at + timedelta(hours=1),
        moments=(),
    )
    wait = Wait(
        previous_reply=START,
        kind="first" if drawn.random() < 0.5 else "next",
        opened_by="m",
        decided_by="m",
        opened_at=opened_at,
        last_at=opened_at,
        terms=terms,
        outcome=outcome,
        response_s=response_s,
        business_s=response_s,
        any_response_s=response_s,
        intents=drawn.choice([(), (), ("help",), ("complaint",)]),
    )
    if drawn.random() < 0.05:
        wait = replace(wait, outcome="open", response_s=None, business_s=None, any_response_s=None)
    return WaitFact(public_id="p", channel=channel, surface="private", account=ACCOUNT, wait=wait)
