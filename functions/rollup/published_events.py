"""Publishes changes of waits and alerts.

An event is made from one stream record. If the record is delivered again, the event is the same and
has the same id.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from shared.conversation.alert_json import alert_to_json
from shared.conversation.wait_json import fact_to_json, time_to_json
from shared.domain import event_names
from shared.domain.alerts import Alert
from shared.runtime import event_bus
from shared.runtime.event_bus import Event
from shared.runtime.stream import StreamRecord
from shared.storage import alerts, records, schema, wait_facts
from shared.storage.store import Store


def to_bus(store: Store, bus: str, changes: Sequence[StreamRecord]) -> None:
    """Publishes the events of these changes."""
    event_bus.put(bus, [event for one in changes if (event := event_of(store, one))])


def publish_again(bus: str, queued: Mapping[str, Any]) -> dict[str, Any]:
    """Publishes events that wait in the queue. Returns Lambda's answer, which names those that must
    wait longer."""
    messages = {one["messageId"]: json.loads(one["body"]) for one in queued["Records"]}
    failed = event_bus.refused(bus, list(messages.values()))
    again = [name for name, event in messages.items() if event in failed]
    return {"batchItemFailures": [{"itemIdentifier": name} for name in again]}


def event_of(store: Store, change: StreamRecord) -> Event | None:
    """The event for this change, or None. If a fact was deleted, another item says so."""
    if not change.item:
        return None
    if change.key.pk.startswith(schema.ALERTS):
        return _of_alert(store, change)
    fact = wait_facts.from_item(change.item)
    if fact.event is None:
        return None
    wait = fact_to_json(fact, change.at)
    return _event(fact.event, change, fact.version) | {"wait": wait}


def _of_alert(store: Store, change: StreamRecord) -> Event | None:
    alert = alerts.from_item(change.item)
    name = event_names.ALERT_EVENTS.get(alert.state)
    if name is None:
        return None
    return _event(name, change, alert.version) | {"alert": _alert_to_json(store, alert)}


def _event(name: str, change: StreamRecord, version: int) -> Event:
    """The fields that all events have. The id is made from what was written."""
    written = "\n".join((*change.key, str(version), name))
    return {
        "id": hashlib.blake2b(written.encode(), digest_size=13).hexdigest(),
        "type": name,
        "time": time_to_json(change.at),
        "version": version,
    }


def _alert_to_json(store: Store, alert: Alert) -> dict[str, Any]:
    """An alert, with the public id of its conversation if the record still exists."""
    item = store.get(schema.record_key(alert.conversation))
    record = records.from_item(item) if item else None
    public_id = record.public_id if record else None
    return {"conversation": public_id, **alert_to_json(alert, record)}
