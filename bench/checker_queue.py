"""Seconds that the SLA checker takes to queue 10,000 due waits, on the local stack.

The peer is django-helpdesk, which escalates as many overdue tickets.
"""

import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import batched

from bench import helpdesk
from bench.open_waits import waiting_record
from bench.results import Result
from bench.stack import client, deployed
from cli.local import outbox
from cli.local.deploy import Stack
from shared.domain.events import utc
from shared.storage import records
from shared.storage.store import BATCH_WRITE, Store

DUE, RUNS = 10_000, 3
AT_MOST_S = 20.0
PREPARE_S = 150.0
"""Seconds to write all waits before they are due."""
AHEAD_S = 60.0
"""Seconds between the run and the due time. Until then the queue delays the entries."""
WRITERS = 4


class NotQueuedError(Exception):
    """The checker did not queue every due wait."""


def measure() -> list[Result]:
    """Invokes the warm function several times. Its schedule is disabled."""
    with deployed() as stack:
        _disable_triggers(stack)
        runs = [_run(stack) for _ in range(RUNS)]
    seconds = statistics.median(runs)
    peer, database = helpdesk.measure_escalation(DUE)
    return [
        Result(
            "checker_10k_due_s",
            seconds,
            "s",
            at_most=AT_MOST_S,
            peer=peer,
            note=f"{DUE / seconds:.0f} a second; the peer is django-helpdesk's escalate_tickets on "
            f"{database}, which also writes each ticket and renders its mail",
        )
    ]


def _disable_triggers(stack: Stack) -> None:
    """Disables the schedule and the stream's readers, which would use the same processors."""
    events, functions = client(stack, "events"), client(stack, "lambda")
    for rule in events.list_rules()["Rules"]:
        events.disable_rule(Name=rule["Name"])
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        if "/stream/" in mapping["EventSourceArn"]:
            functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)


def _run(stack: Stack) -> float:
    functions, queues = client(stack, "lambda"), client(stack, "sqs")
    name, queue = stack.outputs["SlaCheckerFunction"], stack.outputs["AlertsQueueUrl"]
    due_s = time.time() + PREPARE_S
    _write(stack, due_s)
    queues.purge_queue(QueueUrl=queue)
    functions.invoke(FunctionName=name, Payload=b"{}")  # nothing is due yet; starts the process
    time.sleep(max(0.0, due_s - AHEAD_S - time.time()))
    begun = time.monotonic()
    answer = functions.invoke(FunctionName=name, Payload=b"{}")
    seconds = time.monotonic() - begun
    result, queued = (
        json.loads(answer["Payload"].read()),
        len(outbox.queued(stack.endpoint, queue)),
    )
    queues.purge_queue(QueueUrl=queue)
    if result != {"queued": DUE} or queued != DUE:
        raise NotQueuedError(f"the checker returned {result}, and the queue has {queued} entries")
    return seconds


def _write(stack: Stack, due_s: float) -> None:
    """Writes the waits, or moves their due time if they exist."""
    store = Store(client(stack, "dynamodb"), stack.outputs["TableName"])
    due_at = utc(int(due_s))
    with ThreadPoolExecutor(WRITERS) as writers:
        items = (
            records.to_item(
                waiting_record(number, due_at, policy="slow", public_id=f"open-{number}")
            )
            for number in range(DUE)
        )
        list(writers.map(store.put_all, batched(items, BATCH_WRITE, strict=False)))
