"""A Page's public side: posts, comments, mentions and ratings, and whatever else Pages announce.

https://developers.facebook.com/docs/graph-api/webhooks/reference/page
"""

from datetime import datetime
from hashlib import blake2b

from functions.webhook.bodies import Json, ident, moment, obj, text
from functions.webhook.meta.fields import PAGE, label, names
from shared.domain.events import Direction, Event, Kind

POSTS = names(
    """album link live_video mention note photo photo-album poll post question reel share status
    video"""
)
"""Items by which somebody writes on the Page, or about it. A comment is its own case."""

SILENT = names(
    """address connection coupon event experience follow group group_message interest like milestone
    offer page picture platform-story profile reaction relationship-status story tag"""
) | {"timeline cover"}
"""Items in which nobody writes, whatever happens to them."""

ITEMS = POSTS | SILENT | {"comment", "rating"}

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
"""Fields whose value tells what somebody wrote. `group_feed` is a comment on the Page's post in a
group: it comes as a change, and among the Page's private messages too."""


def change(name: str, value: Json, account: str | None, sent_at: datetime | None) -> Event:
    """The event of one value of a Page's fields; None is a field of which nothing is told."""
    if name in WRITTEN and isinstance(value, dict) and (name != "group_feed" or "item" in value):
        return (_rating if name == "ratings" else _feed)(name, value, account, sent_at)
    if name not in PAGE or (name in WRITTEN and name != "group_feed" and value is not None):
        return _unknown(f"page.{name}", value, account, sent_at)
    told = obj(value)
    return Event(
        kind="not_a_message",
        what=f"page.{name}",
        channel="facebook",
        surface="public",
        account=account,
        at=moment(told.get("created_time")) or moment(told.get("timestamp")),
        sent_at=sent_at,
    )


def _feed(
    field: str, value: dict[str, Json], account: str | None, sent_at: datetime | None
) -> Event:
    item, verb = text(value.get("item")) or "", text(value.get("verb")) or ""
    post, comment = ident(value.get("post_id")), ident(value.get("comment_id"))
    if account is None and field == "feed":
        account = ident(value.get("recipient_id")) or _page_of(post)
    author = ident(obj(value.get("from")).get("id")) or ident(value.get("sender_id"))
    own = author is not None and author == account
    if item == "rating":  # older Pages announce a rating in the feed
        return _rating("ratings", value, account, sent_at)
    if item == "comment":
        kind, message_id = _sort(verb, own, "reply"), comment
        post = post or _post_of(comment, account)
    elif item in POSTS:
        kind, message_id = _sort(verb, own, "not_a_message"), post or _attached(value)
        post = message_id
    else:
        kind, message_id = "not_a_message", comment or post
    if not _documented(item, verb) or (message_id is None and kind != "not_a_message"):
        return _unknown(f"{field}.{label(item)}.{label(verb)}", value, account, sent_at)
    return Event(
        kind=kind,
        what=f"{field}.{item}.{label(verb)}",
        channel="facebook",
        surface="public",
        account=account,
        customer=None if own else author,
        message_id=message_id,
        answers=(ident(value.get("parent_id")) or post) if item == "comment" else None,
        thread=post,
        direction=_direction(author, own, kind, verb),
        at=moment(value.get("edited_time" if kind == "edit" else "created_time"))
        or moment(value.get("created_time")),
        sent_at=sent_at,
        text=None if kind == "not_a_message" else text(value.get("message")),
        orphan=own and kind in ("reply", "edit", "delete"),
        permalink=_address(value, post, comment),
    )


def _rating(
    field: str, value: dict[str, Json], account: str | None, sent_at: datetime | None
) -> Event:
    """A rating, or what happened under one: the story's id stands for the post's, which is made of
    the reviewer's id and the story's."""
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
    created = moment(value.get("created_time"))
    comment = ident(value.get("comment_id"))
    post, parent = ident(value.get("post_id")), ident(value.get("parent_id"))
    story = ident(value.get("open_graph_story_id")) or (post and post.rpartition("_")[2]) or None
    if item == "comment":
        kind, message_id = _sort(verb, own, "reply"), comment
    elif item == "rating":
        kind = _sort(verb, own, "not_a_message")
        message_id = story = story or _made_up(author, created)
    else:
        kind, message_id = "not_a_message", comment or story
    if not _documented(item, verb) or (message_id is None and kind != "not_a_message"):
        return _unknown(f"{field}.{label(item)}.{label(verb)}", value, account, sent_at)
    return Event(
        kind=kind,
        what=f"{field}.{item}.{label(verb)}",
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
        orphan=own and kind in ("reply", "edit", "delete"),
        permalink=_address(value, ident(value.get("open_graph_story_id")), comment),
    )


def _documented(item: str, verb: str) -> bool:
    """Whether Meta names both."""
    return item in SILENT or (item in ITEMS and verb in VERBS)


def _sort(verb: str, own: bool, own_kind: Kind) -> Kind:
    """What the verb makes of it. `own_kind` is what the brand's own addition is."""
    kind = VERBS.get(verb, "not_a_message")
    return own_kind if own and kind == "message" else kind


def _direction(author: str | None, own: bool, kind: Kind, verb: str) -> Direction | None:
    """Who acted. Of what is hidden, the author alone is told, and of some removals nobody."""
    if kind == "not_a_message" and verb not in ("add", "remove"):
        return None
    if own:
        return "out"
    return "in" if author or kind == "message" else None


def _page_of(post: str | None) -> str | None:
    """The Page in `{page}_{post}`."""
    return post.partition("_")[0] or None if post and "_" in post else None


def _post_of(comment: str | None, account: str | None) -> str | None:
    """The post in `{post}_{comment}`, as feeds name it: it holds the conversation together."""
    if comment is None or account is None or "_" not in comment:
        return comment
    return f"{account}_{comment.partition('_')[0]}"


def _attached(value: dict[str, Json]) -> str | None:
    for key in ("photo_id", "video_id", "share_id", "album_id", "link_id", "note_id"):
        if found := ident(value.get(key)):
            return found
    return None


def _address(value: dict[str, Json], post: str | None, comment: str | None) -> str | None:
    if given := text(value.get("permalink_url")):
        return given
    if comment and post:
        return f"https://www.facebook.com/{post}?comment_id={comment.rpartition('_')[2]}"
    given = text(obj(value.get("post")).get("permalink_url"))
    return given or (f"https://www.facebook.com/{post}" if post else None)


def _made_up(author: str | None, created: datetime | None) -> str | None:
    """An id of our own for a rating without one, the same at each delivery."""
    if author is None and created is None:
        return None
    parts = repr((author, created and created.timestamp())).encode(errors="replace")
    return f"rating-{blake2b(parts, digest_size=12).hexdigest()}"


def _unknown(what: str, value: Json, account: str | None, sent_at: datetime | None) -> Event:
    return Event(
        kind="unknown",
        what=what,
        channel="facebook",
        surface="public",
        account=account,
        sent_at=sent_at,
        source=value,
    )
