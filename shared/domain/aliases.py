"""Which conversation a message belongs to, once its customer is known by another id.

An alias says that a customer of one conversation is the customer of another. There are two kinds:

- for good: the id leads to the other for ever (WhatsApp's scoped id to the number, a thread on X to
  the one that it is part of). Every message belongs there.
- until a time: the customer took another number then. What was said until then belongs there. What
  comes later stays, since the old number may be somebody else's by now, or the customer's again.

Messages never move. They stay where they were stored, and a conversation is read from all places
where its messages lie. Example: number A changes to B at 12:00. A message of A from 11:00 belongs
to B's conversation; a message of A from 13:00 belongs to A's.

A message follows aliases until none is left for it. It follows one with a time only if that is
later than the last one it followed, or leads, within the same millisecond, to where it has not
been. So times only grow on the way, and no way is endless, however often a number changes back.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Alias(NamedTuple):
    """An alias that leads to this conversation."""

    conversation: str
    """The other conversation."""
    customer: str
    """The customer's id there."""
    until: str | None = None
    """As a timestamp: what was said until then. None: everything, for good."""


AliasesOf = Callable[[str], Iterable[Alias]]
"""The aliases that lead away from a conversation."""


def belongs_to(conversation: str, at: str, aliases_of: AliasesOf) -> str:
    """The conversation to which a message belongs that is stored in this one. `at` is its time as a
    timestamp."""
    here, moved = conversation, None
    same_time: set[str] = set()
    way = [here]
    while True:
        alias = _next(list(aliases_of(here)), at, moved, same_time)
        if alias is None:
            return here
        if alias.until is not None:
            same_time = {here} | (same_time if moved == alias.until else set())
            moved = alias.until
            way = []
        elif alias.conversation in way:
            return min(way)  # joined for good with each other: any of them, but always the same
        same_time.add(alias.conversation)
        way.append(alias.conversation)
        here = alias.conversation


def _next(found: list[Alias], at: str, moved: str | None, same_time: set[str]) -> Alias | None:
    """The alias to follow next: one for good if there is one, otherwise the earliest that still
    applies."""
    lasting = [a for a in found if a.until is None]
    if lasting:
        return min(lasting)
    since = moved or at
    timed = [
        a
        for a in found
        if a.until is not None
        and (a.until > since or (a.until == since and a.conversation not in same_time))
    ]
    return min(timed, key=lambda a: (str(a.until), a), default=None)
