"""Durations as people write them (`"1h 30m"`) and as people read them (`1 h 30 min`)."""

import re

MAX_DURATION_S = 366 * 86_400

_UNIT_S = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_WRITTEN = re.compile(r"(?:\d{1,9}[smhdw]\s*)+")
_PART = re.compile(r"(\d+)([smhdw])")
_HOURS_UNTIL_DAYS = 48


def parse_duration(value: object) -> int:
    """The seconds of `"90s"`, `"15m"`, `"2h 30m"`, `"3d"`, `"2w"` or a whole number of seconds.

    Raises ValueError for anything else, for zero, and for more than `MAX_DURATION_S`.
    """
    seconds = 0
    if isinstance(value, int) and not isinstance(value, bool):
        seconds = value
    if isinstance(value, str) and _WRITTEN.fullmatch(value.strip()):
        seconds = sum(int(number) * _UNIT_S[unit] for number, unit in _PART.findall(value))
    if seconds > MAX_DURATION_S:
        raise ValueError("expected at most one year")
    if seconds <= 0:
        raise ValueError('expected a duration such as "30m", "2h" or "1h 30m"')
    return seconds


def format_duration(seconds: float, *, day: str = "d") -> str:
    """The duration in one or two units, rounded down: `45 s`, `12 min`, `1 h 59 min`, `2 d 4 h`.

    The sign is dropped, since the caller says "before" or "after". Days start at 48 h, because
    "26 h" is easier to compare with a target than "1 d 2 h". `day` is the unit of a day, which
    differs between languages.
    """
    whole_s = int(abs(seconds))
    minutes, hours, days = whole_s // 60, whole_s // 3600, whole_s // 86_400
    if minutes < 1:
        return f"{whole_s} s"
    if hours < 1:
        return f"{minutes} min"
    if hours < _HOURS_UNTIL_DAYS:
        return _two_units(hours, "h", minutes % 60, "min")
    return _two_units(days, day, hours % 24, "h")


def format_exact(seconds: int, *, day: str = "d") -> str:
    """A duration as somebody configured it, in as many units as it needs: `1 min 30 s`,
    `2 d 2 h 30 min`. Days start at 48 h, as in `format_duration`."""
    days = seconds // 86_400 if seconds // 3600 >= _HOURS_UNTIL_DAYS else 0
    rest_s = seconds - days * 86_400
    parts = ((days, day), (rest_s // 3600, "h"), (rest_s // 60 % 60, "min"), (rest_s % 60, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"


def _two_units(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large} {large_unit} {small} {small_unit}" if small else f"{large} {large_unit}"
