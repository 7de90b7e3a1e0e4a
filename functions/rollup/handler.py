"""Called by the table's stream: counts an hour again when one of its waits has changed.

If events are switched on, it also publishes the changes of waits and alerts. Figures and events
have separate passes over the batch, so neither delays the other.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from functions.rollup import published_events
from shared.config import configuration
from shared.runtime import stream
from shared.runtime.stream import StreamRecord
from shared.storage import daily_figures, hourly_figures, schema
from shared.storage.store import shared_store


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Handles a batch of stream records, or of events that could not be published. Returns what to
    deliver again."""
    bus, remaining_s = (
        configuration.deployed_configuration().events_bus,
        stream.seconds_left(context),
    )
    if event["Records"][0].get("eventSource") == "aws:sqs":
        return published_events.publish_again(bus, event) if bus else {"batchItemFailures": []}
    counted = stream.grouped(event, _day, _count, remaining_s=remaining_s)
    if not bus:
        return counted
    sent = stream.grouped(event, _partition, _publish, remaining_s=remaining_s)
    return {name: counted[name] + sent[name] for name in counted}


def now() -> datetime:
    """The only clock here."""
    return datetime.now(UTC)


def _day(record: StreamRecord) -> str | None:
    """The day of a changed fact, or None for any other item."""
    is_fact = record.key.pk.startswith(schema.FACTS)
    return schema.fact_hour(record.key.sk)[:10] if is_fact else None


def _count(day: str | None, records: list[StreamRecord]) -> None:
    if day is None:
        return
    store, deployed = shared_store(), configuration.deployed_configuration()
    for hour in sorted({schema.fact_hour(record.key.sk) for record in records}):
        hourly_figures.recount(store, deployed, hour)
    daily_figures.refresh(store, day, now)


def _partition(record: StreamRecord) -> str:
    """The group of a record: its partition. All alerts are one group, since each has a partition of
    its own."""
    pk = record.key.pk
    return schema.ALERTS if pk.startswith(schema.ALERTS) else pk


def _publish(_partition: str, records: list[StreamRecord]) -> None:
    bus = configuration.deployed_configuration().events_bus
    assert bus is not None
    published_events.to_bus(shared_store(), bus, records)
