"""Queues what is due within the next 70 seconds. Runs every minute. Each entry is delayed until its
moment.

It changes nothing in the table. So it may be stopped, run twice or be late without harm.

While the queue has a backlog, an overdue record is queued again only every five minutes, since it
is still in the queue. An alert is queued in each run: if the entry of a held alert comes within a
minute of the responder's last message, the notifier ignores it.

Once an hour it also looks for accounts that have fallen silent (`silence.py`).
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.runtime import aws, log
from shared.storage import schema
from shared.storage.attributes import Item, moment, stamp
from shared.storage.schema import CONVERSATIONS, DUE_NEXT, PK, SHARDS
from shared.storage.store import Store, shared_store

AHEAD = timedelta(seconds=70)
"""How far ahead a run looks: the schedule's minute and ten seconds more, so that no moment falls
between two runs."""

MAX_DELAY_S = 900
BATCH, SENDERS = 10, 8

BACKLOG = 100
"""With more entries ready, the queue has a backlog. The notifiers handle half as many at a time."""

MINUTE, AGAIN_EVERY = timedelta(minutes=1), timedelta(minutes=5)

SILENCE_MINUTE = 7
"""The minute of each hour in which silent accounts are counted."""


class NotQueuedError(RuntimeError):
    """The queue refused some entries. They are still in the index, and the next run queues them
    again."""


def handler(_event: Mapping[str, Any], _context: object) -> dict[str, int]:
    """Called by the schedule. Returns how many entries were queued."""
    at = now()
    counts = check(shared_store(), aws.client("sqs"), aws.setting("ALERTS_QUEUE_URL"), at)
    if at.minute == SILENCE_MINUTE:
        _report_silence(at)  # last: if it fails, what is due is queued
    return counts


def now() -> datetime:
    """The only clock here."""
    return datetime.now(UTC)


def _report_silence(at: datetime) -> None:
    from functions.sla_checker import silence  # one run in sixty needs it
    from shared.config import configuration

    silence.report(shared_store(), configuration.deployed_configuration(), at)


def check(store: Store, sqs: Any, queue_url: str, at: datetime) -> dict[str, int]:
    """Queues what is due up to AHEAD after `at`. Raises NotQueuedError if the queue refuses any of
    it, after all the rest was sent."""
    backlog = _has_backlog(sqs, queue_url)
    due = (
        item
        for shard in range(SHARDS)
        for item in store.due(schema.due(shard), stamp(at + AHEAD))
        if is_queued(at - moment(item[DUE_NEXT]), backlog=backlog and _is_record(item))
    )
    with ThreadPoolExecutor(SENDERS) as senders:
        batches = batched(due, BATCH, strict=False)
        sent = [senders.submit(_send, sqs, queue_url, batch, at) for batch in batches]
    # By now all batches are sent, so one that was refused has not held up the others.
    counts = {"queued": sum(batch.result() for batch in sent)}
    log.event("checker.run", **counts, backlog=backlog)
    return counts


def _is_record(item: Item) -> bool:
    return str(item[PK]).startswith(CONVERSATIONS)


def is_queued(overdue: timedelta, *, backlog: bool) -> bool:
    """Whether a run queues an entry that is overdue by this time. A negative time is still ahead.

    With a backlog, an entry is already in the queue, unless it was created late or a run was
    missed. So it is queued again every five minutes. Example of an entry that is due at 10:30 and
    is not handled, with a run at each full minute:

        10:29          a minute ahead       queued, delayed until 10:30
        10:30          overdue by 0 min     queued: it may have come into being since 10:29
        10:31 - 10:34                       not queued; without a backlog, in each run
        10:35          overdue by 5 min     queued
    """
    return overdue < timedelta(0) or not backlog or overdue % AGAIN_EVERY < MINUTE


def _has_backlog(sqs: Any, queue_url: str) -> bool:
    """Whether many entries wait in the queue. If SQS does not answer, everything is queued."""
    name = "ApproximateNumberOfMessages"
    try:
        answer = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=[name])
    except (BotoCoreError, ClientError):
        return False
    return int(answer["Attributes"][name]) > BACKLOG


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
            **_group(item),
        }


def _group(item: Item) -> dict[str, str]:
    """The message group of an entry, which is the customer. If one customer's entries fill the
    queue, SQS hands out those of others first (fair queues). An entry without a group counts as a
    group of its own.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
    """
    if not _is_record(item):
        return {}
    return {"MessageGroupId": schema.customer_name(schema.conversation_of(item[PK]))}
