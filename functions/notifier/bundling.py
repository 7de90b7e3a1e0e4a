"""Which alerts one message carries.

The first alert for a responder and channel is sent at once. What comes within a minute is held, and
so is what comes in quiet hours. When the next message is sent, it carries every alert that is held
for this responder and channel and is due. Example, emails to Ada:

    10:30:00  alert 1                  sent
    10:30:10  alerts 2 and 3           held until 10:31:00
    10:31:00  alert 2, or 3, is due    one message carries both
    10:31:20  alert 4                  held until 10:32:00

Each alert keeps its own record and its own states. The one whose turn it is leads the bundle: the
provider's receipts name it, and count for all of them.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from functions.notifier.channels.channel import Channel
from shared.conversation import alert_subjects
from shared.conversation.alert_subjects import Subject
from shared.domain.alerts import Alert, changed
from shared.storage import alerts, held_alerts
from shared.storage.store import Store

MAX_BUNDLE = 1_000
"""Alerts that one message carries. Each is written twice, in transactions of a hundred."""


class Member(NamedTuple):
    """An alert of a bundle, and what it is about."""

    alert: Alert
    subject: Subject


def held_with(
    store: Store, lead: Alert, channel: Channel, now: datetime, *, only_urgent: bool = False
) -> list[Member]:
    """The other alerts that are held for the same responder and channel and are due. Those whose
    wait has closed are dropped. `only_urgent`: in quiet hours, which began while they waited."""
    found = [
        alert
        for alert in held_alerts.held(store, lead.responder, lead.by, now, MAX_BUNDLE)
        if alert.urgent or not only_urgent
        if alert.id != lead.id and (alert.state == "claimed" or channel.can_repeat)
        if not is_settled_by_lead(store, alert, now)
    ]
    subjects = alert_subjects.subjects_of(store, found, now)
    closed = [changed(a, "wait_closed", at=now) for a in found if subjects[a.id] is None]
    alerts.update_all(store, closed)
    return [Member(a, subject) for a in found if (subject := subjects[a.id]) is not None]


def is_settled_by_lead(store: Store, alert: Alert, now: datetime) -> bool:
    """Whether a receipt has come for the message that carried this alert together with others. It
    names the lead, and the index may not have shown that the lead carried this one. If the
    alert cannot be written now, it is settled when the index lists it again."""
    if alert.state != "sending" or alert.lead in {None, alert.id}:
        return False
    lead = alerts.read(store, str(alert.lead))
    if lead is None or lead.bundle != alert.bundle or lead.state not in {"sent", "delivered"}:
        return False
    alerts.update(store, changed(alert, "accepted", at=now))
    return True


def announced(
    store: Store, lead: Member, others: Iterable[Member], *, due: datetime, now: datetime
) -> list[Member]:
    """The alerts of the bundle that were announced, the lead first; none if another function has
    written the lead before."""
    rest = list(others)
    name = f"{lead.alert.id}#{lead.alert.attempts + 1}" if rest else None

    def after(alert: Alert) -> Alert:
        attempts = alert.attempts + 1
        return changed(alert, "announced", at=now, due=due, attempts=attempts, bundle=name)

    first = replace(after(lead.alert), carries=tuple(m.alert.id for m in rest))
    if not alerts.update(store, first):
        return []
    subjects = {m.alert.id: m.subject for m in rest}
    done = alerts.update_all(store, [after(m.alert) for m in rest])
    return [Member(first, lead.subject), *(Member(a, subjects[a.id]) for a in done)]


def by_urgency(members_: Iterable[Member]) -> list[Member]:
    """Open waits first, the earliest deadline first."""
    return sorted(
        members_,
        key=lambda m: (m.subject.wait.outcome != "open", m.subject.wait.due_at, m.alert.id),
    )
