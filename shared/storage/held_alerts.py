"""Finds the alerts that wait for the next message to their responder, by the public index."""

from datetime import datetime
from itertools import batched, islice

from shared.domain.alerts import Alert
from shared.storage import schema
from shared.storage.alerts import from_item
from shared.storage.store import BATCH_GET, Store

MAX_READ = 3_000
"""How many held alerts are read for one message, which takes two to three seconds. If there are
more, an arbitrary part is read."""


def held(store: Store, responder: str, by: str, until: datetime) -> list[Alert]:
    """The alerts that wait for this responder and channel and are due by then, unsorted.

    The index lags a little, so an alert that was held only just now may be missing.
    """
    found: list[Alert] = []
    keys = islice(store.all_public(schema.held(responder, by)), MAX_READ)
    for some in batched(keys, BATCH_GET, strict=False):
        waiting = [from_item(item) for item in store.get_all(some).values()]
        found += [a for a in waiting if a.held and a.due is not None and a.due <= until]
    return found
