"""Figures are exact, percentiles are within 1 %, and sums do not depend on the order."""

import math
from random import Random
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain import percentiles, statistics
from shared.domain.statistics import Figures
from tests import builders
from tests.builders import (
    DAY,
    HOUR,
    at,
    deflection,
    dismissal,
    message,
    policy_set,
    reply,
    wait,
)

NOW = at(10 * DAY)


def figures(*waits, channel="messenger", surface="private", zone="UTC"):
    found = Figures()
    for each in waits:
        statistics.count(found, each, channel=channel, surface=surface, zone=zone)
    return found


def answered(*after_s):
    return [wait(message(0), reply(f"0:{s}")) for s in after_s]


def exact(values, percent):
    """The percentile by the nearest-rank method."""
    return sorted(values)[max(1, math.ceil(len(values) * percent / 100)) - 1]


DISTRIBUTIONS = {
    "even": lambda r: r.randint(0, 259_200),
    "minutes": lambda r: r.randint(1, 300),
    "long tail": lambda r: int(r.lognormvariate(7, 2)),
    "few values": lambda r: r.choice([0, 1, 25, 26, 49, 50, 51, 99, 3600]),
}


@pytest.mark.parametrize("name", DISTRIBUTIONS)
@pytest.mark.parametrize("size", [1, 2, 10, 1000])
def test_percentiles_are_within_1_percent_of_the_exact_ones(name, size):
    drawn = Random(f"{name} {size}")
    values = [DISTRIBUTIONS[name](drawn) for _ in range(size)]
    summary = statistics.summary(figures(*answered(*values)), NOW)
    middle = median(values)
    assert summary["response_s"]["p50"] == pytest.approx(middle, rel=0.01)
    for percent in statistics.PERCENTILES:
        true = exact(values, percent)
        assert summary["response_s"][f"p{percent}"] == pytest.approx(true, rel=0.01), percent
        business = summary["business_response_s"][f"p{percent}"]
        assert business == pytest.approx(true, rel=0.01), percent


@pytest.mark.parametrize(
    ("values", "middle"),
    [
        ([10, 20, 40, 49], 30),
        ([1, 2], 1.5),
        ([0, 0], 0),
        ([7], 7),
        ([1, 2, 30], 2),
    ],
)
def test_the_median_of_an_even_number_is_the_middle_of_the_two_middle_values(values, middle):
    assert statistics.summary(figures(*answered(*values)), NOW)["response_s"]["p50"] == middle


def test_every_duration_up_to_72_hours_is_at_most_1_percent_off():
    for seconds in (*range(5000), *range(5000, 259_201, 37)):
        shown = percentiles.bucket_seconds(percentiles.bucket(seconds))
        assert abs(shown - seconds) <= 0.01 * seconds, seconds


def test_without_any_answer_there_is_no_percentile():
    summary = statistics.summary(figures(wait(message(0))), NOW)
    assert set(summary["response_s"].values()) == {None}


SOME = [
    wait(message(0)),
    wait(message(0), reply(5)),
    wait(message(0), reply(40)),
    wait(message(0), dismissal(5)),
    wait(message(0), deflection(5)),
    wait(message(0, deleted=True)),
    wait(message(30 * HOUR), reply(32 * HOUR)),
    wait(message(0), reply(60), promised=policy_set(hours=builders.calendar(monday="09:00-17:00"))),
]


@settings(max_examples=100)
@given(st.lists(st.lists(st.sampled_from(SOME), max_size=8), max_size=6), st.data())
def test_the_sum_of_hours_equals_the_count_of_all_waits(hours, data):
    parts = [statistics.from_stored(statistics.to_stored(figures(*hour))) for hour in hours]
    added = statistics.total(data.draw(st.permutations(parts)))
    whole = figures(*(each for hour in hours for each in hour))
    assert statistics.summary(added, NOW) == statistics.summary(whole, NOW)


def test_adding_does_not_change_the_parts():
    parts = [figures(*SOME), figures(*SOME)]
    before = statistics.to_stored(parts[1])
    statistics.total(parts)
    assert statistics.to_stored(parts[1]) == before == statistics.to_stored(parts[0])


def test_every_outcome_is_counted_once():
    summary = statistics.summary(figures(*SOME), NOW)
    counts = {n: summary[n] for n in ("opened", "answered", "met", "late", "open", "overdue")}
    assert counts == {"opened": 8, "answered": 4, "met": 2, "late": 2, "open": 2, "overdue": 2}
    assert (summary["dismissed"], summary["withdrawn"]) == (1, 1)
    assert summary["opened"] == sum(
        summary[n] for n in ("answered", "open", "dismissed", "withdrawn")
    )


def test_overdue_waits_count_in_the_sla_attainment():
    in_time, ignored = wait(message(0), reply(5)), wait(message(0))
    assert statistics.summary(figures(in_time, ignored), at(30))["sla_attainment"] == 1
    assert statistics.summary(figures(in_time, ignored), at("30:01"))["sla_attainment"] == 0.5
    assert statistics.summary(figures(ignored), at(31))["sla_attainment"] == 0


@pytest.mark.parametrize("outcome", [dismissal(5), None])
def test_dismissed_and_withdrawn_waits_count_in_no_share(outcome):
    out = wait(message(0), outcome) if outcome else wait(message(0, deleted=True))
    summary = statistics.summary(figures(out, *answered(60)), NOW)
    assert (summary["sla_attainment"], summary["share_unanswered"], summary["overdue"]) == (1, 0, 0)
    assert summary["response_s"]["p99"] == 60


def test_shares_of_nothing_are_none():
    summary = statistics.summary(Figures(), NOW)
    assert summary["sla_attainment"] is None
    assert summary["share_unanswered"] is None
    assert summary["expectation_met"] == {"low": None, "high": None}


@pytest.mark.parametrize("threshold", statistics.THRESHOLDS_S)
def test_a_reply_exactly_at_a_threshold_is_within_it(threshold):
    summary = statistics.summary(figures(*answered(threshold - 1, threshold, threshold + 1)), NOW)
    (within,) = [w for w in summary["answered_within"] if w["threshold_s"] == threshold]
    assert within == {"threshold_s": threshold, "count": 2, "share": 0.6667}


def test_the_thresholds_run_from_5_minutes_to_72_hours():
    assert [s / 60 for s in statistics.THRESHOLDS_S] == [5, 15, 30, 60, 120, 240, 480, 1440, 4320]


def test_business_time_has_separate_percentiles():
    closed = policy_set(hours=builders.calendar(sunday="10:30-18:00"))
    summary = statistics.summary(figures(wait(message(0), reply(50), promised=closed)), NOW)
    assert (summary["response_s"]["p50"], summary["business_response_s"]["p50"]) == (
        pytest.approx(3000, rel=0.01),
        pytest.approx(1200, rel=0.01),
    )
