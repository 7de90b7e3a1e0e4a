"""All that X sends to a webhook: three families of bodies, and the notices next to them."""

from collections.abc import Collection

from functions.webhook.bodies import Json, NotAWebhookError, obj
from functions.webhook.x import account_activity, activity, posts
from shared.events import Event


def parse(body: dict[str, Json], accounts: Collection[str] = ()) -> list[Event]:
    """An event for each update in the body. Raises NotAWebhookError, and nothing else.

    `accounts` are the ids of the configured brands: the filtered stream names no subscribed user,
    so only they tell whose post it is, and whom it addresses.
    """
    data = body.get("data")
    if isinstance(data, dict):
        if "event_type" in data or "payload" in data:
            return activity.read(data, accounts)
        if "matching_rules" in body or "id" in data:
            return _streamed(data, obj(body.get("includes")), accounts)
    elif "matching_rules" in body:
        return [Event("unknown", "filtered_stream.post", "x", source=data)]
    if account_activity.is_body(body):
        return account_activity.read(body, accounts)
    raise NotAWebhookError("the body is none that X sends")


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
