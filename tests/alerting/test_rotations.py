"""Who is on call at a moment, and when nobody is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.availability import Absence
from shared.domain.rotations import Rotation, Shift, Uncovered, on_call, uncovered

MONDAY = datetime(2026, 11, 30, 9)  # noqa: DTZ001 a wall time
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def weekly(zone: str = "Europe/Berlin", starts: datetime = MONDAY, **more: object) -> Rotation:
    values = {"name": "support", "zone": zone, "people": ("ada", "lin", "bob"), "starts": starts}
    return Rotation(**values | more)  # type: ignore[arg-type]


def shift(start: str, end: str, person: str) -> Shift:
    return Shift(start=utc(start), end=utc(end), person=person)


@pytest.mark.parametrize(
    ("moment", "people"),
    [
        ("2026-11-30 07:59:59", ()),
        ("2026-11-30 08:00", ("ada",)),  # 09:00 in Berlin
        ("2026-12-07 07:59:59", ("ada",)),
        ("2026-12-07 08:00", ("lin",)),
        ("2026-12-14 08:00", ("bob",)),
        ("2026-12-21 08:00", ("ada",)),
        ("2020-01-01 00:00", ()),
    ],
)
def test_each_person_is_on_call_for_a_week_and_then_the_first_again(
    moment: str, people: tuple[str, ...]
) -> None:
    assert on_call(weekly(), utc(moment)) == people


@pytest.mark.parametrize(
    ("zone", "starts", "hand_over"),
    [
        # In spring Berlin's clocks go from 02:00 to 03:00 on 29 March 2026: a Sunday.
        ("Europe/Berlin", "2026-03-23 09:00", "2026-03-30 07:00"),
        ("Europe/Berlin", "2026-03-22 02:30", "2026-03-29 01:00"),  # 02:30 is skipped
        # In autumn they go from 03:00 to 02:00 on 25 October.
        ("Europe/Berlin", "2026-10-19 09:00", "2026-10-26 08:00"),
        ("Europe/Berlin", "2026-10-18 02:30", "2026-10-25 00:30"),  # 02:30 occurs twice
        ("Asia/Kolkata", "2026-10-19 09:00", "2026-10-26 03:30"),
        ("Asia/Kathmandu", "2026-10-19 09:00", "2026-10-26 03:15"),
        # Lord Howe Island's clocks change by half an hour, on 4 October 2026.
        ("Australia/Lord_Howe", "2026-09-28 09:00", "2026-10-04 22:00"),
    ],
)
def test_a_change_of_shift_keeps_its_wall_time_when_the_clocks_change(
    zone: str, starts: str, hand_over: str
) -> None:
    rotation = weekly(zone, datetime.fromisoformat(starts))
    assert on_call(rotation, utc(hand_over) - timedelta(seconds=1)) == ("ada",)
    assert on_call(rotation, utc(hand_over)) == ("lin",)


@given(
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "UTC"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001
    st.integers(0, 80 * 7 * 24 * 60),
)
def test_at_every_moment_the_person_of_the_week_is_on_call(
    zone: str, starts: datetime, minutes: int
) -> None:
    rotation = weekly(zone, starts)
    moment = rotation.week_starts_at(0) + timedelta(minutes=minutes)
    (number,) = (
        n
        for n in range(82)
        if rotation.week_starts_at(n) <= moment < rotation.week_starts_at(n + 1)
    )
    assert on_call(rotation, moment) == (rotation.people[number % 3],)


def test_an_override_replaces_who_is_on_call_and_the_last_one_wins() -> None:
    covers = (
        shift("2026-12-01 00:00", "2026-12-03 00:00", "lin"),
        shift("2026-12-02 00:00", "2026-12-04 00:00", "bob"),
    )
    rotation = weekly(overrides=covers)
    days = [on_call(rotation, utc(f"2026-12-0{day} 00:00"))[0] for day in range(1, 5)]
    assert days == ["lin", "bob", "bob", "ada"]


def test_several_people_can_be_on_call_by_a_calendar() -> None:
    shifts = (
        shift("2026-12-01 08:00", "2026-12-01 16:00", "ada"),
        shift("2026-12-01 12:00", "2026-12-01 20:00", "lin"),
        shift("2026-12-01 12:00", "2026-12-01 20:00", "ada"),
    )
    rotation = Rotation(name="night", shifts=shifts)
    hours = [on_call(rotation, utc(f"2026-12-01 {hour}:00")) for hour in ("08", "12", "16", "20")]
    assert hours == [("ada",), ("ada", "lin"), ("lin", "ada"), ()]


def found(rotation: Rotation, start: str, days: int, **absent: Absence) -> list[Uncovered]:
    absences = {name: (one,) for name, one in absent.items()}
    return list(uncovered(rotation, utc(start), utc(start) + days * DAY, absences))


def test_a_weekly_rotation_has_no_gap_once_it_has_started() -> None:
    assert found(weekly(), "2026-12-01 00:00", 60) == []
    (gap,) = found(weekly(), "2026-11-25 00:00", 14)
    assert (gap.start, gap.end) == (utc("2026-11-25 00:00"), utc("2026-11-30 08:00"))


def test_the_gaps_of_a_calendar_are_those_between_its_shifts_and_after_them() -> None:
    shifts = (
        shift("2026-12-01 08:00", "2026-12-01 16:00", "ada"),
        shift("2026-12-01 16:00", "2026-12-02 00:00", "lin"),
        shift("2026-12-02 08:00", "2026-12-03 00:00", "ada"),
    )
    assert found(Rotation(name="night", shifts=shifts), "2026-12-01 08:00", 3) == [
        Uncovered(start=utc("2026-12-02 00:00"), end=utc("2026-12-02 08:00")),
        Uncovered(start=utc("2026-12-03 00:00"), end=utc("2026-12-04 08:00")),
    ]


def test_the_week_of_a_person_who_is_absent_has_a_gap() -> None:
    away = Absence(start=utc("2026-12-10 00:00"), end=utc("2026-12-20 00:00"))
    (gap,) = found(weekly(), "2026-12-01 00:00", 30, lin=away)
    assert (gap.start, gap.end) == (utc("2026-12-10 00:00"), utc("2026-12-14 08:00"))
    cover = weekly(overrides=(Shift(start=away.start, end=away.end, person="bob"),))
    assert found(cover, "2026-12-01 00:00", 30, lin=away) == []
