"""HTTP to the local stack, and only there: loopback, no proxies, no redirects to elsewhere."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, NamedTuple

from cli.local.engine import LocalRunError

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class NobodyAnswersError(LocalRunError):
    """The engine has gone, or hangs."""


class Answer(NamedTuple):
    """What came back, whatever its status."""

    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def post(url: str, raw: bytes, headers: Mapping[str, str]) -> Answer:
    """Posts the bytes. Raises NobodyAnswersError."""
    return _send(urllib.request.Request(url, data=raw, headers=dict(headers), method="POST"))  # noqa: S310 - loopback


def get(url: str, *, token: str | None = None) -> Answer:
    """Fetches, with a bearer token where there is one. Raises NobodyAnswersError."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return _send(urllib.request.Request(url, headers=headers))  # noqa: S310 - loopback


def _send(request: urllib.request.Request) -> Answer:
    try:
        with _direct.open(request, timeout=30) as answer:
            return Answer(answer.status, answer.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return Answer(refused.code, refused.read())
    except OSError as error:
        raise NobodyAnswersError(f"Nobody answers at {request.full_url}: {error}") from error
