"""When an account counts as silent: it is compared with the same hours of the weeks before."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.domain.silent_accounts import SILENT_FROM, WEEK, Opened, Usual, usual

BERLIN = ZoneInfo("Europe/Berlin")
HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
LAST = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)  # Friday, 10:00 in Berlin


def opened(*weeks: int, at: datetime = LAST, over: timedelta = 4 * HOUR) -> dict[datetime, int]:
    """This many waits in the hours after this time one, two, … weeks before, and one wait long
    ago."""
    found = {at - 5 * WEEK - HOUR: 1}
    for number, count in enumerate(weeks, 1):
        for n in range(count):
            quarter = at - number * WEEK + n % (over // QUARTER) * QUARTER
            found[quarter] = found.get(quarter, 0) + 1
    return found


def after(opened: Opened, silence: timedelta, last: datetime = LAST) -> Usual:
    found = usual(opened, last, BERLIN, last + silence)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("weeks", "is_silent"),
    [
        ((15, 0, 14, 90), True),
        ((12, 12, 12, 0), True),
        ((12, 12, 11, 0), False),
        ((900, 2, 1, 3), False),  # a crowd
        ((0, 0, 0, 0), False),
    ],
)
def test_three_of_four_weeks_decide(weeks: tuple[int, ...], *, is_silent: bool) -> None:
    found = after(opened(*weeks), 4 * HOUR)
    assert found.is_silent is is_silent
    assert found.in_silence == sum(weeks) / 4


def test_a_shorter_time_is_compared_with_a_shorter_one() -> None:
    busy = opened(16, 16, 16, 16)
    assert [after(busy, n * HOUR).in_silence for n in (1, 2, 4)] == [4, 8, 16]
    assert not after(busy, 2 * HOUR).is_silent
    assert after(busy, 3 * HOUR).is_silent


def test_a_night_without_messages_is_not_unusual() -> None:
    evening = datetime(2026, 11, 27, 21, 0, tzinfo=UTC)
    assert not after(opened(90, 90, 90, 90, at=LAST), 11 * HOUR, evening).is_silent


def test_a_silence_of_weeks_is_compared_with_the_weeks_before_the_silence() -> None:
    busy = opened(40, 40, 40, 40)
    for weeks in (1, 2, 3):
        found = after(busy, weeks * WEEK)
        assert (found.in_silence, found.is_silent) == (40, True)


def test_the_hours_are_local_when_the_clocks_change() -> None:
    """The clocks change on 25 October: 10:00 in Berlin is 08:00 UTC before, and 09:00 UTC after."""
    last = datetime(2026, 10, 30, 9, 0, tzinfo=UTC)
    summer = {last - n * WEEK - HOUR: SILENT_FROM for n in (1, 2, 3, 4, 5)}
    assert after(summer, HOUR, last).in_silence == SILENT_FROM


def test_too_few_weeks_say_nothing() -> None:
    assert usual({}, LAST, BERLIN, LAST + 9 * HOUR) is None
    new = {LAST - 2 * WEEK + n * QUARTER: 9 for n in range(400)}
    assert usual(new, LAST, BERLIN, LAST + 9 * HOUR) is None


def test_the_current_hour_has_its_own_mean() -> None:
    now = LAST + timedelta(minutes=40)
    found = usual(opened(8, 4, 0, 0, over=HOUR), LAST, BERLIN, now)
    assert found is not None
    assert found.per_hour == 3
