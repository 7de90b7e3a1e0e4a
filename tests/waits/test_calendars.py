"""Business hours: deadlines and elapsed time on the UTC instants of local opening hours."""

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from shared.domain import calendars
from shared.domain.calendars import (
    Calendar,
    NeverOpenError,
    add_business_seconds,
    business_seconds,
    check,
    is_open_at,
    next_opening,
    version,
)
from shared.domain.opening_hours import parse_hours

SECOND = timedelta(seconds=1)
HOUR = 3600
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def calendar(*, zone: str = "UTC", every: str = "closed", dates=None, **days: str) -> Calendar:
    """`calendar(every="09:00-17:00", Sat="closed", dates={"2026-12-25": "closed"})`"""
    return Calendar(
        name="office",
        zone=zone,
        week=tuple(parse_hours(days.get(day, every)) for day in WEEKDAYS),
        exceptions={
            date.fromisoformat(day): parse_hours(hours) for day, hours in (dates or {}).items()
        },
    )


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


OFFICE = calendar(every="09:00-17:00", Sat="closed", Sun="closed")
# 2026-03-06 is a Friday


# Written hours


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00-17:30", ((540, 1050),)),
        ("9:00-17:30", ((540, 1050),)),
        (" 09:00 - 12:30 ,13:00–18:00 ", ((540, 750), (780, 1080))),
        ("13:00-18:00, 09:00-12:30", ((540, 750), (780, 1080))),
        ("00:00-24:00", ((0, 1440),)),
        ("22:00-24:00", ((1320, 1440),)),
        ("22:00-00:00", ((1320, 1440),)),
        ("22:00-06:00", ((1320, 1800),)),
        ("closed", ()),
        (" Closed ", ()),
    ],
)
def test_written_hours_become_minutes_of_the_day(text, expected):
    assert parse_hours(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "open",
        "9-17",
        "09:00",
        "09:00-",
        "09:00-12:00,",
        "09:00-12:00, closed",
        "09:00-12:60",
        "24:00-25:00",
        "09:00-24:01",
        "24:00-06:00",
        "09:00-09:00",
        "00:00-00:00",
        "09:00-17:00 Uhr",
        "٠٩:٠٠-١٧:٠٠",
    ],
)
def test_invalid_hours_are_rejected_with_what_is_expected(text):
    with pytest.raises(ValueError, match=r"expected 'closed' or times such as '09:00-12:30") as e:
        parse_hours(text)
    assert repr(text) in str(e.value)


# Invalid calendars


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"week": ((),) * 6}, "expected 7 days, got 6"),
        ({"week": (((600, 540),),) * 7}, r"got \(600, 540\)"),
        ({"week": (((540, 540),),) * 7}, r"got \(540, 540\)"),
        ({"week": (((-1, 540),),) * 7}, r"got \(-1, 540\)"),
        ({"week": (((1440, 1500),),) * 7}, r"got \(1440, 1500\)"),
        ({"week": (((60, 1501),),) * 7}, r"got \(60, 1501\)"),
        ({"exceptions": {date(2026, 1, 1): ((9, 5),)}}, r"got \(9, 5\)"),
        ({"zone": "Europe/Atlantis"}, "expected a zone such as 'Europe/Berlin', got 'Europe/Atl"),
        ({"zone": "../etc/passwd"}, "expected a zone"),
        ({"zone": "Europe"}, "expected a zone"),
        ({"zone": ""}, "expected a zone"),
    ],
)
def test_an_invalid_calendar_cannot_be_created(change, message):
    with pytest.raises(ValueError, match=f"calendar 'office': .*{message}"):
        replace(OFFICE, **change)


@pytest.mark.parametrize(
    "never",
    [
        calendar(),
        calendar(dates={"2026-01-01": "closed"}),
        # Samoa skipped this whole date when it crossed the date line
        calendar(zone="Pacific/Apia", dates={"2011-12-30": "09:00-17:00"}),
        # an hour that the clocks skipped
        calendar(zone="Europe/Berlin", dates={"2026-03-29": "02:00-03:00"}),
    ],
)
def test_a_never_open_calendar_is_rejected(never):
    with pytest.raises(NeverOpenError, match=r"'office' is never open: expected hours on"):
        check(never)


def test_a_calendar_that_is_ever_open_is_accepted():
    for good in (OFFICE, calendar(Mon="09:00-09:01"), calendar(dates={"2026-01-01": "9:00-9:30"})):
        assert check(good) is good


def closed_for(days: int) -> Calendar:
    first = date(2026, 1, 1)
    dates = {(first + timedelta(days=n)).isoformat(): "closed" for n in range(days)}
    return calendar(every="00:00-24:00", dates=dates)


def test_a_closure_is_too_long_from_one_second_over_400_days():
    longest = closed_for(400)
    eve = utc("2025-12-31 23:59:59")
    assert next_opening(longest, eve + SECOND) == utc("2027-02-05")
    assert add_business_seconds(longest, eve, 2) == utc("2027-02-05 00:00:01")

    longer = closed_for(401)
    assert add_business_seconds(longer, eve, 1) == utc("2026-01-01")
    for search in (
        lambda: next_opening(longer, eve + SECOND),
        lambda: add_business_seconds(longer, eve, 2),
    ):
        with pytest.raises(NeverOpenError, match="closed for about 400 days or more"):
            search()
    assert next_opening(longer, utc("2026-01-02")) == utc("2027-02-06")


def test_a_checked_calendar_has_a_next_opening_after_its_longest_closure():
    def barely(closure: int) -> Calendar:
        last = date(2025, 12, 31) + timedelta(days=closure)
        return replace(
            closed_for(closure),
            week=(((0, 1),), *[((1439, 1440),)] * 6),
            exceptions={
                **closed_for(closure).exceptions,
                date(2025, 12, 31): ((0, 1),),
                last + timedelta(days=1): ((1439, 1440),),
            },
        )

    longest = check(barely(398))
    assert next_opening(longest, utc("2025-12-31 00:01")) == utc("2027-02-03 23:59")
    with pytest.raises(NeverOpenError, match="'office' is closed for about 400 days or more"):
        check(barely(399))


def test_closed_weekends_at_both_ends_belong_to_a_closure():
    """Monday 2026-01-05 to Friday 2027-02-05 is 397 days. The weekends around make it 401."""
    days = (date(2026, 1, 5) + timedelta(days=n) for n in range(397))
    with pytest.raises(NeverOpenError):
        check(replace(OFFICE, exceptions=dict.fromkeys(days, ())))


def test_a_calendar_whose_last_date_has_passed_raises_an_error():
    campaign = check(calendar(dates={"2026-01-01": "09:00-17:00"}))
    with pytest.raises(NeverOpenError):
        next_opening(campaign, utc("2026-01-01 17:00"))
    with pytest.raises(NeverOpenError):
        add_business_seconds(campaign, utc("2026-01-01 16:00"), HOUR + 1)
    assert business_seconds(campaign, utc("2020-01-01"), utc("2060-01-01")) == 8 * HOUR


# Deadlines


@pytest.mark.parametrize(
    ("start", "seconds", "due"),
    [
        pytest.param("2026-03-06 10:00", HOUR, "2026-03-06 11:00", id="within the day"),
        pytest.param("2026-03-06 16:00", HOUR, "2026-03-06 17:00", id="at closing time exactly"),
        pytest.param("2026-03-06 16:00", HOUR + 1, "2026-03-09 09:00:01", id="a second later"),
        pytest.param("2026-03-06 17:00", 1, "2026-03-09 09:00:01", id="asked at closing time"),
        pytest.param("2026-03-07 12:00", 8 * HOUR, "2026-03-09 17:00", id="asked on a Saturday"),
        pytest.param("2026-03-09 08:59:59", 1, "2026-03-09 09:00:01", id="just before opening"),
        pytest.param("2026-03-06 12:00", 40 * HOUR, "2026-03-13 12:00", id="a business week"),
        pytest.param("2026-03-07 12:00", 0, "2026-03-07 12:00", id="none while closed"),
        pytest.param("2026-03-06 12:00", 0, "2026-03-06 12:00", id="none while open"),
    ],
)
def test_a_deadline_is_the_earliest_instant_after_that_much_business_time(start, seconds, due):
    assert add_business_seconds(OFFICE, utc(start), seconds) == utc(due)
    assert business_seconds(OFFICE, utc(start), utc(due)) == seconds


@pytest.mark.parametrize(
    ("hours", "start", "due_in_8_hours"),
    [
        pytest.param(
            {"every": "09:00-12:30, 13:00-18:00"},
            "2026-03-06 12:00",
            "2026-03-07 11:30",
            id="a lunch break",
        ),
        pytest.param(
            {"every": "22:00-06:00"}, "2026-03-06 23:00", "2026-03-07 23:00", id="overnight"
        ),
        pytest.param(
            {"every": "00:00-24:00"}, "2026-03-06 20:00", "2026-03-07 04:00", id="round the clock"
        ),
        pytest.param(
            {"every": "09:00-17:00", "dates": {"2026-03-07": "closed"}},
            "2026-03-06 16:00",
            "2026-03-08 16:00",
            id="a holiday",
        ),
        pytest.param(
            {"every": "09:00-17:00", "dates": {"2026-03-07": "10:00-11:00"}},
            "2026-03-06 16:00",
            "2026-03-08 15:00",
            id="a short day",
        ),
        pytest.param(
            {"Fri": "09:00-17:00", "dates": {"2026-03-08": "10:00-20:00"}},
            "2026-03-06 16:00",
            "2026-03-08 17:00",
            id="an extra Sunday",
        ),
    ],
)
def test_a_deadline_follows_every_kind_of_hours(hours, start, due_in_8_hours):
    assert add_business_seconds(calendar(**hours), utc(start), 8 * HOUR) == utc(due_in_8_hours)


def test_hours_of_the_day_before_last_into_a_date_with_its_own_hours():
    bar = calendar(every="22:00-06:00", dates={"2026-03-07": "closed", "2026-03-09": "12:00-13:00"})
    assert is_open_at(bar, utc("2026-03-07 05:59:59"))  # Friday's
    assert not is_open_at(bar, utc("2026-03-07 22:00"))
    assert not is_open_at(bar, utc("2026-03-08 05:00"))
    assert is_open_at(bar, utc("2026-03-09 05:59:59"))  # Sunday's
    assert is_open_at(bar, utc("2026-03-09 12:00"))
    assert not is_open_at(bar, utc("2026-03-09 22:00"))
    assert business_seconds(bar, utc("2026-03-06 12:00"), utc("2026-03-10 12:00")) == 17 * HOUR


@pytest.mark.parametrize(
    ("every", "a_week"),
    [
        ("09:00-13:00, 12:00-17:00", 7 * 8),
        ("09:00-17:00, 10:00-11:00", 7 * 8),
        ("09:00-13:00, 13:00-17:00", 7 * 8),
        ("22:00-06:00, 05:00-08:00", 7 * 10),
        ("12:00-11:00, 00:00-24:00", 7 * 24),
        ("00:00-24:00", 7 * 24),
    ],
)
def test_hours_that_overlap_or_touch_are_counted_once(every, a_week):
    twice = calendar(every=every)
    for start in (utc("2026-03-06"), utc("2026-03-08 05:30"), utc("2020-01-01")):
        assert business_seconds(twice, start, start + timedelta(days=7)) == a_week * HOUR


@pytest.mark.parametrize(
    ("moment", "is_open", "opening"),
    [
        ("2026-03-06 08:59:59", False, "2026-03-06 09:00"),
        ("2026-03-06 08:59:59.999999", False, "2026-03-06 09:00"),
        ("2026-03-06 09:00", True, "2026-03-06 09:00"),
        ("2026-03-06 16:59:59.999999", True, "2026-03-06 16:59:59.999999"),
        ("2026-03-06 17:00", False, "2026-03-09 09:00"),
        ("1969-12-31 12:00", True, "1969-12-31 12:00"),
    ],
)
def test_hours_exclude_their_end_and_the_next_opening_is_now_while_open(moment, is_open, opening):
    assert is_open_at(OFFICE, utc(moment)) is is_open
    assert next_opening(OFFICE, utc(moment)) == utc(opening)


def test_a_calendar_that_is_always_open_counts_every_second():
    always = calendar(every="00:00-24:00")
    start = utc("2026-01-01 00:00:07")
    for days in (1, 27, 28, 29, 365, 5000):
        end = start + timedelta(days=days)
        assert business_seconds(always, start, end) == days * 86_400
        assert add_business_seconds(always, start, days * 86_400) == end


@pytest.mark.parametrize(
    ("zone", "offset"), [("Pacific/Honolulu", -10), ("UTC", 0), ("Pacific/Kiritimati", 14)]
)
@pytest.mark.parametrize("hours", [(0, 1), (1439, 2879), (1439, 1440)])
def test_hours_far_from_utc_and_past_midnight_are_found_on_any_date(zone, offset, hours):
    for n in range(56):
        day = date(2026, 1, 1) + timedelta(days=n)
        only = replace(calendar(zone=zone), exceptions={day: (hours,)})
        midnight = utc(day.isoformat()) - timedelta(hours=offset)
        first, last = (midnight + timedelta(minutes=minute) for minute in hours)
        moments = (first - SECOND, first, last - SECOND, last)
        assert [is_open_at(only, moment) for moment in moments] == [False, True, True, False]
        assert business_seconds(only, utc("2025-12-01"), utc("2026-04-01")) == (
            60 * (hours[1] - hours[0])
        )


def test_fractions_of_a_second_are_dropped():
    start = utc("2026-03-06 10:00:00.900000")
    assert add_business_seconds(OFFICE, start, 60) == utc("2026-03-06 10:01")
    assert add_business_seconds(OFFICE, start, 0) == utc("2026-03-06 10:00")
    assert business_seconds(OFFICE, start, utc("2026-03-06 10:01:00.100000")) == 60


def test_moments_may_have_any_time_zone_and_results_are_in_utc():
    tokyo = timezone(timedelta(hours=9))
    start = utc("2026-03-06 10:00").astimezone(tokyo)
    due = add_business_seconds(OFFICE, start, 60)
    assert due == utc("2026-03-06 10:01")
    assert {due.tzinfo, next_opening(OFFICE, start).tzinfo} == {UTC}


@pytest.mark.parametrize(
    "ask",
    [
        lambda naive: is_open_at(OFFICE, naive),
        lambda naive: next_opening(OFFICE, naive),
        lambda naive: add_business_seconds(OFFICE, naive, 1),
        lambda naive: business_seconds(OFFICE, naive, naive),
    ],
)
def test_a_moment_without_a_time_zone_is_rejected(ask):
    with pytest.raises(TypeError, match="offset-naive"):
        ask(datetime(2026, 3, 6, 10))  # noqa: DTZ001


def test_negative_business_time_cannot_be_added():
    with pytest.raises(ValueError, match="expected 0 or more business seconds, got -1"):
        add_business_seconds(OFFICE, utc("2026-03-06 10:00"), -1)


def test_business_time_is_negative_when_the_end_comes_first():
    assert business_seconds(OFFICE, utc("2026-03-09 10:00"), utc("2026-03-06 16:00")) == -2 * HOUR


# Clocks that change


@pytest.mark.parametrize(
    ("zone", "day", "hours", "opens", "closes"),
    [
        # Berlin jumps from 02:00 to 03:00 at 01:00Z
        ("Europe/Berlin", "2026-03-29", "01:00-04:00", "00:00", "02:00"),
        ("Europe/Berlin", "2026-03-29", "02:30-04:00", "01:00", "02:00"),
        ("Europe/Berlin", "2026-03-29", "02:00-04:00", "01:00", "02:00"),
        ("Europe/Berlin", "2026-03-29", "03:00-04:00", "01:00", "02:00"),
        ("Europe/Berlin", "2026-03-29", "01:00-02:30", "00:00", "01:00"),
        ("Europe/Berlin", "2026-03-29", "01:00-03:00", "00:00", "01:00"),
        ("Europe/Berlin", "2026-03-29", "02:15-02:45", None, None),
        ("Europe/Berlin", "2026-03-28", "22:00-06:00", "21:00", "04:00 +1"),
        # and falls back from 03:00 to 02:00 at 01:00Z
        ("Europe/Berlin", "2026-10-25", "01:00-04:00", "23:00 -1", "03:00"),
        ("Europe/Berlin", "2026-10-25", "02:30-04:00", "00:30", "03:00"),
        ("Europe/Berlin", "2026-10-25", "01:00-02:30", "23:00 -1", "00:30"),
        ("Europe/Berlin", "2026-10-25", "02:15-02:45", "00:15", "00:45"),
        ("Europe/Berlin", "2026-10-25", "01:00-03:00", "23:00 -1", "02:00"),
        ("Europe/Berlin", "2026-10-25", "03:00-04:00", "02:00", "03:00"),
        ("Europe/Berlin", "2026-10-25", "00:00-24:00", "22:00 -1", "23:00"),
        # New York: 02:00 to 03:00 at 07:00Z, 02:00 to 01:00 at 06:00Z
        ("America/New_York", "2026-03-08", "02:30-09:00", "07:00", "13:00"),
        ("America/New_York", "2026-11-01", "01:30-09:00", "05:30", "14:00"),
        ("America/New_York", "2026-11-01", "00:00-01:30", "04:00", "05:30"),
        # Lord Howe: half an hour, 02:00 to 02:30 at 15:30Z, 02:00 to 01:30 at 15:00Z
        ("Australia/Lord_Howe", "2025-10-05", "02:10-03:00", "15:30 -1", "16:00 -1"),
        ("Australia/Lord_Howe", "2025-10-05", "01:00-02:29", "14:30 -1", "15:30 -1"),
        ("Australia/Lord_Howe", "2025-04-06", "01:45-02:15", "14:45 -1", "15:45 -1"),
        ("Australia/Lord_Howe", "2025-04-06", "01:00-01:45", "14:00 -1", "14:45 -1"),
        # Samoa skipped 30 December 2011 altogether, at 10:00Z of that day
        ("Pacific/Apia", "2011-12-30", "00:00-24:00", None, None),
        ("Pacific/Apia", "2011-12-29", "12:00-24:00", "22:00", "10:00 +1"),
        ("Pacific/Apia", "2011-12-29", "22:00-06:00", "08:00 +1", "10:00 +1"),
        ("Pacific/Apia", "2011-12-30", "22:00-06:00", "10:00", "16:00"),
        ("Pacific/Apia", "2011-12-31", "09:00-17:00", "19:00 -1", "03:00"),
        # Morocco leaves its summer time for Ramadan: 03:00 to 02:00, later 02:00 to 03:00
        ("Africa/Casablanca", "2022-03-27", "02:30-09:00", "01:30", "09:00"),
        ("Africa/Casablanca", "2022-05-08", "02:30-09:00", "02:00", "08:00"),
        # Nepal is 5 h 45 min ahead
        ("Asia/Kathmandu", "2026-03-06", "09:00-17:00", "03:15", "11:15"),
        ("Asia/Kathmandu", "2026-03-06", "00:00-24:00", "18:15 -1", "18:15"),
        # midnight skipped: the day begins at 01:00
        ("Africa/Cairo", "2024-04-26", "00:00-09:00", "22:00 -1", "06:00"),
        ("Africa/Cairo", "2024-04-25", "09:00-24:00", "07:00", "22:00"),
        ("Africa/Cairo", "2024-04-25", "22:00-00:30", "20:00", "22:00"),
        ("Asia/Beirut", "2022-03-27", "00:30-02:00", "22:00 -1", "23:00 -1"),
        ("America/Asuncion", "2022-10-02", "00:00-02:00", "04:00", "05:00"),
        ("America/Havana", "2022-03-13", "00:00-02:00", "05:00", "06:00"),
        ("America/Santiago", "2022-09-10", "22:00-24:00", "02:00 +1", "04:00 +1"),
        ("America/Sao_Paulo", "2018-11-04", "00:00-02:00", "03:00", "04:00"),
        # back from midnight to 23:00: the day before has two last hours
        ("Asia/Beirut", "2022-10-29", "22:00-24:00", "19:00", "22:00"),
        ("Asia/Beirut", "2022-10-29", "23:30-24:00", "20:30", "22:00"),
        ("Asia/Beirut", "2022-10-29", "22:00-23:30", "19:00", "20:30"),
        ("America/Sao_Paulo", "2018-02-17", "23:00-01:00", "01:00 +1", "04:00 +1"),
        # back from 01:00 to midnight: the day begins twice
        ("America/Havana", "2022-11-06", "00:00-09:00", "04:00", "14:00"),
        ("America/Havana", "2022-11-05", "09:00-24:00", "13:00", "04:00 +1"),
        # two hours in one change
        ("Antarctica/Troll", "2022-03-27", "02:30-04:00", "01:00", "02:00"),
        ("Antarctica/Troll", "2022-10-30", "02:30-04:00", "00:30", "04:00"),
    ],
)
def test_a_skipped_time_is_the_clock_change_and_a_repeated_one_the_first(
    zone, day, hours, opens, closes
):
    only = calendar(zone=zone, dates={day: hours})

    def instant(text: str) -> datetime:
        clock, _, days = text.partition(" ")
        return utc(f"{day} {clock}") + timedelta(days=int(days or 0))

    around = utc(day) - timedelta(days=3), utc(day) + timedelta(days=4)
    if opens is None:
        assert business_seconds(only, *around) == 0
        return
    first, last = instant(opens), instant(closes)
    moments = (first - SECOND, first, last - SECOND, last)
    assert [is_open_at(only, moment) for moment in moments] == [False, True, True, False]
    assert business_seconds(only, *around) == (last - first).total_seconds()
    assert next_opening(only, around[0]) == first
    assert add_business_seconds(only, around[0], int((last - first).total_seconds())) == last


def test_hours_on_both_sides_of_a_skipped_hour_touch():
    split = calendar(zone="Europe/Berlin", every="00:00-02:15, 02:45-24:00")
    assert business_seconds(split, utc("2026-03-28 23:00"), utc("2026-03-29 22:00")) == 23 * HOUR
    assert business_seconds(split, utc("2026-03-29 22:00"), utc("2026-03-30 22:00")) == 23.5 * HOUR


def test_the_same_hours_last_longer_on_the_day_the_clocks_go_back():
    always = calendar(zone="Europe/Berlin", every="00:00-24:00")
    start = utc("2026-10-24 22:00")
    assert add_business_seconds(always, start, 25 * HOUR) == utc("2026-10-25 23:00")


# Laws

MINUTES = st.integers(0, 1439)
HOURS = st.lists(
    st.tuples(MINUTES, st.integers(1, 1440)).map(lambda at: (at[0], at[0] + at[1])), max_size=3
).map(tuple)
ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"]
)
DATES = st.dates(date(2026, 1, 1), date(2027, 12, 31))
MOMENTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
CALENDARS = st.builds(
    Calendar,
    name=st.just("any"),
    zone=ZONES,
    week=st.tuples(*[HOURS] * 7).filter(any),
    exceptions=st.dictionaries(DATES, HOURS, max_size=5),
)
LAW = settings(max_examples=200)


@LAW
@given(CALENDARS, MOMENTS, st.integers(0, 40 * 86_400))
def test_the_business_time_up_to_a_deadline_is_what_was_added(any_calendar, start, seconds):
    due = add_business_seconds(any_calendar, start, seconds)
    assert due.microsecond == 0
    assert business_seconds(any_calendar, start, due) == seconds
    if seconds:
        assert business_seconds(any_calendar, start, due - SECOND) == seconds - 1
        assert is_open_at(any_calendar, due - SECOND)


@LAW
@given(CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_business_time_adds_up_and_is_never_longer_than_time(any_calendar, a, b, c):
    ab, bc = business_seconds(any_calendar, a, b), business_seconds(any_calendar, b, c)
    assert ab + bc == business_seconds(any_calendar, a, c)
    assert abs(ab) <= abs((b.replace(microsecond=0) - a.replace(microsecond=0)).total_seconds())


@LAW
@given(CALENDARS, MOMENTS, st.integers(0, 10 * 86_400), st.integers(0, 10 * 86_400))
def test_adding_in_two_steps_or_one_ends_the_same(any_calendar, start, first, second):
    halfway = add_business_seconds(any_calendar, start, first)
    in_one = add_business_seconds(any_calendar, start, first + second)
    assert add_business_seconds(any_calendar, halfway, second) == (in_one if second else halfway)


@LAW
@given(CALENDARS, MOMENTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(any_calendar, moment):
    opens = next_opening(any_calendar, moment)
    assert opens >= moment
    assert is_open_at(any_calendar, opens)
    assert business_seconds(any_calendar, moment, opens) == 0


@LAW
@given(CALENDARS, MOMENTS, st.integers(0, 20 * 86_400))
@example(calendar(every="09:00-17:00"), utc("2026-03-06 16:00"), 2 * HOUR)
@example(calendar(every="09:00-17:00"), utc("2026-03-07 10:00"), HOUR)
@example(calendar(every="22:00-06:00"), utc("2026-03-06 23:00"), 8 * HOUR)
def test_closing_on_weekends_never_makes_a_deadline_earlier(any_calendar, start, seconds):
    without = replace(any_calendar, week=(*any_calendar.week[:5], (), ()))
    assume(any(without.week))
    due = add_business_seconds(any_calendar, start, seconds)
    assert add_business_seconds(without, start, seconds) >= due


@pytest.mark.parametrize("start", ["2026-03-06 16:00", "2026-03-07 10:00", "2026-03-08 23:00"])
@pytest.mark.parametrize("hours", [1, 2, 8, 24, 72])
def test_with_closed_weekends_a_deadline_moves_to_monday_or_later(start, hours):
    """A deadline that cannot be met within Friday's hours is on Monday."""
    every_day = calendar(every="09:00-17:00")
    due = add_business_seconds(OFFICE, utc(start), hours * HOUR)
    assert due >= add_business_seconds(every_day, utc(start), hours * HOUR)
    assert due.weekday() < 5


# Versions, values and the cache


def test_the_version_is_the_same_in_every_process():
    assert version(OFFICE) == "fb4e49e5d9d1"


@pytest.mark.parametrize(
    "change",
    [
        {"zone": "Europe/Berlin"},
        {"week": (*OFFICE.week[:6], ((540, 600),))},
        {"exceptions": {date(2026, 12, 25): ()}},
        {"exceptions": {date(2026, 12, 26): ()}},
        {"exceptions": {date(2026, 12, 26): ((540, 600),)}},
    ],
)
def test_a_change_of_zone_or_hours_is_another_version(change):
    changed = replace(OFFICE, **change)
    assert version(changed) != version(OFFICE)
    assert changed != OFFICE


def test_name_and_order_of_hours_do_not_change_the_version():
    a = calendar(
        Mon="09:00-12:00, 13:00-17:00", dates={"2026-01-01": "closed", "2026-01-06": "9:00-10:00"}
    )
    b = Calendar(
        name="other",
        zone=a.zone,
        week=(((780, 1020), (540, 720)), *a.week[1:]),
        exceptions=dict(reversed(a.exceptions.items())),
    )
    assert version(a) == version(b)
    assert version(pickle.loads(pickle.dumps(a))) == version(a)


def test_calendars_that_differ_only_in_a_date_are_not_confused():
    closed = replace(OFFICE, exceptions={date(2026, 3, 6): ()})
    again = replace(OFFICE, exceptions={date(2026, 3, 6): ()})
    friday = utc("2026-03-06 10:00")
    assert [is_open_at(c, friday) for c in (OFFICE, closed, again, OFFICE)] == [
        True,
        False,
        False,
        True,
    ]
    assert closed == again
    assert hash(closed) == hash(again)


def test_a_calendar_keeps_its_dates_when_the_source_changes():
    dates: dict = {}
    office = replace(OFFICE, exceptions=dates)
    dates[date(2026, 3, 6)] = ()
    assert is_open_at(office, utc("2026-03-06 10:00"))


def test_the_cache_of_blocks_is_bounded():
    assert calendars._block.cache_info().maxsize == 512
