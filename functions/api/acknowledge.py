"""The page behind an acknowledge link: a button that pauses a wait's alerts for an hour."""

import html
from dataclasses import replace
from datetime import datetime

from shared.conversation import members
from shared.domain.alerts import Alert
from shared.runtime import links
from shared.runtime.retry import retry
from shared.storage import alerts, records
from shared.storage.errors import ConflictError
from shared.storage.store import Put, Store

MAX_ATTEMPTS = 5

EXPIRED = "This link has expired. Open the dashboard."
ANSWERED = "This customer has been answered. There is nothing left to do."


def named(store: Store, alert: str | None) -> Alert | None:
    """The alert with the id that a link holds; None if it no longer exists."""
    return alerts.read(store, alert) if alert else None


def page(store: Store, alert: Alert | None, now: datetime) -> tuple[int, str]:
    """The status and page of an opened link. Changes nothing: mail scanners open links, too."""
    if alert is None:
        return 403, _html(EXPIRED)
    record = members.waiting_for(store, alert, now)
    if record is None or record.open_wait is None or record.escalation is None:
        return 200, _html(ANSWERED)
    until = record.escalation.snoozed_until
    if until is not None and until > now:
        owner = record.escalation.acknowledged_by
        return 200, _html(f"{owner} has this one. Alerts are paused until {until:%H:%M} UTC.")
    pause = (now + links.SILENT).strftime("%H:%M")
    due = record.open_wait.due_at.strftime("%H:%M")
    return 200, _html(
        f"Take this one? Alerts pause until {pause} UTC. The deadline ({due} UTC) stays.",
        button=True,
    )


def acknowledge(store: Store, alert: Alert | None, now: datetime) -> tuple[int, str]:
    """Pauses the alerts; the status and page. Pressing the button again changes nothing."""
    if alert is None:
        return 403, _html(EXPIRED)
    try:
        words = retry(
            lambda: _snoozed(store, alert, now),
            on=ConflictError,
            attempts=MAX_ATTEMPTS,
            pause=store.pause,
        )
        return 200, _html(words)
    except ConflictError:
        return 503, _html("This changed while you were confirming. Please try again.", button=True)


def _snoozed(store: Store, alert: Alert, now: datetime) -> str:
    """What the page says once the alerts are paused. Raises ConflictError."""
    record = members.waiting_for(store, alert, now)
    if record is None or record.escalation is None:
        return ANSWERED
    known = record.escalation
    if known.snoozed_until is None or known.snoozed_until <= now:
        until = (now + links.SILENT).replace(microsecond=0)
        known = replace(known, snoozed_until=until, acknowledged_by=alert.responder)
        after = replace(record, escalation=known, version=record.version + 1)
        store.write([Put(records.to_item(after), expects=record.version)])
    return f"It's yours. Alerts are paused until {known.snoozed_until:%H:%M} UTC."


def _html(words: str, *, button: bool = False) -> str:
    form = (
        '<form method="post"><button style="font:inherit;padding:.6em 1.2em;border:0;'
        'border-radius:6px;background:#0969da;color:#fff">Acknowledge</button></form>'
        if button
        else ""
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>ReplyWatch</title>'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="robots" content="noindex"><body style="font:18px/1.5 system-ui,sans-serif;'
        f'margin:4em auto;max-width:30em;padding:0 1em"><p>{html.escape(words)}</p>{form}'
    )
