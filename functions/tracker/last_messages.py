"""Notes when the newest message of each account was written, to show whether its channel is alive.

`shared/storage/activity.py` reads it. Times are noted to the minute, so most messages need no
write.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from shared.runtime.stream import StreamRecord
from shared.storage import schema
from shared.storage.activity import Place
from shared.storage.attributes import moment, stamp
from shared.storage.changes import Put
from shared.storage.errors import ConflictError
from shared.storage.store import Store

MIN_STEP = timedelta(minutes=1)
"""A message that is newer by less than this than the one noted last is not noted."""

_noted_cache: WeakKeyDictionary[Store, dict[Place, datetime]] = WeakKeyDictionary()


def note_all(store: Store, records: Iterable[StreamRecord]) -> None:
    """Notes the newest of these messages for each account, including the brand's.

    A message from the future counts from when it arrived. A dismissal does not count.
    """
    newest: dict[Place, datetime] = {}
    for record in records:
        item = record.item
        if record.first and record.key.sk.startswith(schema.MESSAGE) and "dismissed_by" not in item:
            place = (str(item["channel"]), str(item["account"]))
            at = min(moment(item["at"]), record.at)
            newest[place] = max(at, newest.get(place, at))
    for place, at in newest.items():
        note(store, place, at)


def note(store: Store, place: Place, at: datetime) -> None:
    """Notes that a message was written at this time, unless a newer one has been noted."""
    noted = _noted_cache.setdefault(store, {})
    if place in noted and at < noted[place] + MIN_STEP:
        return
    key = schema.last_message_key(*place)
    stored = store.get(key)
    if stored is None or moment(stored["at"]) < at:
        version = stored["version"] if stored else None
        item = {**key.attributes, "at": stamp(at), "version": (version or 0) + 1}
        try:
            store.write([Put(item, expects=version)])
        except ConflictError:  # another function has just noted one
            return
    noted[place] = at
