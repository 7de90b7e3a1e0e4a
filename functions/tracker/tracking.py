"""Keeps the rows of a conversation equal to the fold of its messages.

Read the messages, fold, compare with the rows, write what differs, all or nothing. The rows name
the version they replace, and the messages are read again after the rows: so whoever writes last has
seen all that whoever wrote before has seen, and a stale fold never overwrites a fresh one. They are
read once more after a write, which may have put a row where the fresh fold has none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import batched
from typing import Any

from functions.tracker import crowd, elsewhere
from shared import history, messages, rows
from shared.attributes import Item, moment, stamp
from shared.configuration import Configuration
from shared.history import History
from shared.messages import is_message
from shared.rows import Key, Row
from shared.schema import PK, SK
from shared.store import ConflictError, Delete, Put, Store
from shared.waits import Wait

ATTEMPTS = 8

MOST_AT_ONCE = 100
"""DynamoDB's limit on a transaction. More changes than that are several: each row names the version
it replaces, and a repetition goes on where it ended."""

SKEW_S = 2
"""Platforms stamp whole seconds and streams round theirs: less is no skew."""


def track(
    store: Store,
    configuration: Configuration,
    conversation: str,
    landed: Mapping[str, datetime],
    concerned: Sequence[Item],
) -> list[Row]:
    """Brings the rows of the conversation up to date with the items that landed; the rows written.

    `landed` tells when each item's first landing was, by sort key. Raises ConflictError when others
    keep writing in between: the caller is called again.
    """
    concerned = [*concerned, *_corrections(store, concerned, landed)]
    unknown = frozenset(str(i["message_id"]) for i in concerned)
    ours: list[Key] = []
    mending = False

    def looked() -> History:
        if mending:
            return history.read_whole(store, conversation, configuration)
        return history.read(store, conversation, configuration, concerned)

    for _ in range(ATTEMPTS):
        stretch = looked()
        stored = _stored(store, stretch, unknown, ours)
        if stored and not stretch.is_still(looked()):
            continue
        waits = history.waits_of(stretch, configuration, stored.values())
        changes, written = plan(stretch, waits, stored, landed)
        try:
            for part in batched(changes, MOST_AT_ONCE, strict=False):
                store.write(part)
        except ConflictError:
            continue
        if changes and not stretch.is_still(again := looked()):
            # A row that was not there yet names no version: somebody else may have folded what
            # landed meanwhile, with rows elsewhere. Then what was written here is in question,
            # wherever the conversation is settled by now.
            mending = True
            ours += [row.key for row in written]
            unknown = unknown.union(stretch.by_id(), again.by_id())
            continue
        tidy(store, stretch, configuration)
        pass_on(store, stretch, concerned)
        elsewhere.mark(store, stretch)
        crowd.gather(store, configuration, stretch, waits)
        elsewhere.carry_replies(store, configuration, concerned)
        return written
    raise ConflictError(f"no quiet moment in {ATTEMPTS} attempts")


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
            noted.append(store.put_first(note))
    return noted


def _stored(
    store: Store, stretch: History, unknown: frozenset[str], more: Sequence[Key] = ()
) -> dict[Key, Row]:
    found = store.get_all([*stretch.possible_rows(unknown), *more])
    return {key: rows.from_item(item) for key, item in found.items()}


def plan(
    stretch: History,
    waits: Iterable[Wait],
    stored: Mapping[Key, Row],
    landed: Mapping[str, datetime],
) -> tuple[list[Put | Delete], list[Row]]:
    """What to write so that the stored rows become those of the waits, and the rows written.

    A wait whose opening moved to another hour takes along how far its escalation had come. One that
    reopens is told of from its first step: what was told already is not told again.
    """
    changes: list[Put | Delete] = []
    written: list[Row] = []
    kept: set[Key] = set()
    items = stretch.by_id()
    for wait in waits:
        key = rows.key_of(stretch.conversation, wait.boundary, wait.opened_at)
        kept.add(key)
        there = stored.get(key)
        if there is not None and _same(there.wait, wait):
            continue
        before = there or next(
            (r for r in stored.values() if r.wait.boundary == wait.boundary), None
        )
        reopened = before and before.wait.outcome != "open" and wait.outcome == "open"
        again = before and before.wait.outcome == "withdrawn" and wait.outcome != "withdrawn"
        row = (
            replace(
                before,
                wait=wait,
                step=0 if reopened else before.step,
                round=before.round + 1 if again else before.round,
                version=before.version + 1,
            )
            if before
            else _row(stretch.conversation, wait, items[wait.opened_by], landed)
        )
        written.append(row)
        changes.append(Put(rows.to_item(row), expects=there.version if there else None))
    changes += [Delete(key, expects=row.version) for key, row in stored.items() if key not in kept]
    return changes, written


def _same(one: Wait, other: Wait) -> bool:
    """Whether a row need not be written again; a further customer message in a wait changes only
    the time of the last, which is read when it is needed."""
    return replace(one, last_at=other.last_at) == other


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
    )


def pass_on(store: Store, stretch: History, concerned: Sequence[Item]) -> None:
    """Puts the messages of a customer who is known by another id into that one's conversation: all
    of them when that becomes known, later ones as they land. Doing so again is the same put."""
    joined = stretch.joined
    if joined is None:
        return
    just_joined = any(str(item[SK]).startswith("X#J#") for item in concerned)
    moving = stretch.items.values() if just_joined else concerned
    pk = messages.conversation_key(joined["conversation"])
    store.land(
        [
            item | {PK: pk, "customer": joined["customer"]}
            for item in moving
            if not str(item[SK]).startswith("X#J#")
        ]
    )


def tidy(store: Store, stretch: History, configuration: Configuration) -> None:
    """Text follows its deletion or edit: it goes, or becomes the new one; the marks that the fold
    needs stay. Done again whenever a redelivery brings the old text back."""
    deleted = {i["message_id"] for i in stretch.items.values() if str(i[SK]).startswith("X#D#")}
    edits = sorted(
        (i for i in stretch.items.values() if str(i[SK]).startswith("X#E#")),
        key=lambda i: str(i.get("at", "")),
    )
    newest = {i["message_id"]: i.get("text") for i in edits}
    for item in stretch.items.values():
        identity = item["message_id"]
        is_edit = str(item[SK]).startswith("X#E#")
        if not (is_message(item) or is_edit) or "text" not in item:
            continue
        if identity in deleted:
            stripped = {k: v for k, v in item.items() if k != "text"}
            store.land([stripped | {"marks": marks(item, configuration)}])
        elif is_message(item) and newest.get(identity) not in {None, item["text"]}:
            store.land([item | {"text": newest[identity], "marks": marks(item, configuration)}])


def marks(item: Item, configuration: Configuration) -> Item:
    """What the original text says of itself: an edit has no effect on the clock."""
    return item.get("marks") or messages.marks_of(item, configuration)
