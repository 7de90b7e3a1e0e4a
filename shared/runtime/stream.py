"""The table's stream: what a record says, and what becomes of one that cannot be handled.

What another attempt may mend is handed back by its sequence number. What no attempt will mend is
poison: its keys go to the dead-letter queue, once, and the rest of the batch goes on.
"""

import json
import os
import traceback
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.events import utc
from shared.runtime import aws, log
from shared.storage.attributes import Item, decode
from shared.storage.schema import PK, SK, Key
from shared.storage.store import ConflictError, OverloadedError

PASSING = (ClientError, BotoCoreError, ConflictError, OverloadedError)
"""What another attempt may mend."""


class Record(NamedTuple):
    """One change of an item. `item` is empty where the item was removed."""

    sequence: str
    key: Key
    item: Item
    at: datetime
    """When the change was made, to the second."""
    first: bool = False
    """The item was not there before."""


class RetryBatchError(RuntimeError):
    """Some of the batch must be delivered again, and the engine knows only whole batches."""


def grouped[Group: Hashable](
    event: Mapping[str, Any],
    group_of: Callable[[Record], Group],
    handle: Callable[[Group, list[Record]], None],
) -> dict[str, Any]:
    """Handles a batch group by group; returns Lambda's answer, which names what to deliver again.

    A group's failure never keeps another group from being handled.
    """
    failed: list[str] = []
    groups: dict[Group, list[Record]] = {}
    for raw in event["Records"]:
        try:
            record = _record(raw)
            groups.setdefault(group_of(record), []).append(record)
        except Exception as error:  # noqa: BLE001 whatever it is, the next record is not to blame
            failed += _buried([raw], [_sequence(raw)], error)
    for group, records in groups.items():
        sequences = [r.sequence for r in records]
        try:
            handle(group, records)
        except PASSING as error:
            if _hopeless(error):
                failed += _buried(records, sequences, error)
                continue
            log.event("stream.retry", records=len(sequences), error=type(error).__name__)
            failed += sequences
        except Exception as error:  # noqa: BLE001 poison: no attempt will mend it
            failed += _buried(records, sequences, error)
    if failed and os.environ.get("STREAM_FAILURES") == "raise":
        raise RetryBatchError(f"{len(failed)} records")
    return {"batchItemFailures": [{"itemIdentifier": sequence} for sequence in failed]}


def _hopeless(error: Exception) -> bool:
    """What DynamoDB will refuse for ever must not hold up all that comes after it."""
    code = error.response.get("Error", {}).get("Code") if isinstance(error, ClientError) else None
    return code in {"ValidationException", "ItemCollectionSizeLimitExceededException"}


def _buried(
    records: Iterable[Record | Mapping[str, Any]], sequences: list[str], error: Exception
) -> list[str]:
    """Sends poison to the dead-letter queue; what could not be sent is handed back."""
    try:
        _poison(records, error)
    except PASSING:
        return sequences
    return []


def _record(raw: Mapping[str, Any]) -> Record:
    change = raw["dynamodb"]
    keys = decode(change["Keys"])
    return Record(
        sequence=change["SequenceNumber"],
        key=Key(keys[PK], keys[SK]),
        item=decode(change.get("NewImage", {})),
        at=utc(float(change["ApproximateCreationDateTime"])),
        first=raw.get("eventName") == "INSERT",
    )


def _sequence(raw: Mapping[str, Any]) -> str:
    return str(raw.get("dynamodb", {}).get("SequenceNumber", ""))


def _poison(records: Iterable[Record | Mapping[str, Any]], error: Exception) -> None:
    """To the dead-letter queue: which items, and the kind of error; never their content."""
    keys = [
        r.key if isinstance(r, Record) else r.get("dynamodb", {}).get("Keys", {}) for r in records
    ]
    body = {"function": os.environ.get("POWERTOOLS_SERVICE_NAME", ""), "keys": keys}
    aws.client("sqs").send_message(
        QueueUrl=aws.setting("STREAM_DLQ_URL"),
        MessageBody=json.dumps(body | {"error": type(error).__name__}, default=str),
    )
    log.event("stream.poison", records=len(keys), error=type(error).__name__, where=_where(error))


def _where(error: Exception) -> str:
    """The line that raised it: its message may quote what must not be logged."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
