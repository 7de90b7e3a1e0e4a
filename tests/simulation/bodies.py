"""Webhook bodies as Meta and X send them, with their signatures."""

import hashlib
import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

from tests.simulation.providers import META_SECRET, X_SECRET
from tests.simulation.rules import INSTAGRAM_ACCOUNT, META_ACCOUNT, WHATSAPP_NUMBER, X_ACCOUNT
from tests.simulation.scenarios import Action, Delivery


def requests(delivery: Delivery) -> list[dict[str, Any]]:
    """The requests to the webhook: one for all of Meta's events, and one for each of X's."""
    platform = delivery.actions[0].platform
    if platform == "x":
        return [_x(_tweet(h)) for h in delivery.actions]
    if platform == "x-dm":
        return [_x(_direct(h)) for h in delivery.actions]
    if platform == "whatsapp":
        return [_meta(_whatsapp(h)) for h in delivery.actions]
    entry = {"messenger": _private, "instagram": _private, "facebook": _feed}[platform]
    entries = [entry(h) for h in delivery.actions]
    return [_meta({"object": _product(platform), "entry": entries})]


def _product(platform: str) -> str:
    return "instagram" if platform == "instagram" else "page"


def _meta(body: dict[str, Any]) -> dict[str, Any]:
    raw = json.dumps(body)
    mac = hmac.new(META_SECRET.encode(), raw.encode(), hashlib.sha256).hexdigest()
    return _request("/webhooks/meta", {"x-hub-signature-256": f"sha256={mac}"}, raw)


def _x(body: dict[str, Any]) -> dict[str, Any]:
    raw = json.dumps(body)
    mac = b64encode(hmac.new(X_SECRET.encode(), raw.encode(), hashlib.sha256).digest()).decode()
    return _request("/webhooks/x", {"x-twitter-webhooks-signature": f"sha256={mac}"}, raw)


def _request(path: str, headers: dict[str, str], raw: str) -> dict[str, Any]:
    http = {"method": "POST", "path": path}
    return {"requestContext": {"http": http}, "headers": headers, "body": raw}


def _private(one: Action) -> dict[str, Any]:
    """https://developers.facebook.com/docs/messenger-platform/reference/webhook-events"""
    account = INSTAGRAM_ACCOUNT if one.platform == "instagram" else META_ACCOUNT
    message: dict[str, Any] = {"mid": one.id}
    name = "message"
    if one.kind == "delete":
        message["is_deleted"] = True
    elif one.kind == "edit":
        name = "message_edit"
        message |= {"text": one.text, "num_edit": 1}
    else:
        message["text"] = one.text
    if not one.inbound:
        message |= {"is_echo": True} | ({"app_id": int(one.app)} if one.app else {})
    sender, recipient = (one.customer, account) if one.inbound else (account, one.customer)
    item = {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": one.at}
    return {"id": account, "time": one.at, "messaging": [item | {name: message}]}


def _whatsapp(one: Action) -> dict[str, Any]:
    """https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview"""
    item: dict[str, Any] = {"id": one.id, "timestamp": str(one.at // 1000)}
    key = "messages"
    if one.kind == "reply":
        key = "statuses"
        item |= {"status": "sent", "recipient_id": one.customer}
    elif one.kind == "change":
        system = {"type": "user_changed_number", "wa_id": one.customer}
        item |= {"type": "system", "from": one.parent, "system": system}
    else:
        item |= {"type": "text", "text": {"body": one.text}}
        item |= {"from_user_id": one.parent} if one.parent else {}
        item["from_user_id" if "." in one.customer else "from"] = one.customer
    value = {"metadata": {"phone_number_id": WHATSAPP_NUMBER}, key: [item]}
    change = {"field": "messages", "value": {"messaging_product": "whatsapp"} | value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}


def _feed(one: Action) -> dict[str, Any]:
    """https://developers.facebook.com/docs/graph-api/webhooks/reference/page"""
    verb = {"delete": "remove", "edit": "edited"}.get(one.kind, "add")
    value: dict[str, Any] = {
        "item": "comment",
        "verb": verb,
        "post_id": one.thread,
        "comment_id": one.id,
        "parent_id": one.parent or one.thread,
        "from": {"id": one.customer if one.inbound else META_ACCOUNT},
    }
    if one.kind != "delete":
        value |= {"created_time": one.at // 1000, "message": one.text}
    change = {"field": "feed", "value": value}
    return {"id": META_ACCOUNT, "time": one.at // 1000, "changes": [change]}


def _tweet(one: Action) -> dict[str, Any]:
    """A post. Customers' posts come by the X Activity API, which names the thread. The brand's own
    posts and deletions come by the older Account Activity API, which names only the post that they
    answer."""
    if one.kind == "delete":
        author = one.customer if one.inbound else X_ACCOUNT
        deleted = {"status": {"id": one.id, "user_id": author}, "timestamp_ms": str(one.at)}
        return {"for_user_id": X_ACCOUNT, "tweet_delete_events": [deleted]}
    if one.inbound:
        post = {
            "id": one.id,
            "author_id": one.customer,
            "conversation_id": one.thread,
            "text": one.text,
            "created_at": _iso(one.at),
            "in_reply_to_user_id": X_ACCOUNT,
        }
        chosen = {"user_id": X_ACCOUNT}
        kind = "post.mention.create"
        return {"data": {"event_type": kind, "filter": chosen, "payload": post}}
    tweet = {
        "id_str": one.id,
        "text": one.text,
        "timestamp_ms": str(one.at),
        "in_reply_to_status_id_str": one.parent,
        "in_reply_to_user_id_str": one.customer,
        "user": {"id_str": X_ACCOUNT},
        "source": f'<a href="https://example.com">{one.app or "X Web App"}</a>',
    }
    return {"for_user_id": X_ACCOUNT, "tweet_create_events": [tweet]}


def _direct(one: Action) -> dict[str, Any]:
    """A private message, delivered by the Account Activity API."""
    sender, recipient = (one.customer, X_ACCOUNT) if one.inbound else (X_ACCOUNT, one.customer)
    create = {
        "target": {"recipient_id": recipient},
        "sender_id": sender,
        "message_data": {"text": one.text},
        "source_app_id": "29000001",
    }
    event = {"type": "message_create", "id": one.id, "created_timestamp": str(one.at)}
    apps = {"29000001": {"id": "29000001", "name": one.app or "X Web App"}}
    return {
        "for_user_id": X_ACCOUNT,
        "apps": apps,
        "direct_message_events": [event | {"message_create": create}],
    }


def _iso(ms: int) -> str:
    at = datetime.fromtimestamp(ms / 1000, UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03d}Z"
