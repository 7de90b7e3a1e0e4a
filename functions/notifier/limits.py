"""How many text messages one responder gets in an hour; what exceeds it goes by email.

A bad hour must not become a thousand text messages at night, nor a bill.
"""

from datetime import datetime, timedelta

from shared.storage import schema
from shared.storage.attributes import Item
from shared.storage.schema import PK, SK, TTL
from shared.storage.store import ConflictError, Put, Store

HOUR = timedelta(hours=1)
ATTEMPTS = 3


def allowed(store: Store, responder: str, per_hour: int | None, now: datetime) -> datetime | None:
    """Takes one of the hour's places, and returns None; without one left, when the next is free."""
    if not per_hour:
        return None
    key = schema.limits_key(responder)
    for _ in range(ATTEMPTS):
        there = store.get(key)
        since = int((now - HOUR).timestamp())
        recent = [at for at in (there["sent"] if there else []) if at > since]
        if len(recent) >= per_hour:
            return datetime.fromtimestamp(recent[-per_hour], now.tzinfo) + HOUR
        item: Item = {PK: key.pk, SK: key.sk, "sent": [*recent, int(now.timestamp())]}
        item["version"] = there["version"] + 1 if there else 0
        item[TTL] = int((now + 2 * HOUR).timestamp())
        try:
            store.write([Put(item, expects=there["version"] if there else None, retry_safe=True)])
        except ConflictError:
            continue
        return None
    return None  # a contested place is better given twice than not at all
