"""The table's sparse index, which lags behind the table as a global secondary index does."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable
from typing import Any

from shared.storage.schema import DUE_INCLUDES, DUE_NEXT, DUE_SHARD, PK, SK
from tests.fakes.capacity import Item, size, write_units

KeyPair = tuple[str, str]
Entry = tuple[str, str, str]
"""Moment, pk, sk."""

BY_SHARD = f"{DUE_SHARD} = :shard"
UNTIL = f"{BY_SHARD} AND {DUE_NEXT} <= :until"
END = "\U0010ffff"


class DueIndex:
    """Holds an item while it has both of the index's keys."""

    def __init__(
        self,
        clock: Callable[[], float],
        lag: Callable[[], float],
        names: tuple[str, str] = (DUE_SHARD, DUE_NEXT),
        includes: tuple[str, ...] = DUE_INCLUDES,
    ) -> None:
        self.clock, self.lag, self.includes = clock, lag, includes
        self.shard, self.moment = names
        self.now: dict[KeyPair, KeyPair] = {}
        """The index without its lag: shard and moment by key."""
        self.projected: dict[KeyPair, Item] = {}
        self._order: dict[str, list[Entry]] = {}
        self._lagging: list[tuple[float, KeyPair, Item | None]] = []

    def follow(self, key: KeyPair, before: Item | None, after: Item | None) -> int:
        """Records a change of the table. Returns the write units: one for an entry that is added,
        removed or changed, two for one that moves."""
        old, new = self.projection(before), self.projection(after)
        if old == new:
            return 0
        if new is None:
            del self.now[key]
        else:
            self.now[key] = (new[self.shard]["S"], new[self.moment]["S"])
        self._lagging.append((self.clock() + self.lag(), key, new))
        if old is None or new is None:
            return write_units(size(old or new or {}))
        names = (self.shard, self.moment)
        moved = [old[n] for n in names] != [new[n] for n in names]
        sizes = (size(old), size(new))
        return sum(write_units(s) for s in sizes) if moved else write_units(*sizes)

    def keys(self, condition: str, values: dict[str, str]) -> list[KeyPair]:
        """The keys that a query of the index finds now, soonest first."""
        self.catch_up()
        if condition == f"{self.shard} = :account AND {self.moment} BETWEEN :first AND :last":
            entries = self._order.get(values[":account"], [])
            first = bisect_left(entries, (values[":first"], "", ""))
            last = bisect_right(entries, (values[":last"], END, END))
            return [(pk, sk) for _, pk, sk in entries[first:last]]
        entries = self._order.get(values[":shard"], [])
        if condition == UNTIL:
            entries = entries[: bisect_right(entries, (values[":until"], END, END))]
        elif condition != BY_SHARD:
            raise NotImplementedError(condition)
        return [(pk, sk) for _, pk, sk in entries]

    def all_keys(self) -> list[KeyPair]:
        """The keys that a scan of the index finds now."""
        self.catch_up()
        return [(pk, sk) for _, entries in sorted(self._order.items()) for _, pk, sk in entries]

    def beyond(self, keys: list[KeyPair], start: dict[str, Any], *, forward: bool) -> list[KeyPair]:
        """The keys after the start key, which may no longer exist."""
        at: Entry = (start[self.moment]["S"], start[PK]["S"], start[SK]["S"])
        return [k for k in keys if (self.place(k) > at if forward else self.place(k) < at)]

    def place(self, key: KeyPair) -> Entry:
        return (self.projected[key][self.moment]["S"], *key)

    def catch_up(self, *, wholly: bool = False) -> None:
        """Applies the changes that are visible by now. The changes of one key stay in their
        order."""
        if not self._lagging:
            return
        now = self.clock()
        held: set[KeyPair] = set()
        rest = []
        for entry in self._lagging:
            at, key, projected = entry
            if (at > now and not wholly) or key in held:
                held.add(key)
                rest.append(entry)
            else:
                self._apply(key, projected)
        self._lagging = rest

    def _apply(self, key: KeyPair, projected: Item | None) -> None:
        if key in self.projected:
            place = self.place(key)
            order = self._order[self.projected.pop(key)[self.shard]["S"]]
            del order[bisect_left(order, place)]
        if projected is not None:
            self.projected[key] = projected
            insort(self._order.setdefault(projected[self.shard]["S"], []), self.place(key))

    def projection(self, item: Item | None) -> Item | None:
        """The attributes that the index holds of an item. Empty if the item lacks a key of the
        sparse index."""
        if item is None or self.shard not in item or self.moment not in item:
            return None
        names = dict.fromkeys((PK, SK, self.shard, self.moment, *self.includes))
        return {n: item[n] for n in names if n in item}
