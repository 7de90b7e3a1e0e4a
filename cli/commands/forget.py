"""`replywatch forget`: deletes what identifies a customer, and proves it; lists who asked for it.

The times stay, under names that lead nowhere, so that no figure changes. Each write is whole in
itself and the names are those of the first attempt, so a run that is cut short is simply run again.
"""

import argparse
import secrets
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import batched
from typing import Any

from botocore.exceptions import ClientError
from shared.conversation.history import GONE
from shared.conversation.joins import FROM, TOLD
from shared.storage.rows import Key, Row

from cli import stack
from cli.commands import forgetting, whole
from cli.commands.forgetting import Customer, Names
from cli.table import Table
from functions.tracker import addressing, moving
from shared.config.configuration import Configuration
from shared.conversation import history
from shared.domain import alerts
from shared.domain.events import CHANNELS
from shared.storage import messages, rows
from shared.storage.attributes import Item, encode, moment, stamp
from shared.storage.messages import JOIN, conversation_key, fingerprint, is_message
from shared.storage.schema import PK, SK
from shared.storage.store import ConflictError, Delete, Put

PASSES = 6
"""The functions go on meanwhile, and may write an item again that they had in hand."""

TOGETHER = 45
"""Messages in one transaction, which takes 100 changes: each is put and deleted."""

REQUESTS = "D#META"


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's options."""
    parser = subparsers.add_parser("forget", help="delete a customer's data by id, and prove it")
    parser.add_argument("--requests", action="store_true", help="list the open requests of Meta's")
    parser.add_argument("--channel", choices=CHANNELS)
    parser.add_argument("--customer", metavar="ID", help="as the platform names them")
    parser.add_argument("--account", metavar="ID", help="only what this account of ours has")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    stack.options(parser)
    parser.set_defaults(command="forget")


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0 where nothing of the customer remains; 1 where something does; 2 where it was not done."""
    if args.requests:
        table = stack.table(args)
        for item in table.partition(REQUESTS):
            if item["state"] != "done":
                print(f"{item['asked_at'][:19]}Z  user {item['user']}  code {item[SK]}")
        return 0
    if not (args.channel and args.customer):
        raise stack.OperatorError("--channel and --customer say whom; --requests lists who asked")
    table, configuration = stack.table(args), stack.configuration(args)
    customer = Customer(channel=args.channel, account=args.account, ids=frozenset({args.customer}))
    if not args.yes:
        _ask(table, customer)
    report = forget(table, configuration, customer, stack.now())
    for line in report.lines():
        print(line)
    return stack.DIFFERS if report.remaining else 0


def _ask(table: Table, customer: Customer) -> None:
    """Raises OperatorError unless somebody says yes."""
    customer, found = look(table, customer)
    if len(customer.ids) > 1:
        known = ", ".join(sorted(customer.ids))
        sys.stderr.write(f"The platform says these are one person, or were: {known}. ")
    sys.stderr.write(f"{len(found.items)} items name this customer. ")
    if not sys.stdin.isatty():
        raise stack.OperatorError("nothing was done; --yes does it, and nothing brings it back")
    sys.stderr.write("Nothing brings them back. Forget the customer? [y/N] ")
    sys.stderr.flush()
    if input().strip().lower() not in {"y", "yes"}:
        raise stack.OperatorError("nothing was done")


@dataclass(slots=True)
class Found:
    """Every item that names the customer."""

    items: list[Item] = field(default_factory=list)
    requests: list[Item] = field(default_factory=list)
    """Meta's deletion requests: settled last."""
    elsewhere: int = 0
    """Items of other channels or accounts that hold an id like the customer's."""

    def of(self, *kinds: str) -> Iterator[Item]:
        """Those whose partition is of one of these kinds."""
        return (i for i in self.items if str(i[PK]).partition("#")[0] in kinds)

    @property
    def conversations(self) -> dict[str, None]:
        """The customer's own conversations. In those of others they may be named."""
        named: dict[str, None] = {}
        for item in self.of("C"):
            named[str(item[PK]).removeprefix("C#")] = None
        for item in self.of("W", "A"):
            named[item["conversation"]] = None
        return named


@dataclass(slots=True)
class Report:
    """What was done, and what the table then holds."""

    ids: frozenset[str]
    done: Counter[str] = field(default_factory=Counter)
    remaining: int = 0
    elsewhere: int = 0

    def lines(self) -> Iterator[str]:
        """In words. `0 items name the customer` is the proof: the whole table was read for it."""
        if len(self.ids) > 1:
            yield f"the platform says these are one person: {', '.join(sorted(self.ids))}"
        for what, count in self.done.items():
            yield f"{count} {what}"
        if not self.done:
            yield "nothing was kept of this customer"
        if self.elsewhere:
            yield (
                f"{self.elsewhere} items of other channels or accounts hold the same id; if it is "
                "the same person, forget that one too"
            )
        yield f"{self.remaining} items name the customer"


def look(table: Table, customer: Customer) -> tuple[Customer, Found]:
    """Reads the whole table, again if the customer turns out to have another id."""
    while True:
        found = Found()
        for item in table.scan():
            if customer.concerns(item):
                kept = found.requests if item[PK] == REQUESTS else found.items
                kept.append(item)
            elif customer.elsewhere(item):
                found.elsewhere += 1
        ids = forgetting.other_ids(customer, found.items)
        if ids == customer.ids:
            return customer, found
        customer = replace(customer, ids=ids)


def forget(table: Table, configuration: Configuration, customer: Customer, now: datetime) -> Report:
    """Forgets the customer. The key of the names is thrown away once nothing remains."""
    keeper = _keeper(customer)
    begun = table.get(keeper)
    if begun:
        customer = replace(customer, ids=customer.ids | set(begun["ids"]))
    customer, found = look(table, customer)
    report = Report(ids=customer.ids)
    for _ in range(PASSES):
        if not found.items:
            break
        begun = table.put_first(
            {
                PK: keeper.pk,
                SK: keeper.sk,
                "secret": secrets.token_hex(32),
                "at": stamp(now),
                "ids": sorted(customer.ids),
            }
        )
        names = Names(key=begun["secret"], at=moment(begun["at"]))
        _Forgetting(table, configuration, customer, names, report).all_of(found)
        customer, found = look(table, customer)
    if not found.items:
        _settle_requests(table, found.requests, report, now)
        _customer, found = look(table, customer)
    report.remaining = len(found.items) + len(found.requests)
    report.elsewhere = found.elsewhere
    if not report.remaining:
        table.remove([keeper])
    return report


def _stays(item: Item, stretch: history.History) -> bool:
    """Whether this is part of what was said here, and no link between conversations."""
    return str(item[SK]) not in stretch.left and not str(item[SK]).startswith((JOIN, TOLD, FROM))


def _keeper(customer: Customer) -> Key:
    """Where an unfinished run keeps its key, and whom it is about."""
    named = f"{customer.channel} {customer.account} {sorted(customer.ids)}"
    return Key(f"F#{fingerprint(named)}", "FORGETTING")


def _settle_requests(table: Table, requests: Sequence[Item], report: Report, now: datetime) -> None:
    """Whoever asked finds it done, by the code they were given; their id goes too."""
    settled = [
        {k: v for k, v in item.items() if k != "user"} | {"state": "done", "done_at": stamp(now)}
        for item in requests
    ]
    table.land(settled)
    if settled:
        report.done["deletion requests done"] += len(settled)


@dataclass(frozen=True, slots=True)
class _Forgetting:
    """One pass. Waits go first: under their new names they are over, so nobody is told of them, and
    the tracker, which sees the messages move, finds them as they should be."""

    table: Table
    configuration: Configuration
    customer: Customer
    names: Names
    report: Report

    def all_of(self, found: Found) -> None:
        """Each of what was found, by what it is."""
        for conversation in found.conversations:
            if self.customer.named_in(conversation):
                try:
                    self._conversation(conversation, found)
                except ConflictError:
                    continue  # the next pass
        asides = [i for i in found.of("P", "T", "Q") if self.customer.named_in(i)]
        self.table.remove(Key(i[PK], i[SK]) for i in asides)
        self._count("entries beside the messages", len(asides))
        for item in found.items:
            if str(item[PK]).partition("#")[0] not in {"P", "T", "Q"}:
                self._mention(item)

    def _conversation(self, conversation: str, found: Found) -> None:
        pk = conversation_key(conversation)
        items = list(self.table.partition(pk))
        beside = [
            messages.post_key(item["channel"], item["account"], item["message_id"])
            for item in items
            if "channel" in item
        ]
        for partition in dict.fromkeys(beside):
            addressing.address(self.table, partition)
        stretch, stored = whole.read(self.table, conversation, self.configuration)
        stored = {
            Key(i[PK], i[SK]): rows.from_item(i)
            for i in found.of("W")
            if i["conversation"] == conversation
        } | stored
        gone = {sk for sk in stretch.items if sk.startswith(GONE)}
        self.table.remove(Key(pk, sk) for sk in gone)
        items = [item for sk, item in stretch.items.items() if sk not in gone]
        ids = forgetting.message_ids(items, self.names)
        for row in stored.values():
            self._row(row, ids)
        for item in found.of("A"):
            if item["conversation"] == conversation:
                self._alert(item, ids)
        if stretch.linked:
            items = self._gone_on(stretch)
        if stretch.linked and not items:
            self._count("conversations")
        elif whole.is_cut(stretch, stored.values()):
            self._drop(items)
        else:
            self._messages(conversation, items, ids)
        for partition in dict.fromkeys(beside):
            self.table.remove(Key(i[PK], i[SK]) for i in self.table.partition(partition))

    def _row(self, old: Row, ids: dict[str, str]) -> None:
        new = forgetting.row(old, self.names, ids)
        self._instead(Put(rows.to_item(new), expects=None), Delete(old.key, expects=old.version))
        self._count("waits kept without a name")

    def _alert(self, item: Item, ids: dict[str, str]) -> None:
        old = alerts.from_item(item)
        new = forgetting.alert(old, self.names, ids)
        put = Put(alerts.to_item(new), expects=None)
        self._instead(put, Delete(old.key, expects=old.version))
        self._count("alerts settled" if not old.settled else "alerts kept without a name")

    def _instead(self, put: Put, delete: Delete) -> None:
        """One for the other. Raises ConflictError where the old one was written in between. Where
        the new one is there already, an earlier pass has made it, and the old one came back."""
        there = self.table.get(Key(put.item[PK], put.item[SK]))
        self.table.write([delete] if there else [put, delete])

    def _gone_on(self, stretch: history.History) -> list[Item]:
        """Removes what another conversation keeps, and what leads there and back; what stays."""
        moving.pass_on(self.table, stretch, list(stretch.items.values()))
        stays = [] if stretch.joined else [i for i in stretch.items.values() if _stays(i, stretch)]
        there = {str(i[SK]) for i in stays}
        self.table.remove(Key(i[PK], sk) for sk, i in stretch.items.items() if sk not in there)
        return stays

    def _drop(self, items: list[Item]) -> None:
        """Of messages whose beginning has expired already, the waits tell more than they do."""
        self.table.remove(Key(i[PK], i[SK]) for i in items)
        self._count("conversations")
        self._count("messages deleted: older ones had expired", sum(map(is_message, items)))

    def _messages(self, conversation: str, items: list[Item], ids: dict[str, str]) -> None:
        """The newest first, deletions before all: so no wait that is over is ever seen open."""
        deleted = {i["message_id"] for i in items if str(i[SK]).startswith("X#D#")}
        added = [
            forgetting.deletion(item, self.names)
            for item in items
            if is_message(item) and item["direction"] == "in" and item["message_id"] not in deleted
        ]
        ordered = sorted((i for i in items if not is_message(i)), key=lambda i: str(i[SK]))
        ordered += sorted((i for i in items if is_message(i)), key=lambda i: str(i[SK]))[::-1]
        there = {str(i[SK]) for i in items}
        for part in batched([*added, *ordered], TOGETHER, strict=False):
            self._move(conversation, part, there, ids)
        self._count("conversations", 1 if items else 0)
        self._count("messages without text and names", sum(map(is_message, items)))

    def _move(
        self, conversation: str, items: Iterable[Item], there: set[str], ids: dict[str, str]
    ) -> None:
        name = self.table.table
        actions: list[Any] = []
        for item in items:
            new = forgetting.message(item, conversation, self.names, ids, self.configuration)
            actions.append({"Put": {"TableName": name, "Item": encode(new)}})
            if item[SK] in there:
                key = encode({PK: item[PK], SK: item[SK]})
                actions.append({"Delete": {"TableName": name, "Key": key}})
        try:
            self.table.client.transact_write_items(TransactItems=actions)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") == "TransactionCanceledException":
                raise ConflictError from error
            raise

    def _mention(self, item: Item) -> None:
        """What is left of it, once the conversations are done: the id in somebody else's."""
        now = self.table.get(Key(item[PK], item[SK]))
        if now is None or not self.customer.concerns(now) or self._is_own(now):
            return
        name = self.names.customer(min(self.customer.ids))
        new: Item = {k: self.customer.without(v, name) for k, v in now.items()}
        self.table.land([new])
        if (new[PK], new[SK]) != (now[PK], now[SK]):
            self.table.remove([Key(now[PK], now[SK])])
        self._count("mentions elsewhere")

    def _is_own(self, item: Item) -> bool:
        """Part of a conversation of the customer's, which is moved whole, now or next time."""
        conversation = item.get("conversation") or str(item[PK]).removeprefix("C#")
        return self.customer.named_in(conversation)

    def _count(self, what: str, count: int = 1) -> None:
        if count:
            self.report.done[what] += count
