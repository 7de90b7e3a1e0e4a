"""Checks single values of the configuration file. Each raises ValueError with what it expects."""

import re
from typing import NamedTuple
from zoneinfo import available_timezones

from pydantic_core import PydanticCustomError

from shared.domain.durations import parse_duration
from shared.domain.events import CHANNELS
from shared.domain.intents import classifier

_MAX_SHARE = 10
ENTRY_NAME = r"^[a-z0-9][a-z0-9-]{0,62}$"
NOT_SHOWN = "not_shown"
"""The type of an error whose value must not be printed."""
_STEP_TIME_EXPECTED = 'expected "15m before", "due", "30m after", "30m after (wall)" or "80 %"'


class StepTime(NamedTuple):
    """When a step fires: `offset_s` seconds from the deadline, or at a share of the target."""

    offset_s: int
    share: float | None
    wall: bool = False
    """Whether the offset counts in calendar time, whatever the policy's clock is."""


def parse_step_time(value: object) -> StepTime:
    """Parses `"15m before"`, `"due"`, `"30m after"`, `"30m after (wall)"` or `"80 %"`.

    Examples: `"15m before"` gives (-900, None, False), `"80 %"` gives (0, 0.8, False).
    """
    if not isinstance(value, str):
        raise ValueError(_STEP_TIME_EXPECTED)
    text = value.strip()
    if text == "due":
        return StepTime(0, None)
    if percent := re.fullmatch(r"(\d{1,4}(?:\.\d+)?)\s*%", text):
        share = float(percent[1]) / 100
        if not 0 < share <= _MAX_SHARE:
            raise ValueError("expected a share between 1 % and 1000 % of the target")
        return StepTime(0, share)
    if relative := re.fullmatch(r"(.+?)\s+(before|after)(\s*\(wall\))?", text):
        try:
            offset_s = parse_duration(relative[1])
        except ValueError:
            raise ValueError(_STEP_TIME_EXPECTED) from None
        signed_s = -offset_s if relative[2] == "before" else offset_s
        return StepTime(signed_s, None, wall=relative[3] is not None)
    raise ValueError(_STEP_TIME_EXPECTED)


def check_step_time(value: object) -> object:
    """The value itself, where `parse_step_time` accepts it."""
    parse_step_time(value)
    return value


DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_weekdays(text: str) -> tuple[int, ...]:
    """The weekdays of `"mon-fri"`, `"sat"` or `"fri-mon, wed"`, from 0 for Monday."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        names = [first.strip(), (last or first).strip()]
        if not all(name in DAY_NAMES for name in names):
            raise ValueError(f'expected days such as "mon-fri" or "sat, sun", got {text!r}')
        start, end = map(DAY_NAMES.index, names)
        found += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
    return tuple(dict.fromkeys(found))


def check_weekdays(value: str) -> str:
    """The value itself, where `parse_weekdays` accepts it."""
    parse_weekdays(value)
    return value


def check_time_of_day(value: str) -> str:
    """The value itself, where it is a time such as `22:00`, at most `24:00`."""
    found = re.fullmatch(r"(\d{2}):([0-5]\d)", value)
    if not found or (int(found[1]), int(found[2])) > (24, 0):
        raise ValueError('expected a time of day such as "22:00"')
    return value


def check_zone(value: str) -> str:
    """The value itself, where it is the name of an IANA time zone."""
    if value not in available_timezones():
        raise ValueError('expected an IANA time zone such as "Europe/Berlin"')
    return value


def check_email(value: str) -> str:
    """The value itself, where it has the form of an email address."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        raise ValueError('expected an address such as "ada@example.com"')
    return value


def check_channel(value: str) -> str:
    """The value itself, where it can name a channel that is not built in."""
    if not re.fullmatch(r"[a-z][a-z0-9]{0,31}", value):
        raise ValueError('expected 1 to 32 lower-case letters and digits, such as "tiktok"')
    if value in CHANNELS:
        raise ValueError("is built in: expected a name of your own")
    return value


def check_phone(value: str) -> str:
    """The value itself, where it is a phone number in E.164 form."""
    if not re.fullmatch(r"\+[1-9]\d{6,14}", value):
        raise ValueError('expected a number in E.164 form such as "+4930123456"')
    return value


def check_entry_name(value: str) -> str:
    """The value itself, where it can name an entry of the channels' secret. The error does not show
    the value: it may be the secret itself."""
    if not re.fullmatch(ENTRY_NAME, value):
        raise PydanticCustomError(
            NOT_SHOWN,
            'expected the name of an entry of the channels\' secret, such as "support"; addresses '
            "and keys belong into the secret, not into this file",
        )
    return value


def check_language(value: str) -> str:
    """The value itself, where it is the code of a language that the classifier knows."""
    if value not in classifier.LANGUAGES:
        raise ValueError(f"expected one of {', '.join(classifier.LANGUAGES)}")
    return value
