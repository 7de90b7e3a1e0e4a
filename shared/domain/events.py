"""What a platform told us, in our words: one `Event` for each update in a webhook's body.

An event is a pure function of the update itself: the same update delivered again, in another
body, on another day, is the same event. So nothing here knows when a body was sent or received,
except `sent_at`, which is never stored unless the platform gives no better time.
"""

from datetime import UTC, datetime
from typing import Literal, NamedTuple

Channel = Literal["facebook", "messenger", "instagram", "whatsapp", "threads", "x"]
"""`facebook` is the public Page (posts, comments, ratings); `messenger` its private messages."""

Surface = Literal["public", "private"]
Direction = Literal["in", "out"]
Kind = Literal["message", "reply", "edit", "delete", "not_a_message", "unknown"]
"""`message`: a customer wrote. `reply`: the brand wrote to a customer. `edit` and `delete` concern
an earlier message of either side. `not_a_message` is understood and neither starts nor stops a
clock. `unknown` is not understood: kept, counted, answered 200."""

CHANNELS: tuple[Channel, ...] = ("facebook", "messenger", "instagram", "whatsapp", "threads", "x")


class Event(NamedTuple):
    """One update of a webhook's body.

    A `NamedTuple`, since a body holds up to 1,000 updates and a frozen dataclass costs three times
    as much to make.
    """

    kind: Kind
    what: str
    """The platform's own name for it, of low cardinality, for counting: `messages.text`,
    `feed.comment.add`, `post.mention.create`, `statuses.read`. Never an id, never text."""
    channel: Channel | None = None
    surface: Surface | None = None
    account: str | None = None
    """The brand's side: Page id, Instagram account id, WhatsApp phone number id, Threads or X user
    id."""
    customer: str | None = None
    """The other side's id, whoever wrote; None where the update does not tell (a public reply that
    only names the message it answers)."""
    message_id: str | None = None
    """The message concerned; of an edit or a delete, the one edited or deleted."""
    answers: str | None = None
    """The id of the message replied to, as the platform states it."""
    thread: str | None = None
    """Public only: the post, media or root message under which this was written."""
    direction: Direction | None = None
    at: datetime | None = None
    """When it happened, by the platform's clock, aware, UTC; None where the update has no time."""
    sent_at: datetime | None = None
    """When the platform says it sent the update (`entry.time`), for want of a better time: it may
    be left out where `at` is known. A redelivery may carry another."""
    text: str | None = None
    app: str | None = None
    """The app that sent a reply, where the platform names it: an app id, a client's name, a tag."""
    orphan: bool = False
    """True where the conversation is that of the message answered (`answers`) and can only be known
    by looking that message up: a brand's public reply that does not name customer and thread."""
    lang: str | None = None
    """The platform's own guess at the language (X), as a BCP 47 tag."""
    reach: int | None = None
    """How many follow the author, where the platform says so."""
    permalink: str | None = None
    """The address of the very post or thread, where the platform gives or defines one."""
    alias: str | None = None
    """Another id of the same customer, when the platform says that both are one (WhatsApp)."""
    source: object = None
    """Only of an `unknown`: the fragment itself, to be kept."""

    @property
    def conversation(self) -> str | None:
        """The conversation's id, or None where this event alone does not tell."""
        return conversation_of(self)


def conversation_of(event: Event) -> str | None:
    """Private: `<channel>:<account>:<customer>`; public: `<channel>:<account>:<thread>:<customer>`.

    Grouped by the customer, never by the sender: all of a brand's replies have the same sender.
    A public message whose author the platform withholds is a conversation of its own.
    """
    channel, account, customer = event.channel, event.account, event.customer
    if channel is None or account is None or event.orphan:
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


def utc(seconds: float) -> datetime:
    """A moment from epoch seconds."""
    return datetime.fromtimestamp(seconds, UTC)
