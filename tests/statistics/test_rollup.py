"""The hour's figures, recomputed from its waits."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from shared.storage.rows import Row

from functions.api import statistics as api_statistics
from functions.rollup import handler as rollup
from shared.config import configuration
from shared.domain import statistics
from shared.domain.policies import Terms
from shared.domain.statistics import Figures
from shared.domain.waits import Outcome, Wait
from shared.storage import rows
from shared.storage.attributes import decode, encode
from tests.storage.memory import MemoryStore

TEN = datetime(2026, 11, 22, 10, tzinfo=UTC)
SHIPPED = configuration.load_file(Path("replywatch.toml"))


def row(number: int, outcome: Outcome, response_s: int | None = None) -> Row:
    due_at = TEN + timedelta(minutes=30)
    terms = Terms(
        policy="p", version="1", target_s=1800, clock="calendar", due_at=due_at, moments=()
    )
    wait = Wait(
        boundary="START",
        kind="first",
        opened_by=f"m{number}",
        opened_at=TEN,
        last_at=TEN,
        terms=terms,
        outcome=outcome,
        response_s=response_s,
        business_s=response_s,
        intents=("complaint",) if number % 2 else (),
    )
    return Row(
        conversation=f"x:1:{number}",
        channel="x",
        surface="public",
        account="1",
        customer=str(number),
        wait=wait,
    )


def later(found: Row) -> Row:
    opened_at = TEN + timedelta(hours=13)
    return replace(found, wait=replace(found.wait, opened_at=opened_at))


def told(store: MemoryStore, **only: str) -> dict[str, object]:
    now = TEN + timedelta(hours=1)
    return api_statistics.figures(store, TEN, TEN + timedelta(hours=1), now, only)


def filled() -> MemoryStore:
    store = MemoryStore()
    found = [row(1, "met", 60), row(2, "met", 1200), row(3, "late", 4000), row(4, "open")]
    store.land([decode(encode(rows.to_item(r))) for r in found])
    rollup.recompute(store, SHIPPED, "2026-11-22T10")
    return store


def test_an_hour_adds_up() -> None:
    figures = told(filled())
    wanted = {"opened": 4, "answered": 3, "met": 2, "late": 1, "open": 1, "overdue": 1}
    assert {name: figures[name] for name in wanted} == wanted
    assert figures["share_met"] == 0.5
    assert abs(int(str(figures["median_s"])) - 1200) <= 24


def test_figures_can_be_asked_by_intent() -> None:
    assert told(filled(), intent="complaint")["opened"] == 2


def test_who_was_left_without_an_answer_is_judged_at_the_horizon() -> None:
    store = MemoryStore()
    found = [row(1, "met", 60), row(2, "late", 259_200), row(3, "late", 259_201), row(4, "open")]
    store.land([decode(encode(rows.to_item(r))) for r in [*found, row(5, "dismissed")]])
    rollup.recompute(store, SHIPPED, "2026-11-22T10")
    eleven = TEN + timedelta(hours=1)

    def judged(now: datetime) -> object:
        return api_statistics.figures(store, TEN, eleven, now, {})["unanswered_after"]

    ripe = eleven + timedelta(hours=72)
    assert judged(ripe) == {"horizon_s": 259_200, "of": 4, "share": 0.5}
    too_early = {"horizon_s": 259_200, "of": 0, "share": None}
    assert judged(ripe - timedelta(seconds=1)) == too_early


def test_the_week_tells_when_customers_come_and_promises_break() -> None:
    store = filled()
    store.land([decode(encode(rows.to_item(later(row(5, "open")))))])
    rollup.recompute(store, SHIPPED, "2026-11-22T23")
    now = TEN + timedelta(days=2)
    told = api_statistics.week(store, TEN, now, now, ZoneInfo("Europe/Berlin"), {})
    assert told["zone"] == "Europe/Berlin"
    assert told["hours"] == [
        {"weekday": 1, "hour": 0, "opened": 1, "breached": 1},
        {"weekday": 7, "hour": 11, "opened": 4, "breached": 2},
    ]


def test_an_hour_is_computed_anew_when_a_wait_closes() -> None:
    store = filled()
    closed = row(4, "met", 30)
    store.land([decode(encode(rows.to_item(replace(closed, version=1))))])
    rollup.recompute(store, SHIPPED, "2026-11-22T10")
    assert told(store)["share_met"] == 0.75


def test_stored_figures_read_back_the_same() -> None:
    figures = Figures(
        opened=2, met=1, response=Counter({"9": 1}), due=Counter({"5": 1}), satisfied_low=0.3
    )
    stored = json.loads(json.dumps(statistics.to_stored(figures)))
    assert statistics.from_stored(stored) == figures
