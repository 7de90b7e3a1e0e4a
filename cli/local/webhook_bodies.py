"""Webhook bodies as Meta and X send them, with their signatures and those of adapters.

A `Message` becomes the body that its platform posts: a customer's message, or the brand's reply as
the platform reports it back.
"""

import base64
import hashlib
import hmac
import json
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from shared.domain.events import Sender
from shared.runtime import standard_webhooks

X_EPOCH_MS = 1_288_834_974_657
"""An id of X contains its time: milliseconds since this moment, shifted left by 22 bits."""

type Body = dict[str, Any]

_serial = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A customer on one platform."""

    id: str
    name: str

    @property
    def handle(self) -> str:
        """The name on X: `lenafalk` of Lena Falk."""
        plain = unicodedata.normalize("NFKD", self.name)
        return "".join(c for c in plain.lower() if c.isascii() and c.isalnum())[:15]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A customer's message, or the brand's reply to one: then `answers` is set.

    `channel` is the channel's name; for X's direct messages it is `x_dm`.
    """

    channel: str
    account: str
    customer: Person
    text: str
    at: datetime
    id: str
    answers: "Message | None" = None

    @property
    def sender(self) -> Sender:
        return "x" if self.channel.startswith("x") else "meta"

    @property
    def epoch_s(self) -> int:
        return int(self.at.timestamp())

    @property
    def epoch_ms(self) -> int:
        return int(self.at.timestamp() * 1000)


def new_id(channel: str, *, account: str, at: datetime) -> str:
    """A new id in the form that the platform uses."""
    serial = next(_serial)
    match channel:
        case "messenger" | "instagram":
            return f"m_{at:%Y%m%d%H%M%S}-{serial:06d}"
        case "whatsapp":
            return (
                "wamid."
                + base64.b64encode(f"{account}-{int(at.timestamp())}-{serial}".encode()).decode()
            )
        case "facebook":
            return f"{_post(account)}_{9_000_000 + serial}"
        case _:
            return str((int(at.timestamp() * 1000) - X_EPOCH_MS) << 22 | serial)


def body(message: Message) -> Body:
    """The webhook body that reports the message. Raises KeyError for an unsupported channel."""
    return {
        "messenger": _messaging,
        "instagram": _messaging,
        "whatsapp": _whatsapp,
        "facebook": _comment,
        "threads": _thread,
        "x": _x_post,
        "x_dm": _x_direct,
    }[message.channel](message)


def _messaging(message: Message) -> Body:
    """Messenger and Instagram share one format. A reply is an echo: its sender is the brand."""
    customer, brand = {"id": message.customer.id}, {"id": message.account}
    item: Body = {"mid": message.id, "text": message.text}
    if message.answers:
        item |= {"is_echo": True}
    update = {
        "sender": brand if message.answers else customer,
        "recipient": customer if message.answers else brand,
        "timestamp": message.epoch_ms,
        "message": item,
    }
    entry = {"id": message.account, "time": message.epoch_ms, "messaging": [update]}
    return {"object": "page" if message.channel == "messenger" else "instagram", "entry": [entry]}


def _whatsapp(message: Message) -> Body:
    """A reply typed into the phone app is reported as `smb_message_echoes`."""
    customer, number = message.customer.id, "15550107788"
    item: Body = {"id": message.id, "timestamp": str(message.epoch_s), "type": "text"}
    item |= {"text": {"body": message.text}}
    value: Body = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": number, "phone_number_id": message.account},
    }
    if message.answers:
        field = "smb_message_echoes"
        value["message_echoes"] = [{"from": number, "to": customer, **item}]
    else:
        field = "messages"
        value["contacts"] = [{"profile": {"name": message.customer.name}, "wa_id": customer}]
        value["messages"] = [{"from": customer, **item}]
    entry = {"id": "102290129340398", "changes": [{"field": field, "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def _comment(message: Message) -> Body:
    """A comment on a post of the Page. The brand's reply is a comment on that comment."""
    post = _post(message.account)
    author = message.customer if not message.answers else Person(id=message.account, name="Page")
    value = {
        "from": {"id": author.id, "name": author.name},
        "item": "comment",
        "verb": "add",
        "post_id": post,
        "comment_id": message.id,
        "parent_id": message.answers.id if message.answers else post,
        "created_time": message.epoch_s,
        "message": message.text,
    }
    change = {"field": "feed", "value": value}
    return {
        "object": "page",
        "entry": [{"id": message.account, "time": message.epoch_s, "changes": [change]}],
    }


def _thread(message: Message) -> Body:
    """A reply under a post of the brand's. Authors, the brand included, are named by username."""
    root: Body = {"id": _post(message.account), "owner_id": message.account, "username": "brand"}
    value = {
        "id": message.id,
        "username": "brand" if message.answers else message.customer.id,
        "text": message.text,
        "timestamp": f"{message.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}+0000",
        "root_post": root,
        "replied_to": {"id": message.answers.id if message.answers else root["id"]},
    }
    change = {"field": "replies", "value": value}
    return {"target_id": root["id"], "time": message.epoch_s, "values": change}


def _post(page: str) -> str:
    return f"{page}_{122_000_001}"


def _x_post(message: Message) -> Body:
    """A mention of the brand, or the brand's reply (X Activity API)."""
    post: Body = {
        "id": message.id,
        "author_id": message.customer.id if not message.answers else message.account,
        "text": message.text,
        "created_at": message.at.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
        "conversation_id": message.answers.id if message.answers else message.id,
        "lang": "en",
    }
    if message.answers:
        post |= {
            "in_reply_to_tweet_id": message.answers.id,
            "in_reply_to_user_id": message.customer.id,
            "referenced_tweets": [{"type": "replied_to", "id": message.answers.id}],
        }
    if message.answers:
        return _activity("post.create", message, payload=post)
    customer = message.customer
    author = {"id": customer.id, "name": customer.name, "username": customer.handle}
    return _activity("post.mention.create", message, payload=post, includes={"users": [author]})


def _x_direct(message: Message) -> Body:
    """A direct message in either direction. X reports it in the older format."""
    sender, recipient = message.customer.id, message.account
    if message.answers:
        sender, recipient = recipient, sender
    event = {
        "type": "message_create",
        "id": message.id,
        "created_timestamp": str(message.epoch_ms),
        "message_create": {
            "target": {"recipient_id": recipient},
            "sender_id": sender,
            "message_data": {"text": message.text, "entities": {}},
        },
    }
    customer = message.customer
    user = {"id": customer.id, "name": customer.name, "screen_name": customer.handle}
    users = {customer.id: user}
    payload = {"direct_message_events": [event], "users": users}
    return _activity("dm.sent" if message.answers else "dm.received", message, payload=payload)


def _activity(event_type: str, message: Message, **content: Body) -> Body:
    return {
        "data": {
            "event_uuid": str(int(message.id) % 2**62),
            "filter": {"user_id": message.account},
            "event_type": event_type,
            **content,
        }
    }


def meta_raw(value: Body) -> bytes:
    """The bytes as Meta writes them: slashes and non-ASCII characters are escaped."""
    return json.dumps(value, separators=(",", ":")).replace("/", r"\/").encode()


def x_raw(value: Body) -> bytes:
    """The bytes as X writes them."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def meta_headers(raw: bytes, *, secret: str) -> dict[str, str]:
    """https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads"""
    digest = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={digest}"}


def x_headers(raw: bytes, *, secret: str) -> dict[str, str]:
    """https://docs.x.com/x-api/webhooks/quickstart: base64, where Meta's is hex."""
    digest = base64.b64encode(hmac.new(secret.encode(), raw, hashlib.sha256).digest()).decode()
    return {"Content-Type": "application/json", "X-Twitter-Webhooks-Signature": f"sha256={digest}"}


def adapter_headers(raw: bytes, *, secret: str, at: datetime) -> dict[str, str]:
    """https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

    Raises ValueError if the secret has no base64 after `whsec_`.
    """
    key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    signed = standard_webhooks.signed_headers(f"msg_{next(_serial)}", at, raw, [key])
    return {"Content-Type": "application/json", **signed}


def new_adapter_secret() -> str:
    """A random secret of an adapter, or of a receiver of our own webhooks."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}"


def x_challenge_answer(token: str, *, secret: str) -> str:
    """What a webhook must answer to X's challenge:
    https://docs.x.com/x-api/webhooks/quickstart#challenge-response-checks"""
    digest = hmac.new(secret.encode(), token.encode(), hashlib.sha256).digest()
    return f"sha256={base64.b64encode(digest).decode()}"
