"""How much the API reads from a large table, compared with a table a hundredth of its size.

The list is read from the records of open waits, the statistics from 400 days of figures. A page of
the list reads the same amount however many waits are open. The statistics read one row for each
month, day and hour, so a period has a fixed number of rows; a row that counts more waits has fuller
histograms, so it is larger.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from time import process_time
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

from bench.open_waits import ACCOUNT, waiting_record
from bench.results import Result
from functions.api import statistics as api_statistics
from functions.api import waits
from functions.api.statistics import Query
from functions.api.waits import WaitQuery
from shared.config.configuration import Account, Configuration
from shared.domain.fold import START, Outcome, Wait
from shared.domain.policies import Terms
from shared.storage import daily_figures, hourly_figures, records
from shared.storage.changes import Put
from shared.storage.store import Store
from shared.storage.wait_facts import WaitFact
from tests.builders import configuration
from tests.fakes.capacity import Meter
from tests.fakes.dynamodb import FakeDynamoDB

MAX_ITEMS = 14 + 2 * 31 + 3 * 24
"""Months, the days of the two that are cut by the period, and the hours of three days: the first,
the last, and the one of 72 hours ago."""

MAX_UNITS = 80

OPEN, WAITS_A_DAY, DAYS, FRACTION = 20_000, 1_000, 400, 100
NOW = datetime(2026, 11, 26, 10, 15, tzinfo=UTC)
CHANNELS = ("whatsapp", "messenger", "instagram", "facebook", "x")


def measure() -> list[Result]:
    """A page of the list with the most expensive filter, and the statistics of 400 days."""
    few, many = _page_units(OPEN // FRACTION), _page_units(OPEN)
    page = Result(
        "waits_page_read_units",
        round(many / few, 2),
        "times those of a hundredth",
        at_most=1.1,
        note=f"{OPEN // FRACTION:,}: {few:g} read units; {OPEN:,}: {many:g}",
    )
    small, large = _statistics(WAITS_A_DAY // FRACTION), _statistics(WAITS_A_DAY)
    of = f"with {WAITS_A_DAY // FRACTION} waits a day: "
    return [
        page,
        Result("stats_400d_items", large.items, "items", MAX_ITEMS, note=f"{of}{small.items}"),
        Result(
            "stats_400d_read_units", large.units, "units", MAX_UNITS, note=f"{of}{small.units:g}"
        ),
        Result("stats_400d_cpu_s", round(large.cpu_s, 2), "s", note=f"{of}{small.cpu_s:.2f} s"),
    ]


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


class _Read(NamedTuple):
    """How much one answer read and how long it took."""

    items: int
    units: float
    cpu_s: float


def _statistics(waits_a_day: int) -> _Read:
    store, meter = _table()
    drawn, known = Random(1), _configuration()
    first = NOW - timedelta(days=DAYS)
    for number in range(DAYS + 1):
        day = (first + timedelta(days=number)).replace(hour=0, minute=0)
        _write_day(store, known, day, list(_facts(drawn, day, waits_a_day)))
    query = Query(start=first, end=NOW, zone=ZoneInfo("UTC"), group_by=("channel",))
    before, begun = (meter.rcu, meter.items_read), process_time()
    answer = api_statistics.figures(store, query, NOW)
    cpu_s = process_time() - begun
    assert answer["opened"] > 0.9 * DAYS * waits_a_day
    return _Read(meter.items_read - before[1], meter.rcu - before[0], cpu_s)


def _write_day(store: Store, known: Configuration, day: datetime, found: list[WaitFact]) -> None:
    by_hour: dict[str, list[WaitFact]] = {}
    for fact in found:
        by_hour.setdefault(fact.wait.opened_at.strftime("%Y-%m-%dT%H"), []).append(fact)
    for hour, there in by_hour.items():
        item = hourly_figures.to_item(hour, hourly_figures.figures_of(there, known), 1)
        store.write([Put(item, expects=None)])
    after = min(day + timedelta(days=1), NOW)
    daily_figures.refresh(store, day.strftime("%Y-%m-%d"), lambda: after)


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
        policy_version="1",
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
