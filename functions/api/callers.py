"""Who calls the API, and what the caller may do.

Usually by named tokens with scopes, of which only hashes are stored. Each entry of `tokens` in the
secret is `NAME:SCOPES:HASH[:EXPIRES]`, as in `grafana:read:9f86d081884c7d65…`; `replywatch token`
writes them. With the setting `jwt_issuer`, API Gateway lets in only the issuer's tokens, and passes
on their claims.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.api.problems import ProblemError
from shared.runtime import api_tokens, secrets
from shared.runtime.api_tokens import ApiToken
from shared.wording.plain import one_line

RECHECK_S = 30
MAX_NAME = 80
CHALLENGE = 'Bearer realm="replywatch"'

NAMES = ("email", "preferred_username", "username", "client_id", "sub")
"""Claims that name the caller, the most specific first."""

GRANTS = ("scope", "scp", "roles", "cognito:groups")
"""Claims that can hold scopes: of OAuth 2.0 (RFC 8693), of Okta and Entra, and of Cognito."""

OF_THIS_API = ("scope", "scp")
"""Those of GRANTS that are issued for the token's audience."""

_GRANT = re.compile(rf"(replywatch[/:.])?({'|'.join(api_tokens.SCOPES)})")


@dataclass(frozen=True, slots=True)
class Caller:
    """The name of the token or the person, and what they may do."""

    name: str
    scopes: frozenset[str]


def caller(authorization: str, scope: str, now: datetime) -> Caller:
    """The caller, who must have this scope. Raises ProblemError."""
    scheme, _, given = authorization.strip().partition(" ")
    given = given.strip()
    if scheme.lower() != "bearer" or not given:
        challenge = {"www-authenticate": CHALLENGE}
        raise ProblemError("unauthorized", "expected a bearer token", headers=challenge)
    found = _find(given, now)
    if found is None:
        challenge = {"www-authenticate": f'{CHALLENGE}, error="invalid_token"'}
        raise ProblemError("unauthorized", "the token is unknown or has expired", headers=challenge)
    return _with_scope(Caller(found.name, found.allowed), scope)


def claims_of(event: Mapping[str, Any]) -> Mapping[str, str] | None:
    """The claims that API Gateway has verified, or None if this deployment has no issuer. A caller
    cannot set them, because they are not part of the request."""
    jwt = event["requestContext"].get("authorizer", {}).get("jwt")
    return jwt["claims"] if jwt else None


def caller_of_claims(claims: Mapping[str, str], scope: str) -> Caller:
    """The caller by the claims of a token that API Gateway has verified. Raises ProblemError.

    A scope is granted as `replywatch/read`, `replywatch:read` or `replywatch.read`, and in `scope`
    and `scp` also as `read`: a group of that name may be another program's.
    API Gateway passes a list on as text: `[read act]`.
    """
    granted = {
        match[2]
        for claim in GRANTS
        for word in re.split(r"[\s,\[\]]+", claims.get(claim, ""))
        if (match := _GRANT.fullmatch(word)) and (match[1] or claim in OF_THIS_API)
    }
    return _with_scope(Caller(_name(claims), api_tokens.including(granted)), scope)


def _name(claims: Mapping[str, str]) -> str:
    """The caller's name on one line, since messages to responders contain it. Raises ProblemError
    if there is none."""
    is_verified = str(claims.get("email_verified", "true")).lower() != "false"
    names = NAMES if is_verified else NAMES[1:]
    found = next((name for n in names if (name := one_line(claims.get(n, ""), MAX_NAME))), None)
    if found is None:
        challenge = {"www-authenticate": f'{CHALLENGE}, error="invalid_token"'}
        detail = f"expected a token with one of the claims {', '.join(NAMES)}"
        raise ProblemError("unauthorized", detail, headers=challenge)
    return found


def _with_scope(found: Caller, scope: str) -> Caller:
    if scope in found.scopes:
        return found
    error = f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'
    detail = f"the token {found.name} has no scope `{scope}`"
    raise ProblemError("insufficient-scope", detail, headers={"www-authenticate": error})


def _find(given: str, now: datetime) -> ApiToken | None:
    """The entry of this token, or None.

    Before a token is refused, the secret is read again if the copy is older than half a minute. So
    a new token works soon.
    """
    hashed = api_tokens.hash_of(given)
    for max_age_s in (secrets.MAX_AGE_S, RECHECK_S):
        for entry in map(api_tokens.parse, secrets.api_tokens(max_age_s=max_age_s)):
            if entry is not None and entry.is_valid(hashed, now):
                return entry
    return None
