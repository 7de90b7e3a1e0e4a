"""The share of customers whom a reply satisfies, as bounds from the surveys."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import expectations, statistics
from shared.domain.expectations import Curve, Knot, curve_for, curves, day_left_s, satisfied
from tests.builders import HOUR, SUNDAY, at, message, reply, wait

DAY_S = 86_400
X_POSTS = curve_for("x", "public", ())


def test_ten_posts_on_x_give_the_bounds_of_the_worked_example():
    # Each post is early in the day, so that the day ends between ten and thirty hours later.
    morning = SUNDAY.replace(hour=0, minute=1)
    minutes = [20, 25, 40, 50, 90, 3 * HOUR, 5 * HOUR, 10 * HOUR, 30 * HOUR]
    figures = statistics.Figures()
    for found in [
        *(wait(message(at=morning), reply(at=morning + reply_after(m))) for m in minutes),
        wait(message(at=morning)),
    ]:
        statistics.count(figures, found, channel="x", surface="public", zone="UTC")
    met = statistics.summary(figures, at(5 * 24 * HOUR))["expectation_met"]
    assert (met["low"], met["high"]) == (0.332, 0.585)


def test_an_open_wait_may_still_satisfy_customers_with_later_expectations():
    """The upper bound falls when a knot has passed. The lower bound is 0 until there is a reply."""
    figures = statistics.Figures()
    morning = SUNDAY.replace(hour=0, minute=0)
    statistics.count(figures, wait(message(at=morning)), channel="x", surface="public", zone="UTC")

    def high(after_s):
        met = statistics.summary(figures, morning + timedelta(seconds=after_s))["expectation_met"]
        assert met["low"] == 0
        return met["high"]

    knots = (1800, 7200, DAY_S)
    assert [high(s) for s in (0, *knots)] == [1.0, 1.0, 0.7, 0.47]
    assert [high(s + 1) for s in knots] == [0.7, 0.47, 0.17]
    assert high(100 * DAY_S) == 0.17


@given(
    st.lists(st.none() | st.integers(0, 200_000), min_size=1, max_size=8), st.integers(0, 90_000)
)
def test_the_bounds_hold_whenever_an_open_wait_is_answered(after, age_s):
    """Whenever the open waits are answered, the final share met is within today's bounds."""
    morning = SUNDAY.replace(hour=0, minute=0)
    now = morning + timedelta(seconds=age_s)

    def met(*waits_):
        figures = statistics.Figures()
        for one in waits_:
            statistics.count(figures, one, channel="x", surface="public", zone="UTC")
        return statistics.summary(figures, now)["expectation_met"]

    def ended(after_s):
        end = () if after_s is None else (reply(at=morning + timedelta(seconds=after_s)),)
        return wait(message(at=morning), *end)

    today = met(*(ended(s if s is not None and s <= age_s else None) for s in after))
    final = met(*map(ended, after)) if None not in after else today
    assert today["low"] - 1e-9 <= final["low"]
    assert final["high"] <= today["high"] + 1e-9


def reply_after(minutes):
    return reply(minutes).at - reply(0).at


@pytest.mark.parametrize(
    ("after_s", "low", "high"),
    [
        (0, 0.7, 1.0),
        (1800, 0.7, 1.0),
        (1801, 0.47, 0.7),
        (7200, 0.47, 0.7),
        (7201, 0.17, 0.47),
        (DAY_S, 0.17, 0.47),
        (DAY_S + 1, 0.0, 0.17),
        (None, 0.0, 0.17),
    ],
)
def test_a_reply_at_a_knot_satisfies_customers_who_expect_it_by_then(after_s, low, high):
    assert satisfied(X_POSTS, after_s, DAY_S) == pytest.approx((low, high))


def test_after_the_last_knot_the_lower_bound_is_0():
    only = Curve(
        id="c", channel=None, intent=None, population="", knots=(Knot(3600, 0.72, "digest"),)
    )
    assert satisfied(only, 3601, DAY_S) == pytest.approx((0, 0.28))
    assert satisfied(only, 3600, DAY_S) == pytest.approx((0.28, 1))


def test_late_in_the_day_same_day_expectations_also_hold_later():
    # At 23:50 the day ends (83 % expect a reply by then) before two hours have passed (53 %).
    assert satisfied(X_POSTS, 3600, 600) == pytest.approx((0.17, 0.17))
    assert satisfied(X_POSTS, 600, 600) == pytest.approx((0.17, 1.0))
    assert satisfied(X_POSTS, 1800, 1800) == pytest.approx((0.17, 1.0))


@given(st.sampled_from(curves()), st.none() | st.integers(0, 200_000), st.integers(1, 90_000))
def test_the_lower_bound_is_at_most_the_upper_bound(curve, after_s, same_day_s):
    low, high = satisfied(curve, after_s, same_day_s)
    assert 0 <= low <= high <= 1


@given(st.sampled_from(curves()), st.lists(st.integers(0, 200_000), min_size=2, max_size=2))
def test_a_later_reply_never_satisfies_more_customers(curve, both):
    sooner, later = sorted(both)
    one, other = satisfied(curve, sooner, DAY_S), satisfied(curve, later, DAY_S)
    assert other.low <= one.low
    assert other.high <= one.high


@pytest.mark.parametrize(
    ("opened", "zone", "left_s"),
    [
        ("2026-11-22T10:00", "UTC", 14 * 3600),
        ("2026-11-22T10:00", "Europe/Berlin", 13 * 3600),
        ("2026-11-22T10:00", "Pacific/Auckland", 1 * 3600),
        ("2026-11-22T10:00", "America/Los_Angeles", 22 * 3600),
        ("2026-11-22T00:00", "UTC", 24 * 3600),
        # The clocks change later that day: it has 25 hours, or 23.
        ("2026-10-25T00:00", "Europe/Berlin", 23 * 3600),
        ("2026-10-24T22:00", "Europe/Berlin", 25 * 3600),
        ("2027-03-27T23:00", "Europe/Berlin", 23 * 3600),
    ],
)
def test_the_same_day_ends_at_midnight_in_the_customers_zone(opened, zone, left_s):
    assert day_left_s(datetime.fromisoformat(opened).replace(tzinfo=UTC), zone) == left_s


@pytest.mark.parametrize(("zone", "low"), [("America/New_York", 0.17), ("Asia/Tokyo", 0.0)])
def test_a_reply_can_be_on_the_same_day_in_one_zone_and_not_in_another(zone, low):
    found = wait(message(0), reply(10 * HOUR))
    figures = statistics.Figures()
    statistics.count(figures, found, channel="x", surface="public", zone=zone)
    assert statistics.summary(figures, SUNDAY)["expectation_met"]["low"] == low


@pytest.mark.parametrize(
    ("channel", "surface", "intents", "curve"),
    [
        ("x", "public", {"complaint"}, "x.complaint"),
        ("x", "public", {"complaint", "help"}, "x.complaint"),
        ("x", "public", {"praise"}, "x.post"),
        ("x", "public", (), "x.post"),
        ("x", "private", {"complaint"}, "any.worldwide"),
        ("facebook", "public", (), "facebook.post"),
        ("facebook", "public", {"complaint"}, "facebook.post"),
        ("messenger", "private", (), "any.worldwide"),
        ("whatsapp", "private", {"complaint"}, "any.worldwide"),
    ],
)
def test_the_closest_survey_is_used(channel, surface, intents, curve):
    assert curve_for(channel, surface, intents).id == curve


def test_every_knot_has_a_source_and_shares_rise_with_time():
    for curve in curves():
        assert all(knot.source for knot in curve.knots)
        shares = [k.share for k in sorted(curve.knots, key=lambda k: k.within_s or DAY_S)]
        assert shares == sorted(shares)
        assert all(0 < share < 1 for share in shares)


def test_the_file_is_read_once():
    assert expectations.curves() is expectations.curves()
