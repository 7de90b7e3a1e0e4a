"""Says when a step fires, in the reader's language: `15m before` is `15 min vorher` in German."""

import re

from shared.domain.durations import format_exact, parse_duration
from shared.wording.phrases import phrase

_RELATIVE = re.compile(r"(.+?)\s+(before|after)(\s*\(wall\))?")
_WORKING_DAYS = re.compile(r"([0-9]+)\s+working\s+days?")
_SHARE = re.compile(r"([0-9.]+)\s*%")


def text(written: str, language: str) -> str:
    """The step's time (`at` in the configuration) in this language.

    An unknown text is returned as it is, because alerts outlive a configuration.
    """
    if written == "due":
        return phrase(language, "moment.due")
    if share := _SHARE.fullmatch(written):
        return phrase(language, "moment.share", percent=share[1])
    relative = _RELATIVE.fullmatch(written)
    duration = _duration(relative[1], language) if relative else None
    if relative is None or duration is None:
        return written
    found = phrase(language, f"moment.{relative[2]}", duration=duration)
    return f"{found}, {phrase(language, 'why.calendar')}" if relative[3] else found


def _duration(written: str, language: str) -> str | None:
    if days := _WORKING_DAYS.fullmatch(written):
        name = "moment.working_day" if days[1] == "1" else "moment.working_days"
        return phrase(language, name, count=days[1])
    try:
        seconds = parse_duration(written)
    except ValueError:
        return None
    return format_exact(seconds, day=phrase(language, "format.day"))
