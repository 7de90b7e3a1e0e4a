"""Where an event is stored, and how the fold reads it back.

The item is a pure function of the event, so the same event delivered again is the same put, and
DynamoDB writes no stream record for a put that changes nothing.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from shared.config.configuration import Configuration
from shared.domain.events import AUTOMATED_REPLY, Event
from shared.domain.identity import Alias
from shared.domain.policies import Traits
from shared.domain.waits import Message
from shared.storage import opinions, schema
from shared.storage.attributes import Item, moment, moment_of, stamp
from shared.storage.schema import PK, SK, TTL

MAX_TEXT = 2_000
"""Characters of a message's text that are kept; an alert shows an excerpt, the link the rest."""

MAX_NAME = 80
"""Characters of a customer's name that are kept."""

MAX_ID_BYTES = 450
"""Of a message's or a conversation's id: two of them and a hash must fit a sort key of 1,024. The
longest ids seen, Instagram's, have 200."""

_COPIED = (
    "kind", "event_name", "channel", "surface", "account", "customer", "message_id", "answers",
    "thread", "direction", "app", "app_tag", "lang", "followers", "permalink", "alias",
    "customer_name", "responder",
)  # fmt: skip
_values_of = attrgetter(*_COPIED)
_BOUNDED = frozenset({
    "kind", "event_name", "channel", "surface", "direction",
    "account", "customer", "message_id", "answers", "thread", "alias",
})  # fmt: skip
"""Never too long: our own words, and the ids, which `fits` has checked."""


FAILED = "statuses.failed"
ARRIVALS = frozenset({"statuses.delivered", "statuses.read", "statuses.played"})
"""WhatsApp's statuses of a reply that never arrived, and of one that did."""


class NoPlaceError(ValueError):
    """The event names neither a conversation nor a message to look one up by: quarantine it."""


def fits(event: Event) -> bool:
    """Whether its ids fit the table's keys."""
    ids = (event.message_id, event.answers, event.thread, event.customer, event.alias)
    given = [i for i in ids if i]
    together = "".join(given)
    if together.isascii() and len(together) <= MAX_ID_BYTES:  # nearly always
        return True
    # A character has at most four bytes.
    return all(len(i) <= MAX_ID_BYTES // 4 or len(i.encode()) <= MAX_ID_BYTES for i in given)


def items(event: Event, conversation: str | None = None) -> list[Item]:
    """What an event is stored as: one item, and for a public message the pointer to it.

    `conversation` is given where the event alone does not tell it. Raises NoPlaceError.
    """
    place = conversation or event.conversation
    if not fits(event) or (place and len(place.encode()) > MAX_ID_BYTES):
        raise NoPlaceError(event.event_name)
    if place is None:
        return [_waiting(event)]
    if event.message_id is None:
        raise NoPlaceError(event.event_name)
    pk, when = schema.conversation_pk(place), event.at or event.sent_at
    if event.kind == "delete":
        return [_item(event, pk, _deletion_sk(event), when)]
    if when is None:
        raise NoPlaceError(event.event_name)
    if event.kind == "edit":
        return [_item(event, pk, f"{schema.EDIT}{event.message_id}#{stamp(when)}", when)]
    sk = schema.message_sk(when, event.message_id, inbound=event.direction == "in")
    stored = [_item(event, pk, sk, when)]
    if event.surface == "public":
        stored.append(pointer(event, place, stamp(when)))
    if has_alias(event):
        stored.append(alias_item_of(event, place))
    return stored


def _deletion_sk(event: Event) -> str:
    """A customer's deletion and one of the brand's are two items, since neither side can delete
    what the other wrote."""
    if event.event_name == FAILED:
        return f"{schema.FAILURE}{event.message_id}"
    kind = schema.DELETION if event.direction == "in" else schema.OWN_DELETION
    return f"{kind}{event.message_id}"


def arrival(event: Event) -> Item | None:
    """Says that a reply on WhatsApp arrived, whatever else its statuses say. None for any other
    event. The item has no time: it is the same for each status."""
    if event.event_name not in ARRIVALS or not (event.message_id and event.conversation):
        return None
    return {
        PK: schema.conversation_pk(event.conversation),
        SK: f"{schema.ARRIVED}{event.message_id}",
        "message_id": event.message_id,
        "direction": "out",
    }


def has_alias(event: Event) -> bool:
    """Whether the event says that the customer has another id, or had it until then."""
    return (
        event.alias is not None
        and event.conversation is not None
        and event.alias != event.customer
        and fits(event)
        and (_is_for_good(event) or (event.kind == "not_a_message" and event.at is not None))
    )


def _is_for_good(event: Event) -> bool:
    """A scoped id belongs to one number: when that changes, so does the id."""
    return is_scoped_id(str(event.alias)) and not is_scoped_id(str(event.customer))


def is_scoped_id(customer: str) -> bool:
    """Whether this is WhatsApp's business-scoped id (`US.1349…`) and no telephone number
    (https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids)."""
    return "." in customer


def alias_item_of(event: Event, conversation: str) -> Item:
    """Says, in the conversation under a customer's other id, that the customer is the one of this
    conversation: for good, or for what was said until then."""
    other = f"{event.channel}:{event.account}:{event.alias}"
    until = None if _is_for_good(event) or event.at is None else stamp(event.at)
    return alias_item(other, Alias(conversation, str(event.customer), until))


def alias_item(conversation: str, leads_to: Alias) -> Item:
    """An alias as it is stored in the conversation that it leads away from. It does not expire."""
    name = f"{leads_to.until}#{leads_to.customer}" if leads_to.until else leads_to.customer
    return {
        PK: schema.conversation_pk(conversation),
        SK: f"{schema.ALIAS}{name}",
        "message_id": f"alias-{name}",
        "conversation": leads_to.conversation,
        "customer": leads_to.customer,
        "until": leads_to.until,
    }


def alias_of(item: Mapping[str, Any]) -> Alias:
    """The inverse of `alias_item`."""
    return Alias(item["conversation"], item["customer"], item.get("until"))


def expiring(found: Iterable[Item], days: int, now: datetime | None = None) -> list[Item]:
    """The items with the time at which they expire: so many days after what they tell of happened;
    where that has no time (a deletion on X), after now."""
    timed = [(item, moment(item["at"]) if "at" in item else now) for item in found]
    return [
        item | {TTL: int(at.timestamp()) + days * 86_400}
        if at and not is_alias_item(item)
        else item
        for item, at in timed
    ]


def pointer(event: Event, conversation: str, at: str) -> Item:
    """Says which conversation a public message is in, for replies that name only the message."""
    return {
        PK: schema.post_pk(str(event.channel), str(event.account), str(event.message_id)),
        SK: schema.POINTER,
        "conversation": conversation,
        "customer": event.customer,
        "thread": event.thread,
        "at": at,
    }


def _waiting(event: Event) -> Item:
    """An event whose conversation is that of another message, stored under that message."""
    target = event.message_id if event.kind in {"delete", "edit"} else event.answers
    if not (event.channel and event.account and event.message_id and target):
        raise NoPlaceError(event.event_name)
    when = event.at or event.sent_at
    if when is None and event.kind != "delete":
        raise NoPlaceError(event.event_name)
    pk = schema.post_pk(event.channel, event.account, target)
    version = f"#{stamp(when)}" if event.kind == "edit" and when else ""
    return _item(event, pk, f"{schema.WAITING_FOR}{event.kind}#{event.message_id}{version}", when)


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
    """The event an item was made of."""
    values: dict[str, Any] = {name: item.get(name) for name in _COPIED}
    at = moment_of(item, "at")
    return Event(**values, at=at, text=item.get("text"))


def fingerprint(text: str) -> str:
    """A short, stable name for any text."""
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def is_message(item: Mapping[str, Any]) -> bool:
    """Whether this is a message, a reply or a dismissal: what the fold orders by time."""
    return str(item[SK]).startswith(schema.MESSAGE)


def is_deletion(item: Mapping[str, Any]) -> bool:
    """Whether this says that a message was deleted."""
    return str(item[SK]).startswith((schema.DELETION, schema.OWN_DELETION))


def is_failure(item: Mapping[str, Any]) -> bool:
    """Whether this says that a reply never arrived."""
    return str(item[SK]).startswith(schema.FAILURE)


def is_arrival(item: Mapping[str, Any]) -> bool:
    """Whether this says that a reply arrived, even if it is also said to have failed."""
    return str(item[SK]).startswith(schema.ARRIVED)


def is_edit(item: Mapping[str, Any]) -> bool:
    """Whether this is an edit of a message."""
    return str(item[SK]).startswith(schema.EDIT)


def is_correction(item: Mapping[str, Any]) -> bool:
    """Whether this says when a message from the future arrived."""
    return str(item[SK]).startswith(schema.CORRECTION)


def is_alias_item(item: Mapping[str, Any]) -> bool:
    """Whether this says that the customer has another id."""
    return str(item[SK]).startswith(schema.ALIAS)


def is_inbound(item: Mapping[str, Any]) -> bool:
    """Whether the customer wrote this message, or the one that this concerns."""
    return item.get("direction") == "in"


def sort_key(message: Message) -> str:
    """A message's place in its conversation, by the time from which it counts."""
    return schema.message_sk(message.at, message.id, inbound=message.inbound)


def message_of(
    item: Mapping[str, Any],
    configuration: Configuration,
    *,
    deletion: Mapping[str, Any] | None = None,
    arrived_at: str | None = None,
    opinion: Mapping[str, Any] | None = None,
    elsewhere: bool = False,
) -> Message:
    """One stored message as the fold sees it. `elsewhere`: it stands in another conversation."""
    inbound = is_inbound(item)
    at = moment(item["at"])
    skewed = arrived_at is not None and moment(arrived_at) < at
    said = opinions.marks_of(item, configuration, opinion)
    automated = not inbound and is_automated(item, configuration)
    deflects = bool(said.get("deflects"))
    elsewhere = elsewhere or is_campaign(item)
    answers = not (inbound or automated or deflects or elsewhere or "dismissed_by" in item)
    harmless = deflects or (automated and not configuration.policy_set.bots_close)
    return Message(
        id=item["message_id"],
        at=moment(arrived_at) if skewed and arrived_at else at,
        inbound=inbound,
        automated=automated,
        deflects=deflects,
        holding=answers and bool(said.get("holding")),
        asks=not inbound and bool(said.get("asks")),
        courtesy=bool(said.get("courtesy")),
        affirms=bool(said.get("affirms")),
        deleted=deletion is not None,
        deleted_at=moment_of(deletion, "at") if deletion else None,
        dismissed_by=item.get("dismissed_by"),
        dismissed_at=moment_of(item, "dismissed_at"),
        reason=item.get("reason"),
        intents=frozenset(said.get("intents", ())),
        language=said.get("language"),
        followers=item.get("followers"),
        responder=item.get("responder"),
        surface=item.get("surface", "private"),
        elsewhere=elsewhere,
        skewed=skewed,
        ends_nothing=harmless and not inbound and not elsewhere,
    )


def is_automated(item: Mapping[str, Any], configuration: Configuration) -> bool:
    """Whether an app that is configured as automated sent the reply, or an app marked it so."""
    named = {item.get("app"), item.get("app_tag")}
    return item.get("event_name") == AUTOMATED_REPLY or not named.isdisjoint(configuration.bots)


def is_campaign(item: Mapping[str, Any]) -> bool:
    """Whether WhatsApp says that this was advertising, or a code. The brand sends it by a plan, so
    it is shown and ends no wait, as a private reply ends no public one."""
    return str(item.get("event_name")).startswith("statuses.sent.")


def traits(message: Message, *, channel: str, surface: str, account: str) -> Traits:
    """What the policies' conditions look at."""
    return Traits(channel, surface, account, message.intents, message.language, message.followers)
