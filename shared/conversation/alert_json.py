"""An alert as the API and published events show it."""

from typing import Any

from shared.conversation.wait_json import time_to_json
from shared.domain.alerts import Alert
from shared.storage import wait_facts
from shared.storage.records import ConversationRecord


def alert_to_json(alert: Alert, record: ConversationRecord | None) -> dict[str, Any]:
    """One alert: what it is about, whom it notifies, and whether it was sent. `record`: that of its
    conversation, if it still exists."""
    channel, account, _ = alert.conversation.split(":", 2)
    is_step = alert.kind in {"step", "window_closing"}
    return {
        "id": alert.id,
        "channel": channel,
        "account": account,
        "wait": None if record is None else _wait_id(alert, record),
        "kind": alert.kind,
        "policy": alert.policy if is_step else None,
        "step": alert.step + 1 if is_step else None,
        "step_at": alert.at if is_step else None,
        "responder": alert.responder,
        "by": alert.by,
        "state": alert.state,
        "attempts": alert.attempts,
        "claimed_at": time_to_json(alert.claimed_at),
    }


def _wait_id(alert: Alert, record: ConversationRecord) -> str:
    """The id of the alert's wait, as in the wait's fact.

    A late message can change which message opens the wait. The escalation then says what became of
    the wait, as long as the record keeps that escalation.
    """
    escalation = next((e for e in record.escalations if e.name == alert.opened_by), None)
    if escalation and escalation.ended:
        return escalation.ended.name
    if escalation and escalation is record.escalation and record.open_wait:
        return wait_facts.name_of(record.open_wait.opened_by, record.naming.salt)
    return wait_facts.name_of(alert.opened_by, record.salt)
