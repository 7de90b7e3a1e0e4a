"""HTTP to a stack. On loopback without proxies, elsewhere with those of the environment."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, NamedTuple

from cli.local.errors import LocalRunError

TIMEOUT_S = 30

LOOPBACK = "http://127.0.0.1"

_without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class NoResponseError(LocalRunError):
    """Nothing answers at this address, or not in time."""


class Response(NamedTuple):
    """The response, whatever its status."""

    status: int
    body: bytes
    date: str = ""
    """The `Date` header."""

    def json(self) -> Any:
        return json.loads(self.body)


def post(url: str, raw: bytes, headers: Mapping[str, str]) -> Response:
    """Posts the bytes. Raises NoResponseError."""
    return _send(urllib.request.Request(url, data=raw, headers=dict(headers), method="POST"))  # noqa: S310 - an address of the stack


def get(url: str, *, token: str | None = None) -> Response:
    """Fetches the URL, with a bearer token if one is given. Raises NoResponseError."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return _send(urllib.request.Request(url, headers=headers))  # noqa: S310 - an address of the stack


def _send(request: urllib.request.Request) -> Response:
    is_local = request.full_url.startswith(LOOPBACK)
    send = _without_proxy.open if is_local else urllib.request.urlopen
    try:
        with send(request, timeout=TIMEOUT_S) as response:
            return Response(response.status, response.read(), response.headers.get("Date", ""))
    except urllib.error.HTTPError as refused:
        with refused:
            return Response(refused.code, refused.read(), refused.headers.get("Date", ""))
    except OSError as error:
        raise NoResponseError(f"No response from {request.full_url}: {error}") from error
