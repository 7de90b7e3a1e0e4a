"""Conditional writes: a put or a deletion that names the version of the item that it replaces."""

from typing import Any
from uuid import uuid4

from shared.storage.attributes import Item, encode
from shared.storage.schema import Key

NONCE = "nonce"
ANY = -1
"""Takes the place of a version: the item is written, whatever is stored. Use it only for a message,
which may be written again, or in one transaction with a write that names a version."""


class Put:
    """A conditional write of one item.

    `expects` is the version that the stored item must have. None: there must be no such item. ANY:
    no condition. `retry_safe` marks the item, so that a repetition by the SDK after a lost answer
    does not count as a conflict. It is needed only if just one of two writers may continue.
    """

    def __init__(self, item: Item, *, expects: int | None, retry_safe: bool = False) -> None:
        self.item = item | {NONCE: uuid4().hex} if retry_safe else item
        self.expects = expects


class Delete:
    """A conditional deletion of one item. It must have the expected version, or ANY."""

    def __init__(self, key: Key, *, expects: int) -> None:
        self.key, self.expects = key, expects


type Change = Put | Delete


def condition(expects: int | None) -> dict[str, Any]:
    """DynamoDB's condition for the version that a write expects."""
    if expects == ANY:
        return {}
    if expects is None:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {
        "ConditionExpression": "version = :version",
        "ExpressionAttributeValues": encode({":version": expects}),
    }


def request_of(table: str, change: Change) -> Any:
    """The change as a part of a transaction."""
    request: dict[str, Any] = condition(change.expects) | {"TableName": table}
    if isinstance(change, Put):
        return {"Put": request | {"Item": encode(change.item)}}
    return {"Delete": request | {"Key": encode(change.key.attributes)}}
