"""Alerts to a program: a webhook, signed as Standard Webhooks says.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md. A
repeated message has the same `webhook-id`, so the receiver can take it once. With two secrets each
message has two signatures, so the receiver may have either while one replaces the other.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from functions.notifier.channels import https
from functions.notifier.channels.channel import ProviderBlockedError
from functions.notifier.channels.details import details
from functions.notifier.channels.entries import entry
from functions.notifier.notice import Notice
from shared.config.configuration import Configuration, Responder
from shared.domain.policies import Medium
from shared.storage.attributes import stamp
from shared.wording import headlines

MIN_KEY_BYTES = 24
"""As the specification asks."""


class Webhook:
    """See `Channel`."""

    name: Medium = "webhook"
    can_repeat = True
    """By the message's id."""
    carries_updates = True
    mirrors_waits = True
    doubt_wait = timedelta(minutes=2)
    """Time for the late write of the function that sent it."""

    def address(self, responder: Responder) -> str | None:
        """The name of the entry in the secret."""
        return responder.webhook

    def max_per_hour(self, configuration: Configuration) -> int | None:  # noqa: ARG002
        """No limit."""
        return None

    def send(self, notice: Notice, to: str) -> str:
        """Posts to the receiver; the message's id. Raises as `Channel` says."""
        found = entry(self.name, to)
        body = https.to_json(event(notice))
        headers = signed_headers(notice.alert.id, notice.now, body, found.keys)
        https.post(notice, found.address, body, headers, can_repeat=self.can_repeat)
        return notice.alert.id


def event(notice: Notice) -> dict[str, Any]:
    """What the receiver gets. docs/alerts.md describes the fields."""
    facts = notice.facts()
    data = details(notice, facts) | {
        "alert": notice.alert.id,
        "wait": notice.alert.wait_id,
        "kind": notice.alert.kind,
        "responder": notice.alert.responder,
        "summary": headlines.subject(facts, notice.alert.kind),
        "reply_url": notice.reply_link,
        "page_url": notice.page_link() if facts.wait.outcome == "open" else None,
    }
    return {"type": f"alert.{notice.alert.kind}", "timestamp": stamp(notice.now), "data": data}


def signed_headers(
    message_id: str, at: datetime, body: bytes, secrets: Sequence[str]
) -> dict[str, str]:
    """The three headers, with a signature for each secret. Raises ProviderBlockedError."""
    seconds = str(int(at.timestamp()))
    signed = b".".join((message_id.encode(), seconds.encode(), body))
    signatures = [base64.b64encode(hmac.digest(_key(s), signed, hashlib.sha256)) for s in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{signature.decode()}" for signature in signatures),
    }


def _key(secret: str) -> bytes:
    """The bytes of `whsec_<base64>`."""
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) < MIN_KEY_BYTES:
        raise ProviderBlockedError(f"expected whsec_ and {MIN_KEY_BYTES} bytes or more in base64")
    return key
