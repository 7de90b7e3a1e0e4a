"""Takes messages to the conversation they belong to, where a customer is known by several ids."""

from collections.abc import Sequence

from shared.conversation import joins
from shared.conversation.history import History
from shared.conversation.joins import FROM, TOLD, Place
from shared.storage import messages
from shared.storage.attributes import Item
from shared.storage.messages import JOIN
from shared.storage.schema import PK, SK, TTL
from shared.storage.store import Store


def pass_on(store: Store, stretch: History, concerned: Sequence[Item]) -> None:
    """Takes messages to the conversation they belong to: all of them when the customer becomes
    known by another id, later ones as they land. Doing so again is the same puts.

    What was told of a wait goes first: whoever finds the message there finds that too. Deletions
    and edits go wherever their message may be, on and back, since none may keep its text.
    """
    if not stretch.linked:
        return
    items = stretch.items
    anew = any(str(i[SK]).startswith((JOIN, FROM)) for i in concerned)
    moving = list(items.values()) if anew else list(concerned)
    of = {str(items[sk]["message_id"]): place for sk, place in stretch.left.items()}
    store.land([_moved(t, of[t["message_id"]]) for t in stretch.told() if t["message_id"] in of])
    places = {sk: stretch.left[sk] for i in moving if (sk := str(i[SK])) in stretch.left}
    others = dict.fromkeys(p.conversation for p in places.values())
    if any(joins.is_join(i) for i in concerned):
        known = joins.reading(store, stretch.conversation, items.values())
        others |= dict.fromkeys(joins.within_reach(stretch.conversation, known))
    store.land([_origin(stretch, other) for other in others])
    store.land([_moved(items[sk], place) for sk, place in places.items()])
    links = [i for sk, i in items.items() if sk.startswith((JOIN, FROM))]
    changes = [_at(i, to) for i in moving if _is_change(i) for to in links]
    if stretch.joined:
        changes += [i | {PK: _pk(stretch.joined)} for i in links if joins.is_join(i) and "at" in i]
    store.land(changes)


def _moved(item: Item, place: Place) -> Item:
    there = item | {PK: messages.conversation_key(place.conversation)}
    if str(item[SK]).startswith(TOLD):
        return there
    return there | {"customer": place.customer, "origin": place.origin}


def _origin(stretch: History, other: str) -> Item:
    """Tells the other conversation that messages of this one may be there, and by which joins: a
    further join changes this, so that the other asks anew which of them belong there."""
    conversation = stretch.conversation
    expiry = max((i[TTL] for i in stretch.items.values() if TTL in i), default=None)
    return {
        PK: messages.conversation_key(other),
        SK: f"{FROM}{conversation}",
        "message_id": f"from-{conversation}",
        "conversation": conversation,
        "customer": conversation.rpartition(":")[2],
        "joins": sorted(sk for sk in stretch.items if sk.startswith(JOIN)),
    } | ({TTL: expiry} if expiry else {})


def _is_change(item: Item) -> bool:
    """A deletion, an edit, or the correction of a time."""
    return str(item[SK]).startswith(("X#D#", "X#E#", "X#R#"))


def _at(item: Item, link: Item) -> Item:
    """The deletion or edit, as it lies in the conversation to which the link leads."""
    there = item | {PK: _pk(link)}
    return there | {"customer": link["customer"]} if "customer" in item else there


def _pk(link: Item) -> str:
    return messages.conversation_key(link["conversation"])
