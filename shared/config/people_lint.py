"""Who is on call in the next days, and when nobody is, for `replywatch check-config`."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.config.configuration import Configuration
from shared.domain.rotations import Rotation, on_call, uncovered

AHEAD = timedelta(days=14)
MAX_GAPS = 10
"""Of one rotation, so many gaps are listed."""


def lint(configuration: Configuration, now: datetime) -> Iterator[str]:
    """For each rotation who is on call, and a warning for each gap until `AHEAD`."""
    for rotation in configuration.rotations.values():
        yield from _rotation(configuration, rotation, now)
    if configuration.rotations and not configuration.backup:
        yield "  warning: alerts.backup names nobody: if nobody is on call, no one is notified"


def _rotation(configuration: Configuration, rotation: Rotation, now: datetime) -> Iterator[str]:
    people = ", ".join(on_call(rotation, now)) or "nobody"
    until = rotation.known_until
    known = f"; its calendar is read until {until:%Y-%m-%d}, deploy again before" if until else ""
    yield f"rotation {rotation.name}: {people} on call now{known}"
    absences = {r.name: r.absences for r in configuration.responders.values()}
    found = list(uncovered(rotation, now, now + AHEAD, absences))
    for gap in found[:MAX_GAPS]:
        times = f"from {_local(gap.start, rotation)} to {_local(gap.end, rotation)}"
        yield f"  warning: rotation {rotation.name}: nobody is on call {times} ({rotation.zone})"
    if len(found) > MAX_GAPS:
        yield f"  warning: rotation {rotation.name}: and {len(found) - MAX_GAPS} more gaps"


def _local(moment: datetime, rotation: Rotation) -> str:
    return f"{moment.astimezone(ZoneInfo(rotation.zone)):%Y-%m-%d %H:%M}"
