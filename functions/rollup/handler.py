"""The table's stream → hourly figures: when a wait changes, its hour is counted again."""

from collections.abc import Mapping
from typing import Any

from shared.config import configuration
from shared.runtime import stream
from shared.runtime.stream import Record
from shared.storage import hourly_figures, schema
from shared.storage.store import shared_store


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """A batch of stream records in; the sequence numbers to deliver again out."""
    return stream.grouped(
        event,
        _hour,
        lambda hour, _records: _recount(hour),
        remaining_s=stream.seconds_left(context),
    )


def _hour(record: Record) -> str:
    return schema.fact_hour(record.key.sk)


def _recount(hour: str) -> None:
    hourly_figures.recount(shared_store(), configuration.deployed_configuration(), hour)
