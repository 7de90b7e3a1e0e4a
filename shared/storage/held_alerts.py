"""Alerts that wait for the next message to their responder: found by the public index."""

from datetime import datetime
from itertools import batched

from shared.domain.alerts import Alert
from shared.storage import schema
from shared.storage.alerts import from_item
from shared.storage.store import BATCH_GET, Store


def held(store: Store, responder: str, by: str, until: datetime, limit: int) -> list[Alert]:
    """Alerts that wait for this responder and channel and are due by then, the earliest first. The
    index lags a little: one that has just begun to wait may be missing."""
    found: list[Alert] = []
    for keys in batched(store.all_public(schema.held(responder, by)), BATCH_GET, strict=False):
        waiting = [from_item(item) for item in store.get_all(keys).values()]
        found += [a for a in waiting if a.held and a.due is not None and a.due <= until]
        if len(found) >= limit:
            break
    return sorted(found, key=lambda a: (a.due or until, a.id))[:limit]
