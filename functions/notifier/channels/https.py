"""Posts JSON to a channel's provider: once, over HTTPS, to a public address, without redirects.

An operator wrote the address into the channels' secret. It may be wrong, so it must not make the
notifier call something inside AWS, or hold up other alerts.
"""

import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from functools import cache
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from functions.notifier.channels.channel import (
    InDoubtError,
    NotSentError,
    ProviderBlockedError,
    RefusedError,
)
from functions.notifier.notice import Notice, Plain
from shared.domain.alerts import MAX_UNSENT
from shared.runtime import aws
from shared.runtime.time_limit import OutOfTimeError, time_limit

CONNECT_S, ANSWER_S, MAX_S = 2.0, 4.0, 7.0
"""The timeouts in seconds: for the connection, for the next byte of an answer, and for the whole
call. The notifier begins no send with less than nine seconds left."""

MAX_RETRY_AFTER = timedelta(hours=1)

TRY_LATER = frozenset({408, 425, 429})
REFUSED = frozenset({400, 413, 415, 422})
"""The statuses that mean that the message is wrong. Any other 3xx or 4xx means that the address
or the key is wrong or no longer valid, as 410 does (Standard Webhooks, "Operational
considerations")."""


class Answer(NamedTuple):
    """The part of the provider's answer that says whether it accepted the message."""

    status: int
    retry_after: timedelta = timedelta(0)


def post(
    notice: Notice | Plain,
    address: str,
    content: Mapping[str, Any] | bytes,
    headers: Mapping[str, str] | None = None,
    *,
    can_repeat: bool,
) -> None:
    """Posts the content as JSON. Returns once the provider has accepted it.

    Raises NotSentError, ProviderBlockedError, RefusedError or InDoubtError. If the provider accepts
    an equal message only once (`can_repeat`), it raises NotSentError in place of InDoubtError. No
    error shows the address.
    """
    body = content if isinstance(content, bytes) else to_json(content)
    try:
        _check(_exchange(address, body, headers or {}), can_repeat=can_repeat)
    except InDoubtError as error:
        if not can_repeat:
            raise
        _raise_unsent(notice, NotSentError(str(error)))
    except NotSentError as error:
        _raise_unsent(notice, error)


def to_json(content: Mapping[str, Any]) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _raise_unsent(notice: Notice | Plain, error: NotSentError) -> None:
    """Raises the error of a call that sent nothing.

    After MAX_UNSENT attempts, `delivery` lets another channel carry the alert, as it does for all
    channels. Here the channel also counts as blocked, which raises an alarm: the operator may have
    written a wrong address.
    """
    if notice.attempts >= MAX_UNSENT:
        raise ProviderBlockedError(str(error)) from error
    raise error


def _check(answer: Answer, *, can_repeat: bool) -> None:
    """Raises the error for this status. From 500 on, the message may have been accepted."""
    status, reason = answer.status, f"HTTP {answer.status}"
    if 200 <= status < 300:
        return
    if status in TRY_LATER:
        raise NotSentError(reason, answer.retry_after)
    if status >= 500:
        raise NotSentError(reason, answer.retry_after) if can_repeat else InDoubtError(reason)
    raise RefusedError(reason) if status in REFUSED else ProviderBlockedError(reason)


def _exchange(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    sent = False
    try:
        parts = _parts(address)
        with time_limit(MAX_S), closing(_connection(parts)) as connection:
            sent = True
            return _answer(connection, parts, body, headers)
    except (UnicodeError, http.client.InvalidURL):
        raise ProviderBlockedError("the address is not valid") from None
    except (OSError, http.client.HTTPException) as error:
        reason = type(error).__name__
        raise (InDoubtError if sent else NotSentError)(reason) from None
    except OutOfTimeError:
        raise (InDoubtError if sent else NotSentError)("no answer in time") from None


def _parts(address: str) -> SplitResult:
    """The parts of the address. Raises ProviderBlockedError.

    `urlsplit` checks the port only when `port` is read.
    """
    try:
        parts = urlsplit(address)
        is_port = parts.port is None or parts.port > 0
    except ValueError:
        is_port = False
    if not is_port:
        raise ProviderBlockedError("the address is not valid") from None
    return parts


def _answer(
    connection: http.client.HTTPConnection,
    parts: SplitResult,
    body: bytes,
    headers: Mapping[str, str],
) -> Answer:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    own = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "ReplyWatch"}
    connection.request("POST", path, body, {**own, **headers})
    answer = connection.getresponse()
    return Answer(answer.status, _retry_after(answer.getheader("Retry-After", "")))


def _retry_after(text: str) -> timedelta:
    """The seconds in the `Retry-After` header, or None. HTTP also allows a date there, which is
    ignored."""
    is_number = text.isascii() and text.isdigit() and len(text) < 9
    return min(timedelta(seconds=int(text)), MAX_RETRY_AFTER) if is_number else timedelta(0)


def _connection(address: SplitResult) -> http.client.HTTPConnection:
    """A connection to a public IP address of the host, with TLS for the host's name.

    The name is looked up only once, so the address that is checked is the one that is called.
    """
    host, port = address.hostname or "", address.port or 443
    if _is_stand_in(address):
        connection = http.client.HTTPConnection(host, port, timeout=ANSWER_S)
        connection.connect()
        return connection
    if address.scheme != "https" or not host:
        raise ProviderBlockedError("the address is no HTTPS address")
    connection = http.client.HTTPConnection(address.netloc.rpartition("@")[2], timeout=ANSWER_S)
    plain = socket.create_connection((_public_ip(host, port), port), timeout=CONNECT_S)
    try:
        connection.sock = _tls().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
    connection.sock.settimeout(ANSWER_S)
    return connection


def _public_ip(host: str, port: int) -> str:
    """The first of the host's addresses. Raises ProviderBlockedError unless all are public.

    A Lambda function outside of a VPC has IPv4 only.
    """
    found = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    for each in map(ip_address, addresses):
        if not each.is_global or each.is_multicast:
            raise ProviderBlockedError("the address leads into a private network")
    return addresses[0]


def _is_stand_in(address: SplitResult) -> bool:
    """Whether this is the local run's stand-in on loopback. Only a local stage allows it."""
    allowed = aws.optional_setting("STAND_INS_URL")
    return allowed is not None and f"{address.scheme}://{address.netloc}" == allowed


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
