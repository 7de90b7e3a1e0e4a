"""What all responses have in common: request id, caching, HEAD and compression."""

import base64
import gzip
import hashlib
import re
from collections.abc import Collection, Mapping
from typing import Any

MIN_COMPRESSED_BYTES = 1_024

_REFUSED = re.compile(r"q\s*=\s*0(\.0*)?")
"""The weight of a coding that the client does not accept (RFC 9110, 12.4.2)."""

_CLOCKS = re.compile(
    rb'"(?:seconds_to_due|silence_s|usual_waits_in_silence)": ?-?[\d.]+'
    rb'|"quarantined": ?\{"since": ?"[^"]*"'
)
"""What changes although nothing has happened: the same follows from other fields and the time."""

OF_WEBHOOK = {"/v1/messages": {"POST"}}
"""The path that `webhook` serves, and its method. API Gateway sends requests with other methods to
this function."""


def request_id(event: Mapping[str, Any]) -> str | None:
    """The id that API Gateway gave to the request; it is in the access log, too."""
    found = event.get("requestContext", {}).get("requestId")
    return str(found) if found else None


def method(event: Mapping[str, Any]) -> str:
    """The request's method."""
    return str(event.get("requestContext", {}).get("http", {}).get("method", "GET")).upper()


def allowed_methods(path: str, of_routes: Collection[str]) -> str:
    """The methods for the header `Allow`, given those of this path's routes. Empty if there is no
    such path."""
    known = {*of_routes, *OF_WEBHOOK.get(path, ())}
    of_all = {"OPTIONS", "HEAD"} if "GET" in known else {"OPTIONS"}
    return ", ".join(sorted(known | of_all)) if known else ""


def header(event: Mapping[str, Any], name: str) -> str:
    """A header of the request, in any case. Empty if it is missing."""
    headers = event.get("headers") or {}
    return str(next((v for k, v in headers.items() if k.lower() == name), "") or "")


def finished(event: Mapping[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """The response as it is sent.

    Nothing between us and the client may store it, since it contains customers' data. A client may
    ask whether its copy is still current (`ETag`): it is, if only time has passed, without
    effect.
    """
    headers = {name.lower(): value for name, value in (answer.get("headers") or {}).items()}
    headers |= {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    headers |= {"vary": "Accept-Encoding", "strict-transport-security": "max-age=31536000"}
    if found := request_id(event):
        headers["x-request-id"] = found
    raw = (answer.get("body") or "").encode("utf-8", errors="replace")
    if answer["statusCode"] == 200 and method(event) in {"GET", "HEAD"}:
        lasting = _CLOCKS.sub(b"", raw)
        headers["etag"] = f'W/"{hashlib.blake2b(lasting, digest_size=12).hexdigest()}"'
        if _has(event, headers["etag"]):
            return _sent(answer, 304, headers, b"")
    if method(event) == "HEAD":
        return _sent(answer, answer["statusCode"], headers, b"")
    if len(raw) >= MIN_COMPRESSED_BYTES and _takes_gzip(event):
        headers["content-encoding"] = "gzip"
        return _sent(answer, answer["statusCode"], headers, gzip.compress(raw, 6, mtime=0))
    return _sent(answer, answer["statusCode"], headers, raw)


def _sent(
    answer: Mapping[str, Any], status: int, headers: dict[str, Any], raw: bytes
) -> dict[str, Any]:
    is_text = "content-encoding" not in headers
    return {
        **answer,
        "statusCode": status,
        "headers": headers,
        "body": raw.decode() if is_text else base64.b64encode(raw).decode(),
        "isBase64Encoded": not is_text,
    }


def _has(event: Mapping[str, Any], etag: str) -> bool:
    """Whether the client already has this version. The comparison is weak, so `W/` makes no
    difference (RFC 9110, 13.1.2)."""
    given = header(event, "if-none-match").strip()
    return given == "*" or etag.removeprefix("W/") in re.findall(r'"[^"]*"', given)


def _takes_gzip(event: Mapping[str, Any]) -> bool:
    for part in header(event, "accept-encoding").lower().split(","):
        coding, *parameters = (one.strip() for one in part.split(";"))
        if coding == "gzip":
            return not any(map(_REFUSED.fullmatch, parameters))
    return False
