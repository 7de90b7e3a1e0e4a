"""When each account's newest message was written, as far as messages have been tracked: whether its
channel is alive. To the minute: most messages are noted by none of their own writes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from shared.storage import schema
from shared.storage.attributes import moment, stamp
from shared.storage.changes import Put
from shared.storage.errors import ConflictError
from shared.storage.store import Store

type Place = tuple[str, str]
"""Channel and account."""

MIN_STEP = timedelta(minutes=1)
"""A message that is newer by less than this than the one noted last is not noted."""

_noted_cache: WeakKeyDictionary[Store, dict[Place, datetime]] = WeakKeyDictionary()


def note(store: Store, place: Place, at: datetime) -> None:
    """Notes that a message was written then, unless a newer one is known."""
    noted = _noted_cache.setdefault(store, {})
    if place in noted and at < noted[place] + MIN_STEP:
        return
    key = schema.last_message_key(*place)
    there = store.get(key)
    if there is None or moment(there["at"]) < at:
        version = there["version"] if there else None
        item = {**key.attributes, "at": stamp(at), "version": (version or 0) + 1}
        try:
            store.write([Put(item, expects=version)])
        except ConflictError:  # another function has just noted one
            return
    noted[place] = at


def read(store: Store, places: Iterable[Place]) -> dict[Place, datetime]:
    """When the newest message of each account was written, where one is known."""
    keys = {place: schema.last_message_key(*place) for place in places}
    found = store.get_all(keys.values(), consistent=False) if keys else {}
    return {place: moment(found[key]["at"]) for place, key in keys.items() if key in found}
