"""What a claim makes if no step is due: an update for those who were notified of a wait
(`shared/domain/news.py`), or the reminder of a snoozed one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from functions.notifier import channels
from shared.config.configuration import Configuration, Responder
from shared.domain import news
from shared.domain.alerts import LEASE, Alert, Kind
from shared.domain.escalation import Escalation
from shared.domain.policies import Medium
from shared.storage import alerts
from shared.storage.attributes import stamp
from shared.storage.records import ConversationRecord
from shared.storage.store import Store


def updated(
    store: Store, configuration: Configuration, record: ConversationRecord, due: str, now: datetime
) -> tuple[ConversationRecord, list[Alert]]:
    """The record after its reminder or update that was due at `due`, and the alerts of it; the same
    record if there is none."""
    reminder = record.reminder_at
    if record.escalation and reminder and stamp(reminder) <= due:
        before = record.escalation
        people = _reminded(configuration, before)
        after, since = replace(before, reminded_at=reminder), reminder
    else:
        owed = [(known, at) for known in record.escalations if (at := news.update_at(known))]
        if not owed:
            return record, []
        before, since = owed[0]
        people, after = news.updates(before), news.reported(before)
        people = _without_unnotified(store, record, before, people)
    wanted = [
        _alert(configuration, record, before, kind, since, responder, by, now)
        for name, kind in people.items()
        if (responder := configuration.responders.get(name))
        for by in [channel.name for channel in channels.used_by(responder, kind)]
    ]
    existing = store.get_all(alerts.key_of(alert) for alert in wanted)
    new = [alert for alert in wanted if alerts.key_of(alert) not in existing]
    return _with(record, before, after), new


def _without_unnotified(
    store: Store, record: ConversationRecord, known: Escalation, people: Mapping[str, Kind]
) -> dict[str, Kind]:
    """Without those of whose alerts none was sent, since the wait ended before."""
    keys = {
        alerts.key_of(
            Alert(
                conversation=record.conversation, opened_by=known.name, policy=policy, step=number,
                at="", responder=name, by=channel.name,
            )
        ): name
        for name in people
        for policy, steps in known.furthest.items()
        for number in range(steps)
        for channel in channels.CHANNELS
    }  # fmt: skip
    states: dict[str, set[str]] = {}
    for key, item in store.get_all(keys).items():
        states.setdefault(keys[key], set()).add(item["state"])
    unsent = {"claimed", "dropped"}
    return {n: kind for n, kind in people.items() if not (n in states and states[n] <= unsent)}


def _reminded(configuration: Configuration, known: Escalation) -> Mapping[str, Kind]:
    """The owner; where that is no responder, everybody who was notified."""
    owner = known.acknowledged_by or ""
    names: Iterable[str] = [owner] if owner in configuration.responders else known.notified
    return dict.fromkeys(names, "reminder")


def _alert(
    configuration: Configuration,
    record: ConversationRecord,
    known: Escalation,
    kind: Kind,
    since: datetime,
    responder: Responder,
    by: Medium,
    now: datetime,
) -> Alert:
    return Alert(
        conversation=record.conversation,
        opened_by=known.name,
        policy="",
        step=0,
        at="",
        kind=kind,
        since=since,
        responder=responder.name,
        by=by,
        due=now + LEASE,
        expires_at=now + timedelta(days=configuration.text_days),
    )


def _with(record: ConversationRecord, before: Escalation, after: Escalation) -> ConversationRecord:
    """The record with one of its escalations replaced."""
    if before is record.escalation:
        return replace(record, escalation=after, version=record.version + 1)
    earlier = tuple(after if one is before else one for one in record.earlier)
    return replace(record, earlier=earlier, version=record.version + 1)
