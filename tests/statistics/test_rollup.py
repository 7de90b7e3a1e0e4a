"""The figures of an hour, counted from its wait facts."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.api import statistics as api_statistics
from functions.api.statistics import Query
from shared.domain import statistics
from shared.domain.fold import Outcome, Wait
from shared.domain.policies import Terms
from shared.domain.statistics import Figures
from shared.storage import wait_facts
from shared.storage.wait_facts import WaitFact
from tests.fakes.backend import Backend

TEN = datetime(2026, 11, 22, 10, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")


def fact(number: int, outcome: Outcome, response_s: int | None = None) -> WaitFact:
    """A wait that opened at 10:00. Every other one is a complaint."""
    due_at = TEN + timedelta(minutes=30)
    terms = Terms(
        policy="p", policy_version="1", target_s=1800, clock="calendar", due_at=due_at, moments=()
    )
    wait = Wait(
        decided_by="m",
        previous_reply="START",
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
    return WaitFact(public_id=str(number), channel="x", surface="public", account="1", wait=wait)


def at_23(found: WaitFact) -> WaitFact:
    """The same wait, 13 hours later."""
    opened_at = TEN + timedelta(hours=13)
    return replace(found, wait=replace(found.wait, opened_at=opened_at))


def put(backend: Backend, *found: WaitFact) -> None:
    """Stores the facts; the rollup counts them."""
    backend.put(*map(wait_facts.to_item, found))


def figures_of(backend: Backend, **only: str) -> dict[str, Any]:
    """The figures of the hour, as asked for an hour later."""
    return asked(backend, TEN + timedelta(hours=1), **only)


def asked(backend: Backend, now: datetime, **only: str) -> dict[str, Any]:
    """The figures of the hour, as asked for at that time."""
    filters = {name: (value,) for name, value in only.items()}
    query = Query(start=TEN, end=TEN + timedelta(hours=1), zone=UTC_ZONE, only=filters)
    return api_statistics.figures(backend.store, query, now)


def filled(backend: Backend) -> Backend:
    """Two waits that were met, one late and one open."""
    put(backend, fact(1, "met", 60), fact(2, "met", 1200), fact(3, "late", 4000), fact(4, "open"))
    return backend


def test_an_hour_adds_up(backend: Backend) -> None:
    found = figures_of(filled(backend))
    wanted = {"opened": 4, "answered": 3, "met": 2, "late": 1, "open": 1, "overdue": 1}
    assert {name: found[name] for name in wanted} == wanted
    assert found["sla_attainment"] == 0.5
    assert abs(found["response_s"]["p50"] - 1200) <= 24


def test_figures_can_be_limited_to_an_intent(backend: Backend) -> None:
    assert figures_of(filled(backend), intent="complaint")["opened"] == 2


def test_a_wait_that_stays_unanswered_is_counted_at_the_horizon(backend: Backend) -> None:
    found = [fact(1, "met", 60), fact(2, "late", 259_200), fact(3, "late", 259_201)]
    put(backend, *found, fact(4, "open"), fact(5, "dismissed"))

    def unanswered(now: datetime) -> object:
        return asked(backend, now)["unanswered_after"]

    ripe = TEN + timedelta(minutes=15, hours=72)
    assert unanswered(ripe) == {"horizon_s": 259_200, "of": 4, "share": 0.5}
    too_early = {"horizon_s": 259_200, "of": 0, "share": None}
    assert unanswered(ripe - timedelta(seconds=1)) == too_early


def test_the_week_shows_when_customers_write_and_deadlines_pass(backend: Backend) -> None:
    put(filled(backend), at_23(fact(5, "open")))
    now = TEN + timedelta(days=2)
    query = Query(start=TEN, end=now, zone=ZoneInfo("Europe/Berlin"))
    found = api_statistics.week(backend.store, query, now)
    assert found["zone"] == "Europe/Berlin"
    assert found["hours"] == [
        {"weekday": 1, "hour": 0, "opened": 1, "breached": 1},
        {"weekday": 7, "hour": 11, "opened": 4, "breached": 2},
    ]


def test_an_hour_is_counted_again_when_a_wait_closes(backend: Backend) -> None:
    put(filled(backend), fact(4, "met", 30))
    assert figures_of(backend)["sla_attainment"] == 0.75


def test_an_hour_is_counted_again_when_a_wait_is_gone(backend: Backend) -> None:
    """As when a late message moves the wait to another hour."""
    filled(backend)
    backend.store.remove([fact(4, "open").key])
    backend.deliver()
    assert figures_of(backend)["opened"] == 3


def test_hours_of_one_batch_are_counted_each(backend: Backend) -> None:
    put(filled(backend), at_23(fact(5, "met", 60)))
    assert [item["sk"] for item in backend.items("R#")] == ["2026-11-22T10", "2026-11-22T23"]


def test_stored_figures_read_back_the_same() -> None:
    figures = Figures(
        opened=2, met=1, response=Counter({"9": 1}), due=Counter({"5": 1}), satisfied_low=0.3
    )
    stored = json.loads(json.dumps(statistics.to_stored(figures)))
    assert statistics.from_stored(stored) == figures
