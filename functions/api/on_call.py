"""Shows who is on call in each rotation, now and next, and when nobody will be."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from shared.config.configuration import Configuration
from shared.conversation.wait_json import time_to_json
from shared.domain import rotations
from shared.domain.rotations import Rotation

AHEAD = timedelta(days=60)
"""How far the answer looks ahead for a change."""

GAPS_AHEAD = timedelta(days=7)
"""How far the answer looks ahead for times in which nobody is on call."""


def on_call(configuration: Configuration, now: datetime) -> dict[str, Any]:
    """The rotations by name, and the backup."""
    known = configuration.rotations
    return {
        "rotations": [_rotation(configuration, known[name], now) for name in sorted(known)],
        "backup": list(configuration.backup),
    }


def _rotation(configuration: Configuration, rotation: Rotation, now: datetime) -> dict[str, Any]:
    end = now + AHEAD
    change = rotations.next_change(rotation, now, end)
    following = rotations.next_change(rotation, change, end) if change else None
    return {
        "name": rotation.name,
        "zone": rotation.zone,
        "now": _people(configuration, rotation, now) | {"to": time_to_json(change)},
        "next": (
            {"from": time_to_json(change)}
            | _people(configuration, rotation, change)
            | {"to": time_to_json(following)}
            if change
            else None
        ),
        "gaps": list(_gaps(configuration, rotation, now)),
    }


def _gaps(
    configuration: Configuration, rotation: Rotation, now: datetime
) -> Iterator[dict[str, Any]]:
    """When nobody is on call, or only people who are absent.

    They are looked for from the start of this hour, so that within an hour the same answer has the
    same `ETag`. A gap that has begun earlier begins there.
    """
    absences = {r.name: r.absences for r in configuration.responders.values()}
    start = now.replace(minute=0, second=0, microsecond=0)
    for gap in rotations.uncovered(rotation, start, start + GAPS_AHEAD, absences):
        if gap.end > now:
            yield {"from": time_to_json(gap.start), "to": time_to_json(gap.end)}


def _people(configuration: Configuration, rotation: Rotation, at: datetime) -> dict[str, Any]:
    names = rotations.on_call(rotation, at)
    return {"responders": list(names), "absent": list(_absent(configuration, names, at))}


def _absent(configuration: Configuration, names: Iterable[str], at: datetime) -> Iterable[str]:
    known = configuration.responders
    return (name for name in names if name in known and known[name].is_absent(at))
