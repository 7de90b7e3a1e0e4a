"""Handles a batch of the table's stream: group by group, with a result for each record.

A record that fails ends in one of two ways:

- Another attempt may succeed (a conflict, an outage): the batch's answer names the record's
  sequence number, and Lambda delivers it again.
- No attempt will succeed (a bug, an item that DynamoDB refuses): a letter with the item's key goes
  to the dead-letter queue, and the stream goes on.

For example, of a batch with records 1 and 2 of conversation A, 3 of B and 4 of C, where B meets a
conflict and C a bug: A is done, the answer is "deliver 3 again", and one letter names record 4's
item.
"""

import json
import os
import traceback
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import PurePath
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from shared.domain.events import utc
from shared.runtime import aws, log
from shared.runtime.time_limit import OutOfTimeError, time_limit
from shared.storage import schema
from shared.storage.attributes import Item, decode
from shared.storage.errors import PERMANENT_CODES, ConflictError, OverloadedError
from shared.storage.schema import PK, SK, Key

RETRYABLE = (ClientError, BotoCoreError, ConflictError, OverloadedError)
"""Errors after which another attempt may succeed."""

RESERVE_S = 5.0
"""The part of an invocation's time that is reserved for the dead letters and the answer."""

MAX_OUT_OF_TIME_AGE = timedelta(minutes=5)
"""How old a record may become while its group runs out of time again and again."""


class StreamRecord(NamedTuple):
    """One change of an item, from the table's stream. `item` is empty if the item was deleted."""

    sequence: str
    key: Key
    item: Item
    at: datetime
    """When the change was made, to the second."""
    first: bool = False
    """Whether the change created the item."""


class RetryBatchError(RuntimeError):
    """Some records must be delivered again. Only the local emulator needs this, since it repeats
    whole batches."""


def grouped[Group: Hashable](
    event: Mapping[str, Any],
    group_of: Callable[[StreamRecord], Group],
    handle: Callable[[Group, list[StreamRecord]], None],
    *,
    remaining_s: Callable[[], float] = lambda: inf,
) -> dict[str, Any]:
    """Handles each group of records. Returns Lambda's answer, which names what to deliver again.

    If one group fails, the others are handled all the same. `remaining_s` returns how many seconds
    the invocation has left (see `seconds_left`). If it is given, a group that does not end in time
    is interrupted. It and the groups after it are delivered again. If it was the first group of its
    invocation, it cannot get more time. So it becomes a dead letter once one of its records is five
    minutes old, and the shard goes on.
    """
    groups, failed = _groups(event["Records"], group_of)
    is_first = True
    for group, records in groups.items():
        limit_s = remaining_s() - RESERVE_S
        try:
            if limit_s <= 0:
                failed += _sequences(records)
                continue
            with time_limit(limit_s):
                handle(group, records)
        except OutOfTimeError as error:
            failed += _out_of_time(records, error, had_all_time=is_first)
        except Exception as error:  # noqa: BLE001 the other groups are not to blame
            failed += _failed(records, error)
        is_first = False
    if failed and os.environ.get("STREAM_FAILURES") == "raise":
        raise RetryBatchError(f"{len(failed)} records")
    return {"batchItemFailures": [{"itemIdentifier": sequence} for sequence in failed]}


def created(event: Mapping[str, Any]) -> list[StreamRecord]:
    """The records of new items. A record that cannot be read is left out here. `grouped` handles
    it."""
    found = []
    for raw in event["Records"]:
        with suppress(Exception):
            if (record := _record(raw)).first:
                found.append(record)
    return found


def seconds_left(context: Any) -> Callable[[], float]:
    """How many seconds the invocation with this Lambda context has left. Without a context, there
    is no limit."""
    return lambda: float(context.get_remaining_time_in_millis()) / 1000 if context else inf


def _groups[Group: Hashable](
    raws: Iterable[Mapping[str, Any]], group_of: Callable[[StreamRecord], Group]
) -> tuple[dict[Group, list[StreamRecord]], list[str]]:
    """The records of the batch by group, and the sequence numbers of those to deliver again."""
    groups: dict[Group, list[StreamRecord]] = {}
    failed: list[str] = []
    for raw in raws:
        try:
            record = _record(raw)
            groups.setdefault(group_of(record), []).append(record)
        except Exception as error:  # noqa: BLE001 the next record is not to blame
            failed += _dead_letter([_raw_name(raw)], [_raw_sequence(raw)], error)
    return groups, failed


def _failed(records: list[StreamRecord], error: Exception) -> list[str]:
    """The sequence numbers to deliver again after the group raised this error."""
    if isinstance(error, RETRYABLE) and not _is_permanent(error):
        log.event("stream.retry", records=len(records), error=type(error).__name__)
        return _sequences(records)
    return _dead_letter([schema.opaque(r.key) for r in records], _sequences(records), error)


def _out_of_time(
    records: list[StreamRecord], error: OutOfTimeError, *, had_all_time: bool
) -> list[str]:
    """The sequence numbers to deliver again after the group was interrupted.

    A slow minute of DynamoDB can also interrupt a group. So a group with only young records is
    tried again.
    """
    oldest = min(r.at for r in records)
    if had_all_time and datetime.now(UTC) - oldest > MAX_OUT_OF_TIME_AGE:
        return _dead_letter([schema.opaque(r.key) for r in records], _sequences(records), error)
    log.event("stream.out_of_time", records=len(records))
    return _sequences(records)


def _is_permanent(error: Exception) -> bool:
    """Whether DynamoDB would refuse this every time. Then a retry would only delay the shard."""
    return (
        isinstance(error, ClientError)
        and error.response.get("Error", {}).get("Code") in PERMANENT_CODES
    )


def _dead_letter(items: list[str], sequences: list[str], error: BaseException) -> list[str]:
    """Sends one letter to the dead-letter queue. If that fails, returns what to deliver again.

    The letter names the number and the kind of the items, and the kind of error. It never contains
    what a customer wrote, or an id of a platform.
    """
    name = type(error).__name__
    body = {
        "function": os.environ.get("POWERTOOLS_SERVICE_NAME", ""),
        "items": items,
        "error": name,
    }
    try:
        aws.client("sqs").send_message(
            QueueUrl=aws.setting("STREAM_DLQ_URL"), MessageBody=json.dumps(body, default=str)
        )
    except RETRYABLE:
        return sequences
    log.event("stream.poison", records=len(items), error=name, where=_where(error))
    return []


def _record(raw: Mapping[str, Any]) -> StreamRecord:
    change = raw["dynamodb"]
    keys = decode(change["Keys"])
    return StreamRecord(
        sequence=change["SequenceNumber"],
        key=Key(keys[PK], keys[SK]),
        item=decode(change.get("NewImage", {})),
        at=utc(float(change["ApproximateCreationDateTime"])),
        first=raw.get("eventName") == "INSERT",
    )


def _sequences(records: Iterable[StreamRecord]) -> list[str]:
    return [record.sequence for record in records]


def _raw_sequence(raw: Mapping[str, Any]) -> str:
    return str(raw.get("dynamodb", {}).get("SequenceNumber", ""))


def _raw_name(raw: Mapping[str, Any]) -> str:
    keys = raw.get("dynamodb", {}).get("Keys", {})
    return schema.opaque(Key(*(str(keys.get(name, {}).get("S", "")) for name in (PK, SK))))


def _where(error: BaseException) -> str:
    """The file and line that raised the error. The error's message is left out: it may quote what
    must not be logged."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
