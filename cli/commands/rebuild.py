"""`replywatch rebuild`: compares records and wait facts with the messages, and repairs them.

For use after an outage, or after anything else that kept the tracker from a message. If nothing is
wrong, it writes and prints nothing.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from cli import stack
from cli.arguments import conversation_id
from cli.printing import counted, print_line, with_progress
from cli.table import Table
from shared.config.configuration import Configuration
from shared.conversation import find_by_public_id, pending_events, rebuilding
from shared.storage import daily_figures, hourly_figures, schema
from shared.storage.messages import is_message
from shared.storage.schema import PK, SK, Key


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("conversation", nargs="?", type=conversation_id, help="a conversation id")
    parser.add_argument("--all", action="store_true", help="every conversation, and the figures")
    parser.add_argument(
        "--dry-run", action="store_true", help="write nothing; exit 1 if something would change"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object per difference")
    stack.options(parser)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0; with --dry-run 1 if anything differs; 2 if it could not be done."""
    if bool(args.conversation) == args.all:
        raise stack.OperatorError("Name one conversation, or use --all.")
    rebuild = Rebuild(stack.table(args, dry_run=args.dry_run), stack.configuration(args))
    lines = rebuild.everything() if args.all else rebuild.one(args.conversation)
    differs = False
    for line in lines:
        differs = True
        print_line(line, as_json=args.json)
    if args.all:
        sys.stderr.write(f"{counted(rebuild.seen, 'conversations')}\n")
    return stack.DIFFERS if differs and args.dry_run else 0


@dataclass(slots=True)
class _Overview:
    """What the keys of the whole table show."""

    conversations: set[str] = field(default_factory=set)
    facts: dict[str, set[Key]] = field(default_factory=dict)
    """The keys of wait facts by public id."""
    waiting: set[str] = field(default_factory=set)
    """Partitions of public messages that have not arrived, with the events that wait for them."""
    hours: set[str] = field(default_factory=set)

    def facts_of(self, public_ids: set[str]) -> set[Key]:
        """The keys of the facts that have one of these public ids."""
        return {key for one in public_ids for key in self.facts.get(one, ())}


@dataclass(slots=True)
class Rebuild:
    """One run of the command. Each method yields a line for each difference."""

    table: Table
    configuration: Configuration
    seen: int = 0

    def everything(self) -> Iterator[str]:
        """Everything: first what waits for a public message, then every conversation, then the
        figures of every hour, day and month."""
        overview = self._overview()
        for partition in sorted(overview.waiting):
            yield from self._address(partition)
        every = sorted(overview.conversations)
        for conversation in with_progress(every, f"of {len(every):,} conversations", every=100):
            self.seen += 1
            yield from self._rebuild(conversation, overview.facts_of)
        wrong: set[str] = set()
        for hour in sorted(overview.hours):
            if not hourly_figures.is_right(self.table, self.configuration, hour):
                if not self.table.dry_run:
                    hourly_figures.recount(self.table, self.configuration, hour)
                wrong.add(hour[:10])
                yield f"figures of {hour}: do not match its waits"
        days = sorted({hour[:10] for hour in overview.hours})
        for day in days:
            if day in wrong or not daily_figures.is_right(self.table, day, stack.now()):
                if not self.table.dry_run:
                    daily_figures.refresh(self.table, day, stack.now)
                if day not in wrong:
                    wrong.add(day)
                    yield f"figures of {day}: do not match its hours"
        counted_again = {day[:7] for day in wrong}
        for month, day in {day[:7]: day for day in days}.items():
            if month in counted_again:
                continue
            if not daily_figures.is_month_right(self.table, month, stack.now()):
                if not self.table.dry_run:
                    daily_figures.refresh(self.table, day, stack.now)
                yield f"figures of {month}: do not match its days"

    def one(self, name: str) -> Iterator[str]:
        """One conversation, with what waits for its public messages. Raises OperatorError."""
        conversation = find_by_public_id.internal_id(self.table, name)
        items = list(self.table.partition(schema.conversation_pk(conversation or "")))
        if conversation is None or not items:
            raise stack.conversation_missing(name)
        for item in items:
            if is_message(item) and item.get("surface") == "public":
                key = schema.post_pk(item["channel"], item["account"], item["message_id"])
                yield from self._address(key)
        yield from self._rebuild(conversation, lambda ids: self._overview().facts_of(ids))

    def _rebuild(self, conversation: str, facts_of: rebuilding.FactsOf) -> Iterator[str]:
        yield from rebuilding.rebuild(
            self.table, self.configuration, conversation, stack.now(), facts_of
        )
        yield from self._landed()

    def _address(self, partition: str) -> Iterator[str]:
        pending_events.place_pending(self.table, partition)
        yield from self._landed()

    def _landed(self) -> Iterator[str]:
        """A line for each item, other than records and facts, that was put since the last call."""
        for item in self.table.landed:
            yield f"{schema.opaque(Key.of(item))} {item[SK][:2]}: was missing"
        self.table.landed.clear()

    def _overview(self) -> _Overview:
        found = _Overview()
        scanned = self.table.scan((PK, SK, "conversation"))
        for item in with_progress(scanned, "items read", every=10_000):
            key = Key.of(item)
            if key.pk.startswith(schema.CONVERSATIONS):
                found.conversations.add(schema.conversation_of(key.pk))
            elif key.pk.startswith(schema.FACTS):
                found.facts.setdefault(item["conversation"], set()).add(key)
                found.hours.add(schema.fact_hour(key.sk))
            elif key.pk.startswith(schema.POINTERS) and key.sk.startswith(schema.PENDING):
                found.waiting.add(key.pk)
            elif key.pk.startswith(schema.FIGURES):
                found.hours.add(key.sk)
        return found
