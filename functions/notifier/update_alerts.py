"""What a claim makes if no step is due: an update for those who were notified of a wait
(`shared/domain/news.py`), or the reminder of a snoozed one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from functions.notifier import channels
from functions.notifier.due_record import Advanced, DueRecord
from functions.notifier.existing_alerts import ClaimedAlerts
from shared.config.configuration import Configuration, Responder
from shared.config.on_duty import present
from shared.conversation.wait_alerts import possible_warnings
from shared.domain import news
from shared.domain.alerts import FOR_INFORMATION, LEASE, TO_THE_OWNER, Alert, Kind
from shared.domain.escalation import Escalation
from shared.domain.policies import Medium
from shared.storage import alerts
from shared.storage.records import ConversationRecord

UNSENT = frozenset({"claimed", "dropped"})
"""The states of an alert that nobody got."""


def updated(found: DueRecord) -> Advanced | None:
    """The record after its reminder or update that was due, and the alerts of it; None if there is
    none."""
    configuration, record = found.configuration, found.record
    reminder = record.reminder_at
    if record.escalation and reminder and found.has_due(reminder):
        before, since = record.escalation, reminder
        authors: frozenset[str] = frozenset()
        people, after = _reminded(found, before), replace(before, reminded_at=reminder)
    else:
        owed = [(known, at) for known in record.escalations if (at := news.update_at(known))]
        if not owed:
            return None
        before, since = owed[0]
        authors = news.authors(before) | news.informed(before, record.escalations)
        people, after = news.updates(before), news.reported(before)
    steps = _alerts_of_steps(found, before, people)
    wanted = [
        _alert(found, before, kind, since, responder, by)
        for name, kind in people.items()
        if (responder := configuration.responders.get(name))
        for by in _media(responder, kind, steps.get(name, {}), is_author=name in authors)
    ]
    existing = found.store.get_all(alerts.key_of(alert) for alert in wanted)
    new = [alert for alert in wanted if alerts.key_of(alert) not in existing]
    return Advanced(_with(record, before, after), ClaimedAlerts(new, new))


def _media(
    responder: Responder, kind: Kind, steps: Mapping[Medium, set[str]], *, is_author: bool
) -> list[Medium]:
    """The channels by which the responder gets it. What asks for something comes as the alerts of
    the steps did; what only informs, by each channel that carries updates. What they did
    themselves, only where another system keeps the wait's state. Nothing, if no alert of a step was
    sent, since the wait ended before."""
    used = [
        channel.name
        for channel in channels.used_by(responder, kind)
        if channel.mirrors_waits or not is_author
    ]
    if steps and all(states <= UNSENT for states in steps.values()):
        return []
    return [by for by in used if by in steps] if steps and kind not in FOR_INFORMATION else used


def _alerts_of_steps(
    found: DueRecord, known: Escalation, people: Iterable[str]
) -> dict[str, dict[Medium, set[str]]]:
    """The states of the alerts of the escalation's steps and window steps, by responder and
    channel.

    Steps fire in the order of their moments, not of their numbers: all numbers are looked up.
    """
    keys = {
        alerts.key_of(
            Alert(
                conversation=found.record.conversation, opened_by=known.name, policy=policy,
                step=number, at="", responder=name, by=channel.name,
            )
        ): (name, channel.name)
        for name in people
        for policy, steps in known.furthest.items()
        for number in range(max(steps, _steps_of(found.configuration, policy)))
        for channel in channels.CHANNELS
    }  # fmt: skip
    warnings = {
        alerts.key_of(a): (a.responder, a.by)
        for a in possible_warnings(found.record, known, people)
    }
    states: dict[str, dict[Medium, set[str]]] = {}
    for key, item in found.store.get_all([*keys, *warnings]).items():
        name, by = keys.get(key) or warnings[key]
        states.setdefault(name, {}).setdefault(by, set()).add(item["state"])
    return states


def _steps_of(configuration: Configuration, name: str) -> int:
    """How many steps the policy has, its repeats included; 0 if it is no longer configured."""
    policy = configuration.policy_set.policy(name)
    return len(policy.steps) + policy.repeat_times if policy else 0


def _reminded(found: DueRecord, known: Escalation) -> Mapping[str, Kind]:
    """The owner. Where that is no responder, or is absent, everybody who was notified; if all of
    them are absent, too, the backup."""
    configuration, now = found.configuration, found.now
    owner = known.acknowledged_by or ""
    groups = ([owner], known.notified, configuration.backup)
    people = next(filter(None, (present(configuration, names, now) for names in groups)), [])
    names = [one.name for one in people] or [owner]
    return dict.fromkeys(names, "reminder")


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
