"""API tokens: each has a name, scopes and a hash. The token itself is shown once and stored
nowhere.

A token is 32 random bytes, which nobody can guess. So its hash needs neither a salt nor a slow hash
function.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.events import utc

SCOPES = ("read", "act", "admin")
"""`read`: lists and statistics. `act`: also acknowledge, snooze, dismiss. `admin`: everything."""

PREFIX = "rw_"
"""The prefix by which scanners of source code recognise a token."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """An entry in the secret's list of tokens."""

    name: str
    scopes: tuple[str, ...]
    hashed: str
    expires_at: datetime | None = None

    @property
    def allowed(self) -> frozenset[str]:
        """The token's scopes, with those that they include."""
        return including(self.scopes)

    def is_valid(self, hashed: str, now: datetime) -> bool:
        """Whether this is the hash of the token, and the token has not expired."""
        is_current = self.expires_at is None or now < self.expires_at
        return hmac.compare_digest(self.hashed, hashed) and is_current

    def until(self, end: datetime) -> "ApiToken":
        """The token with this expiry, if that is earlier than its own."""
        return replace(self, expires_at=min(self.expires_at or end, end))

    def entry(self) -> str:
        """The token as it is stored."""
        parts = [self.name, ",".join(self.scopes), self.hashed]
        parts += [str(int(self.expires_at.timestamp()))] if self.expires_at else []
        return ":".join(parts)


def including(scopes: Iterable[str]) -> frozenset[str]:
    """These scopes, with those that they include: `act` includes `read`."""
    highest = max((SCOPES.index(scope) for scope in scopes), default=-1)
    return frozenset(SCOPES[: highest + 1])


def new(name: str, scopes: Iterable[str]) -> tuple[str, ApiToken]:
    """A random token, and its entry."""
    token = PREFIX + secrets.token_urlsafe(32)
    return token, ApiToken(name=name, scopes=tuple(scopes), hashed=hash_of(token))


def hash_of(token: str) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", errors="surrogatepass")).hexdigest()


def parse(entry: str) -> ApiToken | None:
    """The inverse of `ApiToken.entry`. None for anything else."""
    name, scopes, hashed, *rest = [*entry.split(":"), "", "", ""][:4]
    expires = rest[0]
    listed = tuple(scopes.split(","))
    is_known = (
        NAME.fullmatch(name)
        and set(listed) <= set(SCOPES)
        and re.fullmatch("[0-9a-f]{64}", hashed)
        and (not expires or re.fullmatch("[0-9]{1,12}", expires))
    )
    if not is_known:
        return None
    at = utc(int(expires)) if expires else None
    return ApiToken(name=name, scopes=listed, hashed=hashed, expires_at=at)
