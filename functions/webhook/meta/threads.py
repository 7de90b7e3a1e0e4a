"""Threads: replies, mentions, and the brand's own posts, in an envelope unlike Meta's others.

Nobody is named by id in a reply: a username is all there is, and the customer is known by it.
https://developers.facebook.com/docs/threads/webhooks
"""

from datetime import datetime

from functions.webhook.bodies import Json, ident, moment, obj, text
from functions.webhook.meta.fields import label
from shared.domain.events import Event


def updates(body: dict[str, Json]) -> list[Event]:
    """An event for each of the values: one object, though a list has been seen."""
    values = body.get("values")
    target, sent_at = ident(body.get("target_id")), moment(body.get("time"))
    found = values if isinstance(values, list) else [values]
    return [_update(each, target, sent_at) for each in found]


def _update(update: Json, target: str | None, sent_at: datetime | None) -> Event:
    if not isinstance(update, dict):
        return _unknown("threads.update", update, sent_at)
    field, value = label(update.get("field")), update.get("value")
    if not isinstance(value, dict) or ident(value.get("id")) is None:
        return _unknown(f"threads.{field}", update, sent_at)
    if field == "replies":
        return _reply(value, target, sent_at)
    if field == "mentions":
        # Here, and only here, the target is the user: the one mentioned.
        own = target is not None and _owner(value) == target
        return _post(field, value, target, own, sent_at)
    if field == "publish":
        return _published(value, target, sent_at)
    if field == "delete":
        return _deleted(value, target, sent_at)
    return _unknown(f"threads.{field}", update, sent_at)


def _reply(value: dict[str, Json], target: str | None, sent_at: datetime | None) -> Event:
    """A reply under media of the brand's, by its target a media id, not a user's.

    The root's owner is the brand, and whoever has the root's username too. Except where the target
    is a reply of the brand's further down: then the root may be the customer's own.
    """
    root, replied_to = obj(value.get("root_post")), ident(obj(value.get("replied_to")).get("id"))
    root_id, username = ident(root.get("id")), text(value.get("username"))
    owner, author = ident(root.get("owner_id")), _owner(value)
    by_root_owner = (username is not None and username == text(root.get("username"))) or (
        author is not None and author == owner
    )
    elsewhere = target is not None and target == replied_to and target != root_id
    own = by_root_owner and not elsewhere
    account = target if by_root_owner and elsewhere else owner or target
    return _post("replies", value, account, own, sent_at)


def _post(
    field: str, value: dict[str, Json], account: str | None, own: bool, sent_at: datetime | None
) -> Event:
    message_id = ident(value.get("id"))
    answers = ident(obj(value.get("replied_to")).get("id"))
    root = ident(obj(value.get("root_post")).get("id")) or answers or message_id
    return Event(
        kind=("reply" if answers else "not_a_message") if own else "message",
        what=f"threads.{field}",
        channel="threads",
        surface="public",
        account=account,
        customer=None if own else text(value.get("username")) or _owner(value),
        message_id=message_id,
        answers=answers,
        thread=root,
        direction="out" if own else "in",
        at=moment(value.get("timestamp")),
        sent_at=sent_at,
        text=text(value.get("text")),
        orphan=own and answers is not None,
        permalink=text(value.get("permalink")),
    )


def _published(value: dict[str, Json], target: str | None, sent_at: datetime | None) -> Event:
    """The brand posted, anywhere: a reply, if the value names what it answers."""
    return _post("publish", value, _owner(value) or target, True, sent_at)


def _deleted(value: dict[str, Json], target: str | None, sent_at: datetime | None) -> Event:
    """The brand removed a post of its own. What a customer removes is not told."""
    return Event(
        kind="delete",
        what="threads.delete",
        channel="threads",
        surface="public",
        account=_owner(value) or target,
        message_id=ident(value.get("id")),
        direction="out",
        at=moment(value.get("deleted_at")),
        sent_at=sent_at,
        orphan=True,
    )


def _owner(value: dict[str, Json]) -> str | None:
    """The author's id, where one is given: in the webhook's form or in the media object's."""
    owner, author = obj(value.get("owner")), obj(value.get("from"))
    return (
        ident(owner.get("owner_id"))
        or ident(owner.get("id"))
        or ident(value.get("owner_id"))
        or ident(author.get("id"))
    )


def _unknown(what: str, fragment: Json, sent_at: datetime | None) -> Event:
    return Event(
        kind="unknown",
        what=what,
        channel="threads",
        surface="public",
        sent_at=sent_at,
        source=fragment,
    )
