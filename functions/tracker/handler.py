"""The table's stream → the waits: every new message is folded into its conversation's rows, and
every row that was written is held against the messages once more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.tracker import addressing, elsewhere, tracking
from functions.tracker.tracking import FOLDED
from shared.config import configuration
from shared.runtime import log, stream
from shared.runtime.stream import Record
from shared.storage import rows
from shared.storage.attributes import moment
from shared.storage.rows import Row
from shared.storage.store import shared_store


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """A batch of stream records in; the sequence numbers to deliver again out."""
    return stream.grouped(event, _partition, _handle)


def _partition(record: Record) -> str:
    """Where the record belongs: a wait's row to its conversation."""
    return f"C#{record.key.sk.rpartition('#')[0]}" if _is_row(record) else record.key.pk


def _is_row(record: Record) -> bool:
    return record.key.pk.startswith("W#")


def _handle(partition: str, records: list[Record]) -> None:
    living = [r for r in records if r.item]
    if partition.startswith("P#"):
        _address(partition, living)
    elif partition.startswith("C#"):
        _track(partition.removeprefix("C#"), living)


def _address(partition: str, waiting: list[Record]) -> None:
    addressing.address(shared_store(), partition)
    for record in waiting:
        if record.key.sk.startswith(elsewhere.MARKER):
            elsewhere.carry_to(shared_store(), configuration.deployed_configuration(), record.item)


def _track(conversation: str, records: list[Record]) -> None:
    landed = [r for r in records if not _is_row(r)]
    written: list[Row] = []
    if landed:
        written = tracking.track(
            shared_store(),
            configuration.deployed_configuration(),
            conversation,
            _first_landings(landed),
            [r.item for r in landed],
        )
    again = {row.key for row in written}  # of these the stream tells once more
    folded = [r for r in records if _is_row(r) and r.key not in again and FOLDED in r.item]
    if folded:
        last = {r.key: rows.from_item(r.item) for r in folded}
        written += tracking.look_again(
            shared_store(),
            configuration.deployed_configuration(),
            conversation,
            list(last.values()),
        )
    for row in written:
        log.event("wait.written", outcome=row.wait.outcome, channel=row.channel)
    _measure_lag(landed)


def _first_landings(landed: list[Record]) -> dict[str, datetime]:
    """By sort key: an edit changes a message's text, and not when it landed."""
    found: dict[str, datetime] = {}
    for record in landed:
        found.setdefault(record.key.sk, record.at)
    return found


def _measure_lag(records: list[Record]) -> None:
    """How long after its own time a message first landed: the platform's lag, by channel."""
    for record in records:
        if record.first and record.key.sk.startswith("M#"):
            lag_s = (record.at - moment(record.item["at"])).total_seconds()
            log.seconds("PlatformLag", max(lag_s, 0.0), channel=str(record.item["channel"]))
