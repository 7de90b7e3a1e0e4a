"""What a wait's row knows that no message tells, and that must outlast it: how far its escalation
came, who keeps it silent, how often its customer began anew.

A row may go, since late or deleted messages make another wait of it, or none for a while, or since
it goes on in another conversation, its customer being known by another id. What it knew stays
beside the wait's first message, as one of two notes. A wait that comes back where it was begins at
its first step: alerts are named after conversation and boundary, so those that were sent are not
sent again, and those that were dropped are. A wait that goes on elsewhere has other alerts there,
so its step goes along.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.conversation.history import GONE, History
from shared.conversation.joins import TOLD
from shared.domain.waits import Wait
from shared.runtime.links import SILENT
from shared.storage import messages
from shared.storage.attributes import Item, moment
from shared.storage.rows import Row
from shared.storage.schema import PK, SK, TTL
from shared.storage.store import Put

TIMES = ("snoozed_until", "pulled_at")
REMEMBERED = ("round", "acknowledged_by", "pulled", *TIMES)


def notes(stretch: History, gone: Iterable[Row]) -> Iterator[Put]:
    """What to write down of waits whose rows go and whose boundaries have no other: of each the row
    that came furthest. In one write with the rows' end, so that no step is claimed in between."""
    note = _to_take_along if stretch.linked else _to_keep
    furthest = {row.wait.boundary: row for row in sorted(gone, key=lambda row: row.step)}
    for row in furthest.values():
        yield from note(stretch, row)


def _to_take_along(stretch: History, row: Row) -> Iterator[Put]:
    """What was told of a wait that goes on in another conversation, or under another boundary."""
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


def _to_keep(stretch: History, row: Row) -> Iterator[Put]:
    """What was known of a wait that is none any more."""
    opening = stretch.by_id().get(row.wait.opened_by)
    told = row.round or row.snoozed_until or row.pulled
    if opening is None or not (told or row.wait.outcome == "withdrawn"):
        return
    memory: Item = {name: opening[name] for name in (PK, "message_id", TTL) if name in opening}
    memory |= {SK: _sort_key(row.wait.boundary), "outcome": row.wait.outcome}
    memory |= {name: getattr(row, name) for name in REMEMBERED}
    version = stretch.items.get(memory[SK], {}).get("version")
    yield Put(memory | {"version": (version or 0) + 1}, expects=version)


def recalled(stretch: History, fresh: Row) -> Row | None:
    """The row as it was when its wait was last one."""
    memory = stretch.items.get(_sort_key(fresh.wait.boundary))
    if memory is None:
        return None
    known: dict[str, Any] = {name: memory.get(name) for name in REMEMBERED}
    known |= {name: moment(known[name]) for name in TIMES if known[name]}
    return replace(fresh, wait=replace(fresh.wait, outcome=memory["outcome"]), **known)


def _sort_key(boundary: str) -> str:
    return f"{GONE}{messages.fingerprint(boundary)}"


def told_before(stretch: History, row: Row, *, new: bool) -> Row:
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


def silent(row: Row, others: Iterable[Row]) -> Row:
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
