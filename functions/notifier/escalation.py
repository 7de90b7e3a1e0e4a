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
from shared.conversation import history
from shared.domain import alerts
from shared.domain.alerts import DOUBT, LEASE, Alert, changed
from shared.domain.policies import Medium, Step
from shared.runtime import api_secret, aws, links, log
from shared.storage import rows
from shared.storage.attributes import moment, stamp
from shared.storage.messages import conversation_key, is_message
from shared.storage.rows import Key, Row
from shared.storage.schema import DUE_NEXT, SK
from shared.storage.store import ConflictError, Put, Store

ATTEMPTS = 3

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
    """One entry of the alerts queue: `{pk, sk, due}`. What is no longer due so is dropped; the
    index, not the queue, is the list of what is to be done. Once `in_time` says no, no further send
    is begun: what is claimed and not sent is found again after its lease."""
    item = store.get(Key(entry["pk"], entry["sk"]))
    if item is None or item.get(DUE_NEXT) != entry["due"] or moment(entry["due"]) > now + EARLY:
        return
    if entry["pk"].startswith("A#"):
        deliver(store, configuration, alerts.from_item(item), now)
        return
    for alert in claim(store, configuration, rows.from_item(item), now):
        if in_time():
            deliver(store, configuration, alert, now)


def claim(store: Store, configuration: Configuration, row: Row, now: datetime) -> list[Alert]:
    """Takes the row's next step, if nobody has; the alerts to deliver."""
    if row.next_moment is None:
        return []
    made = _alerts(configuration, row, now)
    advanced = replace(row, step=row.step + 1, version=row.version + 1)
    try:
        store.write([Put(rows.to_item(advanced), expects=row.version), *map(_put, made)])
    except ConflictError:
        return _claimed_before(store, row, made, now)
    log.event("step.claimed", alerts=len(made), step=row.step, channel=row.channel)
    return made


def _claimed_before(store: Store, row: Row, made: Iterable[Alert], now: datetime) -> list[Alert]:
    """Somebody wrote in between. If alerts exist, this step was claimed, perhaps by ourselves with
    the answer lost, or before the wait reopened: go on with those that were never sent, and with
    whoever is told of it only now. If not, the wait has changed: the index knows."""
    both: tuple[Medium, ...] = ("email", "sms")
    keys = dict.fromkeys(replace(alert, by=by).key for alert in made for by in both)
    found = {key: alerts.from_item(item) for key, item in store.get_all(keys).items()}
    there = [alert for alert in found.values() if not alert.expired(now)]
    item = store.get(row.key) if found else None
    current = rows.from_item(item) if item else None
    revived: list[Alert] = []
    fires = current.next_moment if current and current.step == row.step else None
    if current and fires and fires <= now + EARLY:
        known = {alert.responder for alert in there}
        new = [_after(found.get(a.key), a) for a in made if a.responder not in known]
        advanced = replace(current, step=row.step + 1, version=current.version + 1)
        revived = [changed(a, "claimed", due=now + LEASE) for a in there if a.state == "dropped"]
        revived += new
        store.write([Put(rows.to_item(advanced), expects=current.version), *map(_put, revived)])
    return [a for a in there if a.state == "claimed"] + revived


def _after(expired: Alert | None, alert: Alert) -> Alert:
    """The new alert, in the place of one that has expired, if that is still there."""
    return replace(alert, version=expired.version + 1) if expired else alert


def _put(alert: Alert) -> Put:
    return Put(alerts.to_item(alert), expects=alert.version - 1 if alert.version else None)


def _alerts(configuration: Configuration, row: Row, now: datetime) -> list[Alert]:
    step = step_of(configuration, row)
    kept = row.wait.opened_at + timedelta(days=configuration.message_days)
    return [
        Alert(
            conversation=row.conversation,
            boundary=row.wait.boundary,
            wait_key=row.key,
            step=row.step,
            round=row.round,
            at=step.at,
            responder=responder.name,
            by=by,
            due=now + LEASE,
            expires_at=max(kept, now + AT_LEAST),
        )
        for responder, by in recipients(configuration, step)
    ]


def step_of(configuration: Configuration, row: Row) -> Step:
    """The step to fire: its moment was frozen at the opening, its recipients are today's. A policy
    that is no longer configured tells everybody; a step that its policy no longer has, nobody."""
    policy = configuration.policy_set.policy(row.wait.terms.policy)
    if policy is not None:
        return policy.steps[row.step] if row.step < len(policy.steps) else NOBODY
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
    row = history.find_row(store, configuration, alert.conversation, alert.boundary, alert.wait_key)
    responder = configuration.responders.get(alert.responder)
    doubtful = alert.state == "sending" and alert.by == "sms"
    if doubtful and responder and responder.email:
        # Nobody will ever tell whether it arrived: the other medium carries the alert.
        _other_medium(store, changed(alert, "in_doubt"), responder, now)
        return
    if row is None or row.wait.outcome != "open":
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
        provider_id = _send(store, configuration, announced, row, to, now)
    except NotSentError as error:
        _went_wrong("alert.not_sent", alert, error)
        _settle(store, changed(announced, "claimed", due=now + alerts.backoff(attempts)))
    except BarredError as error:
        _went_wrong("alert.barred", alert, error)
        if not _instead(store, changed(announced, "gave_way"), responder, now):
            _settle(store, changed(announced, "claimed", due=now + alerts.backoff(attempts)))
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
    given_way = changed(alert, "gave_way")
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
    row: Row,
    to: str,
    now: datetime,
) -> str:
    link = row.permalink or configuration.dashboard_url or _dashboard()
    row = replace(row, wait=replace(row.wait, last_at=_last_at(store, row)))
    if alert.by == "sms":
        return delivery.send_sms(wording.sms(row, configuration.brand, link, now), to)
    excerpt = wording.cut(_text(store, row)) if configuration.excerpt else None
    mail = wording.mail(
        row,
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
    keys = api_secret.values("link_keys")
    if not keys:
        return None
    token = links.token(alert.id, keys, now)
    return f"{aws.setting('API_URL').rstrip('/')}/ack/{token}"


def _last_at(store: Store, row: Row) -> datetime:
    """When the customer wrote last: the row is not written again for a further message."""
    newest = store.partition(conversation_key(row.conversation), newest_first=True, page=5)
    found = next((i for i in newest if is_message(i) and i["direction"] == "in"), None)
    return max(row.wait.last_at, moment(found["at"])) if found else row.wait.last_at


def _text(store: Store, row: Row) -> str | None:
    """The opening message's words, as they are now."""
    opened = stamp(row.wait.opened_at)
    for item in store.partition(conversation_key(row.conversation), after=f"M#{opened}", page=5):
        if item.get("message_id") == row.wait.opened_by and str(item[SK]).startswith("M#"):
            return item.get("text")
        if not str(item[SK]).startswith("M#"):
            break
    return None


def _settle(store: Store, alert: Alert) -> bool:
    """Writes the alert's next state; False where somebody else was first."""
    try:
        store.write([Put(alerts.to_item(alert), expects=alert.version - 1, mine=True)])
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
    item = store.get(instead.key)
    there = alerts.from_item(item) if item else None
    if there and there.state == "gave_way":
        instead = changed(there, "claimed", due=now + alerts.backoff(there.attempts))
    elif there and not there.expired(now):
        return False
    else:
        instead = _after(there, instead)
    store.write([_put(settled), _put(instead)])
    return True


def _told_otherwise(store: Store, alert: Alert) -> bool:
    """Whether another alert of the same step tells the responder, or may yet."""
    item = store.get(replace(alert, by=_other(alert.by)).key)
    return item is not None and alerts.from_item(item).state not in {"failed", "gave_way"}


def _other(by: Medium) -> Medium:
    return "email" if by == "sms" else "sms"


def told_by_provider(
    store: Store, configuration: Configuration, alert_id: str, event: str, now: datetime
) -> None:
    """The provider's own word on an alert: the only thing that settles one in doubt. What bounced
    goes by the other medium. Lambda tries thrice and then gives up, so what others write in between
    must not use up an attempt."""
    for _ in range(ATTEMPTS):
        item = store.get(alerts.key_of(alert_id))
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
        case "Send" if not alert.settled:
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
