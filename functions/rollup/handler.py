"""The table's stream → hourly figures: an hour is computed anew from its waits when one changes."""

from collections.abc import Mapping
from typing import Any

from shared.config import configuration
from shared.runtime import stream
from shared.runtime.stream import Record
from shared.storage import hourly_figures
from shared.storage.attributes import Item
from shared.storage.rows import Key
from shared.storage.store import ConflictError, Put, Store, shared_store

ATTEMPTS = 8


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """A batch of stream records in; the sequence numbers to deliver again out."""
    return stream.grouped(event, _hour, lambda hour, _records: _recompute(hour))


def _hour(record: Record) -> str:
    return record.key.pk.split("#")[1]


def _recompute(hour: str) -> None:
    recompute(shared_store(), configuration.deployed_configuration(), hour)


def recompute(store: Store, shipped: configuration.Configuration, hour: str) -> None:
    """Writes the hour's figures. They are read before the waits, and name the version they replace:
    whoever writes last has seen all the waits that are counted. They are written even as they
    were: else somebody who has counted the waits of a while ago could still write those.
    Raises ConflictError when others keep writing."""
    key = _key(hour)
    for _ in range(ATTEMPTS):
        there = store.get(key)
        version = there["version"] if there else None
        item = _counted(store, shipped, hour, (version or 0) + 1)
        try:
            store.write([Put(item, expects=version)])
        except ConflictError:
            continue
        return
    raise ConflictError(f"no quiet moment for {key.pk} {key.sk}")


def is_right(store: Store, shipped: configuration.Configuration, hour: str) -> bool:
    """Whether the hour's figures are those of its waits."""
    there = store.get(_key(hour))
    return bool(there and there["figures"] == _counted(store, shipped, hour, 0)["figures"])


def _counted(store: Store, shipped: configuration.Configuration, hour: str, version: int) -> Item:
    return hourly_figures.to_item(
        hour, hourly_figures.figures_of(hourly_figures.rows_of(store, hour), shipped), version
    )


def _key(hour: str) -> Key:
    return Key(f"R#{hour[:10]}", hour)
