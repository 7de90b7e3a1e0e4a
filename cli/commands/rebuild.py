"""`replywatch rebuild`: the stored waits, made equal to what the messages say; tells what differed.

For after an outage, or whatever else kept the tracker from a message: what it would have done for
each message is done for the whole conversation. Where all is well it changes and says nothing.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import batched
from typing import Any

from shared.conversation.history import History
from shared.storage.rows import Key, Row

from cli import stack
from cli.commands import whole
from cli.table import Table
from functions.rollup import handler as rollup
from functions.tracker import addressing, elsewhere, moving, texts, tracking
from shared.config.configuration import Configuration
from shared.conversation import history
from shared.domain.waits import Wait
from shared.storage import messages, rows
from shared.storage.attributes import Item, decode, encode
from shared.storage.messages import is_message
from shared.storage.schema import DUE_NEXT, DUE_SHARD, PK, SK
from shared.storage.store import ConflictError, Delete, Put

ATTEMPTS = 8
TOGETHER = 50
"""Rows in one transaction, which takes 100 changes: a row that moves is two."""

_UNTOLD = {PK, "version", "last_at", "moments", DUE_SHARD, DUE_NEXT}
"""What follows from the rest, or says nothing of it."""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's options."""
    parser = subparsers.add_parser(
        "rebuild", help="recompute waits from their messages, and say what differed"
    )
    parser.add_argument("conversation", nargs="?", help="its id, as the API tells it")
    parser.add_argument("--all", action="store_true", help="every conversation, and the figures")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; exit 1 if it would")
    stack.options(parser)
    parser.set_defaults(command="rebuild")


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0; with --dry-run 1 where something differs; 2 where it could not be done."""
    if bool(args.conversation) == args.all:
        raise stack.OperatorError("name one conversation, or --all")
    rebuild = Rebuild(stack.table(args, dry_run=args.dry_run), stack.configuration(args))
    lines = rebuild.everything() if args.all else rebuild.conversation_asked_for(args.conversation)
    differs = False
    for line in lines:
        differs = True
        print(line)
    if args.all:
        sys.stderr.write(f"{rebuild.seen} conversations\n")
    return stack.DIFFERS if differs and args.dry_run else 0


@dataclass(slots=True)
class _Found:
    """What a look at every key of the table shows."""

    conversations: dict[str, set[Key]] = field(default_factory=dict)
    """With the keys of the rows that are kept of each."""
    parked: set[str] = field(default_factory=set)
    """Partitions that hold what answers a message."""
    hours: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Rebuild:
    """One run of the command; each method gives a line for each thing that differed."""

    table: Table
    configuration: Configuration
    seen: int = 0

    def everything(self) -> Iterator[str]:
        """What is parked, then every conversation, then every hour's figures."""
        found = self._look()
        for partition in sorted(found.parked):
            addressing.address(self.table, partition)
            yield from self._landed(found.conversations)
        done: set[str] = set()
        while left := sorted(found.conversations.keys() - done):
            for conversation in left:
                done.add(conversation)
                self.seen += 1
                yield from self.conversation(conversation, found.conversations[conversation])
                landed = list(self._landed(found.conversations, again=done))
                yield from landed
        for hour in sorted(found.hours):
            if not rollup.is_right(self.table, self.configuration, hour):
                rollup.recompute(self.table, self.configuration, hour)
                yield f"figures of {hour}: not those of its waits"

    def conversation_asked_for(self, conversation: str) -> Iterator[str]:
        """One conversation, with what is parked under its messages."""
        whole_ = history.read_whole(self.table, conversation, self.configuration)
        if not whole_.items:
            raise stack.conversation_missing(conversation)
        for item in whole_.items.values():
            if is_message(item) and item.get("surface") == "public":
                key = messages.post_key(item["channel"], item["account"], item["message_id"])
                addressing.address(self.table, key)
        yield from self._landed({})
        yield from self.conversation(conversation)
        yield from self._landed({})

    def conversation(self, conversation: str, known: Iterable[Key] = ()) -> Iterator[str]:
        """One conversation's rows, and what the tracker leaves elsewhere for it."""
        for _ in range(ATTEMPTS):
            stretch, stored = whole.read(self.table, conversation, self.configuration)
            stored |= {
                key: rows.from_item(item)
                for key, item in self.table.get_all(set(known) - stored.keys()).items()
            }
            again = history.read_whole(self.table, conversation, self.configuration)
            if again.items.keys() != stretch.items.keys():
                continue
            stretch, stored = whole.certain(stretch, stored)
            waits = [
                self._as_measured(wait, stored.get(_key_of(stretch, wait)))
                for wait in history.waits_of(stretch, self.configuration, stored.values())
            ]
            changes, _written = tracking.plan(stretch, waits, stored, {})
            try:
                self._write(changes)
            except ConflictError:
                continue
            yield from _told(conversation, changes, stored)
            self._leave(stretch)
            return
        raise ConflictError(f"no quiet moment in {ATTEMPTS} attempts")

    def _look(self) -> _Found:
        found = _Found()
        for item in self.table.scan((PK, SK, "conversation")):
            key = Key(item[PK], item[SK])
            kind, _, rest = key.pk.partition("#")
            if kind == "C":
                found.conversations.setdefault(rest, set())
            elif kind == "W":
                found.conversations.setdefault(item["conversation"], set()).add(key)
                found.hours.add(rest.partition("#")[0])
            elif kind == "P" and key.sk.startswith("A#"):
                found.parked.add(key.pk)
            elif kind == "R":
                found.hours.add(key.sk)
        return found

    def _as_measured(self, wait: Wait, row: Row | None) -> Wait:
        """Business time is measured when a wait closes; by a calendar that has changed since, it
        would come out otherwise for no reason of the conversation's."""
        calendar, version = wait.terms.calendar, wait.terms.calendar_version
        if row is None or calendar is None or row.wait.closed_at != wait.closed_at:
            return wait
        if self.configuration.policy_set.calendar_versions.get(calendar) == version:
            return wait
        return replace(wait, business_s=row.wait.business_s)

    def _write(self, changes: Iterable[Put | Delete]) -> None:
        """A row that moves to another hour goes in one transaction: both have one sort key."""
        by_row: dict[str, list[Put | Delete]] = {}
        for change in changes:
            by_row.setdefault(_sk(change), []).append(change)
        for part in batched(by_row.values(), TOGETHER, strict=False):
            self.table.write([change for row in part for change in row])

    def _leave(self, stretch: History) -> None:
        """What the tracker does after the rows, in its order."""
        texts.tidy(self.table, stretch, self.configuration)
        items = list(stretch.items.values())
        moving.pass_on(self.table, stretch, items)
        if not stretch.joined:
            elsewhere.mark(self.table, self.configuration, stretch)
            elsewhere.carry_replies(self.table, self.configuration, items)

    def _landed(
        self, conversations: dict[str, set[Key]], again: set[str] | None = None
    ) -> Iterator[str]:
        """What was put besides rows since the last look; conversations that got a message are
        rebuilt once more."""
        for item in self.table.landed:
            pk = str(item[PK])
            yield f"{pk} {item[SK]}: was not there as its messages say"
            if pk.startswith("C#") and not self.table.dry_run:
                conversation = pk.removeprefix("C#")
                conversations.setdefault(conversation, set())
                (again or set()).discard(conversation)
        self.table.landed.clear()


def _key_of(stretch: History, wait: Wait) -> Key:
    return rows.key_of(stretch.conversation, wait.boundary, wait.opened_at)


def _sk(change: Put | Delete) -> str:
    return str(change.item[SK]) if isinstance(change, Put) else change.key.sk


def _told(
    conversation: str, changes: Iterable[Put | Delete], stored: Mapping[Key, Row]
) -> Iterator[str]:
    """A line for each wait."""
    before = {key.sk: rows.to_item(row) for key, row in stored.items()}
    put: set[str] = set()
    for change in changes:
        sk = _sk(change)
        if not sk.startswith(f"{conversation}#"):
            continue  # what was told of a wait that goes on elsewhere: its row's end says so
        after = sk.removeprefix(f"{conversation}#")
        if isinstance(change, Delete):
            if sk not in put:
                yield f"{conversation} after {after}: there is no such wait"
            continue
        put.add(sk)
        if sk in before:
            yield f"{conversation} after {after}: {_difference(before[sk], change.item)}"
        else:
            due, outcome = _plain(change.item)["due_at"], change.item["outcome"]
            yield f"{conversation} after {after}: the wait was missing ({outcome}, due {due})"


def _difference(before: Item, now: Item) -> str:
    one, other = _plain(before), _plain(now)
    differing = [n for n in other | one if one.get(n) != other.get(n) and n != "version"]
    names = [n for n in differing if n not in _UNTOLD] or differing
    return ", ".join(f"{n} {_short(one.get(n))} → {_short(other.get(n))}" for n in names)


def _plain(item: Item) -> Item:
    return decode(encode(item))


def _short(value: Any) -> str:
    return "none" if value is None else str(value)
