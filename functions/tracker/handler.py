"""The table's stream → the waits: every new message is folded into its conversation's rows."""

from collections.abc import Mapping
from typing import Any

from functions.tracker import addressing, elsewhere, tracking
from shared import configuration, log, stream
from shared.attributes import moment
from shared.schema import SK
from shared.store import shared_store
from shared.stream import Record


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """A batch of stream records in; the sequence numbers to deliver again out."""
    return stream.grouped(event, lambda record: record.key.pk, _handle)


def _handle(partition: str, records: list[Record]) -> None:
    living = [r for r in records if r.item]
    if partition.startswith("P#"):
        addressing.address(shared_store(), partition)
        for record in living:
            if record.key.sk.startswith(elsewhere.MARKER):
                elsewhere.carry_to(shared_store(), configuration.shipped(), record.item)
    elif partition.startswith("C#") and living:
        rows = tracking.track(
            shared_store(),
            configuration.shipped(),
            partition.removeprefix("C#"),
            {str(r.item[SK]): r.at for r in living},
            [r.item for r in living],
        )
        for row in rows:
            log.event("wait.written", outcome=row.wait.outcome, channel=row.channel)
        _measure_lag(living)


def _measure_lag(records: list[Record]) -> None:
    """How long after its own time a message first landed: the platform's lag, by channel."""
    for record in records:
        if record.first and record.key.sk.startswith("M#"):
            lag_s = (record.at - moment(record.item["at"])).total_seconds()
            log.seconds("PlatformLag", max(lag_s, 0.0), channel=str(record.item["channel"]))
