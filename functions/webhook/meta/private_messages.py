"""Parses private messages of Messenger and Instagram: the items of `messaging[]` and `standby[]`.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
https://developers.facebook.com/docs/instagram-platform/webhooks/examples
"""

from datetime import datetime
from hashlib import blake2b

from functions.webhook.bodies import Json, flag, ident, obj, parse_time, text
from functions.webhook.meta import feed
from functions.webhook.meta.fields import MESSAGING, WRITTEN, label, names
from shared.domain.events import Channel, Event, Kind

SIGNALS = (MESSAGING - WRITTEN) | names(
    """account_linking app_roles appointment branded_camera call call_settings checkout_update
    delivery direct_send fblogin_account_linking feedback form game_play integrity lead_form
    message_request messenger_subscription_token optin optout page_feedback pass_metadata
    pass_thread_control pass_thread_metadata payment policy-enforcement policy_enforcement
    pre_checkout reaction read referral request_thread_control take_thread_control typing"""
)
"""The keys of items that are neither messages nor replies. Some items hold the name as the value of
`field` instead."""

ENVELOPE = names("sender recipient timestamp hop_context sender_id recipient_id is_standby")

THUMBS = frozenset({"369239263222822", "369239343222814", "369239383222810"})
"""The stickers of Messenger's like button, in three sizes."""

GUEST_PREFIX = "guest-"
"""Marks the id of a guest. The chat and checkbox plugins of a website know a guest only by a
`user_ref` that the website chose, for example `7000`. Without the prefix, that guest would be the
customer with the page-scoped id `7000`."""


def update(item: Json, channel: Channel, account: str | None, sent_at: datetime | None) -> Event:
    """The event of an item. `account` is the id in the entry, or None if the entry has none."""
    if not isinstance(item, dict):
        return _unknown("messaging.item", item, channel, account, sent_at)
    message = item.get("message")
    if isinstance(message, dict):
        return _message(item, message, channel, account, sent_at)
    edit = item.get("message_edit")
    if isinstance(edit, dict):
        return _edit(item, edit, channel, account, sent_at)
    postback = item.get("postback")
    if isinstance(postback, dict):
        return _postback(item, postback, channel, account, sent_at)
    order = item.get("order")
    if isinstance(order, dict):
        return _order(item, order, channel, account, sent_at)
    if item.get("field") == "group_feed":
        return feed.change("group_feed", item, account, sent_at)
    known = _named(item) or next((key for key in item if key in SIGNALS), None)
    if known is None:
        odd = next((key for key in item if key not in ENVELOPE), None)
        return _unknown(f"messaging.{label(odd)}", item, channel, account, sent_at)
    return signal(known, item, channel, account, sent_at)


def _named(item: dict[str, Json]) -> str | None:
    field = item.get("field")
    return field if isinstance(field, str) and field in SIGNALS else None


def _message(
    item: dict[str, Json],
    message: dict[str, Json],
    channel: Channel,
    account: str | None,
    sent_at: datetime | None,
) -> Event:
    sender, recipient = _id(item.get("sender")), _id(item.get("recipient"))
    echo = flag(message.get("is_echo"))
    if account is None:
        account = sender if echo else recipient
    # The customer is the recipient of an echo. Its sender is the brand, in every conversation.
    out = echo or (sender is not None and sender == account)
    customer = recipient if out else sender
    mid = ident(message.get("mid"))
    at = parse_time(item.get("timestamp"))
    reply_to = message.get("reply_to")
    kind, event_name = _classify(message, reply_to, out, sender is not None and sender == recipient)
    if (customer is None and kind in ("message", "reply")) or (mid is None and kind == "delete"):
        return _unknown("messages.anonymous", item, channel, account, sent_at)
    content = message.get("text") or _emoji_of(message)
    if kind == "not_a_message":
        customer = content = None
    # Positional arguments: keywords double the time, and a body holds up to 1,000 messages.
    event = Event(
        kind,
        event_name,
        channel,
        "private",
        account,
        customer,
        mid or _derived_id("message", sender, recipient, at, content),
        ident(reply_to.get("mid")) if isinstance(reply_to, dict) else None,
        None,
        "out" if out else "in" if sender else None,
        at,
        sent_at,
        content if isinstance(content, str) and content else None,
        ident(message.get("app_id")) if out else None,
    )
    tag = message.get("metadata") if out else None
    return event._replace(app_tag=tag) if isinstance(tag, str) and tag else event


def _emoji_of(message: dict[str, Json]) -> str | None:
    """The emoji for Messenger's thumb or Instagram's heart, which are sent as attachments."""
    attachments = message.get("attachments")
    if not isinstance(attachments, list) or len(attachments) != 1:
        return None
    only = obj(attachments[0])
    if only.get("type") == "like_heart":
        return "❤️"
    return "👍" if ident(obj(only.get("payload")).get("sticker_id")) in THUMBS else None


def _classify(
    message: dict[str, Json], reply_to: Json, out: bool, to_itself: bool
) -> tuple[Kind, str]:
    """The kind and name of a `message`, which can also be a deletion or a note to oneself."""
    if flag(message.get("is_deleted")):
        return "delete", "messages.deleted"
    if to_itself or flag(message.get("is_self")):
        return "not_a_message", "messages.self"
    if out:
        return "reply", "messages.echo"
    if flag(message.get("is_unsupported")):
        return "message", "messages.unsupported"
    if message.get("quick_reply"):
        return "message", "messages.quick_reply"
    attachments = message.get("attachments")
    if attachments:
        first = attachments[0] if isinstance(attachments, list) else attachments
        story = obj(first).get("type") == "story_mention"
        return "message", "messages.story_mention" if story else "messages.attachments"
    if isinstance(reply_to, dict) and reply_to.get("story"):
        return "message", "messages.story_reply"
    return "message", "messages.text" if message.get("text") else "messages.empty"


def _edit(
    item: dict[str, Json],
    edit: dict[str, Json],
    channel: Channel,
    account: str | None,
    sent_at: datetime | None,
) -> Event:
    account, customer, out = _parties(item, account)
    mid = ident(edit.get("mid"))
    # For some new messages, Instagram sends an edit with number 0, without text and sometimes
    # without sender and recipient. It sends the message itself as another update.
    edited = edit.get("num_edit") not in (0, "0")
    if mid is None and edited:
        return _unknown("message_edit", item, channel, account, sent_at)
    return Event(
        kind="edit" if edited else "not_a_message",
        event_name="message_edit",
        channel=channel,
        surface="private",
        account=account,
        customer=customer,
        message_id=mid,
        direction="out" if out else "in" if customer else None,
        at=parse_time(item.get("timestamp")),
        sent_at=sent_at,
        text=text(edit.get("text")) if edited else None,
    )


def _postback(
    item: dict[str, Json],
    postback: dict[str, Json],
    channel: Channel,
    account: str | None,
    sent_at: datetime | None,
) -> Event:
    account, customer, out = _parties(item, account)
    title = text(postback.get("title"))
    payload = postback.get("payload") or title  # an item of `standby` has only the title
    if flag(item.get("is_self")) or flag(postback.get("is_self")):
        out, customer = True, None  # Instagram: the brand tests its own buttons
    elif customer is None:
        return _unknown("messaging.postback", item, channel, account, sent_at)
    at = parse_time(item.get("timestamp"))
    return Event(
        kind="not_a_message" if out else "message",
        event_name="messaging.postback",
        channel=channel,
        surface="private",
        account=account,
        customer=customer,
        message_id=ident(postback.get("mid"))
        or _derived_id("postback", customer, account, at, payload),
        direction="out" if out else "in",
        at=at,
        sent_at=sent_at,
        text=title,
    )


def _order(
    item: dict[str, Json],
    order: dict[str, Json],
    channel: Channel,
    account: str | None,
    sent_at: datetime | None,
) -> Event:
    """A customer sent a cart, with or without a note."""
    account, customer, out = _parties(item, account)
    if customer is None:
        return _unknown("messaging.order", item, channel, account, sent_at)
    at, note = parse_time(item.get("timestamp")), text(order.get("note"))
    return Event(
        kind="not_a_message" if out else "message",
        event_name="messaging.order",
        channel=channel,
        surface="private",
        account=account,
        customer=customer,
        message_id=ident(order.get("mid")) or _derived_id("order", customer, account, at, note),
        direction="out" if out else "in",
        at=at,
        sent_at=sent_at,
        text=note,
    )


def signal(
    known: str,
    item: dict[str, Json],
    channel: Channel,
    account: str | None,
    sent_at: datetime | None,
) -> Event:
    """The event of an item that is neither a message nor a reply. `known` is one of `SIGNALS`."""
    account, customer, out = _parties(item, account)
    return Event(
        kind="not_a_message",
        event_name=f"messaging.{known.replace('-', '_')}",
        channel=channel,
        surface="private",
        account=account,
        customer=customer,
        message_id=ident(obj(item.get(known)).get("mid")) or ident(item.get("mid")),
        direction="out" if out else "in" if customer else None,
        at=parse_time(item.get("timestamp")),
        sent_at=sent_at,
    )


def _parties(item: dict[str, Json], account: str | None) -> tuple[str | None, str | None, bool]:
    """The account, the customer, and whether the brand acted."""
    sender, recipient = _id(item.get("sender")), _id(item.get("recipient"))
    account = account or recipient
    out = sender is not None and sender == account
    return account, recipient if out else sender, out


def _id(party: Json) -> str | None:
    """The id of a sender or a recipient. A guest's id is `guest-` and the `user_ref`.

    Meta's own ids are numbers. An `id` that starts with the prefix is refused, so no other id can
    equal a guest's.
    """
    if not isinstance(party, dict):
        return None
    found = party.get("id")
    if found := found if type(found) is str else ident(found):
        return None if found.startswith(GUEST_PREFIX) else found
    guest = ident(party.get("user_ref"))
    return GUEST_PREFIX + guest if guest else None


def _derived_id(
    kind: str, sender: str | None, recipient: str | None, at: datetime | None, content: Json
) -> str:
    """An id for a message without one. It is the same for each delivery of the message."""
    parts = (
        sender,
        recipient,
        at and at.timestamp(),
        content if isinstance(content, str) else None,
    )
    return f"{kind}-{blake2b(repr(parts).encode(errors='replace'), digest_size=12).hexdigest()}"


def _unknown(
    event_name: str, item: Json, channel: Channel, account: str | None, sent_at: datetime | None
) -> Event:
    return Event(
        kind="unknown",
        event_name=event_name,
        channel=channel,
        surface="private",
        account=account,
        sent_at=sent_at,
        source=item,
    )
