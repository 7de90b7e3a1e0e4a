"""Which addresses of a responder are used: not those that take nothing, as long as another is left.

A suppressed address never silences: who has no other address is still sent alerts there, and a
delivery ends the suppression. Somebody else whom the step names, or the backup, comes first.
"""

from datetime import datetime

from functions.notifier import channels
from shared.config.configuration import Responder
from shared.runtime import log
from shared.storage import suppressions
from shared.storage.store import Store
from shared.storage.suppressions import Address, Reason

CHANNEL_BLOCKED = "ChannelBlocked"
"""The metric that counts sends on a channel that takes nothing at all, and addresses that turn out
to take nothing. An alarm watches it: an operator must act."""


def note_dead(
    store: Store, address: Address, reason: Reason, alert: str, sent_at: datetime
) -> None:
    """Notes that the address takes nothing, as the alert sent then has shown. Raises
    ConflictError."""
    if suppressions.suppress(store, address, reason, sent_at):
        log.event("address.suppressed", alert=alert, by=address.by, reason=reason)
        log.count(CHANNEL_BLOCKED)


def reachable(store: Store, responder: Responder, now: datetime) -> Responder | None:
    """The responder with the addresses that take something; None if there is none left."""
    addresses = suppressions.of_responder(responder)
    used = responder.without({a.by for a in suppressions.read(store, addresses, now)})
    return used if channels.used_by(used) else None


def usable(store: Store, responder: Responder, now: datetime) -> Responder:
    """The same; with all addresses if none takes anything."""
    return reachable(store, responder, now) or responder
