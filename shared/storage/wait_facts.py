"""A wait fact: one wait, stored for lists and figures. It names no customer and contains no message
id of a platform.

The key of a fact is made of the message that opened its wait. Each message opens at most one wait:
so the keys of all facts that a conversation can have follow from its messages. If a late message
opens a wait earlier, the wait gets another fact.

Message ids are hashed with the conversation's salt. When a customer is forgotten, the salt is
deleted, so the facts lead nowhere, and no figure changes.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from shared.domain.event_names import WaitEvent
from shared.domain.fold import START, Wait
from shared.storage import schema, wait_maps
from shared.storage.attributes import Item, moment_of
from shared.storage.schema import PK, SK, TTL, Key
from shared.storage.store import Store

REMOVED_LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitFact:
    """One wait fact. The ids within `wait` are hashed."""

    public_id: str
    """The public id of its conversation. It is stored as `conversation`, since the public index
    holds only records."""
    channel: str
    surface: str
    account: str
    wait: Wait
    received_at: datetime | None = None
    """When the opening message arrived."""
    event: WaitEvent | None = None
    """What the last write changed. The table's stream has every write, so that each event is
    published."""
    version: int = 0
    """The version of the conversation's record in the last write. It grows with each write."""

    @property
    def key(self) -> Key:
        """The key of the fact."""
        return schema.fact_key(self.wait.opened_at, self.wait.opened_by)


def name_of(message_id: str, salt: str) -> str:
    """The hash of a message id for the facts of a conversation. START stays as it is."""
    if message_id == START:
        return START
    return hashlib.blake2b(message_id.encode(), key=salt.encode(), digest_size=9).hexdigest()


def key_of(message_id: str, at: datetime, salt: str) -> Key:
    """The key of the fact of the wait that this message opens, if it opens one."""
    return schema.fact_key(at, name_of(message_id, salt))


def with_hashed_ids(wait: Wait, salt: str) -> Wait:
    """The wait with hashed ids, and without the reason that a person gave for a dismissal."""
    return replace(
        wait,
        opened_by=name_of(wait.opened_by, salt),
        decided_by=name_of(wait.decided_by, salt),
        previous_reply=name_of(wait.previous_reply, salt),
        closed_by=name_of(wait.closed_by, salt) if wait.closed_by else None,
        reason=None,
    )


def to_item(fact: WaitFact) -> Item:
    """The fact as an item of the table. It never expires, since it contains no personal data."""
    return {
        PK: fact.key.pk,
        SK: fact.key.sk,
        "conversation": fact.public_id,
        "channel": fact.channel,
        "surface": fact.surface,
        "account": fact.account,
        "received_at": fact.received_at,
        "event": fact.event,
        "version": fact.version or None,
    } | wait_maps.to_map(fact.wait)


def to_removed_item(fact: WaitFact, version: int, now: datetime) -> Item:
    """The item that is written when a fact is deleted, so that the deletion can be published.

    The stream record of the deletion itself has only the key. This item is not a fact, and is read
    only from the stream.
    """
    key = schema.removed_key(fact.key)
    expires_s = int((now + REMOVED_LASTS).timestamp())
    item = to_item(replace(fact, event="wait.removed", version=version))
    return item | {**key.attributes, TTL: expires_s}


def from_item(item: Mapping[str, Any]) -> WaitFact:
    """The inverse of `to_item`."""
    return WaitFact(
        public_id=item["conversation"],
        channel=item["channel"],
        surface=item["surface"],
        account=item["account"],
        wait=wait_maps.from_map(item),
        received_at=moment_of(item, "received_at"),
        event=item.get("event"),
        version=item.get("version", 0),
    )


def of_hour(store: Store, hour: str) -> Iterator[WaitFact]:
    """The facts of the waits that opened in this hour (`2026-11-22T10`)."""
    for pk in schema.fact_partitions(hour):
        for item in store.partition(pk, prefix=hour):
            yield from_item(item)
