"""One update of a webhook body, in ReplyWatch's own terms.

An event depends only on the update itself. If the platform delivers the same update again, in
another body or on another day, the event is the same. Nothing here depends on when a body was sent
or received, except `sent_at`, which is stored only if the platform gives no better time.
"""

import re
from datetime import UTC, datetime
from typing import Literal, NamedTuple

type Channel = str
"""One of CHANNELS, or a channel that `[channels]` of replywatch.toml defines."""

Surface = Literal["public", "private"]
Direction = Literal["in", "out"]
Sender = Literal["meta", "x", "adapter"]
Kind = Literal["message", "reply", "edit", "delete", "not_a_message", "unknown"]
"""What an update is:

- `message`: a customer wrote.
- `reply`: the brand wrote to a customer.
- `edit`, `delete`: someone changed an earlier message, of either side.
- `not_a_message`: understood, and neither opens nor closes a wait.
- `unknown`: not understood. The webhook counts it, quarantines it and answers 200.
"""

CHANNELS: tuple[Channel, ...] = ("facebook", "messenger", "instagram", "whatsapp", "threads", "x")
"""The built-in channels. `facebook` is the public Page (posts, comments, ratings); `messenger` is
its private messages."""

SHARED_ID_CHANNELS = frozenset({"x", "instagram"})
"""Channels on which a customer has one id in public and in private. So a private answer can be
matched to its public question."""

AUTOMATED_REPLY = "v1.reply.automated"
"""The event name of a reply that an adapter marks as automated."""

OTHER_ACCOUNTS_REPLY = "reply.other_account"
"""The event name of a public reply that another one of the brand's accounts wrote to a customer."""

_INVALID_IN_IDS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
"""Control characters, lone surrogates, and the replacement character that stands for one."""


class Event(NamedTuple):
    """One update of a webhook body.

    This is a `NamedTuple` because a body holds up to 1,000 updates, and a frozen dataclass takes
    three times as long to create.
    """

    kind: Kind
    event_name: str
    """The platform's own name for the update, used as a metric label: `messages.text`,
    `feed.comment.add`, `post.mention.create`, `statuses.read`. It has few distinct values and never
    contains an id or text that a person wrote."""
    channel: Channel | None = None
    surface: Surface | None = None
    account: str | None = None
    """The brand's id: Page, Instagram account, WhatsApp phone number, Threads user or X user."""
    customer: str | None = None
    """The customer's id, in messages and replies alike. None if the update does not name the
    customer, for example in a public reply that names only the message it answers."""
    message_id: str | None = None
    """The message concerned. For an edit or a delete: the message edited or deleted."""
    answers: str | None = None
    """The id of the message that this one replies to, as the platform states it."""
    thread: str | None = None
    """Public messages only: the post, media or root message above this one."""
    direction: Direction | None = None
    at: datetime | None = None
    """When it happened by the platform's clock, in UTC. None if the update has no time."""
    sent_at: datetime | None = None
    """When the platform sent the update (`entry.time`). Used only if `at` is None, and may be None
    if `at` is known. A redelivery may carry a later time."""
    text: str | None = None
    app: str | None = None
    """The app that sent a reply, if the platform names it: an app id, a client's name or a tag."""
    needs_parent: bool = False
    """True if the conversation is that of the parent message and can only be found by looking that
    message up: a brand's public reply that does not name the customer and the thread, or an edit or
    delete that names only its message."""
    lang: str | None = None
    """The language that the platform detected (X), as a BCP 47 tag."""
    followers: int | None = None
    """How many followers the author has, if the platform says so."""
    permalink: str | None = None
    """The address of this post or thread, if the platform gives or documents one."""
    alias: str | None = None
    """Another id of the same customer, if the platform says that both are one person (WhatsApp)."""
    customer_name: str | None = None
    """The customer's name or `@handle`, where the platform sends it. Messages of customers only."""
    source: object = None
    """The JSON fragment itself. Set only if the kind is `unknown`."""
    app_tag: str | None = None
    """A mark that the sending app put on its own reply (Meta's `metadata`)."""
    is_account_guessed: bool = False
    """True if nothing in a public post names the brand: it lies in a thread that the brand follows.
    Stored messages of the thread show which account that is; `account` is the most likely one."""
    agent: str | None = None
    """Who at the brand wrote a reply, if an adapter says so. No platform does."""

    @property
    def conversation(self) -> str | None:
        """The conversation's id, or None if this event alone does not determine it."""
        return conversation_of(self)


def conversation_of(event: Event) -> str | None:
    """The id of the event's conversation, or None if the event alone does not determine it.

    Private: `<channel>:<account>:<customer>`. Public: `<channel>:<account>:<thread>:<customer>`.
    The id holds the customer and never the sender, because all of a brand's replies have the same
    sender. A public message whose author the platform withholds is a conversation of its own:
    `<channel>:<account>:<thread>:unknown-<message id>`.
    """
    channel, account, customer = event.channel, event.account, event.customer
    if channel is None or account is None or event.needs_parent:
        return None
    if event.surface == "private":
        return f"{channel}:{account}:{customer}" if customer else None
    if not event.thread:
        return None
    if customer:
        return f"{channel}:{account}:{event.thread}:{customer}"
    if event.kind == "message" and event.message_id:
        return f"{channel}:{account}:{event.thread}:unknown-{event.message_id}"
    return None


def customer_of(conversation: str) -> str:
    """A name for a conversation's customer on the account: `x:9:42`, both for `x:9:42` in
    private and for `x:9:thread:42` in public. A message whose author is withheld has a customer
    of its own."""
    channel, account, rest = conversation.split(":", 2)
    return f"{channel}:{account}:{rest.rpartition(':')[2]}"


def has_valid_ids(event: Event) -> bool:
    """Whether the event's ids are text that can be stored.

    No platform sends control characters or half of a surrogate pair in an id. An id that holds one
    cannot be encoded, or may stand for several ids that differ only there.
    """
    ids = (
        event.account, event.customer, event.message_id, event.answers, event.thread, event.alias
    )  # fmt: skip
    text = "".join([each for each in ids if each])
    return (text.isascii() and text.isprintable()) or not _INVALID_IN_IDS.search(text)


def sender_of(channel: Channel) -> Sender:
    """The platform that sends the channel's webhooks, or an adapter, which uses `POST
    /v1/messages`."""
    if channel not in CHANNELS:
        return "adapter"
    return "x" if channel == "x" else "meta"


def utc(seconds: float) -> datetime:
    """The time that is this many seconds after the Unix epoch, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
