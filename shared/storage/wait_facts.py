"""A wait fact: one wait, for lists and figures. It names no customer and no platform's message id.

A fact is keyed by the message that opened its wait, and each message opens at most one: a
customer's message, or the brand's holding reply. So a conversation's messages name every fact that
it can have. When a late message opens a wait earlier, the wait has another fact.

The names are hashes keyed by the conversation's salt. When a customer is forgotten, the salt goes:
the facts then lead nowhere, and no figure changes.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from shared.domain.published_events import WaitEvent
from shared.domain.waits import START, Wait
from shared.storage import schema, waits
from shared.storage.attributes import Item, moment_of
from shared.storage.schema import PK, SK, TTL, Key
from shared.storage.store import Store

REMOVED_LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitFact:
    """See the module. The ids within `wait` are hashed."""

    public_id: str
    """That of its conversation. It is stored under another name: the public index holds records."""
    channel: str
    surface: str
    account: str
    wait: Wait
    received_at: datetime | None = None
    """When the opening message arrived."""
    event: WaitEvent | None = None
    """What its last write has made of the wait. The table's stream has every write, so this is all
    that publishing needs."""
    version: int = 0
    """That of its conversation's record in that write: of two writes, the later has the larger."""

    @property
    def key(self) -> Key:
        """Where it lies."""
        return schema.fact_key(self.wait.opened_at, self.wait.opened_by)


def name_of(message_id: str, salt: str) -> str:
    """The hash under which a conversation's facts name a message."""
    if message_id == START:
        return START
    return hashlib.blake2b(message_id.encode(), key=salt.encode(), digest_size=9).hexdigest()


def key_of(message_id: str, at: datetime, salt: str) -> Key:
    """The key of the fact that this message opens, if it opens a wait."""
    return schema.fact_key(at, name_of(message_id, salt))


def with_hashed_ids(wait: Wait, salt: str) -> Wait:
    """The wait with hashed ids, and without the free text of a dismissal."""
    return replace(
        wait,
        opened_by=name_of(wait.opened_by, salt),
        decided_by=name_of(wait.decided_by, salt),
        previous_reply=name_of(wait.previous_reply, salt),
        closed_by=name_of(wait.closed_by, salt) if wait.closed_by else None,
        reason=None,
    )


def to_item(fact: WaitFact) -> Item:
    """As it is stored. It does not expire: it holds no personal data."""
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
    } | waits.to_map(fact.wait)


def to_removed_item(fact: WaitFact, version: int, now: datetime) -> Item:
    """What is written when the fact is deleted, so that this is published: a stream record of a
    deletion has only the key. It is no fact, and nothing reads it but the stream."""
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
        wait=waits.from_map(item),
        received_at=moment_of(item, "received_at"),
        event=item.get("event"),
        version=item.get("version", 0),
    )


def of_hour(store: Store, hour: str) -> Iterator[WaitFact]:
    """The facts of the waits that opened in this hour (`2026-11-22T10`)."""
    for pk in schema.fact_partitions(hour):
        for item in store.partition(pk, prefix=hour):
            yield from_item(item)
