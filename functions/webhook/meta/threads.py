"""Parses updates of Threads: replies, mentions, and the brand's own posts.

The envelope differs from Meta's others. A reply names its author only by username, so the username
is the customer's id.
https://developers.facebook.com/docs/threads/webhooks
"""

from datetime import datetime

from functions.webhook.allowed_permalinks import allowed_permalink
from functions.webhook.bodies import Json, handle, ident, items_or_itself, obj, parse_time, text
from functions.webhook.meta.fields import label
from shared.domain.events import Event


def updates(body: dict[str, Json]) -> list[Event]:
    """An event for each value. `values` is documented as one object, but lists occur."""
    values = body.get("values")
    target, sent_at = ident(body.get("target_id")), parse_time(body.get("time"))
    return [_update(each, target, sent_at) for each in items_or_itself(values)]


def _update(update: Json, target: str | None, sent_at: datetime | None) -> Event:
    if not isinstance(update, dict):
        return _unknown("threads.update", update, sent_at)
    field, value = label(update.get("field")), update.get("value")
    if not isinstance(value, dict) or ident(value.get("id")) is None:
        return _unknown(f"threads.{field}", update, sent_at)
    if field == "replies":
        return _reply(value, target, sent_at)
    if field == "mentions":
        # Only in a mention, the target is a user: the one who is mentioned.
        own = target is not None and _owner(value) == target
        return _post(field, value, target, own, sent_at)
    if field == "publish":
        return _published(value, target, sent_at)
    if field == "delete":
        return _deleted(value, target, sent_at)
    return _unknown(f"threads.{field}", update, sent_at)


def _reply(value: dict[str, Json], target: str | None, sent_at: datetime | None) -> Event:
    """A reply under a post of the brand's. The target is the id of a post, not of a user.

    The owner of the root post is the brand. An author with the root's username is the brand too.

    The exception is a target further down the thread, which is the brand's own reply: then the root
    post may be the customer's. Example: Ada posts, the brand answers with reply 2, and Ada answers
    reply 2. The target is reply 2, and the author and the root's owner are both Ada.
    """
    root, replied_to = obj(value.get("root_post")), ident(obj(value.get("replied_to")).get("id"))
    root_id, username = ident(root.get("id")), text(value.get("username"))
    owner, author = ident(root.get("owner_id")), _owner(value)
    by_root_owner = (username is not None and username == text(root.get("username"))) or (
        author is not None and author == owner
    )
    answers_own_reply = target is not None and target == replied_to and target != root_id
    own = by_root_owner and not answers_own_reply
    account = target if by_root_owner and answers_own_reply else owner or target
    return _post("replies", value, account, own, sent_at)


def _post(
    field: str, value: dict[str, Json], account: str | None, own: bool, sent_at: datetime | None
) -> Event:
    message_id = ident(value.get("id"))
    answers = ident(obj(value.get("replied_to")).get("id"))
    root = ident(obj(value.get("root_post")).get("id")) or answers or message_id
    return Event(
        kind=("reply" if answers else "not_a_message") if own else "message",
        event_name=f"threads.{field}",
        channel="threads",
        surface="public",
        account=account,
        customer=None if own else text(value.get("username")) or _owner(value),
        message_id=message_id,
        answers=answers,
        thread=root,
        direction="out" if own else "in",
        at=parse_time(value.get("timestamp")),
        sent_at=sent_at,
        text=text(value.get("text")),
        needs_parent=own and answers is not None,
        permalink=allowed_permalink(value.get("permalink"), "threads"),
        customer_name=None if own else handle(value.get("username")),
    )


def _published(value: dict[str, Json], target: str | None, sent_at: datetime | None) -> Event:
    """The brand published a post. It is a reply if the value names what it answers."""
    return _post("publish", value, _owner(value) or target, True, sent_at)


def _deleted(value: dict[str, Json], target: str | None, sent_at: datetime | None) -> Event:
    """The brand deleted a post of its own. Meta does not report customers' deletions."""
    return Event(
        kind="delete",
        event_name="threads.delete",
        channel="threads",
        surface="public",
        account=_owner(value) or target,
        message_id=ident(value.get("id")),
        direction="out",
        at=parse_time(value.get("deleted_at")),
        sent_at=sent_at,
        needs_parent=True,
    )


def _owner(value: dict[str, Json]) -> str | None:
    """The author's id, if the value holds one, in the form of webhooks or of media objects."""
    owner, author = obj(value.get("owner")), obj(value.get("from"))
    return (
        ident(owner.get("owner_id"))
        or ident(owner.get("id"))
        or ident(value.get("owner_id"))
        or ident(author.get("id"))
    )


def _unknown(event_name: str, fragment: Json, sent_at: datetime | None) -> Event:
    return Event(
        kind="unknown",
        event_name=event_name,
        channel="threads",
        surface="public",
        sent_at=sent_at,
        source=fragment,
    )
