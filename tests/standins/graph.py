"""Meta's Graph API, as far as `replywatch connect meta` uses it.

https://developers.facebook.com/docs/graph-api/reference/app/subscriptions
https://developers.facebook.com/docs/graph-api/reference/page/subscribed_apps
https://developers.facebook.com/docs/graph-api/guides/error-handling
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from cli.local import http_client
from tests.standins.server import Call, RefusedError, StandIn

APP, SECRET = "470000000000001", "meta-app-secret"
TOKEN, PAGE_TOKEN, INSTAGRAM_TOKEN = "system-user-token", "page-token", "instagram-token"
WABA = "109000000000009"

SCOPES = [
    "pages_show_list", "pages_manage_metadata", "pages_read_engagement", "pages_read_user_content",
    "pages_messaging", "instagram_basic", "instagram_manage_comments", "instagram_manage_messages",
    "whatsapp_business_management", "whatsapp_business_messaging",
]  # fmt: skip

PAGE_FIELDS = frozenset({
    "feed", "mention", "ratings", "messages", "messaging_postbacks", "message_echoes",
    "message_edits", "standby", "send_cart", "group_feed",
})  # fmt: skip


def refused(
    status: int,
    code: int,
    message: str,
    *,
    subcode: int | None = None,
    kind: str = "OAuthException",
) -> RefusedError:
    """An error in the format of Meta."""
    error: dict[str, Any] = {"message": message, "type": kind, "code": code}
    if subcode:
        error["error_subcode"] = subcode
    return RefusedError(status, {"error": error | {"fbtrace_id": "EJplcsCHuLu"}})


@dataclass
class GraphApi(StandIn):
    """One app, with the Pages and WhatsApp Business Accounts of one system user."""

    pages: dict[str, str | None] = field(default_factory=dict)
    """By Page: the Instagram account that it carries."""
    numbers: dict[str, list[str]] = field(default_factory=dict)
    """By WhatsApp Business Account: its phone numbers."""
    secret: str = SECRET
    override: str = ""
    """Where a program has led the WhatsApp Business Accounts instead."""
    scopes: list[str] = field(default_factory=lambda: list(SCOPES))
    is_valid: bool = True
    token_app: str = APP
    page_fields: frozenset[str] = PAGE_FIELDS
    webhooks: dict[str, dict[str, Any]] = field(default_factory=dict)
    subscribed: dict[str, set[str]] = field(default_factory=dict)
    """By Page or account: the fields. WhatsApp has none."""

    def answer(self, call: Call) -> dict[str, Any]:
        self._check_proof(call)
        match call.method, *call.path.split("/"):
            case "GET", "debug_token":
                return {"data": self._about_token()}
            case "GET", app, "subscriptions" if app == APP:
                return {"data": list(self.webhooks.values())}
            case "POST", app, "subscriptions" if app == APP:
                return self._register(call.given)
            case "DELETE", app, "subscriptions" if app == APP:
                # Without an object, Meta removes all subscriptions.
                self.webhooks.pop(call.given["object"])
                return {"success": True}
            case "GET", "me", "accounts":
                return {"data": [self._page(page) for page in self.pages]}
            case "GET", waba, "phone_numbers":
                return {"data": [{"id": n} for n in self._numbers(waba)]}
            case "GET", account, "subscribed_apps":
                return {"data": self._subscribers(account)}
            case "POST", account, "subscribed_apps":
                return self._subscribe(account, call)
        raise refused(400, 100, "Unsupported request", subcode=33, kind="GraphMethodException")

    def _check_proof(self, call: Call) -> None:
        """Checks the proof of a token that is not the app's own, if the app requires a proof."""
        if call.token in {f"{APP}|{self.secret}", INSTAGRAM_TOKEN}:
            return
        if call.token not in {TOKEN, PAGE_TOKEN}:
            raise refused(400, 190, f"Malformed access token {call.token}")
        proof = hmac.new(self.secret.encode(), call.token.encode(), hashlib.sha256).hexdigest()
        if call.given.get("appsecret_proof") != proof:
            raise refused(400, 100, "Invalid appsecret_proof provided in the API argument")

    def _about_token(self) -> dict[str, Any]:
        targets = {"scope": "whatsapp_business_management", "target_ids": list(self.numbers)}
        return {
            "app_id": self.token_app,
            "is_valid": self.is_valid,
            "expires_at": 0,
            "scopes": self.scopes,
            "granular_scopes": [targets],
        }

    def _register(self, given: dict[str, str]) -> dict[str, Any]:
        query = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
        query["hub.verify_token"] = given["verify_token"]
        answer = http_client.get(f"{given['callback_url']}?{urlencode(query)}")
        if answer.status != 200 or answer.body != b"1158201444":
            text = f"(#2200) Callback verification failed with HTTP Status Code = {answer.status}"
            raise refused(400, 2200, text)
        self.webhooks[given["object"]] = {
            "object": given["object"],
            "callback_url": given["callback_url"],
            "active": True,
            "fields": [{"name": n, "version": "v26.0"} for n in given["fields"].split(",")],
        }
        return {"success": True}

    def _page(self, page: str) -> dict[str, Any]:
        instagram = self.pages[page]
        found: dict[str, Any] = {"id": page, "access_token": PAGE_TOKEN}
        return found | ({"instagram_business_account": {"id": instagram}} if instagram else {})

    def _numbers(self, waba: str) -> list[str]:
        if waba not in self.numbers:
            text = f"Unsupported get request. Object with ID '{waba}' does not exist"
            raise refused(400, 100, text, subcode=33, kind="GraphMethodException")
        return self.numbers[waba]

    def _subscribers(self, account: str) -> list[dict[str, Any]]:
        if account not in self.subscribed:
            return []
        if account in self.numbers:
            override = {"override_callback_uri": self.override} if self.override else {}
            return [{"whatsapp_business_api_data": {"id": APP, "name": "ReplyWatch"}} | override]
        return [{"id": APP, "subscribed_fields": sorted(self.subscribed[account])}]

    def _subscribe(self, account: str, call: Call) -> dict[str, Any]:
        fields = [f for f in call.given.get("subscribed_fields", "").split(",") if f]
        if account in self.pages:
            if call.token != PAGE_TOKEN:
                raise refused(400, 210, "(#210) This call requires a Page access token.")
            allowed = ", ".join(sorted(self.page_fields)).upper()
            for number, name in enumerate(fields):
                if name not in self.page_fields:
                    text = f"(#100) Param subscribed_fields[{number}] must be one of {{{allowed}}}"
                    raise refused(400, 100, text)
            if "messages" in fields and "pages_messaging" not in self.scopes:
                text = (
                    "(#200) To subscribe to the messages field, one of these permissions is "
                    "needed: pages_messaging"
                )
                raise refused(403, 200, text)
        self.subscribed[account] = set(fields)
        return {"success": True}
