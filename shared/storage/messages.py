"""Where a landed event lies in the table, and how the fold reads it back.

The item is a pure function of the event, so the same event delivered again is the same put, and
DynamoDB writes no stream record for a put that changes nothing.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shared.config.configuration import Configuration
from shared.domain.events import Event
from shared.domain.policies import Traits
from shared.domain.waits import Message
from shared.storage.attributes import Item, moment, stamp
from shared.storage.schema import PK, SK, TTL

MAX_TEXT = 2_000
"""Characters of a message's text that are kept; an alert shows an excerpt, the link the rest."""

MAX_ID_BYTES = 450
"""Of a message's or a conversation's id: two of them and a hash must fit a sort key of 1,024. The
longest ids seen, Instagram's, have 200."""

_COPIED = (
    "kind", "what", "channel", "surface", "account", "customer", "message_id", "answers", "thread",
    "direction", "app", "lang", "reach", "permalink", "alias",
)  # fmt: skip


_IDS = frozenset({"account", "customer", "message_id", "answers", "thread", "alias"})


JOIN = "X#J#"
"""How the key of a join begins: this customer is known by another id."""


class NoPlaceError(ValueError):
    """The event names neither a conversation nor a message to look one up by: keep it aside."""


def conversation_key(conversation: str) -> str:
    """The partition that holds a conversation's messages."""
    return f"C#{conversation}"


def post_key(channel: str, account: str, message_id: str) -> str:
    """The partition that tells which conversation a public message is in, and holds what answers it
    until that is known."""
    return f"P#{channel}#{account}#{message_id}"


def fits(event: Event) -> bool:
    """Whether its ids fit the table's keys."""
    ids = (event.message_id, event.answers, event.thread, event.customer, event.alias)
    return all(len(i.encode()) <= MAX_ID_BYTES for i in ids if i)


def items(event: Event, conversation: str | None = None) -> list[Item]:
    """What an event is stored as: one item, and for a public message the pointer to it.

    `conversation` is given where the event alone does not tell it. Raises NoPlaceError.
    """
    place = conversation or event.conversation
    if not fits(event) or (place and len(place.encode()) > MAX_ID_BYTES):
        raise NoPlaceError(event.what)
    if place is None:
        return [_orphan(event)]
    if event.message_id is None:
        raise NoPlaceError(event.what)
    when = event.at or event.sent_at
    if event.kind == "delete":
        return [_item(event, conversation_key(place), f"X#D#{event.message_id}", when)]
    if when is None:
        raise NoPlaceError(event.what)
    at = stamp(when)
    if event.kind == "edit":
        return [_item(event, conversation_key(place), f"X#E#{event.message_id}#{at}", when)]
    rank = 0 if event.direction == "in" else 1
    stored = [_item(event, conversation_key(place), f"M#{at}#{rank}#{event.message_id}", when)]
    if event.surface == "public":
        stored.append(pointer(event, place, at))
    if joins(event):
        stored.append(join(event, place))
    return stored


def joins(event: Event) -> bool:
    """Whether the event tells of another id that the customer has, or had until then."""
    return (
        event.alias is not None
        and event.conversation is not None
        and event.alias != event.customer
        and fits(event)
        and (_for_good(event) or (event.kind == "not_a_message" and event.at is not None))
    )


def _for_good(event: Event) -> bool:
    """A scoped id belongs to one number: when that changes, so does the id."""
    return is_scoped_id(str(event.alias)) and not is_scoped_id(str(event.customer))


def is_scoped_id(customer: str) -> bool:
    """Whether this is WhatsApp's business-scoped id (`US.1349…`) and no telephone number
    (https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids)."""
    return "." in customer


def join(event: Event, conversation: str) -> Item:
    """Tells the conversation under a customer's other id that it is this one: for good, or as far
    as it was said until then (`joins`)."""
    other = f"{event.channel}:{event.account}:{event.alias}"
    told: Item = {"conversation": conversation, "customer": event.customer}
    name = str(event.customer)
    if not _for_good(event):
        told["at"] = stamp(event.at) if event.at else None
        name = f"{told['at']}#{name}"
    return told | {
        PK: conversation_key(other),
        SK: f"{JOIN}{name}",
        "message_id": f"join-{name}",
    }


def _is_join(item: Item) -> bool:
    return str(item[SK]).startswith(JOIN)


def expiring(found: Iterable[Item], days: int, now: datetime | None = None) -> list[Item]:
    """The items with the time at which they go: so many days after what they tell of happened;
    where that has no time (a deletion on X), after now. That two ids are one customer's stays."""
    timed = [
        (item, moment(item["at"]) if "at" in item else None if _is_join(item) else now)
        for item in found
    ]
    return [item | {TTL: int(at.timestamp()) + days * 86_400} if at else item for item, at in timed]


def pointer(event: Event, conversation: str, at: str) -> Item:
    """Tells which conversation a public message is in, for replies that name only the message."""
    key = post_key(str(event.channel), str(event.account), str(event.message_id))
    return {
        PK: key,
        SK: "POINTER",
        "conversation": conversation,
        "customer": event.customer,
        "thread": event.thread,
        "at": at,
    }


def _orphan(event: Event) -> Item:
    """An event whose conversation is that of another message, filed under that message."""
    target = event.message_id if event.kind in {"delete", "edit"} else event.answers
    if not (event.channel and event.account and event.message_id and target):
        raise NoPlaceError(event.what)
    when = event.at or event.sent_at
    if when is None and event.kind != "delete":
        raise NoPlaceError(event.what)
    key = post_key(event.channel, event.account, target)
    version = f"#{stamp(when)}" if event.kind == "edit" and when else ""
    return _item(event, key, f"A#{event.kind}#{event.message_id}{version}", when)


def _item(event: Event, pk: str, sk: str, when: datetime | None) -> Item:
    values = {name: getattr(event, name) for name in _COPIED}
    stored = {
        name: value
        for name, value in values.items()
        if value is not None and (name in _IDS or len(str(value)) <= MAX_TEXT)
    }
    if when is not None:
        stored["at"] = stamp(when)
    if event.text:
        stored["text"] = event.text[:MAX_TEXT]
    return {PK: pk, SK: sk} | stored


def event_of(item: Mapping[str, Any]) -> Event:
    """The event an item was made of."""
    values: dict[str, Any] = {name: item.get(name) for name in _COPIED}
    at = moment(item["at"]) if item.get("at") else None
    return Event(**values, at=at, text=item.get("text"))


def fingerprint(text: str) -> str:
    """A short, stable name for any text."""
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def is_message(item: Mapping[str, Any]) -> bool:
    """Whether this is a message, a reply or a dismissal: what the fold orders by time."""
    return str(item[SK]).startswith("M#")


def read(stored: Iterable[Mapping[str, Any]], configuration: Configuration) -> list[Message]:
    """A conversation's items, in any order, as the fold's messages: deletions, and times that lay
    in the future, laid over the messages they concern."""
    kept = list(stored)
    deleted = {i["message_id"]: i for i in kept if str(i[SK]).startswith("X#D#")}
    landed = {i["message_id"]: i["at"] for i in kept if str(i[SK]).startswith("X#R#")}
    return [
        message_of(
            item,
            configuration,
            deletion=deleted.get(item["message_id"]),
            landed_at=landed.get(item["message_id"]),
        )
        for item in kept
        if is_message(item)
    ]


def message_of(
    item: Mapping[str, Any],
    configuration: Configuration,
    *,
    deletion: Mapping[str, Any] | None = None,
    landed_at: str | None = None,
) -> Message:
    """One stored message as the fold sees it."""
    inbound = item["direction"] == "in"
    at = moment(item["at"])
    skewed = landed_at is not None and moment(landed_at) < at
    marks = item.get("marks") or marks_of(item, configuration)
    automated = not inbound and item.get("app") in configuration.bots
    deflects = bool(marks.get("deflects"))
    elsewhere = bool(item.get("elsewhere")) or is_campaign(item)
    harmless = deflects or (automated and not configuration.policy_set.bots_close)
    return Message(
        id=item["message_id"],
        at=moment(landed_at) if skewed and landed_at else at,
        inbound=inbound,
        automated=automated,
        deflects=deflects,
        courtesy=bool(marks.get("courtesy")),
        deleted=deletion is not None,
        deleted_at=moment(deletion["at"]) if deletion and deletion.get("at") else None,
        dismissed_by=item.get("dismissed_by"),
        reason=item.get("reason"),
        intents=frozenset(marks.get("intents", ())),
        language=marks.get("language"),
        reach=item.get("reach"),
        responder=item.get("responder"),
        surface=item.get("surface", "private"),
        elsewhere=elsewhere,
        skewed=skewed,
        ends_nothing=harmless and not inbound and not elsewhere,
    )


def is_campaign(item: Mapping[str, Any]) -> bool:
    """Whether WhatsApp says that this was advertising, or a code. The brand sends it by a plan, so
    it is shown and ends no wait, as a private reply ends no public one."""
    return str(item.get("what")).startswith("statuses.sent.")


def marks_of(item: Mapping[str, Any], configuration: Configuration) -> dict[str, Any]:
    """What the text says of itself. Stored in place of the text once the text must go."""
    from shared.domain.intents import classifier

    text = item.get("text")
    if item["direction"] == "in":
        reading = classifier.read(text, lang=item.get("lang"))
        return {
            "courtesy": reading.courtesy,
            "intents": sorted(reading.intents),
            "language": reading.language or item.get("lang"),
        }
    if item.get("surface") != "public" or not text:
        return {}
    languages = configuration.deflection_languages or classifier.LANGUAGES
    return {"deflects": classifier.deflects(text, languages)}


def traits(message: Message, *, channel: str, surface: str, account: str) -> Traits:
    """What the policies' conditions look at."""
    return Traits(channel, surface, account, message.intents, message.language, message.reach)
