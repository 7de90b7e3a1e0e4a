"""Durations: how the configuration file writes them, and how people see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.durations import MAX_DURATION_S, format_duration, format_exact, parse_duration

MINUTE, HOUR, DAY = 60, 3600, 86_400


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("15m", 15 * MINUTE),
        ("2h", 2 * HOUR),
        ("1h30m", 90 * MINUTE),
        ("2h 30m", 150 * MINUTE),
        (" 2h ", 2 * HOUR),
        ("3d", 3 * DAY),
        ("2w", 14 * DAY),
        (45, 45),
        ("366d", MAX_DURATION_S),
    ],
)
def test_a_written_duration_is_read_as_seconds(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "m", "15", "-5m", "0m", 0, -1, True, 1.5, None, "15 m", "1y"])
def test_anything_else_is_rejected_with_an_example(text):
    with pytest.raises(ValueError, match="expected a duration such as"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["367d", "9999d", MAX_DURATION_S + 1])
def test_a_duration_over_a_year_is_rejected(text):
    with pytest.raises(ValueError, match="expected at most one year"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.9, "0 s"),
        (45, "45 s"),
        (59.9, "59 s"),
        (MINUTE, "1 min"),
        (119, "1 min"),
        (12 * MINUTE + 34, "12 min"),
        (HOUR - 1, "59 min"),
        (HOUR, "1 h"),
        (HOUR + MINUTE - 1, "1 h"),
        (2 * HOUR - 1, "1 h 59 min"),
        (3 * HOUR, "3 h"),
        (24 * HOUR, "24 h"),
        (2 * DAY - 1, "47 h 59 min"),
        (2 * DAY, "2 d"),
        (2 * DAY + HOUR - 1, "2 d"),
        (2 * DAY + 4 * HOUR, "2 d 4 h"),
        (400 * DAY, "400 d"),
        (-45, "45 s"),
        (-2 * HOUR, "2 h"),
    ],
)
def test_a_duration_is_shown_in_at_most_two_units_rounded_down(seconds, text):
    assert format_duration(seconds) == text


@given(st.integers(MINUTE, MAX_DURATION_S))
def test_a_shown_duration_is_never_longer_than_the_duration(seconds):
    shown_s = parse_duration(format_duration(seconds).replace("min", "m").replace(" ", ""))
    assert shown_s <= seconds < shown_s + HOUR


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("90s", "1 min 30 s"),
        ("47h 59m", "47 h 59 min"),
        ("48h", "2 d"),
        ("50h 30m", "2 d 2 h 30 min"),
        ("1w", "7 d"),
    ],
)
def test_a_configured_duration_is_shown_as_it_is(written, text):
    assert format_exact(parse_duration(written)) == text


@given(st.integers(1, MAX_DURATION_S))
def test_a_configured_duration_is_never_rounded(seconds):
    shown = format_exact(seconds).replace("min", "m").replace(" ", "")
    assert parse_duration(shown) == seconds
