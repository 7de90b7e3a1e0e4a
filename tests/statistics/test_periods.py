"""The figures of any period, in any zone, are those of its waits: this test counts them again
without the stored rows."""

import math
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions.api import statistics as api_statistics
from functions.api.statistics import Query, intervals, is_complete
from shared.domain.fold import Wait
from shared.domain.policies import Terms
from shared.storage import daily_figures, period_figures, schema, wait_facts
from shared.storage.wait_facts import WaitFact
from tests.fakes.backend import Backend

START = datetime(2026, 1, 20, 3, 15, tzinfo=UTC)
NOW = datetime(2026, 4, 11, 17, 30, tzinfo=UTC)
ZONES = (
    "UTC", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Adelaide", "America/St_Johns",
    "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Chatham", "America/Santiago",
)  # fmt: skip


def made(number: int, drawn: Random) -> WaitFact:
    """A wait that opened at some time in the last weeks."""
    opened_at = START + timedelta(seconds=drawn.randrange(int((NOW - START).total_seconds())))
    outcome = drawn.choice(["met", "late", "open", "dismissed"])
    response_s = {"met": drawn.randrange(1800), "late": drawn.randrange(1801, 90_000)}.get(outcome)
    wait = Wait(
        previous_reply="START",
        kind=drawn.choice(["first", "next"]),
        opened_by=f"m{number}",
        decided_by=f"m{number}",
        opened_at=opened_at,
        last_at=opened_at,
        terms=Terms(
            policy="p", policy_version="1", target_s=1800, clock="calendar",
            due_at=opened_at + timedelta(seconds=1800), moments=(),
        ),
        outcome=outcome,
        response_s=response_s,
        business_s=response_s,
        any_response_s=response_s,
    )  # fmt: skip
    channel = drawn.choice(["x", "messenger"])
    return WaitFact(
        public_id=str(number), channel=channel, surface="public", account="1", wait=wait
    )


@pytest.fixture(scope="module")
def filled() -> tuple[Backend, list[WaitFact]]:
    """Many waits, each stored at its own time in the order in which they opened. Some of them end
    later."""
    backend, drawn = Backend(), Random(7)
    found = sorted((made(n, drawn) for n in range(400)), key=lambda f: f.wait.opened_at)
    for fact in found:
        backend.put(wait_facts.to_item(fact), at=fact.wait.opened_at)
    for at in range(0, len(found), 40):  # an old wait changes late
        found[at] = replace(found[at], wait=replace(found[at].wait, outcome="withdrawn"))
        backend.put(wait_facts.to_item(found[at]), at=NOW)
    return backend, found


def recounted(found: list[WaitFact], start: datetime, end: datetime) -> dict[str, Any]:
    """The same figures, counted directly from the waits."""
    here = [f.wait for f in found if start <= f.wait.opened_at < end]
    outcomes = Counter(w.outcome for w in here)
    overdue = sum(w.outcome == "open" and w.due_at < NOW for w in here)
    times = sorted(w.response_s for w in here if w.outcome in {"met", "late"})
    decided = outcomes["met"] + outcomes["late"] + overdue
    return {
        "opened": len(here),
        "met": outcomes["met"],
        "late": outcomes["late"],
        "overdue": overdue,
        "withdrawn": outcomes["withdrawn"],
        "sla_attainment": round(outcomes["met"] / decided, 4) if decided else None,
        "p50": median(times) if times else None,
        "p90": times[math.ceil(len(times) * 0.9) - 1] if times else None,
    }


def agrees(shown: dict[str, Any], wanted: dict[str, Any]) -> None:
    for name, value in wanted.items():
        if name.startswith("p"):
            assert shown["response_s"][name] == (value and pytest.approx(value, rel=0.02))
        else:
            assert shown[name] == value, name


def query(start: datetime, end: datetime, zone: str = "UTC", **more: Any) -> Query:
    return Query(start=start, end=end, zone=ZoneInfo(zone), **more)


PERIODS = [
    (START, NOW),
    (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)),
    (datetime(2026, 1, 31, 23, 45, tzinfo=UTC), datetime(2026, 3, 1, 0, 15, tzinfo=UTC)),
    (datetime(2026, 3, 2, 10, 30, tzinfo=UTC), datetime(2026, 3, 2, 11, 45, tzinfo=UTC)),
    (datetime(2026, 4, 11, tzinfo=UTC), NOW),
    (datetime(2025, 6, 1, tzinfo=UTC), datetime(2025, 9, 1, tzinfo=UTC)),
]


@pytest.mark.parametrize("period", PERIODS)
def test_figures_of_a_period_are_those_of_its_waits(filled, period) -> None:
    backend, found = filled
    agrees(api_statistics.figures(backend.store, query(*period), NOW), recounted(found, *period))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("interval", ["day", "week", "month"])
def test_local_intervals_are_exact_in_every_zone(filled, zone, interval) -> None:
    backend, found = filled
    answer = api_statistics.figures(backend.store, query(START, NOW, zone, interval=interval), NOW)
    assert sum(one["opened"] for one in answer["intervals"]) == answer["opened"]
    for one in answer["intervals"]:
        start, end = (datetime.fromisoformat(one[name]) for name in ("from", "to"))
        agrees(one, recounted(found, start, end))
        begin = start.astimezone(ZoneInfo(zone))
        assert start == START or begin.minute in {0, 15, 30, 45}
        if start != START and zone != "America/Santiago":
            assert (begin.hour, begin.minute) == (0, 0)


@pytest.mark.parametrize("zone", ZONES)
def test_hours_of_the_week_are_exact_in_every_zone(filled, zone) -> None:
    backend, found = filled
    answer = api_statistics.week(backend.store, query(START, NOW, zone), NOW)
    wanted: Counter[tuple[int, int]] = Counter()
    breached: Counter[tuple[int, int]] = Counter()
    for wait in (fact.wait for fact in found):
        local = wait.opened_at.astimezone(ZoneInfo(zone))
        slot = local.isoweekday(), local.hour
        wanted[slot] += 1
        breached[slot] += wait.outcome == "late" or (wait.outcome == "open" and wait.due_at < NOW)
    shown = {(h["weekday"], h["hour"]): (h["opened"], h["breached"]) for h in answer["hours"]}
    assert shown == {slot: (n, breached[slot]) for slot, n in wanted.items()}


def test_groups_and_the_period_before_are_counted_the_same_way(filled) -> None:
    backend, found = filled
    start = datetime(2026, 3, 10, 10, tzinfo=UTC)
    asked = query(start, NOW, group_by=("channel", "kind"), is_compared=True)
    answer = api_statistics.figures(backend.store, asked, NOW)
    for group in answer["groups"]:
        mine = [f for f in found if (f.channel, f.wait.kind) == (group["channel"], group["kind"])]
        agrees(group, recounted(mine, start, NOW))
    agrees(answer["previous"], recounted(found, start - (NOW - start), start))
    only = query(start, NOW, only={"channel": ("x", "threads"), "kind": ("first",)})
    mine = [f for f in found if (f.channel, f.wait.kind) == ("x", "first")]
    agrees(api_statistics.figures(backend.store, only, NOW), recounted(mine, start, NOW))


def hours(zone: str, day: datetime) -> list[datetime]:
    local = query(day, day + timedelta(days=2), zone, interval="hour")
    return [start for start, _ in intervals(local)][1:]


@pytest.mark.parametrize("zone", ZONES)
def test_local_hours_begin_on_the_hour_also_when_clocks_change(zone) -> None:
    for day in (datetime(2026, 4, 4, 3, 15, tzinfo=UTC), datetime(2026, 10, 3, tzinfo=UTC)):
        assert {at.astimezone(ZoneInfo(zone)).minute for at in hours(zone, day)} == {0}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("interval", ["hour", "day", "week", "month"])
def test_an_interval_is_complete_once_it_is_over_and_if_nothing_cuts_it(zone, interval) -> None:
    asked = query(START, START + timedelta(days=70), zone, interval=interval)
    found = list(intervals(asked))
    at = [is_complete(asked, *bounds, found[-1][1]) for bounds in found]
    assert all(at[1:-1])
    whole = query(found[1][0], found[-2][1], zone, interval=interval)
    assert all(is_complete(whole, *bounds, found[-1][1]) for bounds in intervals(whole))
    assert not is_complete(whole, *found[-2], found[-2][1] - timedelta(seconds=1))
    cut = query(found[1][0] + timedelta(minutes=15), found[2][1] - timedelta(minutes=15), zone,
                interval=interval)  # fmt: skip
    assert [is_complete(cut, *bounds, found[-1][1]) for bounds in intervals(cut)] == [False, False]


def test_the_statistics_mark_what_is_not_complete(filled) -> None:
    backend, _ = filled
    end = NOW.replace(hour=12, minute=0)
    asked = query(end - timedelta(hours=40), end, "UTC", interval="day")
    shown = api_statistics.figures(backend.store, asked, end)["intervals"]
    assert [one["complete"] for one in shown] == [False, True, False]


# --- Rows -----------------------------------------------------------------------------------------


def test_a_long_period_takes_no_more_reads_than_months_and_days(filled) -> None:
    backend, _ = filled
    before = backend.calls.made["query"]
    api_statistics.figures(backend.store, query(START, NOW), NOW)
    assert backend.calls.made["query"] - before <= 6


def final(backend: Backend, prefix: str) -> dict[str, bool]:
    return {item["sk"]: item["is_final"] for item in backend.items(prefix)}


def at_noon(number: int, day: int, month: int = 11) -> WaitFact:
    fact = made(number, Random(number))
    opened_at = datetime(2026, month, day, 12, tzinfo=UTC)
    return replace(fact, wait=replace(fact.wait, opened_at=opened_at))


def test_a_day_is_summed_up_when_it_is_over_and_no_sooner(backend: Backend) -> None:
    for number, (month, day) in enumerate([(11, 29), (11, 30), (12, 1), (12, 4)]):
        fact = at_noon(number, day, month)
        backend.put(wait_facts.to_item(fact), at=fact.wait.opened_at)
    assert final(backend, "S#2026-11") == {"2026-11-29": True, "2026-11-30": True}
    assert final(backend, "S#2026-12") == {"2026-12-01": True, "2026-12-04": False}
    assert final(backend, "S#MONTHS") == {"2026-11": True, "2026-12": False}


def test_a_change_of_an_old_wait_is_counted_in_its_day_and_month(backend: Backend) -> None:
    fact = at_noon(1, 2)
    backend.put(wait_facts.to_item(fact), at=fact.wait.opened_at)
    backend.put(wait_facts.to_item(at_noon(2, 5, 12)), at=datetime(2026, 12, 5, 12, tzinfo=UTC))
    later = replace(fact, wait=replace(fact.wait, outcome="dismissed"))
    backend.put(wait_facts.to_item(later))
    november = (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
    answer = api_statistics.figures(backend.store, query(*november), backend.now)
    assert (answer["opened"], answer["dismissed"]) == (1, 1)
    assert daily_figures.is_right(backend.store, "2026-11-02", backend.now)


def test_a_row_that_is_wrong_is_noticed(backend: Backend) -> None:
    fact = at_noon(1, 2)
    backend.put(wait_facts.to_item(fact), at=fact.wait.opened_at + timedelta(days=2))
    assert daily_figures.is_right(backend.store, "2026-11-02", backend.now)
    key = schema.figures_key("2026-11-02T12")
    backend.store.remove([key])
    assert not daily_figures.is_right(backend.store, "2026-11-02", backend.now)


def test_a_day_that_changes_while_it_is_summed_up_is_summed_up_again(backend: Backend) -> None:
    first, second = at_noon(1, 2), at_noon(2, 2)
    backend.put(wait_facts.to_item(first), at=datetime(2026, 11, 4, tzinfo=UTC))

    def meanwhile() -> None:
        daily_figures.refresh(backend.store, "2026-11-02", lambda: backend.now)

    backend.calls.before["put_item"] = [lambda: None, meanwhile]
    backend.put(wait_facts.to_item(second))
    assert daily_figures.is_right(backend.store, "2026-11-02", backend.now)


def test_quarter_hours_begin_and_end_where_they_should() -> None:
    at = datetime(2026, 1, 1, 10, 44, 59, tzinfo=UTC)
    quarter = datetime(2026, 1, 1, 10, 30, tzinfo=UTC)
    assert period_figures.quarter_begin(at) == period_figures.quarter_begin(quarter) == quarter
    assert period_figures.quarter_end(at) == quarter + timedelta(minutes=15)
    assert period_figures.quarter_end(quarter) == quarter
