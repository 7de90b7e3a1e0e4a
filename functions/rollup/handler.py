"""The table's stream → hourly figures: an hour is computed anew from its waits when one changes."""

from collections.abc import Mapping
from typing import Any

from shared import configuration, hours, stream
from shared.rows import Key
from shared.schema import PK, SK
from shared.store import ConflictError, Put, Store, shared_store
from shared.stream import Record

ATTEMPTS = 8


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """A batch of stream records in; the sequence numbers to deliver again out."""
    return stream.grouped(event, _hour, lambda hour, _records: _recompute(hour))


def _hour(record: Record) -> str:
    return record.key.pk.split("#")[1]


def _recompute(hour: str) -> None:
    recompute(shared_store(), configuration.shipped(), hour)


def recompute(store: Store, shipped: configuration.Configuration, hour: str) -> None:
    """Writes the hour's figures, if they have changed. The figures are read before the waits, and
    name the version they replace: whoever writes last has seen all the waits that are counted.
    Raises ConflictError when others keep writing."""
    key = Key(f"R#{hour[:10]}", hour)
    for _ in range(ATTEMPTS):
        there = store.get(key)
        version = there["version"] if there else None
        item = hours.to_item(
            hour, hours.figures_of(hours.rows_of(store, hour), shipped), (version or 0) + 1
        )
        if there and there["figures"] == item["figures"]:
            return
        try:
            store.write([Put(item, expects=version)])
        except ConflictError:
            continue
        return
    raise ConflictError(f"no quiet moment for {item[PK]} {item[SK]}")
