"""A DynamoDB table in the shape of `shared/storage/schema.py`, on the local AWS engine."""

from typing import Any

from shared.storage.schema import (
    ACCOUNT,
    ALERTS_INCLUDES,
    ALERTS_INDEX,
    CLAIMED,
    DUE_INCLUDES,
    DUE_INDEX,
    DUE_NEXT,
    DUE_SHARD,
    LISTED,
    PK,
    PUBLIC_ID,
    PUBLIC_INDEX,
    SK,
    WAITING_INCLUDES,
    WAITING_INDEX,
)


def create_table(client: Any, name: str, **more: Any) -> str:
    """Creates the table with these additional settings. Returns its name."""
    attributes = [
        {"AttributeName": attribute, "AttributeType": "S"}
        for attribute in (PK, SK, DUE_SHARD, DUE_NEXT, ACCOUNT, LISTED, CLAIMED, PUBLIC_ID)
    ]
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=attributes,
        KeySchema=_keys(PK, SK),
        GlobalSecondaryIndexes=[
            {
                "IndexName": DUE_INDEX,
                "KeySchema": _keys(DUE_SHARD, DUE_NEXT),
                "Projection": {
                    "ProjectionType": "INCLUDE",
                    "NonKeyAttributes": list(DUE_INCLUDES),
                },
            },
            {
                "IndexName": WAITING_INDEX,
                "KeySchema": _keys(ACCOUNT, LISTED),
                "Projection": {
                    "ProjectionType": "INCLUDE",
                    "NonKeyAttributes": list(WAITING_INCLUDES),
                },
            },
            {
                "IndexName": ALERTS_INDEX,
                "KeySchema": _keys(ACCOUNT, CLAIMED),
                "Projection": {
                    "ProjectionType": "INCLUDE",
                    "NonKeyAttributes": list(ALERTS_INCLUDES),
                },
            },
            {
                "IndexName": PUBLIC_INDEX,
                "KeySchema": _keys(PUBLIC_ID)[:1],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            },
        ],
        **more,
    )
    return name


def _keys(partition: str, sort: str = "") -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]
