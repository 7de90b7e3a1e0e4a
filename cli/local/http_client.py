"""HTTP to the local stack: loopback only, no proxies."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, NamedTuple

from cli.local.errors import LocalRunError

TIMEOUT_S = 30

_without_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class NoResponseError(LocalRunError):
    """The emulator has stopped, or does not answer in time."""


class Response(NamedTuple):
    """The response, whatever its status."""

    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def post(url: str, raw: bytes, headers: Mapping[str, str]) -> Response:
    """Posts the bytes. Raises NoResponseError."""
    return _send(urllib.request.Request(url, data=raw, headers=dict(headers), method="POST"))  # noqa: S310 - loopback


def get(url: str, *, token: str | None = None) -> Response:
    """Fetches the URL, with a bearer token if one is given. Raises NoResponseError."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return _send(urllib.request.Request(url, headers=headers))  # noqa: S310 - loopback


def _send(request: urllib.request.Request) -> Response:
    try:
        with _without_proxy.open(request, timeout=TIMEOUT_S) as response:
            return Response(response.status, response.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return Response(refused.code, refused.read())
    except OSError as error:
        raise NoResponseError(f"No response from {request.full_url}: {error}") from error
