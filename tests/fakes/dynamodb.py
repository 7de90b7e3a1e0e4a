# ruff: noqa: N803 the parameters are named as boto3 names them
"""DynamoDB as the low-level client shows it: one table with its sparse index and its stream.

Supports only what `shared.storage.store` uses. Anything else is an error. `test_fake_semantics.py`
also checks these rules on MiniStack.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable
from itertools import count
from typing import Any

from botocore.exceptions import ClientError

from shared.storage.schema import (
    ACCOUNT,
    ALERTS_INCLUDES,
    ALERTS_INDEX,
    CLAIMED,
    DUE_INDEX,
    LISTED,
    PK,
    PUBLIC_ID,
    PUBLIC_INDEX,
    SK,
    WAITING_INCLUDES,
    WAITING_INDEX,
)
from tests.fakes.capacity import Item, Meter, read_units, size, write_units
from tests.fakes.due_index import END, DueIndex, KeyPair

MAX_PAGE = 1024 * 1024
MAX_ITEM = 400 * 1024


def error(code: str, operation: str, status: int = 400, **more: Any) -> ClientError:
    """An error as botocore raises it."""
    response: Any = {
        "Error": {"Code": code, "Message": code},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return ClientError(response | more, operation)


class FakeDynamoDB:
    """`clock` returns epoch seconds. `lag` is how many seconds the index and eventually consistent
    reads are behind the table."""

    def __init__(
        self,
        table: str,
        clock: Callable[[], float],
        *,
        lag: Callable[[], float] = lambda: 0.0,
        meter: Meter | None = None,
    ) -> None:
        self.table, self.clock, self.meter = table, clock, meter
        self.lag = lag
        self.index = DueIndex(clock, lag)
        self.waiting = DueIndex(clock, lambda: 0.0, (ACCOUNT, LISTED), WAITING_INCLUDES)
        self.alerts = DueIndex(clock, lambda: 0.0, (ACCOUNT, CLAIMED), ALERTS_INCLUDES)
        self.items: dict[str, dict[str, Item]] = {}
        self.taken: Callable[[int], int] = lambda n: n
        """How many of a batch are taken; the rest is left unprocessed."""
        self.on_record: Callable[[dict[str, Any]], None] = lambda _record: None
        self.on_put: Callable[[str, str, Item], None] = lambda _pk, _sk, _item: None
        self._before: dict[KeyPair, tuple[Item | None, float]] = {}
        """What was there before the last write, and when that was."""
        self._sizes: dict[KeyPair, int] = {}
        self.public: list[tuple[float, KeyPair, str | None, str | None]] = []
        """Changes that the public index has not seen yet: when it does, of which item, from which
        public id to which."""
        self._public_keys: dict[str, set[KeyPair]] = {}
        self._order: dict[str, list[str]] = {}
        self._sequence = count(1)

    # --- Writes ---------------------------------------------------------------------------------

    def put_item(
        self,
        *,
        TableName: str,
        Item: Item,
        ConditionExpression: str | None = None,
        ExpressionAttributeValues: Item | None = None,
    ) -> dict[str, Any]:
        self._here(TableName, "PutItem")
        key = _valid(Item, "PutItem")
        self._require(key, ConditionExpression, ExpressionAttributeValues, "PutItem")
        self._put(key, Item)
        return {}

    def delete_item(
        self,
        *,
        TableName: str,
        Key: Item,
        ConditionExpression: str | None = None,
        ExpressionAttributeValues: Item | None = None,
    ) -> dict[str, Any]:
        self._here(TableName, "DeleteItem")
        key = _valid(Key, "DeleteItem")
        self._require(key, ConditionExpression, ExpressionAttributeValues, "DeleteItem")
        self._delete(key)
        return {}

    def batch_write_item(self, *, RequestItems: dict[str, list[Any]]) -> dict[str, Any]:
        ((table, requests),) = RequestItems.items()
        self._here(table, "BatchWriteItem")
        keys = [_request_key(r) for r in requests]
        if not 1 <= len(requests) <= 25 or len(set(keys)) != len(keys):
            raise error("ValidationException", "BatchWriteItem")
        taken = self.taken(len(requests))
        for key, request in zip(keys[:taken], requests, strict=False):
            if "PutRequest" in request:
                self._put(key, request["PutRequest"]["Item"])
            else:
                self._delete(key)
        left = requests[taken:]
        return {"UnprocessedItems": {table: left} if left else {}}

    def transact_write_items(self, *, TransactItems: list[dict[str, Any]]) -> dict[str, Any]:
        operation = "TransactWriteItems"
        changes: list[tuple[KeyPair, Item | None]] = []
        reasons: list[dict[str, str]] = []
        for one in TransactItems:
            ((action, request),) = one.items()
            self._here(request["TableName"], operation)
            item = request["Item"] if action == "Put" else None
            key = _valid(item or request["Key"], operation)
            condition, values = (
                request.get(n) for n in ("ConditionExpression", "ExpressionAttributeValues")
            )
            holds = self._holds(key, condition, values)
            reasons.append({"Code": "None" if holds else "ConditionalCheckFailed"})
            changes.append((key, item))
        if not 1 <= len(changes) <= 100 or len({key for key, _ in changes}) != len(changes):
            raise error("ValidationException", operation)
        if any(r["Code"] != "None" for r in reasons):
            for key, _ in changes:
                self._metered_write("failed", self._sizes.get(key, 0), times=2)
            raise error("TransactionCanceledException", operation, CancellationReasons=reasons)
        for key, item in changes:
            if item is not None:
                self._put(key, item, times=2)
            else:
                self._delete(key, times=2)
        return {}

    # --- Reads ----------------------------------------------------------------------------------

    def get_item(
        self, *, TableName: str, Key: Item, ConsistentRead: bool = False
    ) -> dict[str, Any]:
        self._here(TableName, "GetItem")
        item = self._read(_valid(Key, "GetItem"), ConsistentRead)
        return {} if item is None else {"Item": item}

    def batch_get_item(self, *, RequestItems: dict[str, Any]) -> dict[str, Any]:
        ((table, request),) = RequestItems.items()
        self._here(table, "BatchGetItem")
        wanted = request["Keys"]
        keys = [_valid(k, "BatchGetItem") for k in wanted]
        if not 1 <= len(keys) <= 100 or len(set(keys)) != len(keys):
            raise error("ValidationException", "BatchGetItem")
        taken = self.taken(len(keys))
        consistent = request.get("ConsistentRead", False)
        found = [item for key in keys[:taken] if (item := self._read(key, consistent)) is not None]
        left = wanted[taken:]
        return {
            "Responses": {table: found},
            "UnprocessedKeys": {table: request | {"Keys": left}} if left else {},
        }

    def query(
        self,
        *,
        TableName: str,
        KeyConditionExpression: str,
        ExpressionAttributeValues: Item,
        IndexName: str | None = None,
        ConsistentRead: bool = False,
        ScanIndexForward: bool = True,
        Limit: int | None = None,
        ExclusiveStartKey: Item | None = None,
        FilterExpression: str | None = None,
    ) -> dict[str, Any]:
        self._here(TableName, "Query")
        values = {name: v["S"] for name, v in ExpressionAttributeValues.items()}
        if IndexName is None:
            keys = self._keys(KeyConditionExpression, values)
            keys = [k for k in keys if self._shown(k, ConsistentRead) is not None]
        elif IndexName == PUBLIC_INDEX and not ConsistentRead:
            return self._public(KeyConditionExpression, values)
        elif IndexName == DUE_INDEX and not ConsistentRead:
            keys = self.index.keys(KeyConditionExpression, values)
        elif IndexName == WAITING_INDEX and not ConsistentRead:
            keys = self.waiting.keys(KeyConditionExpression, values)
        elif IndexName == ALERTS_INDEX and not ConsistentRead:
            keys = self.alerts.keys(KeyConditionExpression, values)
        else:
            raise error("ValidationException", "Query")
        if not ScanIndexForward:
            keys.reverse()
        others = {None: None, WAITING_INDEX: self.waiting, ALERTS_INDEX: self.alerts}
        index = others.get(IndexName, self.index)
        if ExclusiveStartKey is not None and index:
            keys = index.beyond(keys, ExclusiveStartKey, forward=ScanIndexForward)
        elif ExclusiveStartKey is not None:
            start = ExclusiveStartKey[SK]["S"]
            keys = [k for k in keys if (k[1] > start if ScanIndexForward else k[1] < start)]
        page = self._page(keys, index, ConsistentRead, Limit)
        if FilterExpression is not None:
            if FilterExpression != "message_id = :id":
                raise NotImplementedError(FilterExpression)
            wanted = {"S": values[":id"]}
            page["Items"] = [i for i in page["Items"] if i.get("message_id") == wanted]
        return page

    def scan(
        self,
        *,
        TableName: str,
        IndexName: str | None = None,
        ConsistentRead: bool = False,
        ProjectionExpression: str | None = None,
        ExpressionAttributeNames: dict[str, str] | None = None,
        ExclusiveStartKey: Item | None = None,
    ) -> dict[str, Any]:
        """Every item, in an order that DynamoDB does not guarantee."""
        self._here(TableName, "Scan")
        if IndexName is not None:
            if IndexName != WAITING_INDEX or ConsistentRead or ExclusiveStartKey:
                raise error("ValidationException", "Scan")
            return self._page(self.waiting.all_keys(), self.waiting, ConsistentRead, None)
        keys = [(pk, sk) for pk in sorted(self._order) for sk in self._order[pk]]
        if ExclusiveStartKey is not None:
            start = (ExclusiveStartKey[PK]["S"], ExclusiveStartKey[SK]["S"])
            keys = [key for key in keys if key > start]
        page = self._page(keys, None, ConsistentRead, None)
        if ProjectionExpression is not None:
            names = [(ExpressionAttributeNames or {})[n] for n in ProjectionExpression.split(", ")]
            page["Items"] = [{n: i[n] for n in names if n in i} for i in page["Items"]]
        return page

    def _keys(self, condition: str, values: dict[str, str]) -> list[KeyPair]:
        pk = values[":pk"]
        order = self._order.get(pk, [])
        first, end = 0, len(order)
        match condition:
            case "pk = :pk":
                pass
            case "pk = :pk AND sk > :after":
                first = bisect_right(order, values[":after"])
            case "pk = :pk AND begins_with(sk, :prefix)":
                first = bisect_left(order, values[":prefix"])
                end = bisect_right(order, values[":prefix"] + END)
            case "pk = :pk AND sk BETWEEN :first AND :last":
                first = bisect_left(order, values[":first"])
                end = bisect_right(order, values[":last"])
            case _:
                raise NotImplementedError(condition)
        return [(pk, sk) for sk in order[first:end]]

    def _page(
        self, keys: list[KeyPair], index: DueIndex | None, consistent: bool, limit: int | None
    ) -> dict[str, Any]:
        """At most `limit` items and 1 MB. DynamoDB stops at its limit: a full page has a
        `LastEvaluatedKey` even if nothing follows."""
        found: list[Item] = []
        read = 0
        for key in keys:
            item = index.projected[key] if index else self._shown(key, consistent)
            if item is None:  # a read may lag more than the one before it
                continue
            read += size(item) if index else self._sizes[key]
            if found and read > MAX_PAGE:
                break
            found.append(item)
            if len(found) == limit:
                break
        if self.meter:
            self.meter.items_read += len(found)
            self.meter.reading(
                "index" if index else "query", read_units(read, consistent=consistent)
            )
        answer: dict[str, Any] = {"Items": found, "Count": len(found)}
        if found and (len(found) < len(keys) or len(found) == limit):
            last = found[-1]
            names = (PK, SK, index.shard, index.moment) if index else (PK, SK)
            answer["LastEvaluatedKey"] = {n: last[n] for n in names}
        return answer

    # --- Stored items ---------------------------------------------------------------------------

    def _read(self, key: KeyPair, consistent: bool) -> Item | None:
        if self.meter:
            units = read_units(self._sizes.get(key, 0), consistent=consistent)
            self.meter.reading("get", units)
        return self._shown(key, consistent)

    def _shown(self, key: KeyPair, consistent: bool) -> Item | None:
        """The item, or an earlier version of it if the read may lag."""
        before, since = self._before.get(key, (None, 0.0))
        if not consistent and since and self.clock() < since + self.lag():
            return before
        return self.items.get(key[0], {}).get(key[1])

    def _put(self, key: KeyPair, item: Item, times: int = 1) -> None:
        pk, sk = key
        partition = self.items.setdefault(pk, {})
        before = partition.get(sk)
        self.on_put(pk, sk, item)
        after = size(item)
        self._metered_write("table", self._sizes.get(key, 0), after, times=times)
        if before == item:
            return
        self._before[key] = (before, self.clock())
        if before is None:
            insort(self._order.setdefault(pk, []), sk)
        partition[sk], self._sizes[key] = item, after
        self._follow(key, before, item)
        self._record("INSERT" if before is None else "MODIFY", key, item)

    def _delete(self, key: KeyPair, times: int = 1) -> None:
        pk, sk = key
        before = self.items.get(pk, {}).pop(sk, None)
        self._metered_write("table", self._sizes.pop(key, 0), times=times)
        if before is None:
            return
        order = self._order[pk]
        del order[bisect_left(order, sk)]
        self._follow(key, before, None)
        self._record("REMOVE", key, None)

    def _follow(self, key: KeyPair, before: Item | None, after: Item | None) -> None:
        """Updates the indexes after a change, and counts the units. DynamoDB updates them
        asynchronously, so a transaction costs no more there than another write."""
        units = sum(i.follow(key, before, after) for i in (self.index, self.waiting, self.alerts))
        if self.meter and units:
            self.meter.write("index", units)
        old, new = ((item or {}).get(PUBLIC_ID, {}).get("S") for item in (before, after))
        if old == new:
            return
        self.public.append((self.clock() + self.lag(), key, old, new))
        if self.meter:
            self.meter.write("public index", (old is not None) + (new is not None))

    def _public(self, condition: str, values: dict[str, str]) -> dict[str, Any]:
        """The current entries of a public id: the newest for each key."""
        if condition != f"{PUBLIC_ID} = :id":
            raise NotImplementedError(condition)
        now = self.clock()
        if self.public:
            due = [change for change in self.public if change[0] <= now]
            self.public = [change for change in self.public if change[0] > now]
            for _, key, old, new in due:
                self._public_keys.get(str(old), set()).discard(key)
                if new is not None:
                    self._public_keys.setdefault(new, set()).add(key)
        found = sorted(self._public_keys.get(values[":id"], ()))
        if self.meter:
            self.meter.reading("public index", read_units(100 * len(found), consistent=False))
        return {"Items": [{PK: {"S": pk}, SK: {"S": sk}} for pk, sk in found]}

    def _record(self, name: str, key: KeyPair, item: Item | None) -> None:
        change: dict[str, Any] = {
            "Keys": {PK: {"S": key[0]}, SK: {"S": key[1]}},
            "SequenceNumber": f"{next(self._sequence):021d}",
            "ApproximateCreationDateTime": float(int(self.clock())),
        }
        if item is not None:
            change["NewImage"] = item
        self.on_record({"eventName": name, "dynamodb": change})

    # --- Checks ---------------------------------------------------------------------------------

    def _here(self, table: str, operation: str) -> None:
        if table != self.table:
            raise error("ResourceNotFoundException", operation)

    def _require(
        self, key: KeyPair, condition: str | None, values: Item | None, operation: str
    ) -> None:
        if not self._holds(key, condition, values):
            self._metered_write("failed", self._sizes.get(key, 0))
            raise error("ConditionalCheckFailedException", operation)

    def _holds(self, key: KeyPair, condition: str | None, values: Item | None) -> bool:
        item = self.items.get(key[0], {}).get(key[1])
        match condition:
            case None:
                return True
            case "attribute_not_exists(pk)":
                return item is None
            case "version = :version":
                return item is not None and item.get("version") == (values or {})[":version"]
            case _:
                raise NotImplementedError(condition)

    def _metered_write(self, what: str, *sizes: int, times: int = 1) -> None:
        if self.meter:
            self.meter.write(what, write_units(*sizes) * times)


def _valid(item: Item, operation: str) -> KeyPair:
    pk, sk = item.get(PK, {}).get("S"), item.get(SK, {}).get("S")
    if (
        not pk or not sk or (len(item) > 2 and size(item) > MAX_ITEM)
    ):  # a key has no other attributes, so it is short
        raise error("ValidationException", operation)
    return pk, sk


def _request_key(request: dict[str, Any]) -> KeyPair:
    put = request.get("PutRequest")
    return _valid(put["Item"] if put else request["DeleteRequest"]["Key"], "BatchWriteItem")
