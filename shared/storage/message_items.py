"""Turns an event into the items that are stored, with their keys, and limits how much of a message
is kept.

The items depend only on the event. So an event that is delivered again gives the same items, and
DynamoDB writes no stream record for a put that changes nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from shared.domain.events import Event
from shared.storage import schema
from shared.storage.alias_items import alias_item_of, has_alias
from shared.storage.attributes import Item, moment_of, stamp
from shared.storage.id_limits import MAX_ID_BYTES, fits
from shared.storage.schema import PK, SK

MAX_TEXT = 2_000
"""Characters of a message's text that are kept. An alert shows an excerpt; the link leads to the
rest."""


MAX_NAME = 80
"""Characters of a customer's name that are kept."""


_COPIED = (
    "kind", "event_name", "channel", "surface", "account", "customer", "message_id", "answers",
    "thread", "direction", "app", "app_tag", "lang", "followers", "permalink", "alias",
    "customer_name", "agent",
)  # fmt: skip


_values_of = attrgetter(*_COPIED)


_BOUNDED = frozenset({
    "kind", "event_name", "channel", "surface", "direction",
    "account", "customer", "message_id", "answers", "thread", "alias",
})  # fmt: skip
"""The fields that are never too long: our own words, and the ids, whose length `fits` has
checked."""


FAILED = "statuses.failed"


ARRIVALS = frozenset({"statuses.delivered", "statuses.read", "statuses.played"})
"""WhatsApp's statuses of a reply that never arrived, and of one that did."""


class NoPlaceError(ValueError):
    """The event names neither its conversation nor a message that leads to one. It goes to
    quarantine."""


def items(event: Event, conversation: str | None = None) -> list[Item]:
    """The items of an event: one, and for a public message also its pointer.

    `conversation` must be given if the event does not name it. Raises NoPlaceError.
    """
    place = conversation or event.conversation
    if not fits(event) or (place and len(place.encode()) > MAX_ID_BYTES):
        raise NoPlaceError(event.event_name)
    if place is None:
        return [_pending(event)]
    if event.message_id is None:
        raise NoPlaceError(event.event_name)
    pk, when = schema.conversation_pk(place), event.at or event.sent_at
    aliases = [alias_item_of(event, place)] if has_alias(event) else []
    if event.kind == "delete":
        return [_item(event, pk, _deletion_sk(event), when), *aliases]
    if when is None:
        raise NoPlaceError(event.event_name)
    if event.kind == "edit":
        sk = f"{schema.EDIT}{event.message_id}#{stamp(when)}"
        return [_item(event, pk, sk, when), *aliases]
    sk = schema.message_sk(when, event.message_id, inbound=event.direction == "in")
    pointers = [pointer(event, place, stamp(when))] if event.surface == "public" else []
    return [_item(event, pk, sk, when), *pointers, *aliases]


def _deletion_sk(event: Event) -> str:
    """The sort key of a deletion. A customer's and the brand's differ, since neither side can
    delete what the other wrote."""
    if event.event_name == FAILED:
        return f"{schema.FAILURE}{event.message_id}"
    kind = schema.DELETION if event.direction == "in" else schema.OWN_DELETION
    return f"{kind}{event.message_id}"


def alias_and_arrival(event: Event) -> list[Item]:
    """The items of an update that is not a message: an alias for the customer's other id, and the
    arrival of a reply on WhatsApp, whatever its other statuses say.

    An arrival has no time, so it is the same for each of these statuses.
    """
    if event.conversation is None or not fits(event):
        return []
    stored = [alias_item_of(event, event.conversation)] if has_alias(event) else []
    if event.event_name in ARRIVALS and event.message_id:
        pk = schema.conversation_pk(event.conversation)
        arrived: Item = {PK: pk, SK: f"{schema.ARRIVED}{event.message_id}"}
        stored.append(arrived | {"message_id": event.message_id, "direction": "out"})
    return stored


def pointer(event: Event, conversation: str, at: str) -> Item:
    """The pointer to a public message: its conversation, and which side wrote it. Replies that name
    only the message are placed by it."""
    return {
        PK: schema.post_pk(str(event.channel), str(event.account), str(event.message_id)),
        SK: schema.POINTER,
        "conversation": conversation,
        "customer": event.customer,
        "thread": event.thread,
        "direction": event.direction,
        "at": at,
    }


def _pending(event: Event) -> Item:
    """The item of an event that names only another message. It is stored under that message until
    the message arrives."""
    target = event.message_id if event.kind in {"delete", "edit"} else event.answers
    if not (event.channel and event.account and event.message_id and target):
        raise NoPlaceError(event.event_name)
    when = event.at or event.sent_at
    if when is None and event.kind != "delete":
        raise NoPlaceError(event.event_name)
    pk = schema.post_pk(event.channel, event.account, target)
    version = f"#{stamp(when)}" if event.kind == "edit" and when else ""
    return _item(event, pk, f"{schema.PENDING}{event.kind}#{event.message_id}{version}", when)


def _item(event: Event, pk: str, sk: str, when: datetime | None) -> Item:
    stored: Item = {PK: pk, SK: sk}
    for name, value in zip(_COPIED, _values_of(event), strict=True):
        if value is not None and (name in _BOUNDED or len(str(value)) <= MAX_TEXT):
            stored[name] = value
    if when is not None:
        stored["at"] = stamp(when)
    if event.text:
        stored["text"] = event.text[:MAX_TEXT]
    if event.customer_name and event.kind == "message":
        stored["customer_name"] = event.customer_name[:MAX_NAME]
    return stored


def event_of(item: Mapping[str, Any]) -> Event:
    """The event from which this item was made."""
    values: dict[str, Any] = {name: item.get(name) for name in _COPIED}
    at = moment_of(item, "at")
    return Event(**values, at=at, text=item.get("text"))
