"""Limits how many messages a responder gets on a channel: one in a minute, and in an hour as many
as the channel allows.

Beyond the hour's limit, another channel carries the alert, or it waits for a free place. An alert
that comes within the minute waits, and the next message carries all alerts that wait (`bundling`).
A customer who writes for hours has a limit too (`paused_until`).
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
"""Messages in an hour that one customer's alerts lead, and between further ones."""


class Place(NamedTuple):
    """Whether a message may be sent now."""

    free_at: datetime | None = None
    """When the next place is free. None: this one is taken, the message may be sent."""
    is_hour_full: bool = False
    """Whether the channel has had its messages of the hour."""


def take_place(
    store: Store,
    responder: str,
    channel: str,
    max_per_hour: int | None,
    now: datetime,
    customer: str = "",
) -> Place:
    """Takes a place for a message.

    `customer`: the customer of the alert that leads it, if that alert may wait. Example: with a
    limit of 2 an hour and messages at 12:00 and 12:10, a message at 12:20 gets its place at 13:00.
    """
    try:
        return store.retry(
            lambda: _take_place(store, responder, channel, max_per_hour, now, customer),
            attempts=MAX_ATTEMPTS,
        )
    except ConflictError:
        return Place(now + MINUTE)  # others have just sent


def paused_until(led: Sequence[datetime]) -> datetime | None:
    """Until when a customer's alerts lead no further message, given those of the last hour.

    A customer who writes all day leads messages at 12:00, 12:01, 12:02, 12:03, 12:04, 12:14, 12:24
    and so on. Alerts about other customers are sent in between.
    """
    return led[-1] + PAUSE if len(led) >= MAX_LED else None


def _take_place(
    store: Store,
    responder: str,
    channel: str,
    max_per_hour: int | None,
    now: datetime,
    customer: str,
) -> Place:
    key = schema.limits_key(responder, channel)
    stored = store.get(key)
    since = int((now - HOUR).timestamp())
    led = [(at, who) for at, who in (stored or {}).get("led", []) if at > since]
    paused = paused_until([_moment(at, now) for at, who in led if who == customer])
    if paused is not None and paused > now:
        return Place(paused)
    recent = [at for at in (stored["sent"] if stored else []) if at > since]
    # The minute comes first. What takes the hour's last place carries the alerts that are held, so
    # these must not be put off to the next hour meanwhile.
    if recent and _moment(recent[-1], now) + MINUTE > now:
        return Place(_moment(recent[-1], now) + MINUTE)
    if max_per_hour and len(recent) >= max_per_hour:
        return Place(_moment(recent[-max_per_hour], now) + HOUR, is_hour_full=True)
    leads = [(_second(now), customer)] if customer else []
    _write(store, key, stored, now, sent=[*recent, _second(now)], led=[*led, *leads])
    return Place()


def give_back(store: Store, responder: str, channel: str, now: datetime) -> None:
    """Gives back the place that was taken at `now` for a message that was certainly not sent.

    If another function writes at the same time, the place is not given back. Then the next message
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
