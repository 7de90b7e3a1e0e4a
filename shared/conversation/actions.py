"""What people decide about a wait: on the conversation page, by the API, or by the reply to a text
message. Each decision is one write of the record, on the condition that nobody has written it in
between."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain import ownership
from shared.domain.escalation import Escalation
from shared.storage import records
from shared.storage.changes import Change, Put
from shared.storage.records import ConversationRecord
from shared.storage.store import Store


class NothingOpenError(Exception):
    """The wait is not open, or it opened after what was seen."""


def acknowledge(record: ConversationRecord, by: str, now: datetime) -> ConversationRecord:
    """Owned by this person; its alerts pause for an hour. Raises NothingOpenError."""
    return snooze(record, by, now + ownership.PAUSE, now)


def snooze(
    record: ConversationRecord, by: str, until: datetime, now: datetime
) -> ConversationRecord:
    """Owned by this person; its alerts pause until then. Raises NothingOpenError."""
    return _decided(record, ownership.taken(_escalation(record), by, until, now))


def hand_over(record: ConversationRecord, to: str, by: str, now: datetime) -> ConversationRecord:
    """Owned by the responder `to`, because `by` said so; its alerts pause for an hour. Raises
    NothingOpenError."""
    until = now + ownership.PAUSE
    return _decided(record, ownership.handed_over(_escalation(record), to, by, until, now))


def release(record: ConversationRecord, now: datetime) -> ConversationRecord:
    """Removes the owner; alerts resume. Raises NothingOpenError."""
    return _decided(record, ownership.released(_escalation(record), now))


def write(store: Store, decided: ConversationRecord, also: Sequence[Change] = ()) -> None:
    """Writes what one of these functions returned, and `also` in the same transaction. Raises
    ConflictError: the record has changed since it was read."""
    store.write([Put(records.to_item(decided), expects=decided.version - 1), *also])


def _escalation(record: ConversationRecord) -> Escalation:
    if record.open_wait is None or record.escalation is None:
        raise NothingOpenError
    return record.escalation


def _decided(record: ConversationRecord, after: Escalation) -> ConversationRecord:
    return replace(record, escalation=after, version=record.version + 1)
