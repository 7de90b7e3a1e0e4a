"""Parses Instagram's public updates: comments, live comments, mentions, and its other fields.

No value holds the time of the event. Only the entry says when Meta sent it.
https://developers.facebook.com/docs/graph-api/webhooks/reference/instagram
"""

from datetime import datetime

from functions.webhook.bodies import Json, handle, ident, obj, text
from functions.webhook.meta.fields import INSTAGRAM
from shared.domain.events import Event

WRITTEN = frozenset(("comments", "live_comments", "mentions"))
"""Fields whose value holds what someone wrote."""


def change(name: str, value: Json, account: str | None, sent_at: datetime | None) -> Event:
    """The event of one value of an account's field. The value is None if Meta sends only the
    name."""
    if name in WRITTEN and isinstance(value, dict):
        return (_mention if name == "mentions" else _comment)(name, value, account, sent_at)
    if name not in INSTAGRAM or (name in WRITTEN and value is not None):
        return _unknown(f"instagram.{name}", value, account, sent_at)
    return Event(
        kind="not_a_message",
        event_name=f"instagram.{name}",
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
    # The brand's id here can differ from the entry's id. Only the brand has `self_ig_scoped_id`.
    own = bool(author.get("self_ig_scoped_id")) or (author_id is not None and author_id == account)
    media = ident(obj(value.get("media")).get("id")) or ident(value.get("media_id"))
    parent = ident(value.get("parent_id"))
    return Event(
        kind="reply" if own else "message",
        event_name=field,
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
        needs_parent=own,
        customer_name=None if own else handle(author.get("username")),
    )


def _mention(
    field: str, value: dict[str, Json], account: str | None, sent_at: datetime | None
) -> Event:
    """Someone named the account in a caption or a comment. The value holds only ids."""
    media, comment = ident(value.get("media_id")), ident(value.get("comment_id"))
    if media is None and comment is None:
        return _unknown(field, value, account, sent_at)
    return Event(
        kind="message",
        event_name=field,
        channel="instagram",
        surface="public",
        account=account,
        message_id=comment or media,
        thread=media or comment,
        direction="in",
        sent_at=sent_at,
    )


def _unknown(event_name: str, value: Json, account: str | None, sent_at: datetime | None) -> Event:
    return Event(
        kind="unknown",
        event_name=event_name,
        channel="instagram",
        surface="public",
        account=account,
        sent_at=sent_at,
        source=value,
    )
