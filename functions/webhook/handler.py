"""The webhooks of Meta, X and adapters: verify the raw bytes, parse, store, answer 200.

No event depends on another. The table is read only for messages without a time of their own.
"""

import base64
import binascii
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from functions.webhook import (
    adapter_messages,
    bodies,
    envelopes,
    meta,
    privacy,
    quarantine,
    signatures,
    storing,
    x,
)
from functions.webhook.bodies import NotAWebhookError
from functions.webhook.meta import plain_texts
from functions.webhook.secret import Secrets, secrets
from shared.config import configuration
from shared.domain.events import Event
from shared.runtime import log
from shared.storage.store import shared_store

MAX_UNKNOWN_WITH_ENVELOPE = 20
"""How many unknown events of one body are quarantined with their envelopes."""

MAX_SPLIT_BYTES = 256 * 1024
"""A larger body is not split into single updates."""

MAX_FORM_BYTES = 16 * 1024
"""The limit on a deletion or deauthorization form. Meta's have less than 1 KB."""

MIN_SECRET_AGE_S = 30
"""The least age of the secret at which a refused request makes an environment read it again. So
strangers' requests cause few reads."""

type Request = Mapping[str, Any]
type Response = dict[str, Any]


def now() -> datetime:
    """The current time. Nothing else here reads the clock."""
    return datetime.now(UTC)


def handler(request: Request, _context: object) -> Response:
    """Answers a request of the HTTP API, payload format 2.0.

    Before a request is refused, the secret is read again, unless it was read within the last half
    minute. So a change of the secret costs no deliveries.
    """
    known = secrets()
    response = _route(request)(request, known)
    if response["statusCode"] == 403:
        newer = secrets(max_age_s=MIN_SECRET_AGE_S)
        if newer != known:
            response = _route(request)(request, newer)
    if response["statusCode"] == 403 and request["requestContext"]["http"]["method"] == "POST":
        log.count("Forged")  # the access log has the route
    response["headers"]["x-request-id"] = _request_id(request)
    return response


def _request_id(request: Request) -> str:
    """The id that API Gateway gave to the request; it is in the access log, too."""
    return str(request["requestContext"].get("requestId", ""))


def _path(request: Request) -> str:
    path = str(request["requestContext"]["http"]["path"]).rstrip("/")
    start = max(path.find("/webhooks/"), path.find("/v1/"))  # the emulator has a prefix
    return path[start:]


def _route(request: Request) -> Callable[[Request, Secrets], Response]:
    method = request["requestContext"]["http"]["method"]
    return _ROUTES.get((method, _path(request)), _unknown_route)


def _meta_handshake(request: Request, known: Secrets) -> Response:
    challenge = signatures.meta_handshake(_query(request), known.meta_verify_tokens)
    return _forbidden() if challenge is None else _answer(200, challenge)


def _x_handshake(request: Request, known: Secrets) -> Response:
    token = _query(request).get("crc_token")
    if not token:
        return _answer(400, "crc_token is missing")
    try:
        answer = signatures.x_crc_response(token, known.x_consumer_secrets[0])
    except (signatures.NotAChallengeError, IndexError):
        return _forbidden()
    return _json({"response_token": answer})


def _meta_delivery(request: Request, known: Secrets) -> Response:
    raw = _raw_body(request)
    header = _header(request, signatures.META_HEADER)
    if raw is None or not signatures.meta_signed(raw, header, known.meta_app_secrets):
        return _forbidden()
    return _store_body("meta", raw, lambda: plain_texts.events(raw) or _events(raw, meta.parse))


def _x_delivery(request: Request, known: Secrets) -> Response:
    raw = _raw_body(request)
    headers = [_header(request, name) for name in signatures.X_HEADERS]
    # X's challenge signs any text that the caller chooses, except one with a `{`.
    if (
        raw is None
        or b"{" not in raw
        or not any(signatures.x_signed(raw, header, known.x_consumer_secrets) for header in headers)
    ):
        return _forbidden()
    brands = configuration.deployed_configuration().x_accounts
    return _store_body("x", raw, lambda: _events(raw, lambda body: x.parse(body, brands)))


def _adapter_delivery(request: Request, known: Secrets) -> Response:
    """Answers an adapter's request. Unlike a platform, an adapter's author can correct a body, so a
    body with a mistake is refused."""
    raw = _raw_body(request)
    headers = [_header(request, name) for name in signatures.STANDARD_HEADERS]
    if raw is None or not signatures.standard_signed(
        raw, headers, known.messages_secrets, now().timestamp()
    ):
        return _problem(request, "invalid-signature", _SIGNATURE_EXPECTED)
    if len(raw) > adapter_messages.MAX_ADAPTER_BODY_BYTES:
        return _problem(
            request,
            "body-too-large",
            f"expected at most {adapter_messages.MAX_ADAPTER_BODY_BYTES:,} bytes",
        )
    deployed = configuration.deployed_configuration()
    try:
        events = adapter_messages.parse(adapter_messages.load(raw))
        current = adapter_messages.current(events, deployed.text_days, now())
    except adapter_messages.InvalidMessagesError as mistake:
        return _problem(request, "invalid-body", str(mistake), mistake.field)
    routed = storing.route(current, deployed)
    storing.store_events(shared_store(), routed, deployed, now())
    _count_quarantined("adapter", Counter(reason for reason, _ in routed.quarantined))
    unknown = dict.fromkeys((event.channel, event.account) for _, event in routed.quarantined)
    counts = {
        "accepted": routed.counts.total() - len(routed.quarantined),
        "expired": len(events) - len(current),
        "quarantined": len(routed.quarantined),
    }
    places = [{"channel": channel, "account": account} for channel, account in unknown]
    return _json({**counts, "unknown_accounts": places})


def _store_body(platform: str, raw: bytes, read: Callable[[], Sequence[Event]]) -> Response:
    """Stores the events of a verified body, then answers 200. `read` returns these events.

    Raises what the table raises. Lambda then answers 5xx, and the platform delivers again.
    """
    deployed = configuration.deployed_configuration()
    try:
        routed = storing.route(read(), deployed)
    except NotAWebhookError:
        shared_store().put_all([quarantine.item_of_body(raw, platform, deployed, now())])
        _count_quarantined(platform, {"body": 1})
        return _answer(200, "quarantined")
    storing.store_events(shared_store(), routed, deployed, now())
    _count_quarantined(platform, Counter(reason for reason, _ in routed.quarantined))
    return _answer(200, "ok")


def _count_quarantined(platform: str, by_reason: Mapping[str, int]) -> None:
    """Counts quarantined events in one metric, which an alarm watches. Platform and reason are in
    the log."""
    if by_reason:
        log.event("events.quarantined", platform=platform, reasons=dict(by_reason))
        log.count("Quarantined", sum(by_reason.values()))


def _events(
    raw: bytes, parse: Callable[[dict[str, bodies.Json]], Sequence[Event]]
) -> Sequence[Event]:
    """The body's events.

    A few unknown events keep their envelopes, which takes a second parse. If many are unknown, they
    keep only their fragments, so that they do not delay the known events of the body.
    """
    body = bodies.load(raw)
    events = parse(body)
    unknown = sum(event.kind == "unknown" for event in events)
    if 0 < unknown <= MAX_UNKNOWN_WITH_ENVELOPE and len(raw) <= MAX_SPLIT_BYTES:
        return envelopes.parse_with_envelopes(body, parse)
    return events


def _deletion(request: Request, known: Secrets) -> Response:
    answer = privacy.deletion_request(
        shared_store(), _signed_request(request, known), _base_url(request), now()
    )
    return _forbidden() if answer is None else _json(answer)


def _deauthorize(request: Request, known: Secrets) -> Response:
    signed = _signed_request(request, known)
    if signed is None:
        return _forbidden()
    return _answer(200, "ok")


def _signed_request(request: Request, known: Secrets) -> dict[str, Any] | None:
    """The payload of the form, or None if Meta did not sign it or if it is too large."""
    raw = _raw_body(request) or b""
    if len(raw) > MAX_FORM_BYTES:
        return None
    form = dict(parse_qsl(raw.decode("ascii", errors="replace")))
    return signatures.signed_request(form.get("signed_request", ""), known.meta_app_secrets)


def _unknown_route(request: Request, _known: Secrets) -> Response:
    path = str(request["requestContext"]["http"]["path"])
    if "/webhooks/meta/deletion/" in path:
        return privacy.status_page(shared_store(), path.rsplit("/", 1)[1])
    return _answer(404, "not found")


_ROUTES: Mapping[tuple[str, str], Callable[[Request, Secrets], Response]] = {
    ("GET", "/webhooks/meta"): _meta_handshake,
    ("POST", "/webhooks/meta"): _meta_delivery,
    ("POST", "/webhooks/meta/deletion"): _deletion,
    ("POST", "/webhooks/meta/deauthorize"): _deauthorize,
    ("GET", "/webhooks/x"): _x_handshake,
    ("POST", "/webhooks/x"): _x_delivery,
    ("POST", "/v1/messages"): _adapter_delivery,
}

_PROBLEMS = {
    "invalid-body": (400, "The body is not as expected"),
    "invalid-signature": (403, "No valid signature"),
    "body-too-large": (413, "The body is too large"),
}
"""The problem types of `POST /v1/messages`: the status and the title."""

_SIGNATURE_EXPECTED = (
    f"expected {', '.join(signatures.STANDARD_HEADERS)} as Standard Webhooks describes them, with "
    "one of `messages_secrets` and a timestamp of the last five minutes"
)


def _forbidden() -> Response:
    return _answer(403, "forbidden")


def _query(request: Request) -> dict[str, str]:
    """The decoded query. AWS's own decoding is not used, because a CRC token may contain both `+`
    and `%2B`, which differ."""
    return dict(parse_qsl(str(request.get("rawQueryString", "")), keep_blank_values=True))


def _header(request: Request, name: str) -> str | None:
    headers: Mapping[str, str] = request.get("headers") or {}
    if name in headers:
        return headers[name]
    return next((v for k, v in headers.items() if k.lower() == name), None)


def _raw_body(request: Request) -> bytes | None:
    """The bytes that the platform sent and signed, or None if they cannot be decoded."""
    body = request.get("body") or ""
    try:
        if request.get("isBase64Encoded"):
            return base64.b64decode(body, validate=True)
        return str(body).encode()
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return None


def _base_url(request: Request) -> str:
    return f"https://{request['requestContext'].get('domainName', 'localhost')}"


def _answer(status: int, text: str) -> Response:
    return {"statusCode": status, "headers": {"content-type": "text/plain"}, "body": text}


def _problem(request: Request, kind: str, detail: str, field: str | None = None) -> Response:
    """A problem as the API returns it (RFC 9457)."""
    status, title = _PROBLEMS[kind]
    body = {"type": f"urn:replywatch:problem:{kind}", "title": title, "status": status}
    body |= {"detail": detail} | ({"field": field} if field else {})
    body |= {"request_id": _request_id(request)}
    headers = {"content-type": "application/problem+json"}
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}


def _json(body: Mapping[str, Any]) -> Response:
    headers = {"content-type": "application/json"}
    return {"statusCode": 200, "headers": headers, "body": json.dumps(body)}
