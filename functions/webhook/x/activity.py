"""Parses the X Activity API: one event per body, `data {event_type, filter, payload, includes}`.

https://docs.x.com/x-api/activity/event-payloads
"""

from collections.abc import Collection

from functions.webhook.bodies import Json, ident, items, obj, text
from functions.webhook.x import posts, private_messages
from functions.webhook.x.times import parse_x_time
from shared.domain.events import Direction, Event

_POSTS = {
    "post.create",
    "post.mention.create",
    "post.reply.create",
    "post.quote.create",
    "post.repost.create",
}
_MESSAGES: dict[str, private_messages.Way] = {
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
_WRAPPED_SIGNALS = ("mark_read_", "indicate_typing_", "")
"""The arrays with signals are named `direct_message_<part>events`. These are the possible parts."""
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
    # Names of the first release. The API's schema still lists them.
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
"""All event types that X documents. Any other is `unknown`."""


def read(data: dict[str, Json], accounts: Collection[str]) -> list[Event]:
    """The event of a body, or several if the body holds several direct messages."""
    event_name = data.get("event_type")
    account = ident(obj(data.get("filter")).get("user_id"))
    if not isinstance(event_name, str) or event_name not in EVENT_TYPES:
        return [Event("unknown", metric_label(event_name), "x", account=account, source=data)]
    payload = obj(data.get("payload"))
    if event_name in _POSTS:
        return _post(event_name, data, account, accounts)
    if event_name in _MESSAGES:
        return _messages(event_name, data, account)
    if event_name == "post.delete":
        return [_delete(data, account)]
    if event_name == "like.create":
        return [_like(event_name, data, account)]
    if event_name in _SIGNALS:
        return _signals(event_name, payload, account)
    if event_name in _BETWEEN_USERS:
        return [between_users(event_name, payload, account)]
    return [_about_the_brand(event_name, payload, account)]


def metric_label(value: Json) -> str:
    """The name of an unknown type if it can be a metric label, otherwise `unnamed`."""
    name = text(value) or ""
    is_name = len(name) <= 64 and name.isascii() and name.replace(".", "_").isidentifier()
    return name if is_name else "unnamed"


def _post(
    event_name: str, data: dict[str, Json], account: str | None, accounts: Collection[str]
) -> list[Event]:
    payload, includes = obj(data.get("payload")), obj(data.get("includes"))
    if "id" not in payload:  # wrapped in `data`, as users are
        payload = obj(payload.get("data")) or obj(payload.get("post")) or payload
    post = posts.parse_v2(payload, includes)
    if event_name == "post.repost.create":
        if post is None:
            return [Event("not_a_message", event_name, "x", "public", account, direction="in")]
        post = post._replace(repost=True)
    if post is None:
        return [Event("unknown", event_name, "x", "public", account, source=data)]
    if account is None and event_name == "post.create":
        account = post.author
    elif account is None and event_name in ("post.quote.create", "post.repost.create"):
        account = post.quoted_author
    elif account is None and event_name == "post.reply.create":
        account = post.answered_author
    elif post.author is None and event_name == "post.create":
        post = post._replace(author=account)
    if (
        event_name == "post.reply.create"
        and post.answered_author is None
        and post.author != account
    ):
        post = post._replace(answered_author=account)  # X fires it for direct replies only
    views = [account] if account is not None else posts.addressed(post, accounts)
    return [e for view in views for e in posts.to_events(post, view, event_name, accounts)]


def _delete(data: dict[str, Json], account: str | None) -> Event:
    """The subscribed user deleted a post. X reports nobody else's deletions, and documents no
    time."""
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
        at=parse_x_time(payload.get("timestamp_ms")),
        needs_parent=True,
    )


def _messages(event_name: str, data: dict[str, Json], account: str | None) -> list[Event]:
    payload, way = obj(data.get("payload")), _MESSAGES[event_name]
    if event_name.startswith("chat."):
        event = private_messages.parse_chat(event_name, payload, account, way)
    elif "direct_message_events" not in payload:
        event = private_messages.parse_v2(event_name, payload, account, way)
    else:
        updates = items(payload.get("direct_message_events"))
        events = [
            private_messages.parse_v1(event_name, update, payload, account, way)
            for update in updates
        ]
        return events or [Event("unknown", event_name, "x", "private", account, source=data)]
    return [event._replace(source=data) if event.kind == "unknown" else event]


def _signals(event_name: str, payload: dict[str, Json], account: str | None) -> list[Event]:
    """X documents no body for `dm.read` and typing. Both occur flat, and in the arrays of the
    Account Activity API."""
    wrapped = (items(payload.get(f"direct_message_{name}events")) for name in _WRAPPED_SIGNALS)
    signals = next(filter(None, wrapped), [payload])
    return [private_messages.parse_signal(event_name, obj(signal), account) for signal in signals]


def _like(event_name: str, data: dict[str, Json], account: str | None) -> Event:
    """A like. The payload names the post's author; who liked it is only in the included users."""
    payload = obj(data.get("payload"))
    author = ident(payload.get("liked_tweet_author_id") or payload.get("liked_post_author_id"))
    way = obj(data.get("filter")).get("direction")
    inbound = way == "inbound" or (way != "outbound" and account is not None and author == account)
    users = (_user_id(user) for user in items(obj(data.get("includes")).get("users")))
    others = [user for user in users if user not in (None, account)]
    liker = others[0] if len(others) == 1 else None
    return Event(
        "not_a_message",
        event_name,
        "x",
        "public",
        account,
        liker if inbound else author,
        ident(payload.get("liked_tweet_id") or payload.get("liked_post_id")),
        direction="in" if inbound else "out",
        at=parse_x_time(payload.get("timestamp_ms")),  # `created_at` is the time of the liked post
    )


def between_users(event_name: str, update: dict[str, Json], account: str | None) -> Event:
    """A follow, block or mute: `source` did it to `target`."""
    source, target = _user_id(update.get("source")), _user_id(update.get("target"))
    own = account is not None and source == account
    return Event(
        "not_a_message",
        event_name,
        "x",
        account=account,
        customer=target if own else source,
        direction="out" if own else "in",
        at=parse_x_time(update.get("created_timestamp")),
    )


def _about_the_brand(event_name: str, payload: dict[str, Json], account: str | None) -> Event:
    direction: Direction | None = "out"
    if event_name not in _BY_THE_BRAND:
        direction = "in" if event_name in _BY_OTHERS else None
    return Event(
        "not_a_message",
        event_name,
        "x",
        account=account or ident(payload.get("user_id")) or _user_id(payload.get("user")),
        direction=direction,
        at=parse_x_time(payload.get("date_time")),
    )


def _user_id(user: Json) -> str | None:
    """A user's id in the form of v1.1 (flat) or v2 (in `data`)."""
    flat = obj(user)
    return posts.id_of(obj(flat.get("data")) or flat)
