"""Finds the wait that an alert is about, and checks that what the alert says is still true.

An alert names the conversation in which its wait opened. If the customer has several ids, the wait
may be in another of their conversations by now. So all of them are searched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from shared.conversation import customer_conversations
from shared.domain import updates
from shared.domain.alerts import Alert, State
from shared.domain.fold import Wait
from shared.storage import alerts, records, schema, wait_facts
from shared.storage.records import ConversationRecord
from shared.storage.store import Store

SENT: frozenset[State] = frozenset({"sent", "delivered", "in_doubt"})
"""The states of an alert that has notified its responder, or may have."""


class Subject(NamedTuple):
    """What an alert is about."""

    record: ConversationRecord
    wait: Wait
    """The open wait. For an all clear: the wait that has ended, from its fact, with hashed ids."""


def open_record(store: Store, alert: Alert, now: datetime) -> ConversationRecord | None:
    """The record of the wait that this alert was made for, or None if that wait is no longer open.

    Unlike `subject_of`, this also finds the record if what the alert says is no longer true.
    """
    return next(
        (
            record
            for record in _records_of_customer(store, alert, now)
            if record.open_wait and record.escalation and record.escalation.name == alert.opened_by
        ),
        None,
    )


def subject_of(store: Store, alert: Alert, now: datetime) -> Subject | None:
    """What the alert is about, or None if what it says is no longer true. Then it must not be sent.

    Example: the alert says that Ada has taken the wait, and she has released it since.
    """
    for record in _records_of_customer(store, alert, now):
        wait = _wait_of(store, alert, record)
        if wait is not None:
            return Subject(record, wait)
    return None


def may_be_true_again(store: Store, alert: Alert, now: datetime) -> bool:
    """Whether an alert that was read as no longer true is the newest update of its wait. Then it
    is kept until it is true again, or until another update is claimed. It may be true by now: the
    wait is read again."""
    return any(
        escalation.name == alert.opened_by
        and updates.is_reported(escalation, alert.kind)
        and (not updates.is_true(escalation, alert.kind) or _wait_of(store, alert, record))
        for record in _records_of_customer(store, alert, now)
        for escalation in record.escalations
    )


def replaced_wait(store: Store, alert: Alert, now: datetime) -> Subject | None:
    """For the all clear of a withdrawn wait whose fact is gone: that wait, with the terms of the
    one that took its place.

    Example: the customer deletes the only message, and writes another. People who were notified of
    the first will be notified of the second, and need no all clear. But a system that shows the
    first wait has to end it.
    """
    if alert.kind != "all_clear":
        return None
    for record in _records_of_customer(store, alert, now):
        for escalation in record.escalations:
            if escalation.name != alert.opened_by or not escalation.ended or not record.wait:
                continue
            if store.get(schema.fact_key(*escalation.ended)) is None:
                withdrawn = replace(
                    record.wait,
                    opened_by=escalation.name,
                    opened_at=escalation.ended.opened_at,
                    outcome="withdrawn",
                    closed_at=escalation.news_at,
                )
                return Subject(record, withdrawn)
    return None


def subjects_of(
    store: Store,
    found: Iterable[Alert],
    now: datetime,
    already_read: ConversationRecord | None = None,
) -> dict[str, Subject | None]:
    """What each alert is about, by alert id. Reads most records in batches.

    `already_read`: a record that was read before. It is used as it is, so that one message shows
    one state of it. Only if an alert is not true by it, the record is read again: that alert may
    have been claimed since.
    """
    listed = list(found)
    keys = [schema.record_key(alert.conversation) for alert in listed]
    read_key = schema.record_key(already_read.conversation) if already_read else None
    items = store.get_all(key for key in keys if key != read_key)
    read = {key: records.from_item(item) for key, item in items.items()}
    if already_read and read_key:
        read[read_key] = already_read
    subjects = {
        alert.id: _subject_in(store, alert, read.get(key), now)
        for alert, key in zip(listed, keys, strict=True)
    }
    for alert, key in zip(listed, keys, strict=True):
        if subjects[alert.id] is None and key == read_key:
            subjects[alert.id] = subject_of(store, alert, now)
    return subjects


def _subject_in(
    store: Store, alert: Alert, record: ConversationRecord | None, now: datetime
) -> Subject | None:
    """What the alert is about. `record` is the one that it names. Only if that is not enough, more
    is read."""
    is_of_open_wait = alert.kind in {"step", "window_closing"}
    if is_of_open_wait and record and not record.is_expired(now):
        wait = _wait_of(store, alert, record)
        if wait is not None or not record.links:
            return Subject(record, wait) if wait else None
    return subject_of(store, alert, now)


def _records_of_customer(store: Store, alert: Alert, now: datetime) -> Iterator[ConversationRecord]:
    """The customer's records. The one that the alert names comes first."""
    record = customer_conversations.find(store, schema.record_key(alert.conversation), now)
    if record is not None:
        yield record
        if record.links:
            yield from customer_conversations.read(store, record.conversation, now).records.values()


def _wait_of(store: Store, alert: Alert, record: ConversationRecord) -> Wait | None:
    """The wait of this record that the alert is about, or None if what the alert says is not
    true."""
    if alert.kind == "step":
        is_true = _is_claimed(alert, record) and not _was_sent_for_another_id(store, alert, record)
        return record.open_wait if is_true else None
    escalation = next((e for e in record.escalations if e.name == alert.opened_by), None)
    if escalation is None or not updates.is_true(escalation, alert.kind):
        return None
    if alert.kind == "window_closing" and record.window_closes_at != alert.since:
        return None  # the customer has written since, so the window closes later
    if escalation.ended is None:
        return record.open_wait if escalation is record.escalation else None
    item = store.get(schema.fact_key(*escalation.ended))
    ended = wait_facts.from_item(item).wait if item else None
    return ended if ended and ended.outcome != "open" else None


def _is_claimed(alert: Alert, record: ConversationRecord) -> bool:
    """Whether the alert's step has been claimed for the wait as it is now.

    If a late message has changed the wait since, the step is claimed again when it is due.
    """
    wait, escalation = record.open_wait, record.escalation
    return bool(
        wait
        and escalation
        and escalation.named_after == alert.opened_by
        and wait.terms.policy == alert.policy
        and alert.step in wait.terms.step_numbers()[: record.steps_claimed]
    )


def _was_sent_for_another_id(store: Store, alert: Alert, record: ConversationRecord) -> bool:
    """Whether the responder has already been sent this step's alert for another id of the customer.

    Until two ids are known to be one customer's, each has a wait and alerts of its own. Example:
    the first id's alert was sent, and the second id's alert is held for a minute. Meanwhile the ids
    turn out to be one customer's. Then the second alert is not sent.
    """
    wait = record.open_wait
    if wait is None or not record.links:
        return False
    names = {
        e.name
        for e in record.earlier
        if not (e.ended or e.is_withdrawn) and e.previous_reply == wait.previous_reply
    }
    keys = [alerts.key_of(replace(alert, opened_by=name)) for name in names - {alert.opened_by}]
    found = map(alerts.from_item, store.get_all(keys).values()) if keys else ()
    return any(other.state in SENT for other in found)
