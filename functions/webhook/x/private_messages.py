"""Parses X's private messages: direct messages in v1.1 and v2 form, and encrypted chats.

The customer of a group conversation is the group. A message that the brand sends to the group is a
reply to any of its members.
"""

from datetime import datetime
from typing import Literal, NamedTuple

from functions.webhook.bodies import Json, handle, ident, items, obj, text
from functions.webhook.x.posts import count, unescaped
from functions.webhook.x.times import parse_x_time, time_of
from shared.domain.events import Direction, Event

_MEMBERSHIP = ("ParticipantsJoin", "ParticipantsLeave")

type Way = Literal["received", "sent"] | None
"""The direction that the event type states, seen from the subscribed user."""


class _Message(NamedTuple):
    """A private message, read from any of the three forms."""

    id: str | None
    sender: str | None
    recipient: str | None
    group: str | None
    at: datetime | None
    text: str | None = None
    app: str | None = None
    followers: int | None = None
    sender_name: str | None = None


def parse_v1(
    event_name: str, update: Json, body: dict[str, Json], account: str | None, way: Way
) -> Event:
    """An item of `direct_message_events`. The body's `apps` and `users` explain its ids."""
    event = obj(update)
    create = obj(event.get("message_create"))
    if not create and "dm_conversation_id" in event:
        return parse_v2(event_name, event, account, way)
    if event.get("type", "message_create") != "message_create":
        return Event("unknown", event_name, "x", "private", account, source=update)
    number, sender = ident(event.get("id")), ident(create.get("sender_id"))
    app_id = ident(create.get("source_app_id"))
    message = _Message(
        number,
        sender,
        ident(obj(create.get("target")).get("recipient_id")),
        None,
        time_of(number or "", parse_x_time(event.get("created_timestamp"))),
        unescaped(obj(create.get("message_data")).get("text")),
        text(obj(obj(body.get("apps")).get(app_id)).get("name")) or app_id if app_id else None,
        _followers(obj(body.get("users")).get(sender)) if sender else None,
        handle(obj(obj(body.get("users")).get(sender)).get("screen_name")) if sender else None,
    )
    return _to_event(message, account, event_name, way, update)


def parse_v2(event_name: str, payload: dict[str, Json], account: str | None, way: Way) -> Event:
    """A v2 direct message event (https://docs.x.com/x-api/direct-messages)."""
    kind, number = payload.get("event_type", "MessageCreate"), ident(payload.get("id"))
    at = time_of(number or "", parse_x_time(payload.get("created_at")))
    if kind in _MEMBERSHIP:
        return Event("not_a_message", event_name, "x", "private", account, message_id=number, at=at)
    if kind != "MessageCreate":
        return Event("unknown", event_name, "x", "private", account, source=payload)
    sender, room = ident(payload.get("sender_id")), ident(payload.get("dm_conversation_id"))
    members = [ident(member) for member in items(payload.get("participant_ids"))]
    pair = _pair(room)
    recipient = next((one for one in (*members, *pair) if one and one != sender), None)
    two = bool(pair) or (len(members) == 2 and not _is_id(room or ""))
    group = room if len(members) > 2 or not two else None
    message = _Message(number, sender, recipient, group, at, unescaped(payload.get("text")))
    return _to_event(message, account, event_name, way, payload)


def parse_chat(event_name: str, payload: dict[str, Json], account: str | None, way: Way) -> Event:
    """An encrypted chat's message: its time and parties, no text (https://docs.x.com/xchat).

    The first release has no `sender_id`. In a conversation of two, the event type implies it.
    """
    number, room = ident(payload.get("id")), ident(payload.get("conversation_id"))
    sender, pair = ident(payload.get("sender_id")), _pair(room)
    if sender is None and account in pair:
        sender = account if way == "sent" else next((o for o in pair if o != account), None)
    recipient = next((one for one in pair if one != sender), None)
    at = time_of(number or "", parse_x_time(payload.get("created_at_msec")))
    message = _Message(number, sender, recipient, None if pair else room, at)
    return _to_event(message, account, event_name, way, payload)


def parse_signal(event_name: str, signal: dict[str, Json], account: str | None) -> Event:
    """Typing, reading, joining: events that are not messages."""
    who = (ident(signal.get(name)) for name in ("sender_id", "initiating_user_id", "user_id"))
    sender = next(filter(None, who), None)
    recipient = ident(obj(signal.get("target")).get("recipient_id"))
    own = account is not None and sender == account
    return Event(
        "not_a_message",
        event_name,
        "x",
        "private",
        account,
        recipient if own else sender,
        ident(signal.get("last_read_event_id")),
        direction="out" if own else "in",
        at=parse_x_time(signal.get("created_timestamp"))
        or parse_x_time(signal.get("created_at_msec")),
    )


def _to_event(
    message: _Message, account: str | None, event_name: str, way: Way, source: Json
) -> Event:
    """The event of a private message, seen from the account. `way` implies the account if the
    update does not name it."""
    sender, recipient = message.sender, message.recipient
    if account is None:
        account = sender if way == "sent" else recipient if way == "received" else None
    own = sender is not None and sender == account
    customer = message.group or (recipient if own else sender)
    if sender is None or customer is None:
        return Event("unknown", event_name, "x", "private", account, source=source)
    direction: Direction = "out" if own else "in"
    if customer == account:  # a note to oneself
        return Event(
            "not_a_message",
            event_name,
            "x",
            "private",
            account,
            message_id=message.id,
            direction=direction,
            at=message.at,
        )
    return Event(
        "reply" if own else "message",
        event_name,
        "x",
        "private",
        account,
        customer,
        message.id,
        direction=direction,
        at=message.at,
        text=message.text,
        app=message.app if own else None,
        followers=None if own else message.followers,
        customer_name=None if own else message.sender_name,
        permalink=_permalink(account, customer, message.group),
    )


def _pair(room: str | None) -> tuple[str, ...]:
    """Both ids in the id of a conversation of two users: `1-2`, or `2:1` in encrypted chats."""
    ids = tuple((room or "").replace(":", "-").split("-"))
    return ids if len(ids) == 2 and all(_is_id(one) for one in ids) else ()


def _permalink(account: str | None, customer: str | None, group: str | None) -> str | None:
    """The conversation's address, which holds the group's id or both ids, the smaller one first."""
    if group is not None:
        return f"https://x.com/messages/{group}" if group.isascii() and group.isalnum() else None
    if account is None or customer is None or not (_is_id(account) and _is_id(customer)):
        return None
    low, high = sorted((account, customer), key=lambda one: (len(one), one))
    return f"https://x.com/messages/{low}-{high}"


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _followers(user: Json) -> int | None:
    """A user's number of followers, in the form of v1.1 (flat) or v2 (in `data`)."""
    flat = obj(user)
    return count(obj(obj(flat.get("data")).get("public_metrics") or flat).get("followers_count"))
