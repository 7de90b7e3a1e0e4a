"""Notifies a responder by another channel after one has failed.

The alert that failed and its substitute are written together. With two writes, a function that
stops in between would leave the responder with both alerts, or with neither.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from functions.notifier import channels
from shared.config.configuration import Responder
from shared.domain.alerts import FOR_INFORMATION, Alert, State, backoff, changed
from shared.runtime import log
from shared.storage import alerts
from shared.storage.store import Store

ALERTS_NOT_DELIVERED = "AlertsNotDelivered"
"""The metric that counts alerts for which no channel was left. An alarm watches it."""

CARRYING: frozenset[State] = frozenset({"claimed", "sending", "sent", "delivered", "dropped"})
"""While an alert is in one of these states, no other channel is tried. It will notify its
responder, has done so, or need not."""

NOT_NOTIFYING: frozenset[State] = frozenset({"failed", "superseded"})
"""The states of an alert that certainly notifies nobody."""


def fall_back(store: Store, settled: Alert, responder: Responder, now: datetime) -> bool:
    """Writes the settled alert, and one on another channel if the responder has one left.

    A failed alert for which no channel is left is counted for an alarm, unless it only informs or
    the responder is notified otherwise. If another function has written one of the alerts first,
    this returns False or raises ConflictError.
    """
    if use_next_channel(store, settled, responder, now):
        return True
    is_failed = settled.state == "failed" and settled.kind not in FOR_INFORMATION
    if is_failed and not is_notified_otherwise(store, settled, now):
        log.count(ALERTS_NOT_DELIVERED)
    return alerts.update(store, settled)


def use_next_channel(store: Store, settled: Alert, responder: Responder, now: datetime) -> bool:
    """Writes the settled alert and one on the next channel in one transaction.

    Returns False, and writes nothing, if no channel is left, or if one carries the alert already.
    Raises ConflictError if another function has written one of the alerts first.
    """
    substitute = _substitute(settled, _on_other_channels(store, settled), responder, now)
    if substitute is None:
        return False
    store.write([alerts.put(settled), alerts.put(substitute)])
    return True


def is_notified_otherwise(store: Store, alert: Alert, now: datetime) -> bool:
    """Whether an alert of the same step on another channel notifies the responder, or may do so."""
    others = _on_other_channels(store, alert)
    return any(a.state not in NOT_NOTIFYING for a in others if not a.is_expired(now))


def _on_other_channels(store: Store, alert: Alert) -> list[Alert]:
    """The alerts of the same step for the same responder, in fallback order."""
    keys = [alerts.key_of(a) for a in _variants(alert)]
    found = store.get_all(keys)
    return [alerts.from_item(found[key]) for key in keys if key in found]


def _variants(alert: Alert) -> Iterable[Alert]:
    names = (channel.name for channel in channels.CHANNELS)
    return (replace(alert, by=name) for name in names if name != alert.by)


def _substitute(
    settled: Alert, others: Iterable[Alert], responder: Responder, now: datetime
) -> Alert | None:
    """The alert that replaces the settled one, or None if no channel is left or one carries it.

    First choice is a channel without an alert of this step. Second choice is a channel whose alert
    was superseded, because its provider was blocked or its limit was reached. Both may be over.
    """
    stored = {other.by: other for other in others}
    current = {by: other for by, other in stored.items() if not other.is_expired(now)}
    if any(other.state in CARRYING for other in current.values()):
        return None
    usable = [c.name for c in channels.used_by(responder, settled.kind) if c.name != settled.by]
    for by in usable:
        if by not in current:
            expired = stored.get(by)
            fresh = replace(
                settled, by=by, state="claimed", attempts=0, provider_id=None, due=now,
                held=False, bundle=None, claimed_at=now, history=(), version=0,
            )  # fmt: skip
            return replace(fresh, version=expired.version + 1) if expired else fresh
    for by in usable:
        if current[by].state == "superseded":
            return changed(current[by], "resumed", due=now + backoff(current[by].attempts), at=now)
    return None
