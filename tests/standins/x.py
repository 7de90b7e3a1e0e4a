"""X's API v2, as far as `replywatch connect x` uses it.

https://docs.x.com/x-api/webhooks/quickstart
https://docs.x.com/x-api/activity/quickstart
"""

import itertools
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from cli.connect.x import PUBLIC_EVENTS
from cli.local import http_client, webhook_bodies
from tests.standins.server import Call, RefusedError, StandIn

BEARER, CONSUMER_SECRET = "app-bearer-token", "x-consumer-secret"


def problem(status: int, kind: str, title: str, detail: str) -> RefusedError:
    """An error in the format of X (RFC 7807)."""
    body = {"title": title, "detail": detail, "status": status}
    return RefusedError(status, body | {"type": f"https://api.x.com/2/problems/{kind}"})


def reason(status: int, name: str, detail: str) -> RefusedError:
    """An error with one of X's documented failure reasons."""
    return RefusedError(status, {"errors": [{"message": detail, "reason": name}]})


@dataclass
class XServer(StandIn):
    """One app."""

    webhooks: list[dict[str, Any]] = field(default_factory=list)
    subscriptions: list[dict[str, Any]] = field(default_factory=list)
    users: dict[str, str] = field(default_factory=dict)
    """By user token: the account that has granted it."""
    secret: str = CONSUMER_SECRET
    limit: int = 1500
    _ids: Any = field(default_factory=lambda: itertools.count(1146654567674912769))

    def answer(self, call: Call) -> dict[str, Any]:
        if call.token != BEARER and call.token not in self.users:
            raise problem(401, "unauthorized", "Unauthorized", "Unauthorized")
        match call.method, *call.path.removeprefix("2/").split("/"):
            case "GET", "webhooks":
                return {"data": self.webhooks, "meta": {"result_count": len(self.webhooks)}}
            case "POST", "webhooks":
                return self._register(call.given["url"])
            case "POST", "webhooks", "replay":
                return {"data": {"job_id": str(next(self._ids)), "created_at": "2026-11-26"}}
            case "PUT", "webhooks", webhook:
                return self._validate(webhook)
            case "DELETE", "webhooks", webhook:
                self.webhooks = [w for w in self.webhooks if w["id"] != webhook]
                return {"data": {"deleted": True}}
            case "DELETE", "activity", "subscriptions", number:
                left = [s for s in self.subscriptions if s["subscription_id"] != number]
                self.subscriptions = left
                return {"data": {"deleted": True}, "meta": {"total_subscriptions": len(left)}}
            case "GET", "activity", "subscriptions":
                return self._list(int(call.given.get("pagination_token", 0)))
            case "POST", "activity", "subscriptions":
                return self._subscribe(call)
            case "PUT", "activity", "subscriptions", number:
                found = next(s for s in self.subscriptions if s["subscription_id"] == number)
                found.update(call.given)
                return {"data": {"subscription": found}}
        raise problem(404, "resource-not-found", "Not Found Error", "Could not find this.")

    def _crc(self, url: str) -> bool:
        answer = http_client.get(f"{url}?{urlencode({'crc_token': 'challenge'})}")
        wanted = webhook_bodies.x_challenge_answer("challenge", secret=self.secret)
        return answer.status == 200 and wanted.encode() in answer.body

    def _register(self, url: str) -> dict[str, Any]:
        if any(w["url"] == url for w in self.webhooks):
            raise reason(400, "DuplicateUrlFailed", "Webhook URL already registered.")
        if not self._crc(url):
            raise reason(400, "CrcValidationFailed", "Could not validate the webhook.")
        made = {"id": str(next(self._ids)), "url": url, "valid": True, "created_at": "2026-11-26"}
        self.webhooks.append(made)
        return {"data": made}

    def _validate(self, webhook: str) -> dict[str, Any]:
        found = next((w for w in self.webhooks if w["id"] == webhook), None)
        if found is None:
            raise reason(400, "WebhookIdInvalid", "No such webhook.")
        if not self._crc(found["url"]):
            raise reason(400, "CrcValidationFailed", "Could not validate the webhook.")
        found["valid"] = True
        return {"data": {"valid": True}}

    def _list(self, start: int) -> dict[str, Any]:
        """Answers in pages of four, which are smaller than X's."""
        found = self.subscriptions[start : start + 4]
        meta: dict[str, Any] = {"result_count": len(found)}
        if start + 4 < len(self.subscriptions):
            meta["next_token"] = str(start + 4)
        return {"data": found, "meta": meta}

    def _subscribe(self, call: Call) -> dict[str, Any]:
        event, account = call.given["event_type"], call.given["filter"]["user_id"]
        if event not in PUBLIC_EVENTS and self.users.get(call.token) != account:
            text = "You are not permitted to perform this action."
            raise problem(403, "client-forbidden", "Forbidden", text)
        if any(s["event_type"] == event and s["filter"]["user_id"] == account
               for s in self.subscriptions):  # fmt: skip
            raise reason(400, "DuplicateSubscriptionFailed", "Subscription already exists.")
        if len(self.subscriptions) >= self.limit:
            raise reason(403, "SubscriptionLimitExceeded", "The limit is reached.")
        made = dict(call.given) | {"subscription_id": str(next(self._ids))}
        self.subscriptions.append(made)
        return {"data": {"subscription": made}}
