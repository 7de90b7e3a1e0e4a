"""The facts of a wait for PagerDuty and webhooks. Programs read them, so they are codes and times
in UTC."""

from typing import Any

from functions.notifier.notice import Notice
from shared.storage.attributes import stamp
from shared.wording.wait_view import WaitView


def details(notice: Notice, view: WaitView) -> dict[str, Any]:
    """The facts of the wait. docs/alerts.md describes each field."""
    wait, record, escalation = view.wait, view.record, view.escalation
    until = record.window_closes_at
    return {
        "brand": notice.brand,
        "conversation": record.public_id,
        "channel": record.channel,
        "surface": record.surface,
        "account": view.account.name,
        "customer": view.said.name,
        "text": view.said.newest,
        "messages": view.said.count,
        "intents": list(wait.intents),
        "target": wait.kind,
        "policy": wait.terms.policy,
        "waiting_since": stamp(wait.opened_at),
        "due_at": stamp(wait.due_at),
        "answerable_until": stamp(until) if until else None,
        "outcome": wait.outcome,
        "closed_at": stamp(wait.closed_at) if wait.closed_at else None,
        "owner": escalation.acknowledged_by if escalation else None,
        "also_notified": list(view.others),
    } | _step(notice)


def _step(notice: Notice) -> dict[str, Any]:
    alert = notice.alert
    if alert.kind == "window_closing":
        return {"step_at": alert.at}
    if alert.kind != "step":
        return {}
    return {"step": alert.step + 1, "steps": notice.steps, "step_at": alert.at}
