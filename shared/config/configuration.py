"""The configuration as the functions use it.

People write `replywatch.toml`. `configuration_file` reads and checks it when the stack is
synthesised and on the command line, and the result is deployed with each function as JSON. So a
function neither checks the file nor imports the code that does.
"""

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from shared.domain import availability
from shared.domain.availability import Absence, AbsentDays, QuietHours
from shared.domain.calendars import Calendar
from shared.domain.events import CHANNELS
from shared.domain.fold import SILENCE_S
from shared.domain.policies import Medium, Policy, Step
from shared.domain.policy_set import PolicySet
from shared.domain.rotations import Rotation, Shift

DEPLOYED_PATH = Path(__file__).parents[2] / "configuration.json"
"""Where a deployed function finds its configuration."""

ADDRESS_KEYS: Mapping[Medium, str] = {
    "email": "email",
    "sms": "phone",
    "slack": "slack",
    "pagerduty": "pagerduty",
    "webhook": "webhook",
}
"""The key of a responder's address, in the file and in `Responder`, by notification channel."""

SECRET_CHANNELS: tuple[Medium, ...] = ("slack", "pagerduty", "webhook")
"""Their addresses and keys are in a secret of the stack, not in the configuration."""

READ_BY_PEOPLE: frozenset[Medium] = frozenset({"email", "sms", "slack"})
"""The channels that disturb a person: quiet hours hold their alerts, and a responder gets at most
one message a minute by each."""

TEXT_DAYS, QUARANTINE_DAYS = 90, 14
"""For how many days messages, and quarantined events, are kept by default."""


class ConfigurationError(ValueError):
    """The configuration file is invalid. `str()` lists every mistake with file, line, key and
    reason. The caller shows it, so that somebody can correct the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One of the brand's accounts. `zone` is the time zone of its customers."""

    channel: str
    id: str
    name: str
    zone: str = "UTC"
    phone: str | None = None
    """WhatsApp: the number that people write to."""
    username: str | None = None
    """Threads and Instagram: the name by which the platform names the account as an author, without
    `@` and in small letters."""
    channel_name: str | None = None
    """The display name of a channel that is not built in: `TikTok`."""
    inbox: str | None = None
    """The address at which people reply, for messages without a link from the platform."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Responder:
    """A person whom alerts notify, by each channel for which there is an address."""

    name: str
    email: str | None = None
    phone: str | None = None
    slack: str | None = None
    pagerduty: str | None = None
    webhook: str | None = None
    """The last three fields name entries of the channels' secret."""
    channels: tuple[Medium, ...] = ()
    """The order in which the channels are tried. Empty: the usual order."""
    zone: str | None = None
    """The time zone in which alerts give times. None: the account's."""
    language: str = "en"
    quiet_hours: tuple[QuietHours, ...] = ()
    """The quiet hours, in the responder's zone. Days of absence are in this zone too."""
    absent: tuple[AbsentDays, ...] = ()

    @property
    def available(self) -> Calendar | None:
        """The hours that are not quiet. None: all hours."""
        if not self.quiet_hours:
            return None
        return availability.available_hours(self.zone or "UTC", self.quiet_hours)

    @property
    def absences(self) -> tuple[Absence, ...]:
        """The times of absence."""
        return tuple(availability.absence(days, self.zone or "UTC") for days in self.absent)

    def is_absent(self, now: datetime) -> bool:
        """Whether the responder is away."""
        return availability.is_absent(self.absences, now)

    @property
    def addresses(self) -> dict[Medium, str]:
        """Where the responder is reached, by notification channel."""
        known = {by: getattr(self, key) for by, key in ADDRESS_KEYS.items()}
        return {by: address for by, address in known.items() if address}

    def without(self, channels: Collection[Medium]) -> "Responder":
        """The responder without an address on these channels."""
        gone: dict[str, Any] = {ADDRESS_KEYS[by]: None for by in channels}
        return replace(self, **gone)

    @property
    def media(self) -> tuple[Medium, ...]:
        """The channels on which the responder is reached, in the responder's order."""
        return tuple(sorted(self.addresses, key=self.place))

    def place(self, by: Medium) -> int:
        """The channel's place in the responder's order. Channels that the order leaves out come
        last."""
        return self.channels.index(by) if by in self.channels else len(self.channels)

    @property
    def secret_entries(self) -> list[str]:
        """The names of the entries of the channels' secret that the responder uses."""
        return [f"{by}.{self.addresses[by]}" for by in SECRET_CHANNELS if by in self.addresses]


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """Everything the functions need to know about the brand."""

    brand: str
    mail_from: str
    accounts: tuple[Account, ...]
    responders: Mapping[str, Responder]
    policy_set: PolicySet
    rotations: Mapping[str, Rotation] = field(default_factory=dict)
    backup: tuple[str, ...] = ()
    """The responders who are notified if nobody whom a step names is available."""
    bots: frozenset[str] = frozenset()
    """The ids or names of apps whose replies are automated."""
    silence_s: int = SILENCE_S
    """After this many seconds of silence, the next response counts as a first one again."""
    excerpt: bool = True
    """True: an email quotes the beginning of the customer's message."""
    names: bool = True
    """True: the customer's name is stored with each message, if the platform sends it."""
    sms_per_hour: int | None = None
    """How many text messages one responder receives in an hour. Further alerts go out by
    another channel. None: no limit."""
    sms_per_month: int | None = None
    """How many text messages all responders together receive in a month. Further alerts go out by
    another channel, if the responder has one. None: no limit."""
    text_days: int = TEXT_DAYS
    """For how many days a message is kept, with its text. What a wait needs from it stays in the
    record."""
    quarantine_days: int = QUARANTINE_DAYS
    """For how many days an event that could not be processed is kept."""
    events_bus: str | None = None
    """The EventBridge bus on which events are published. None: no events are published."""
    dashboard_url: str | None = None
    reply_to: str | None = None
    """The address for answers to an alert's email. None: `mail_from`."""
    opinion_model: str | None = None
    """The model or inference profile of Amazon Bedrock that is asked for a second opinion on
    customers' messages. None: nothing is asked."""
    any_account: bool = False
    """True: every account belongs to the brand. Only a run without a configuration file sets it."""

    def knows(self, channel: str | None, account: str | None) -> bool:
        """Whether this is one of the brand's accounts. Messenger shares the id of the Page."""
        return self.any_account or (channel, account) in _account_keys(self.accounts)

    @property
    def channels(self) -> tuple[str, ...]:
        """The built-in channels, and those that the accounts name."""
        return tuple(dict.fromkeys((*CHANNELS, *(a.channel for a in self.accounts))))

    @property
    def x_accounts(self) -> tuple[str, ...]:
        """The ids of the brand's accounts on X, in the order of the file."""
        return tuple(account.id for account in self.accounts if account.channel == "x")

    def is_own(self, channel: str | None, customer: str | None, name: str | None = None) -> bool:
        """Whether this customer id, or `@name`, on this channel belongs to one of the brand's
        accounts."""
        own = _own_ids(self.accounts)
        handles = [f"@{customer}" if customer else "", name or ""]
        return (channel, customer) in own or any((channel, h.casefold()) in own for h in handles)


@cache
def _own_ids(accounts: tuple[Account, ...]) -> frozenset[tuple[str | None, str | None]]:
    """The ids and names by which the accounts appear as authors. A Page is one author on Facebook
    and Messenger. On WhatsApp, people are known by their telephone numbers, and accounts by another
    id. Threads names authors by `@name`, and Instagram by an id that is another for each account
    that they write to."""
    pages = {"facebook": "messenger", "messenger": "facebook"}
    found = {(a.channel, a.id) for a in accounts if a.channel != "whatsapp"}
    found |= {(pages[a.channel], a.id) for a in accounts if a.channel in pages}
    found |= {(a.channel, a.phone.lstrip("+")) for a in accounts if a.phone}
    found |= {(a.channel, f"@{a.username}") for a in accounts if a.username}
    return frozenset(found)


@cache
def _account_keys(accounts: tuple[Account, ...]) -> frozenset[tuple[str, str]]:
    return frozenset((a.channel, a.id) for a in accounts)


@cache
def deployed_configuration() -> Configuration:
    """The configuration that was deployed with the running function."""
    path = Path(os.environ.get("CONFIGURATION_FILE", DEPLOYED_PATH))
    return from_json(path.read_text(encoding="utf-8"))


def compile_file(path: Path) -> str:
    """Reads `replywatch.toml` and returns the JSON to deploy. Raises ConfigurationError."""
    from shared.config import configuration_file

    return to_json(configuration_file.read(path))


def load_file(path: Path) -> Configuration:
    """Reads and checks `replywatch.toml`. Raises ConfigurationError."""
    from shared.config import configuration_file

    return configuration_file.read(path)


def to_json(configuration: Configuration) -> str:
    """The configuration as JSON. Equal configurations give the same text."""
    stored = asdict(configuration)
    stored["policy_set"] = {
        "policies": [asdict(p) for p in configuration.policy_set.policies],
        "calendars": [_calendar_to_json(c) for c in configuration.policy_set.calendars.values()],
        "words": configuration.policy_set.words,
    }
    stored["bots"] = sorted(configuration.bots)
    return json.dumps(stored, indent=1, sort_keys=True, default=_plain) + "\n"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value)


def from_json(text: str) -> Configuration:
    """The inverse of `to_json`. It checks nothing, since the file was checked before."""
    stored: dict[str, Any] = json.loads(text)
    policy_set = stored.pop("policy_set")
    return Configuration(
        **_tuples(stored)
        | {
            "accounts": tuple(Account(**a) for a in stored["accounts"]),
            "responders": {n: _responder_from_json(r) for n, r in stored["responders"].items()},
            "rotations": {n: _rotation_from_json(r) for n, r in stored["rotations"].items()},
            "bots": frozenset(stored["bots"]),
            "policy_set": PolicySet.of(
                [_policy_from_json(p) for p in policy_set["policies"]],
                {c["name"]: _calendar_from_json(c) for c in policy_set["calendars"]},
                policy_set["words"],
            ),
        }
    )


def _tuples(stored: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in stored.items()}


def _responder_from_json(stored: dict[str, Any]) -> Responder:
    quiet = tuple(
        QuietHours(tuple(q["days"]), (q["hours"][0], q["hours"][1])) for q in stored["quiet_hours"]
    )
    absent = tuple(
        AbsentDays(*(date.fromisoformat(a[name]) for name in ("first", "last")))
        for a in stored["absent"]
    )
    return Responder(**_tuples(stored) | {"quiet_hours": quiet, "absent": absent})


def _rotation_from_json(stored: dict[str, Any]) -> Rotation:
    shifts = {
        name: tuple(Shift(**_moments(s)) for s in stored[name]) for name in ("shifts", "overrides")
    }
    return Rotation(**_tuples(_moments(stored)) | shifts)


def _moments(stored: dict[str, Any]) -> dict[str, Any]:
    """Converts the texts that are moments."""
    names = [n for n in ("start", "end", "starts", "known_until") if stored.get(n)]
    return stored | {name: datetime.fromisoformat(stored[name]) for name in names}


def _policy_from_json(stored: dict[str, Any]) -> Policy:
    steps = {
        name: tuple(Step(**_tuples(s)) for s in stored[name]) for name in ("steps", "window_steps")
    }
    return Policy(**_tuples(stored) | steps)


def _calendar_to_json(calendar: Calendar) -> dict[str, Any]:
    return {
        "name": calendar.name,
        "zone": calendar.zone,
        "week": calendar.week,
        "exceptions": {d.isoformat(): i for d, i in sorted(calendar.exceptions.items())},
    }


def _calendar_from_json(stored: dict[str, Any]) -> Calendar:
    return Calendar(
        name=stored["name"],
        zone=stored["zone"],
        week=tuple(tuple((a, b) for a, b in day) for day in stored["week"]),
        exceptions={
            date.fromisoformat(d): tuple((a, b) for a, b in hours)
            for d, hours in stored["exceptions"].items()
        },
    )
