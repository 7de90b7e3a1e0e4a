"""The times that X sends, and the time that its ids carry."""

from datetime import UTC, datetime

from functions.webhook.bodies import Json, moment

_MONTHS = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6,
    "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}  # fmt: skip
_SNOWFLAKE_EPOCH_MS = 1_288_834_974_657
_FIRST_SNOWFLAKE = 30_000_000_000
"""Ids below this were counted up before November 2010, and carry no time."""


def when(value: Json) -> datetime | None:
    """`Wed Oct 10 20:19:24 +0000 2018`, English whatever the locale, or any form of `moment`."""
    try:
        if not isinstance(value, str) or len(value) != 30 or value[19:26] != " +0000 ":
            return moment(value)
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


def of_id(number: str) -> datetime | None:
    """When the post or message with this id was made, to the millisecond."""
    if len(number) > 19 or not number.isascii() or not number.isdigit():
        return None
    snowflake = int(number)
    if snowflake < _FIRST_SNOWFLAKE:
        return None
    return datetime.fromtimestamp(((snowflake >> 22) + _SNOWFLAKE_EPOCH_MS) / 1000, UTC)
