"""Removes from the platforms what leads to the deployment, before it is deleted.

What leads to another address stays, since it is another program's. `connect` registers everything
again.
"""

from collections.abc import Iterator

from cli.connect.meta import Meta
from cli.connect.platform_error import reported
from cli.connect.x import X
from cli.findings import Finding


def from_meta(meta: Meta) -> Iterator[Finding]:
    """Removes the app's webhooks, without which Meta delivers nothing of any account:
    https://developers.facebook.com/docs/graph-api/reference/app/subscriptions"""
    yield from reported("app", _app_objects(meta))
    if meta.instagram_token:
        advice = "App dashboard > Instagram > API setup with Instagram login > Webhooks."
        yield Finding("instagram", "unknown", "with Instagram Login: use the dashboard", advice)
    if any(account.channel == "threads" for account in meta.accounts):
        advice = "App dashboard > Use cases > Threads > Customize > Settings > Webhooks."
        yield Finding("threads", "unknown", "Meta has no API for this: use the dashboard", advice)


def _app_objects(meta: Meta) -> Iterator[Finding]:
    own = [n for n, w in meta.subscriptions.items() if w.get("callback_url") == meta.callback_url]
    for name in own:
        yield from reported(f"app: {name}", _app_object(meta, name))
    if not own:
        yield Finding("app", "ok", f"nothing leads to {meta.callback_url}")


def _app_object(meta: Meta, name: str) -> Iterator[Finding]:
    if meta.dry_run:
        yield Finding(f"app: {name}", "planned", "would be removed")
        return
    meta.graph.delete(f"{meta.graph.app_id}/subscriptions", meta.graph.app_token, object=name)
    yield Finding(f"app: {name}", "changed", "removed")


def from_x(x: X) -> Iterator[Finding]:
    """Removes the webhook's subscriptions, which count for the plan's limit, and the webhook:
    https://docs.x.com/x-api/webhooks/delete-webhook"""
    yield from reported("webhook", _webhook(x))


def _webhook(x: X) -> Iterator[Finding]:
    webhook = x.own_webhook()
    if webhook is None:
        yield Finding("webhook", "ok", f"nothing leads to {x.callback_url}")
        return
    for one in list(x.api.pages("activity/subscriptions", x.bearer)):
        if str(one.get("webhook_id")) == str(webhook["id"]):
            check = f"{one['event_type']} of {one.get('filter', {}).get('user_id')}"
            path = f"activity/subscriptions/{one['subscription_id']}"
            yield from reported(check, _removed(x, check, path))
    yield from _removed(x, "webhook", f"webhooks/{webhook['id']}")


def _removed(x: X, check: str, path: str) -> Iterator[Finding]:
    if x.dry_run:
        yield Finding(check, "planned", "would be removed")
        return
    x.api.delete(path, x.bearer)
    yield Finding(check, "changed", "removed")
