"""What a provider reports after a send: that it took the message, delivered it, or got it back.

Only such a receipt settles an alert whose send is in doubt. Today SES reports; SNS does not.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.notifier.fallback import hand_over
from shared.config.configuration import Configuration
from shared.domain.alerts import Event, can_change, changed
from shared.runtime import log
from shared.runtime.retry import retry
from shared.storage import alerts, held_alerts
from shared.storage.errors import ConflictError
from shared.storage.store import Store

MAX_ATTEMPTS = 5
"""Lambda repeats a batch of reports only twice, so a write conflict must not use a repetition."""

EVENTS: Mapping[str, Event] = {
    "Send": "accepted",
    "Delivery": "delivered",
    "Bounce": "bounced",
    "SoftBounce": "soft_bounced",
    "Reject": "bounced",
}
"""SES's names, and `SoftBounce`, which is ours:
https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html"""


def process_report(store: Store, configuration: Configuration, text: str, now: datetime) -> None:
    """Applies SES's event, as JSON, to the alerts that it concerns. Raises ConflictError.

    When the topic is connected, SES also sends it one sentence that is no event.
    """
    try:
        report = json.loads(text)
    except ValueError:
        log.event("alert.provider_text")
        return
    kind = _kind(report)
    for alert_id in report.get("mail", {}).get("tags", {}).get("alert", []):
        for carried in _carried(store, alert_id) if kind in EVENTS else ():
            apply_provider_event(store, configuration, carried, EVENTS[kind], now)
        log.event("alert.provider", alert=alert_id, event=kind)


def _carried(store: Store, alert_id: str) -> list[str]:
    """The alerts of the message that this one leads; of a message with one alert, that one."""
    alert = alerts.read(store, alert_id)
    if alert is None or alert.bundle != alert.id:
        return [alert_id]
    return list(dict.fromkeys([alert_id, *held_alerts.bundled(store, alert_id)]))


def _kind(report: Mapping[str, Any]) -> str:
    kind = str(report.get("eventType") or report.get("notificationType"))
    if kind == "Bounce" and report.get("bounce", {}).get("bounceType") != "Permanent":
        return "SoftBounce"  # SES reports it once it has given up
    return kind


def apply_provider_event(
    store: Store, configuration: Configuration, alert_id: str, event: Event, now: datetime
) -> None:
    """Changes the alert as the provider reports. Another channel carries what bounced.

    An event that does not change the alert's state is ignored: it is repeated, or late. Raises
    ConflictError when other functions keep writing the alert.
    """
    retry(
        lambda: _apply(store, configuration, alert_id, event, now),
        on=ConflictError,
        attempts=MAX_ATTEMPTS,
        pause=store.pause,
    )


def _apply(
    store: Store, configuration: Configuration, alert_id: str, event: Event, now: datetime
) -> None:
    alert = alerts.read(store, alert_id)
    if alert is None or not can_change(alert, event):
        return
    after = changed(alert, event, at=now)
    responder = configuration.responders.get(alert.responder)
    if after.state == "failed" and responder is not None:
        is_written = hand_over(store, after, responder, now)
    else:
        is_written = alerts.update(store, after)
    if not is_written:
        raise ConflictError
