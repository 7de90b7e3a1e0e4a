"""Warns of responders' addresses that will not work as intended."""

from collections.abc import Iterable, Iterator
from itertools import chain

import phonenumbers

from shared.config.configuration import ADDRESS_KEYS, SECRET_CHANNELS, Configuration
from shared.config.file_model import File, ResponderTable, WindowStepTable
from shared.config.mistakes import Mistake
from shared.domain.policies import Medium


def lint(file: File, configuration: Configuration) -> Iterator[Mistake]:
    """A warning for each address that two responders share, for each impossible phone number, and
    for each step whose channels somebody cannot use."""
    yield from _shared_addresses(file, configuration)
    yield from _impossible_numbers(file)
    yield from _missing_addresses(file)


def _shared_addresses(file: File, configuration: Configuration) -> Iterator[Mistake]:
    """Warns of addresses that two responders share, because such an address gets each alert twice.
    A team's address, such as a channel in Slack, may be shared if no step notifies two of its
    responders."""
    for index, responder in enumerate(file.responders):
        for by, key in ADDRESS_KEYS.items():
            address = _address(responder, key)
            others = [
                other.name
                for other in file.responders[:index]
                if address and _address(other, key) == address
                if by not in SECRET_CHANNELS or _together(configuration, responder, other)
            ]
            if others:
                reason = f"is also that of {others[0]!r}: expected another for each responder"
                yield Mistake(("responders", index, key), reason)


def _address(responder: ResponderTable, key: str) -> str:
    return (getattr(responder, key) or "").casefold()


def _together(configuration: Configuration, one: ResponderTable, other: ResponderTable) -> bool:
    """Whether a step notifies both. People of one rotation do not count, since one is on call at a
    time."""
    steps = [s for p in configuration.policy_set.policies for s in (*p.steps, *p.window_steps)]
    named = [*(step.notify for step in steps), configuration.backup]
    return any({one.name, other.name} <= set(names) for names in named)


def _impossible_numbers(file: File) -> Iterator[Mistake]:
    for index, responder in enumerate(file.responders):
        if responder.phone and not _is_possible(responder.phone):
            reason = "cannot be dialled: expected as many digits as the country's numbers have"
            yield Mistake(("responders", index, "phone"), reason)


def _is_possible(phone: str) -> bool:
    try:
        length = phonenumbers.is_possible_number_with_reason(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return False
    return length == phonenumbers.ValidationResult.IS_POSSIBLE


def _missing_addresses(file: File) -> Iterator[Mistake]:
    """Warns of steps that name channels, if one of their responders has an address on none of them:
    that responder is notified on all other channels."""
    for index, policy in enumerate(file.policies):
        for part in ("steps", "window_steps"):
            for number, step in enumerate(getattr(policy, part)):
                without = [r.name for r in _named(file, step) if not _uses_any(r, step.by)]
                if without and step.by:
                    reason = (
                        f"does not reach {', '.join(without)}, who then gets it on every other "
                        f"channel: expected an address for {_listed(step.by)}, or another channel"
                    )
                    yield Mistake(("policies", index, part, number, "by"), reason)


def _named(file: File, step: WindowStepTable) -> list[ResponderTable]:
    """The responders of the step, with those of its rotations. All of them, if it names none."""
    rotations = [r.people for name, r in file.rotations.items() if name in step.notify]
    names = {*step.notify, *chain.from_iterable(rotations)}
    return [one for one in file.responders if one.name in names or not step.notify]


def _uses_any(responder: ResponderTable, channels: Iterable[Medium]) -> bool:
    return any(getattr(responder, ADDRESS_KEYS[by]) for by in channels)


def _listed(channels: Iterable[Medium]) -> str:
    return " or ".join(channels)
