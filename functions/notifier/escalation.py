"""Claims what is due, sends it, records it; each in its own write, each harmless to repeat.

Claiming is one transaction: the wait moves on to its next step and the step's alerts come into
being. Only who wins it sends. Sending is announced before and recorded after, so that whoever finds
an alert half done knows whether it may have reached its responder.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from functions.notifier import delivery, limits, wording
from functions.notifier.delivery import BarredError, InDoubtError, NotSentError, RefusedError
from shared.config.configuration import Configuration, Responder
from shared.conversation import members
from shared.domain import escalation
from shared.domain.alerts import DOUBT, LEASE, Alert, backoff, changed
from shared.domain.policies import Medium, Step
from shared.domain.waits import Wait
from shared.runtime import aws, links, log, secrets
from shared.storage import alerts, records, schema
from shared.storage.attributes import moment, stamp
from shared.storage.records import ConversationRecord
from shared.storage.schema import DUE_NEXT, Key
from shared.storage.store import ConflictError, Put, Store

MAX_ATTEMPTS = 5

NOBODY = Step(at="no longer configured")

EARLY = timedelta(seconds=1)
"""Queues count whole seconds."""

SENDS_FAILED, UNTOLD = "SendsFailed", "Untold"
"""What is counted: a send that a provider did not take, by medium; an alert given up, since no
medium was left. There are alarms on both."""

AT_LEAST = timedelta(days=2)
"""For so long an alert is kept even if its message is older than any message is kept."""


def act(
    store: Store,
    configuration: Configuration,
    entry: Mapping[str, Any],
    now: datetime,
    in_time: Callable[[], bool] = lambda: True,
) -> None:
    """One entry of the alerts queue: `{record, due}` or `{alert, due}`. What is no longer due then
    is dropped: the index, not the queue, is the list of what is to be done. Once `in_time` says no,
    no further send is begun; what is claimed and not sent is found again after its lease."""
    if moment(entry["due"]) > now + EARLY:
        return
    if "alert" in entry:
        item = store.get(schema.alert_key(entry["alert"]))
        if item is not None and item.get(DUE_NEXT) == entry["due"]:
            deliver(store, configuration, alerts.from_item(item), now)
        return
    pointer = store.get(schema.public_id_key(entry["record"]))
    item = store.get(schema.record_key(pointer["conversation"])) if pointer else None
    if item is None or item.get(DUE_NEXT) != entry["due"]:
        return
    for alert in claim(store, configuration, records.from_item(item), now):
        if in_time():
            deliver(store, configuration, alert, now)


def claim(
    store: Store, configuration: Configuration, record: ConversationRecord, now: datetime
) -> list[Alert]:
    """Claims the next step of the record's wait, if no other function has; the alerts to deliver.

    One transaction advances the record and makes the step's alerts. Raises ConflictError where
    other functions keep writing.
    """
    for _ in range(MAX_ATTEMPTS):
        try:
            return _claimed(store, configuration, record, now)
        except ConflictError:
            current = members.find(store, record.key, now)
            if current is None or not _is_same_step(current, record):
                return []
            record = current
    raise ConflictError(f"gave up after {MAX_ATTEMPTS} write conflicts")


def _is_same_step(current: ConversationRecord, record: ConversationRecord) -> bool:
    """Whether the same step is still to be claimed: a customer's message, say, changes the record
    and not what is due."""
    return current.escalation == record.escalation and current.next_moment == record.next_moment


def _claimed(
    store: Store, configuration: Configuration, record: ConversationRecord, now: datetime
) -> list[Alert]:
    if record.next_moment is None or record.open_wait is None or record.escalation is None:
        return []
    advanced = replace(
        record,
        escalation=escalation.claimed(record.escalation, record.open_wait),
        version=record.version + 1,
    )
    made = _alerts(configuration, record, now)
    there = _existing(store, made, now)
    new = [a for a in made if a.responder not in {t.responder for t in there.values()}]
    # An alert that is claimed already is written, too: a function that is just dropping it, since
    # it has read the record before this claim, must not succeed.
    revived = [
        changed(a, "claimed", due=now + LEASE)
        for a in there.values()
        if a.state in {"dropped", "claimed"}
    ]
    puts = [_put(a) for a in revived] + [_put_new(store, a) for a in new]
    store.write([Put(records.to_item(advanced), expects=record.version), *puts])
    log.event("step.claimed", alerts=len(new), step=record.step, channel=record.channel)
    return revived + new


def _existing(store: Store, made: Iterable[Alert], now: datetime) -> dict[Key, Alert]:
    """Alerts of this step that were made before the wait was closed and opened again, or by a claim
    whose answer was lost: those that were sent are not sent again."""
    both: tuple[Medium, ...] = ("email", "sms")
    keys = dict.fromkeys(alerts.key_of(replace(a, by=by)) for a in made for by in both)
    found = {key: alerts.from_item(item) for key, item in store.get_all(keys).items()}
    return {key: alert for key, alert in found.items() if not alert.is_expired(now)}


def _put_new(store: Store, alert: Alert) -> Put:
    """A new alert, in the place of one that has expired, if that is still there."""
    item = store.get(alerts.key_of(alert))
    if item is None:
        return _put(alert)
    return _put(replace(alert, version=item["version"] + 1))


def _put(alert: Alert) -> Put:
    return Put(alerts.to_item(alert), expects=alert.version - 1 if alert.version else None)


def _alerts(configuration: Configuration, record: ConversationRecord, now: datetime) -> list[Alert]:
    wait, known = record.open_wait, record.escalation
    assert wait is not None
    assert known is not None
    step = step_of(configuration, wait, record.step)
    kept = wait.opened_at + timedelta(days=configuration.message_days)
    return [
        Alert(
            conversation=record.conversation,
            opened_by=known.named_after or wait.opened_by,
            policy=wait.terms.policy,
            step=record.step,
            at=step.at,
            responder=responder.name,
            by=by,
            due=now + LEASE,
            expires_at=max(kept, now + AT_LEAST),
        )
        for responder, by in recipients(configuration, step)
    ]


def step_of(configuration: Configuration, wait: Wait, number: int) -> Step:
    """The step to fire: its moment was frozen at the opening, its recipients are today's. Where a
    policy is no longer configured, everybody is notified; where a step is not, nobody."""
    policy = configuration.policy_set.policy(wait.terms.policy)
    if policy is not None:
        return policy.steps[number] if number < len(policy.steps) else NOBODY
    return Step(at="due", notify=tuple(configuration.responders))


def recipients(configuration: Configuration, step: Step) -> list[tuple[Responder, Medium]]:
    """Whom a step tells and how: by each medium it names that the responder has, else by any."""
    chosen: list[tuple[Responder, Medium]] = []
    for name in step.notify:
        responder = configuration.responders.get(name)
        if responder is None:
            continue
        media = [by for by in step.by if address(responder, by)] or _media(responder)
        chosen += [(responder, by) for by in media]
    return chosen


def address(responder: Responder, by: Medium) -> str | None:
    """Where the responder is reached by that medium."""
    return responder.email if by == "email" else responder.phone


def _media(responder: Responder) -> list[Medium]:
    every: tuple[Medium, ...] = ("email", "sms")
    return [by for by in every if address(responder, by)]


def deliver(store: Store, configuration: Configuration, alert: Alert, now: datetime) -> None:
    """Sends the alert, unless the wait has closed or another has it in hand."""
    record = members.waiting_for(store, alert, now)
    responder = configuration.responders.get(alert.responder)
    doubtful = alert.state == "sending" and alert.by == "sms"
    if doubtful and responder and responder.email:
        # Nobody will ever tell whether it arrived: the other medium carries the alert.
        _other_medium(store, changed(alert, "in_doubt"), responder, now)
        return
    if record is None:
        _settle(store, changed(alert, "in_doubt" if doubtful else "dropped"))
        return
    if responder is None:
        log.count(UNTOLD)
        _settle(store, changed(alert, "failed"))
        return
    to = address(responder, alert.by)
    if to is None:
        _other_medium(store, changed(alert, "failed"), responder, now)
        return
    first_sms = alert.by == "sms" and alert.state == "claimed" and not alert.attempts
    if first_sms and _is_limited(store, configuration, alert, responder, now):
        return
    attempts = alert.attempts + 1
    announced = changed(alert, "sending", due=now + DOUBT[alert.by], attempts=attempts)
    if not _settle(store, announced):
        return
    try:
        provider_id = _send(store, configuration, announced, record, to, now)
    except NotSentError as error:
        _went_wrong("alert.not_sent", alert, error)
        _settle(store, changed(announced, "claimed", due=now + backoff(attempts)))
    except BarredError as error:
        _went_wrong("alert.barred", alert, error)
        if not _instead(store, changed(announced, "superseded"), responder, now):
            _settle(store, changed(announced, "claimed", due=now + backoff(attempts)))
    except RefusedError as error:
        _went_wrong("alert.refused", alert, error)
        _other_medium(store, changed(announced, "failed"), responder, now)
    except InDoubtError as error:
        _went_wrong("alert.in_doubt", alert, error)
    else:
        log.event("alert.sent", alert=alert.id, by=alert.by, attempts=attempts)
        _settle(store, changed(announced, "sent", provider_id=provider_id))


def _is_limited(
    store: Store, configuration: Configuration, alert: Alert, responder: Responder, now: datetime
) -> bool:
    """Whether the responder has had the hour's text messages. The alert then gives way to an email,
    or waits for a place."""
    free_at = limits.allowed(store, responder.name, configuration.sms_per_hour, now)
    if free_at is None:
        return False
    log.event("alert.limited", alert=alert.id, by=alert.by)
    given_way = changed(alert, "superseded")
    if not _instead(store, given_way, responder, now):
        told = _told_otherwise(store, alert)
        _settle(store, given_way if told else changed(alert, "claimed", due=free_at))
    return True


def _went_wrong(what: str, alert: Alert, error: Exception) -> None:
    """A log line, and a count on which the operators are woken."""
    log.event(what, alert=alert.id, by=alert.by, error=str(error))
    log.count(SENDS_FAILED, by=alert.by)


def _send(
    store: Store,
    configuration: Configuration,
    alert: Alert,
    record: ConversationRecord,
    to: str,
    now: datetime,
) -> str:
    link = record.permalink or configuration.dashboard_url or _dashboard()
    if alert.by == "sms":
        return delivery.send_sms(wording.sms(record, configuration.brand, link, now), to)
    excerpt = wording.cut(_text(store, record)) if configuration.excerpt else None
    mail = wording.mail(
        record,
        configuration.brand,
        excerpt=excerpt,
        link=link,
        acknowledge=_acknowledge_link(alert, now),
        now=now,
    )
    return delivery.send_email(mail, to, alert.id)


def _dashboard() -> str:
    return f"{aws.setting('API_URL').rstrip('/')}/dashboard"


def _acknowledge_link(alert: Alert, now: datetime) -> str | None:
    """None until the operator has put a key into the secret."""
    keys = secrets.link_keys()
    if not keys:
        return None
    token = links.token(alert.id, keys, now)
    return f"{aws.setting('API_URL').rstrip('/')}/ack/{token}"


def _text(store: Store, record: ConversationRecord) -> str | None:
    """The opening message's words, as they are now."""
    wait = record.open_wait
    if wait is None:
        return None
    for conversation in (record.conversation, *record.links):
        found = store.partition(
            schema.conversation_pk(conversation),
            prefix=f"{schema.MESSAGE}{stamp(wait.opened_at)[:19]}",
            page=5,
        )
        for item in found:
            if item.get("message_id") == wait.opened_by:
                return item.get("text")
    return None


def _settle(store: Store, alert: Alert) -> bool:
    """Writes the alert's next state; False where somebody else was first."""
    try:
        store.write([Put(alerts.to_item(alert), expects=alert.version - 1, retry_safe=True)])
    except ConflictError:
        return False
    return True


def _other_medium(store: Store, settled: Alert, responder: Responder, now: datetime) -> bool:
    """Settles the alert, and has its responder told by the other medium, if there is one. Raises
    ConflictError, or is False, where somebody else was first."""
    if _instead(store, settled, responder, now):
        return True
    if settled.state == "failed" and not _told_otherwise(store, settled):
        log.count(UNTOLD)
    return _settle(store, settled)


def _instead(store: Store, settled: Alert, responder: Responder, now: datetime) -> bool:
    """Settles the alert in one write with one by the other medium: a new one, or one that had given
    way to this. False where the responder has no other, or is told by it already. Raises
    ConflictError where somebody else was first."""
    instead = replace(
        settled,
        by=_other(settled.by),
        state="claimed",
        attempts=0,
        provider_id=None,
        due=now,
        version=0,
    )
    if not address(responder, instead.by):
        return False
    item = store.get(alerts.key_of(instead))
    there = alerts.from_item(item) if item else None
    if there and there.state == "superseded":
        instead = changed(there, "claimed", due=now + backoff(there.attempts))
    elif there and not there.is_expired(now):
        return False
    else:
        instead = replace(instead, version=there.version + 1) if there else instead
    store.write([_put(settled), _put(instead)])
    return True


def _told_otherwise(store: Store, alert: Alert) -> bool:
    """Whether another alert of the same step tells the responder, or may yet."""
    item = store.get(alerts.key_of(replace(alert, by=_other(alert.by))))
    return item is not None and alerts.from_item(item).state not in {"failed", "superseded"}


def _other(by: Medium) -> Medium:
    return "email" if by == "sms" else "sms"


def told_by_provider(
    store: Store, configuration: Configuration, alert_id: str, event: str, now: datetime
) -> None:
    """The provider's own word on an alert: the only thing that settles one in doubt. What bounced
    goes by the other medium. Lambda tries thrice and then gives up, so what others write in between
    must not use up an attempt."""
    for _ in range(MAX_ATTEMPTS):
        item = store.get(schema.alert_key(alert_id))
        if item is None:
            return
        try:
            if _told(store, configuration, alerts.from_item(item), event, now):
                return
        except ConflictError:
            continue
    raise ConflictError("the alert was written in between")


def _told(
    store: Store, configuration: Configuration, alert: Alert, event: str, now: datetime
) -> bool:
    """False where somebody else was first."""
    match event:
        case "Send" if not alert.is_settled:
            return _settle(store, changed(alert, "sent"))
        case "Delivery" if alert.state != "delivered":
            return _settle(store, changed(alert, "delivered"))
        case "SoftBounce" if alert.state == "delivered":
            return True  # an automatic answer, of somebody who is away
        case "Bounce" | "SoftBounce" | "Reject" if alert.state not in {"failed", "dropped"}:
            responder = configuration.responders.get(alert.responder)
            if responder is not None:
                return _other_medium(store, changed(alert, "failed"), responder, now)
            return _settle(store, changed(alert, "failed"))
    return True
