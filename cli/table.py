"""The table for operators' commands, which can scan it and do dry runs. Functions can do
neither."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from shared.storage.attributes import Item, decode, encode
from shared.storage.changes import Delete, Put
from shared.storage.schema import Key
from shared.storage.store import Store

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient


class Table(Store):
    """A store that records what it changes. Putting an item that is already stored does not count
    as a change.

    With `dry_run` it records the changes and writes nothing.
    """

    def __init__(
        self,
        client: "DynamoDBClient",
        table: str,
        pause: Callable[[float], None] = time.sleep,
        *,
        dry_run: bool = False,
    ) -> None:
        super().__init__(client, table, pause)
        self.dry_run = dry_run
        self.landed: list[Item] = []

    def put_all(self, items: Iterable[Item]) -> None:
        """Puts the items that are not stored yet, or are stored with other attributes."""
        wanted = {Key.of(i): decode(encode(i)) for i in items}
        stored = self.get_all(wanted) if wanted else {}
        new = [item for key, item in wanted.items() if stored.get(key) != item]
        if not self.dry_run:
            super().put_all(new)
        self.landed += new

    def put_first(self, item: Item) -> Item:
        """Like `Store.put_first`; in a dry run, returns the item that would be stored."""
        return (self.get(Key.of(item)) or item) if self.dry_run else super().put_first(item)

    def write(self, changes: Sequence[Put | Delete]) -> None:
        """Like `Store.write`; in a dry run, does nothing."""
        if not self.dry_run:
            super().write(changes)

    def scan(self, attributes: Sequence[str] = (), *, index: str | None = None) -> Iterator[Item]:
        """Every item of the table, or only the named attributes of each; of an index, every entry.
        An index lags a little."""
        request: dict[str, Any] = {"TableName": self.table}
        request |= {"IndexName": index} if index else {"ConsistentRead": True}
        if attributes:
            names = {f"#{n}": name for n, name in enumerate(attributes)}
            request |= {
                "ProjectionExpression": ", ".join(names),
                "ExpressionAttributeNames": names,
            }
        while True:
            answer = self.client.scan(**request)
            for raw in answer["Items"]:
                yield decode(raw)
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def remove(self, keys: Iterable[Key]) -> None:
        """Like `Store.remove`; in a dry run, does nothing."""
        if not self.dry_run:
            super().remove(keys)
