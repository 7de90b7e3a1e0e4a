"""The conversation record: the open wait of a conversation, its terms, and how far its escalation
has come.

Each write names the version that it replaces. There is no other lock.
`shared/conversation/tracking.py` says why nothing is lost.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from shared.domain import milestones, updates
from shared.domain.escalation import Escalation
from shared.domain.events import SHARED_ID_CHANNELS, utc
from shared.domain.fold import Checkpoint, FoldState, Wait
from shared.domain.reminders import next_reminder_at
from shared.domain.reply_window import answerable_until
from shared.domain.window_steps import next_window_step
from shared.storage import escalation_maps, schema, wait_maps
from shared.storage.attributes import Item, moment, moment_of, stamp
from shared.storage.public_ids import new_public_id
from shared.storage.schema import DUE_NEXT, DUE_SHARD, PK, SK, TTL, Key

SALT_BYTES = 8


class Naming(NamedTuple):
    """The values that wait facts hold instead of a conversation's internal id and its message
    ids."""

    public_id: str
    salt: str
    """The key of the hashes of message ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRecord:
    """The record of one conversation."""

    conversation: str
    """Its internal id, which holds platform ids. It never leaves the table."""
    public_id: str
    """Its random id for people, links, queues and logs."""
    salt: str
    """The key of the hashes of its message ids in wait facts."""
    version: int = 0
    channel: str = ""
    surface: str = ""
    account: str = ""
    customer: str | None = None
    permalink: str | None = None
    """The address of the message that opened the wait, if the platform gives one."""
    received_at: datetime | None = None
    """When the message that opened the wait arrived."""
    opened_in: Naming | None = None
    """The naming of the conversation in which the message that opened the wait is stored, if it is
    another one: the customer had another id then."""
    checkpoint: Checkpoint | None = None
    wait: Wait | None = None
    """The wait after the checkpoint, open or withdrawn, or None."""
    escalation: Escalation | None = None
    """The escalation of the open wait."""
    earlier: tuple[Escalation, ...] = ()
    """The escalations of earlier waits, newest first."""
    is_full: bool = False
    """Whether further customer messages change nothing until a reply closes the gap."""
    last_message: str = ""
    """The sort key of the newest message."""
    links: tuple[str, ...] = ()
    """Other conversations of the same customer, to or from which an alias leads."""
    has_deflection: bool = False
    """Whether a reply here has asked the customer to write in private."""
    dismissed_at: datetime | None = None
    """When a wait was last dismissed. A dismissal is placed right after the last message that the
    person saw. But a deletion counts as earlier than the dismissal if it is earlier than this."""
    published_until: datetime | None = None
    """Up to when the open wait's milestones have been published, or None if events are not."""
    forgotten_at: datetime | None = None
    """When the customer was forgotten. Older messages that arrive again are deleted."""
    expires_at: datetime | None = None

    @property
    def key(self) -> Key:
        """The key of the record's item."""
        return schema.record_key(self.conversation)

    @property
    def private_conversation(self) -> str | None:
        """The internal id of the conversation in which the customer of this public one writes in
        private, if it is known."""
        if self.surface != "public" or self.channel not in SHARED_ID_CHANNELS:
            return None
        return f"{self.channel}:{self.account}:{self.customer}" if self.customer else None

    @property
    def naming(self) -> Naming:
        """The naming in the fact of the record's wait."""
        return self.opened_in or Naming(self.public_id, self.salt)

    @property
    def open_wait(self) -> Wait | None:
        """The open wait, or None."""
        return self.wait if self.wait and self.wait.outcome == "open" else None

    @property
    def next_step_at(self) -> datetime | None:
        """When the next step of the open wait is due, or None if none is left."""
        if self.open_wait is None or self.escalation is None:
            return None
        return self.escalation.next_step_at(self.open_wait)

    @property
    def reminder_at(self) -> datetime | None:
        """When the owner of the open wait is next reminded of it, or None."""
        if self.open_wait is None or self.escalation is None:
            return None
        return next_reminder_at(self.escalation, self.open_wait)

    @property
    def window_closes_at(self) -> datetime | None:
        """Until when the platform lets the brand answer the open wait, or None if it sets no
        limit."""
        wait = self.open_wait
        return answerable_until(self.channel, self.surface, wait.last_at) if wait else None

    @property
    def window_step_at(self) -> datetime | None:
        """When the next window step of the open wait is due, or None if none is left."""
        if self.open_wait is None or self.escalation is None:
            return None
        step = next_window_step(self.escalation, self.open_wait, self.window_closes_at)
        return step.fires_at if step else None

    @property
    def next_notification_at(self) -> datetime | None:
        """When somebody must be notified next, or None."""
        news = (updates.due_since(each) for each in self.escalations)
        return _earliest(self.next_step_at, self.window_step_at, self.reminder_at, *news)

    @property
    def milestone_at(self) -> datetime | None:
        """When the next milestone of the open wait is to be published, or None."""
        if self.open_wait is None or self.published_until is None:
            return None
        found = milestones.next_milestone(self.open_wait, self.published_until)
        return found.at if found else None

    @property
    def next_moment(self) -> datetime | None:
        """When something must be done next, or None if nothing is left."""
        return _earliest(self.next_notification_at, self.milestone_at)

    @property
    def escalations(self) -> tuple[Escalation, ...]:
        """The escalation of the open wait, if there is one, and earlier ones."""
        return (*((self.escalation,) if self.escalation else ()), *self.earlier)

    @property
    def steps_claimed(self) -> int:
        """How many steps of the open wait have been claimed. This is also the position of the next
        step."""
        if self.open_wait is None or self.escalation is None:
            return 0
        return self.escalation.steps.get(self.open_wait.terms.policy, 0)

    def is_expired(self, now: datetime) -> bool:
        """Whether the record has expired. DynamoDB deletes it only hours or days later."""
        return self.expires_at is not None and self.expires_at <= now


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((at for at in moments if at is not None), default=None)


def new(conversation: str) -> ConversationRecord:
    """A new record, for a conversation that has none."""
    return ConversationRecord(
        conversation=conversation,
        public_id=new_public_id(),
        salt=secrets.token_hex(SALT_BYTES),
    )


def forgotten(record: ConversationRecord, at: datetime, expires_at: datetime) -> ConversationRecord:
    """The tombstone of a record: when its customer was forgotten.

    Its public id and salt are new, so old links and wait facts lead nowhere.
    """
    empty = new(record.conversation)
    return replace(empty, version=record.version + 1, forgotten_at=at, expires_at=expires_at)


def is_tombstone(item: Mapping[str, Any]) -> bool:
    """Whether this is a tombstone whose customer has not written since."""
    return item[SK] == schema.STATE and "forgotten_at" in item and "last_message" not in item


def to_item(record: ConversationRecord) -> Item:
    """The record as an item of the table: in the due index while something is due, and in the
    waiting index while a wait is open."""
    checkpoint = record.checkpoint
    wait = record.wait
    item: Item = {
        PK: record.key.pk,
        SK: record.key.sk,
        "version": record.version,
        "public_id": record.public_id,
        "salt": record.salt,
        "channel": record.channel or None,
        "surface": record.surface or None,
        "account": record.account or None,
        "customer": record.customer,
        "permalink": record.permalink,
        "received_at": record.received_at,
        "opened_in": list(record.opened_in) if record.opened_in else None,
        "checkpoint": _checkpoint_to_map(checkpoint) if checkpoint else None,
        "wait": wait_maps.to_map(wait) if wait else None,
        "escalation": escalation_maps.to_map(record.escalation, wait)
        if record.escalation
        else None,
        "earlier": [escalation_maps.to_map(e) for e in record.earlier] or None,
        "is_full": record.is_full or None,
        "last_message": record.last_message or None,
        "links": list(record.links) or None,
        "has_deflection": record.has_deflection or None,
        "dismissed_at": record.dismissed_at,
        "published_until": record.published_until,
        "forgotten_at": record.forgotten_at,
        TTL: int(record.expires_at.timestamp()) if record.expires_at else None,
    }
    if record.open_wait is not None:
        item["due_at"] = record.open_wait.due_at
        item[schema.LISTED] = schema.listed(record.open_wait.due_at, record.public_id)
    return item | due_entry(record)


def due_entry(record: ConversationRecord) -> Item:
    """The record's shard and moment in the due index. Empty if nothing is due."""
    upcoming = record.next_moment
    if upcoming is None:
        return {}
    return {
        DUE_SHARD: schema.due(schema.shard(record.public_id)),
        DUE_NEXT: stamp(upcoming),
    }


def from_item(item: Mapping[str, Any]) -> ConversationRecord:
    """The inverse of `to_item`."""
    checkpoint, wait, escalation = (item.get(n) for n in ("checkpoint", "wait", "escalation"))
    return ConversationRecord(
        conversation=schema.conversation_of(item[PK]),
        public_id=item["public_id"],
        salt=item["salt"],
        version=item["version"],
        channel=item.get("channel", ""),
        surface=item.get("surface", ""),
        account=item.get("account", ""),
        customer=item.get("customer"),
        permalink=item.get("permalink"),
        received_at=moment_of(item, "received_at"),
        opened_in=Naming(*item["opened_in"]) if "opened_in" in item else None,
        checkpoint=_checkpoint_from_map(checkpoint) if checkpoint else None,
        wait=wait_maps.from_map(wait) if wait else None,
        escalation=(
            None if escalation is None else escalation_maps.from_map(escalation, wait or {})
        ),
        earlier=tuple(escalation_maps.from_map(e) for e in item.get("earlier", ())),
        is_full=bool(item.get("is_full")),
        last_message=item.get("last_message", ""),
        links=tuple(item.get("links", ())),
        has_deflection=bool(item.get("has_deflection")),
        dismissed_at=moment_of(item, "dismissed_at"),
        published_until=moment_of(item, "published_until"),
        forgotten_at=moment_of(item, "forgotten_at"),
        expires_at=utc(item[TTL]) if TTL in item else None,
    )


def _checkpoint_to_map(checkpoint: Checkpoint) -> Item:
    at, _, message_id = checkpoint.key
    heard_at = checkpoint.state.heard_at
    return {
        "at": at,
        "id": message_id,
        "answered": checkpoint.state.answered or None,
        "asked": checkpoint.state.asked_by,
        "heard": int(heard_at.timestamp()) if heard_at else None,
    }


def _checkpoint_from_map(stored: Mapping[str, Any]) -> Checkpoint:
    at, message_id = moment(stored["at"]), stored["id"]
    state = FoldState(
        message_id,
        answered=bool(stored.get("answered")),
        last_at=at,
        asked_by=stored.get("asked"),
        heard_at=utc(stored["heard"]) if "heard" in stored else None,
    )
    return Checkpoint((at, True, message_id), state)
