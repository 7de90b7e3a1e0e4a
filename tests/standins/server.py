"""A web server on loopback that answers as a platform's API does."""

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


class RefusedError(Exception):
    """The platform answers with this status and body."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(status)
        self.status, self.body = status, body


@dataclass(frozen=True)
class Call:
    """A request. `given` is its query, form or JSON body."""

    method: str
    path: str
    token: str
    given: dict[str, Any]


@dataclass
class StandIn:
    """Records the calls. Subclasses answer them."""

    calls: list[Call] = field(default_factory=list)
    refusals: dict[str, RefusedError] = field(default_factory=dict)
    """By method and path (`POST 123/subscribed_apps`): what it answers instead."""

    url: str = ""
    """Where it serves."""

    def answer(self, call: Call) -> dict[str, Any]:
        """Answers a call. Raises RefusedError."""
        raise NotImplementedError

    @property
    def changes(self) -> list[Call]:
        """The calls that change something."""
        return [c for c in self.calls if c.method != "GET"]

    def respond(self, call: Call) -> tuple[int, dict[str, Any]]:
        self.calls.append(call)
        try:
            if refusal := self.refusals.get(f"{call.method} {call.path}"):
                raise refusal
            return 200, self.answer(call)
        except RefusedError as refused:
            return refused.status, refused.body

    @contextlib.contextmanager
    def running(self, port: int = 0) -> Iterator[str]:
        """Serves while the block runs, at the URL that it yields."""
        server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            self.url = f"http://127.0.0.1:{server.server_port}"
            yield self.url
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def _handler(api: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._serve()

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - the server's names

        def _serve(self) -> None:
            url = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            is_json = self.headers.get("Content-Type") == "application/json"
            given = json.loads(raw) if raw and is_json else dict(parse_qsl(raw.decode()))
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            given = dict(parse_qsl(url.query)) | given
            status, body = api.respond(Call(self.command, url.path.strip("/"), token, given))
            answer = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_given: Any) -> None:
            """Logs nothing, since a query holds tokens."""

    return Handler
