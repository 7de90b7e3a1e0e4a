"""Which conversation a message belongs to, once its customer is known by another id.

A join lies in the conversation that was left and names the one to go to. There are two kinds:

- for good: the id leads to another for ever (WhatsApp's scoped id to the number, a thread on X to
  the one that it is part of). All messages go.
- since a time: the customer took another id then. What was said until then goes; what comes later
  stays, since the old number may be somebody else's by now, or the customer's again.

A message follows joins until there is none left for it. It follows one since a time only if that
is later than the last that it followed (or leads, within the same second, to where it has not
been), so times only grow on the way and no way goes round for ever, however often a number is
changed back and whatever order the joins arrive in.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from shared.storage.attributes import Item
from shared.storage.messages import JOIN, conversation_key
from shared.storage.schema import SK
from shared.storage.store import Store

TOLD, FROM = "X#W#", "X#B#"

JoinsOf = Callable[[str], list[Item]]
"""The joins that lie in a conversation."""


class Place(NamedTuple):
    """Where a message belongs."""

    conversation: str
    customer: str | None = None
    origin: str | None = None
    """Where it first followed a join since a time; None where it did not, or is there again. Where
    it belongs is asked from there anew, since an earlier join may become known later."""


def is_join(item: Item) -> bool:
    """Whether this tells that the customer is known by another id."""
    return str(item[SK]).startswith(JOIN)


def for_good(found: Iterable[Item]) -> Item | None:
    """The join by which everything goes, if there is one."""
    return min((j for j in found if "at" not in j), key=lambda j: str(j[SK]), default=None)


def place_of(item: Item, conversation: str, at: str, joins_of: JoinsOf) -> Place:
    """Where this message, found in this conversation, belongs. `at` is when it counts from."""
    here = Place(item.get("origin") or conversation, item.get("customer"))
    moved: str | None = None
    at_that_time: set[str] = set()
    way = [here]
    while True:
        join = _next(joins_of(here.conversation), at, moved, at_that_time)
        if join is None:
            return here if here.conversation != here.origin else here._replace(origin=None)
        there = Place(join["conversation"], join.get("customer"), here.origin)
        if "at" in join:
            at_that_time = {here.conversation} | (at_that_time if moved == join["at"] else set())
            moved = join["at"]
            there = there._replace(origin=here.origin or here.conversation)
            way = []
        elif there.conversation in [p.conversation for p in way]:
            return min(way)  # joined for good with each other: any of them, but always the same
        at_that_time.add(there.conversation)
        way.append(there)
        here = there


def _next(found: list[Item], at: str, moved: str | None, at_that_time: set[str]) -> Item | None:
    """The join to follow. A message that was moved is moved by a later change, or within the same
    second to where it has not been then."""
    lasting = for_good(found)
    if lasting is not None:
        return lasting
    since = moved or at
    timed = [
        j
        for j in found
        if j["at"] > since or (j["at"] == since and j["conversation"] not in at_that_time)
    ]
    return min(timed, key=lambda j: (j["at"], str(j[SK])), default=None)


def within_reach(conversation: str, joins_of: JoinsOf) -> list[str]:
    """The other conversations to which any joins lead from here, whatever their times."""
    found = [conversation]
    for one in found:
        found += {j["conversation"]: None for j in joins_of(one) if j["conversation"] not in found}
    return found[1:]


def reading(store: Store, conversation: str, own: Iterable[Item]) -> JoinsOf:
    """Looks up joins, each conversation's once; `own` are those of the conversation at hand."""
    known = {conversation: [i for i in own if is_join(i)]}

    def joins_of(other: str) -> list[Item]:
        if other not in known:
            known[other] = list(_stored(store, other))
        return known[other]

    return joins_of


def _stored(store: Store, conversation: str) -> Iterable[Item]:
    for item in store.partition(conversation_key(conversation), after=JOIN, page=25):
        if not is_join(item):
            return
        yield item
