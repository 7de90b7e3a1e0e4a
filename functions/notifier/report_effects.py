"""Applies a provider's report (`report_meaning.py`) to alerts and addresses.

The report says that the provider accepted a message, delivered it, or got it back. Only such a
receipt settles an alert in doubt. SES and AWS End User Messaging report. SNS does not. A carrier's
receipt may come after 72 hours, so nothing waits for it (decision 42).
"""

from datetime import datetime

from functions.notifier import report_meaning
from functions.notifier.next_channel import fall_back
from functions.notifier.report_meaning import Report
from functions.notifier.usable_addresses import note_dead, usable
from shared.config.configuration import Configuration
from shared.domain.alerts import Event, can_change, changed
from shared.runtime import log
from shared.storage import alerts, schema, suppressions
from shared.storage.errors import ConflictError
from shared.storage.store import Store
from shared.storage.suppressions import Address

MAX_ATTEMPTS = 5
"""Lambda repeats a batch of reports only twice, so a write conflict must not use a repetition."""


def process_report(store: Store, configuration: Configuration, text: str, now: datetime) -> None:
    """Applies a report to the alerts that it is about. Raises ConflictError.

    A report in an unknown form is logged and not retried, because another attempt would not help.
    """
    report = report_meaning.read(text)
    if report is None:
        log.event("report.unknown")
        return
    if report.alerts and report.address:
        _note_address(store, report, report.address, now)
    for alert_id in report.alerts:
        if report.event is not None:
            for carried in _carried(store, alert_id):
                _apply(store, configuration, carried, report.event, now)
        log.event("alert.provider", alert=alert_id, event=report.kind)
    if not report.alerts:
        log.event("report.of_no_alert", event=report.kind)


def _note_address(store: Store, report: Report, address: Address, now: datetime) -> None:
    """Notes what the report says about the address itself."""
    sent_at = report.sent_at or now
    if report.suppresses:
        note_dead(store, address, report.suppresses, report.alerts[0], sent_at)
    elif report.event == "delivered" and suppressions.end(store, address, sent_at):
        log.event("address.used_again", alert=report.alerts[0], by=address.by)


def _carried(store: Store, alert_id: str) -> list[str]:
    """The alerts of the message that this alert leads. If the message has only one alert, that
    one."""
    lead = alerts.read(store, alert_id)
    if lead is None or lead.bundle is None or lead.lead != lead.id:
        return [alert_id]
    keys = [schema.alert_key(one) for one in lead.carries]
    planned = [alerts.from_item(item) for item in store.get_all(keys).values()]
    return [alert_id, *(one.id for one in planned if one.bundle == lead.bundle)]


def _apply(
    store: Store, configuration: Configuration, alert_id: str, event: Event, now: datetime
) -> None:
    """Changes the alert as the provider reports. Another channel carries what bounced.

    An event that does not change the alert's state is repeated or late, and is ignored. Raises
    ConflictError if other functions keep writing the alert.
    """
    store.retry(
        lambda: _apply_once(store, configuration, alert_id, event, now), attempts=MAX_ATTEMPTS
    )


def _apply_once(
    store: Store, configuration: Configuration, alert_id: str, event: Event, now: datetime
) -> None:
    alert = alerts.read(store, alert_id)
    if alert is None or not can_change(alert, event):
        return
    after = changed(alert, event, at=now)
    responder = configuration.responders.get(alert.responder)
    if after.state == "failed" and responder is not None:
        is_written = fall_back(store, after, usable(store, responder, now), now)
    else:
        is_written = alerts.update(store, after)
    if not is_written:
        raise ConflictError
