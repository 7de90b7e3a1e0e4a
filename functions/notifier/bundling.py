"""Decides which alerts one message carries.

The first alert for a responder and channel is sent at once. Alerts that come within the next minute
are held, and so are alerts in quiet hours. The next message carries every alert that is held for
this responder and channel and is due, up to MAX_BUNDLE. Example, emails to Ada:

    10:30:00  alert 1                   sent
    10:30:10  alerts 2 and 3            held until 10:31:00
    10:31:00  alert 2, or 3, is due     one message carries both
    10:31:20  alert 4                   held until 10:32:00

Each alert keeps its own record and its own state. The alert that is due first leads the bundle. The
provider's receipts name it, and count for all alerts of the bundle.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from functions.notifier.channels.channel import Channel
from shared.conversation import alert_validity
from shared.conversation.alert_validity import Subject
from shared.domain.alerts import FOR_INFORMATION, Alert, changed
from shared.domain.events import customer_of
from shared.storage import alerts, held_alerts
from shared.storage.store import Store

MAX_BUNDLE = 1_000
"""Alerts that one message carries beside its lead. Each is written twice, in transactions of a
hundred."""


class Member(NamedTuple):
    """An alert of a bundle, and its wait."""

    alert: Alert
    subject: Subject
    without_room: Collection[str] = ()
    """Ids of the same customer's waits for which this message has no room."""


def held_with(
    store: Store, lead: Member, channel: Channel, now: datetime, *, only_urgent: bool = False
) -> list[Member]:
    """The other alerts that are held for the same responder and channel and are due. Alerts that
    no longer say what is true are dropped, unless they may be true again.

    `only_urgent`: only urgent alerts, because it is a quiet hour.
    """
    waiting = [
        alert
        for alert in held_alerts.held(store, lead.alert.responder, lead.alert.by, now)
        if alert.urgent or not only_urgent
        if alert.id != lead.alert.id and (alert.state == "claimed" or channel.can_repeat)
    ]
    ordered = in_turn(waiting, now)
    without_room = _waits_by_customer(ordered[MAX_BUNDLE:])
    found = [a for a in ordered[:MAX_BUNDLE] if not settle_by_lead(store, a, now)]
    subjects = alert_validity.subjects_of(store, found, now, lead.subject.record)
    closed = [
        changed(a, "wait_closed", at=now)
        for a in found
        if subjects[a.id] is None and not alert_validity.may_be_true_again(store, a, now)
    ]
    alerts.update_all(store, closed)
    return [
        Member(a, subject, without_room.get(customer_of(a.conversation), ()))
        for a in found
        if (subject := subjects[a.id]) is not None
    ]


def _waits_by_customer(found: Iterable[Alert]) -> Mapping[str, set[str]]:
    """The ids of each customer's waits among these alerts, without alerts that only inform."""
    waits: defaultdict[str, set[str]] = defaultdict(set)
    for alert in found:
        if alert.kind not in FOR_INFORMATION:
            waits[customer_of(alert.conversation)].add(alert.wait_id)
    return waits


def in_turn(waiting: Iterable[Alert], now: datetime) -> list[Alert]:
    """The alerts in the order in which a message takes them: each customer's first alert, then each
    customer's second, and so on. So one customer's flood leaves room for the others.

    A customer's urgent alerts come first, then those that have waited longest. Example: A has three
    alerts, and B's came last. A message with room for two takes A1 and B1.

        A1 A2 A3 B1  →  A1 B1 A2 A3
    """
    seen: Counter[str] = Counter()
    turns: list[tuple[int, Alert]] = []
    for alert in sorted(waiting, key=lambda a: (not a.urgent, a.claimed_at or now, a.id)):
        customer = customer_of(alert.conversation)
        turns.append((seen[customer], alert))
        seen[customer] += 1
    return [alert for _, alert in sorted(turns, key=lambda turn: turn[0])]


def settle_by_lead(store: Store, alert: Alert, now: datetime) -> bool:
    """Settles the alert if a receipt has come for the bundle that carried it. Returns whether one
    has.

    The receipt named only the lead, and may have come before this alert was known to be in the
    bundle. If the alert cannot be written now, it is settled when the index lists it again.
    """
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
    """Announces the alerts of a bundle. Returns those that it could write, the lead first. Empty if
    another function has written the lead."""
    rest = list(others)
    name = f"{lead.alert.id}#{lead.alert.attempts + 1}" if rest else None

    def after(alert: Alert) -> Alert:
        attempts = alert.attempts + 1
        return changed(alert, "announced", at=now, due=due, attempts=attempts, bundle=name)

    first = replace(after(lead.alert), carries=tuple(m.alert.id for m in rest))
    if not alerts.update(store, first):
        return []
    by_id = {m.alert.id: m for m in rest}
    done = alerts.update_all(store, [after(m.alert) for m in rest])
    return [lead._replace(alert=first), *(by_id[a.id]._replace(alert=a) for a in done)]


def by_urgency(members: Iterable[Member]) -> list[Member]:
    """The members, those with open waits first, sorted by deadline.

    Among the alerts of one wait, a step comes last: a window warning or a reminder says more.
    """
    return sorted(
        members,
        key=lambda m: (
            m.subject.wait.outcome != "open",
            m.subject.wait.due_at,
            m.alert.kind == "step",
            m.alert.id,
        ),
    )


def by_customer(members: Iterable[Member]) -> list[list[Member]]:
    """The alerts of each customer, the most urgent first.

    Alerts that only inform, such as all clears, are apart from those that ask for something. If the
    platform withholds the customer's id, each wait counts as a customer of its own.
    """
    groups: dict[tuple[str, str], list[Member]] = {}
    for member in by_urgency(members):
        kind = member.alert.kind if member.alert.kind in FOR_INFORMATION else "step"
        customer = customer_of(member.subject.record.conversation)
        groups.setdefault((customer, kind), []).append(member)
    return list(groups.values())


def waits_of(group: Sequence[Member]) -> int:
    """How many waits of the customer the message mentions, including those without room in it."""
    others = () if group[0].alert.kind in FOR_INFORMATION else (m.without_room for m in group)
    return len({member.alert.wait_id for member in group}.union(*others))
