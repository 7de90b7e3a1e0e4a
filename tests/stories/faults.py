"""AWS as it is on a bad day: a proxy in front of the local engine that lets some calls fail.

It answers as AWS does when it throttles or fails, cuts connections before a request has reached the
engine, cuts them when the request has been carried out and only the answer is missing, and is slow.
Every call is noted down, with what the engine said to it, so that a test knows what really happened
where the functions can only guess.
"""

import json
import re
import socket
import struct
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit


class Fault(Enum):
    """How one call goes wrong."""

    THROTTLED = "throttled"
    """Refused, nothing done: too many requests."""
    FAILED = "failed"
    """An answer of 500, nothing done."""
    RESET = "reset"
    """The connection is cut before the request has reached AWS."""
    LOST = "lost"
    """Done, but the connection is cut before the answer's first byte."""
    CUT = "cut"
    """Done, but the connection is cut somewhere within the answer."""
    SLOW = "slow"
    """Done and answered, late."""


DISTURBED = frozenset(Fault) - {Fault.SLOW}
"""The caller learns nothing, or that nothing was done."""

APPLIED = frozenset({Fault.LOST, Fault.CUT})
"""Done, and the caller does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a function to AWS."""

    service: str
    operation: str
    asked: Mapping[str, Any]
    fault: Fault | None = None
    status: int | None = None
    """What the engine answered, whether or not the caller saw it; None: it was never asked."""

    @property
    def done(self) -> bool:
        return self.status == 200


type Rates = Mapping[Fault, float]
"""How many of 1 go wrong so."""

type Weather = Callable[[Call], Rates]

# What AWS answers, by service: status and code. The SDK tells from the code whether to try again.
_THROTTLED = {
    "dynamodb": ((400, "ProvisionedThroughputExceededException"), (400, "ThrottlingException")),
    "sqs": ((403, "RequestThrottled"), (503, "ServiceUnavailable")),
    "secretsmanager": ((400, "ThrottlingException"),),
    "ses": ((429, "TooManyRequestsException"),),
    "sns": ((429, "Throttled"), (400, "Throttling")),
}
_FAILED = {
    "dynamodb": (500, "InternalServerError"),
    "sqs": (500, "InternalFailure"),
    "secretsmanager": (500, "InternalServiceError"),
    "ses": (500, "InternalServiceErrorException"),
    "sns": (500, "InternalError"),
}
SLOW_S = (0.1, 0.8)


class Proxy:
    """The proxy's state. The n-th call of an operation meets the same fate in every run."""

    def __init__(self, upstream: str, *, seed: int, weather: Weather) -> None:
        self.upstream, self.seed, self.weather = upstream, seed, weather
        self._raging = False
        self.endpoint = ""
        self.calls: list[Call] = []
        self._begun: Counter[str] = Counter()
        self._under_way, self._last = 0, time.monotonic()
        self._lock = threading.Lock()

    @contextmanager
    def raging(self) -> Iterator[None]:
        """Calls go wrong while the block runs."""
        self._raging = True
        try:
            yield
        finally:
            self._raging = False

    @contextmanager
    def handling(self, call: Call) -> Iterator[tuple[Fault | None, Random]]:
        """The call's fate, and the dice for its particulars."""
        with self._lock:
            rates = self.weather(call)
            self._under_way += 1
            # What is treated alike is counted together: the recipient of a text has its own row.
            kind = (
                f"{call.service}/{call.operation}/{sorted((f.value, r) for f, r in rates.items())}"
            )
            self._begun[kind] += self._raging
            dice = Random(f"{self.seed}/{kind}/{self._begun[kind]}")
            fault = _drawn(rates, dice) if self._raging else None
        try:
            yield fault, dice
        finally:
            with self._lock:
                self._under_way -= 1
                self._last = time.monotonic()

    def note(self, call: Call) -> None:
        with self._lock:
            self.calls.append(call)

    def quiet_for_s(self) -> float:
        """How long nobody has called."""
        with self._lock:
            return 0.0 if self._under_way else time.monotonic() - self._last

    def table(self) -> str:
        """Calls and faults, by operation."""
        rows: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for call in self.calls:
            name = f"{call.service} {call.operation}"
            for row in (name, "all"):
                rows[row]["calls"] += 1
                if call.fault:
                    rows[row][call.fault.value] += 1
        columns = ["calls", *(fault.value for fault in Fault)]
        lines = [f"{'':<34}" + "".join(f"{c:>10}" for c in columns)]
        lines += [
            f"{name:<34}" + "".join(f"{counts[c]:>10}" for c in columns)
            for name, counts in sorted(rows.items())
        ]
        return "\n".join(lines)


def _drawn(rates: Rates, dice: Random) -> Fault | None:
    point = dice.random()
    for fault, rate in rates.items():
        if (point := point - rate) < 0:
            return fault
    return None


@contextmanager
def in_front_of(upstream: str, *, seed: int, weather: Weather) -> Iterator[Proxy]:
    """A proxy for as long as the block runs; it lets everything through until it is `raging`."""
    proxy = Proxy(upstream, seed=seed, weather=weather)
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.proxy = proxy
        proxy.endpoint = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    proxy: Proxy

    def shutdown_request(self, request: Any) -> None:
        """No farewell: a connection that is to be cut is cut, see `_Handler._cut`."""
        self.close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A function that has been ended leaves its connections as they are."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        call = _call(self.headers, self.path, raw)
        proxy = self.server.proxy
        with proxy.handling(call) as (fault, dice):
            call = replace(call, fault=fault)
            if fault in {Fault.THROTTLED, Fault.FAILED}:
                proxy.note(call)
                self.wfile.write(_refusal(call, dice))
                return
            if fault is Fault.RESET:
                proxy.note(call)
                self._cut()
                return
            status, answer = self._forwarded(raw)
            proxy.note(replace(call, status=status))
            if fault is Fault.SLOW:
                time.sleep(dice.uniform(*SLOW_S))
            if fault in APPLIED:
                self._cut(answer[: dice.randrange(1, len(answer)) if fault is Fault.CUT else 0])
            else:
                self.wfile.write(answer)

    def _forwarded(self, raw: bytes) -> tuple[int, bytes]:
        upstream = urlsplit(self.server.proxy.upstream)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in {"host", "connection"}}
        with closing(HTTPConnection(upstream.hostname or "", upstream.port, timeout=60)) as engine:
            engine.request(self.command, self.path, raw, headers)
            answer = engine.getresponse()
            return answer.status, _raw(answer)

    def _cut(self, part: bytes = b"") -> None:
        """Sends that much, then resets the connection."""
        if part:
            self.wfile.write(part)
            time.sleep(0.01)  # a reset overtakes what is still under way
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the base class's word
        """Nothing: the calls are in `Proxy.calls`."""


def _call(headers: Any, path: str, raw: bytes) -> Call:
    """By the signature's scope, and each protocol's own way to name the operation."""
    scope = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", headers.get("Authorization", ""))
    service = scope[1] if scope else "?"
    if "X-Amz-Target" in headers:
        operation, asked = headers["X-Amz-Target"].rpartition(".")[2], json.loads(raw)
    elif raw.startswith(b"{"):
        operation, asked = path.rpartition("/")[2], json.loads(raw)
    else:
        asked = dict(parse_qsl(raw.decode()))
        operation = asked.get("Action", path)
    return Call(service=service, operation=operation, asked=asked)


def _raw(answer: HTTPResponse) -> bytes:
    body = answer.read()
    kept = [
        (name, value)
        for name, value in answer.getheaders()
        if name.lower() not in {"content-length", "transfer-encoding", "connection"}
    ]
    return _answer(answer.status, answer.reason, [*kept, ("Content-Length", str(len(body)))], body)


def _answer(status: int, reason: str, headers: list[tuple[str, str]], body: bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode("latin-1") + body


def _refusal(call: Call, dice: Random) -> bytes:
    """AWS's error, in the form of the service's protocol."""
    status, code = (
        dice.choice(_THROTTLED[call.service])
        if call.fault is Fault.THROTTLED
        else _FAILED[call.service]
    )
    if call.service == "sns":
        kind = "application/xml"
        body = (
            f"<ErrorResponse><Error><Type>{'Sender' if status < 500 else 'Receiver'}</Type>"
            f"<Code>{code}</Code><Message>by the test</Message></Error>"
            "<RequestId>0</RequestId></ErrorResponse>"
        )
    else:
        kind = "application/x-amz-json-1.0"
        body = json.dumps({"__type": f"com.amazonaws#{code}", "message": "by the test"})
    headers = [
        ("Content-Type", kind),
        ("x-amzn-ErrorType", code),
        ("Content-Length", str(len(body))),
    ]
    return _answer(status, "Refused", headers, body.encode())
