"""An alert as it is stored; in the due index until it is settled."""

from collections.abc import Mapping
from typing import Any

from shared.domain.alerts import Alert
from shared.domain.events import utc
from shared.storage import schema
from shared.storage.attributes import Item, moment, stamp
from shared.storage.schema import DUE_NEXT, DUE_SHARD, PK, SK, TTL, Key

_PLAIN = (
    "conversation", "opened_by", "policy", "step", "responder", "by", "state", "attempts",
    "provider_id", "version",
)  # fmt: skip


def key_of(alert: Alert) -> Key:
    """Where it lies."""
    return schema.alert_key(alert.id)


def to_item(alert: Alert) -> Item:
    """As it is stored."""
    key = key_of(alert)
    item: Item = {PK: key.pk, SK: key.sk, "step_at": alert.at}
    item |= {name: getattr(alert, name) for name in _PLAIN}
    if alert.due is not None and not alert.is_settled:
        item[DUE_SHARD] = schema.due(schema.shard(alert.id))
        item[DUE_NEXT] = stamp(alert.due)
    if alert.expires_at is not None:
        item[TTL] = int(alert.expires_at.timestamp())
    return item


def from_item(item: Mapping[str, Any]) -> Alert:
    """The inverse of `to_item`."""
    known: dict[str, Any] = {name: item.get(name) for name in _PLAIN}
    return Alert(
        **known,
        at=item["step_at"],
        due=moment(item[DUE_NEXT]) if item.get(DUE_NEXT) else None,
        expires_at=utc(item[TTL]) if TTL in item else None,
    )
