"""Account Activity API: `for_user_id` and arrays of events, in v1.1 shapes. Deprecated, but live.

https://docs.x.com/x-api/account-activity/introduction
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from functions.webhook.bodies import Json, ident, obj, text
from functions.webhook.x import direct, posts
from functions.webhook.x.activity import between, named
from functions.webhook.x.moments import when
from functions.webhook.x.posts import id_of
from shared.domain.events import Event

_CONTEXT = {"for_user_id", "user_has_blocked", "is_blocked_by", "users", "apps"}
"""What explains the arrays."""
_BETWEEN_TYPES = {"follow", "unfollow", "block", "unblock", "mute", "unmute"}


class _Delivery(NamedTuple):
    """The body an update came in, and for whom."""

    body: dict[str, Json]
    account: str | None
    accounts: Collection[str]


type _Reader = Callable[[str, dict[str, Json], _Delivery], list[Event]]


def is_body(body: dict[str, Json]) -> bool:
    """Whether a body is of this API, or one of the notices that X sends next to it."""
    return "for_user_id" in body or any(key in _READERS or key.endswith("_events") for key in body)


def read(body: dict[str, Json], accounts: Collection[str]) -> list[Event]:
    """At least one event for each object and each element of each array, whatever its name."""
    account = ident(body.get("for_user_id"))
    delivery = _Delivery(body, account, accounts)
    events: list[Event] = []
    for key, value in body.items():
        if key in _CONTEXT or not isinstance(value, list | dict):
            continue
        reader = _READERS.get(key)
        for update in value if isinstance(value, list) else [value]:
            if reader is not None and isinstance(update, dict):
                events += reader(key, update, delivery)
            else:
                events.append(Event("unknown", named(key), "x", account=account, source=update))
    if not events and any(key in _READERS for key in body):  # empty
        return [Event("not_a_message", "account_activity", "x", account=account)]
    return events or [Event("unknown", "account_activity", "x", account=account, source=body)]


def _tweet(what: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    post = posts.of_v1(update)
    if post is None:
        return [Event("unknown", what, "x", "public", delivery.account, source=update)]
    if delivery.account is not None:
        return [posts.judged(post, delivery.account, what)]
    return [posts.judged(post, view, what) for view in posts.addressed(post, delivery.accounts)]


def _deleted(what: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    status = obj(update.get("status"))
    number = id_of(status)
    if number is None:
        return [Event("unknown", what, "x", "public", delivery.account, source=update)]
    user = id_of(status, "user_id")
    own = user is not None and user == delivery.account
    return [
        Event(
            "delete",
            what,
            "x",
            "public",
            delivery.account,
            None if own else user,
            number,
            direction="out" if own else "in",
            at=when(update.get("timestamp_ms")),
            orphan=True,
        )
    ]


def _favorite(what: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    liked, user = obj(update.get("favorited_status")), obj(update.get("user"))
    liker = id_of(user)
    own = liker is not None and liker == delivery.account
    return [
        Event(
            "not_a_message",
            what,
            "x",
            "public",
            delivery.account,
            id_of(obj(liked.get("user"))) if own else liker,
            id_of(liked),
            direction="out" if own else "in",
            at=when(update.get("timestamp_ms")) or when(update.get("created_at")),
        )
    ]


def _between(what: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    """An unfollow comes among `follow_events`: its type tells."""
    kind = text(update.get("type")) or what.removesuffix("_events")
    if kind not in _BETWEEN_TYPES:
        return [Event("unknown", what, "x", account=delivery.account, source=update)]
    return [between(f"{what}.{kind}", update, delivery.account)]


def _direct(what: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    """The first release named no subscriber. While no brand is configured, the best guess is who
    received the message."""
    account = delivery.account
    if account is None:
        create = obj(update.get("message_create"))
        recipient = ident(obj(create.get("target")).get("recipient_id"))
        parties = (ident(create.get("sender_id")), recipient)
        account = next((one for one in parties if one in delivery.accounts), None)
    way: direct.Way = None if delivery.accounts else "received"
    return [direct.of_v1(what, update, delivery.body, account, way)]


def _signal(what: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    return [direct.of_signal(what, update, delivery.account)]


def _revoke(what: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    """The subscribed user took back the app's access, so there is no `for_user_id` any more."""
    revoke = update.get("revoke")
    if not isinstance(revoke, dict):
        return [Event("unknown", what, "x", account=delivery.account, source=update)]
    return [
        Event(
            "not_a_message",
            f"{what}.revoke",
            "x",
            account=delivery.account or ident(obj(revoke.get("source")).get("user_id")),
            direction="out",
            at=when(revoke.get("date_time")),
        )
    ]


def _notice(what: str, _update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    return [Event("not_a_message", what, "x", account=delivery.account)]


_READERS: dict[str, _Reader] = {
    "tweet_create_events": _tweet,
    "tweet_delete_events": _deleted,
    "favorite_events": _favorite,
    "follow_events": _between,
    "unfollow_events": _between,
    "block_events": _between,
    "unblock_events": _between,
    "mute_events": _between,
    "unmute_events": _between,
    "direct_message_events": _direct,
    "direct_message_indicate_typing_events": _signal,
    "direct_message_mark_read_events": _signal,
    "spaces_events": _notice,
    "user_event": _revoke,
    "replay_job_status": _notice,
    "replay_event": _notice,
}
