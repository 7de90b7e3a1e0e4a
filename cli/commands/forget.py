"""`replywatch forget`: deletes what names a customer, and verifies it; lists who asked for it."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator

from cli import stack
from cli.printing import escape_controls
from cli.table import Table
from shared.conversation import forgetting
from shared.conversation.forgetting import Found, Person
from shared.storage import schema
from shared.storage.schema import SK


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's options."""
    parser = subparsers.add_parser("forget", help="delete a customer's data by id, and verify it")
    parser.add_argument("--requests", action="store_true", help="list Meta's open requests")
    parser.add_argument("--channel", help="the channel's name, such as whatsapp")
    parser.add_argument("--customer", metavar="ID", help="the customer's id on the channel")
    parser.add_argument("--account", metavar="ID", help="only data of this account of the brand")
    parser.add_argument("--yes", action="store_true", help="do not ask for confirmation")
    stack.options(parser)
    parser.set_defaults(command="forget")


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0 if nothing names the customer any more, 1 if something does, 2 if nothing was done."""
    if args.requests:
        for line in open_requests(stack.table(args)):
            print(escape_controls(line))
        return 0
    if not (args.channel and args.customer):
        raise stack.OperatorError("Name the customer: --channel and --customer. Or use --requests.")
    table = stack.table(args)
    found = forgetting.search(table.scan, Person(args.channel, args.account or "", args.customer))
    if not args.yes:
        _confirm(found)
    done = forgetting.forget(table, found, stack.now())
    left = Found(found.channel, found.people)
    sum(map(left.add, table.scan()))
    for line in report(found, done, left):
        print(escape_controls(line))
    return stack.DIFFERS if left.items else 0


def open_requests(table: Table) -> Iterator[str]:
    """A line for each of Meta's deletion requests that is not done."""
    for item in table.partition(schema.REQUESTS):
        if item["state"] != "done":
            yield f"{item['asked_at'][:19]}Z  user {item['user']}  code {item[SK]}"


def _confirm(found: Found) -> None:
    """Raises OperatorError unless the operator confirms."""
    if len(found.ids) > 1:
        sys.stderr.write(
            escape_controls(f"These ids are one customer: {', '.join(sorted(found.ids))}. ")
        )
    sys.stderr.write(f"{len(found.items)} items name this customer. ")
    if not sys.stdin.isatty():
        raise stack.OperatorError("Nothing was deleted. Use --yes to delete without a question.")
    sys.stderr.write("They cannot be restored. Forget the customer? [y/N] ")
    sys.stderr.flush()
    if input().strip().lower() not in {"y", "yes"}:
        raise stack.OperatorError("Nothing was deleted.")


def report(found: Found, done: Counter[str], left: Found) -> Iterator[str]:
    """What was deleted, and what the table holds now: the whole table was read for that."""
    if len(found.ids) > 1:
        yield f"these ids are one customer: {', '.join(sorted(found.ids))}"
    for what, count in done.items():
        yield f"{count} {what}"
    if not found.items:
        yield "no data of this customer was found"
    if left.elsewhere:
        yield (
            f"{left.elsewhere} items of other channels or accounts have the same id; "
            "if that is the same person, forget that one too"
        )
    yield f"{len(left.items)} items name the customer"
