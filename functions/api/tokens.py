"""Who calls the API: named tokens with scopes, of which only hashes are stored.

Each entry of `tokens` in the secret is `NAME:SCOPES:HASH[:EXPIRES]`, as in
`grafana:read:9f86d081884c7d65…`; `replywatch token` writes them.
"""

from dataclasses import dataclass
from datetime import datetime

from functions.api.problems import ProblemError
from shared.runtime import api_tokens, secrets
from shared.runtime.api_tokens import ApiToken

RECHECK_S = 30
CHALLENGE = 'Bearer realm="replywatch"'


@dataclass(frozen=True, slots=True)
class Caller:
    """The token's name and what it allows."""

    name: str
    scopes: frozenset[str]


def caller(authorization: str, scope: str, now: datetime) -> Caller:
    """The caller, who may do what needs that scope. Raises ProblemError."""
    scheme, _, given = authorization.strip().partition(" ")
    given = given.strip()
    if scheme.lower() != "bearer" or not given:
        challenge = {"www-authenticate": CHALLENGE}
        raise ProblemError("unauthorized", "expected a bearer token", headers=challenge)
    found = _find(given, now)
    if found is None:
        challenge = {"www-authenticate": f'{CHALLENGE}, error="invalid_token"'}
        raise ProblemError("unauthorized", "the token is unknown or has expired", headers=challenge)
    if scope not in found.allowed:
        error = f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'
        detail = f"the token {found.name} has no scope `{scope}`"
        raise ProblemError("insufficient-scope", detail, headers={"www-authenticate": error})
    return Caller(found.name, found.allowed)


def _find(given: str, now: datetime) -> ApiToken | None:
    """The entry of this token. Before one is refused, the secret is read again if the copy is over
    half a minute old: so a new token works soon."""
    hashed = api_tokens.hash_of(given)
    for max_age_s in (secrets.MAX_AGE_S, RECHECK_S):
        for entry in map(api_tokens.parse, secrets.api_tokens(max_age_s=max_age_s)):
            if entry is not None and entry.is_valid(hashed, now):
                return entry
    return None
