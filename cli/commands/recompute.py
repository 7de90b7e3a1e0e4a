"""`replywatch recompute --open`: applies the current configuration to open waits.

A changed configuration changes no wait by itself: each keeps the terms with which it was opened.
This command changes open waits. Closed waits stay as they are.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from cli import stack
from cli.printing import counted, print_line, with_progress
from cli.table import Table
from shared.config.configuration import Configuration
from shared.conversation import customer_conversations, tracking
from shared.conversation.message_changes import MessageChanges
from shared.conversation.next_record import Plan, Planner
from shared.conversation.slice_fold import read_facts
from shared.conversation.slice_reading import Reader
from shared.domain.fold import Folded, Wait
from shared.domain.policies import Terms
from shared.storage import schema
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK

MAX_ATTEMPTS = 8


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--open", action="store_true", required=True, help="required: only open waits can change"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only report")
    parser.add_argument("--json", action="store_true", help="print one JSON object per wait")
    stack.options(parser)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0, whether or not anything changed; 2 if it could not be done."""
    table, configuration = stack.table(args, dry_run=args.dry_run), stack.configuration(args)
    changed = 0
    for line in recompute(table, configuration):
        changed += 1
        print_line(line, as_json=args.json)
    if not args.json:
        print(counted(changed, f"open waits {'would change' if args.dry_run else 'changed'}"))
    return 0


def recompute(table: Table, configuration: Configuration) -> Iterator[str]:
    """A line for each open wait that changes. Raises ConflictError."""
    for conversation in with_progress(open_conversations(table), "open waits", every=100):
        line = table.retry(partial(_one, table, configuration, conversation), attempts=MAX_ATTEMPTS)
        if line:
            yield line


def open_conversations(table: Table) -> list[str]:
    """The conversations with an open wait, including those of accounts that are no longer
    configured."""
    return [schema.conversation_of(item[PK]) for item in table.scan(index=schema.WAITING_INDEX)]


def _one(table: Table, configuration: Configuration, conversation: str) -> str | None:
    """Applies the configuration to one conversation. Returns a line about the change, or None.
    Raises ConflictError."""
    now = stack.now()
    found = customer_conversations.read(table, conversation, now)
    before = found.records[conversation]
    if before.open_wait is None:
        return None
    changes = MessageChanges(table, map(schema.conversation_pk, found.records))
    part = Reader(table, configuration, found, before, lambda: now, changes).slice_for(())
    planner = Planner(configuration, found, before, part, {}, now)
    stored = read_facts(table, planner.own_fact())
    if not _is_open_still(planner.fold(stored), before.open_wait):
        return None  # a reply has arrived, and the tracker is about to close the wait
    folded = planner.fold({})
    if _is_same(folded, before):
        return None
    after = planner.record(folded, ())
    plan = Plan(after, found.versions[conversation], planner.fact_changes(folded, stored))
    tracking.write(table, tracking.with_others(found, [plan]))
    return _line(before, before.open_wait, folded)


def _is_open_still(folded: Folded, wait: Wait) -> bool:
    current = folded.current
    return current is not None and current.outcome == "open" and current.opened_by == wait.opened_by


def _is_same(folded: Folded, record: ConversationRecord) -> bool:
    """Whether the wait keeps its terms. A further message changes only the time of the last
    message."""
    wait, now = record.open_wait, folded.current
    return bool(wait and now and now == replace(wait, last_at=now.last_at))


def _line(record: ConversationRecord, before: Wait, folded: Folded) -> str:
    """From → to."""
    name = f"{record.public_id} since {before.opened_at:%Y-%m-%d %H:%M:%S}"
    after = next((w for w in folded.waits if w.opened_by == before.opened_by), None)
    if after is None:
        return f"{name}: {_words(before.terms)} → opens no wait"
    closed = "" if after.outcome == "open" else f", {after.outcome} by {after.closed_by}"
    was, now = _words(before.terms), _words(after.terms)
    if was == now and not closed:
        return f"{name}: {was} → the same terms, under the changed policy"
    return f"{name}: {was} → {now}{closed}"


def _words(terms: Terms) -> str:
    steps = ", ".join(f"{m:%m-%d %H:%M}" for m in terms.moments) or "none"
    return f"{terms.policy}, due {terms.due_at:%Y-%m-%d %H:%M:%S}, steps {steps}"
