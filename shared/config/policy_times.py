"""Durations of policies and times of steps, as `replywatch.toml` has them.

Each function raises ValueError with what it expects.
"""

import re
from typing import NamedTuple

from shared.config.working_days import WorkingDays, in_seconds
from shared.domain.durations import parse_duration
from shared.domain.reply_window import STANDARD_WINDOW

_MIN_SHARE, _MAX_SHARE = 0.01, 10
_MAX_WORKING_DAYS = 260
_STEP_TIME_EXPECTED = 'expected "15m before", "due", "30m after", "30m after (wall)" or "80 %"'
_SHORTEST_WINDOW_S = int(STANDARD_WINDOW.total_seconds())
_WINDOW_STEP_TIME_EXPECTED = 'expected a time before the reply window closes, such as "2h before"'
_WORKING_DAYS = re.compile(r"([0-9]{1,3})\s+working\s+days?")
_NEARLY_WORKING_DAYS = re.compile(r"(?i)work|business")


def parse_policy_duration(value: object) -> int | WorkingDays:
    """Seconds, as `parse_duration`, or `"2 working days"`. Raises ValueError."""
    written = _WORKING_DAYS.fullmatch(value.strip()) if isinstance(value, str) else None
    if not written:
        if isinstance(value, str) and _NEARLY_WORKING_DAYS.search(value):
            raise ValueError('expected working days such as "2 working days"')
        return parse_duration(value)
    count = int(written[1])
    if not 1 <= count <= _MAX_WORKING_DAYS:
        raise ValueError(f"expected 1 to {_MAX_WORKING_DAYS} working days")
    return WorkingDays(count)


def parse_target(value: object) -> int | WorkingDays | str:
    """What `parse_policy_duration` returns, or `"none"` itself. Raises ValueError."""
    if isinstance(value, str) and value.strip().casefold() == "none":
        if value == "none":
            return value
        raise ValueError('expected "none" in small letters, or a duration such as "2h"')
    return parse_policy_duration(value)


class StepTime(NamedTuple):
    """When a step fires: `offset_s` seconds from the deadline, or at a share of the target."""

    offset_s: int
    share: float | None
    wall: bool = False
    """Whether the offset counts in calendar time, whatever the policy's clock is."""


def parse_step_time(value: object, working_day_s: int = 0) -> StepTime:
    """Parses `"15m before"`, `"due"`, `"30m after"`, `"30m after (wall)"` or `"80 %"`.

    Examples: `"15m before"` gives (-900, None, False), `"80 %"` gives (0, 0.8, False). With working
    days of 8 hours, `"1 working day before"` gives (-28800, None, False).
    """
    if not isinstance(value, str):
        raise ValueError(_STEP_TIME_EXPECTED)
    text = value.strip()
    if text == "due":
        return StepTime(0, None)
    if percent := re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]+)?)\s*%", text):
        share = float(percent[1]) / 100
        if not _MIN_SHARE <= share <= _MAX_SHARE:
            raise ValueError("expected a share between 1 % and 1000 % of the target")
        return StepTime(0, share)
    if relative := re.fullmatch(r"(.+?)\s+(before|after)(\s*\(wall\))?", text):
        if relative[3] and has_working_days(text):
            raise ValueError(_STEP_TIME_EXPECTED)
        try:
            offset_s = in_seconds(parse_policy_duration(relative[1]), working_day_s)
        except ValueError:
            raise ValueError(_STEP_TIME_EXPECTED) from None
        signed_s = -offset_s if relative[2] == "before" else offset_s
        return StepTime(signed_s, None, wall=relative[3] is not None)
    raise ValueError(_STEP_TIME_EXPECTED)


def parse_window_step_time(value: object) -> int:
    """How many seconds before the platform's reply window closes: `"2h before"` gives 7200."""
    written = re.fullmatch(r"(.+?)\s+before", value.strip()) if isinstance(value, str) else None
    try:
        before_s = parse_duration(written[1]) if written else 0
    except ValueError:
        before_s = 0
    if not 0 < before_s < _SHORTEST_WINDOW_S:
        raise ValueError(_WINDOW_STEP_TIME_EXPECTED)
    return before_s


def check_window_step_time(value: object) -> object:
    """The value itself, if `parse_window_step_time` accepts it."""
    parse_window_step_time(value)
    return value


def as_step(value: object) -> object:
    """A step that is only a time, as a table: `"due"` means `{ at = "due" }`."""
    return {"at": value} if isinstance(value, str) else value


def has_working_days(step_time: str) -> bool:
    """Whether a step's time is given in working days from the deadline."""
    return _WORKING_DAYS.match(step_time.strip()) is not None


def check_step_time(value: object) -> object:
    """The value itself, if `parse_step_time` accepts it."""
    parse_step_time(value)
    return value
