"""All that X sends to a webhook: three families of bodies, and the notices next to them."""

from collections.abc import Collection

from functions.webhook.bodies import Json, NotAWebhookError, obj
from functions.webhook.x import account_activity, activity, posts
from shared.domain.events import Event


def parse(body: dict[str, Json], accounts: Collection[str] = ()) -> list[Event]:
    """An event for each update in the body. Raises NotAWebhookError, and nothing else.

    `accounts` are the ids of the configured brands: the filtered stream names no subscribed user,
    so only they tell whose post it is, and whom it addresses.
    """
    data = body.get("data")
    if isinstance(data, dict):
        events = _told(data, body, accounts)
        if events is not None:
            return events
    elif isinstance(data, list) and any(isinstance(one, dict) for one in data):
        several = (
            (isinstance(one, dict) and _told(one, body, accounts)) or _not_understood(one)
            for one in data
        )
        return [event for told in several for event in told]
    elif "matching_rules" in body:
        return _not_understood(data)
    if account_activity.is_body(body):
        return account_activity.read(body, accounts)
    if "event_type" in body and "payload" in body:
        return activity.read(body, accounts)
    raise NotAWebhookError("the body is none that X sends")


def _told(
    data: dict[str, Json], body: dict[str, Json], accounts: Collection[str]
) -> list[Event] | None:
    """What the `data` of a body tells: an activity, or a streamed post; None if neither."""
    if "event_type" in data or "payload" in data:
        if "includes" in body and "includes" not in data:
            data = {**data, "includes": body["includes"]}
        return activity.read(data, accounts)
    if "matching_rules" in body or "id" in data:
        return _streamed(data, obj(body.get("includes")), accounts)
    return None


def _not_understood(data: Json) -> list[Event]:
    return [Event("unknown", "filtered_stream.post", "x", source=data)]


def _streamed(
    data: dict[str, Json], includes: dict[str, Json], accounts: Collection[str]
) -> list[Event]:
    """A post that a rule of the filtered stream found.

    https://docs.x.com/x-api/webhooks/stream/introduction
    """
    what = "filtered_stream.post"
    post = posts.of_v2(data, includes)
    if post is None:
        return [Event("unknown", what, "x", "public", source=data)]
    return [posts.judged(post, view, what) for view in posts.addressed(post, accounts)]
