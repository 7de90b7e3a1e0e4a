"""What people decide about a wait: on the conversation page, through the API, or by replying to a
text message.

Each decision is one write of the record. It fails if somebody else has written the record since it
was read.
"""

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
    """No wait is open, or the open one is newer than the wait that the person saw."""


def acknowledge(record: ConversationRecord, by: str, now: datetime) -> ConversationRecord:
    """The record with this person as the owner of its wait. Alerts pause for an hour.

    Raises NothingOpenError.
    """
    return snooze(record, by, now + ownership.PAUSE, now)


def snooze(
    record: ConversationRecord, by: str, until: datetime, now: datetime
) -> ConversationRecord:
    """The record with this person as the owner of its wait. Alerts pause until then.

    Raises NothingOpenError.
    """
    return _decided(record, ownership.taken(_escalation(record), by, until, now))


def hand_over(record: ConversationRecord, to: str, by: str, now: datetime) -> ConversationRecord:
    """The record with the responder `to` as the owner of its wait. `by` decided so. Alerts pause
    for an hour.

    Raises NothingOpenError.
    """
    until = now + ownership.PAUSE
    return _decided(record, ownership.handed_over(_escalation(record), to, by, until, now))


def release(record: ConversationRecord, now: datetime) -> ConversationRecord:
    """The record without an owner of its wait. Alerts go on.

    Raises NothingOpenError.
    """
    return _decided(record, ownership.released(_escalation(record), now))


def write(store: Store, decided: ConversationRecord, also: Sequence[Change] = ()) -> None:
    """Writes a record that one of these functions returned, and `also` in the same transaction.

    Raises ConflictError if the record has changed since it was read.
    """
    store.write([Put(records.to_item(decided), expects=decided.version - 1), *also])


def _escalation(record: ConversationRecord) -> Escalation:
    if record.open_wait is None or record.escalation is None:
        raise NothingOpenError
    return record.escalation


def _decided(record: ConversationRecord, after: Escalation) -> ConversationRecord:
    return replace(record, escalation=after, version=record.version + 1)
