"""Alerts to a program: a webhook, signed as Standard Webhooks says.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md. A
repeated message has the same `webhook-id`, so the receiver can take it once. With two secrets, each
message has two signatures. So the receiver may know either secret while one replaces the other.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from functions.notifier.channels import https
from functions.notifier.channels.channel import ProviderBlockedError
from functions.notifier.channels.details import details
from functions.notifier.channels.secret_entries import entry
from functions.notifier.notice import Notice, Plain
from shared.config.configuration import Configuration, Responder
from shared.domain.policies import Medium
from shared.runtime import standard_webhooks
from shared.storage.attributes import stamp
from shared.wording import headlines


class Webhook:
    """The webhook channel."""

    name: Medium = "webhook"
    can_repeat = True
    """True, because of the message's id."""
    carries_updates = True
    mirrors_waits = True
    keeps_quiet_hours = False
    doubt_wait = timedelta(minutes=2)
    """Long enough for a late write of the function that sent the message."""

    def address(self, responder: Responder) -> str | None:
        """The name of the entry in the secret."""
        return responder.webhook

    def max_per_hour(self, configuration: Configuration) -> int | None:  # noqa: ARG002
        """No limit."""
        return None

    def send(self, notice: Notice, to: str) -> str:
        """Posts to the receiver. Returns the message's id. Raises the errors of `Channel.send`."""
        return self._post(notice, notice.alert.id, event(notice), to)

    def send_plain(self, plain: Plain, to: str) -> str:
        """Posts a plain message, like `send` for an alert."""
        return self._post(plain, plain.id, plain_event(plain), to)

    def _post(self, what: Notice | Plain, name: str, content: dict[str, Any], to: str) -> str:
        found = entry(self.name, to)
        body = https.to_json(content)
        headers = standard_webhooks.signed_headers(name, what.now, body, _keys(found.keys))
        https.post(what, found.address, body, headers, can_repeat=self.can_repeat)
        return name


def plain_event(plain: Plain) -> dict[str, Any]:
    """The JSON of a plain message: a test alert."""
    data = {"brand": plain.brand, "summary": plain.title, "text": plain.text}
    return {"type": "alert.test", "timestamp": stamp(plain.now), "data": data}


def event(notice: Notice) -> dict[str, Any]:
    """The JSON of an alert. docs/alerts.md describes the fields."""
    view = notice.view()
    data = details(notice, view) | {
        "alert": notice.alert.id,
        "wait": notice.alert.wait_id,
        "kind": notice.alert.kind,
        "responder": notice.alert.responder,
        "summary": headlines.subject(view, notice.alert.kind),
        "reply_url": notice.reply_link(view),
        "page_url": notice.page_link() if view.wait.outcome == "open" else None,
    }
    return {"type": f"alert.{notice.alert.kind}", "timestamp": stamp(notice.now), "data": data}


def _keys(secrets: Iterable[str]) -> list[bytes]:
    found = [standard_webhooks.key_of(secret) for secret in secrets]
    keys = [key for key in found if key]
    if len(keys) < len(found):
        raise ProviderBlockedError("expected secrets whsec_<base64 of 24 to 64 bytes>")
    return keys
