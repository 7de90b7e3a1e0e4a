"""A conversation from its first message on, with every row that is kept of it."""

from itertools import takewhile

from shared import history, rows
from shared.attributes import moment
from shared.configuration import Configuration
from shared.history import History
from shared.messages import is_message
from shared.rows import Key, Row
from shared.schema import PK, SK
from shared.store import Store


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
    found: dict[Key, Row] = {}
    prefix = f"{stretch.conversation}#"
    for partition in sorted(partitions):
        items = store.partition(partition, after=prefix, page=25)
        for item in takewhile(lambda i: str(i[SK]).startswith(prefix), items):
            row = rows.from_item(item)
            if row.conversation == stretch.conversation:
                found[Key(item[PK], item[SK])] = row
    return found
