"""Publishes the milestones of an open wait: at risk, and overdue.

Nothing else is written at these moments. So the notifier writes into the wait fact that the wait
has passed a milestone, and the table's stream publishes it.
"""

from dataclasses import replace

from functions.notifier.due_record import DueRecord
from shared.domain import milestones
from shared.domain.fold import Wait
from shared.runtime import log
from shared.storage import records, wait_facts
from shared.storage.attributes import moment
from shared.storage.changes import ANY, Change, Put
from shared.storage.records import ConversationRecord
from shared.storage.schema import Key


def passed(due_record: DueRecord) -> ConversationRecord | None:
    """Writes that the open wait has passed its milestones up to the due moment, or up to now if
    that is later.

    Returns the written record, or None if there is no such milestone. Raises ConflictError.
    """
    store, record = due_record.store, due_record.record
    wait, until = record.open_wait, record.published_until
    if wait is None or until is None:
        return None
    milestone = milestones.due_milestone(wait, until, max(moment(due_record.due), due_record.now))
    if milestone is None:
        return None
    has_bus = due_record.configuration.events_bus is not None
    after = replace(
        record, version=record.version + 1, published_until=milestone.at if has_bus else None
    )
    changes: list[Change] = [Put(records.to_item(after), expects=record.version)]
    item = store.get(_fact_key(wait, record)) if has_bus else None
    if item is not None:
        fact = replace(wait_facts.from_item(item), event=milestone.event, version=after.version)
        changes.append(Put(wait_facts.to_item(fact), expects=ANY))
    store.write(changes)
    log.event("milestone.passed", milestone=milestone.event, channel=record.channel)
    return after


def _fact_key(wait: Wait, record: ConversationRecord) -> Key:
    return wait_facts.key_of(wait.opened_by, wait.opened_at, record.naming.salt)
