"""Whom a step notifies at a moment: who is on call, who is not absent, and else the backup."""

from collections.abc import Iterable
from datetime import datetime

from functions.notifier import channels
from functions.notifier.fallback import ALERTS_NOT_DELIVERED
from shared.config.configuration import Configuration, Responder
from shared.domain.availability import is_absent
from shared.domain.policies import Medium, Step
from shared.domain.rotations import on_call
from shared.runtime import log


def recipients(
    configuration: Configuration, step: Step, now: datetime
) -> list[tuple[Responder, Medium]]:
    """The responders, and by which channels: those that the step names and the responder uses; if
    there are none, all that the responder uses. Each once, whatever the step repeats.

    If nobody whom the step names is left, the backup is notified instead. An alarm says if there
    is nobody at all.
    """
    found: list[tuple[Responder, Medium]] = []
    for responder in _people(configuration, step, now):
        used = [channel.name for channel in channels.used_by(responder)]
        wanted = dict.fromkeys(b for b in step.by if b in used)
        found += [(responder, by) for by in wanted or used]
    return found


def _people(configuration: Configuration, step: Step, now: datetime) -> list[Responder]:
    named = [n for name in step.notify for n in _named(configuration, name, now)]
    people = _present(configuration, named, now) or (
        _present(configuration, configuration.backup, now) if step.notify else []
    )
    if step.notify and not people:
        log.event("step.reaches_nobody")
        log.count(ALERTS_NOT_DELIVERED)
    return people


def _named(configuration: Configuration, name: str, now: datetime) -> tuple[str, ...]:
    """The people behind a name in `notify`: a rotation's, or the responder of that name."""
    rotation = configuration.rotations.get(name)
    return on_call(rotation, now) if rotation else (name,)


def _present(configuration: Configuration, names: Iterable[str], now: datetime) -> list[Responder]:
    """The responders of these names who are not absent, each once."""
    known = configuration.responders
    found = [known[name] for name in dict.fromkeys(names) if name in known]
    return [one for one in found if not is_absent(one.absences, now)]
