"""Parses the Account Activity API: `for_user_id` and arrays of events in v1.1 form.

X has deprecated this API but still delivers it.

https://docs.x.com/x-api/account-activity/introduction
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from functions.webhook.bodies import Json, ident, obj, text
from functions.webhook.x import posts, private_messages
from functions.webhook.x.activity import between_users, metric_label
from functions.webhook.x.posts import id_of
from functions.webhook.x.times import parse_x_time
from shared.domain.events import Event

_CONTEXT = {"for_user_id", "user_has_blocked", "is_blocked_by", "users", "apps"}
"""Keys that explain the arrays and are not updates themselves."""
_BETWEEN_USERS_TYPES = {"follow", "unfollow", "block", "unblock", "mute", "unmute"}


class _Delivery(NamedTuple):
    """The body of an update, the subscribed user, and the configured brands."""

    body: dict[str, Json]
    account: str | None
    accounts: Collection[str]


type _Reader = Callable[[str, dict[str, Json], _Delivery], list[Event]]


def is_body(body: dict[str, Json]) -> bool:
    """Whether the body belongs to this API, or is one of the notices that X sends with it."""
    return "for_user_id" in body or any(key in _READERS or key.endswith("_events") for key in body)


def read(body: dict[str, Json], accounts: Collection[str]) -> list[Event]:
    """At least one event for each object and for each element of each array."""
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
                events.append(
                    Event("unknown", metric_label(key), "x", account=account, source=update)
                )
    if not events and any(key in _READERS for key in body):  # only empty arrays
        return [Event("not_a_message", "account_activity", "x", account=account)]
    return events or [Event("unknown", "account_activity", "x", account=account, source=body)]


def _tweet(event_name: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    post = posts.parse_v1(update)
    if post is None:
        return [Event("unknown", event_name, "x", "public", delivery.account, source=update)]
    if delivery.account is not None:
        views: list[str | None] = [delivery.account]
    else:
        views = posts.addressed(post, delivery.accounts)
    return [e for view in views for e in posts.to_events(post, view, event_name, delivery.accounts)]


def _deleted(event_name: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    status = obj(update.get("status"))
    number = id_of(status)
    if number is None:
        return [Event("unknown", event_name, "x", "public", delivery.account, source=update)]
    user = id_of(status, "user_id")
    own = user is not None and user == delivery.account
    return [
        Event(
            "delete",
            event_name,
            "x",
            "public",
            delivery.account,
            None if own else user,
            number,
            direction="out" if own else "in",
            at=parse_x_time(update.get("timestamp_ms")),
            needs_parent=True,
        )
    ]


def _favorite(event_name: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    liked, user = obj(update.get("favorited_status")), obj(update.get("user"))
    liker = id_of(user)
    own = liker is not None and liker == delivery.account
    return [
        Event(
            "not_a_message",
            event_name,
            "x",
            "public",
            delivery.account,
            id_of(obj(liked.get("user"))) if own else liker,
            id_of(liked),
            direction="out" if own else "in",
            at=parse_x_time(update.get("timestamp_ms")) or parse_x_time(update.get("created_at")),
        )
    ]


def _between_users(event_name: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    """A follow, block or mute. An unfollow is listed in `follow_events`, so the type decides."""
    kind = text(update.get("type")) or event_name.removesuffix("_events")
    if kind not in _BETWEEN_USERS_TYPES:
        return [Event("unknown", event_name, "x", account=delivery.account, source=update)]
    return [between_users(f"{event_name}.{kind}", update, delivery.account)]


def _direct(event_name: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    """A direct message. The first release of the API named no subscriber.

    Then the account is the configured brand among sender and recipient. If no brand is configured,
    the recipient is the best guess.
    """
    account = delivery.account
    if account is None:
        create = obj(update.get("message_create"))
        recipient = ident(obj(create.get("target")).get("recipient_id"))
        parties = (ident(create.get("sender_id")), recipient)
        account = next((one for one in parties if one in delivery.accounts), None)
    way: private_messages.Way = None if delivery.accounts else "received"
    return [private_messages.parse_v1(event_name, update, delivery.body, account, way)]


def _signal(event_name: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    return [private_messages.parse_signal(event_name, update, delivery.account)]


def _revoke(event_name: str, update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    """The subscribed user revoked the app's access. The body has no `for_user_id`."""
    revoke = update.get("revoke")
    if not isinstance(revoke, dict):
        return [Event("unknown", event_name, "x", account=delivery.account, source=update)]
    return [
        Event(
            "not_a_message",
            f"{event_name}.revoke",
            "x",
            account=delivery.account or ident(obj(revoke.get("source")).get("user_id")),
            direction="out",
            at=parse_x_time(revoke.get("date_time")),
        )
    ]


def _notice(event_name: str, _update: dict[str, Json], delivery: _Delivery) -> list[Event]:
    return [Event("not_a_message", event_name, "x", account=delivery.account)]


_READERS: dict[str, _Reader] = {
    "tweet_create_events": _tweet,
    "tweet_delete_events": _deleted,
    "favorite_events": _favorite,
    "follow_events": _between_users,
    "unfollow_events": _between_users,
    "block_events": _between_users,
    "unblock_events": _between_users,
    "mute_events": _between_users,
    "unmute_events": _between_users,
    "direct_message_events": _direct,
    "direct_message_indicate_typing_events": _signal,
    "direct_message_mark_read_events": _signal,
    "spaces_events": _notice,
    "user_event": _revoke,
    "replay_job_status": _notice,
    "replay_event": _notice,
}
