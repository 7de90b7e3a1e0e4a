"""Stores which addresses are suppressed, because they cannot receive messages.

An email address is suppressed if it bounced for good or its owner complained, a phone number if it
does not exist, blocks the sender or has opted out. The suppression ends when a later message is
delivered, when the operator ends it (`replywatch addresses`), or after 30 days.

The item has the times at which two messages were sent: the last that proves the address dead, and
the last that proves it alive. So reports may come late, twice and in any order:

    10:00  message 1 is sent
    10:05  message 2 is sent
    10:06  2 was delivered
    10:07  1 has bounced             not suppressed: 2 was sent later
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal, NamedTuple

from shared.config.configuration import Responder
from shared.domain.events import utc
from shared.domain.policies import Medium
from shared.storage import schema
from shared.storage.attributes import Item, moment, stamp
from shared.storage.changes import Put
from shared.storage.schema import TTL
from shared.storage.store import Store

type Reason = Literal["bounced", "complained", "blocked", "opted_out"]

REPORTED: tuple[Medium, ...] = ("email", "sms")
"""The channels whose providers report the outcome of a message."""

KEPT = timedelta(days=30)
"""After how long a suppression ends by itself. The address may work again by then."""

MAX_ATTEMPTS = 5


class Address(NamedTuple):
    """An address on a notification channel."""

    by: Medium
    text: str


class Suppression(NamedTuple):
    """Why an address is not used, since when, and until when."""

    reason: Reason
    since: datetime
    until: datetime


def of_responder(responder: Responder) -> list[Address]:
    """The addresses of this responder that a provider's report can suppress."""
    return [Address(by, text) for by, text in responder.addresses.items() if by in REPORTED]


def read(store: Store, addresses: Iterable[Address], now: datetime) -> dict[Address, Suppression]:
    """The suppressed ones among these addresses."""
    keys = {address: schema.suppression_key(*address) for address in addresses}
    items = store.get_all(keys.values(), consistent=False) if keys else {}
    found = {address: _of_item(items[key], now) for address, key in keys.items() if key in items}
    return {address: suppression for address, suppression in found.items() if suppression}


def _of_item(item: Mapping[str, Any], now: datetime) -> Suppression | None:
    until = utc(item[TTL])
    if until <= now or not _is_dead(item):
        return None
    return Suppression(item["reason"], moment(item["dead_at"]), until)


def _is_dead(item: Mapping[str, Any]) -> bool:
    """Whether the address is suppressed. A complaint about a message counts more than its delivery,
    because it comes later."""
    return bool(item["dead_at"] >= item.get("alive_at", ""))


def suppress(store: Store, address: Address, reason: Reason, sent_at: datetime) -> bool:
    """Notes that the message sent at this time did not reach the address. Returns False if that is
    known already, or if a later message has reached it.

    Raises ConflictError.
    """
    return _note(store, address, {"dead_at": stamp(sent_at), "reason": reason}, "dead_at")


def end(store: Store, address: Address, sent_at: datetime) -> bool:
    """Notes that the message sent at this time reached the address, or that the operator says so.

    Returns whether the address was suppressed and is used again. Raises ConflictError.
    """
    return _note(store, address, {"alive_at": stamp(sent_at)}, "alive_at")


def _note(store: Store, address: Address, noted: Item, name: str) -> bool:
    return store.retry(partial(_note_once, store, address, noted, name), attempts=MAX_ATTEMPTS)


def _note_once(store: Store, address: Address, noted: Item, name: str) -> bool:
    key = schema.suppression_key(*address)
    stored = store.get(key)
    if stored is None and name == "alive_at":
        return False
    if stored is not None and stored.get(name, "") >= noted[name]:
        return False
    item = (stored or {}) | noted
    item |= {**key.attributes, "version": stored["version"] + 1 if stored else 0}
    item[TTL] = int((moment(item["dead_at"]) + KEPT).timestamp())
    store.write([Put(item, expects=stored["version"] if stored else None, retry_safe=True)])
    return _is_dead(item) == (name == "dead_at")
