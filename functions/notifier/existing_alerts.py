"""Finds the alerts that an earlier claim has already made, for example before a wait was closed and
opened again.

Alerts that were sent are not sent again. Alerts that were dropped are sent after all.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from functions.notifier import channels
from shared.domain.alerts import LEASE, Alert, can_change, changed
from shared.storage import alerts
from shared.storage.store import Store


class ClaimedAlerts(NamedTuple):
    """The alerts that a claim writes together with the record, and those of them to send."""

    to_write: list[Alert]
    to_send: list[Alert]
    """A part of `to_write`."""


def read(store: Store, wanted: Iterable[Alert], now: datetime) -> list[Alert]:
    """The wanted alerts that are stored already, on their own channel or on another."""
    keys = dict.fromkeys(
        alerts.key_of(replace(alert, by=channel.name))
        for alert in wanted
        for channel in channels.CHANNELS
    )
    found = [alerts.from_item(item) for item in store.get_all(keys).values()]
    return [alert for alert in found if not alert.is_expired(now)]


def claimed(
    store: Store,
    wanted: Sequence[Alert],
    existing: Iterable[Alert],
    notified: Collection[str],
    now: datetime,
) -> ClaimedAlerts:
    """The alerts of this claim: new ones for the responders who are not `notified`, and those of
    the existing ones that are unsettled or were dropped.

    An alert that is being sent is written, but not sent again. Its next version stops another
    function that read the record before this claim and is about to drop the alert: that write
    fails. Each alert that is sent again becomes urgent if one of its responder's steps is.
    """
    urgent = {alert.responder for alert in wanted if alert.urgent}
    new = [_as_new(store, alert) for alert in wanted if alert.responder not in notified]
    again = [alert for alert in existing if can_change(alert, "claimed_again")]
    to_send_again = [
        replace(
            changed(a, "claimed_again", due=now + LEASE, at=now),
            urgent=a.urgent or a.responder in urgent,
        )
        for a in again
        if a.state != "sending"
    ]
    in_flight = [
        changed(a, "claimed_again", due=a.due, at=now) for a in again if a.state == "sending"
    ]
    return ClaimedAlerts([*in_flight, *to_send_again, *new], to_send_again + new)


def _as_new(store: Store, alert: Alert) -> Alert:
    """The alert with the version that it has in the table. An expired one may still be stored, and
    is replaced."""
    expired = alerts.read(store, alert.id)
    return replace(alert, version=expired.version + 1) if expired else alert
