"""Says a time in a person's zone and language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.wording.phrases import phrase

MAX_WEEKDAY_DAYS = 6
"""Within this many days before and after today, the weekday alone identifies the day."""


def moment_text(moment: datetime, now: datetime, zone: str, language: str) -> str:
    """A time in this zone: `23:05`, on another day `Mon 10:00`, and with the date if that would be
    ambiguous: `2026-12-01 10:00`."""
    local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    days = (local.date() - today).days
    if days == 0:
        return f"{local:%H:%M}"
    if abs(days) <= MAX_WEEKDAY_DAYS:
        day = phrase(language, f"weekday.{local.weekday()}")
        return phrase(language, "format.weekday", day=day, at=f"{local:%H:%M}")
    return local.strftime(phrase(language, "format.other_day"))
