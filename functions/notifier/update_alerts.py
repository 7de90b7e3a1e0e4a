"""Makes the alerts of a claim if no step is due: an update for those who were notified of a wait
(`shared/domain/updates.py`), or the reminder of a snoozed wait."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from functions.notifier import channels
from functions.notifier.due_record import Advanced, DueRecord
from functions.notifier.existing_alerts import ClaimedAlerts
from functions.notifier.recipients import reminded
from shared.config.configuration import Configuration, Responder
from shared.conversation import alert_validity
from shared.conversation.wait_alerts import possible_warnings
from shared.domain import updates
from shared.domain.alerts import FOR_INFORMATION, LEASE, TO_THE_OWNER, Alert, Kind, changed
from shared.domain.escalation import Escalation
from shared.domain.policies import Medium
from shared.storage import alerts
from shared.storage.records import ConversationRecord
from shared.storage.store import MAX_CHANGES

UNSENT = frozenset({"claimed", "dropped"})
"""The states of an alert that nobody got so far."""


def updated(found: DueRecord) -> Advanced | None:
    """The record after its due reminder or update, with the alerts for it. None if neither is
    due."""
    configuration, record = found.configuration, found.record
    reminder = record.reminder_at
    if record.escalation and reminder and found.has_due(reminder):
        before, since = record.escalation, reminder
        authors: frozenset[str] = frozenset()
        people: Mapping[str, Kind] = dict.fromkeys(
            reminded(configuration, before, found.now), "reminder"
        )
        after = replace(before, reminded_at=reminder)
    else:
        owed = [(known, at) for known in record.escalations if (at := updates.due_since(known))]
        if not owed:
            return None
        before, since = owed[0]
        authors = updates.authors(before) | updates.informed(before, record.escalations)
        people, after = updates.kinds(before), updates.reported(before)
    had = _alerts_of_steps(found, before, people)
    owners = {before.acknowledged_by, *(one.name for one in before.past_owners)}
    wanted = [
        _alert(found, before, kind, since, responder, by)
        for name, kind in people.items()
        if (responder := configuration.responders.get(name))
        for by in _media(
            responder,
            kind,
            had.get(name, []),
            is_author=name in authors,
            knows=name in owners,
        )
    ]
    existing = found.store.get_all(alerts.key_of(alert) for alert in wanted)
    new = [alert for alert in wanted if alerts.key_of(alert) not in existing]
    unsent = [alert for of_one in had.values() if _is_unsent(of_one) for alert in of_one]
    rewritten = _rewritten(found, unsent, at_most=MAX_CHANGES - 1 - len(new))
    return Advanced(_with(record, before, after), ClaimedAlerts([*new, *rewritten], new))


def _is_unsent(of_one: Iterable[Alert]) -> bool:
    """Whether, as far as is known, none of these alerts was sent to its responder."""
    return all(alert.state in UNSENT and not _may_be_taken(alert) for alert in of_one)


def _may_be_taken(alert: Alert) -> bool:
    """Whether its provider may have taken the alert, although it counts as not sent.

    On channels that mirror waits, an attempt without an answer is recorded as one that sent
    nothing, since the provider takes an equal message only once. So every attempt counts there.
    """
    if channels.named(alert.by).mirrors_waits:
        return alert.attempts > 0
    return alert.has_unanswered_attempt


def _rewritten(found: DueRecord, unsent: Iterable[Alert], *, at_most: int) -> list[Alert]:
    """The alerts of those to whom nothing was sent, rewritten so that no late send succeeds.

    They get no update either. An alert is dropped if what it says is no longer true. Otherwise it
    only gets its next version. A function may have read the wait before the news, and be about to
    send the alert. Its announcement then fails, and it looks at the alert again. Example:

        10:30:00  Ada's alert is claimed, and the notifier reads that the wait is open
        10:30:01  the brand replies, and the all clear is claimed: Ada was sent nothing, so she
                  gets none. Her alert is dropped with the same write
        10:30:02  the notifier announces her alert, which it had read before: this fails
    """
    waiting = sorted((a for a in unsent if not a.is_settled), key=lambda alert: alert.held)
    return [
        replace(alert, version=alert.version + 1)
        if alert_validity.subject_of(found.store, alert, found.now)
        else changed(alert, "wait_closed", at=found.now)
        for alert in waiting[: max(at_most, 0)]
    ]


def _media(
    responder: Responder, kind: Kind, had: Sequence[Alert], *, is_author: bool, knows: bool
) -> list[Medium]:
    """The channels by which a responder gets an update or a reminder.

    - If it asks for something: those by which the alerts of the steps came.
    - If it only informs: each channel that carries updates. If the responder made the news, only
      channels that mirror the wait's state in another system.
    - None, if no alert of the wait was sent to the responder, since they do not know of the wait.
      Owners and previous owners know of it (`knows`).
    """
    used = [
        channel.name
        for channel in channels.used_by(responder, kind)
        if channel.mirrors_waits or not is_author
    ]
    if had and _is_unsent(had) and not knows:
        return []
    usual = {alert.by for alert in had}
    return [by for by in used if by in usual] if had and kind not in FOR_INFORMATION else used


def _alerts_of_steps(
    found: DueRecord, known: Escalation, people: Iterable[str]
) -> dict[str, list[Alert]]:
    """The alerts of the escalation's steps and window steps, by responder.

    Steps fire in the order of their moments, not of their numbers. So all numbers are looked up.
    """
    steps = [
        Alert(
            conversation=found.record.conversation, opened_by=known.name, policy=policy,
            step=number, at="", responder=name, by=channel.name,
        )
        for name in people
        for policy, steps in known.furthest.items()
        for number in range(max(steps, _steps_of(found.configuration, policy)))
        for channel in channels.CHANNELS
    ]  # fmt: skip
    possible = [*steps, *possible_warnings(found.record, known, people)]
    made: dict[str, list[Alert]] = {}
    for item in found.store.get_all(dict.fromkeys(map(alerts.key_of, possible))).values():
        alert = alerts.from_item(item)
        made.setdefault(alert.responder, []).append(alert)
    return made


def _steps_of(configuration: Configuration, name: str) -> int:
    """How many steps the policy has, including repetitions. 0 if it is no longer configured."""
    policy = configuration.policy_set.policy(name)
    return len(policy.steps) + policy.repeat_times if policy else 0


def _alert(
    found: DueRecord,
    known: Escalation,
    kind: Kind,
    since: datetime,
    responder: Responder,
    by: Medium,
) -> Alert:
    return Alert(
        conversation=found.record.conversation,
        opened_by=known.name,
        policy="",
        step=0,
        at="",
        kind=kind,
        since=since,
        responder=responder.name,
        by=by,
        urgent=kind in TO_THE_OWNER,
        due=found.now + LEASE,
        claimed_at=found.now,
        expires_at=found.now + timedelta(days=found.configuration.text_days),
    )


def _with(record: ConversationRecord, before: Escalation, after: Escalation) -> ConversationRecord:
    """The record with one of its escalations replaced."""
    if before is record.escalation:
        return replace(record, escalation=after, version=record.version + 1)
    earlier = tuple(after if one is before else one for one in record.earlier)
    return replace(record, earlier=earlier, version=record.version + 1)
