"""`GET /v1/on-call`: who is on call, now and next."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from shared.config.configuration import Responder
from shared.domain.availability import absent_days
from shared.domain.rotations import Rotation, Shift, next_change, on_call
from tests.api.calls import ask
from tests.api.test_http import send
from tests.builders import DAY, at
from tests.fakes.backend import Backend

NOW = at(20)
"""Sunday, 22 November 2026, 10:20 UTC."""

WEEKLY = Rotation(
    name="weekly",
    zone="Europe/Berlin",
    people=("ada", "lin"),
    starts=datetime(2026, 11, 16, 9),  # noqa: DTZ001 a wall time of the zone
)


def asked(backend: Backend, *known: Rotation, **responders: Responder) -> list[dict[str, object]]:
    people = {n: Responder(name=n, email=f"{n}@example.com") for n in ("ada", "lin")}
    backend.configuration = replace(
        backend.configuration,
        rotations={one.name: one for one in known},
        responders=people | responders,
        backup=("ada",),
    )
    answer = ask("GET", "/v1/on-call")
    assert (answer["status"], answer["backup"]) == (200, ["ada"])
    found: list[dict[str, object]] = answer["rotations"]
    return found


def test_a_weekly_rotation_changes_on_monday(backend: Backend) -> None:
    (shown,) = asked(backend, WEEKLY)
    assert shown == {
        "name": "weekly",
        "zone": "Europe/Berlin",
        "now": {"responders": ["ada"], "absent": [], "to": "2026-11-23T08:00:00Z"},
        "next": {
            "from": "2026-11-23T08:00:00Z",
            "responders": ["lin"],
            "absent": [],
            "to": "2026-11-30T08:00:00Z",
        },
        "gaps": [],
    }


def test_an_absent_responder_is_marked(backend: Backend) -> None:
    away = absent_days(date(2026, 11, 23), date(2026, 11, 25))
    lin = Responder(name="lin", email="lin@example.com", zone="UTC", absent=(away,))
    (shown,) = asked(backend, WEEKLY, lin=lin)
    assert (shown["now"]["absent"], shown["next"]["absent"]) == ([], ["lin"])  # type: ignore[index]


def test_an_override_is_now_and_the_rotation_next(backend: Backend) -> None:
    override = Shift(start=at(0), end=at(60), person="lin")
    (shown,) = asked(backend, replace(WEEKLY, overrides=(override,)))
    assert shown["now"] == {"responders": ["lin"], "absent": [], "to": "2026-11-22T11:00:00Z"}
    assert shown["next"]["responders"] == ["ada"]  # type: ignore[index]


def test_if_nothing_changes_there_is_no_next(backend: Backend) -> None:
    (shown,) = asked(backend, replace(WEEKLY, people=("ada",)))
    assert (shown["now"]["to"], shown["next"]) == (None, None)  # type: ignore[index]


def test_shifts_of_a_calendar_can_leave_nobody_or_overlap(backend: Backend) -> None:
    shifts = (
        Shift(start=at(60), end=at(120), person="ada"),
        Shift(start=at(60), end=at(90), person="lin"),
    )
    (shown,) = asked(backend, Rotation(name="nights", shifts=shifts))
    assert shown["now"] == {"responders": [], "absent": [], "to": "2026-11-22T11:00:00Z"}
    assert shown["next"] == {
        "from": "2026-11-22T11:00:00Z",
        "responders": ["ada", "lin"],
        "absent": [],
        "to": "2026-11-22T11:30:00Z",
    }


def gaps(shown: dict[str, object]) -> list[tuple[str, str]]:
    """The gaps, written as `22T10:20`: the day and the time."""
    found: list[dict[str, str]] = shown["gaps"]  # type: ignore[assignment]
    return [(one["from"][8:16], one["to"][8:16]) for one in found]


def test_the_gaps_of_the_next_seven_days_are_listed(backend: Backend) -> None:
    """A gap that is in progress begins with the hour, and the last gap is cut. It is Sunday the
    22nd, 10:20."""
    shifts = (
        Shift(start=at(60), end=at(120), person="ada"),
        Shift(start=at(120), end=at(180), person="lin"),
        Shift(start=at(3 * DAY), end=at(4 * DAY), person="ada"),
        Shift(start=at(8 * DAY), end=at(9 * DAY), person="ada"),
    )
    (shown,) = asked(backend, Rotation(name="nights", shifts=shifts))
    assert gaps(shown) == [
        ("22T10:00", "22T11:00"),
        ("22T13:00", "25T10:00"),
        ("26T10:00", "29T10:00"),
    ]


def test_somebody_who_is_away_leaves_a_gap(backend: Backend) -> None:
    away = absent_days(date(2026, 11, 22), date(2026, 11, 24))
    ada = Responder(name="ada", email="ada@example.com", zone="UTC", absent=(away,))
    (shown,) = asked(backend, WEEKLY, ada=ada)
    assert gaps(shown) == [("22T10:00", "23T08:00")]
    lin = Responder(name="lin", email="lin@example.com", zone="UTC", absent=(away,))
    (shown,) = asked(backend, WEEKLY, lin=lin)
    assert gaps(shown) == [("23T08:00", "25T00:00")]


def test_a_rotation_whose_calendar_has_ended_is_one_gap(backend: Backend) -> None:
    (shown,) = asked(backend, Rotation(name="nights", shifts=()))
    assert gaps(shown) == [("22T10:00", "29T10:00")]


def test_without_rotations_the_list_is_empty(backend: Backend) -> None:
    assert asked(backend) == []


def test_a_token_is_needed(backend: Backend) -> None:
    assert send(path="/v1/on-call", authorization="")["statusCode"] == 401


@pytest.mark.parametrize("hours", range(0, 24 * 40, 7))
def test_nobody_else_is_on_call_before_the_next_change(hours: int) -> None:
    override = Shift(start=at(30), end=at(2 * DAY), person="lin")
    rotation = replace(WEEKLY, overrides=(override,))
    start = NOW + timedelta(hours=hours - 200)
    change = next_change(rotation, start, start + timedelta(days=60))
    assert change
    assert on_call(rotation, change) != on_call(rotation, start)
    minutes = int((change - start).total_seconds() // 60)
    before = {on_call(rotation, start + timedelta(minutes=n)) for n in range(0, minutes, 20)}
    assert before == {on_call(rotation, start)}
