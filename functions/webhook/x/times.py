"""Parses the times that X sends, and the time that is part of X's ids."""

from datetime import UTC, datetime

from functions.webhook.bodies import Json, parse_time

_MONTHS = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6,
    "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}  # fmt: skip
_SNOWFLAKE_EPOCH_MS = 1_288_834_974_657
_FIRST_SNOWFLAKE = 30_000_000_000
"""Smaller ids were assigned in sequence, before November 2010, and hold no time."""

MAX_ID_DIGITS = 19


def parse_x_time(value: Json) -> datetime | None:
    """A time such as `Wed Oct 10 20:19:24 +0000 2018`, or in any form that `parse_time` reads.

    `strptime` is not used, because it expects the month in the language of the locale.
    """
    try:
        if not isinstance(value, str) or len(value) != 30 or value[19:26] != " +0000 ":
            return parse_time(value)
        return datetime(
            int(value[26:]),
            _MONTHS[value[4:7]],
            int(value[8:10]),
            int(value[11:13]),
            int(value[14:16]),
            int(value[17:19]),
            tzinfo=UTC,
        )
    except (KeyError, ValueError, OverflowError):
        return None


def time_from_id(number: str) -> datetime | None:
    """When X created the post or message with this id, to the millisecond.

    None for ids without a time, such as `20`.
    """
    if len(number) > MAX_ID_DIGITS or not number.isascii() or not number.isdigit():
        return None
    snowflake = int(number)
    if snowflake < _FIRST_SNOWFLAKE:
        return None
    return datetime.fromtimestamp(((snowflake >> 22) + _SNOWFLAKE_EPOCH_MS) / 1000, UTC)
