"""The one door to the table: reads and writes in our words, AWS's errors translated.

Everything goes through the low-level client that is given, so that the simulation can stand in for
it. What is not translated passes through and is retried by whoever called.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from botocore.exceptions import ClientError

from shared.storage.attributes import Item, decode, encode
from shared.storage.rows import Key
from shared.storage.schema import DUE_INDEX, DUE_NEXT, DUE_SHARD, PK, SK

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

BATCH_WRITE, BATCH_GET = 25, 100
ATTEMPTS = 6
NONCE = "nonce"


class ConflictError(Exception):
    """Somebody else wrote in between. Read again, decide again."""


class OverloadedError(Exception):
    """DynamoDB did not take all of a batch, even after waiting. Nothing is lost if the caller
    fails too: the whole batch may be written again."""


class Put:
    """One conditional write of an item: it must have the version given, or not exist (None).

    `mine` marks it, so that its own repetition by the SDK, after an answer that was lost, is not
    taken for somebody else's write. Needed where only one of two writers may go on.
    """

    def __init__(self, item: Item, *, expects: int | None, mine: bool = False) -> None:
        self.item = item | {NONCE: uuid4().hex} if mine else item
        self.expects = expects


class Delete:
    """One conditional removal: the item must have the version given."""

    def __init__(self, key: Key, *, expects: int) -> None:
        self.key, self.expects = key, expects


class Store:
    """One table. `pause` is how it waits between attempts at an unprocessed rest."""

    def __init__(
        self, client: "DynamoDBClient", table: str, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.client, self.table, self.pause = client, table, pause

    def land(self, items: Sequence[Item]) -> None:
        """Puts every item, 25 a call; what DynamoDB leaves over is tried again, with jitter.
        Raises OverloadedError when some of it still is left."""
        unique = {(i[PK], i[SK]): i for i in items}
        rest = [{"PutRequest": {"Item": encode(i)}} for i in unique.values()]
        for start in range(0, len(rest), BATCH_WRITE):
            self._write_batch(rest[start : start + BATCH_WRITE])

    def _write_batch(self, requests: list[Any]) -> None:
        for attempt in range(ATTEMPTS):
            if attempt:
                self.pause(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311 jitter, no secret
            answer = self.client.batch_write_item(RequestItems={self.table: requests})
            requests = list(answer.get("UnprocessedItems", {}).get(self.table, []))
            if not requests:
                return
        raise OverloadedError

    def put_first(self, item: Item) -> Item:
        """Puts the item unless one is there already; returns the one that is there then."""
        try:
            self.client.put_item(
                TableName=self.table,
                Item=encode(item),
                ConditionExpression="attribute_not_exists(pk)",
            )
        except ClientError as error:
            if not _is(error, "ConditionalCheckFailedException"):
                raise
            return self.get(Key(item[PK], item[SK])) or item
        return item

    def get(self, key: Key) -> Item | None:
        """The item as it is now, or None."""
        answer = self.client.get_item(
            TableName=self.table, Key=encode(_key(key)), ConsistentRead=True
        )
        return decode(answer["Item"]) if "Item" in answer else None

    def get_all(self, keys: Iterable[Key]) -> dict[Key, Item]:
        """The items that exist, as they are now."""
        wanted = [encode(_key(k)) for k in dict.fromkeys(keys)]
        if len(wanted) == 1:
            only = Key(wanted[0][PK]["S"], wanted[0][SK]["S"])
            item = self.get(only)
            return {only: item} if item else {}
        found: dict[Key, Item] = {}
        for start in range(0, len(wanted), BATCH_GET):
            rest: Any = wanted[start : start + BATCH_GET]
            for attempt in range(ATTEMPTS):
                if attempt:
                    self.pause(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311 jitter
                answer = self.client.batch_get_item(
                    RequestItems={self.table: {"Keys": rest, "ConsistentRead": True}}
                )
                for raw in answer.get("Responses", {}).get(self.table, []):
                    item = decode(raw)
                    found[Key(item[PK], item[SK])] = item
                left: Any = answer.get("UnprocessedKeys", {})
                rest = left.get(self.table, {}).get("Keys", [])
                if not rest:
                    break
            else:
                raise OverloadedError
        return found

    def partition(
        self, pk: str, *, newest_first: bool = False, page: int | None = None, after: str = ""
    ) -> Iterator[Item]:
        """A partition's items in the order of their sort key, as they are now, read as needed."""
        yield from self._query(
            newest_first=newest_first,
            page=page,
            KeyConditionExpression="pk = :pk AND sk > :after" if after else "pk = :pk",
            ExpressionAttributeValues=encode({":pk": pk} | ({":after": after} if after else {})),
            ConsistentRead=True,
        )

    def due(
        self, shard: str, until: str | None = None, *, newest_first: bool = False
    ) -> Iterator[Item]:
        """The due index's entries of one shard, soonest first, up to `until` if given."""
        condition = f"{DUE_SHARD} = :shard"
        values = {":shard": shard}
        if until is not None:
            condition += f" AND {DUE_NEXT} <= :until"
            values[":until"] = until
        yield from self._query(
            newest_first=newest_first,
            IndexName=DUE_INDEX,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=encode(values),
        )

    def _query(
        self, *, newest_first: bool = False, page: int | None = None, **request: Any
    ) -> Iterator[Item]:
        if page is not None:
            request["Limit"] = page
        request["ScanIndexForward"] = not newest_first
        while True:
            answer = self.client.query(TableName=self.table, **request)
            for raw in answer["Items"]:
                yield decode(raw)
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def write(self, changes: Sequence[Put | Delete]) -> None:
        """All of the changes, or none. Raises ConflictError where a version is not as expected."""
        try:
            if len(changes) == 1:
                self._write_one(changes[0])
            elif changes:
                self.client.transact_write_items(
                    TransactItems=[_transact(self.table, c) for c in changes]
                )
        except ClientError as error:
            if _is(
                error,
                "ConditionalCheckFailedException",
                "TransactionCanceledException",
                "TransactionConflictException",
            ):
                if self._is_ours(changes):
                    return
                raise ConflictError from error
            raise

    def _is_ours(self, changes: Sequence[Put | Delete]) -> bool:
        """Whether the conflict is with this very write. A transaction needs no mark: the SDK gives
        each one a token."""
        if len(changes) != 1 or not isinstance(changes[0], Put) or NONCE not in changes[0].item:
            return False
        ours = changes[0].item
        there = self.get(Key(ours[PK], ours[SK]))
        return there is not None and there.get(NONCE) == ours[NONCE]

    def _write_one(self, change: Put | Delete) -> None:
        request = _condition(change.expects) | {"TableName": self.table}
        if isinstance(change, Put):
            self.client.put_item(Item=encode(change.item), **request)
        else:
            self.client.delete_item(Key=encode(_key(change.key)), **request)


def _key(key: Key) -> Item:
    return {PK: key.pk, SK: key.sk}


def _condition(expects: int | None) -> dict[str, Any]:
    if expects is None:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {
        "ConditionExpression": "version = :version",
        "ExpressionAttributeValues": encode({":version": expects}),
    }


def _transact(table: str, change: Put | Delete) -> Any:
    request: dict[str, Any] = _condition(change.expects) | {"TableName": table}
    if isinstance(change, Put):
        return {"Put": request | {"Item": encode(change.item)}}
    return {"Delete": request | {"Key": encode(_key(change.key))}}


def _is(error: ClientError, *codes: str) -> bool:
    return error.response.get("Error", {}).get("Code") in codes


def condition_failed(error: ClientError) -> bool:
    """Whether a conditional write found another state than it expected."""
    return _is(error, "ConditionalCheckFailedException")


@cache
def shared_store() -> Store:
    """The store of a running function; the client is made on first use."""
    from shared.runtime import aws

    return Store(aws.client("dynamodb"), aws.setting("TABLE_NAME"))
