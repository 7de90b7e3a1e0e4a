"""Reads and writes the table. No other module calls DynamoDB.

The low-level client is passed in, so that the simulation can replace it. AWS's errors that callers
must tell apart become those of `errors.py`. All others pass through, and the caller retries.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.runtime.retry import retry
from shared.storage.attributes import Item, decode, encode
from shared.storage.changes import NONCE, Change, Put, condition, request_of
from shared.storage.errors import (
    ConflictError,
    OverloadedError,
    RejectedError,
    has_code,
    is_rejected,
)
from shared.storage.schema import (
    ACCOUNT,
    ALERTS_INDEX,
    CLAIMED,
    DUE_INDEX,
    DUE_NEXT,
    DUE_SHARD,
    LISTED,
    PK,
    PUBLIC_ID,
    PUBLIC_INDEX,
    SK,
    WAITING_INDEX,
    Key,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

BATCH_WRITE, BATCH_GET = 25, 100
PAGE_GROWTH, MAX_PAGE_ITEMS = 4, 128
"""Each further query asks for four times as many items as the one before, up to a limit."""
MAX_CHANGES = 100
"""DynamoDB's limit on a transaction."""
ATTEMPTS = 6
FIRST_AFTER = "\x00"
LAST = "\U0010ffff"
"""Appended to a sort key, these give the next possible key (FIRST_AFTER), and the last possible key
that begins with it (LAST)."""


class Store:
    """The table. `pause` waits between attempts, in seconds."""

    def __init__(
        self, client: "DynamoDBClient", table: str, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.client, self.table, self.pause = client, table, pause

    def put_all(self, items: Iterable[Item]) -> None:
        """Puts every item, 25 in each call. Retries, with jitter, the items that DynamoDB did not
        accept.

        Raises OverloadedError if some are still left.
        """
        unique = {(i[PK], i[SK]): i for i in items}
        rest = [{"PutRequest": {"Item": encode(i)}} for i in unique.values()]
        for start in range(0, len(rest), BATCH_WRITE):
            self._write_batch(rest[start : start + BATCH_WRITE])

    def remove(self, keys: Iterable[Key]) -> None:
        """Deletes the items, whatever they contain now. Raises OverloadedError."""
        requests = [
            {"DeleteRequest": {"Key": encode(key.attributes)}} for key in dict.fromkeys(keys)
        ]
        for start in range(0, len(requests), BATCH_WRITE):
            self._write_batch(requests[start : start + BATCH_WRITE])

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
        """Puts the item unless there is one with its key. Returns the item that is stored then."""
        try:
            self.client.put_item(
                TableName=self.table,
                Item=encode(item),
                ConditionExpression="attribute_not_exists(pk)",
            )
        except ClientError as error:
            if not has_code(error, "ConditionalCheckFailedException"):
                raise
            return self.get(Key.of(item)) or item
        return item

    def get(self, key: Key) -> Item | None:
        """The item as it is now, or None."""
        answer = self.client.get_item(
            TableName=self.table, Key=encode(key.attributes), ConsistentRead=True
        )
        return decode(answer["Item"]) if "Item" in answer else None

    def get_all(self, keys: Iterable[Key], *, consistent: bool = True) -> dict[Key, Item]:
        """The items that exist under these keys. Without `consistent`, they may be a second old,
        for half the units."""
        wanted = [encode(k.attributes) for k in dict.fromkeys(keys)]
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
                    RequestItems={self.table: {"Keys": rest, "ConsistentRead": consistent}}
                )
                for raw in answer.get("Responses", {}).get(self.table, []):
                    item = decode(raw)
                    found[Key.of(item)] = item
                left: Any = answer.get("UnprocessedKeys", {})
                rest = left.get(self.table, {}).get("Keys", [])
                if not rest:
                    break
            else:
                raise OverloadedError
        return found

    def partition(
        self,
        pk: str,
        *,
        prefix: str = "",
        after: str = "",
        newest_first: bool = False,
        page: int | None = None,
        only_id: str | None = None,
        between: tuple[str, str] | None = None,
        consistent: bool = True,
    ) -> Iterator[Item]:
        """The items of a partition in the order of their sort keys. Pages are read as the items are
        used.

        - `prefix`: the sort key begins with it.
        - `after`: the sort key comes after it.
        - `between`: the sort key is between these two, both included.
        - `only_id`: DynamoDB leaves out the items of other messages.
        - `page`: how many items the first query asks for.
        - `consistent` False: items may be a second old, for half the units.
        """
        condition, values = "pk = :pk", {":pk": pk}
        if after and prefix:
            between = (after + FIRST_AFTER, prefix + LAST)
        if between:
            condition += " AND sk BETWEEN :first AND :last"
            values |= {":first": between[0], ":last": between[1]}
        elif prefix:
            condition += " AND begins_with(sk, :prefix)"
            values |= {":prefix": prefix}
        elif after:
            condition += " AND sk > :after"
            values |= {":after": after}
        request: dict[str, Any] = {"KeyConditionExpression": condition}
        request["ConsistentRead"] = consistent
        if only_id is not None:
            request["FilterExpression"] = "message_id = :id"
            values |= {":id": only_id}
        request["ExpressionAttributeValues"] = encode(values)
        yield from self._query(newest_first=newest_first, page=page, **request)

    def due(self, shard: str, until: str | None = None) -> Iterator[Item]:
        """The entries of one shard of the due index, earliest first, up to `until` if given."""
        condition = f"{DUE_SHARD} = :shard"
        values = {":shard": shard}
        if until is not None:
            condition += f" AND {DUE_NEXT} <= :until"
            values[":until"] = until
        yield from self._query(
            IndexName=DUE_INDEX,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=encode(values),
        )

    def waiting(
        self, account: str, after: str, before: str, *, page: int | None = None
    ) -> Iterator[Item]:
        """One account's entries in the waiting index that sort after `after`, up to `before`. The
        earliest deadline comes first. The index lags a little."""
        between = (after + FIRST_AFTER, before)
        yield from self._of_account(account, WAITING_INDEX, LISTED, between, page=page)

    def claimed_alerts(
        self, account: str, after: str, before: str, *, page: int | None = None
    ) -> Iterator[Item]:
        """One account's entries in the alerts index that sort from `after` to `before`, both
        included. The newest comes first. The index lags a little."""
        between = (after, before)
        yield from self._of_account(
            account, ALERTS_INDEX, CLAIMED, between, page=page, newest_first=True
        )

    def _of_account(
        self, account: str, index: str, sort_key: str, between: tuple[str, str], **how: Any
    ) -> Iterator[Item]:
        first, last = between
        return self._query(
            **how,
            IndexName=index,
            KeyConditionExpression=f"{ACCOUNT} = :account AND {sort_key} BETWEEN :first AND :last",
            ExpressionAttributeValues=encode({":account": account, ":first": first, ":last": last}),
        )

    def find_public(self, public_id: str) -> Key | None:
        """The key of the record with this public id, or None. The index lags a little."""
        return next(self.all_public(public_id), None)

    def all_public(self, public_id: str) -> Iterator[Key]:
        """The keys of all items under this id in the public index."""
        found = self._query(
            IndexName=PUBLIC_INDEX,
            KeyConditionExpression=f"{PUBLIC_ID} = :id",
            ExpressionAttributeValues=encode({":id": public_id}),
        )
        return (Key.of(item) for item in found)

    def _query(
        self, *, newest_first: bool = False, page: int | None = None, **request: Any
    ) -> Iterator[Item]:
        request["ScanIndexForward"] = not newest_first
        while True:
            if page is not None:
                request["Limit"] = page
                page = min(page * PAGE_GROWTH, MAX_PAGE_ITEMS)
            answer = self.client.query(TableName=self.table, **request)
            for raw in answer["Items"]:
                yield decode(raw)
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def write(self, changes: Sequence[Change]) -> None:
        """Writes all of the changes or none, at most MAX_CHANGES.

        Raises ConflictError if a version is not the expected one, and RejectedError if DynamoDB
        will never accept the write.
        """
        try:
            if len(changes) == 1 and isinstance(changes[0], Put):
                self._put(changes[0])  # costs half of a transaction
            elif changes:
                self.client.transact_write_items(
                    TransactItems=[request_of(self.table, c) for c in changes]
                )
        except ClientError as error:
            if is_rejected(error):
                raise RejectedError from error
            if has_code(
                error,
                "ConditionalCheckFailedException",
                "TransactionCanceledException",
                "TransactionConflictException",
            ):
                if self._is_ours(changes):
                    return
                raise ConflictError from error
            raise

    def retry[Result](self, call: Callable[[], Result], *, attempts: int) -> Result:
        """Calls until a call does not raise ConflictError, at most `attempts` times. Returns its
        result.

        Each call must read again what the conflict may have changed. Raises the last ConflictError.

            store.retry(lambda: acknowledge(store, alert), attempts=5)
        """
        return retry(call, on=ConflictError, attempts=attempts, pause=self.pause)

    def _is_ours(self, changes: Sequence[Change]) -> bool:
        """Whether the conflict is with this very write, which has succeeded before its answer was
        lost.

        A transaction needs no mark, because the SDK gives each one a token.
        """
        if len(changes) != 1 or not isinstance(changes[0], Put) or NONCE not in changes[0].item:
            return False
        ours = changes[0].item
        there = self.get(Key.of(ours))
        return there is not None and there.get(NONCE) == ours[NONCE]

    def _put(self, change: Put) -> None:
        self.client.put_item(
            TableName=self.table, Item=encode(change.item), **condition(change.expects)
        )


@cache
def shared_store() -> Store:
    """The store of a running function; the client is made on first use."""
    from shared.runtime import aws

    return Store(aws.client("dynamodb"), aws.setting("TABLE_NAME"))
