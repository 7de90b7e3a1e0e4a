"""Warns of responders' addresses that will not work as intended."""

from collections.abc import Iterator

import phonenumbers

from shared.config.configuration import ADDRESS_KEYS, SECRET_CHANNELS, Configuration
from shared.config.file_model import File, ResponderTable
from shared.config.mistakes import Mistake


def lint(file: File, configuration: Configuration) -> Iterator[Mistake]:
    """A warning for each address that two responders share, and for each impossible phone
    number."""
    yield from _shared_addresses(file, configuration)
    yield from _impossible_numbers(file)


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
