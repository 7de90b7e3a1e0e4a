"""Decides which addresses of a responder are used.

A suppressed address is used only if the responder has no other one. If a message is then delivered
there, the suppression ends. If a step reaches only such responders, the backup is notified too.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from functions.notifier import channels
from shared.config.configuration import Responder
from shared.runtime import log
from shared.storage import suppressions
from shared.storage.store import Store
from shared.storage.suppressions import Address, Reason

CHANNEL_BLOCKED = "ChannelBlocked"
"""The metric that counts sends on a blocked channel, and addresses that are newly suppressed. An
alarm watches it, since an operator must act."""


def note_dead(
    store: Store, address: Address, reason: Reason, alert: str, sent_at: datetime
) -> None:
    """Suppresses the address, because an alert that was sent at `sent_at` could not reach it.
    Raises ConflictError."""
    if suppressions.suppress(store, address, reason, sent_at):
        log.event("address.suppressed", alert=alert, by=address.by, reason=reason)
        log.count(CHANNEL_BLOCKED)


def reachable(store: Store, people: Sequence[Responder], now: datetime) -> dict[str, Responder]:
    """The responders, by name, with their addresses that are not suppressed. Responders without any
    are left out."""
    addresses = {one.name: suppressions.of_responder(one) for one in people}
    suppressed = suppressions.read(store, chain.from_iterable(addresses.values()), now)
    used = [one.without({a.by for a in addresses[one.name] if a in suppressed}) for one in people]
    return {one.name: one for one in used if channels.used_by(one)}


def usable(store: Store, responder: Responder, now: datetime) -> Responder:
    """The responder with the addresses that are not suppressed, or with all of them if all are."""
    return reachable(store, [responder], now).get(responder.name, responder)
