"""Every minute: what is due within the next 70 seconds goes to the alerts queue, delayed until its
moment. It changes nothing, so it may be killed, run twice or be late without harm."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Any

from shared.runtime import aws, log
from shared.storage import schema
from shared.storage.attributes import Item, moment, stamp
from shared.storage.schema import DUE_NEXT, SHARDS
from shared.storage.store import Store, shared_store

AHEAD = timedelta(seconds=70)
"""The schedule's minute and ten seconds more, so that no moment falls between two runs."""

MAX_DELAY_S = 900
BATCH, SENDERS = 10, 8


class NotQueuedError(RuntimeError):
    """The queue refused some entries. The index still holds them; the next run sends them again."""


def handler(_event: Mapping[str, Any], _context: object) -> dict[str, int]:
    """The schedule's call. Returns how many entries were queued."""
    return check(shared_store(), aws.client("sqs"), aws.setting("ALERTS_QUEUE_URL"), now())


def now() -> datetime:
    """The only clock here."""
    return datetime.now(UTC)


def check(store: Store, sqs: Any, queue_url: str, at: datetime) -> dict[str, int]:
    """Queues what is due by `at` plus a minute. Raises NotQueuedError."""
    due = (
        item for shard in range(SHARDS) for item in store.due(schema.due(shard), stamp(at + AHEAD))
    )
    with ThreadPoolExecutor(SENDERS) as senders:
        batches = batched(due, BATCH, strict=False)
        sent = [senders.submit(_send, sqs, queue_url, batch, at) for batch in batches]
    # One that is refused keeps no other from being sent.
    counts = {"queued": sum(batch.result() for batch in sent)}
    log.event("checker.run", **counts)
    return counts


def _send(sqs: Any, queue_url: str, items: Sequence[Item], at: datetime) -> int:
    entries = list(_entries(items, at))
    answer = sqs.send_message_batch(QueueUrl=queue_url, Entries=entries)
    if answer.get("Failed"):
        raise NotQueuedError(f"{len(answer['Failed'])} of {len(entries)}")
    return len(entries)


def _entries(items: Sequence[Item], at: datetime) -> Iterator[dict[str, Any]]:
    for number, item in enumerate(items):
        ahead_s = math.ceil((moment(item[DUE_NEXT]) - at).total_seconds())
        body = schema.queue_entry(item) | {"due": item[DUE_NEXT]}
        yield {
            "Id": str(number),
            "MessageBody": json.dumps(body),
            "DelaySeconds": min(max(ahead_s, 0), MAX_DELAY_S),
        }
