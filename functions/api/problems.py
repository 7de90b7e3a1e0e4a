"""Errors as the API returns them: problem details (RFC 9457) with a stable `type`."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError

from shared.storage.errors import ConflictError, OverloadedError

TYPES: Mapping[str, tuple[int, str]] = {
    "invalid-parameter": (400, "A parameter is not as expected"),
    "invalid-body": (400, "The body is not as expected"),
    "invalid-cursor": (400, "The cursor is not valid"),
    "unauthorized": (401, "No valid token"),
    "insufficient-scope": (403, "The token does not allow this"),
    "not-found": (404, "There is no such resource"),
    "method-not-allowed": (405, "The resource does not support this method"),
    "conflict": (409, "The conversation is in another state"),
    "key-reused": (422, "The Idempotency-Key was used for another request"),
    "busy": (503, "The database is busy"),
}
"""The last part of each `type`, with its status and title."""

BUSY_CODES = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingException",
        "InternalServerError",
        "ServiceUnavailable",
    }
)
"""DynamoDB's codes after which the same request may succeed."""

URN = "urn:replywatch:problem:"

MIN_SIMILARITY = 0.75
"""The least similarity of a name that is suggested. Below it, hints are wrong: `sort` is similar to
`format` by 0.6, and `id` to `kind` by 0.67."""

MAX_SHOWN = 40
"""How many characters of a name in a request an error repeats."""


class ProblemError(Exception):
    """A request is wrong. `field` names the parameter, or the key of the body."""

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.field = kind, detail, field
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        """The HTTP status."""
        return TYPES[self.kind][0]

    def to_json(self, request_id: str | None) -> dict[str, Any]:
        """The body of the response."""
        body = {
            "type": URN + self.kind,
            "title": TYPES[self.kind][1],
            "status": self.status,
            "detail": self.detail,
            "field": self.field,
            "request_id": request_id,
        }
        return {name: value for name, value in body.items() if value is not None}


def of(error: Exception) -> ProblemError | None:
    """The problem with which the API answers this error, or None if the fault is ours."""
    if isinstance(error, ProblemError):
        return error
    code = error.response.get("Error", {}).get("Code") if isinstance(error, ClientError) else None
    if code in BUSY_CODES or isinstance(error, ConflictError | OverloadedError):
        return ProblemError("busy", "please try again in a second", headers={"retry-after": "1"})
    return None


def parameter(name: str, expected: str) -> ProblemError:
    """The problem of a query parameter that is not as expected."""
    return ProblemError("invalid-parameter", f"{name}: {expected}", field=name)


def body(expected: str, field: str | None = None) -> ProblemError:
    """The problem of a body that is not as expected."""
    detail = f"{field}: {expected}" if field else expected
    return ProblemError("invalid-body", detail, field=field)


def choice(allowed: Sequence[str]) -> str:
    """The detail of a problem if the value must be one of these: `expected one of met, late`."""
    return f"expected {'one of ' if len(allowed) > 1 else ''}{', '.join(allowed)}"


def shown(name: str, otherwise: str) -> str:
    """A name from a request in the form in which an error may repeat it: cut to a length, and only
    if it is plain text."""
    return (name if name.isascii() and name.isprintable() and name else otherwise)[:MAX_SHOWN]


def meant(name: str, known: Collection[str]) -> str:
    """A hint at the known name that was probably meant: ` (did you mean `reason`?)`. The known name
    contains `name` as a word (`opened_from` for `from`), or is similar. Empty if there is none."""
    import difflib  # only needed for mistakes

    short = name[:MAX_SHOWN].lower()
    near = [one for one in known if short in one.split("_")]
    near = near or difflib.get_close_matches(short, list(known), n=1, cutoff=MIN_SIMILARITY)
    return f" (did you mean `{near[0]}`?)" if near else ""
