"""Instagram's public side: comments, live comments and mentions, and its other fields.

None of the values carries the time of the event: only the entry's time of sending is there.
https://developers.facebook.com/docs/graph-api/webhooks/reference/instagram
"""

from datetime import datetime

from functions.webhook.bodies import Json, ident, obj, text
from functions.webhook.meta.fields import INSTAGRAM
from shared.domain.events import Event

WRITTEN = frozenset(("comments", "live_comments", "mentions"))
"""Fields whose value tells what somebody wrote."""


def change(name: str, value: Json, account: str | None, sent_at: datetime | None) -> Event:
    """The event of one value of an Instagram account's fields; None is a field of which nothing is
    told."""
    if name in WRITTEN and isinstance(value, dict):
        return (_mention if name == "mentions" else _comment)(name, value, account, sent_at)
    if name not in INSTAGRAM or (name in WRITTEN and value is not None):
        return _unknown(f"instagram.{name}", value, account, sent_at)
    return Event(
        kind="not_a_message",
        what=f"instagram.{name}",
        channel="instagram",
        surface="public",
        account=account,
        sent_at=sent_at,
    )


def _comment(
    field: str, value: dict[str, Json], account: str | None, sent_at: datetime | None
) -> Event:
    comment = ident(value.get("id")) or ident(value.get("comment_id"))
    if comment is None:
        return _unknown(field, value, account, sent_at)
    author = obj(value.get("from"))
    author_id = ident(author.get("id"))
    # The account's own id here can be another than the entry's; this key is there only for itself.
    own = bool(author.get("self_ig_scoped_id")) or (author_id is not None and author_id == account)
    media = ident(obj(value.get("media")).get("id")) or ident(value.get("media_id"))
    parent = ident(value.get("parent_id"))
    return Event(
        kind="reply" if own else "message",
        what=field,
        channel="instagram",
        surface="public",
        account=account,
        customer=None if own else author_id or text(author.get("username")),
        message_id=comment,
        answers=(parent or media) if own else parent,
        thread=media or parent or comment,
        direction="out" if own else "in",
        sent_at=sent_at,
        text=text(value.get("text")),
        orphan=own,
    )


def _mention(
    field: str, value: dict[str, Json], account: str | None, sent_at: datetime | None
) -> Event:
    """Somebody named the account in a caption or a comment: only the ids are told."""
    media, comment = ident(value.get("media_id")), ident(value.get("comment_id"))
    if media is None and comment is None:
        return _unknown(field, value, account, sent_at)
    return Event(
        kind="message",
        what=field,
        channel="instagram",
        surface="public",
        account=account,
        message_id=comment or media,
        thread=media or comment,
        direction="in",
        sent_at=sent_at,
    )


def _unknown(what: str, value: Json, account: str | None, sent_at: datetime | None) -> Event:
    return Event(
        kind="unknown",
        what=what,
        channel="instagram",
        surface="public",
        account=account,
        sent_at=sent_at,
        source=value,
    )
