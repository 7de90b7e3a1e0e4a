"""The page behind an acknowledge link: a button that silences a wait's alerts for an hour."""

import html
from dataclasses import replace
from datetime import datetime

from shared.config import configuration
from shared.conversation import history
from shared.domain import alerts
from shared.domain.alerts import Alert
from shared.runtime import links
from shared.storage import rows
from shared.storage.rows import Row
from shared.storage.store import ConflictError, Put, Store

ATTEMPTS = 5


def named(store: Store, alert: str | None) -> Alert | None:
    """The alert whose link this is; None where there is none, or none any more."""
    item = store.get(alerts.key_of(alert)) if alert else None
    return alerts.from_item(item) if item else None


def page(store: Store, alert: Alert | None, now: datetime) -> tuple[int, str]:
    """What opening the link shows. Changes nothing."""
    if alert is None:
        return 403, _html("This link is not valid any more.")
    try:
        row = _open_row(store, alert)
    except ConflictError:
        return 503, _html("This customer's messages are being moved. Please try again at once.")
    if row is None:
        return 200, _html("This customer has been answered. Nothing is left to do.")
    if row.snoozed_until is not None and row.snoozed_until > now:
        until = f"{row.snoozed_until:%H:%M} UTC"
        return 200, _html(f"Acknowledged by {row.acknowledged_by}: no alerts until {until}.")
    return 200, _html(
        "Somebody is on it? Alerts for this customer then stay silent for an hour. "
        "The customer's clock runs on.",
        button=True,
    )


def acknowledge(store: Store, alert: Alert | None, now: datetime) -> tuple[int, str]:
    """What pressing the button does: once more is the same."""
    if alert is None:
        return 403, _html("This link is not valid any more.")
    for _ in range(ATTEMPTS):
        try:
            return 200, _html(_silenced(store, alert, now))
        except ConflictError:
            continue
    return 503, _html(
        "Somebody else was at it at the same time. Please press once more.", button=True
    )


def _silenced(store: Store, alert: Alert, now: datetime) -> str:
    """What there is to say once it is done. Raises ConflictError."""
    row = _open_row(store, alert)
    if row is None:
        return "This customer has been answered. Nothing is left to do."
    if row.snoozed_until is None or row.snoozed_until <= now:
        silent = replace(
            row,
            snoozed_until=(now + links.SILENT).replace(microsecond=0),
            acknowledged_by=alert.responder,
            version=row.version + 1,
        )
        store.write([Put(rows.to_item(silent), expects=row.version)])
    return "Thank you. Alerts for this customer stay silent for an hour."


def _open_row(store: Store, alert: Alert) -> Row | None:
    where = (alert.conversation, alert.boundary, alert.wait_key)
    row = history.find_row(store, configuration.deployed_configuration(), *where)
    return row if row and row.wait.outcome == "open" else None


def _html(words: str, *, button: bool = False) -> str:
    form = (
        '<form method="post"><button style="font:inherit;padding:.6em 1.2em;border:0;'
        'border-radius:6px;background:#0969da;color:#fff">I am on it</button></form>'
        if button
        else ""
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>ReplyWatch</title>'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="robots" content="noindex"><body style="font:18px/1.5 system-ui,sans-serif;'
        f'margin:4em auto;max-width:30em;padding:0 1em"><p>{html.escape(words)}</p>{form}'
    )
