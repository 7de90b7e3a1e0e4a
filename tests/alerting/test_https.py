"""Posts over the network: a real server on loopback, and addresses that must not be called."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from functions.notifier.channels import https
from functions.notifier.channels.channel import InDoubtError, NotSentError, ProviderBlockedError
from functions.notifier.channels.https import Answer


@dataclass
class Server:
    """A server that answers as a test defines, or does not answer."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    silent_s: float = 0
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.requests.append((self.path, dict(self.headers), body))
            time.sleep(made.silent_s)
            if made.status:
                self.send_response(made.status)
                for name, value in made.headers.items():
                    self.send_header(name, value)
                self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        made.url = f"http://127.0.0.1:{running.server_port}"
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        monkeypatch.setenv("STAND_INS_URL", made.url)
        yield made
        running.shutdown()
        thread.join()


def exchange(address: str) -> Answer:
    return https._exchange(address, b"{}", {"webhook-id": "1"})


def test_a_post_carries_its_body_and_headers(server: Server) -> None:
    assert exchange(f"{server.url}/a/b?c=d") == Answer(200)
    ((path, headers, body),) = server.requests
    assert (path, body, headers["webhook-id"]) == ("/a/b?c=d", b"{}", "1")
    assert headers["Content-Type"] == "application/json; charset=utf-8"


def test_a_redirect_is_an_answer_and_is_not_followed(server: Server) -> None:
    server.status, server.headers = 307, {"Location": f"{server.url}/elsewhere"}
    assert exchange(server.url) == Answer(307)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("120", 120), ("999999", 3600), ("Wed, 21 Oct 2026 07:28:00 GMT", 0), ("-1", 0), ("²", 0)],
)
def test_the_answer_may_say_when_to_try_again(server: Server, text: str, seconds: int) -> None:
    assert https._retry_after(text) == timedelta(seconds=seconds)
    if text.isascii():
        server.status, server.headers = 429, {"Retry-After": text}
        assert exchange(server.url) == Answer(429, timedelta(seconds=seconds))


def test_a_server_that_closes_without_an_answer_leaves_doubt(server: Server) -> None:
    server.status = 0
    with pytest.raises(InDoubtError, match="RemoteDisconnected"):
        exchange(server.url)


@pytest.mark.parametrize("limit", ["ANSWER_S", "MAX_S"])
def test_a_server_that_is_silent_is_given_up(
    server: Server, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """The notifier limits both the time between two bytes and the total time."""
    monkeypatch.setattr(https, limit, 0.05)
    server.silent_s = 0.3
    with pytest.raises(InDoubtError):
        exchange(server.url)


def test_the_limits_leave_the_notifier_enough_time() -> None:
    from functions.notifier import handler

    assert https.CONNECT_S + https.ANSWER_S < https.MAX_S < handler.MIN_SEND_TIME_MS / 1000


def test_nothing_was_sent_if_nobody_listens(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        monkeypatch.setenv("STAND_INS_URL", url)
        with pytest.raises(NotSentError, match="ConnectionRefusedError"):
            exchange(url)


# --- Addresses that are not called ---------------------------------------------------------------


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every connection that the test tries to open. None is really opened."""
    found: list[Any] = []

    def connect(address: Any, timeout: float) -> Any:
        found.append((address, timeout))
        raise ConnectionRefusedError

    monkeypatch.setattr(https.socket, "create_connection", connect)
    return found


def resolve(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in addresses]
    monkeypatch.setattr(https.socket, "getaddrinfo", lambda *_: found)


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "https:///path",
        "https://" + "a" * 70 + ".example.com/",
        "https://hooks.example.com/with a space",
        "https://hooks.example.com:99999/",
        "https://hooks.example.com:0/",
        "https://hooks.example.com:-1/",
        "https://hooks.example.com:abc/",
        "https://[bad/",
        "https://[::g]/",
        "https://user:secret@:abc@hooks.example.com:x/",
        "https://.example.com/",
    ],
)
def test_an_address_that_is_not_https_is_not_called(
    connected: list[Any], monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    if "space" in address:
        monkeypatch.setattr(https, "_connection", lambda _: https.http.client.HTTPConnection("x"))
    with pytest.raises(ProviderBlockedError):
        exchange(address)
    assert connected == []


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "169.254.170.2",
        "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("others", [(), ("93.184.215.14",)], ids=["alone", "among public ones"])
def test_a_host_in_a_private_network_is_not_called(
    connected: list[Any], monkeypatch: pytest.MonkeyPatch, ip: str, others: tuple[str, ...]
) -> None:
    resolve(monkeypatch, *others, ip)
    with pytest.raises(ProviderBlockedError, match="private network"):
        exchange("https://hooks.example.com/")
    assert connected == []


def test_the_address_that_was_checked_is_the_one_that_is_called(
    connected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that resolves to another address on a second lookup changes nothing."""
    resolve(monkeypatch, "93.184.215.14")
    with pytest.raises(NotSentError, match="ConnectionRefusedError"):
        exchange("https://hooks.example.com:8443/x")
    assert connected == [(("93.184.215.14", 8443), https.CONNECT_S)]


def test_an_unknown_host_name_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any) -> Any:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(https.socket, "getaddrinfo", unknown)
    with pytest.raises(NotSentError, match="gaierror"):
        exchange("https://hooks.example.com/")


def test_the_certificate_must_be_that_of_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server at the other end does not speak TLS, so nothing is sent to it."""
    ours, theirs = socket.socketpair()
    resolve(monkeypatch, "93.184.215.14")
    monkeypatch.setattr(https.socket, "create_connection", lambda *_, **__: ours)
    theirs.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    with theirs, pytest.raises(NotSentError, match="SSLError"):
        exchange("https://hooks.example.com/")
    context = https._tls()
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"


def test_loopback_is_called_for_stand_ins_of_a_local_stage_only(
    connected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STAND_INS_URL", raising=False)
    for address in ("http://127.0.0.1:4700/slack", "https://127.0.0.1:4700/slack"):
        with pytest.raises(ProviderBlockedError):
            exchange(address)
    monkeypatch.setenv("STAND_INS_URL", "http://127.0.0.1:4701")
    with pytest.raises(ProviderBlockedError):
        exchange("http://127.0.0.1:4700/slack")
    assert connected == []
