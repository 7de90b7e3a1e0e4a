"""The configuration as the functions use it: checked and resolved at synth, shipped as JSON.

The file that people write is `replywatch.toml`; `configuration_file` reads and checks that,
at synth and on the command line only, so that no function pays for the checking at its start.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from shared.domain.calendars import Calendar
from shared.domain.policies import Policy, Promises, Step
from shared.domain.waits import SILENCE_S

SHIPPED = Path(__file__).parents[2] / "configuration.json"
"""Where a function's asset holds the compiled configuration."""


class ConfigurationError(ValueError):
    """The configuration file is wrong; `str()` names file, line, key and reason of every mistake.
    Mend the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One of the brand's accounts. `zone` is its customers' time zone."""

    channel: str
    id: str
    name: str
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Responder:
    """Somebody to tell. A medium without an address is not used."""

    name: str
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """All that the functions need to know of the brand."""

    brand: str
    mail_from: str
    accounts: tuple[Account, ...]
    responders: Mapping[str, Responder]
    promises: Promises
    bots: frozenset[str] = frozenset()
    """Apps whose replies are automated, by id or name."""
    deflection_languages: tuple[str, ...] = ()
    silence_s: int = SILENCE_S
    excerpt: bool = True
    """Whether an email carries an excerpt of the customer's message."""
    sms_per_hour: int | None = None
    """Text messages to one responder; what exceeds it goes by email."""
    message_days: int = 400
    quarantine_days: int = 14
    dashboard_url: str | None = None
    any_account: bool = False
    """Only without a file: every account is taken to be the brand's."""

    def knows(self, channel: str | None, account: str | None) -> bool:
        """Whether this is one of the brand's accounts. Messenger shares the Page's id."""
        return self.any_account or (channel, account) in _account_keys(self.accounts)


@cache
def _account_keys(accounts: tuple[Account, ...]) -> frozenset[tuple[str, str]]:
    return frozenset((a.channel, a.id) for a in accounts)


@cache
def shipped() -> Configuration:
    """The configuration beside the running function."""
    path = Path(os.environ.get("CONFIGURATION_FILE", SHIPPED))
    return from_json(path.read_text(encoding="utf-8"))


def compile_file(path: Path) -> str:
    """`replywatch.toml` → the JSON that is shipped. Raises ConfigurationError."""
    from shared.config import configuration_file

    return to_json(configuration_file.read(path))


def load_file(path: Path) -> Configuration:
    """`replywatch.toml`, read and checked. Raises ConfigurationError."""
    from shared.config import configuration_file

    return configuration_file.read(path)


def to_json(configuration: Configuration) -> str:
    """The configuration as stable, readable JSON."""
    plain = asdict(configuration)
    plain["promises"] = {
        "policies": [asdict(p) for p in configuration.promises.policies],
        "calendars": [_calendar_out(c) for c in configuration.promises.calendars.values()],
    }
    plain["bots"] = sorted(configuration.bots)
    return json.dumps(plain, indent=1, sort_keys=True, default=list) + "\n"


def from_json(text: str) -> Configuration:
    """The inverse of `to_json`; trusts it, since it was checked when it was made."""
    plain: dict[str, Any] = json.loads(text)
    promises = plain.pop("promises")
    return Configuration(
        **_tuples(plain)
        | {
            "accounts": tuple(Account(**a) for a in plain["accounts"]),
            "responders": {n: Responder(**r) for n, r in plain["responders"].items()},
            "bots": frozenset(plain["bots"]),
            "promises": Promises.of(
                [_policy(p) for p in promises["policies"]],
                {c["name"]: _calendar_in(c) for c in promises["calendars"]},
            ),
        }
    )


def _tuples(plain: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in plain.items()}


def _policy(plain: dict[str, Any]) -> Policy:
    steps = tuple(Step(**_tuples(s)) for s in plain["steps"])
    return Policy(**_tuples(plain) | {"steps": steps})


def _calendar_out(calendar: Calendar) -> dict[str, Any]:
    return {
        "name": calendar.name,
        "zone": calendar.zone,
        "week": calendar.week,
        "exceptions": {d.isoformat(): i for d, i in sorted(calendar.exceptions.items())},
    }


def _calendar_in(plain: dict[str, Any]) -> Calendar:
    return Calendar(
        name=plain["name"],
        zone=plain["zone"],
        week=tuple(tuple((a, b) for a, b in day) for day in plain["week"]),
        exceptions={
            date.fromisoformat(d): tuple((a, b) for a, b in hours)
            for d, hours in plain["exceptions"].items()
        },
    )
