"""A proxy in front of the AWS emulator that makes some calls fail, as AWS does on a bad day.

It throttles, returns errors, delays, and resets connections: before a request reaches the emulator,
or after the request is done but before the response. It records every call with the emulator's
response, so a test knows what really happened where the functions cannot.
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
    """A way in which a call fails."""

    THROTTLED = "throttled"
    """Not done: too many requests."""
    FAILED = "failed"
    """Not done: a response with status 500."""
    RESET = "reset"
    """Not done: the connection is reset before the request reaches AWS."""
    LOST = "lost"
    """Done, but the connection is reset before the first byte of the response."""
    CUT = "cut"
    """Done, but the connection is reset within the response."""
    SLOW = "slow"
    """Done, with a late response."""


DISTURBED = frozenset(Fault) - {Fault.SLOW}
"""The caller gets an error, whether or not the call was done."""

APPLIED = frozenset({Fault.LOST, Fault.CUT})
"""The call was done, and the caller does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a function to AWS."""

    service: str
    operation: str
    asked: Mapping[str, Any]
    fault: Fault | None = None
    status: int | None = None
    """The emulator's response, even if the caller did not see it. None if it was not forwarded."""

    @property
    def done(self) -> bool:
        return self.status == 200


type Rates = Mapping[Fault, float]
"""The probability of each fault."""

type FaultPlan = Callable[[Call], Rates]

# AWS's error by service: status and code. The SDK decides by the code whether to retry.
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
    """The proxy's state. The n-th call of an operation gets the same fault in every run."""

    def __init__(self, upstream: str, *, seed: int, plan: FaultPlan) -> None:
        self.upstream, self.seed, self.plan = upstream, seed, plan
        self._failing = False
        self.endpoint = ""
        self.calls: list[Call] = []
        self._begun: Counter[str] = Counter()
        self._running, self._last = 0, time.monotonic()
        self._lock = threading.Lock()

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Calls fail while the block runs."""
        self._failing = True
        try:
            yield
        finally:
            self._failing = False

    @contextmanager
    def handling(self, call: Call) -> Iterator[tuple[Fault | None, Random]]:
        """The fault of the call, and the random numbers for its details."""
        with self._lock:
            rates = self.plan(call)
            self._running += 1
            # Calls with the same rates share one sequence of random numbers.
            kind = (
                f"{call.service}/{call.operation}/{sorted((f.value, r) for f, r in rates.items())}"
            )
            self._begun[kind] += self._failing
            dice = Random(f"{self.seed}/{kind}/{self._begun[kind]}")
            fault = _drawn(rates, dice) if self._failing else None
        try:
            yield fault, dice
        finally:
            with self._lock:
                self._running -= 1
                self._last = time.monotonic()

    def record(self, call: Call) -> None:
        with self._lock:
            self.calls.append(call)

    def quiet_for_s(self) -> float:
        """Seconds since the last call ended, or 0 while a call is running."""
        with self._lock:
            return 0.0 if self._running else time.monotonic() - self._last

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
def in_front_of(upstream: str, *, seed: int, plan: FaultPlan) -> Iterator[Proxy]:
    """A proxy while the block runs. It forwards every call until it is `failing`."""
    proxy = Proxy(upstream, seed=seed, plan=plan)
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
        """Closes the connection without a FIN: `_Handler._cut` needs the reset."""
        self.close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Reports nothing: a function that is stopped leaves its connections open."""


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
                proxy.record(call)
                self.wfile.write(_refusal(call, dice))
                return
            if fault is Fault.RESET:
                proxy.record(call)
                self._cut()
                return
            status, answer = self._forwarded(raw)
            proxy.record(replace(call, status=status))
            if fault is Fault.SLOW:
                time.sleep(dice.uniform(*SLOW_S))
            if fault in APPLIED:
                self._cut(answer[: dice.randrange(1, len(answer)) if fault is Fault.CUT else 0])
            else:
                self.wfile.write(answer)

    def _forwarded(self, raw: bytes) -> tuple[int, bytes]:
        upstream = urlsplit(self.server.proxy.upstream)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in {"host", "connection"}}
        with closing(
            HTTPConnection(upstream.hostname or "", upstream.port, timeout=60)
        ) as connection:
            connection.request(self.command, self.path, raw, headers)
            answer = connection.getresponse()
            return answer.status, _raw(answer)

    def _cut(self, part: bytes = b"") -> None:
        """Sends part of the response, then resets the connection."""
        if part:
            self.wfile.write(part)
            time.sleep(0.01)  # a reset discards bytes that have not been delivered yet
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 named by the base class
        """Logs nothing: the calls are in `Proxy.calls`."""


def _call(headers: Any, path: str, raw: bytes) -> Call:
    """The call: its service from the signature's scope, its operation as the protocol names it."""
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
    """AWS's error response in the service's protocol."""
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
