"""A table in memory for handler tests: conditional writes and sorted partitions, nothing else.

The simulation's fake goes further; this one only keeps stories short.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from shared.storage.rows import Key

from shared.storage.store import ConflictError, Delete, Put


class MemoryStore:
    """What `shared.storage.store.Store` promises, without DynamoDB."""

    def __init__(self) -> None:
        self.items: dict[Key, dict[str, Any]] = {}
        self.landed: list[dict[str, Any]] = []

    def land(self, items: Iterable[dict[str, Any]]) -> None:
        for item in items:
            stored = {k: v for k, v in item.items() if v is not None}
            key = Key(stored["pk"], stored["sk"])
            if self.items.get(key) != stored:
                self.items[key] = stored
                self.landed.append(stored)

    def put_first(self, item: dict[str, Any]) -> dict[str, Any]:
        key = Key(item["pk"], item["sk"])
        if key not in self.items:
            self.land([item])
        return self.items[key]

    def get(self, key: Key) -> dict[str, Any] | None:
        return self.items.get(Key(*key))

    def get_all(self, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
        return {key: self.items[key] for key in keys if key in self.items}

    def partition(
        self, pk: str, *, newest_first: bool = False, page: int | None = None, after: str = ""
    ) -> Iterator[dict[str, Any]]:
        keys = sorted(k for k in self.items if k.pk == pk and k.sk > after)
        for key in reversed(keys) if newest_first else keys:
            yield self.items[key]

    def due(
        self, shard: str, until: str | None = None, *, newest_first: bool = False
    ) -> Iterator[dict[str, Any]]:
        found = [i for i in self.items.values() if i.get("due_shard") == shard]
        within = [i for i in found if until is None or i["due_next"] <= until]
        yield from sorted(within, key=lambda i: str(i["due_next"]), reverse=newest_first)

    def write(self, changes: Iterable[Put | Delete]) -> None:
        kept = list(changes)
        for change in kept:
            key = change.key if isinstance(change, Delete) else _key(change.item)
            there = self.items.get(key)
            if (there or {}).get("version") != change.expects:
                raise ConflictError
        for change in kept:
            if isinstance(change, Delete):
                del self.items[change.key]
            else:
                self.land([_encoded(change.item)])

    def rows(self) -> list[dict[str, Any]]:
        """The waits, oldest first."""
        found = [i for k, i in self.items.items() if k.pk.startswith("W#")]
        return sorted(found, key=lambda i: (str(i["opened_at"]), i["conversation"]))


class BusyStore(MemoryStore):
    """Something else happens just before one of its calls, once or each time."""

    def __init__(self) -> None:
        super().__init__()
        self.before: dict[str, list[Callable[[], None]]] = {}

    def _happens(self, call: str) -> None:
        waiting = self.before.get(call, [])
        if waiting:
            waiting.pop(0)()

    def get(self, key: Any) -> Any:
        self._happens("get")
        return super().get(key)

    def get_all(self, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
        asked = list(keys)
        self._happens("get_all")
        return super().get_all(asked)

    def write(self, changes: Iterable[Put | Delete]) -> None:
        self._happens("write")
        super().write(changes)


def _key(item: dict[str, Any]) -> Key:
    return Key(item["pk"], item["sk"])


def _encoded(item: dict[str, Any]) -> dict[str, Any]:
    from shared.storage.attributes import decode, encode

    return decode(encode(item))
