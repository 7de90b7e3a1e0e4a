"""Checks the names and times of rotations, of absence and of quiet hours."""

from collections.abc import Iterable, Iterator

from shared.config import hints
from shared.config.file_model import File, ResponderTable, RotationTable
from shared.config.mistakes import Mistake
from shared.config.toml_lines import KeyPath


def check(file: File) -> Iterator[Mistake]:
    """The mistakes in these tables of a file whose single values are valid."""
    names = [r.name for r in file.responders]
    for index, responder in enumerate(file.responders):
        yield from _times(responder, ("responders", index))
    rotations = list(file.rotations)
    folded = {n.strip().casefold(): n for n in names}
    for name, rotation in file.rotations.items():
        key: KeyPath = ("rotations", name)
        if other := folded.get(name.strip().casefold()):
            yield Mistake(key, f"is also the name of the responder {other!r}: expected another")
        yield from _rotation(rotation, names, rotations, key)
    yield from _unknown(file.alerts.backup, names, rotations, ("alerts", "backup"))


def _rotation(
    rotation: RotationTable, names: list[str], rotations: list[str], key: KeyPath
) -> Iterator[Mistake]:
    is_weekly = bool(rotation.people or rotation.starts)
    if is_weekly == bool(rotation.ics):
        yield Mistake(key, "expected either people and starts, or ics")
    elif is_weekly and not rotation.people:
        yield Mistake((*key, "starts"), "needs people")
    elif is_weekly and rotation.starts is None:
        reason = "needs starts: when the first person takes over, such as 2026-11-30T09:00:00"
        yield Mistake((*key, "people"), reason)
    yield from _unknown(rotation.people, names, rotations, (*key, "people"))
    for index, override in enumerate(rotation.overrides):
        at: KeyPath = (*key, "overrides", index)
        yield from _unknown([override.person], names, rotations, (*at, "person"))
        if override.end <= override.start:
            yield Mistake((*at, "to"), f"expected a time after {override.start.isoformat()}")


def _times(responder: ResponderTable, key: KeyPath) -> Iterator[Mistake]:
    for name, values in (("quiet_hours", responder.quiet_hours), ("absent", responder.absent)):
        if values and responder.zone is None:
            yield Mistake((*key, name), "needs the responder's zone")
    for index, quiet in enumerate(responder.quiet_hours):
        if quiet.start == "24:00":
            reason = 'expected a time before "24:00", which is an end only'
            yield Mistake((*key, "quiet_hours", index, "from"), reason)
        elif quiet.start == quiet.end:
            reason = 'expected a time other than "from"; a whole day is from "00:00" to "24:00"'
            yield Mistake((*key, "quiet_hours", index, "to"), reason)
    for index, absence in enumerate(responder.absent):
        if absence.last < absence.first:
            reason = f"expected {absence.first} or a later date: the last day of the absence"
            yield Mistake((*key, "absent", index, "to"), reason)


def _unknown(
    used: Iterable[str], names: list[str], rotations: list[str], key: KeyPath
) -> Iterator[Mistake]:
    for name in used:
        if name in rotations and name not in names:
            yield Mistake(key, f"{name!r} is a rotation: expected responders")
        elif name not in names:
            known = ", ".join(names) or "none"
            reason = f"there is no responder {name!r}; defined: {known}"
            yield Mistake(key, hints.with_meant(reason, name, names))
