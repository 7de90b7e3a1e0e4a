"""Claims what is due of a conversation, for example an escalation step.

In one transaction, the wait advances to its next step, and the step's alerts are created. Only the
function whose transaction succeeds sends them.

People come first: milestones, which are for other programs, are claimed last.
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
"""For so long an alert is kept even if its message is older than any message is kept."""


def claim(
    store: Store, configuration: Configuration, key: Key, due: str, now: datetime
) -> list[Alert]:
    """Claims what is due next of the conversation record at this key. Returns the alerts to send.

    `due` is the moment in the due index. If it is no longer that of the record, nothing is claimed:
    another function has claimed it, or a message has changed the wait. If something else is due
    after the claim, that is claimed too, so a step does not wait for an update. Raises
    ConflictError if other functions keep writing.
    """
    found: list[Alert] = []
    following: str | None = due
    while following is not None:
        claimed = store.retry(
            partial(_claim, store, configuration, key, following, now), attempts=MAX_ATTEMPTS
        )
        newest = {alert.id: alert for alert in claimed.written}
        known = (newest.get(alert.id, alert) for alert in found)
        found = [alert for alert in known if not alert.is_settled] + claimed.alerts
        following = claimed.following
    return found


class _Claimed(NamedTuple):
    """The result of a claim."""

    alerts: list[Alert]
    """Those to send."""
    following: str | None = None
    """The moment of what is due already after them, if anything is."""
    written: Sequence[Alert] = ()
    """All that are written, those to send included."""


def _claim(
    store: Store, configuration: Configuration, key: Key, due: str, now: datetime
) -> _Claimed:
    item = store.get(key)
    if item is None or item.get(DUE_NEXT) != due:
        return _Claimed([])
    record = records.from_item(item)
    found = DueRecord(store, configuration, record, due, now)
    if record.open_wait and record.escalation and found.has_due(record.next_step_at):
        return _claim_step(found, record.open_wait, record.escalation)
    advanced = window_alerts.warned(found) or update_alerts.updated(found)
    if advanced is None:
        passed = passed_milestones.passed(found)
        return _Claimed([], _following(passed, now)) if passed else _Claimed([])
    written = _written(store, advanced)
    if written is not None:
        log.event("update.claimed", alerts=len(written), channel=record.channel)
    return _Claimed(written or [], _following(advanced.record, now), advanced.alerts.to_write)


def _following(record: ConversationRecord, now: datetime) -> str | None:
    at = record.next_moment
    return stamp(at) if at is not None and at <= now else None


def _claim_step(found: DueRecord, wait: Wait, known: Escalation) -> _Claimed:
    store, record, now = found.store, found.record, found.now
    positions = escalation.due_positions(known, wait, now)
    wanted = _alerts(store, found.configuration, record, wait, positions, now)
    existing = existing_alerts.read(store, wanted, now)
    notified = {alert.responder for alert in existing} | _notified_later(store, record, wanted, now)
    claimed = existing_alerts.claimed(store, wanted, existing, notified, now)
    after = escalation.claimed(
        known,
        wait,
        len(positions),
        notifies=bool(claimed.to_send),
        notified=[alert.responder for alert in wanted],
    )
    after = _reminded(after, record.reminder_at, claimed.to_send, now)
    advanced = Advanced(found.with_escalation(after), claimed)
    written = _written(store, advanced)
    if written is not None:
        log.event("step.claimed", alerts=len(written), step=positions[-1], channel=record.channel)
    return _Claimed(written or [], _following(advanced.record, now))


def _reminded(
    claimed: Escalation, reminder: datetime | None, sent: Iterable[Alert], now: datetime
) -> Escalation:
    """The escalation without a due reminder, if its owner is notified of a step anyway."""
    is_due = reminder is not None and reminder <= now
    if is_due and any(alert.responder == claimed.acknowledged_by for alert in sent):
        return replace(claimed, reminded_at=reminder)
    return claimed


def _written(store: Store, advanced: Advanced) -> list[Alert] | None:
    """Writes the record and all alerts. Returns the alerts to send, or None if DynamoDB can never
    accept them.

    In that case, the record advances all the same, and an alarm says that nobody was notified.
    Claiming the same again would not notify anybody either, and would hold up the queue.
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
    store: Store,
    configuration: Configuration,
    record: ConversationRecord,
    wait: Wait,
    positions: Iterable[int],
    now: datetime,
) -> list[Alert]:
    """The alerts of these steps. Each responder gets one, for the last step that names them.

    It is urgent if one of those steps is urgent.
    """
    named_after = record.escalation.named_after if record.escalation else None
    message_expires_at = wait.opened_at + timedelta(days=configuration.text_days)
    found: dict[str, list[Alert]] = {}
    for position in positions:
        number = wait.terms.step_number(position)
        step = step_of(configuration, wait, number)
        of_step: dict[str, list[Alert]] = {}
        for responder, by in recipients(store, configuration, step, now):
            alert = Alert(
                conversation=record.conversation,
                opened_by=named_after or wait.opened_by,
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
    return [alert for alerts_ in found.values() for alert in alerts_]


def _notified_later(
    store: Store, record: ConversationRecord, wanted: Iterable[Alert], now: datetime
) -> set[str]:
    """Who has already been notified of a later step.

    This happens if the steps have begun again: several steps that are due at once become one alert,
    which is named after the last of them.
    """
    wait, known = record.open_wait, record.escalation
    furthest = known.furthest.get(wait.terms.policy, 0) if wait and known else 0
    if wait is None or record.steps_claimed >= furthest:
        return set()
    numbers = wait.terms.step_numbers()
    later = [
        replace(alert, step=number)
        for alert in wanted
        for number in numbers[numbers.index(alert.step) + 1 : furthest]
    ]
    found = existing_alerts.read(store, later, now)
    return {
        a.responder for a in found if a.state == "sending" or not can_change(a, "claimed_again")
    }
