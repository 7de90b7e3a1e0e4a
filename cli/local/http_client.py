"""HTTP calls to a stack. Calls on loopback use no proxy, others use the environment's."""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cli.local.errors import LocalRunError

TIMEOUT_S = 30

LOOPBACK = "http://127.0.0.1"

_without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Does not follow redirects, because a token must not go to another host."""

    def redirect_request(self, *_request: Any) -> None:
        return None


_direct = urllib.request.build_opener(_NoRedirect)
_direct_without_proxy = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


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


def request(method: str, url: str, raw: bytes | None, headers: Mapping[str, str]) -> Response:
    """Calls a platform's API, without following redirects. Raises NoResponseError."""
    opener = _direct_without_proxy if url.startswith(LOOPBACK) else _direct
    made = urllib.request.Request(url, data=raw, headers=dict(headers), method=method)  # noqa: S310 - the caller checks the scheme
    return _open(opener.open, made)


def _send(request: urllib.request.Request) -> Response:
    is_local = request.full_url.startswith(LOOPBACK)
    return _open(_without_proxy.open if is_local else urllib.request.urlopen, request)


def _open(send: Callable[..., Any], request: urllib.request.Request) -> Response:
    try:
        with send(request, timeout=TIMEOUT_S) as response:
            return Response(response.status, response.read(), response.headers.get("Date", ""))
    except urllib.error.HTTPError as refused:
        with refused:
            return Response(refused.code, refused.read(), refused.headers.get("Date", ""))
    except (OSError, http.client.HTTPException) as error:
        # A query can hold a token, so the message has none.
        url = request.full_url.partition("?")[0]
        raise NoResponseError(f"No response from {url}: {error}") from error
