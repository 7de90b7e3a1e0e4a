"""Meta's and X's webhooks: verify over the raw bytes, parse, land, answer 200.

Nothing is read from the table on this way, and no event depends on another.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from functions.webhook import bodies, landing, meta, privacy, signatures, updates, x
from functions.webhook.bodies import NotAWebhookError
from functions.webhook.secret import Secrets, secrets
from shared.config import configuration
from shared.domain.events import Event
from shared.runtime import log
from shared.storage.store import shared_store

MOST_WITH_ENVELOPE, MAX_SPLIT_BYTES = 20, 256 * 1024

type Request = Mapping[str, Any]
type Response = dict[str, Any]


def now() -> datetime:
    """The only clock here."""
    return datetime.now(UTC)


def handler(request: Request, _context: object) -> Response:
    """An HTTP API's request, payload version 2."""
    http = request["requestContext"]["http"]
    path = str(http["path"]).rstrip("/")
    route = (http["method"], path[path.find("/webhooks/") :])
    return _ROUTES.get(route, _unknown_route)(request, secrets())


def _meta_handshake(request: Request, known: Secrets) -> Response:
    challenge = signatures.meta_handshake(_query(request), known.meta_verify_tokens)
    return _answer(403, "forbidden") if challenge is None else _answer(200, challenge)


def _x_handshake(request: Request, known: Secrets) -> Response:
    token = _query(request).get("crc_token")
    if not token:
        return _answer(400, "crc_token is missing")
    try:
        answer = signatures.x_crc_response(token, known.x_consumer_secrets[0])
    except (signatures.NotAChallengeError, IndexError):
        return _answer(403, "forbidden")
    return _json(200, {"response_token": answer})


def _meta_delivery(request: Request, known: Secrets) -> Response:
    raw = _raw_body(request)
    header = _header(request, signatures.META_HEADER)
    if raw is None or not signatures.meta_signed(raw, header, known.meta_app_secrets):
        return _forged("meta")
    return _landed("meta", raw, meta.parse)


def _x_delivery(request: Request, known: Secrets) -> Response:
    raw = _raw_body(request)
    headers = [_header(request, name) for name in signatures.X_HEADERS]
    # Anything but an object could have been signed for whoever asked, as a challenge.
    if (
        raw is None
        or b"{" not in raw
        or not any(signatures.x_signed(raw, header, known.x_consumer_secrets) for header in headers)
    ):
        return _forged("x")
    brands = {a.id for a in configuration.deployed_configuration().accounts if a.channel == "x"}
    return _landed("x", raw, lambda body: x.parse(body, brands))


def _landed(
    platform: str, raw: bytes, parse: Callable[[dict[str, bodies.Json]], Sequence[Event]]
) -> Response:
    """What a verified body says is durable when this returns; if it cannot be, this raises, the
    answer is a 5xx, and the platform delivers again."""
    shipped = configuration.deployed_configuration()
    try:
        sorted_ = landing.sort(_events(raw, parse), shipped)
    except NotAWebhookError:
        shared_store().land([landing.quarantined_body(raw, platform, shipped, now())])
        log.count("Quarantined", platform=platform, reason="body")
        return _answer(200, "kept")
    landing.land(shared_store(), sorted_, shipped, now())
    for kind, number in sorted_.counts.items():
        log.count("Events", number, platform=platform, kind=kind)
    for reason in {reason for reason, _ in sorted_.kept}:
        number = sum(kept == reason for kept, _ in sorted_.kept)
        log.count("Quarantined", number, platform=platform, reason=reason)
    return _answer(200, "ok")


def _events(
    raw: bytes, parse: Callable[[dict[str, bodies.Json]], Sequence[Event]]
) -> Sequence[Event]:
    """The body's events. Of a few that are unknown, each is kept with its envelope; of many, their
    fragments only: a flood of what nobody understands must not cost what is understood."""
    body = bodies.load(raw)
    events = parse(body)
    unknown = sum(event.kind == "unknown" for event in events)
    if 0 < unknown <= MOST_WITH_ENVELOPE and len(raw) <= MAX_SPLIT_BYTES:
        return updates.parsed(body, parse)
    return events


def _deletion(request: Request, known: Secrets) -> Response:
    answer = privacy.deletion_request(
        shared_store(), _signed_request(request, known), _base_url(request), now()
    )
    return _answer(403, "forbidden") if answer is None else _json(200, answer)


def _deauthorize(request: Request, known: Secrets) -> Response:
    signed = _signed_request(request, known)
    if signed is None:
        return _forged("meta")
    log.count("Deauthorized", platform="meta")
    return _answer(200, "ok")


def _signed_request(request: Request, known: Secrets) -> dict[str, Any] | None:
    raw = _raw_body(request) or b""
    form = dict(parse_qsl(raw.decode("ascii", errors="replace")))
    return signatures.signed_request(form.get("signed_request", ""), known.meta_app_secrets)


def _unknown_route(request: Request, _known: Secrets) -> Response:
    path = str(request["requestContext"]["http"]["path"])
    if "/webhooks/meta/deletion/" in path:
        return privacy.status_page(shared_store(), path.rsplit("/", 1)[1])
    return _answer(404, "there is nothing here")


_ROUTES: Mapping[tuple[str, str], Callable[[Request, Secrets], Response]] = {
    ("GET", "/webhooks/meta"): _meta_handshake,
    ("POST", "/webhooks/meta"): _meta_delivery,
    ("POST", "/webhooks/meta/deletion"): _deletion,
    ("POST", "/webhooks/meta/deauthorize"): _deauthorize,
    ("GET", "/webhooks/x"): _x_handshake,
    ("POST", "/webhooks/x"): _x_delivery,
}


def _forged(platform: str) -> Response:
    log.count("Forged", platform=platform)
    return _answer(403, "forbidden")


def _query(request: Request) -> dict[str, str]:
    """Decoded here, from what was sent: a CRC token may hold `+` and `%2B`, which differ."""
    return dict(parse_qsl(str(request.get("rawQueryString", "")), keep_blank_values=True))


def _header(request: Request, name: str) -> str | None:
    headers: Mapping[str, str] = request.get("headers") or {}
    if name in headers:
        return headers[name]
    return next((v for k, v in headers.items() if k.lower() == name), None)


def _raw_body(request: Request) -> bytes | None:
    """The bytes as they were sent, which is what was signed; None where they cannot be had."""
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


def _json(status: int, body: Mapping[str, Any]) -> Response:
    headers = {"content-type": "application/json"}
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}
