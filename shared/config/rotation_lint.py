"""Who is on call in the next days, and when nobody is, for `replywatch check-config`."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.config.configuration import Configuration
from shared.config.mistakes import Mistake
from shared.domain.rotations import Rotation, on_call, uncovered

AHEAD = timedelta(days=14)
MAX_GAPS = 10
"""How many gaps of one rotation are listed."""


def on_call_now(configuration: Configuration, now: datetime) -> Iterator[str]:
    """A line for each rotation."""
    for rotation in configuration.rotations.values():
        people = ", ".join(on_call(rotation, now)) or "nobody"
        until = rotation.known_until
        known = (
            f"; its calendar is read until {until:%Y-%m-%d}, deploy again before" if until else ""
        )
        yield f"rotation {rotation.name}: {people} on call now{known}"


def lint(configuration: Configuration, now: datetime) -> Iterator[Mistake]:
    """A warning for each gap of each rotation until `AHEAD`, and one more if there is no backup."""
    for rotation in configuration.rotations.values():
        yield from _gaps(configuration, rotation, now)
    if configuration.rotations and not configuration.backup:
        reason = "names nobody: if nobody is on call, no one is notified; expected a responder"
        yield Mistake(("alerts", "backup"), reason)


def _gaps(configuration: Configuration, rotation: Rotation, now: datetime) -> Iterator[Mistake]:
    absences = {r.name: r.absences for r in configuration.responders.values()}
    found = list(uncovered(rotation, now, now + AHEAD, absences))
    for gap in found[:MAX_GAPS]:
        times = f"from {_local(gap.start, rotation)} to {_local(gap.end, rotation)}"
        reason = f"nobody is on call {times} ({rotation.zone})"
        yield Mistake(("rotations", rotation.name), reason)
    if more := len(found[MAX_GAPS:]):
        until = _local(found[-1].end, rotation)
        reason = f"nobody is on call in {more} more gaps until {until} ({rotation.zone})"
        yield Mistake(("rotations", rotation.name), reason)


def _local(moment: datetime, rotation: Rotation) -> str:
    return f"{moment.astimezone(ZoneInfo(rotation.zone)):%Y-%m-%d %H:%M}"
