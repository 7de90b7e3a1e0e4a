"""The table as operators' commands need it: read from end to end, and tried without a write. A
function may do neither."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from shared.storage.attributes import Item, decode, encode
from shared.storage.schema import PK, SK, Key
from shared.storage.store import Delete, Put, Store

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient


class Table(Store):
    """A store that knows what it changed: an item that lies there as it is put is no change.

    When rehearsing it only notes what it would have changed.
    """

    def __init__(
        self,
        client: "DynamoDBClient",
        table: str,
        pause: Callable[[float], None] = time.sleep,
        *,
        rehearse: bool = False,
    ) -> None:
        super().__init__(client, table, pause)
        self.rehearse = rehearse
        self.landed: list[Item] = []

    def put_all(self, items: Iterable[Item]) -> None:
        """Puts the items that do not lie there so already."""
        wanted = {_key(i): decode(encode(i)) for i in items}
        there = self.get_all(wanted) if wanted else {}
        new = [item for key, item in wanted.items() if there.get(key) != item]
        if not self.rehearse:
            super().put_all(new)
        self.landed += new

    def put_first(self, item: Item) -> Item:
        """As a store does."""
        return (self.get(_key(item)) or item) if self.rehearse else super().put_first(item)

    def write(self, changes: Sequence[Put | Delete]) -> None:
        """As a store does."""
        if not self.rehearse:
            super().write(changes)

    def scan(self, attributes: Sequence[str] = ()) -> Iterator[Item]:
        """Every item, page by page; if some attributes are named, only those."""
        request: dict[str, Any] = {"TableName": self.table, "ConsistentRead": True}
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
        """As a store does."""
        if not self.rehearse:
            super().remove(keys)


def _key(item: Item) -> Key:
    return Key(item[PK], item[SK])
