"""Parses a Page's public updates: posts, comments, mentions, ratings, and the other Page fields.

https://developers.facebook.com/docs/graph-api/webhooks/reference/page
"""

from datetime import datetime
from hashlib import blake2b

from functions.webhook.allowed_permalinks import allowed_permalink
from functions.webhook.bodies import Json, ident, obj, parse_time, text
from functions.webhook.meta.fields import PAGE, label, names
from shared.domain.events import Direction, Event, Kind

_SITE = "https://www.facebook.com"

POSTS = names(
    """album link live_video mention note photo photo-album poll post question reel share status
    video"""
)
"""Items with which someone writes on the Page or about it. Comments are handled separately."""

NOT_WRITTEN = names(
    """address connection coupon event experience follow group group_message interest like milestone
    offer page picture platform-story profile reaction relationship-status story tag"""
) | {"timeline cover"}
"""Items that hold no text of a customer's, whatever the verb."""

ITEMS = POSTS | NOT_WRITTEN | {"comment", "rating"}

VERBS: dict[str, Kind] = {
    "add": "message",
    "edit": "edit",
    "edited": "edit",
    "update": "not_a_message",
    "remove": "delete",
    "delete": "delete",
    **dict.fromkeys(("block", "follow", "hide", "mute", "unblock", "unhide"), "not_a_message"),
}


WRITTEN = names("feed group_feed mention ratings")
"""Fields whose value holds what someone wrote. `group_feed` is a comment on the Page's post in a
group. Meta sends it as a change, and also among the Page's private messages."""


def change(name: str, value: Json, account: str | None, sent_at: datetime | None) -> Event:
    """The event of one value of a Page's field. The value is None if Meta sends only the name."""
    if name in WRITTEN and isinstance(value, dict) and (name != "group_feed" or "item" in value):
        return (_rating if name == "ratings" else _feed)(name, value, account, sent_at)
    if name not in PAGE or (name in WRITTEN and name != "group_feed" and value is not None):
        return _unknown(f"page.{name}", value, account, sent_at)
    fields = obj(value)
    return Event(
        kind="not_a_message",
        event_name=f"page.{name}",
        channel="facebook",
        surface="public",
        account=account,
        at=parse_time(fields.get("created_time")) or parse_time(fields.get("timestamp")),
        sent_at=sent_at,
    )


def _feed(
    field: str, value: dict[str, Json], account: str | None, sent_at: datetime | None
) -> Event:
    """A post or a comment, or something that happened to one.

    A removal may name an author whom the comment itself did not name, so its comment is looked up.
    """
    item, verb = text(value.get("item")) or "", text(value.get("verb")) or ""
    post, comment = ident(value.get("post_id")), ident(value.get("comment_id"))
    if account is None and field == "feed":
        account = ident(value.get("recipient_id")) or _page_of(post)
    author = ident(obj(value.get("from")).get("id")) or ident(value.get("sender_id"))
    own = author is not None and author == account
    if item == "rating":  # older Pages get ratings in the feed
        return _rating("ratings", value, account, sent_at)
    if item == "comment":
        kind, message_id = _classify(verb, own, "reply"), comment
        post = post or _post_of(comment, account)
    elif item in POSTS:
        kind, message_id = _classify(verb, own, "not_a_message"), post or _attachment_id(value)
        post = message_id
    else:
        kind, message_id = "not_a_message", comment or post
    if not _documented(item, verb) or (message_id is None and kind != "not_a_message"):
        return _unknown(f"{field}.{label(item)}.{label(verb)}", value, account, sent_at)
    return Event(
        kind=kind,
        event_name=f"{field}.{item}.{label(verb)}",
        channel="facebook",
        surface="public",
        account=account,
        customer=None if own else author,
        message_id=message_id,
        answers=(ident(value.get("parent_id")) or post) if item == "comment" else None,
        thread=post,
        direction=_direction(author, own, kind, verb),
        at=parse_time(value.get("edited_time" if kind == "edit" else "created_time"))
        or parse_time(value.get("created_time")),
        sent_at=sent_at,
        text=None if kind == "not_a_message" else text(value.get("message")),
        needs_parent=kind == "delete" or (own and kind in ("reply", "edit")),
        permalink=_permalink(value, post, comment),
        customer_name=_name(value, own=own, kind=kind),
    )


def _rating(
    field: str, value: dict[str, Json], account: str | None, sent_at: datetime | None
) -> Event:
    """A rating, or something that happened under one.

    The message id of a rating is its story id. A `post_id` holds it too: `{reviewer}_{story}`.
    """
    item, verb = text(value.get("item")) or "rating", text(value.get("verb")) or ""
    if "item" not in value and "verb" not in value:
        verb = "add"
    author = (
        ident(obj(value.get("from")).get("id"))
        or ident(value.get("sender_id"))
        or ident(value.get("reviewer_id"))
        or ident(obj(value.get("reviewer")).get("id"))
    )
    account = account or ident(value.get("recipient_id"))
    own = author is not None and author == account
    created = parse_time(value.get("created_time"))
    comment = ident(value.get("comment_id"))
    post, parent = ident(value.get("post_id")), ident(value.get("parent_id"))
    story = ident(value.get("open_graph_story_id")) or (post and post.rpartition("_")[2]) or None
    if item == "comment":
        kind, message_id = _classify(verb, own, "reply"), comment
    elif item == "rating":
        kind = _classify(verb, own, "not_a_message")
        message_id = story = story or _derived_id(author, created)
    else:
        kind, message_id = "not_a_message", comment or story
    if not _documented(item, verb) or (message_id is None and kind != "not_a_message"):
        return _unknown(f"{field}.{label(item)}.{label(verb)}", value, account, sent_at)
    return Event(
        kind=kind,
        event_name=f"{field}.{item}.{label(verb)}",
        channel="facebook",
        surface="public",
        account=account,
        customer=None if own else author,
        message_id=message_id,
        answers=(story if parent in (None, post) else parent) if item == "comment" else None,
        thread=story or message_id,
        direction=_direction(author, own, kind, verb),
        at=created,
        sent_at=sent_at,
        text=text(value.get("review_text")) or text(value.get("message")),
        needs_parent=kind == "delete" or (own and kind in ("reply", "edit")),
        permalink=_permalink(value, ident(value.get("open_graph_story_id")), comment),
        customer_name=_name(value, own=own, kind=kind),
    )


def _name(value: dict[str, Json], *, own: bool, kind: Kind) -> str | None:
    """The name of the customer who wrote a message."""
    if own or kind != "message":
        return None
    named = obj(value.get("from")) or obj(value.get("reviewer"))
    return (
        text(named.get("name"))
        or text(value.get("sender_name"))
        or text(value.get("reviewer_name"))
    )


def _documented(item: str, verb: str) -> bool:
    """Whether Meta documents the item and the verb."""
    return item in NOT_WRITTEN or (item in ITEMS and verb in VERBS)


def _classify(verb: str, own: bool, own_kind: Kind) -> Kind:
    """The kind of the event. `own_kind` is the kind of something that the brand itself added."""
    kind = VERBS.get(verb, "not_a_message")
    return own_kind if own and kind == "message" else kind


def _direction(author: str | None, own: bool, kind: Kind, verb: str) -> Direction | None:
    """Who acted, or None if the update does not say.

    If something is hidden, Meta names its author and not who hid it. Some removals name nobody.
    """
    if kind == "not_a_message" and verb not in ("add", "remove"):
        return None
    if own:
        return "out"
    return "in" if author or kind == "message" else None


def _page_of(post: str | None) -> str | None:
    """The Page's id in a post id: `100_55` gives `100`."""
    return post.partition("_")[0] or None if post and "_" in post else None


def _post_of(comment: str | None, account: str | None) -> str | None:
    """The post's id as the feed states it, from a comment id: on Page `100`, comment `55_7` gives
    `100_55`. All comments of a post must name the same thread."""
    if comment is None or account is None or "_" not in comment:
        return comment
    return f"{account}_{comment.partition('_')[0]}"


def _attachment_id(value: dict[str, Json]) -> str | None:
    for key in ("photo_id", "video_id", "share_id", "album_id", "link_id", "note_id"):
        if found := ident(value.get(key)):
            return found
    return None


def _permalink(value: dict[str, Json], post: str | None, comment: str | None) -> str | None:
    """The comment's or the post's address: the one in the payload, or one made of the ids."""
    if given := allowed_permalink(value.get("permalink_url"), "facebook"):
        return given
    if comment and post:
        comment_id = comment.rpartition("_")[2]
        return allowed_permalink(f"{_SITE}/{post}?comment_id={comment_id}", "facebook")
    if given := allowed_permalink(obj(value.get("post")).get("permalink_url"), "facebook"):
        return given
    return allowed_permalink(f"{_SITE}/{post}", "facebook") if post else None


def _derived_id(author: str | None, created: datetime | None) -> str | None:
    """An id for a rating without one. It is the same for each delivery of the rating."""
    if author is None and created is None:
        return None
    parts = repr((author, created and created.timestamp())).encode(errors="replace")
    return f"rating-{blake2b(parts, digest_size=12).hexdigest()}"


def _unknown(event_name: str, value: Json, account: str | None, sent_at: datetime | None) -> Event:
    return Event(
        kind="unknown",
        event_name=event_name,
        channel="facebook",
        surface="public",
        account=account,
        sent_at=sent_at,
        source=value,
    )
