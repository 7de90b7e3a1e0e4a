"""The API as a browser reaches it: the real handler over the fake table, on loopback."""

import base64
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from functions.api import handler
from shared.runtime import secrets
from tests.api.calls import entry
from tests.fakes.backend import Backend

TOKEN, READER = "a-token-of-ada", "a-token-of-grafana"
PREFIX = "/stage"
"""What stands before every path, as on the local stack: the page must not expect to be at /."""


class Service:
    """A table, and the address of the API that serves it."""

    def __init__(self, backend: Backend, server: ThreadingHTTPServer) -> None:
        self.backend = backend
        self.url = f"http://127.0.0.1:{server.server_address[1]}{PREFIX}"
        self.requests: list[str] = []
        """Method and address of each request."""


@contextmanager
def serving(backend: Backend) -> Iterator[Service]:
    """Serves this table while the block runs."""
    lock = threading.Lock()

    class Requests(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(length).decode()
            with lock:
                service.requests.append(f"{self.command} {self.path}")
                answer = handler.handler(self._event(body), None)
                backend.deliver()
            self._send(answer)

        do_POST = do_GET  # noqa: N815 the base class's name

        def _event(self, body: str) -> dict[str, Any]:
            address = urlsplit(self.path)
            path = address.path.removeprefix(PREFIX)
            http = {"method": self.command, "path": path}
            return {
                "version": "2.0",
                "rawPath": path,
                "rawQueryString": address.query,
                "headers": {name.lower(): value for name, value in self.headers.items()},
                "requestContext": {"http": http, "stage": "$default"},
                "isBase64Encoded": False,
                "body": body,
            }

        def _send(self, answer: dict[str, Any]) -> None:
            content = answer["body"].encode()
            raw = base64.b64decode(content) if answer["isBase64Encoded"] else content
            self.send_response(answer["statusCode"])
            for name, value in answer["headers"].items():
                self.send_header(name, str(value))
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the base class's name
            """Prints nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Requests) as server, ExitStack() as changes:
        service = Service(backend, server)
        tokens = (entry("ada", "act", TOKEN), entry("grafana", "read", READER))
        changes.enter_context(patch.object(handler, "shared_store", lambda: backend.store))
        changes.enter_context(patch.object(handler, "now", lambda: backend.now))
        changes.enter_context(patch.object(secrets, "api_tokens", lambda **_: tokens))
        changes.enter_context(patch.object(secrets, "link_keys", lambda: (TOKEN,)))
        changes.enter_context(backend.running())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield service
        finally:
            server.shutdown()
