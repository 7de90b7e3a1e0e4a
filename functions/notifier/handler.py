"""Notifies responders: claims the steps that are due, and sends their alerts.

It is called with messages of the alerts queue, with reports of the providers, and with replies to
text messages.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

from functions.notifier import reply_answers, text_replies
from functions.notifier.claiming import claim
from functions.notifier.delivery import deliver
from functions.notifier.plain_messages import send_due
from functions.notifier.report_effects import process_report
from shared.config import configuration
from shared.config.configuration import Configuration
from shared.runtime import log, secrets
from shared.storage import alerts, own_settings, schema
from shared.storage.attributes import moment
from shared.storage.schema import DUE_NEXT
from shared.storage.store import Store, shared_store

secrets.preload("API_SECRET_ID")
secrets.preload("CHANNELS_SECRET_ID")

MIN_SEND_TIME_MS = 9_000
"""More than a send can take, since all calls to providers have timeouts."""

MAX_EARLY = timedelta(seconds=1)
"""By how much a queue entry may arrive before its moment: queues count whole seconds."""


def now() -> datetime:
    """The only clock here."""
    return datetime.now(UTC)


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Handles a batch of queue messages, or of reports and text replies.

    Returns the ids of the queue messages to deliver again. After an error with a report, Lambda
    delivers its whole batch again. With less than MIN_SEND_TIME_MS left, no queue message is begun,
    because a send that Lambda cuts off is in doubt.
    """

    def has_time() -> bool:
        return _remaining_ms(context) >= MIN_SEND_TIME_MS

    failed: list[str] = []
    configured = own_settings.resolved(shared_store(), configuration.deployed_configuration())
    for record in event["Records"]:
        if record.get("EventSource") == "aws:sns":
            _process_published(configured, record["Sns"]["Message"])
        elif not (has_time() and _is_processed(record, configured, has_time)):
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": i} for i in failed]}


def _process_published(configured: Configuration, text: str) -> None:
    """Handles a report of a provider, or a reply to a text message."""
    reply = text_replies.read(text)
    if reply is not None:
        reply_answers.process(shared_store(), configured, reply, now())
    else:
        process_report(shared_store(), configured, text, now())


def _remaining_ms(context: Any) -> float:
    """How many milliseconds this invocation has left."""
    return float(context.get_remaining_time_in_millis()) if context else inf


def _is_processed(
    record: Mapping[str, Any], configured: Configuration, has_time: Callable[[], bool]
) -> bool:
    """Handles one queue message. Returns whether it succeeded. A failure must not affect the rest
    of the batch."""
    try:
        entry = json.loads(record["body"])
        process_entry(shared_store(), configured, entry, now(), has_time)
    except Exception as error:  # noqa: BLE001 whatever it is, the queue delivers the message again
        log.event("alert.retry", error=type(error).__name__)
        return False
    return True


def process_entry(
    store: Store,
    configuration: Configuration,
    entry: Mapping[str, Any],
    now: datetime,
    has_time: Callable[[], bool] = lambda: True,
) -> None:
    """Handles one entry of the alerts queue.

    It is a record to claim (`{record, due}`), an alert to send (`{alert, due}`), or plain messages
    that a responder has asked for (`{responder, due}`). An entry is ignored if it is early, or if
    the due index no longer has it: the index decides what is due, not the queue. Once `has_time`
    returns False, no further send begins. The index lists what was claimed and not sent again after
    its lease.
    """
    if moment(entry["due"]) > now + MAX_EARLY:
        return
    if "alert" in entry:
        item = store.get(schema.alert_key(entry["alert"]))
        if item is not None and item.get(DUE_NEXT) == entry["due"]:
            deliver(store, configuration, alerts.from_item(item), now)
        return
    if "responder" in entry:
        send_due(store, configuration, entry["responder"], entry["due"], now, has_time)
        return
    key = store.find_public(entry["record"])
    if key is None:
        return
    for alert in claim(store, configuration, key, entry["due"], now):
        if has_time():
            deliver(store, configuration, alert, now)
