"""The table's stream → figures: when a wait changes, its hour is counted again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.config import configuration
from shared.runtime import stream
from shared.runtime.stream import Record
from shared.storage import hourly_figures, schema, summaries
from shared.storage.store import shared_store


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """A batch of stream records in; the sequence numbers to deliver again out."""
    return stream.grouped(event, _day, _count, remaining_s=stream.seconds_left(context))


def now() -> datetime:
    """The only clock here."""
    return datetime.now(UTC)


def _day(record: Record) -> str:
    return schema.fact_hour(record.key.sk)[:10]


def _count(day: str, records: list[Record]) -> None:
    store, known = shared_store(), configuration.deployed_configuration()
    for hour in sorted({schema.fact_hour(record.key.sk) for record in records}):
        hourly_figures.recount(store, known, hour)
    summaries.refresh(store, day, now)
