"""Reads query parameters. An error names the parameter and what was expected."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from functions.api.problems import ProblemError, choice, meant, parameter, shown
from shared.config.configuration import Configuration
from shared.domain.events import Surface
from shared.domain.policies import WaitKind

INTENTS = ("help", "complaint", "praise", "sharing")

FIRST_YEAR, LAST_YEAR = 2000, 2200
MAX_VALUES, MAX_CHARACTERS = 20, 200
MAX_ID_CHARACTERS = 64
"""The longest public id of a conversation, which is part of a path."""
MAX_LIMIT, MAX_MESSAGES = 200, 100
"""Entries on a page, and messages on a page of a conversation."""
USUAL_LIMIT = 50
"""How many entries or messages a page has without the parameter `limit`."""
MAX_PERIOD_DAYS = 400

_TIME = re.compile(
    r"(\d{4}-?\d\d-?\d\d|\d{4}-?W\d\d(-?\d)?)(T\S+)?", flags=re.ASCII | re.IGNORECASE
)
"""A time with a `T`. Python would accept any character there, and so read the offset of a date as a
time of day. RFC 3339 permits `t` and `z`."""

_SPACE = re.compile(r"(T\S+) (\d\d(?::?\d\d)?)$", flags=re.ASCII | re.IGNORECASE)
"""The space that an unescaped `+` becomes in `2026-01-31T00:00:00+02:00`."""


class Query:
    """The parameters of one request. Each is read once. `finish` refuses those that were not
    read."""

    def __init__(self, event: Mapping[str, Any]) -> None:
        self._values: dict[str, list[str]] = {}
        self._known: list[str] = []
        for name, value in _pairs(event):
            self._values.setdefault(name, []).append(value)

    def take(self, name: str, usual: str | None = None) -> str | None:
        """The parameter's only value, or the default."""
        self._known.append(name)
        found = self._values.pop(name, None)
        if found is None:
            return usual
        if len(found) > 1:
            raise parameter(name, "expected once")
        return _text(name, found[0])

    def values(self, name: str, allowed: Sequence[str] | None = None) -> tuple[str, ...]:
        """The parameter's values: repeated, or separated by commas."""
        self._known.append(name)
        joined = self._values.pop(name, [])
        found = [_text(name, value) for one in joined for value in one.split(",")]
        if len(found) > MAX_VALUES:
            raise parameter(name, f"expected at most {MAX_VALUES} values")
        for value in found:
            if allowed is not None and value not in allowed:
                raise parameter(name, choice(allowed))
        return tuple(dict.fromkeys(found))

    def one_of(self, name: str, allowed: Sequence[str]) -> str | None:
        """The parameter's only value, one of these."""
        value = self.take(name)
        if value is not None and value not in allowed:
            raise parameter(name, choice(allowed))
        return value

    def limit(self, most: int) -> int:
        """`limit`: how much a page has at most."""
        text = self.take("limit")
        if text is None:
            return USUAL_LIMIT
        is_whole = text.isascii() and text.isdigit() and len(text) <= 9
        if not is_whole or not 1 <= int(text) <= most:
            raise parameter("limit", f"expected a whole number from 1 to {most}")
        return int(text)

    def flag(self, name: str) -> bool | None:
        """`true` or `false`."""
        value = self.one_of(name, ("true", "false"))
        return None if value is None else value == "true"

    def moment(self, name: str) -> datetime | None:
        """A time. Without an offset, it is UTC. The `+` of an offset may be unescaped, and is then
        a space here."""
        text = self.take(name)
        return None if text is None else moment(name, _SPACE.sub(r"\1+\2", text))

    def zone(self) -> ZoneInfo:
        """`zone`: an IANA time zone. The `+` of `Etc/GMT+5` may be unescaped: no zone has a
        space."""
        name = (self.take("zone") or "UTC").replace(" ", "+")
        try:
            # Every zone has a capital; `localtime` and the like are files of some systems.
            if not ("A" <= name[0] <= "Z") or name == "Factory":
                raise ValueError(name)
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            expected = "expected an IANA time zone such as Europe/Berlin"
            raise parameter("zone", expected) from None

    def finish(self) -> None:
        """Raises ProblemError if there is a parameter that was not read."""
        for name in self._values:
            near = meant(name, self._known)
            names = ", ".join(self._known)
            expected = f"; expected {names}" if names else "; none is expected"
            raise parameter(shown(name, "parameter"), f"no such parameter{near}{expected}")


def check_period(name: str, start: datetime, end: datetime, *, is_bounded: bool = True) -> None:
    """Raises ProblemError if the period is empty, or longer than the limit. `name` is the parameter
    of its beginning, such as `opened_from`."""
    to = name.replace("from", "to")
    if start >= end:
        raise parameter(name, f"expected a time before `{to}`, which is by default now")
    if is_bounded and end - start > timedelta(days=MAX_PERIOD_DAYS, hours=1):
        raise parameter(name, f"expected at most {MAX_PERIOD_DAYS} days before `{to}`")


def places(query: Query, configuration: Configuration) -> dict[str, tuple[str, ...]]:
    """The filters by channel and account. Raises ProblemError for an account that is not configured
    on one of these channels: an empty answer would look like silence."""
    channels, accounts = query.values("channel", configuration.channels), query.values("account")
    known = {a.id for a in configuration.accounts if not channels or a.channel in channels}
    if not known.issuperset(accounts):
        where = f" on {' or '.join(channels)}" if channels else ""
        raise parameter("account", f"expected the id of an account{where} in replywatch.toml")
    return {"channel": channels, "account": accounts}


def place_filters(query: Query, configuration: Configuration) -> dict[str, tuple[str, ...]]:
    """The filters that waits and statistics share."""
    found = places(query, configuration) | {
        "surface": query.values("surface", get_args(Surface)),
        "kind": query.values("kind", get_args(WaitKind)),
        "policy": query.values("policy"),
        "intent": query.values("intent", INTENTS),
    }
    return {name: values for name, values in found.items() if values}


def _pairs(event: Mapping[str, Any]) -> list[tuple[str, str]]:
    raw = event.get("rawQueryString")
    if not raw:
        return list((event.get("queryStringParameters") or {}).items())
    try:
        return parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        detail = "expected at most 100 parameters, in UTF-8, percent-encoded"
        raise ProblemError("invalid-parameter", detail) from None


def _text(name: str, value: str) -> str:
    if not value.strip() or len(value) > MAX_CHARACTERS or not is_text(value):
        raise parameter(name, f"expected 1 to {MAX_CHARACTERS} characters")
    return value


def moment(name: str, text: str) -> datetime:
    """A time in a request. Raises ProblemError."""
    try:
        if not _TIME.fullmatch(text):
            raise ValueError(text)
        at = datetime.fromisoformat(text.upper())
        is_known = FIRST_YEAR <= at.year <= LAST_YEAR
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise parameter(name, "expected a time such as 2026-01-31T00:00:00Z") from None
    if not is_known:
        raise parameter(name, f"expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    return at


def is_text(text: str) -> bool:
    """Whether the text can be stored: it has no half of a surrogate pair and no control
    character."""
    return not any("\ud800" <= c <= "\udfff" or c < " " or c == "\x7f" for c in text)
