"""X's API v2: calls, and what its errors mean.

https://docs.x.com/x-api/fundamentals/response-codes-and-errors
https://docs.x.com/x-api/webhooks/quickstart (the reasons for which a webhook is refused)
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cli.connect.platform_error import PlatformError, cleaned
from cli.local import http_client

X_URL = "https://api.x.com"

DUPLICATE = "duplicate"
"""The code of an error that says: this exists already."""

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class XApi:
    """The API at one address. Each call raises PlatformError or NoResponseError."""

    url: str = X_URL

    def get(self, path: str, token: str, **parameters: str) -> dict[str, Any]:
        query = f"?{urlencode(parameters)}" if parameters else ""
        return self._call("GET", f"{path}{query}", token, None)

    def post(self, path: str, token: str, body: Any) -> dict[str, Any]:
        return self._call("POST", path, token, body)

    def put(self, path: str, token: str, body: Any = None) -> dict[str, Any]:
        return self._call("PUT", path, token, body)

    def delete(self, path: str, token: str) -> dict[str, Any]:
        return self._call("DELETE", path, token, None)

    def pages(self, path: str, token: str) -> Iterator[dict[str, Any]]:
        """All entries of a list that comes in pages."""
        more: dict[str, str] = {}
        while True:
            answer = self.get(path, token, max_results=str(PAGE_SIZE), **more)
            yield from answer.get("data") or ()
            following = (answer.get("meta") or {}).get("next_token")
            if not following:
                return
            more = {"pagination_token": following}

    def _call(self, method: str, path: str, token: str, body: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        raw = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            raw = json.dumps(body).encode()
        answer = http_client.request(method, f"{self.url}/2/{path}", raw, headers)
        try:
            found = answer.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            found = {}
        is_refused = "data" not in found and "errors" in found
        if 200 <= answer.status < 300 and not is_refused:
            return found
        raise to_error(answer.status, found)


def to_error(status: int, body: dict[str, Any]) -> PlatformError:
    """The error of a call as a sentence, with X's own message, and what to do."""
    message = _message(body)
    for reason, (sentence, advice) in _REASONS.items():
        if reason.lower() in json.dumps(body).lower():
            code = DUPLICATE if reason.startswith("Duplicate") else reason
            return PlatformError(f"{sentence} X says: {message}", advice, code=code)
    sentence, advice = _STATUSES.get(
        status if status < 500 else 500, ("X refused the call.", "See the message.")
    )
    return PlatformError(f"{sentence} X says: {message}", advice, code=str(status))


def _message(body: dict[str, Any]) -> str:
    """The message of a problem (`title`, `detail`), or of the first of its `errors`."""
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else {}
    texts = [body.get("detail"), body.get("title")]
    if isinstance(first, dict):
        texts = [first.get("detail"), first.get("message"), first.get("reason"), *texts]
    return cleaned(next((text for text in texts if text), "nothing more"))


_CONSOLE = "console.x.com"

_REASONS = {
    "CrcValidationFailed": (
        "The webhook did not answer X's challenge (CRC) correctly.",
        "The first of x_consumer_secrets must be this app's API secret key. A changed secret "
        "takes effect within five minutes. Then run it again.",
    ),
    "UrlValidationFailed": (
        "X does not accept the webhook's address.",
        "It must be https, public, and without a port.",
    ),
    "DuplicateUrlFailed": (
        "The app has a webhook for this address already.",
        "Run it again.",
    ),
    "WebhookLimitExceeded": (
        "The app has as many webhooks as its plan allows.",
        "Delete one that is not used (DELETE /2/webhooks/ID), or use an app of its own.",
    ),
    "WebhookIdInvalid": (
        "X no longer knows this webhook.",
        "Run the command again to register it.",
    ),
    "DuplicateSubscriptionFailed": ("This subscription exists already.", "Run it again."),
    "SubscriptionLimitExceeded": (
        "The app has as many subscriptions as its plan allows.",
        f"Delete some that are not used, or take a larger plan: {_CONSOLE}.",
    ),
    "client-not-enrolled": (
        "The app is in no project with access to this API.",
        f"{_CONSOLE}: put the app into a project, and choose pay per use.",
    ),
}
"""The error by a word that occurs anywhere in the answer."""

_STATUSES = {
    400: ("X does not accept the request (400).", "Check the account's id in replywatch.toml."),
    401: (
        "X does not accept the token (401).",
        "App-only calls need X_BEARER_TOKEN; private events a token of the brand's account, which "
        "ends after two hours. Make a new one: docs/connect-x.md, step 3.",
    ),
    402: ("The app has no credits left (402).", f"Buy credits: {_CONSOLE}."),
    403: (
        "X does not permit this (403).",
        "The token must be of this brand account, with the scopes tweet.read, users.read and "
        "dm.read, and the plan must include the X Activity API: docs/connect-x.md, step 3.",
    ),
    404: ("X does not know this (404).", "Run it again."),
    409: ("This conflicts with what exists at X (409).", "Run it again."),
    429: (
        "Too many calls (429).",
        "Wait 15 minutes, and run the command again. It continues where it stopped.",
    ),
    500: ("X has a problem.", "Wait some minutes, and run it again."),
}
