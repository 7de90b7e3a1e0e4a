"""Makes the alerts of a claim if a platform's reply window is about to close.

They go to the people whom the policy's window step names (`shared/domain/window_steps.py`).
"""

from datetime import timedelta

from functions.notifier import existing_alerts
from functions.notifier.due_record import Advanced, DueRecord
from functions.notifier.recipients import recipients, window_step_of, with_owner_only
from shared.domain import window_steps
from shared.domain.alerts import LEASE, Alert
from shared.domain.escalation import Escalation
from shared.domain.fold import Wait
from shared.domain.window_steps import WindowStep


def warned(due_record: DueRecord) -> Advanced | None:
    """The record after its due window step, with the alerts for it. None if none is due."""
    store, record, now = due_record.store, due_record.record, due_record.now
    wait, escalation, at = record.open_wait, record.escalation, record.window_step_at
    if wait is None or escalation is None or at is None or not due_record.has_due(at):
        return None
    step = window_steps.due_window_step(escalation, wait, record.window_closes_at, max(now, at))
    assert step is not None
    # A late message may move the end of the window to a moment that is over, too. Then those who
    # were warned before are not warned again.
    is_needless = escalation.window_warned_at is not None and step.closes_at <= now
    wanted = [] if is_needless else _alerts(due_record, wait, escalation, step)
    existing = existing_alerts.read(store, wanted, now)
    notified = {alert.responder for alert in existing}
    claimed = existing_alerts.claimed(store, wanted, existing, notified, now)
    after = window_steps.claimed(
        escalation,
        wait,
        step,
        has_new_alerts=bool(claimed.to_send),
        notified=[alert.responder for alert in wanted],
    )
    return Advanced(due_record.with_escalation(after), claimed)


def _alerts(
    due_record: DueRecord, wait: Wait, escalation: Escalation, step: WindowStep
) -> list[Alert]:
    configuration, now = due_record.configuration, due_record.now
    of_policy = window_step_of(configuration, wait, step.number)
    to = with_owner_only(configuration, escalation, of_policy, now)
    return [
        Alert(
            conversation=due_record.record.conversation,
            opened_by=escalation.name,
            policy=wait.terms.policy,
            step=step.number,
            at=to.at,
            kind="window_closing",
            since=step.closes_at,
            responder=responder.name,
            by=by,
            urgent=to.urgent,
            due=now + LEASE,
            claimed_at=now,
            expires_at=now + timedelta(days=configuration.text_days),
        )
        for responder, by in recipients(due_record.store, configuration, to, now)
    ]
