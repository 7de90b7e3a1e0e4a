"""Makes the alerts of a claim if no step is due: an update for those who were notified of a wait
(`shared/domain/updates.py`), or the reminder of a snoozed wait."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from functions.notifier import channels
from functions.notifier.due_record import Advanced, DueRecord
from functions.notifier.existing_alerts import ClaimedAlerts
from functions.notifier.recipients import people_to_remind
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
"""The states of an alert that was not sent, as far as is known."""


class _Due(NamedTuple):
    """The reminder or the update that is due."""

    before: Escalation
    after: Escalation
    since: datetime
    """When it became due. This is a part of the alerts' ids."""
    kinds: Mapping[str, Kind]
    """The kind of alert for each responder, by name."""
    authors: frozenset[str] = frozenset()
    """The names of those who know the news already."""


def updated(due_record: DueRecord) -> Advanced | None:
    """The record after its due reminder or update, with the alerts for it. None if neither is
    due."""
    configuration, record = due_record.configuration, due_record.record
    due = _reminder(due_record) or _update(record)
    if due is None:
        return None
    by_responder = _alerts_of_steps(due_record, due.before, due.kinds)
    owners = {due.before.acknowledged_by, *(one.name for one in due.before.past_owners)}
    wanted = [
        _alert(due_record, due.before, kind, due.since, responder, by)
        for name, kind in due.kinds.items()
        if (responder := configuration.responders.get(name))
        for by in _media(
            responder,
            kind,
            by_responder.get(name, []),
            is_author=name in due.authors,
            was_owner=name in owners,
        )
    ]
    existing = due_record.store.get_all(alerts.key_of(alert) for alert in wanted)
    new = [alert for alert in wanted if alerts.key_of(alert) not in existing]
    unsent = [a for of_one in by_responder.values() if _is_unsent(of_one) for a in of_one]
    rewritten = _rewritten(due_record, unsent, at_most=MAX_CHANGES - 1 - len(new))
    return Advanced(_with(record, due.before, due.after), ClaimedAlerts([*new, *rewritten], new))


def _reminder(due_record: DueRecord) -> _Due | None:
    escalation, at = due_record.record.escalation, due_record.record.reminder_at
    if escalation is None or at is None or not due_record.has_due(at):
        return None
    responders = due_record.configuration.responders
    people = people_to_remind(due_record.configuration, escalation, due_record.now)
    after = updates.reminded(escalation, at, (name for name in people if name in responders))
    return _Due(escalation, after, at, dict.fromkeys(people, "reminder"))


def _update(record: ConversationRecord) -> _Due | None:
    for escalation in record.escalations:
        since = updates.due_since(escalation)
        if since is not None:
            authors = updates.authors(escalation) | updates.informed(escalation, record.escalations)
            return _Due(
                escalation, updates.reported(escalation), since, updates.kinds(escalation), authors
            )
    return None


def _is_unsent(of_one: Iterable[Alert]) -> bool:
    """Whether none of a responder's alerts was sent, as far as is known."""
    return all(alert.state in UNSENT and not _may_be_taken(alert) for alert in of_one)


def _may_be_taken(alert: Alert) -> bool:
    """Whether its provider may have taken the alert, although it counts as not sent.

    On channels that mirror waits, an attempt without an answer is recorded as one that sent
    nothing, since the provider takes an equal message only once. So every attempt counts there.
    """
    if channels.named(alert.by).mirrors_waits:
        return alert.attempts > 0
    return alert.has_unanswered_attempt


def _rewritten(due_record: DueRecord, unsent: Iterable[Alert], *, at_most: int) -> list[Alert]:
    """The alerts of those to whom nothing was sent, with their next version.

    An alert is also dropped if what it says is no longer true. The next version stops a function
    that has read the wait before the news, and is about to send the alert. Example:

        10:30:00  Ada's alert is claimed, and the notifier reads that the wait is open
        10:30:01  the brand replies, and the all clear is claimed: Ada was sent nothing, so she
                  gets none. Her alert is dropped with the same write
        10:30:02  the notifier announces her alert, which it had read before: this fails
    """
    waiting = sorted((a for a in unsent if not a.is_settled), key=lambda alert: alert.held)
    return [
        replace(alert, version=alert.version + 1)
        if alert_validity.subject_of(due_record.store, alert, due_record.now)
        else changed(alert, "wait_closed", at=due_record.now)
        for alert in waiting[: max(at_most, 0)]
    ]


def _media(
    responder: Responder, kind: Kind, of_steps: Sequence[Alert], *, is_author: bool, was_owner: bool
) -> list[Medium]:
    """The channels by which a responder gets an update or a reminder. `of_steps`: the responder's
    alerts of the wait's steps.

    - The channels of those alerts. If the responder has none of them any more, or they carry no
      updates, as SMS: all channels for this kind of alert.
    - If it only informs an owner: also those that mirror waits. A reminder or a hand-over may have
      opened an incident there.
    - If the responder made the news: of these, only those that mirror waits.
    - None, if those alerts were not sent and the responder has never had the wait. Then they do not
      know of it.
    """
    used = channels.used_by(responder, kind)
    if is_author:
        used = [channel for channel in used if channel.mirrors_waits]
    if not of_steps:
        return [channel.name for channel in used]
    if _is_unsent(of_steps) and not was_owner:
        return []
    usual = {alert.by for alert in of_steps}
    if is_author or any(channel.name in usual for channel in used):
        may_mirror = was_owner and kind in FOR_INFORMATION
        used = [c for c in used if c.name in usual or (may_mirror and c.mirrors_waits)]
    return [channel.name for channel in used]


def _alerts_of_steps(
    due_record: DueRecord, escalation: Escalation, people: Iterable[str]
) -> dict[str, list[Alert]]:
    """The stored alerts of the escalation's steps and window steps, by responder.

    Steps fire in the order of their moments, not of their numbers. So all numbers are looked up.
    """
    steps = [
        Alert(
            conversation=due_record.record.conversation, opened_by=escalation.name, policy=policy,
            step=number, at="", responder=name, by=channel.name,
        )
        for name in people
        for policy, claimed in escalation.furthest.items()
        for number in range(max(claimed, _steps_of(due_record.configuration, policy)))
        for channel in channels.CHANNELS
    ]  # fmt: skip
    possible = [*steps, *possible_warnings(due_record.record, escalation, people)]
    found: dict[str, list[Alert]] = {}
    for item in due_record.store.get_all(dict.fromkeys(map(alerts.key_of, possible))).values():
        alert = alerts.from_item(item)
        found.setdefault(alert.responder, []).append(alert)
    return found


def _steps_of(configuration: Configuration, name: str) -> int:
    """How many steps the policy has, including repetitions. 0 if it is no longer configured."""
    policy = configuration.policy_set.policy(name)
    return len(policy.steps) + policy.repeat_times if policy else 0


def _alert(
    due_record: DueRecord,
    escalation: Escalation,
    kind: Kind,
    since: datetime,
    responder: Responder,
    by: Medium,
) -> Alert:
    return Alert(
        conversation=due_record.record.conversation,
        opened_by=escalation.name,
        policy="",
        step=0,
        at="",
        kind=kind,
        since=since,
        responder=responder.name,
        by=by,
        urgent=kind in TO_THE_OWNER,
        due=due_record.now + LEASE,
        claimed_at=due_record.now,
        expires_at=due_record.now + timedelta(days=due_record.configuration.text_days),
    )


def _with(record: ConversationRecord, before: Escalation, after: Escalation) -> ConversationRecord:
    """The record with one of its escalations replaced."""
    if before is record.escalation:
        return replace(record, escalation=after, version=record.version + 1)
    earlier = tuple(after if one is before else one for one in record.earlier)
    return replace(record, earlier=earlier, version=record.version + 1)
