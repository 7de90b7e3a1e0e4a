"""Limits how many messages a responder gets on a channel: one a minute, and the channel's limit in
an hour.

An alert that comes within the minute waits, and the next message carries all alerts that wait
(`bundling`). Beyond the hour's limit, another channel carries the alert, or it waits for a free
slot. A customer who writes for hours has a limit too (`paused_until`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any, NamedTuple

from shared.storage import schema
from shared.storage.attributes import Item
from shared.storage.changes import Put
from shared.storage.errors import ConflictError
from shared.storage.schema import TTL, Key
from shared.storage.store import Store

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MAX_ATTEMPTS = 3

MAX_LED, PAUSE = 5, timedelta(minutes=10)
"""How many messages in an hour one customer's alerts may lead, and the pause before each further
one."""


class Slot(NamedTuple):
    """Whether a message may be sent now."""

    free_at: datetime | None = None
    """None: the message has its slot and may be sent. Otherwise: when the next slot is free."""
    is_hour_full: bool = False
    """Whether the limit of the hour is used up."""


def take_slot(
    store: Store,
    responder: str,
    channel: str,
    max_per_hour: int | None,
    now: datetime,
    customer: str = "",
) -> Slot:
    """Takes a slot for a message, if one is free.

    `customer`: the customer of the alert that leads the message, or empty if that alert must not
    wait. Example: with a limit of 2 an hour and messages at 12:00 and 12:10, a message at 12:20
    gets its slot at 13:00.
    """
    try:
        return store.retry(
            lambda: _take_slot(store, responder, channel, max_per_hour, now, customer),
            attempts=MAX_ATTEMPTS,
        )
    except ConflictError:
        return Slot(now + MINUTE)  # others have just sent


def paused_until(led: Sequence[datetime]) -> datetime | None:
    """Until when a customer's alerts lead no further message. `led`: when they led those of the
    last hour, oldest first.

    A customer who writes all day leads messages at 12:00, 12:01, 12:02, 12:03, 12:04, 12:14, 12:24
    and so on. Alerts about other customers are sent in between.
    """
    return led[-1] + PAUSE if len(led) >= MAX_LED else None


def _take_slot(
    store: Store,
    responder: str,
    channel: str,
    max_per_hour: int | None,
    now: datetime,
    customer: str,
) -> Slot:
    key = schema.limits_key(responder, channel)
    stored = store.get(key)
    since = int((now - HOUR).timestamp())
    led = [(at, who) for at, who in (stored or {}).get("led", []) if at > since]
    paused = paused_until([_moment(at, now) for at, who in led if who == customer])
    if paused is not None and paused > now:
        return Slot(paused)
    recent = [at for at in (stored["sent"] if stored else []) if at > since]
    # The minute is checked first: the message in the hour's last slot carries the alerts that wait
    # for a minute, so those must not be postponed to the next hour.
    if recent and _moment(recent[-1], now) + MINUTE > now:
        return Slot(_moment(recent[-1], now) + MINUTE)
    if max_per_hour and len(recent) >= max_per_hour:
        return Slot(_moment(recent[-max_per_hour], now) + HOUR, is_hour_full=True)
    leads = [(_second(now), customer)] if customer else []
    _write(store, key, stored, now, sent=[*recent, _second(now)], led=[*led, *leads])
    return Slot()


def give_back(store: Store, responder: str, channel: str, now: datetime) -> None:
    """Gives back the slot that was taken at `now`, for a message that was certainly not sent.

    If another function writes at the same time, the slot is not given back. Then the next message
    comes a minute later, which does no harm.
    """
    key = schema.limits_key(responder, channel)
    stored = store.get(key)
    if stored is None or _second(now) not in stored["sent"]:
        return
    sent = [at for at in stored["sent"] if at != _second(now)]
    led = [(at, who) for at, who in stored.get("led", []) if at != _second(now)]
    try:
        _write(store, key, stored, now, sent=sent, led=led)
    except ConflictError:
        return


def _write(store: Store, key: Key, stored: Item | None, now: datetime, **lists: Any) -> None:
    item: Item = {
        **key.attributes,
        **lists,
        "version": stored["version"] + 1 if stored else 0,
        TTL: int((now + 2 * HOUR).timestamp()),
    }
    store.write([Put(item, expects=stored["version"] if stored else None, retry_safe=True)])


def _second(now: datetime) -> int:
    """The moment rounded up to a second, so that no message comes before its minute is over."""
    return ceil(now.timestamp())


def _moment(second: int, now: datetime) -> datetime:
    return datetime.fromtimestamp(second, now.tzinfo)
