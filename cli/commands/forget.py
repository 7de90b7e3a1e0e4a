"""`replywatch forget`: deletes what names a customer, and verifies it. It also lists Meta's
deletion requests."""

import argparse
from collections import Counter
from collections.abc import Iterator

from cli import stack
from cli.confirmation import confirm
from cli.printing import counted, escape_controls, to_json, with_progress
from cli.table import Table
from shared.config.configuration import Configuration
from shared.conversation import forgetting
from shared.conversation.forgetting import Found, Person
from shared.storage import schema
from shared.storage.attributes import Item
from shared.storage.schema import SK


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--requests", action="store_true", help="list Meta's open requests")
    parser.add_argument("--channel", help="the channel's name, such as whatsapp")
    parser.add_argument("--customer", metavar="ID", help="the customer's id on the channel")
    parser.add_argument("--account", metavar="ID", help="only data of this account of the brand")
    parser.add_argument("--dry-run", action="store_true", help="only count what would be deleted")
    parser.add_argument("--yes", action="store_true", help="do not ask for confirmation")
    parser.add_argument("--json", action="store_true", help="print JSON")
    stack.options(parser)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0 if no item names the customer now, 1 if one does (also if --dry-run left it), 2 if nothing
    was done."""
    if args.requests:
        _list_requests(stack.table(args), as_json=args.json)
        return 0
    if not (args.channel and args.customer):
        raise stack.OperatorError("Name the customer: --channel and --customer. Or use --requests.")
    _check_place(args.channel, args.account, stack.configuration(args))
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


def _check_place(channel: str, account: str | None, known: Configuration) -> None:
    """Raises OperatorError for a channel or account that the configuration does not name. With a
    mistyped channel, nothing would be found, as if the data were already deleted."""
    accounts = [a.id for a in known.accounts if a.channel == channel]
    for option, value, allowed in (
        ("--channel", channel, known.channels),
        ("--account", account, accounts),
    ):
        if value is not None and value not in allowed:
            raise stack.OperatorError(
                f"{option}: expected one of {', '.join(allowed) or 'none'}, not {value!r}. If the "
                "file no longer names it, give an earlier file with --config."
            )


def _list_requests(table: Table, *, as_json: bool) -> None:
    found = list(open_requests(table))
    for item in found:
        asked = {"asked_at": item["asked_at"], "user": item["user"], "code": item[SK]}
        line = f"{item['asked_at'][:19]}Z  user {item['user']}  code {item[SK]}"
        print(to_json(asked) if as_json else escape_controls(line))
    if not found and not as_json:
        print("No deletion request from Meta is open.")


def open_requests(table: Table) -> Iterator[Item]:
    """Meta's deletion requests that are not done."""
    return (item for item in table.partition(schema.DELETION_REQUESTS) if item["state"] != "done")


def _read(table: Table) -> Iterator[Item]:
    return with_progress(table.scan(), "items read", every=10_000)


def _question(found: Found) -> str:
    ids = f"These ids are one customer: {', '.join(sorted(found.ids))}. "
    return (
        f"{ids if len(found.ids) > 1 else ''}{_naming(found)} this customer. "
        "This cannot be undone. Forget the customer?"
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
        yield counted(count, what)
    if not found.items:
        yield "no data of this customer was found"
    if left.elsewhere:
        yield (
            f"{counted(left.elsewhere, 'items')} of other channels or accounts "
            f"{'has' if left.elsewhere == 1 else 'have'} the same id; "
            "if that is the same person, forget them there, too"
        )
    yield f"{_naming(left)} the customer"


def _naming(found: Found) -> str:
    """`1 item names`, `2 items name`."""
    number = len(found.items)
    return f"{counted(number, 'items')} {'names' if number == 1 else 'name'}"
