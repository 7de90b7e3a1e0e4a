"""Limits the messages of a month on a channel that costs money: text messages.

All responders share the budget. Once it is used up, another channel carries the alerts. A responder
without another channel still gets them: the budget never silences an alert.
"""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol, runtime_checkable

from functions.notifier.channels.channel import Channel
from shared.config.configuration import Configuration
from shared.runtime import log
from shared.storage import schema
from shared.storage.attributes import Item
from shared.storage.changes import Put
from shared.storage.errors import ConflictError
from shared.storage.schema import TTL
from shared.storage.store import Store

LIMIT_NEAR = "SmsMonthlyLimitNear"
"""The metric that counts messages after the first `WARN_SHARE` of a month's budget. An alarm
watches it."""

WARN_SHARE = 0.8
PLAIN_SHARE = 0.1
"""The part of a month's budget for plain messages, which must leave room for alerts."""

KEPT_S = 70 * 86_400
MAX_ATTEMPTS = 5


@runtime_checkable
class Budgeted(Protocol):
    """A channel with a monthly budget."""

    def max_per_month(self, configuration: Configuration) -> int | None:
        """How many messages the channel sends in a month (in UTC), or None for no limit."""


def is_used_up(store: Store, configuration: Configuration, channel: Channel, now: datetime) -> bool:
    """Whether the month's budget is used up."""
    budget = _budget(configuration, channel)
    if budget is None:
        return False
    stored = store.get(schema.month_limit_key(channel.name, _month(now)))
    return stored is not None and stored["sent"] >= budget


def is_plain_used_up(
    store: Store, configuration: Configuration, channel: Channel, now: datetime
) -> bool:
    """Whether the month's budget is used up, or the part of it for plain messages."""
    budget = _budget(configuration, channel)
    if budget is None:
        return False
    stored = store.get(schema.month_limit_key(_plain(channel), _month(now)))
    is_share_sent = stored is not None and stored["sent"] >= max(1, int(budget * PLAIN_SHARE))
    return is_share_sent or is_used_up(store, configuration, channel, now)


def spend_plain(
    store: Store, configuration: Configuration, channel: Channel, now: datetime
) -> None:
    """Counts a plain message, in the budget and in the part for plain messages."""
    if _budget(configuration, channel) is not None:
        with suppress(ConflictError):
            _counted(store, _plain(channel), now)
    spend(store, configuration, channel, now)


def spend(store: Store, configuration: Configuration, channel: Channel, now: datetime) -> None:
    """Counts a message. If other functions keep writing the counter, the message is not counted, so
    the budget is exceeded by one."""
    budget = _budget(configuration, channel)
    if budget is None:
        return
    try:
        sent = _counted(store, channel.name, now)
    except ConflictError:
        log.event("budget.not_counted", by=channel.name)
        return
    if sent > budget * WARN_SHARE:
        log.event("budget.low", by=channel.name, sent=sent, budget=budget)
        log.count(LIMIT_NEAR)


def _counted(store: Store, counter: str, now: datetime) -> int:
    """Counts one more message. Returns how many the month has now. Raises ConflictError."""
    return store.retry(lambda: _count_once(store, counter, now), attempts=MAX_ATTEMPTS)


def _plain(channel: Channel) -> str:
    """The counter of the channel's plain messages, beside that of all its messages."""
    return f"{channel.name}-plain"


def _count_once(store: Store, counter: str, now: datetime) -> int:
    key = schema.month_limit_key(counter, _month(now))
    stored = store.get(key)
    item: Item = {
        **key.attributes,
        "sent": stored["sent"] + 1 if stored else 1,
        "version": stored["version"] + 1 if stored else 0,
        TTL: int(now.timestamp()) + KEPT_S,
    }
    store.write([Put(item, expects=stored["version"] if stored else None, retry_safe=True)])
    return int(item["sent"])


def _budget(configuration: Configuration, channel: Channel) -> int | None:
    """How many messages the channel may send in a month, or None for no limit."""
    return (channel.max_per_month(configuration) or None) if isinstance(channel, Budgeted) else None


def _month(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y-%m}"
