"""`replywatch redrive`: handles dead letters again, after their cause has been removed.

These queues hold dead letters:

- alerts: sent back to the alerts queue. The notifier ignores what is no longer due.
- delivery: providers' reports about emails and text messages, and text replies. Given to the
  notifier again.
- stream: changes of the table. The messages are in the table, so every conversation is rebuilt
  from them, and then the letters are deleted.
- events: what EventBridge did not take for hours. Sent back to be published, if events are on.

A letter is deleted only after it has been handled, so an interrupted run can be repeated.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from cli import stack
from cli.commands.rebuild import Rebuild
from cli.deployment import Deployment, deployment
from cli.printing import counted, escape_controls, print_error
from cli.stack import OperatorError

QUEUES = {
    "alerts": "AlertsDeadLetterQueueUrl",
    "delivery": "DeliveryDeadLetterQueueUrl",
    "stream": "StreamDeadLetterQueueUrl",
    "events": "EventsDeadLetterQueueUrl",
}
SENT_BACK = {"alerts": "AlertsQueueUrl", "events": "EventsQueueUrl"}
"""The queues to which letters are sent back."""
VISIBILITY_S = 300
"""How long a letter that has been read is hidden from others."""

BATCH = 10
"""SQS's limit."""


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--queue", choices=QUEUES, help="only this queue (default: all)")
    parser.add_argument("--dry-run", action="store_true", help="only count the dead letters")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    stack.options(parser, needs_outputs=True)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0 if no letter is left; 1 if some are; 2 if it could not be done."""
    place = deployment(args)
    there = queues_of(place)
    names = [args.queue] if args.queue else list(there)
    client = place.connection.client("sqs")
    waiting = {name: count(client, place.output(QUEUES[name])) for name in names}
    handled = dict.fromkeys(names, 0)
    if not args.dry_run:
        for name in names:
            handled[name] = _redrive(name, args, place, client) if waiting[name] else 0
    _print(args, waiting, handled)
    return int(any(handled[name] < waiting[name] for name in names))


def queues_of(place: Deployment) -> dict[str, str]:
    """The outputs with the queues' addresses, by queue. Without a bus there are no events."""
    return {n: url for n, url in QUEUES.items() if n != "events" or url in place.outputs}


def _redrive(name: str, args: argparse.Namespace, place: Deployment, client: Any) -> int:
    """Handles the letters of one queue. Returns how many."""
    dead = place.output(QUEUES[name])
    if name == "stream":
        letters = list(_letters(client, dead))
        if letters:
            _rebuild(args)
        return sum(_delete(client, dead, letter) for letter in letters)
    handle = _sender(place, client, name) if name in SENT_BACK else _reporter(place)
    count = 0
    for letter in _letters(client, dead):
        try:
            handle(letter["Body"])
        except _NoReportError:
            reason = "it is neither a provider's report nor a text reply"
            print_error("redrive", f"Left a message in the queue delivery: {reason}.")
            continue
        count += _delete(client, dead, letter)
    return count


def _rebuild(args: argparse.Namespace) -> None:
    for line in Rebuild(stack.table(args), stack.configuration(args)).everything():
        print(escape_controls(line), file=sys.stderr)


def _sender(place: Deployment, client: Any, name: str) -> Callable[[str], None]:
    queue = place.output(SENT_BACK[name])
    return lambda body: client.send_message(QueueUrl=queue, MessageBody=body)


class _NoReportError(Exception):
    """The notifier can do nothing with the letter."""


def _reporter(place: Deployment) -> Callable[[str], None]:
    """A function that calls the notifier with the event of a letter, and waits for it. It raises
    _NoReportError, and OperatorError if the notifier fails."""
    function, client = place.function("NotifierFunction"), place.connection.client("lambda")

    def report(body: str) -> None:
        try:
            event = json.loads(body)
            event = event.get("requestPayload", event)
        except (ValueError, AttributeError):
            raise _NoReportError from None
        answer = client.invoke(**function, Payload=json.dumps(event).encode())
        if "FunctionError" in answer:
            raise OperatorError("The notifier has failed again. Its log has the error.")

    return report


def _letters(client: Any, queue: str) -> Iterator[dict[str, Any]]:
    """The letters that nobody else is reading, each once."""
    while found := client.receive_message(
        QueueUrl=queue, MaxNumberOfMessages=BATCH, VisibilityTimeout=VISIBILITY_S, WaitTimeSeconds=1
    ).get("Messages"):
        yield from found


def _delete(client: Any, queue: str, letter: dict[str, Any]) -> int:
    client.delete_message(QueueUrl=queue, ReceiptHandle=letter["ReceiptHandle"])
    return 1


def count(client: Any, queue: str) -> int:
    """How many letters are in the queue: SQS's approximation, which counts hidden ones too."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = client.get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
    return sum(int(found[name]) for name in names)


def _print(args: argparse.Namespace, waiting: dict[str, int], handled: dict[str, int]) -> None:
    if args.json:
        print(json.dumps({n: {"found": waiting[n], "handled": handled[n]} for n in waiting}))
        return
    for name, count in waiting.items():
        done = "" if args.dry_run else f", {handled[name]} handled"
        print(f"{name:<9} {counted(count, 'dead letters')}{done}")
