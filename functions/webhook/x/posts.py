"""Public posts: who wrote it, answering what. v2 posts and v1.1 tweets share one judgement."""

from collections.abc import Collection
from datetime import datetime
from html import unescape
from typing import NamedTuple

from functions.webhook.bodies import Json, ident, items, obj, text
from functions.webhook.x.moments import of_id, when
from shared.domain.events import Event

_NO_LANGUAGE = {"und", "zxx", "art", "qam", "qct", "qht", "qme", "qst"}
"""X's marks for a post without words: mentions, hashtags or media only, or too short to tell."""
_REPOSTED = ("retweeted", "reposted")
_OLD_TAGS = {"in": "id", "iw": "he", "ji": "yi"}


class Post(NamedTuple):
    """A post as either API tells it."""

    id: str
    author: str | None
    answers: str | None
    answered: str | None
    """The user who wrote the post answered."""
    thread: str | None
    """The root of the conversation, which v1.1 does not tell."""
    original: str
    """The id of the first version: each edit has a new id."""
    repost: bool
    at: datetime | None
    text: str | None
    lang: str | None
    reach: int | None
    client: Json
    mentions: Json


def of_v2(post: dict[str, Json], includes: dict[str, Json]) -> Post | None:
    """A v2 post (https://docs.x.com/x-api/fundamentals/data-dictionary), or None without an id.

    X is renaming fields from tweets to posts: either name may come.
    """
    number = ident(post.get("id"))
    if number is None:
        return None
    author = ident(post.get("author_id"))
    replied = ident(post.get("in_reply_to_tweet_id")) or ident(post.get("in_reply_to_post_id"))
    repost = False
    for item in _references(post):
        reference = obj(item)
        if reference.get("type") in _REPOSTED:
            repost = True
        elif reference.get("type") == "replied_to":
            replied = ident(reference.get("id")) or replied
    answered = ident(post.get("in_reply_to_user_id"))
    if answered is None and replied is not None:
        answered = _author_of(replied, includes)
    note = obj(post.get("note_tweet") or post.get("note_post"))
    entities = obj(note.get("entities")) or obj(post.get("entities"))
    author_metrics = obj(_included(includes, "users", author).get("public_metrics"))
    original, thread = number, ident(post.get("conversation_id"))
    versions = items(post.get("edit_history_tweet_ids") or post.get("edit_history_post_ids"))
    if len(versions) > 1:
        original = ident(versions[0]) or number
        thread = original if thread == number else thread
    if author is None and not repost:  # fields that were not asked for: the text alone tells
        repost = (text(post.get("text")) or "").startswith("RT @")
    return Post(
        number,
        author,
        replied,
        answered,
        thread,
        original,
        repost,
        when(post.get("created_at")) or of_id(number),
        plain(note.get("text")) or plain(post.get("text")),
        _language(post.get("lang")),
        count(author_metrics.get("followers_count")),
        post.get("source"),
        entities.get("mentions"),
    )


def of_v1(tweet: dict[str, Json]) -> Post | None:
    """A v1.1 tweet, or None without an id."""
    number = id_of(tweet)
    if number is None:
        return None
    user = obj(tweet.get("user"))
    # `truncated`: the text is cut, and the mentions beyond the cut are missing.
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
        when(tweet.get("timestamp_ms")) or when(tweet.get("created_at")) or of_id(number),
        plain(full.get("full_text")) or plain(tweet.get("full_text")) or plain(tweet.get("text")),
        _language(tweet.get("lang")),
        count(user.get("followers_count")),
        tweet.get("source"),
        entities.get("user_mentions"),
    )


def judged(post: Post, account: str | None, what: str) -> Event:
    """What a post means to this account.

    An edit is one, whatever it says: whether its original was seen, or did not name the brand yet
    and so was never sent to us, only the table tells. So it waits there for its original.
    """
    if account is not None and post.author == account:
        return _own(post, account, what)
    if post.repost:
        return _quiet(post, account, what)
    edited = post.original != post.id
    return Event(
        "edit" if edited else "message",
        what,
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
        orphan=edited,
        lang=post.lang,
        reach=post.reach,
        permalink=permalink(post.id),
    )


def _own(post: Post, account: str, what: str) -> Event:
    """A brand's post: a reply when it answers somebody else, and nobody's otherwise."""
    edited = post.original != post.id
    is_reply = post.answered != account and bool(post.answers or post.answered)
    if post.repost or not (is_reply or edited):
        return _quiet(post, account, what)
    customer = post.answered if is_reply else None
    # v1.1 names the post answered, not the root: the true thread is that of the post answered.
    unplaced = post.thread is None or customer is None
    return Event(
        "edit" if edited else "reply",
        what,
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
        orphan=is_reply and unplaced and post.answers is not None,
        lang=post.lang,
        permalink=permalink(post.id),
    )


def _quiet(post: Post, account: str | None, what: str) -> Event:
    own = post.author is not None and post.author == account
    return Event(
        "not_a_message",
        what,
        "x",
        "public",
        account,
        None if own else post.author,
        post.id,
        direction="out" if own else "in",
        at=post.at,
    )


def addressed(post: Post, accounts: Collection[str]) -> list[str | None]:
    """Whose view of a post to take, where the body names no subscribed user.

    Each configured brand that wrote it, is answered or is mentioned has its own. While none is
    configured, the best guess is the user answered, else the first mentioned.
    """
    mentions = [id_of(obj(mention)) for mention in items(post.mentions)]
    if accounts:
        parties = dict.fromkeys((post.author, post.answered, *mentions))
        return [one for one in parties if one in accounts] or [None]
    others = (one for one in (post.answered, *mentions) if one and one != post.author)
    return [next(others, None)]


def quoted_author(post: dict[str, Json], includes: dict[str, Json]) -> str | None:
    """Who wrote the post that this one quotes or reposts, where the body includes it."""
    for item in _references(post):
        reference = obj(item)
        if reference.get("type") in ("quoted", *_REPOSTED):
            return _author_of(ident(reference.get("id")), includes)
    return None


def permalink(number: str) -> str | None:
    """The address of a post, which X finds by the id alone."""
    is_id = number.isascii() and number.isdigit()
    return f"https://x.com/i/status/{number}" if is_id else None


def plain(value: Json) -> str | None:
    """X's texts are HTML-escaped (`&amp;`)."""
    return unescape(value) if isinstance(value, str) and value else None


def count(value: Json) -> int | None:
    """A number of followers."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def id_of(holder: dict[str, Json], name: str = "id") -> str | None:
    """An id of v1.1, whose number may have been rounded where its text is not."""
    return ident(holder.get(f"{name}_str")) or ident(holder.get(name))


def _references(post: dict[str, Json]) -> list[Json]:
    return items(post.get("referenced_tweets") or post.get("referenced_posts"))


def _author_of(number: str | None, includes: dict[str, Json]) -> str | None:
    post = _included(includes, "tweets", number) or _included(includes, "posts", number)
    return ident(post.get("author_id"))


def _included(includes: dict[str, Json], kind: str, number: str | None) -> dict[str, Json]:
    """The expanded user or post with this id; users have been seen wrapped in `data`."""
    if number is None:
        return {}
    for item in items(includes.get(kind)):
        holder = obj(item)
        one = obj(holder.get("data")) or holder
        if ident(one.get("id")) == number:
            return one
    return {}


def _language(value: Json) -> str | None:
    tag = text(value)
    return None if tag is None or tag in _NO_LANGUAGE else _OLD_TAGS.get(tag, tag)


def _client(source: Json) -> str | None:
    """The client's name: v1.1 has it in `<a href="…" rel="nofollow">X Web App</a>`."""
    name = text(source)
    if name is not None and name.startswith("<"):
        name = name.partition(">")[2].rpartition("</")[0]
    return unescape(name) or None if name else None
