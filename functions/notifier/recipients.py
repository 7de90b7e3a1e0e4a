"""Whom a step notifies at a moment: who is on call, who is not absent, and else the backup."""

from collections.abc import Iterable
from datetime import datetime

from functions.notifier import channels
from functions.notifier.fallback import ALERTS_NOT_DELIVERED
from functions.notifier.reachability import reachable
from shared.config.configuration import Configuration, Responder
from shared.domain.availability import is_absent
from shared.domain.policies import Medium, Step
from shared.domain.rotations import on_call
from shared.runtime import log
from shared.storage.store import Store


def recipients(
    store: Store, configuration: Configuration, step: Step, now: datetime
) -> list[tuple[Responder, Medium]]:
    """The responders, and by which channels: those that the step names and the responder uses; if
    there are none, all that the responder uses. Each once, whatever the step repeats.

    If nobody whom the step names is left, the backup is notified instead; if none of them has an
    address that takes anything, as well. An alarm says if there is nobody at all.
    """
    found: list[tuple[Responder, Medium]] = []
    for responder in _people(store, configuration, step, now):
        used = [channel.name for channel in channels.used_by(responder)]
        wanted = dict.fromkeys(b for b in step.by if b in used)
        found += [(responder, by) for by in wanted or used]
    return found


def _people(
    store: Store, configuration: Configuration, step: Step, now: datetime
) -> list[Responder]:
    if not step.notify:
        return []
    names = [n for name in step.notify for n in _named(configuration, name, now)]
    named = _present(configuration, names, now)
    found = reachable(store, named, now)
    backup = [] if found else _present(configuration, configuration.backup, now)
    instead = reachable(store, backup, now)
    if not (found or instead):
        log.event("step.reaches_nobody")
        log.count(ALERTS_NOT_DELIVERED)
    return [found.get(one.name, one) for one in named] + [*instead.values()]


def _named(configuration: Configuration, name: str, now: datetime) -> tuple[str, ...]:
    """The people behind a name in `notify`: a rotation's, or the responder of that name."""
    rotation = configuration.rotations.get(name)
    return on_call(rotation, now) if rotation else (name,)


def _present(configuration: Configuration, names: Iterable[str], now: datetime) -> list[Responder]:
    """The responders of these names who are not absent, each once."""
    known = configuration.responders
    found = [known[name] for name in dict.fromkeys(names) if name in known]
    return [one for one in found if not is_absent(one.absences, now)]
