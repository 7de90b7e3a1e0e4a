"""A conversation from its first message on, with every row that is kept of it.

Rows are kept for ever, messages as long as is configured. Where the first messages are gone, what
the rest would fold to differs from what was true: history then begins later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from shared.conversation.history import History
from shared.storage.rows import Key, Row

from shared.config.configuration import Configuration
from shared.conversation import history
from shared.domain.waits import START, Start, settles, start_after
from shared.storage import rows
from shared.storage.attributes import moment
from shared.storage.messages import is_message
from shared.storage.store import Store


def read(
    store: Store, conversation: str, configuration: Configuration
) -> tuple[History, dict[Key, Row]]:
    """All messages and all rows, as they are now."""
    stretch = history.read_whole(store, conversation, configuration)
    return stretch, rows_of(store, stretch)


def rows_of(store: Store, stretch: History) -> dict[Key, Row]:
    """The rows in the hours in which anything was written, whatever they were written for."""
    times = {m.at for m in stretch.messages}
    times |= {moment(i["at"]) for i in stretch.items.values() if is_message(i)}
    partitions = {rows.key_of(stretch.conversation, "", at).pk for at in times}
    return dict(history.rows_in(store, stretch.conversation, sorted(partitions)))


def is_cut(stretch: History, stored: Iterable[Row]) -> bool:
    """Whether a row tells of a message that is no longer kept."""
    known = stretch.by_id().keys() | {START, stretch.beginning.boundary}
    return any({row.wait.boundary, row.wait.opened_by} - known for row in stored)


def certain(stretch: History, stored: Mapping[Key, Row]) -> tuple[History, dict[Key, Row]]:
    """What can be told from the messages that are kept, and the rows of that part: all of it, or
    what follows the first reply that left nothing open."""
    if not is_cut(stretch, stored.values()):
        return stretch, dict(stored)
    said = (m for m in stretch.messages if m.inbound or not (m.deleted or m.ends_nothing))
    for before, reply in pairwise(said):
        if settles(reply, before):
            later = tuple(m for m in stretch.messages if m.key > reply.key)
            rest = replace(stretch, start=start_after(reply), messages=later)
            return rest, {k: r for k, r in stored.items() if r.wait.opened_at > reply.at}
    return replace(stretch, messages=()), {}


def since(stretch: History, row: Row) -> History:
    """The conversation, or where its beginning is gone, what follows the wait's boundary."""
    if not is_cut(stretch, [row]):
        return stretch
    start = Start(boundary=row.wait.boundary, answered=row.wait.kind == "next")
    later = tuple(m for m in stretch.messages if m.at >= row.wait.opened_at)
    return replace(stretch, start=start, messages=later)
