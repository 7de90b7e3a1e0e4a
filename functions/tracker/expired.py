"""What a stored wait tells and its messages tell no more: they expire one by one, and it stays."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import islice

from shared.conversation import history
from shared.conversation.history import History
from shared.domain.waits import START
from shared.storage import rows
from shared.storage.rows import Key, Row
from shared.storage.store import Store

HOURS = 24
"""In so many of the hours in which a customer wrote a first wait's row is looked for."""

KEPT_AT_LEAST = timedelta(days=29)
"""No configuration has a message expire in less."""


def last_ended(stretch: History, stored: Iterable[Row]) -> Row | None:
    """The last wait whose closing reply has expired, though its question has not."""
    ids = stretch.by_id()
    newest = max((m.at for m in stretch.messages), default=None)
    ended = [
        (row.wait.closed_at, row)
        for row in stored
        if row.wait.closed_at and row.wait.closed_by and row.wait.closed_by not in ids
    ]
    if newest is None or stretch.linked:
        return None
    old = [one for one in ended if newest - one[0] >= KEPT_AT_LEAST]
    return max(old, key=lambda one: one[0])[1] if old else None


def first_row(
    store: Store, stretch: History, written: Iterable[Row], stored: Mapping[Key, Row]
) -> Row | None:
    """The row of the first wait, where what was said before it has expired since: by its messages
    it would get another name, and be told of anew."""
    first = (row for row in written if row.wait.boundary == START and row.key not in stored)
    fresh = next(first, None)
    if fresh is None or stretch.linked:
        return None
    over = fresh.wait.closed_at
    asked = [m for m in stretch.messages if m.inbound and (over is None or m.at <= over)]
    hours = (rows.key_of(stretch.conversation, "", m.at).pk for m in asked)
    ids = {m.id for m in asked}
    for _, row in history.rows_in(store, stretch.conversation, islice(dict.fromkeys(hours), HOURS)):
        if row.wait.opened_by in ids and not stretch.reaches(row.wait.boundary):
            return row
    return None
