"""Claims an escalation step: in one transaction the wait moves on to its next step, and the step's
alerts come into being. Only the function whose transaction succeeds sends them.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from functions.notifier import channels
from functions.notifier.fallback import ALERTS_NOT_DELIVERED
from shared.config.configuration import Configuration, Responder
from shared.domain import escalation
from shared.domain.alerts import LEASE, Alert, can_change, changed
from shared.domain.policies import Medium, Step
from shared.domain.waits import Wait
from shared.runtime import log
from shared.runtime.retry import retry
from shared.storage import alerts, records
from shared.storage.errors import ConflictError, RejectedError
from shared.storage.records import ConversationRecord
from shared.storage.schema import DUE_NEXT, Key
from shared.storage.store import Put, Store

MAX_ATTEMPTS = 5

NO_STEP = Step(at="no longer configured")

MIN_ALERT_LIFE = timedelta(days=2)
"""For so long an alert is kept even if its message is older than any message is kept."""


def claim(
    store: Store, configuration: Configuration, key: Key, due: str, now: datetime
) -> list[Alert]:
    """Claims the next step of the conversation record at this key; the alerts to send.

    None if the step that was due at `due` (as the due index has it) is no longer the next one:
    another function has claimed it, or a message has changed the wait. Raises ConflictError when
    other functions keep writing.
    """
    return retry(
        lambda: _claim(store, configuration, key, due, now),
        on=ConflictError,
        attempts=MAX_ATTEMPTS,
        pause=store.pause,
    )


def _claim(
    store: Store, configuration: Configuration, key: Key, due: str, now: datetime
) -> list[Alert]:
    item = store.get(key)
    if item is None or item.get(DUE_NEXT) != due:
        return []
    record = records.from_item(item)
    if record.open_wait is None or record.escalation is None or record.next_moment is None:
        return []
    positions = escalation.due_positions(record.escalation, record.open_wait, now)
    wanted = _alerts(configuration, record, record.open_wait, positions, now)
    existing = _existing(store, wanted, now)
    notified = {alert.responder for alert in existing} | _notified_later(store, record, wanted, now)
    new = [_as_new(store, alert) for alert in wanted if alert.responder not in notified]
    # An alert that is not settled is written, too. A function that has read the record before this
    # claim may be about to drop the alert: its write then fails.
    again = [a for a in existing if can_change(a, "claimed_again")]
    revived = [changed(a, "claimed_again", due=now + LEASE) for a in again if a.state != "sending"]
    kept = [changed(a, "claimed_again", due=a.due) for a in again if a.state == "sending"]
    claimed = escalation.claimed(
        record.escalation,
        record.open_wait,
        len(positions),
        notifies=bool(new or revived),
        notified=[alert.responder for alert in wanted],
    )
    advanced = replace(record, escalation=claimed, version=record.version + 1)
    advance = Put(records.to_item(advanced), expects=record.version)
    try:
        store.write([advance, *map(alerts.put, [*kept, *revived, *new])])
    except RejectedError as error:
        return _unclaimable(store, advance, len(revived + new), error)
    log.event("step.claimed", alerts=len(new), step=positions[-1], channel=record.channel)
    return revived + new


def _unclaimable(store: Store, advance: Put, alerts_lost: int, error: Exception) -> list[Alert]:
    """Goes on with the next step. The alarm says that nobody was notified of this one: to claim it
    again and again would notify nobody either, and hold up the queue."""
    store.write([advance])
    log.event("step.unclaimable", alerts=alerts_lost, error=type(error.__cause__).__name__)
    log.count(ALERTS_NOT_DELIVERED, alerts_lost)
    return []


def _alerts(
    configuration: Configuration,
    record: ConversationRecord,
    wait: Wait,
    positions: Iterable[int],
    now: datetime,
) -> list[Alert]:
    """The alerts of these steps: each responder is notified once, of the last step that names
    them."""
    named_after = record.escalation.named_after if record.escalation else None
    message_expires_at = wait.opened_at + timedelta(days=configuration.text_days)
    found: dict[str, list[Alert]] = {}
    for position in positions:
        number = wait.terms.step_number(position)
        step = step_of(configuration, wait, number)
        of_step: dict[str, list[Alert]] = {}
        for responder, by in recipients(configuration, step):
            alert = Alert(
                conversation=record.conversation,
                opened_by=named_after or wait.opened_by,
                policy=wait.terms.policy,
                step=number,
                at=step.at,
                responder=responder.name,
                by=by,
                due=now + LEASE,
                expires_at=max(message_expires_at, now + MIN_ALERT_LIFE),
            )
            of_step.setdefault(responder.name, []).append(alert)
        found |= of_step
    return [alert for alerts_ in found.values() for alert in alerts_]


def step_of(configuration: Configuration, wait: Wait, number: int) -> Step:
    """The step to fire: its moment was fixed when the wait opened, its recipients are today's.

    If the wait's policy is no longer configured, the step notifies every responder. If only the
    step is not, it notifies nobody.
    """
    policy = configuration.policy_set.policy(wait.terms.policy)
    if policy is None:
        return Step(at="due", notify=tuple(configuration.responders))
    of_policy = wait.terms.repeated_step(number)
    step = policy.steps[of_policy] if of_policy < len(policy.steps) else NO_STEP
    if number == of_policy:
        return step
    return replace(step, at=f"repeat {number - len(wait.terms.moments) + wait.terms.repeats + 1}")


def recipients(configuration: Configuration, step: Step) -> list[tuple[Responder, Medium]]:
    """Whom a step notifies, and by which channels: those it names that the responder uses; if there
    are none, all that the responder uses. Each once, whatever the step repeats."""
    found: list[tuple[Responder, Medium]] = []
    for name in dict.fromkeys(step.notify):
        responder = configuration.responders.get(name)
        if responder is None:
            continue
        used = [channel.name for channel in channels.used_by(responder)]
        wanted = dict.fromkeys(b for b in step.by if b in used)
        found += [(responder, by) for by in wanted or used]
    return found


def _existing(store: Store, wanted: Iterable[Alert], now: datetime) -> list[Alert]:
    """Alerts of this step that an earlier claim made, on whichever channel: before the wait was
    closed and opened again, say. Those that were sent must not be sent again."""
    keys = dict.fromkeys(
        alerts.key_of(replace(alert, by=channel.name))
        for alert in wanted
        for channel in channels.CHANNELS
    )
    found = [alerts.from_item(item) for item in store.get_all(keys).values()]
    return [alert for alert in found if not alert.is_expired(now)]


def _notified_later(
    store: Store, record: ConversationRecord, wanted: Iterable[Alert], now: datetime
) -> set[str]:
    """Who was already notified of a later step, if the steps have begun again: several steps that
    are due at once become one alert, which is named after the last of them."""
    wait, known = record.open_wait, record.escalation
    furthest = known.furthest.get(wait.terms.policy, 0) if wait and known else 0
    if wait is None or record.step >= furthest:
        return set()
    numbers = wait.terms.step_numbers()
    later = [
        replace(alert, step=number)
        for alert in wanted
        for number in numbers[numbers.index(alert.step) + 1 : furthest]
    ]
    found = _existing(store, later, now)
    return {
        a.responder for a in found if a.state == "sending" or not can_change(a, "claimed_again")
    }


def _as_new(store: Store, alert: Alert) -> Alert:
    """With the version that it has in the table: an expired one may still be there, and is
    replaced."""
    expired = alerts.read(store, alert.id)
    return replace(alert, version=expired.version + 1) if expired else alert
