"""Who is on duty for a step at a moment: who is on call, who is not absent, and else the backup.

The notifier also knows which addresses take nothing (`Reach`); a projection assumes that all do.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from shared.config.configuration import Configuration, Responder
from shared.domain.policies import Step
from shared.domain.rotations import on_call

Reach = Callable[[Sequence[Responder]], Mapping[str, Responder]]
"""By name, those of the responders who are reached, with the addresses that take something."""


class OnDuty(NamedTuple):
    """Whom a step notifies at a moment."""

    people: tuple[Responder, ...]
    is_anybody_reached: bool
    """False: none of them has an address that takes anything, or there is nobody."""


def with_an_address(people: Sequence[Responder]) -> dict[str, Responder]:
    """The `Reach` where every address takes something."""
    return {one.name: one for one in people if one.addresses}


def on_duty(
    configuration: Configuration, step: Step, now: datetime, reach: Reach = with_an_address
) -> OnDuty:
    """The responders whom the step names; if none of them is reached, the backup as well. A step
    that names nobody notifies nobody."""
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
    """The people behind a name in `notify`: a rotation's, or the responder of that name."""
    rotation = configuration.rotations.get(name)
    return on_call(rotation, now) if rotation else (name,)
