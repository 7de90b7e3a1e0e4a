"""Meta's Graph API: calls, and what its errors mean.

Tokens travel in the `Authorization` header, so that no URL holds the token of the call.
https://developers.facebook.com/docs/graph-api/guides/error-handling
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from cli.connect.platform_error import PlatformError, cleaned
from cli.local import http_client

GRAPH_URL = "https://graph.facebook.com/v26.0"
"""v26.0 is of 2026-07-29. A version lives for about two years:
https://developers.facebook.com/docs/graph-api/changelog/versions"""

INSTAGRAM_URL = "https://graph.instagram.com/v26.0"
"""For apps with Instagram Login."""

INVALID_PARAMETER = "100"


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The API as one app sees it. Each call raises PlatformError or NoResponseError."""

    app_id: str
    app_secret: str = field(repr=False)
    url: str = GRAPH_URL

    @property
    def app_token(self) -> str:
        """The app's own token:
        https://developers.facebook.com/docs/facebook-login/guides/access-tokens#apptokens"""
        return f"{self.app_id}|{self.app_secret}"

    def get(self, path: str, token: str, **parameters: str) -> dict[str, Any]:
        query = urlencode(self._proven(token, parameters))
        return self._call("GET", f"{path}?{query}", token, None)

    def post(self, path: str, token: str, **parameters: str) -> dict[str, Any]:
        return self._call("POST", path, token, urlencode(self._proven(token, parameters)).encode())

    def delete(self, path: str, token: str, **parameters: str) -> dict[str, Any]:
        query = urlencode(self._proven(token, parameters))
        return self._call("DELETE", f"{path}?{query}", token, None)

    def _proven(self, token: str, parameters: Mapping[str, str]) -> dict[str, str]:
        """With the proof that an app may require:
        https://developers.facebook.com/docs/graph-api/guides/secure-requests"""
        if not self.app_secret or token == self.app_token:
            return dict(parameters)
        proof = hmac.new(self.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        return {**parameters, "appsecret_proof": proof}

    def _call(self, method: str, path: str, token: str, raw: bytes | None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        if raw is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = http_client.request(method, f"{self.url}/{path}", raw, headers)
        try:
            body = answer.json()
        except ValueError:
            body = None
        if answer.status == 200 and isinstance(body, dict) and "error" not in body:
            return body
        raise to_error(answer.status, body.get("error") if isinstance(body, dict) else None)


def to_error(status: int, error: Any) -> PlatformError:
    """The error of a call as a sentence, with Meta's own message, and what to do."""
    if not isinstance(error, dict):
        text = f"Meta answered {status} without an explanation."
        return PlatformError(text, "Wait some minutes, and run it again.")
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    sentence, advice = _meaning(code, subcode)
    message = str(error.get("error_user_msg") or error.get("message") or "nothing more")
    text = f"{sentence} Meta says: {cleaned(message)}"
    return PlatformError(text, advice, code=str(code), message=message)


def _meaning(code: int, subcode: int) -> tuple[str, str]:
    if code in {190, 102}:
        return _TOKEN_ERRORS.get(subcode, _TOKEN_ERRORS[0])
    if code == 100 and subcode == 33:
        return _NO_ACCESS
    if code in _ERRORS:
        return _ERRORS[code]
    if 200 <= code <= 299:
        return _ERRORS[10]
    if 80_000 <= code <= 80_014:  # rate limits of the single products
        return _ERRORS[4]
    return "Meta refused the call.", f"Look up code {code}: {HELP}"


def _number(value: Any) -> int:
    return int(value) if str(value).isdecimal() else 0


HELP = "https://developers.facebook.com/docs/graph-api/guides/error-handling"
_NEW_TOKEN = "Make a new token: docs/connect-meta.md, step 3."  # noqa: S105 - advice, no token
_LATER = "Wait an hour, and run the command again. It continues where it stopped."

_NO_ACCESS = (
    "The token cannot see this object, or it does not exist.",
    "Check the id in replywatch.toml, and assign it to the system user in the business settings.",
)

_TOKEN_ERRORS = {
    0: ("The token is expired, revoked or mistyped (190).", _NEW_TOKEN),
    458: ("The token's user has removed the app (190/458).", _NEW_TOKEN),
    459: ("The token's user must sign in at facebook.com first (190/459).", "Sign in, then retry."),
    460: ("The token's user has changed the password (190/460).", _NEW_TOKEN),
    463: ("The token has expired (190/463).", _NEW_TOKEN),
    464: ("The token's user is not confirmed (190/464).", "Confirm it at facebook.com."),
    467: ("The token is no longer valid (190/467).", _NEW_TOKEN),
}

_ERRORS = {
    1: ("Meta has a problem (1).", "Wait some minutes, and run it again."),
    2: ("Meta is unavailable (2).", "Wait some minutes, and run it again."),
    3: (
        "The app may not make this call (3).",
        "Add the product to the app, and request the permission in App Review.",
    ),
    4: ("The app has made too many calls.", _LATER),
    17: ("The token's user has made too many calls.", _LATER),
    32: ("The Page has had too many calls.", _LATER),
    613: ("This call was made too often.", _LATER),
    10: (
        "A permission is missing, or has no Advanced Access.",
        "Make the token with this permission. For accounts of other businesses, and for messages "
        "of the public, it also needs App Review: docs/connect-meta.md, step 6.",
    ),
    100: (
        "Meta does not accept a parameter (100).",
        "Check the app id, and the ids in replywatch.toml.",
    ),
    101: (
        "App id and app secret do not belong together (101).",
        "Compare both with App settings > Basic, and correct the webhook secret.",
    ),
    368: (
        "Meta has temporarily blocked the app or the account (368).",
        "See the app dashboard > Alerts.",
    ),
    2200: (
        "Meta could not verify the webhook's address (2200).",
        "Run `replywatch doctor`: the address must be public and accept the verify token. "
        "A new verify token takes effect within five minutes.",
    ),
    2201: (
        "The webhook did not answer Meta's verification with the challenge (2201).",
        "Run `replywatch doctor`: another program may answer at this address.",
    ),
}
