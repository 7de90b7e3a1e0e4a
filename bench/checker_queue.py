"""How long the checker takes to queue 10,000 waits that are due at once, on the local stack; and
django-helpdesk to escalate as many overdue tickets."""

import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import batched

from bench import helpdesk
from bench.results import Result
from bench.stack import client, deployed
from cli.local import outbox
from cli.local.deploy import Stack
from shared.domain.events import utc
from shared.domain.policies import Terms
from shared.domain.waits import START, Wait
from shared.storage import rows
from shared.storage.rows import Row
from shared.storage.store import BATCH_WRITE, Store

DUE, RUNS = 10_000, 3
AT_MOST_S = 20.0
PREPARED_S = 150.0
"""Time to write them all."""
AHEAD_S = 60.0
"""How long before their moment the run is, so that the queue holds them back meanwhile."""
OPENED_S, WRITERS = 1_795_420_800, 4


class NotQueuedError(Exception):
    """The checker did not queue what is due."""


def measure() -> list[Result]:
    """A run by Lambda's own call, warm; the schedule is off meanwhile."""
    with deployed() as stack:
        _quieten(stack)
        taken = [_run(stack) for _ in range(RUNS)]
    seconds = statistics.median(taken)
    peer, database = helpdesk.escalated(DUE)
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


def _quieten(stack: Stack) -> None:
    """Nobody else works meanwhile: neither the schedule nor the stream's readers."""
    events, functions = client(stack, "events"), client(stack, "lambda")
    for rule in events.list_rules()["Rules"]:
        events.disable_rule(Name=rule["Name"])
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        if "/stream/" in mapping["EventSourceArn"]:
            functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)


def _run(stack: Stack) -> float:
    functions, queues = client(stack, "lambda"), client(stack, "sqs")
    name, queue = stack.outputs["SlaCheckerFunction"], stack.outputs["AlertsQueueUrl"]
    due_s = time.time() + PREPARED_S
    _write(stack, due_s)
    queues.purge_queue(QueueUrl=queue)
    functions.invoke(FunctionName=name, Payload=b"{}")  # finds nothing yet; warm
    time.sleep(max(0.0, due_s - AHEAD_S - time.time()))
    begun = time.monotonic()
    answer = functions.invoke(FunctionName=name, Payload=b"{}")
    taken = time.monotonic() - begun
    said, waiting = json.loads(answer["Payload"].read()), outbox.queue_length(stack.endpoint, queue)
    queues.purge_queue(QueueUrl=queue)
    if said != {"queued": DUE} or waiting != DUE:
        raise NotQueuedError(f"the checker said {said}, and {waiting} wait in the queue")
    return taken


def _write(stack: Stack, due_s: float) -> None:
    """Puts the waits into the table, or moves their moment."""
    store = Store(client(stack, "dynamodb"), stack.outputs["TableName"])
    with ThreadPoolExecutor(WRITERS) as writers:
        items = (rows.to_item(_row(number, due_s)) for number in range(DUE))
        list(writers.map(store.land, batched(items, BATCH_WRITE, strict=False)))


def _row(number: int, due_s: float) -> Row:
    opened, due = utc(OPENED_S), utc(int(due_s))
    customer = str(491_700_000_000 + number)
    terms = Terms(
        policy="slow", version="1", target_s=100, clock="calendar", due_at=due, moments=(due,)
    )
    wait = Wait(
        boundary=START,
        kind="first",
        opened_by=f"wamid.{number}",
        opened_at=opened,
        terms=terms,
        last_at=opened,
    )
    return Row(
        conversation=f"whatsapp:106000000000001:{customer}",
        channel="whatsapp",
        surface="private",
        account="106000000000001",
        customer=customer,
        wait=wait,
    )
