"""Which conversation a message belongs to, once its customer is known by another id.

An alias says that the customer of one conversation is also the customer of another. There are two
kinds:

- For good. Every message belongs to the other conversation. On WhatsApp, a scoped id leads to its
  number like that; on X, a thread leads to the one that it is part of.
- Until a time, when the customer changed to another number. Messages until then belong to the new
  number's conversation. Later ones do not, because the old number may be another person's by now.

Messages never move: a conversation is read from all places where its messages are stored. Example:
number A changes to B at 12:00. A message of A from 11:00 belongs to B's conversation; a message of
A from 13:00 belongs to A's.

A message follows one alias after the other, until none applies. Aliases with a time are followed in
the order of their times, so this ends even if a number changes back. Example: A changes to B at
12:00, and B changes to A at 14:00. A message of A from 11:00 goes to B and back to A. It does not
go to B again, since 12:00 is over by then. If both change at 12:00, a message of A from 11:00 goes
to B and stays there: the way back has the same time, and leads to where the message has been.
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
    """A timestamp: the messages until then belong there. None: all messages do."""


AliasesOf = Callable[[str], Iterable[Alias]]
"""The aliases that lead away from a conversation."""


def belongs_to(conversation: str, at: str, aliases_of: AliasesOf) -> str:
    """The conversation to which a message belongs that is stored in this one. `at` is its time as a
    timestamp."""
    here, last_until = conversation, None
    seen_at_that_time: set[str] = set()  # since the alias with the time `last_until`
    same_customer = [here]  # joined for good, since the last alias with a time
    while True:
        alias = _next(list(aliases_of(here)), last_until or at, seen_at_that_time)
        if alias is None:
            return here
        if alias.until is not None:
            is_same_time = last_until == alias.until
            seen_at_that_time = {here} | (seen_at_that_time if is_same_time else set())
            last_until, same_customer = alias.until, []
        elif alias.conversation in same_customer:
            # They lead to each other for good. Any will do, as long as it is always the same.
            return min(same_customer)
        here = alias.conversation
        seen_at_that_time.add(here)
        same_customer.append(here)


def _next(found: list[Alias], since: str, seen_at_that_time: set[str]) -> Alias | None:
    """The alias to follow: one for good if there is one, otherwise the earliest that is not over.

    One with exactly the time `since` is followed if it leads to where the message has not been.
    """
    lasting = [a for a in found if a.until is None]
    if lasting:
        return min(lasting)
    timed = [
        a
        for a in found
        if a.until is not None
        and (a.until > since or (a.until == since and a.conversation not in seen_at_that_time))
    ]
    return min(timed, key=lambda a: (str(a.until), a), default=None)
