"""Claims what is due of a conversation, in this order: an escalation step, a window step, a
reminder or an update, a milestone.

A claim is one transaction. It advances the record and creates the alerts. Only the function whose
transaction succeeds sends them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from functions.notifier import existing_alerts, passed_milestones, update_alerts, window_alerts
from functions.notifier.due_record import Advanced, DueRecord
from functions.notifier.next_channel import ALERTS_NOT_DELIVERED
from functions.notifier.recipients import recipients, step_of
from shared.config.configuration import Configuration
from shared.domain import escalation
from shared.domain.alerts import LEASE, Alert, can_change
from shared.domain.escalation import Escalation
from shared.domain.fold import Wait
from shared.runtime import log
from shared.storage import alerts, records
from shared.storage.attributes import stamp
from shared.storage.changes import Put
from shared.storage.errors import RejectedError
from shared.storage.records import ConversationRecord
from shared.storage.schema import DUE_NEXT, Key
from shared.storage.store import Store

MAX_ATTEMPTS = 5

MIN_ALERT_LIFE = timedelta(days=2)
"""How long an alert is kept at least, even if its message is too old to be kept."""


def claim(
    store: Store, configuration: Configuration, key: Key, due: str, now: datetime
) -> list[Alert]:
    """Claims what is due next of the conversation record at this key. Returns the alerts to send.

    `due` is the moment in the due index. If it is no longer that of the record, nothing is claimed:
    another function has claimed it, or a message has changed the wait. If something else is due
    after the claim, that is claimed too, so a step does not wait for an update. Raises
    ConflictError if other functions keep writing.
    """
    to_send: list[Alert] = []
    next_due: str | None = due
    while next_due is not None:
        claimed = store.retry(
            partial(_claim, store, configuration, key, next_due, now), attempts=MAX_ATTEMPTS
        )
        newest = {alert.id: alert for alert in claimed.written}
        earlier = (newest.get(alert.id, alert) for alert in to_send)
        to_send = [alert for alert in earlier if not alert.is_settled] + claimed.to_send
        next_due = claimed.next_due
    return to_send


class _Claimed(NamedTuple):
    """The result of a claim."""

    to_send: list[Alert]
    next_due: str | None = None
    """The record's next moment after the claim, if it is due already."""
    written: Sequence[Alert] = ()
    """All alerts that were written, including those to send."""


def _claim(
    store: Store, configuration: Configuration, key: Key, due: str, now: datetime
) -> _Claimed:
    item = store.get(key)
    if item is None or item.get(DUE_NEXT) != due:
        return _Claimed([])
    record = records.from_item(item)
    due_record = DueRecord(store, configuration, record, due, now)
    if record.open_wait and record.escalation and due_record.has_due(record.next_step_at):
        return _claim_step(due_record, record.open_wait, record.escalation)
    advanced = window_alerts.warned(due_record) or update_alerts.updated(due_record)
    if advanced is None:
        passed = passed_milestones.passed(due_record)
        return _Claimed([], _next_due(passed, now)) if passed else _Claimed([])
    to_send = _write(store, advanced)
    if to_send is not None:
        log.event("update.claimed", alerts=len(to_send), channel=record.channel)
    return _Claimed(to_send or [], _next_due(advanced.record, now), advanced.alerts.to_write)


def _next_due(record: ConversationRecord, now: datetime) -> str | None:
    at = record.next_moment
    return stamp(at) if at is not None and at <= now else None


def _claim_step(due_record: DueRecord, wait: Wait, before: Escalation) -> _Claimed:
    """Claims the steps of this open wait that are due. `before` is its escalation."""
    store, record, now = due_record.store, due_record.record, due_record.now
    positions = escalation.due_positions(before, wait, now)
    wanted = _alerts(due_record, wait, before, positions)
    existing = existing_alerts.read(store, wanted, now)
    notified = {alert.responder for alert in existing}
    notified |= _notified_later(due_record, wait, before, wanted)
    to_claim = existing_alerts.claimed(store, wanted, existing, notified, now)
    after = escalation.claimed(
        before,
        wait,
        len(positions),
        has_new_alerts=bool(to_claim.to_send),
        notified=[alert.responder for alert in wanted],
    )
    after = _without_reminder(after, record.reminder_at, to_claim.to_send, now)
    advanced = Advanced(due_record.with_escalation(after), to_claim)
    to_send = _write(store, advanced)
    if to_send is not None:
        log.event("step.claimed", alerts=len(to_send), step=positions[-1], channel=record.channel)
    return _Claimed(to_send or [], _next_due(advanced.record, now))


def _without_reminder(
    after: Escalation, reminder: datetime | None, to_send: Iterable[Alert], now: datetime
) -> Escalation:
    """The escalation without a due reminder, if its owner is notified of a step anyway."""
    is_due = reminder is not None and reminder <= now
    if is_due and any(alert.responder == after.acknowledged_by for alert in to_send):
        return replace(after, reminded_at=reminder)
    return after


def _write(store: Store, advanced: Advanced) -> list[Alert] | None:
    """Writes the record and all alerts. Returns the alerts to send, or None if DynamoDB will never
    accept them.

    In that case, only the record advances, and an alarm counts the alerts. Another claim would fail
    in the same way, and would hold up the queue.
    """
    record, claimed = advanced
    advance = Put(records.to_item(record), expects=record.version - 1)
    try:
        store.write([advance, *map(alerts.put, claimed.to_write)])
    except RejectedError as error:
        store.write([advance])
        count = len(claimed.to_send)
        log.event("claim.rejected", alerts=count, error=type(error.__cause__).__name__)
        log.count(ALERTS_NOT_DELIVERED, count)
        return None
    return claimed.to_send


def _alerts(
    due_record: DueRecord, wait: Wait, before: Escalation, positions: Iterable[int]
) -> list[Alert]:
    """The alerts of these steps. Each responder gets those of the last step that names them, one on
    each channel. They are urgent if any of the responder's steps is."""
    store, configuration, now = due_record.store, due_record.configuration, due_record.now
    message_expires_at = wait.opened_at + timedelta(days=configuration.text_days)
    found: dict[str, list[Alert]] = {}
    for position in positions:
        number = wait.terms.step_number(position)
        step = step_of(configuration, wait, number)
        of_step: dict[str, list[Alert]] = {}
        for responder, by in recipients(store, configuration, step, now):
            alert = Alert(
                conversation=due_record.record.conversation,
                opened_by=before.named_after or wait.opened_by,
                policy=wait.terms.policy,
                step=number,
                at=step.at,
                responder=responder.name,
                by=by,
                urgent=step.urgent or any(a.urgent for a in found.get(responder.name, ())),
                due=now + LEASE,
                claimed_at=now,
                expires_at=max(message_expires_at, now + MIN_ALERT_LIFE),
            )
            of_step.setdefault(responder.name, []).append(alert)
        found |= of_step
    return [alert for of_responder in found.values() for alert in of_responder]


def _notified_later(
    due_record: DueRecord, wait: Wait, before: Escalation, wanted: Iterable[Alert]
) -> set[str]:
    """The names of those who have already been notified of a later step.

    This happens if the steps have begun again. Example: steps 1 and 2 were due at once, and Ada got
    one alert, of step 2. Now step 1 is claimed again.
    """
    furthest = before.furthest.get(wait.terms.policy, 0)
    if before.steps.get(wait.terms.policy, 0) >= furthest:
        return set()
    numbers = wait.terms.step_numbers()
    later = [
        replace(alert, step=number)
        for alert in wanted
        for number in numbers[numbers.index(alert.step) + 1 : furthest]
    ]
    found = existing_alerts.read(due_record.store, later, due_record.now)
    return {
        a.responder for a in found if a.state == "sending" or not can_change(a, "claimed_again")
    }
