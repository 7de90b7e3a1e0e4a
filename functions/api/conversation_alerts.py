"""Reads the alerts of one conversation, of every kind, for the conversation page and the
dashboard's timeline. The cost does not depend on how many alerts the account has.

The alerts index lists an account's alerts by time, so those of a conversation are searched among
the account's last ones. If there are many, or after weeks, older alerts are not found there. Alerts
of steps are then found by their names, which follow from the record.
"""

from datetime import datetime, timedelta

from functions.api import alert_list
from functions.api.alert_list import AlertQuery
from shared.config.configuration import Configuration
from shared.conversation import wait_alerts
from shared.domain.alerts import Alert
from shared.storage.records import ConversationRecord
from shared.storage.store import Store

MAX_ALERTS = 100
"""How many alerts are read from the index."""

_SOON = timedelta(seconds=1)


def read(
    store: Store,
    configuration: Configuration,
    record: ConversationRecord,
    since: datetime,
    now: datetime,
    *,
    of: str | None = None,
) -> list[Alert]:
    """The alerts claimed at or after `since`, oldest first. `of`: only those of the escalation with
    this name."""
    query = AlertQuery(start=since, end=now + _SOON, limit=MAX_ALERTS)
    listed, _ = alert_list.read(store, configuration, query, record)
    named = [a for a in wait_alerts.read(store, record, of=of) if _is_since(a, since)]
    found = {alert.id: alert for alert in (*listed, *named) if of in {None, alert.opened_by}}
    return sorted(found.values(), key=lambda a: (_claimed_s(a), a.responder, a.by))


def _is_since(alert: Alert, since: datetime) -> bool:
    return alert.claimed_at is None or alert.claimed_at >= since


def _claimed_s(alert: Alert) -> float:
    return alert.claimed_at.timestamp() if alert.claimed_at else 0.0
