"""Limits how many alerts one responder receives by one channel in an hour.

Beyond the limit another channel carries the alert, or it waits until a place is free.
"""

from datetime import datetime, timedelta

from shared.runtime.retry import retry
from shared.storage import schema
from shared.storage.attributes import Item
from shared.storage.errors import ConflictError
from shared.storage.schema import PK, SK, TTL
from shared.storage.store import Put, Store

HOUR = timedelta(hours=1)
MAX_ATTEMPTS = 3


def take_place(
    store: Store, responder: str, channel: str, max_per_hour: int | None, now: datetime
) -> datetime | None:
    """Takes one of the hour's places, and returns None. If all are taken: when the next is free.

    With a limit of 2 and alerts at 12:00 and 12:10, an alert at 12:20 has its place at 13:00.
    """
    if not max_per_hour:
        return None
    limit = max_per_hour
    try:
        return retry(
            lambda: _take_place(store, responder, channel, limit, now),
            on=ConflictError,
            attempts=MAX_ATTEMPTS,
            pause=store.pause,
        )
    except ConflictError:
        return None  # one alert too many is better than an alert that is not sent


def _take_place(
    store: Store, responder: str, channel: str, max_per_hour: int, now: datetime
) -> datetime | None:
    key = schema.limits_key(responder, channel)
    stored = store.get(key)
    since = int((now - HOUR).timestamp())
    recent = [at for at in (stored["sent"] if stored else []) if at > since]
    if len(recent) >= max_per_hour:
        return datetime.fromtimestamp(recent[-max_per_hour], now.tzinfo) + HOUR
    item: Item = {
        PK: key.pk,
        SK: key.sk,
        "sent": [*recent, int(now.timestamp())],
        "version": stored["version"] + 1 if stored else 0,
        TTL: int((now + 2 * HOUR).timestamp()),
    }
    store.write([Put(item, expects=stored["version"] if stored else None, retry_safe=True)])
    return None
