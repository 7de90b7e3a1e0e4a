"""`replywatch forget`: deletes what names a customer, and verifies it; lists who asked for it."""

import argparse
from collections import Counter
from collections.abc import Iterator

from cli import stack
from cli.confirmation import confirm
from cli.printing import escape_controls, to_json, with_progress
from cli.table import Table
from shared.conversation import forgetting
from shared.conversation.forgetting import Found, Person
from shared.storage import schema
from shared.storage.attributes import Item
from shared.storage.schema import SK


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's options."""
    parser = subparsers.add_parser("forget", help="delete a customer's data by id, and verify it")
    parser.add_argument("--requests", action="store_true", help="list Meta's open requests")
    parser.add_argument("--channel", help="the channel's name, such as whatsapp")
    parser.add_argument("--customer", metavar="ID", help="the customer's id on the channel")
    parser.add_argument("--account", metavar="ID", help="only data of this account of the brand")
    parser.add_argument("--dry-run", action="store_true", help="only count what would be deleted")
    parser.add_argument("--yes", action="store_true", help="do not ask for confirmation")
    parser.add_argument("--json", action="store_true", help="print JSON")
    stack.options(parser)
    parser.set_defaults(command="forget")


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0 if nothing names the customer any more, 1 if something does (as with --dry-run), 2 if
    nothing was done."""
    if args.requests:
        for item in open_requests(stack.table(args)):
            asked = {"asked_at": item["asked_at"], "user": item["user"], "code": item[SK]}
            line = f"{item['asked_at'][:19]}Z  user {item['user']}  code {item[SK]}"
            print(to_json(asked) if args.json else escape_controls(line))
        return 0
    if not (args.channel and args.customer):
        raise stack.OperatorError("Name the customer: --channel and --customer. Or use --requests.")
    table = stack.table(args)
    found = forgetting.search(
        lambda: _read(table), Person(args.channel, args.account or "", args.customer)
    )
    if args.dry_run:
        _print(found, Counter(), found, as_json=args.json)
        return stack.DIFFERS if found.items else 0
    confirm(_question(found), otherwise="Nothing was deleted.", is_given=args.yes)
    done = forgetting.forget(table, found, stack.now())
    left = Found(found.channel, found.people)
    sum(map(left.add, _read(table)))
    _print(found, done, left, as_json=args.json)
    return stack.DIFFERS if left.items else 0


def open_requests(table: Table) -> Iterator[Item]:
    """Meta's deletion requests that are not done."""
    return (item for item in table.partition(schema.DELETION_REQUESTS) if item["state"] != "done")


def _read(table: Table) -> Iterator[Item]:
    return with_progress(table.scan(), "items read", every=10_000)


def _question(found: Found) -> str:
    ids = f"These ids are one customer: {', '.join(sorted(found.ids))}. "
    return (
        f"{ids if len(found.ids) > 1 else ''}{len(found.items)} items name this customer. "
        "They cannot be restored. Forget the customer?"
    )


def _print(found: Found, done: Counter[str], left: Found, *, as_json: bool) -> None:
    if as_json:
        counts = {"found": len(found.items), "deleted": done, "left": len(left.items)}
        ids = {"ids": sorted(found.ids), "same_id_elsewhere": left.elsewhere}
        print(to_json(counts | ids))
        return
    for line in report(found, done, left):
        print(escape_controls(line))


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
