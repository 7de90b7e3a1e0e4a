"""Stores alerts. An alert is in the due index until it is settled."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from shared.domain.alerts import Alert, HistoryEntry
from shared.domain.events import utc
from shared.storage import schema
from shared.storage.attributes import Item, moment, moment_of, stamp
from shared.storage.changes import Put
from shared.storage.errors import ConflictError
from shared.storage.schema import DUE_NEXT, DUE_SHARD, PUBLIC_ID, TTL, Key
from shared.storage.store import MAX_CHANGES, Store

_PLAIN = (
    "conversation", "opened_by", "policy", "step", "responder", "by", "state", "attempts",
    "provider_id", "version", "bundle",
)  # fmt: skip


def key_of(alert: Alert) -> Key:
    """The key of this alert."""
    return schema.alert_key(alert.id)


def read(store: Store, alert_id: str) -> Alert | None:
    """The alert with this id as it is now, or None."""
    item = store.get(schema.alert_key(alert_id))
    return from_item(item) if item else None


def put(alert: Alert) -> Put:
    """The write of an alert: a new one has version 0, a later version replaces the one before."""
    return Put(to_item(alert), expects=alert.version - 1 if alert.version else None)


def update(store: Store, alert: Alert) -> bool:
    """Replaces the alert's previous version. Returns whether it did: another function may have
    replaced it first."""
    try:
        store.write([Put(to_item(alert), expects=alert.version - 1, retry_safe=True)])
    except ConflictError:
        return False
    return True


def update_all(store: Store, changed: Sequence[Alert]) -> list[Alert]:
    """Replaces the previous version of each alert, many in one transaction. Returns those that were
    replaced.

    An alert that another function has replaced first is left as it is.
    """
    done: list[Alert] = []
    for chunk in batched(changed, MAX_CHANGES, strict=False):
        try:
            store.write([put(alert) for alert in chunk])
            done += chunk
        except ConflictError:
            done += [alert for alert in chunk if update(store, alert)]
    return done


def to_item(alert: Alert) -> Item:
    """The alert as an item of the table."""
    key = key_of(alert)
    item: Item = {**key.attributes, "step_at": alert.at}
    item |= {name: getattr(alert, name) for name in _PLAIN}
    item |= {name: True for name in ("urgent", "held") if getattr(alert, name)}
    if alert.carries:
        item["carries"] = list(alert.carries)
    if alert.since is not None:
        item |= {"kind": alert.kind, "since": alert.since}
    if alert.held and not alert.is_settled:
        item[PUBLIC_ID] = schema.held(alert.responder, alert.by)
    if alert.due is not None and not alert.is_settled:
        item[DUE_SHARD] = schema.due(schema.shard(alert.id))
        item[DUE_NEXT] = stamp(alert.due)
    if alert.claimed_at is not None:
        item[schema.ACCOUNT] = alert.conversation.split(":", 2)[1]
        item[schema.CLAIMED] = f"{stamp(alert.claimed_at)}#{alert.id}"
    if alert.history:
        item["history"] = [[event, at] for event, at in alert.history]
    if alert.expires_at is not None:
        item[TTL] = int(alert.expires_at.timestamp())
    return item


def from_item(item: Mapping[str, Any]) -> Alert:
    """The inverse of `to_item`."""
    plain: dict[str, Any] = {name: item.get(name) for name in _PLAIN}
    return Alert(
        **plain,
        at=item["step_at"],
        kind=item.get("kind", "step"),
        urgent=item.get("urgent", False),
        held=item.get("held", False),
        carries=tuple(item.get("carries", ())),
        since=moment_of(item, "since"),
        claimed_at=_claimed_at(item),
        history=tuple(HistoryEntry(event, moment(at)) for event, at in item.get("history", ())),
        due=moment(item[DUE_NEXT]) if item.get(DUE_NEXT) else None,
        expires_at=utc(item[TTL]) if TTL in item else None,
    )


def _claimed_at(item: Mapping[str, Any]) -> datetime | None:
    listed = item.get(schema.CLAIMED)
    return moment(str(listed).partition("#")[0]) if listed else None
