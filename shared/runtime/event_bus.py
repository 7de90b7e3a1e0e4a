"""Puts events on an EventBridge bus. Events that it does not accept wait in a queue, and are put
again."""

import json
from collections.abc import Sequence
from itertools import batched
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.runtime import aws, log

SOURCE = "replywatch"
BATCH = 10
"""Entries of one request, to EventBridge and to SQS."""

EVENTS_NOT_PUBLISHED = "EventsNotPublished"
"""The metric that counts events that EventBridge did not accept, each time. An alarm watches it."""

type Event = dict[str, Any]
"""A published event: at least its id, type and time."""


def put(bus: str, events: Sequence[Event]) -> None:
    """Puts the events on the bus. Events that it does not accept go into the events queue.

    Raises ClientError or BotoCoreError if the queue does not accept them either. If EventBridge
    accepts no event of a request, all further events go directly into the queue: waiting for each
    request would use up the invocation's time.
    """
    is_down = False
    for batch in batched(events, BATCH, strict=False):
        failed = list(batch) if is_down else refused(bus, batch)
        is_down = len(failed) == len(batch)
        if failed:
            _queue(failed)


def refused(bus: str, events: Sequence[Event]) -> list[Event]:
    """Puts up to BATCH events on the bus. Returns those that it did not accept.

    EventBridge may accept only some entries of a request:
    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
    """
    entries = [_entry(bus, event) for event in events]
    try:
        # Once: the queue is what tries again, and has more patience.
        answer = aws.client("events", once=True).put_events(Entries=entries)
    except (ClientError, BotoCoreError) as error:
        _report(len(events), type(error).__name__)
        return list(events)
    results = answer["Entries"]
    failed = [e for e, result in zip(events, results, strict=True) if result.get("ErrorCode")]
    if failed:
        codes = sorted({str(r["ErrorCode"]) for r in results if r.get("ErrorCode")})
        _report(len(failed), ", ".join(codes))
    return failed


def _report(events: int, error: str) -> None:
    """Logs the failure, and counts it for the alarm."""
    log.event("events.not_published", events=events, error=error)
    log.count(EVENTS_NOT_PUBLISHED, events)


def _entry(bus: str, event: Event) -> dict[str, Any]:
    return {
        "EventBusName": bus,
        "Source": SOURCE,
        "DetailType": event["type"],
        "Time": event["time"],
        "Detail": json.dumps(event),
    }


def _queue(events: Sequence[Event]) -> None:
    sqs, url = aws.client("sqs"), aws.setting("EVENTS_QUEUE_URL")
    entries = [{"Id": str(n), "MessageBody": json.dumps(event)} for n, event in enumerate(events)]
    answer = sqs.send_message_batch(QueueUrl=url, Entries=entries)
    if answer.get("Failed"):
        code = str(answer["Failed"][0].get("Code"))
        error: Any = {"Error": {"Code": code, "Message": "an entry was refused"}}
        raise ClientError(error, "SendMessageBatch")
