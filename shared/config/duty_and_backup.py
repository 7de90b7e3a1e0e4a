"""Finds who is on duty for a step at a moment: those on call who are not absent, or otherwise the
backup.

The notifier also knows which addresses are suppressed (`Reach`). A projection assumes that none
are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from shared.config.configuration import Configuration, Responder
from shared.domain.policies import Step
from shared.domain.rotations import on_call

Reach = Callable[[Sequence[Responder]], Mapping[str, Responder]]
"""A function that returns, by name, the responders who can be reached, with the addresses that are
not suppressed."""


class OnDuty(NamedTuple):
    """Whom a step notifies at a moment."""

    people: tuple[Responder, ...]
    is_anybody_reached: bool
    """False if nobody is left, or if all their addresses are suppressed."""


def with_an_address(people: Sequence[Responder]) -> dict[str, Responder]:
    """The `Reach` for which no address is suppressed."""
    return {one.name: one for one in people if one.addresses}


def on_duty(
    configuration: Configuration, step: Step, now: datetime, reach: Reach = with_an_address
) -> OnDuty:
    """The responders whom the step names. If none of them can be reached, the backup as well. A
    step that names nobody notifies nobody."""
    if not step.notify:
        return OnDuty((), is_anybody_reached=False)
    names = [n for name in step.notify for n in _named(configuration, name, now)]
    named = present(configuration, names, now)
    found = reach(named)
    instead = reach(() if found else present(configuration, configuration.backup, now))
    people = (*(found.get(one.name, one) for one in named), *instead.values())
    return OnDuty(people, is_anybody_reached=bool(found or instead))


def present(configuration: Configuration, names: Iterable[str], now: datetime) -> list[Responder]:
    """The responders of these names who are not absent, each once."""
    known = configuration.responders
    found = [known[name] for name in dict.fromkeys(names) if name in known]
    return [one for one in found if not one.is_absent(now)]


def _named(configuration: Configuration, name: str, now: datetime) -> tuple[str, ...]:
    """The people behind a name in `notify`: those of a rotation who are on call, or the responder
    with that name."""
    rotation = configuration.rotations.get(name)
    return on_call(rotation, now) if rotation else (name,)
