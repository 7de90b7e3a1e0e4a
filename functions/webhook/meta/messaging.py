"""Messenger's and Instagram's private messages: the items of `messaging[]` and `standby[]`.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
https://developers.facebook.com/docs/instagram-platform/webhooks/examples
"""

from datetime import datetime
from hashlib import blake2b
from typing import Any

from functions.webhook.bodies import Json, ident, moment, obj, text
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
"""What an item can hold that is neither a message nor a reply. Some hold the name of their field
instead, as `field`."""

ENVELOPE = names("sender recipient timestamp hop_context sender_id recipient_id is_standby")

THUMBS = frozenset({"369239263222822", "369239343222814", "369239383222810"})
"""The like button's stickers, in three sizes."""

_new = tuple.__new__  # past the check of 20 arguments


def update(item: Json, channel: Channel, account: str | None, sent_at: datetime | None) -> Event:
    """The one event of an item. `account` is the entry's, or None where the entry has none."""
    if not isinstance(item, dict):
        return _unknown("messaging.item", item, channel, account, sent_at)
    if (plain := _plain_text(item, channel, account, sent_at)) is not None:
        return plain
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


def _plain_text(
    item: Any, channel: Channel, account: str | None, sent_at: datetime | None
) -> Event | None:
    """A customer's words and nothing else, as most updates are: the event that `_message` makes of
    it, at a third of the cost. None where anything is out of the ordinary."""
    try:
        message, sender = item["message"], item["sender"]["id"]
        mid, words, at = message["mid"], message["text"], moment(item["timestamp"])
        usual = len(message) == 2 and item["recipient"]["id"] == account != sender
    except (KeyError, TypeError):
        return None
    if not (usual and mid and words and sender and type(mid) is type(words) is type(sender) is str):
        return None
    return _new(Event, (
        "message", "messages.text", channel, "private", account, sender, mid, None, None, "in",
        at, sent_at, words, None, False, None, None, None, None, None,
    ))  # fmt: skip


def _message(
    item: dict[str, Json],
    message: dict[str, Json],
    channel: Channel,
    account: str | None,
    sent_at: datetime | None,
) -> Event:
    sender, recipient = _id(item.get("sender")), _id(item.get("recipient"))
    echo = bool(message.get("is_echo"))
    if account is None:
        account = sender if echo else recipient
    # The recipient of an echo is the customer: keyed by the sender, all replies would be one's.
    out = echo or (sender is not None and sender == account)
    customer = recipient if out else sender
    mid = ident(message.get("mid"))
    at = moment(item.get("timestamp"))
    reply_to = message.get("reply_to")
    kind, what = _sort(message, reply_to, out, sender is not None and sender == recipient)
    if (customer is None and kind in ("message", "reply")) or (mid is None and kind == "delete"):
        return _unknown("messages.anonymous", item, channel, account, sent_at)
    words = message.get("text") or _heart(message)
    if kind == "not_a_message":
        customer = words = None
    # By position, since a body holds up to 1,000 messages and names cost as much as all the rest.
    return Event(
        kind,
        what,
        channel,
        "private",
        account,
        customer,
        mid or _made_up("message", sender, recipient, at, words),
        ident(reply_to.get("mid")) if isinstance(reply_to, dict) else None,
        None,
        "out" if out else "in" if sender else None,
        at,
        sent_at,
        words if isinstance(words, str) and words else None,
        ident(message.get("app_id")) if out else None,
    )


def _heart(message: dict[str, Json]) -> str | None:
    """Messenger's thumb and Instagram's heart come as attachments; they say what the emoji says."""
    attachments = message.get("attachments")
    if not isinstance(attachments, list) or len(attachments) != 1:
        return None
    only = obj(attachments[0])
    if only.get("type") == "like_heart":
        return "❤️"
    return "👍" if ident(obj(only.get("payload")).get("sticker_id")) in THUMBS else None


def _sort(message: dict[str, Json], reply_to: Json, out: bool, to_itself: bool) -> tuple[Kind, str]:
    """What a `message` is: on both products a deletion, and Instagram's notes to self, are too."""
    if message.get("is_deleted"):
        return "delete", "messages.deleted"
    if to_itself or message.get("is_self"):
        return "not_a_message", "messages.self"
    if out:
        return "reply", "messages.echo"
    if message.get("is_unsupported"):
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
    # Instagram announces some new messages by an edit number 0, without text and maybe without
    # parties. The message itself comes on its own.
    edited = edit.get("num_edit") not in (0, "0")
    if mid is None and edited:
        return _unknown("message_edit", item, channel, account, sent_at)
    return Event(
        kind="edit" if edited else "not_a_message",
        what="message_edit",
        channel=channel,
        surface="private",
        account=account,
        customer=customer,
        message_id=mid,
        direction="out" if out else "in" if customer else None,
        at=moment(item.get("timestamp")),
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
    payload = postback.get("payload") or title  # in standby only the title comes
    if item.get("is_self") or postback.get("is_self"):  # Instagram: the brand tries its own buttons
        out, customer = True, None
    elif customer is None:
        return _unknown("messaging.postback", item, channel, account, sent_at)
    at = moment(item.get("timestamp"))
    return Event(
        kind="not_a_message" if out else "message",
        what="messaging.postback",
        channel=channel,
        surface="private",
        account=account,
        customer=customer,
        message_id=ident(postback.get("mid"))
        or _made_up("postback", customer, account, at, payload),
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
    """A customer sent a cart, with a note or without."""
    account, customer, out = _parties(item, account)
    if customer is None:
        return _unknown("messaging.order", item, channel, account, sent_at)
    at, note = moment(item.get("timestamp")), text(order.get("note"))
    return Event(
        kind="not_a_message" if out else "message",
        what="messaging.order",
        channel=channel,
        surface="private",
        account=account,
        customer=customer,
        message_id=ident(order.get("mid")) or _made_up("order", customer, account, at, note),
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
    """The event of what is neither a message nor a reply, by what it is known to be."""
    account, customer, out = _parties(item, account)
    return Event(
        kind="not_a_message",
        what=f"messaging.{known.replace('-', '_')}",
        channel=channel,
        surface="private",
        account=account,
        customer=customer,
        message_id=ident(obj(item.get(known)).get("mid")) or ident(item.get("mid")),
        direction="out" if out else "in" if customer else None,
        at=moment(item.get("timestamp")),
        sent_at=sent_at,
    )


def _parties(item: dict[str, Json], account: str | None) -> tuple[str | None, str | None, bool]:
    """Account, customer, and whether the brand acted."""
    sender, recipient = _id(item.get("sender")), _id(item.get("recipient"))
    account = account or recipient
    out = sender is not None and sender == account
    return account, recipient if out else sender, out


def _id(party: Json) -> str | None:
    """A party's id. Of guests of the chat and checkbox plugins only a reference is told."""
    if not isinstance(party, dict):
        return None
    found = party.get("id") or party.get("user_ref")
    return found or None if type(found) is str else ident(found)


def _made_up(
    kind: str, sender: str | None, recipient: str | None, at: datetime | None, words: Json
) -> str:
    """An id of our own, the same at each delivery, where the platform gives none."""
    parts = (sender, recipient, at and at.timestamp(), words if isinstance(words, str) else None)
    return f"{kind}-{blake2b(repr(parts).encode(errors='replace'), digest_size=12).hexdigest()}"


def _unknown(
    what: str, item: Json, channel: Channel, account: str | None, sent_at: datetime | None
) -> Event:
    return Event(
        kind="unknown",
        what=what,
        channel=channel,
        surface="private",
        account=account,
        sent_at=sent_at,
        source=item,
    )
