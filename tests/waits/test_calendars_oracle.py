"""Compares business hours with an independent oracle.

The oracle is a shopkeeper whose wall clock never runs backwards. He goes through UTC minute by
minute, sets his clock to the local time whenever that is later, and opens and closes by his clock.
When the clocks go forward, his clock skips the times between. When they go back, his clock stands
still until the local time catches up. So a time that does not exist is the moment of the change,
and a time that occurs twice is its first occurrence, as in the module.

An ordinary run compares a fixed sample of zones and clock changes. The full comparison, with all
IANA zones and every clock change from 2020 to 2035, takes some minutes:

    REPLYWATCH_WHOLE=1 PYTHONTZPATH= python -m pytest tests/waits/test_calendars_oracle.py

(`PYTHONTZPATH=` takes the zones from the `tzdata` package, as in Lambda, not from the system.)
Each run prints how much it compared.
"""

import os
from bisect import bisect_right
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo, available_timezones

import pytest

from shared.domain.calendars import (
    Calendar,
    add_business_seconds,
    business_seconds,
    is_open_at,
    next_opening,
)

WHOLE = os.environ.get("REPLYWATCH_WHOLE") == "1"
FIRST = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp()) // 60
LAST = int(datetime(2036, 1, 1, tzinfo=UTC).timestamp()) // 60
HOUR, DAY = 60, 24 * 60
ALL_ZONES = sorted(available_timezones() - {"localtime"})
CURIOUS = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Asuncion",
    "America/Havana",
    "America/New_York",
    "America/Santiago",
    "America/Scoresbysund",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Berlin",
]
ZONES = ALL_ZONES if WHOLE else sorted({*CURIOUS, *Random(1).sample(ALL_ZONES, 12)})
figures: Counter[str] = Counter()

type Hours = list[tuple[int, int]]


class Shop:
    """The oracle: random hours, and whether it is open in each minute of a range of UTC."""

    def __init__(self, zone: str, week: list[Hours], dates: dict[date, Hours]):
        self.zone, self.week, self.dates = ZoneInfo(zone), week, dates

    def open_by(self, hands: datetime) -> bool:
        for back in (0, 1):
            day = hands.date() - timedelta(days=back)
            minute = hands.hour * 60 + hands.minute + back * DAY
            hours = self.dates.get(day, self.week[day.weekday()])
            if any(start <= minute < end for start, end in hours):
                return True
        return False

    def walk(self, first: int, last: int) -> list[bool]:
        hands = local_time(first - 26 * HOUR, self.zone)
        minutes = []
        for minute in range(first - 26 * HOUR, last):
            hands = max(hands, local_time(minute, self.zone))
            if minute >= first:
                minutes.append(self.open_by(hands))
        return minutes

    def calendar(self) -> Calendar:
        return Calendar(
            name="drawn",
            zone=self.zone.key,
            week=tuple(map(tuple, self.week)),
            exceptions={day: tuple(hours) for day, hours in self.dates.items()},
        )


def local_time(minute: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(minute * 60, zone).replace(tzinfo=None, fold=0)


def moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


@cache
def changes(zone: str) -> list[int]:
    """The UTC minutes at which the clocks of the zone change, found by search."""

    def offset(minute: int) -> timedelta | None:
        return datetime.fromtimestamp(minute * 60, ZoneInfo(zone)).utcoffset()

    found = []
    for day in range(FIRST, LAST, DAY):
        low, high = day, day + DAY
        if offset(low) == offset(high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
        found.append(high)
    return found


def draw(random: Random, zone: str, around: int) -> Shop:
    """Hours of all kinds, half of them near the wall times of the clock change."""
    near = [local_time(around + by, ZoneInfo(zone)) for by in (-1, 0)]

    def minute() -> int:
        if random.random() < 0.5:
            at = random.choice(near)
            by = random.choice((-120, -60, -31, -30, -29, -1, 0, 1, 15, 29, 30, 31, 60, 61, 120))
            return (at.hour * 60 + at.minute + by) % DAY
        return random.choice((0, 540, 1020, 1320, 1439, random.randrange(DAY)))

    def hours() -> Hours:
        drawn = []
        for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3))):
            start, end = minute(), minute()
            drawn.append((start, end if end > start else end + DAY))
        return drawn

    today = near[0].date()
    dates = {today + timedelta(days=random.randint(-2, 2)): hours() for _ in range(3)}
    week = [hours() for _ in range(7)]
    if not any(week):
        week[0] = [(540, 1020)]
    return Shop(zone, week, dates if random.random() < 0.5 else {})


def compare(random: Random, shop: Shop, first: int, last: int) -> None:
    """Compares every minute of [first, last), and random durations, deadlines and openings."""
    calendar, minutes = shop.calendar(), shop.walk(first, last)
    before = [0, *accumulate(60 * is_open for is_open in minutes)]
    begin, end = first * 60, last * 60

    def elapsed(second: int) -> int:
        whole, rest = divmod(second - begin, 60)
        return before[whole] + (rest if rest and minutes[whole] else 0)

    def agree(kind: str, asked: tuple, ours: object, oracle: object) -> None:
        figures[kind] += 1
        figures["comparisons"] += 1
        if ours != oracle:
            figures["mismatches"] += 1
            pytest.fail(f"{kind}{asked}: {ours}, oracle {oracle}: {calendar}")

    for minute, is_open in enumerate(minutes, first):
        second = moment(minute * 60 + random.randrange(60))
        agree("is_open_at", (second,), is_open_at(calendar, second), is_open)
    for _ in range(25):
        a, b = sorted(random.choices(range(begin, end), k=2))
        span = elapsed(b) - elapsed(a)
        asked = moment(a), moment(b)
        agree("business_seconds", asked, business_seconds(calendar, *asked), span)

        opens = next((m for m in range(a // 60, last) if minutes[m - first]), None)
        if opens is not None:
            expected = moment(max(a, opens * 60))
            agree("next_opening", asked[:1], next_opening(calendar, asked[0]), expected)

        left = before[-1] - elapsed(a)
        if left:
            seconds = random.choice((left, random.randint(1, left), random.randint(1, left)))
            # the minute in which the last of these seconds lies
            full = elapsed(a) + seconds
            minute = bisect_right(before, full - 1) - 1
            due = moment(begin + minute * 60 + full - before[minute])
            ours = add_business_seconds(calendar, asked[0], seconds)
            agree("add_business_seconds", (asked[0], seconds), ours, due)


@pytest.fixture(scope="module", autouse=True)
def _report(request):
    yield
    counts = ", ".join(f"{number:,} {name}" for name, number in figures.items())
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\noracle: {counts}, {figures['mismatches']} mismatches")


@pytest.mark.parametrize("zone", ZONES)
def test_around_each_clock_change_every_minute_agrees_with_the_oracle(zone):
    random = Random(zone)
    chosen = changes(zone)
    if not WHOLE and len(chosen) > 2:
        chosen = random.sample(chosen, 2)
    figures["zones"] += 1
    for change in chosen:
        figures["changes of clocks"] += 1
        shop = draw(random, zone, change)
        compare(random, shop, change - 30 * HOUR, change + 30 * HOUR)


@pytest.mark.parametrize("zone", ZONES if WHOLE else ZONES[::3])
def test_at_any_other_time_every_minute_agrees_with_the_oracle(zone):
    random = Random(zone)
    for _ in range(3 if WHOLE else 1):
        at = random.randrange(FIRST, LAST)
        compare(random, draw(random, zone, at), at, at + random.randrange(1, 3 * DAY))


@pytest.mark.parametrize("zone", ZONES if WHOLE else ["Africa/Casablanca", "Europe/Berlin"])
def test_over_months_durations_and_deadlines_agree_with_the_oracle(zone):
    random = Random(zone)
    at = random.randrange(FIRST, LAST - 90 * DAY)
    compare(random, draw(random, zone, at), at, at + (90 if WHOLE else 40) * DAY)


def test_the_oracle_is_right_about_berlin():
    """Hours 02:30-04:00, by hand: going forward from 03:00 CEST, going back from 02:30 CEST."""
    shop = Shop("Europe/Berlin", [[(150, 240)]] * 7, {})
    for day, opens, closes in (("2026-03-29", 60, 120), ("2026-10-25", 30, 180)):
        first = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) // 60
        assert shop.walk(first, first + 12 * HOUR) == [
            opens <= minute < closes for minute in range(12 * HOUR)
        ]


def test_the_oracle_finds_the_known_clock_changes():
    berlin = [moment(minute * 60).isoformat() for minute in changes("Europe/Berlin")]
    assert len(berlin) == 32
    assert berlin[:2] == ["2020-03-29T01:00:00+00:00", "2020-10-25T01:00:00+00:00"]
    assert not changes("Asia/Kathmandu")
