"""Parses X's webhook bodies.

X has three APIs with different bodies: the Account Activity API, the X Activity API and the
filtered stream.
"""

from collections.abc import Collection

from functions.webhook.bodies import Json, NotAWebhookError, obj
from functions.webhook.x import account_activity, activity, posts
from shared.domain.events import Event


def parse(body: dict[str, Json], accounts: Collection[str] = ()) -> list[Event]:
    """An event for each update of the body. Raises NotAWebhookError and nothing else.

    `accounts` are the ids of the configured brands. The filtered stream names no subscribed user,
    so only these ids show which brand wrote a post or is addressed by it.
    """
    data = body.get("data")
    if isinstance(data, dict):
        events = _parse_data(data, body, accounts)
        if events is not None:
            return events
    elif isinstance(data, list) and any(isinstance(one, dict) for one in data):
        several = (
            (isinstance(one, dict) and _parse_data(one, body, accounts)) or _unknown(one)
            for one in data
        )
        return [event for found in several for event in found]
    elif "matching_rules" in body:
        return _unknown(data)
    if account_activity.is_body(body):
        return account_activity.read(body, accounts)
    if "event_type" in body and "payload" in body:
        return activity.read(body, accounts)
    raise NotAWebhookError("not a recognised X webhook body")


def _parse_data(
    data: dict[str, Json], body: dict[str, Json], accounts: Collection[str]
) -> list[Event] | None:
    """The events of a body's `data`: an activity or a streamed post. None if it is neither."""
    if "event_type" in data or "payload" in data:
        if "includes" in body and "includes" not in data:
            data = {**data, "includes": body["includes"]}
        return activity.read(data, accounts)
    if "matching_rules" in body or "id" in data:
        return _parse_streamed_post(data, obj(body.get("includes")), accounts)
    return None


def _unknown(data: Json) -> list[Event]:
    return [Event("unknown", "filtered_stream.post", "x", source=data)]


def _parse_streamed_post(
    data: dict[str, Json], includes: dict[str, Json], accounts: Collection[str]
) -> list[Event]:
    """A post that matched a rule of the filtered stream.

    https://docs.x.com/x-api/webhooks/stream/introduction
    """
    event_name = "filtered_stream.post"
    post = posts.parse_v2(data, includes)
    if post is None:
        return [Event("unknown", event_name, "x", "public", source=data)]
    views = posts.addressed(post, accounts)
    if views == [None] and accounts and (post.answers or post.thread not in {None, post.id}):
        # It matched a rule of the brand's and names no brand: it lies in a thread that is followed.
        account = next(iter(accounts))
        if post.answers_somebody_else:  # bystanders talk to the customer, or among themselves
            return [posts.not_a_message(post, account, event_name)]
        guess = posts.to_event(post, account, event_name)
        return [guess._replace(is_account_guessed=guess.kind == "message")]
    return [e for view in views for e in posts.to_events(post, view, event_name, accounts)]
