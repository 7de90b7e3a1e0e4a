"""Parses public posts. v2 posts and v1.1 tweets become a `Post`, and a `Post` becomes an event."""

from collections.abc import Collection
from datetime import datetime
from html import unescape
from typing import NamedTuple

from functions.webhook.bodies import Json, handle, ident, items, obj, text
from functions.webhook.x.includes import REPOSTED, author_of, included, quoted_author, references
from functions.webhook.x.times import parse_x_time, time_from_id, time_of
from shared.domain.events import Event

MAX_FOLLOWERS = 10**12
"""The largest number of followers. More cannot be right, and DynamoDB stores at most 38 digits."""

_NO_LANGUAGE = {"und", "zxx", "art", "qam", "qct", "qht", "qme", "qst"}
"""X's tags for a post without a language: only mentions, hashtags or media, or too short."""
_OLD_TAGS = {"in": "id", "iw": "he", "ji": "yi"}


class Post(NamedTuple):
    """A post, read from the form of either API."""

    id: str
    author: str | None
    answers: str | None
    answered_author: str | None
    """The author of the post that this one replies to."""
    thread: str | None
    """The root post of the conversation. v1.1 does not name it."""
    original: str
    """The id of the first version. X gives each edited version a new id."""
    repost: bool
    at: datetime | None
    text: str | None
    lang: str | None
    followers: int | None
    client: Json
    mentions: Json
    author_name: str | None = None
    implicit: tuple[str, ...] = ()
    """Users whom only the automatic prefix of a reply names: X puts everybody there who has taken
    part in the conversation, first the one who is answered. The author has not written to them."""
    quoted_author: str | None = None
    """The author of the post that this one quotes or reposts, if the body includes it."""

    def concerns(self, account: str | None) -> bool:
        """Whether someone else's post is for this account. It is not if it answers another user,
        and only the automatic prefix names the account. An author who answers their own post
        continues what they wrote before."""
        if account not in self.implicit:
            return True
        return (self.answered_author or self.implicit[0]) in {account, self.author}

    def goes_on_in_thread_of(self, account: str | None, accounts: Collection[str]) -> bool:
        """Whether another account of the brand answers a customer who has written to this account.
        If the text names this account, the reply sends the customer here instead."""
        return account in self.implicit and self.answered_author not in accounts

    @property
    def answers_somebody_else(self) -> bool:
        """Whether it certainly answers another user's post. If X does not name that post's author,
        it may continue the author's own post."""
        return self.answered_author not in {None, self.author}


def parse_v2(post: dict[str, Json], includes: dict[str, Json]) -> Post | None:
    """A v2 post (https://docs.x.com/x-api/fundamentals/data-dictionary), or None without an id.

    X is renaming fields from tweets to posts, so both names are read.
    """
    number = ident(post.get("id"))
    if number is None:
        return None
    author = ident(post.get("author_id"))
    replied = ident(post.get("in_reply_to_tweet_id")) or ident(post.get("in_reply_to_post_id"))
    repost = False
    for item in references(post):
        reference = obj(item)
        if reference.get("type") in REPOSTED:
            repost = True
        elif reference.get("type") == "replied_to":
            replied = ident(reference.get("id")) or replied
    answered = ident(post.get("in_reply_to_user_id"))
    if answered is None and replied is not None:
        answered = author_of(replied, includes)
    note = obj(post.get("note_tweet") or post.get("note_post"))
    entities = obj(note.get("entities")) or obj(post.get("entities"))
    user = included(includes, "users", author)
    author_metrics = obj(user.get("public_metrics"))
    original, thread = number, ident(post.get("conversation_id"))
    versions = items(post.get("edit_history_tweet_ids") or post.get("edit_history_post_ids"))
    if len(versions) > 1:
        original = ident(versions[0]) or number
        thread = original if thread == number else thread
    if author is None and not repost:  # X left out fields, so only the text shows it
        repost = (text(post.get("text")) or "").startswith("RT @")
    return Post(
        number,
        author,
        replied,
        answered,
        thread,
        original,
        repost,
        time_of(number, parse_x_time(post.get("created_at"))),
        unescaped(note.get("text")) or unescaped(post.get("text")),
        _language(post.get("lang")),
        count(author_metrics.get("followers_count")),
        post.get("source"),
        entities.get("mentions"),
        handle(user.get("username")),
        _implicit(entities.get("mentions"), post, ("start", "end")),
        quoted_author(post, includes),
    )


def parse_v1(tweet: dict[str, Json]) -> Post | None:
    """A v1.1 tweet, or None without an id."""
    number = id_of(tweet)
    if number is None:
        return None
    user = obj(tweet.get("user"))
    # The text of a truncated tweet is cut, and the mentions beyond the cut are missing.
    full = obj(tweet.get("extended_tweet")) if tweet.get("truncated") is not False else {}
    history = obj(tweet.get("edit_history"))
    versions = items(history.get("edit_tweet_ids"))
    first = history.get("initial_tweet_id") or (versions[0] if len(versions) > 1 else None)
    entities = obj(full.get("entities")) or obj(tweet.get("entities"))
    return Post(
        number,
        id_of(user),
        id_of(tweet, "in_reply_to_status_id"),
        id_of(tweet, "in_reply_to_user_id"),
        id_of(tweet, "conversation_id"),
        ident(first) or number,
        bool(tweet.get("retweeted_status")),
        time_of(
            number, parse_x_time(tweet.get("timestamp_ms")) or parse_x_time(tweet.get("created_at"))
        ),
        unescaped(full.get("full_text"))
        or unescaped(tweet.get("full_text"))
        or unescaped(tweet.get("text")),
        _language(tweet.get("lang")),
        count(user.get("followers_count")),
        tweet.get("source"),
        entities.get("user_mentions"),
        handle(user.get("screen_name")),
        _implicit(entities.get("user_mentions"), full or tweet, ("indices",)),
        id_of(obj(obj(tweet.get("quoted_status")).get("user"))),
    )


def to_events(
    post: Post, account: str | None, event_name: str, accounts: Collection[str] = ()
) -> list[Event]:
    """The events of a post, seen from this account: one, or two for an edited reply of the brand.

    The edit also gives the reply itself, at the time that the original's id holds. So the reply
    counts even if X never sent the original. If X did, both are the same message.
    """
    event = to_event(post, account, event_name, accounts)
    first_at = time_from_id(post.original)
    is_own_edit = event.kind == "edit" and event.direction == "out"
    if not is_own_edit or first_at is None or post.at != time_from_id(post.id):
        return [event]
    original = to_event(post._replace(id=post.original, at=first_at), account, event_name, accounts)
    return [original, event] if original.kind == "reply" else [event]


def to_event(
    post: Post, account: str | None, event_name: str, accounts: Collection[str] = ()
) -> Event:
    """The event of a post, seen from this account. `accounts` are all those of the brand: what one
    of them answers to a customer concerns each account that X names in it.

    A later version of a post is always an edit that needs its original. X may never have sent the
    original, because it did not name the brand yet. Only the table shows if it was received.
    """
    if account is not None and post.author == account:
        return _own_post(post, account, event_name)
    if post.author in accounts and not post.goes_on_in_thread_of(account, accounts):
        return not_a_message(post, account, event_name)._replace(customer=None)
    if post.repost or not (post.concerns(account) or post.author in accounts):
        return not_a_message(post, account, event_name)
    edited = post.original != post.id
    return Event(
        "edit" if edited else "message",
        event_name,
        "x",
        "public",
        account,
        post.author,
        post.original,
        post.answers,
        post.thread or post.answers or post.original,
        "in",
        post.at,
        text=post.text,
        needs_parent=edited,
        lang=post.lang,
        followers=post.followers,
        customer_name=post.author_name,
        permalink=permalink(post.id),
    )


def _own_post(post: Post, account: str, event_name: str) -> Event:
    """A post of the brand's. It is a reply only if it answers someone else."""
    edited = post.original != post.id
    is_reply = post.answered_author != account and bool(post.answers or post.answered_author)
    if post.repost or not (is_reply or edited):
        return not_a_message(post, account, event_name)
    customer = post.answered_author if is_reply else None
    # v1.1 names only the parent post and not the root. The thread is the parent's.
    is_incomplete = post.thread is None or customer is None
    return Event(
        "edit" if edited else "reply",
        event_name,
        "x",
        "public",
        account,
        customer,
        post.original,
        post.answers,
        post.thread or post.answers or post.original,
        "out",
        post.at,
        text=post.text,
        app=_client(post.client),
        needs_parent=edited or (is_reply and is_incomplete and post.answers is not None),
        lang=post.lang,
        permalink=permalink(post.id),
    )


def not_a_message(post: Post, account: str | None, event_name: str) -> Event:
    """The event of a post that is neither for the brand nor a reply of it."""
    own = post.author is not None and post.author == account
    return Event(
        "not_a_message",
        event_name,
        "x",
        "public",
        account,
        None if own else post.author,
        post.id,
        direction="out" if own else "in",
        at=post.at,
    )


def addressed(post: Post, accounts: Collection[str]) -> list[str | None]:
    """The accounts that a post concerns, for a body that names no subscribed user.

    These are the configured brands that wrote the post, are answered by it, mentioned in it or
    quoted by it. Each gets an event of its own. If no brand is configured, the best guess is the
    user who is answered, or else the first one mentioned, or else the one quoted.
    """
    mentions = [id_of(obj(mention)) for mention in items(post.mentions)]
    others = (post.answered_author, *mentions, post.quoted_author)
    if accounts:
        parties = dict.fromkeys((post.author, *others))
        return [one for one in parties if one in accounts] or [None]
    return [next((one for one in others if one and one != post.author), None)]


def _implicit(mentions: Json, post: dict[str, Json], places: tuple[str, ...]) -> tuple[str, ...]:
    """The users who are mentioned before the text that X displays, and nowhere else, in order.

    https://docs.x.com/x-api/fundamentals/data-dictionary: `display_text_range`. Without it, every
    mention counts as written by the author.
    """
    displayed = items(post.get("display_text_range"))
    if not displayed or not isinstance(displayed[0], int):
        return ()
    before: dict[str, int] = {}
    written: dict[str, int] = {}
    for item in items(mentions):
        mention = obj(item)
        user = id_of(mention)
        indices = items(mention.get("indices")) or [mention.get(place) for place in places]
        end = indices[-1] if indices else None
        if user is not None:
            place = end if isinstance(end, int) else displayed[0] + 1
            (before if place <= displayed[0] else written)[user] = place
    return tuple(user for user in sorted(before, key=lambda u: before[u]) if user not in written)


def permalink(number: str) -> str | None:
    """The address of a post. X needs only the id."""
    is_id = number.isascii() and number.isdigit()
    return f"https://x.com/i/status/{number}" if is_id else None


def unescaped(value: Json) -> str | None:
    """A text without its HTML escapes. X escapes texts: `&amp;`."""
    return unescape(value) if isinstance(value, str) and value else None


def count(value: Json) -> int | None:
    """A number of followers, or None for any other value."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= MAX_FOLLOWERS else None


def id_of(holder: dict[str, Json], name: str = "id") -> str | None:
    """An id in v1.1 form. The text is read first, because the number may have been rounded."""
    return ident(holder.get(f"{name}_str")) or ident(holder.get(name))


def _language(value: Json) -> str | None:
    tag = text(value)
    return None if tag is None or tag in _NO_LANGUAGE else _OLD_TAGS.get(tag, tag)


def _client(source: Json) -> str | None:
    """The client's name. v1.1 sends `<a href="…" rel="nofollow">X Web App</a>`."""
    name = text(source)
    if name is not None and name.startswith("<"):
        name = name.partition(">")[2].rpartition("</")[0]
    return unescape(name) or None if name else None
