"""Keeps the rows of a conversation equal to the fold of its messages.

Read the messages, fold, compare with the rows, write what differs, all or nothing. The rows name
the version they replace, and the messages are read again after the rows: so whoever writes last has
seen all that whoever wrote before has seen, and a stale fold never overwrites a fresh one.

A row that was not there yet names no version: a stale fold may put one where the fresh fold has
none. So every row that was written here is held against the messages once more, when the stream
tells of it. That happens even if its writer died.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import batched
from typing import Any

from functions.tracker import crowd, elsewhere
from shared import history, joins, messages, rows
from shared.attributes import Item, moment, stamp
from shared.configuration import Configuration
from shared.history import GONE, History
from shared.joins import FROM, TOLD, Place
from shared.links import SILENT
from shared.messages import JOIN, is_message
from shared.rows import Key, Row
from shared.schema import PK, SK, TTL
from shared.store import ConflictError, Delete, Put, Store
from shared.waits import START, Wait

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

TIMES = ("snoozed_until", "pulled_at")
REMEMBERED = ("round", "acknowledged_by", "pulled", *TIMES)
"""What a row knows that neither its messages nor its alerts tell. A wait that comes back begins at
its first step: alerts that were sent are not sent again, and those that were dropped are."""

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
    arrived = frozenset(str(i["message_id"]) for i in concerned if is_message(i))
    unknown = frozenset(str(i["message_id"]) for i in concerned)
    sought = [*concerned, *map(_opening, doubtful)]

    def looked() -> History:
        return history.read(store, conversation, configuration, sought)

    for _ in range(ATTEMPTS):
        stretch = looked()
        stored = _stored(store, stretch, unknown) | _passed_over(store, stretch, arrived)
        stored |= _still_there(store, stretch, doubtful)
        if stored and not stretch.is_still(looked()):
            continue
        waits = history.waits_of(stretch, configuration, stored.values())
        changes, written = plan(stretch, waits, stored, landed)
        try:
            for part in batched(changes, MOST_AT_ONCE, strict=False):
                store.write([_marked(change) for change in part])
        except ConflictError:
            continue
        if any(isinstance(c, Delete) for c in changes) and not stretch.is_still(looked()):
            continue  # of a row that is gone no stream tells, and it may be right by now
        tidy(store, stretch, configuration)
        pass_on(store, stretch, concerned)
        elsewhere.mark(store, configuration, stretch)
        crowd.gather(store, configuration, stretch, waits)
        elsewhere.carry_replies(store, configuration, concerned)
        return written
    raise ConflictError(f"no quiet moment in {ATTEMPTS} attempts")


def look_again(
    store: Store, configuration: Configuration, conversation: str, written: Sequence[Row]
) -> list[Row]:
    """Holds rows that were written against the messages as they are now, and mends what differs;
    the rows written. Whose first message is not kept any more stays as it is."""
    stretch = history.read(store, conversation, configuration, [_opening(row) for row in written])
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


def _opening(row: Row) -> Item:
    """Has the message that opened the wait read, and what is near it."""
    return {"message_id": row.wait.opened_by, SK: ""}


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
    found = store.get_all(stretch.possible_rows(unknown))
    return {key: rows.from_item(item) for key, item in found.items()}


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
    prefix = f"{stretch.conversation}#"
    found: dict[Key, Row] = {}
    for pk in dict.fromkeys(rows.key_of(stretch.conversation, "", m.at).pk for m in since):
        for item in store.partition(pk, after=prefix, page=5):
            if not str(item[SK]).startswith(prefix):
                break
            if item["opened_by"] in ids:
                found[Key(item[PK], item[SK])] = rows.from_item(item)
    return found


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
    changes: list[Put | Delete] = []
    written: list[Row] = []
    items = stretch.by_id()
    wanted = {rows.key_of(stretch.conversation, w.boundary, w.opened_at): w for w in waits}
    for key, wait in wanted.items():
        there = stored.get(key)
        fresh = _row(stretch.conversation, wait, items[wait.opened_by], landed)
        before = there or _before(stretch, wait, stored.values()) or _remembered(stretch, fresh)
        reopened = before and before.wait.outcome != "open" and wait.outcome == "open"
        again = before and before.wait.outcome == "withdrawn" and wait.outcome != "withdrawn"
        row = (
            replace(
                before,
                wait=wait,
                step=0 if reopened else before.step,
                round=before.round + 1 if again else before.round,
            )
            if before
            else fresh
        )
        if stretch.linked:
            row = _told_before(stretch, row, new=before is None)
        row = _silent(row, stored.values())
        if there is not None and _same(there, row):
            continue
        row = replace(row, version=before.version + 1) if before else row
        written.append(row)
        changes.append(Put(rows.to_item(row), expects=there.version if there else None))
    boundaries = {row.wait.boundary for row in written}
    gone = [row for key, row in stored.items() if key not in wanted]
    if stretch.linked:
        ended = sorted(gone, key=lambda row: row.step)
        going = {r.wait.boundary: r for r in ended if r.wait.boundary not in boundaries}
        changes += [put for row in going.values() for put in _going_on(stretch, row)]
    else:
        changes += [
            put
            for row in gone
            if row.wait.boundary not in boundaries
            for put in _memory(stretch, row)
        ]
    changes += [Delete(row.key, expects=row.version) for row in gone]
    return changes, written


def _before(stretch: History, wait: Wait, stored: Iterable[Row]) -> Row | None:
    """The row of the wait as it was: what was said before it may have come or gone since, where
    conversations are joined, and then its first message names it."""
    rows_ = list(stored)
    found = next((r for r in rows_ if r.wait.boundary == wait.boundary), None)
    if found is None and stretch.linked:
        found = next((r for r in rows_ if r.wait.opened_by == wait.opened_by), None)
    return found


def _going_on(stretch: History, row: Row) -> Iterator[Put]:
    """What was told of a wait that goes on in another conversation, or under another boundary, to
    be taken along. In one write with the end of its row, so that no step is claimed in between."""
    opening = stretch.by_id().get(row.wait.opened_by)
    if opening is None or not (row.step or row.snoozed_until or row.pulled):
        return
    told: Item = {name: opening[name] for name in (PK, "message_id", TTL) if name in opening}
    told |= {
        SK: f"{TOLD}{messages.fingerprint(f'{stretch.conversation} {row.wait.boundary}')}",
        "boundary": row.wait.boundary,
        "conversation": stretch.conversation,
        "policy": row.wait.terms.policy,
        "step": row.step,
        "snoozed_until": row.snoozed_until,
        "acknowledged_by": row.acknowledged_by,
        "pulled": row.pulled,
        "pulled_at": row.pulled_at,
    }
    version = stretch.items.get(told[SK], {}).get("version")
    yield Put(told | {"version": (version or 0) + 1}, expects=version)


def _memory(stretch: History, row: Row) -> Iterator[Put]:
    """What is remembered of a wait that is none any more."""
    opening = stretch.by_id().get(row.wait.opened_by)
    told = row.round or row.snoozed_until or row.pulled
    if opening is None or not (told or row.wait.outcome == "withdrawn"):
        return
    memory: Item = {name: opening[name] for name in (PK, "message_id", TTL) if name in opening}
    memory |= {SK: _memory_of(row.wait.boundary), "outcome": row.wait.outcome}
    memory |= {name: getattr(row, name) for name in REMEMBERED}
    version = stretch.items.get(memory[SK], {}).get("version")
    yield Put(memory | {"version": (version or 0) + 1}, expects=version)


def _remembered(stretch: History, fresh: Row) -> Row | None:
    """The row as it was when its wait was last one."""
    memory = stretch.items.get(_memory_of(fresh.wait.boundary))
    if memory is None:
        return None
    known: dict[str, Any] = {name: memory.get(name) for name in REMEMBERED}
    known |= {name: moment(known[name]) for name in TIMES if known[name]}
    return replace(fresh, wait=replace(fresh.wait, outcome=memory["outcome"]), **known)


def _memory_of(boundary: str) -> str:
    return f"{GONE}{messages.fingerprint(boundary)}"


def _told_before(stretch: History, row: Row, *, new: bool) -> Row:
    """The row, with what was told of its wait in another conversation."""
    at = {m.id: m.at for m in stretch.resting}
    for told in stretch.told():
        opened_at = at.get(told["message_id"])
        if opened_at is None or not (
            told["message_id"] == row.wait.opened_by
            or (new and told["policy"] == row.wait.terms.policy and _spans(row.wait, opened_at))
        ):
            continue
        row = replace(row, step=max(row.step, told["step"]))
        silent = moment(told["snoozed_until"]) if told.get("snoozed_until") else None
        if silent and (row.snoozed_until is None or row.snoozed_until < silent):
            by = told.get("acknowledged_by")
            row = replace(row, snoozed_until=silent, acknowledged_by=by)
        if told.get("pulled") and not row.pulled:
            row = replace(row, pulled=told["pulled"], pulled_at=moment(told["pulled_at"]))
    return row


def _silent(row: Row, others: Iterable[Row]) -> Row:
    """The row, silent for as long as any of the others that it shares a message with which was
    there when somebody said that they take care of this customer."""
    for other in others:
        until = other.snoozed_until
        if until is None or (row.snoozed_until or until) > until:
            continue
        common = max(row.wait.opened_at, other.wait.opened_at)
        if _spans(row.wait, common) and _spans(other.wait, common) and common <= until - SILENT:
            row = replace(row, snoozed_until=until, acknowledged_by=other.acknowledged_by)
    return row


def _spans(wait: Wait, at: datetime) -> bool:
    return wait.opened_at <= at and (wait.closed_at is None or at <= wait.closed_at)


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


def pass_on(store: Store, stretch: History, concerned: Sequence[Item]) -> None:
    """Takes messages to the conversation they belong to: all of them when the customer becomes
    known by another id, later ones as they land. Doing so again is the same puts.

    What was told of a wait goes first: whoever finds the message there finds that too. Deletions
    and edits go wherever their message may be, on and back, since none may keep its text.
    """
    if not stretch.linked:
        return
    items = stretch.items
    anew = any(str(i[SK]).startswith((JOIN, FROM)) for i in concerned)
    moving = list(items.values()) if anew else list(concerned)
    of = {str(items[sk]["message_id"]): place for sk, place in stretch.left.items()}
    store.land([_moved(t, of[t["message_id"]]) for t in stretch.told() if t["message_id"] in of])
    places = {sk: stretch.left[sk] for i in moving if (sk := str(i[SK])) in stretch.left}
    others = dict.fromkeys(p.conversation for p in places.values())
    if any(joins.is_join(i) for i in concerned):
        known = joins.reading(store, stretch.conversation, items.values())
        others |= dict.fromkeys(joins.within_reach(stretch.conversation, known))
    store.land([_origin(stretch, other) for other in others])
    store.land([_moved(items[sk], place) for sk, place in places.items()])
    links = [i for sk, i in items.items() if sk.startswith((JOIN, FROM))]
    changes = [_at(i, to) for i in moving if _is_change(i) for to in links]
    if stretch.joined:
        changes += [i | {PK: _pk(stretch.joined)} for i in links if joins.is_join(i) and "at" in i]
    store.land(changes)


def _moved(item: Item, place: Place) -> Item:
    there = item | {PK: messages.conversation_key(place.conversation)}
    if str(item[SK]).startswith(TOLD):
        return there
    return there | {"customer": place.customer, "origin": place.origin}


def _origin(stretch: History, other: str) -> Item:
    """Tells the other conversation that messages of this one may be there, and by which joins: a
    further join changes this, so that the other asks anew which of them belong there."""
    conversation = stretch.conversation
    expiry = max((i[TTL] for i in stretch.items.values() if TTL in i), default=None)
    return {
        PK: messages.conversation_key(other),
        SK: f"{FROM}{conversation}",
        "message_id": f"from-{conversation}",
        "conversation": conversation,
        "customer": conversation.rpartition(":")[2],
        "joins": sorted(sk for sk in stretch.items if sk.startswith(JOIN)),
    } | ({TTL: expiry} if expiry else {})


def _is_change(item: Item) -> bool:
    """A deletion, an edit, or the correction of a time."""
    return str(item[SK]).startswith(("X#D#", "X#E#", "X#R#"))


def _at(item: Item, link: Item) -> Item:
    """The deletion or edit, as it lies in the conversation to which the link leads."""
    there = item | {PK: _pk(link)}
    return there | {"customer": link["customer"]} if "customer" in item else there


def _pk(link: Item) -> str:
    return messages.conversation_key(link["conversation"])


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
