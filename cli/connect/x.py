"""Connects the brand's accounts at X: the app's webhook, then a subscription for each account and
kind of event. https://docs.x.com/x-api/activity/introduction

Every step reads first and writes only what is missing, so a second run changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cli.connect.platform_error import PlatformError, reported
from cli.connect.x_api import DUPLICATE, XApi
from cli.findings import Finding
from cli.stack import OperatorError

PUBLIC_EVENTS = ("post.create", "post.delete")
"""The app's own token may subscribe to these."""

PRIVATE_EVENTS = (
    "post.mention.create",
    "post.reply.create",
    "post.quote.create",
    "dm.received",
    "dm.sent",
    "chat.received",
    "chat.sent",
)
"""These need the token of the account (OAuth 2.0, user context):
https://docs.x.com/x-api/activity/introduction#event-privacy-and-authentication"""

EVENTS = PUBLIC_EVENTS + PRIVATE_EVENTS

SELF_SERVE_LIMIT = 1_500
"""Subscriptions of an app. Enterprise has 75,000, a partner 150,000:
https://docs.x.com/x-api/activity/introduction#subscription-limits"""

PRICES_USD = {
    "post.create": 0.005,
    "post.mention.create": 0.005,
    "post.reply.create": 0.005,
    "post.quote.create": 0.005,
    "dm.received": 0.01,
    "chat.received": 0.01,
}
"""For each event that is delivered, where X bills by use; the others are free. As of 2026-08-22:
https://docs.x.com/x-api/activity/event-pricing"""

MAX_REPLAY = timedelta(hours=24)
"""How long X keeps events: https://docs.x.com/x-api/webhooks/create-replay-job-for-webhook"""

TAG = "replywatch"

BEFORE = timedelta(minutes=10)
"""How long before the newest stored message the requested period begins. X does not deliver
strictly in order, so an event from shortly before that message can be among the lost ones."""

type Period = tuple[datetime, datetime]
"""Start and end."""


@dataclass
class Registered:
    """The webhook as it was found."""

    id: str | None = None
    was_invalid: bool = False
    """X had marked it as invalid, so events were lost; it is valid again, or would be."""


@dataclass(frozen=True, kw_only=True)
class X:
    """What is to be connected. `user_token` returns the token of an account, and may ask for it."""

    api: XApi
    bearer: str = field(repr=False)
    accounts: tuple[str, ...]
    callback_url: str
    user_token: Callable[[str], str | None]
    dry_run: bool = False
    takes_over: bool = False
    """Whether a subscription that leads to another webhook of the app is changed."""

    def findings(self, lost: Callable[[], Period] | None = None) -> Iterator[Finding]:
        """Performs each step, and yields what it found or changed. Raises no error of the platform.

        If the webhook was invalid, the events of the period `lost` are requested again; None: none.
        """
        webhook = Registered()
        yield from reported("webhook", self._webhook(webhook))
        if webhook.id or self.dry_run:
            yield from reported("subscriptions", self._subscriptions(webhook.id))
        if webhook.was_invalid and lost:
            yield from reported("replay", self._replay(*lost()))

    def replay(self, start: datetime, end: datetime, now: datetime) -> Iterator[Finding]:
        """Asks X to deliver the events of a time again. Raises OperatorError for a wrong time."""
        if not start < end <= now:
            raise OperatorError("--replay: expected two times in the past, the earlier one first.")
        if now - start > MAX_REPLAY:
            raise OperatorError("--replay: X keeps events for 24 hours. Choose a later start.")
        yield from reported("replay", self._replay(start, end))

    # --- The webhook ------------------------------------------------------------------------------

    def own_webhook(self) -> Mapping[str, Any] | None:
        """The app's webhook that leads to the deployment."""
        listed = self.api.get("webhooks", self.bearer).get("data") or ()
        return next((w for w in listed if w.get("url") == self.callback_url), None)

    def _webhook(self, found: Registered) -> Iterator[Finding]:
        """Registers the address, or validates it again, and says in `found` what is there."""
        webhook = self.own_webhook()
        if webhook is None:
            if self.dry_run:
                yield Finding("webhook", "planned", "not registered: would register it")
                return
            made = self.api.post("webhooks", self.bearer, {"url": self.callback_url})
            found.id = str(made["data"]["id"])
            yield Finding("webhook", "changed", "registered; X has checked the answer to its CRC")
            return
        found.id = str(webhook["id"])
        if webhook.get("valid"):
            yield Finding("webhook", "ok", "registered and valid")
        elif self.dry_run:
            found.was_invalid = True
            yield Finding("webhook", "planned", "invalid: X would check it again")
        else:
            answer = self.api.put(f"webhooks/{webhook['id']}", self.bearer)
            found.was_invalid = bool(answer.get("data", {}).get("valid"))
            yield _validated(found.was_invalid)

    # --- Subscriptions ----------------------------------------------------------------------------

    def _subscriptions(self, webhook: str | None) -> Iterator[Finding]:
        listed = list(self.api.pages("activity/subscriptions", self.bearer))
        by_event = {(str(s.get("filter", {}).get("user_id")), s["event_type"]): s for s in listed}
        made = 0
        for account in self.accounts:
            for finding in self._account(account, webhook, by_event):
                made += finding.status == "changed"
                yield finding
        yield _counted(len(listed) + made)
        yield Finding("prices", "ok", _prices())

    def _account(
        self, account: str, webhook: str | None, by_event: Mapping[tuple[str, str], Any]
    ) -> Iterator[Finding]:
        missing = [e for e in EVENTS if (account, e) not in by_event]
        astray = [
            by_event[account, e]
            for e in EVENTS
            if e not in missing and str(by_event[account, e].get("webhook_id")) != webhook
        ]
        if not missing and not astray:
            yield Finding(
                f"account {account}", "ok", f"subscribed to {len(EVENTS)} kinds of events"
            )
            return
        for subscription in astray:
            check = f"{subscription['event_type']} of {account}"
            yield from reported(check, self._redirect(check, subscription, webhook))
        needs_user = any(event in PRIVATE_EVENTS for event in missing)
        token = self.user_token(account) if needs_user and not self.dry_run else None
        for event in missing:
            check = f"{event} of {account}"
            yield from reported(check, self._subscribe(check, account, event, webhook, token))

    def _redirect(
        self, check: str, subscription: Mapping[str, Any], webhook: str | None
    ) -> Iterator[Finding]:
        """Redirects a subscription to our webhook. A subscription without a webhook feeds only X's
        stream."""
        if subscription.get("webhook_id") and not self.takes_over:
            advice = (
                "Another program may receive it. Use a separate app for ReplyWatch, or add "
                "--take-over: the program at the other webhook then receives nothing."
            )
            yield Finding(check, "failed", "leads to another webhook of this app", advice)
        elif self.dry_run:
            yield Finding(check, "planned", "leads elsewhere: would lead it here")
        else:
            path = f"activity/subscriptions/{subscription['subscription_id']}"
            self.api.put(path, self.bearer, {"webhook_id": webhook, "tag": TAG})
            yield Finding(check, "changed", "leads here now")

    def _subscribe(
        self, check: str, account: str, event: str, webhook: str | None, token: str | None
    ) -> Iterator[Finding]:
        if self.dry_run:
            yield Finding(check, "planned", "not subscribed: would subscribe")
            return
        if event in PRIVATE_EVENTS and token is None:
            advice = f"Set X_USER_TOKEN_{account}: docs/connect-x.md, step 3."
            yield Finding(check, "failed", "needs a token of this account", advice)
            return
        body = {
            "event_type": event,
            "filter": {"user_id": account},
            "webhook_id": webhook,
            "tag": TAG,
        }
        bearer = token if event in PRIVATE_EVENTS and token else self.bearer
        try:
            self.api.post("activity/subscriptions", bearer, body)
        except PlatformError as error:
            if error.code != DUPLICATE:
                raise
            yield Finding(check, "ok", "subscribed")
            return
        yield Finding(check, "changed", "subscribed")

    def _replay(self, start: datetime, end: datetime) -> Iterator[Finding]:
        webhook = self.own_webhook()
        if webhook is None:
            advice = "Run `replywatch connect x` without --replay first."
            yield Finding("replay", "failed", "the webhook is not registered", advice)
            return
        text = f"the events from {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC"
        if self.dry_run:
            yield Finding("replay", "planned", f"X would deliver {text} again")
            return
        times = {"from_date": f"{start:%Y%m%d%H%M}", "to_date": f"{end:%Y%m%d%H%M}"}
        self.api.post("webhooks/replay", self.bearer, {"webhook_id": webhook["id"], **times})
        yield Finding(
            "replay", "changed", f"X delivers {text} again; what is stored stays as it is"
        )


def lost_period(last_messages: Iterable[datetime], now: datetime) -> Period:
    """The period from shortly before the newest stored message until now, at most as long as X
    keeps events."""
    kept = now - MAX_REPLAY + timedelta(minutes=1)  # X counts whole minutes
    return max([kept, *(at - BEFORE for at in last_messages)]), now


def _validated(is_valid: bool) -> Finding:
    if is_valid:
        return Finding("webhook", "changed", "was invalid: X has checked it again")
    advice = "The first of x_consumer_secrets must be this app's API secret key."
    return Finding("webhook", "failed", "X checked the webhook again: it is still invalid", advice)


def _counted(number: int) -> Finding:
    text = f"{number:,} of {SELF_SERVE_LIMIT:,} that a self-serve plan allows"
    if number < SELF_SERVE_LIMIT * 0.9:
        return Finding("subscriptions", "ok", text)
    return Finding("subscriptions", "warning", text, "Delete what is not used, or ask X for more.")


def _prices() -> str:
    groups: dict[float, list[str]] = {}
    for event, usd in PRICES_USD.items():
        groups.setdefault(usd, []).append(event)
    parts = [f"{usd:g} USD each for {', '.join(events)}" for usd, events in groups.items()]
    free = ", ".join(event for event in EVENTS if event not in PRICES_USD)
    return f"with pay per use {'; '.join(parts)}; {free} are free"
