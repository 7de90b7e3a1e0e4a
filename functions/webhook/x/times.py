"""Parses the times that X sends, and the time that is part of X's ids."""

from datetime import UTC, datetime, timedelta

from functions.webhook.bodies import Json, parse_time

_MONTHS = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6,
    "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}  # fmt: skip
_SNOWFLAKE_EPOCH_MS = 1_288_834_974_657
_FIRST_SNOWFLAKE = 30_000_000_000
"""Smaller ids were assigned in sequence, before November 2010, and hold no time."""

MAX_ID_DIGITS = 19
_A_SECOND = timedelta(seconds=1)


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


def time_of(number: str, stated: datetime | None) -> datetime | None:
    """When the post or message with this id was written. `stated` is the time that X states.

    For the same post, one API states the time in milliseconds, another in seconds, and another may
    state none. The id holds the milliseconds, so each of them gives the same time. The stated time
    counts if the id holds none, or another.
    """
    in_id = time_from_id(number)
    if stated is None or (in_id is not None and abs(in_id - stated) < _A_SECOND):
        return in_id
    return stated


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
