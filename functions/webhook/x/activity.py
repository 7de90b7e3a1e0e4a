"""X Activity API: one event a body, `data {event_type, filter, payload, includes}`.

https://docs.x.com/x-api/activity/event-payloads
"""

from collections.abc import Collection

from functions.webhook.bodies import Json, ident, items, obj, text
from functions.webhook.x import direct, posts
from functions.webhook.x.moments import when
from shared.domain.events import Direction, Event

_POSTS = {
    "post.create",
    "post.mention.create",
    "post.reply.create",
    "post.quote.create",
    "post.repost.create",
}
_MESSAGES: dict[str, direct.Way] = {
    "dm.received": "received",
    "dm.sent": "sent",
    "chat.received": "received",
    "chat.sent": "sent",
}
_SIGNALS = {
    "dm.read",
    "dm.indicate_typing",
    "chat.read",
    "chat.indicate_typing",
    "chat.conversation.join",
    "chat.conversation_join",
    "chat.conversation.member_added",
    "chat.conversation.member_removed",
    "chat.conversation.admin_added",
    "chat.conversation.admin_removed",
    "chat.update.group_name",
    "chat.update.restrictions",
}
_WRAPPED = ("mark_read_", "indicate_typing_", "")
_BETWEEN_USERS = {
    "follow.follow",
    "follow.unfollow",
    "block.block",
    "block.unblock",
    "mute.mute",
    "mute.unmute",
    "FollowFollow",
    "FollowUnfollow",
}
_BY_THE_BRAND = {
    "profile.update.bio",
    "profile.update.profile_picture",
    "profile.update.banner_picture",
    "profile.update.screenname",
    "profile.update.handle",
    "profile.update.geo",
    "profile.update.url",
    "profile.update.verified_badge",
    "profile.update.affiliate_badge",
    "spaces.start",
    "spaces.end",
    "broadcast.start",
    "broadcast.end",
    "oauth.revoke",
    # The names of the first release, which the API's schema still lists.
    "ProfileBioUpdate",
    "ProfilePictureUpdate",
    "ProfileBannerPictureUpdate",
    "ProfileBannerUpdate",
    "ProfileScreennameUpdate",
    "ProfileGeoUpdate",
    "ProfileUrlUpdate",
    "ProfileVerifiedBadgeUpdate",
}
_BY_OTHERS = {"broadcast.chat"}
_BY_NOBODY = {"news.new", "NewsNew", "TrendsNew"}

EVENT_TYPES = frozenset(
    {*_POSTS, *_MESSAGES, *_SIGNALS, *_BETWEEN_USERS, *_BY_THE_BRAND, *_BY_OTHERS, *_BY_NOBODY}
    | {"post.delete", "like.create"}
)
"""All that X documents; anything else is unknown."""


def read(data: dict[str, Json], accounts: Collection[str]) -> list[Event]:
    """The event, or several where one body carries several direct messages."""
    what = data.get("event_type")
    account = ident(obj(data.get("filter")).get("user_id"))
    if not isinstance(what, str) or what not in EVENT_TYPES:
        return [Event("unknown", named(what), "x", account=account, source=data)]
    payload = obj(data.get("payload"))
    if what in _POSTS:
        return _post(what, data, account, accounts)
    if what in _MESSAGES:
        return _messages(what, data, account)
    if what == "post.delete":
        return [_delete(data, account)]
    if what == "like.create":
        return [_like(what, data, account)]
    if what in _SIGNALS:
        return _signals(what, payload, account)
    if what in _BETWEEN_USERS:
        return [between(what, payload, account)]
    return [_about_the_brand(what, payload, account)]


def named(value: Json) -> str:
    """An unknown type's name for counting, unless it does not read like one."""
    name = text(value) or ""
    is_name = len(name) <= 64 and name.isascii() and name.replace(".", "_").isidentifier()
    return name if is_name else "unnamed"


def _post(
    what: str, data: dict[str, Json], account: str | None, accounts: Collection[str]
) -> list[Event]:
    payload, includes = obj(data.get("payload")), obj(data.get("includes"))
    if "id" not in payload:  # wrapped, as users are
        payload = obj(payload.get("data")) or obj(payload.get("post")) or payload
    post = posts.of_v2(payload, includes)
    if what == "post.repost.create":
        if post is None:
            return [Event("not_a_message", what, "x", "public", account, direction="in")]
        post = post._replace(repost=True)
    if post is None:
        return [Event("unknown", what, "x", "public", account, source=data)]
    if account is None and what == "post.create":
        account = post.author
    elif account is None and what in ("post.quote.create", "post.repost.create"):
        account = posts.quoted_author(payload, includes)
    elif account is None and what == "post.reply.create":
        account = post.answered
    elif post.author is None and what == "post.create":
        post = post._replace(author=account)
    views = [account] if account is not None else posts.addressed(post, accounts)
    return [posts.judged(post, view, what) for view in views]


def _delete(data: dict[str, Json], account: str | None) -> Event:
    """X reports only the subscribed user's own deletions, and by its documents not when they were
    made."""
    payload = obj(data.get("payload"))
    number = ident(payload.get("id")) or ident(payload.get("tweet_id"))
    author = ident(payload.get("author_id"))
    account = account or author
    if number is None:
        return Event("unknown", "post.delete", "x", "public", account, source=data)
    own = author is None or author == account
    return Event(
        "delete",
        "post.delete",
        "x",
        "public",
        account,
        None if own else author,
        number,
        direction="out" if own else "in",
        at=when(payload.get("timestamp_ms")),
        orphan=True,
    )


def _messages(what: str, data: dict[str, Json], account: str | None) -> list[Event]:
    payload, way = obj(data.get("payload")), _MESSAGES[what]
    if what.startswith("chat."):
        event = direct.of_chat(what, payload, account, way)
    elif "direct_message_events" not in payload:
        event = direct.of_v2(what, payload, account, way)
    else:
        updates = items(payload.get("direct_message_events"))
        events = [direct.of_v1(what, update, payload, account, way) for update in updates]
        return events or [Event("unknown", what, "x", "private", account, source=data)]
    return [event._replace(source=data) if event.kind == "unknown" else event]


def _signals(what: str, payload: dict[str, Json], account: str | None) -> list[Event]:
    """`dm.read` and typing are described in words only: seen flat, and in each of AAA's arrays."""
    wrapped = (items(payload.get(f"direct_message_{name}events")) for name in _WRAPPED)
    signals = next(filter(None, wrapped), [payload])
    return [direct.of_signal(what, obj(signal), account) for signal in signals]


def _like(what: str, data: dict[str, Json], account: str | None) -> Event:
    """The payload names the author of the post, and only the included users tell who liked it."""
    payload = obj(data.get("payload"))
    author = ident(payload.get("liked_tweet_author_id") or payload.get("liked_post_author_id"))
    way = obj(data.get("filter")).get("direction")
    inbound = way == "inbound" or (way != "outbound" and account is not None and author == account)
    users = (_user_id(user) for user in items(obj(data.get("includes")).get("users")))
    others = [user for user in users if user not in (None, account)]
    liker = others[0] if len(others) == 1 else None
    return Event(
        "not_a_message",
        what,
        "x",
        "public",
        account,
        liker if inbound else author,
        ident(payload.get("liked_tweet_id") or payload.get("liked_post_id")),
        direction="in" if inbound else "out",
        at=when(payload.get("timestamp_ms")),  # `created_at` is the liked post's
    )


def between(what: str, update: dict[str, Json], account: str | None) -> Event:
    """A follow, block or mute: `source` did it to `target`."""
    source, target = _user_id(update.get("source")), _user_id(update.get("target"))
    own = account is not None and source == account
    return Event(
        "not_a_message",
        what,
        "x",
        account=account,
        customer=target if own else source,
        direction="out" if own else "in",
        at=when(update.get("created_timestamp")),
    )


def _about_the_brand(what: str, payload: dict[str, Json], account: str | None) -> Event:
    direction: Direction | None = "out"
    if what not in _BY_THE_BRAND:
        direction = "in" if what in _BY_OTHERS else None
    return Event(
        "not_a_message",
        what,
        "x",
        account=account or ident(payload.get("user_id")) or _user_id(payload.get("user")),
        direction=direction,
        at=when(payload.get("date_time")),
    )


def _user_id(user: Json) -> str | None:
    """Of a user as v1.1 (flat) or v2 (in `data`) tells one."""
    flat = obj(user)
    return posts.id_of(obj(flat.get("data")) or flat)
