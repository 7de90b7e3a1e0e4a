"""`replywatch shadow`: what the shadow policies would have sent in the last days.

It folds each stored conversation twice: with the policies that take effect, and with the shadow
policies as well. So a change to the file counts at once, and nothing needs to be deployed. It reads
the whole table, and writes nothing.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from cli import projection, projection_text, stack
from cli.arguments import whole_number
from cli.printing import with_progress
from cli.projection import Counts, PastWait
from cli.table import Table
from shared.config.configuration import Configuration
from shared.config.configuration_file import read_with_shadows
from shared.config.file_to_configuration import Tried
from shared.conversation import customer_conversations
from shared.conversation.message_changes import MessageChanges
from shared.conversation.slice_fold import SliceFold, described
from shared.conversation.slice_reading import Reader
from shared.storage import own_settings, schema
from shared.storage.schema import PK, SK

MAX_DAYS = 36_500
"""The largest `text_days`."""


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--days", type=whole_number(1, MAX_DAYS), default=7, help="days to look back (default: 7)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    stack.options(parser)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0; 2 if it could not be done."""
    tried = read_with_shadows(stack.configuration_path(args))
    _check(tried, args.days)
    table, now = stack.table(args, dry_run=True), stack.now()
    current, with_shadows = compare(table, tried, now - timedelta(days=args.days), now)
    shadows = [policy.name for policy in tried.shadows]
    projection_text.print_report(shadows, current, with_shadows, as_json=args.json)
    return 0


def _check(tried: Tried, days: int) -> None:
    if not tried.shadows:
        raise stack.OperatorError("No policy in the file has shadow = true.")
    kept = tried.configuration.text_days
    if days > kept:
        raise stack.OperatorError(f"Messages are kept for {kept} days (text_days), not for {days}.")


def compare(
    table: Table, tried: Tried, since: datetime, now: datetime
) -> tuple[dict[str, Counts], dict[str, Counts]]:
    """What each responder would have received, without the shadow policies and with them."""
    responders = own_settings.resolved(table, tried.configuration).responders
    without, both = (
        replace(one, responders=responders) for one in (tried.configuration, tried.with_shadows)
    )
    current: list[PastWait] = []
    with_shadows: list[PastWait] = []
    for conversation in _conversations(table):
        messages = _slice(table, both, conversation, now)
        current += _waits(messages, without, since)
        with_shadows += _waits(messages, both, since)
    return (
        projection.counts(without, current, since=since, until=now),
        projection.counts(both, with_shadows, since=since, until=now),
    )


def _conversations(table: Table) -> Iterator[str]:
    """The conversations with stored messages."""
    scanned = with_progress(table.scan((PK, SK)), "items read", every=10_000)
    found = {
        item[PK]
        for item in scanned
        if item[PK].startswith(schema.CONVERSATIONS) and item[SK].startswith(schema.MESSAGE)
    }
    every = map(schema.conversation_of, sorted(found))
    return with_progress(every, f"of {len(found):,} conversations", every=100)


def _slice(
    table: Table, configuration: Configuration, conversation: str, now: datetime
) -> SliceFold:
    """All messages of a conversation, as the tracker reads them."""
    found = customer_conversations.read(table, conversation, now)
    record = found.records[conversation]
    changes = MessageChanges(table, map(schema.conversation_pk, found.records))
    part = Reader(table, configuration, found, record, lambda: now, changes).full_slice()
    record = described(record, list(part.items.values()), found)
    return SliceFold(configuration, found, record, part)


def _waits(
    messages: SliceFold, configuration: Configuration, since: datetime
) -> Iterator[PastWait]:
    """The waits by this configuration, without those that ended before. Stored waits do not count,
    because they keep the terms with which they were opened."""
    record = replace(messages.before, wait=None)
    heard = tuple(message.at for message in messages.part.messages if message.inbound)
    for wait in replace(messages, configuration=configuration, before=record).fold({}).waits:
        if wait.closed_at is None or wait.closed_at > since:
            yield PastWait(wait, record.channel, record.account, record.surface, heard)
