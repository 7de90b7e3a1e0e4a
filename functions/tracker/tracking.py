"""Keeps the rows of a conversation equal to the fold of its messages.

Read the messages, fold, compare with the rows, write what differs, all or nothing. The rows name
the version they replace, and the messages are read again after the rows: so whoever writes last has
seen all that whoever wrote before has seen, and a stale fold never overwrites a fresh one.

A row that was not there yet names no version: a stale fold may put one where the fresh fold has
none. So every row that was written here is held against the messages once more, when the stream
tells of it. That happens even if its writer died.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import batched
from typing import Any, NamedTuple

from functions.tracker import crowd, elsewhere, expired, memory, moving, texts
from shared.config.configuration import Configuration
from shared.conversation import history
from shared.conversation.history import History
from shared.domain.waits import START, Wait
from shared.storage import rows
from shared.storage.attributes import Item, moment, stamp
from shared.storage.messages import is_message
from shared.storage.rows import Key, Row
from shared.storage.schema import PK, SK, TTL
from shared.storage.store import ConflictError, Delete, Put, Store

ATTEMPTS = 8

MOST_AT_ONCE = 100
"""DynamoDB's limit on a transaction. More changes than that are several: each row names the version
it replaces, and a repetition goes on where it ended."""

FOLDED = "folded"
"""Marks a row that was written here, until somebody else writes it: who claims a step, say, copies
the wait as it is, and does not have it folded anew, by a newer configuration perhaps."""

VERSION_BITS = 40
"""A new row's version is a number like no other: whoever still means a row that was in its place
before, and is gone, must not take it for that one."""

SKEW_S = 2
"""Platforms stamp whole seconds and streams round theirs: less is no skew."""


def track(
    store: Store,
    configuration: Configuration,
    conversation: str,
    landed: Mapping[str, datetime],
    concerned: Sequence[Item],
    doubtful: Sequence[Row] = (),
) -> list[Row]:
    """Brings the rows of the conversation up to date with the items that landed, `doubtful` rows
    among them; the rows written.

    `landed` tells when each item's first landing was, by sort key. Raises ConflictError when others
    keep writing in between: the caller is called again.
    """
    concerned = [*concerned, *_corrections(store, concerned, landed)]
    work = _Work(store, configuration, conversation, concerned, doubtful)
    first: Row | None = None
    for _ in range(ATTEMPTS):
        read = work.messages(first)
        stretch, stored = work.rows(read)
        if stored and not read.is_still(work.messages(first)):
            continue
        waits = history.waits_of(stretch, configuration, stored.values())
        changes, written = plan(stretch, waits, stored, landed)
        if first is None and (first := expired.first_row(store, stretch, written, stored)):
            continue
        try:
            for part in batched(changes, MOST_AT_ONCE, strict=False):
                store.write([_marked(change) for change in part])
        except ConflictError:
            continue
        gone = any(isinstance(change, Delete) for change in changes)
        if gone and not read.is_still(work.messages(first)):
            continue  # of a row that is gone no stream tells, and it may be right by now
        texts.tidy(store, stretch, configuration)
        moving.pass_on(store, stretch, concerned)
        elsewhere.mark(store, configuration, stretch)
        crowd.gather(store, configuration, stretch, waits)
        elsewhere.carry_replies(store, configuration, concerned)
        return written
    raise ConflictError(f"no quiet moment in {ATTEMPTS} attempts")


class _Work(NamedTuple):
    """What is to be tracked, and how it is read."""

    store: Store
    configuration: Configuration
    conversation: str
    concerned: Sequence[Item]
    doubtful: Sequence[Row]

    def messages(self, first: Row | None) -> History:
        """As they are now; where what was said before the first wait has expired, since then."""
        sought = [*self.concerned, *_whereabouts(self.doubtful)]
        stretch = history.read(self.store, self.conversation, self.configuration, sought)
        return stretch.named(first) if first else stretch

    def rows(self, stretch: History) -> tuple[History, dict[Key, Row]]:
        """The part of the stretch that still tells how its waits ended, and the rows of that."""
        stored = self._rows(stretch)
        ended = expired.last_ended(stretch, stored.values())
        if ended is None:
            return stretch, stored
        later = stretch.since(ended)
        over = ended.wait.closed_at or ended.wait.opened_at
        return later, {k: r for k, r in self._rows(later).items() if r.wait.opened_at > over}

    def _rows(self, stretch: History) -> dict[Key, Row]:
        unknown = frozenset(str(i["message_id"]) for i in self.concerned)
        arrived = frozenset(str(i["message_id"]) for i in self.concerned if is_message(i))
        stored = _stored(self.store, stretch, unknown) | _passed_over(self.store, stretch, arrived)
        return stored | _still_there(self.store, stretch, self.doubtful)


def look_again(
    store: Store, configuration: Configuration, conversation: str, written: Sequence[Row]
) -> list[Row]:
    """Holds rows that were written against the messages as they are now, and mends what differs;
    the rows written. Whose first message is not kept any more stays as it is."""
    stretch = history.read(store, conversation, configuration, _whereabouts(written))
    waits = {
        rows.key_of(conversation, wait.boundary, wait.opened_at): wait
        for wait in history.waits_of(stretch, configuration, written)
    }
    known = stretch.by_id()
    doubtful = [
        row
        for row in written
        if row.wait.opened_by in known and not _agrees(row, waits.get(row.key))
    ]
    return track(store, configuration, conversation, {}, [], doubtful) if doubtful else []


def _whereabouts(doubtful: Iterable[Row]) -> list[Item]:
    """Has the waits' first messages read, and all since their boundaries; to the beginning of the
    conversation where a boundary is none of its messages."""
    named = [name for row in doubtful for name in (row.wait.opened_by, row.wait.boundary)]
    return [{"message_id": name, SK: ""} for name in named]


def _marked(change: Put | Delete) -> Put | Delete:
    if isinstance(change, Put) and str(change.item[PK]).startswith("W#"):
        return Put(change.item | {FOLDED: True}, expects=change.expects)
    return change


def _agrees(row: Row, wait: Wait | None) -> bool:
    return wait is not None and _same(row, replace(row, wait=wait))


def _corrections(
    store: Store, concerned: Sequence[Item], landed: Mapping[str, datetime]
) -> list[Item]:
    """A message from the future counts from when it landed; noted once, for every later fold."""
    noted: list[Item] = []
    for item in concerned:
        at = landed.get(str(item[SK]))
        if not is_message(item) or at is None:
            continue
        if (moment(item["at"]) - at).total_seconds() > SKEW_S:
            note: Item = {PK: item[PK], SK: f"X#R#{item['message_id']}"}
            note |= {"message_id": item["message_id"], "at": stamp(at)}
            note |= {TTL: item[TTL]} if TTL in item else {}  # it goes with its message
            noted.append(store.put_first(note))
    return noted


def _stored(store: Store, stretch: History, unknown: frozenset[str]) -> dict[Key, Row]:
    possible = stretch.possible_rows(unknown)
    found = store.get_all(key for key in possible if key.sk)
    stored = {key: rows.from_item(item) for key, item in found.items()}
    hours = [key.pk for key in possible if not key.sk]
    if hours:
        known = stretch.known()
        found_too = history.rows_in(store, stretch.conversation, hours)
        stored |= {k: r for k, r in found_too if r.wait.boundary in known}
    return stored


def _still_there(store: Store, stretch: History, doubtful: Sequence[Row]) -> dict[Key, Row]:
    """The doubtful rows as they are now; but not what has come in their place, which the stretch
    may not reach back to."""
    found = store.get_all(row.key for row in doubtful)
    known = stretch.by_id()
    return {k: rows.from_item(i) for k, i in found.items() if i["opened_by"] in known}


def _passed_over(store: Store, stretch: History, arrived: frozenset[str]) -> dict[Key, Row]:
    """Every row that a message has opened since the oldest one that arrived, itself included. What
    arrived may not be all: of several messages that landed together, each is tracked by itself, and
    any reply among them may be the boundary now of a wait that was written when it was not known,
    perhaps by an earlier attempt at this very message."""
    if stretch.start.boundary == START and all(m.inbound for m in stretch.messages):
        return {}  # no reply, no other boundary
    oldest = min((m.key for m in stretch.messages if m.id in arrived), default=None)
    since = [m for m in stretch.messages if oldest and m.inbound and m.key >= oldest]
    ids = {m.id for m in since}
    hours = [rows.key_of(stretch.conversation, "", m.at).pk for m in since]
    found = history.rows_in(store, stretch.conversation, hours)
    return {key: row for key, row in found if row.wait.opened_by in ids}


def plan(
    stretch: History,
    waits: Iterable[Wait],
    stored: Mapping[Key, Row],
    landed: Mapping[str, datetime],
) -> tuple[list[Put | Delete], list[Row]]:
    """What to write so that the stored rows become those of the waits, and the rows written.

    A wait whose opening moved to another hour takes along how far its escalation had come. One that
    reopens is told of from its first step: what was told already is not told again. What is no wait
    any more is remembered, should it come back. Whom somebody acknowledged stays silent, whichever
    wait late and deleted messages make of it.
    """
    items = stretch.by_id()
    wanted = {rows.key_of(stretch.conversation, w.boundary, w.opened_at): w for w in waits}
    written: list[Row] = []
    changes: list[Put | Delete] = []
    for key, wait in wanted.items():
        there = stored.get(key)
        fresh = _row(stretch.conversation, wait, items[wait.opened_by], landed)
        before, row = _as_it_should_be(stretch, fresh, there, stored.values())
        if there is None or not _same(there, row):
            row = replace(row, version=before.version + 1) if before else row
            written.append(row)
            changes.append(Put(rows.to_item(row), expects=there.version if there else None))
    gone = [row for key, row in stored.items() if key not in wanted]
    moved = {row.wait.boundary for row in written}
    changes += memory.notes(stretch, [row for row in gone if row.wait.boundary not in moved])
    changes += [Delete(row.key, expects=row.version) for row in gone]
    return changes, written


def _as_it_should_be(
    stretch: History, row: Row, there: Row | None, stored: Collection[Row]
) -> tuple[Row | None, Row]:
    """What was known of the new row's wait before, if anything was, and the row that it gets."""
    wait = row.wait
    before = there or _before(stretch, wait, stored) or memory.recalled(stretch, row)
    if before:
        reopened = before.wait.outcome != "open" and wait.outcome == "open"
        again = before.wait.outcome == "withdrawn" and wait.outcome != "withdrawn"
        row = replace(
            before,
            wait=wait,
            step=0 if reopened else before.step,
            round=before.round + 1 if again else before.round,
        )
    if stretch.linked:
        row = memory.told_before(stretch, row, new=before is None)
    return before, memory.silent(row, stored)


def _before(stretch: History, wait: Wait, stored: Collection[Row]) -> Row | None:
    """The row of the wait as it was: what was said before it may have come or gone since, where
    conversations are joined, and then its first message names it."""
    found = next((r for r in stored if r.wait.boundary == wait.boundary), None)
    if found is None and stretch.linked:
        found = next((r for r in stored if r.wait.opened_by == wait.opened_by), None)
    return found


def _same(one: Row, other: Row) -> bool:
    """Whether a row need not be written again; a further customer message in a wait changes only
    the time of the last, which is read when it is needed."""
    last_at = one.wait.last_at
    return replace(other, wait=replace(other.wait, last_at=last_at)) == one


def _row(
    conversation: str, wait: Wait, opening: Mapping[str, Any], landed: Mapping[str, datetime]
) -> Row:
    return Row(
        conversation=conversation,
        channel=opening["channel"],
        surface=opening["surface"],
        account=opening["account"],
        customer=opening.get("customer"),
        permalink=opening.get("permalink"),
        received_at=landed.get(str(opening[SK])),
        wait=wait,
        version=secrets.randbits(VERSION_BITS),
    )
