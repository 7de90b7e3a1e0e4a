"""Finds the conversation of what names only the message it answers.

Such an event waits in the partition of that message, where the message's own pointer lands too.
Whichever of the two lands last sees both, and the event then lands in its conversation as if it had
named it. Doing so again is the same put again.
"""

from shared import messages
from shared.attributes import Item
from shared.messages import NoPlaceError
from shared.schema import SK, TTL
from shared.store import Store


def address(store: Store, partition: str) -> int:
    """Moves on what waits in this partition, if its message is known by now; returns how many."""
    together = list(store.partition(partition))
    pointer = next((i for i in together if i[SK] == "POINTER"), None)
    if pointer is None:
        return 0
    waiting = [i for i in together if str(i[SK]).startswith("A#")]
    store.land([landed for item in waiting for landed in _addressed(item, pointer)])
    return len(waiting)


def _addressed(item: Item, pointer: Item) -> list[Item]:
    event = messages.event_of(item)._replace(
        customer=item.get("customer") or pointer.get("customer"), thread=pointer.get("thread")
    )
    expires = {TTL: item[TTL]} if TTL in item else {}
    try:
        found = messages.items(event, pointer["conversation"])
    except NoPlaceError:  # it has no time: nothing tells where it belongs
        return []
    return [landed | expires for landed in found]
