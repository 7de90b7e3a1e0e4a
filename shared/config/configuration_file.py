"""Reads and checks `replywatch.toml`: every mistake at once, each with line, key and reason.

Used at synth and on the command line; never by a running function.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
)

from shared.config.configuration import Account, Configuration, ConfigurationError, Responder
from shared.config.toml_lines import line_of
from shared.domain import calendars
from shared.domain.calendars import Calendar
from shared.domain.intents import classifier
from shared.domain.policies import Policy, PolicySet, Step
from shared.domain.waits import SILENCE_S

DEFAULTS = Path(__file__).parent / "defaults.toml"

LONGEST_S = 366 * 86_400

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"(?:\d{1,9}[smhdw]\s*)+")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def seconds(value: object) -> int:
    """A duration as seconds: `"90s"`, `"15m"`, `"2h"`, `"1h30m"`, or a number of seconds."""
    total = 0
    if isinstance(value, int) and not isinstance(value, bool):
        total = value
    if isinstance(value, str) and _DURATION.fullmatch(value.strip()):
        total = sum(int(n) * _UNITS[u] for n, u in re.findall(r"(\d+)([smhdw])", value))
    if total > LONGEST_S:
        raise ValueError("expected a year at most")
    if total > 0:
        return total
    raise ValueError('expected a duration such as "30m", "2h" or "1h30m"')


def moment_of_step(value: object) -> tuple[int, float | None]:
    """`"15m before"`, `"due"`, `"30m after"` or `"80 %"` as (offset in s, share of target)."""
    expected = 'expected "15m before", "due", "30m after" or "80 %"'
    if not isinstance(value, str):
        raise ValueError(expected)
    words = value.strip()
    if words == "due":
        return 0, None
    if percent := re.fullmatch(r"(\d{1,4}(?:\.\d+)?)\s*%", words):
        share = float(percent[1]) / 100
        if not 0 < share <= 10:
            raise ValueError("expected a share between 1 % and 1000 % of the target")
        return 0, share
    if relative := re.fullmatch(r"(.+?)\s+(before|after)", words):
        try:
            offset = seconds(relative[1])
        except ValueError:
            raise ValueError(expected) from None
        return (-offset if relative[2] == "before" else offset), None
    raise ValueError(expected)


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError('expected an IANA time zone such as "Europe/Berlin"')
    return value


def _email(value: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        raise ValueError('expected an address such as "ada@example.com"')
    return value


def _phone(value: str) -> str:
    if not re.fullmatch(r"\+[1-9]\d{6,14}", value):
        raise ValueError('expected a number in E.164 form such as "+4930123456"')
    return value


def _known_language(value: str) -> str:
    if value not in classifier.ALL:
        raise ValueError(f"expected one of {', '.join(classifier.ALL)}")
    return value


def _step_at(value: object) -> str:
    moment_of_step(value)
    return cast("str", value)


_WRITTEN: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "pattern": r"^(\d+[smhdw]\s*)+$"},
        {"type": "integer", "minimum": 1},
    ]
}
"""A duration as people write it, for editors."""

Duration = Annotated[int, BeforeValidator(seconds), WithJsonSchema(_WRITTEN)]
Target = Annotated[
    int | Literal["none"],
    BeforeValidator(lambda v: v if v == "none" else seconds(v)),
    WithJsonSchema({"anyOf": [*_WRITTEN["anyOf"], {"const": "none"}]}),
]
Zone = Annotated[str, AfterValidator(_zone)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$")]
Ident = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$")]
ChannelName = Literal["facebook", "messenger", "instagram", "whatsapp", "threads", "x"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class BrandPart(_Part):
    """Whose customers these are."""

    name: str = Field(min_length=1, max_length=80)
    mail_from: Annotated[str, AfterValidator(_email)]
    dashboard_url: str | None = Field(default=None, pattern=r"^https?://")


class AccountPart(_Part):
    """An account of the brand. A Page's id serves both `facebook` and `messenger`."""

    channel: ChannelName
    id: Ident
    name: str = ""
    zone: Zone = "UTC"


class ResponderPart(_Part):
    """Somebody to tell."""

    name: Name
    email: Annotated[str, AfterValidator(_email)] | None = None
    phone: Annotated[str, AfterValidator(_phone)] | None = None


class HolidayPart(_Part):
    """Public holidays of a country and, where they differ, a region."""

    country: str
    region: str | None = None


class CalendarPart(_Part):
    """Opening hours: each day `"09:00-12:30, 13:00-18:00"`, `"22:00-06:00"` or `"closed"`."""

    zone: Zone
    monday: str = "closed"
    tuesday: str = "closed"
    wednesday: str = "closed"
    thursday: str = "closed"
    friday: str = "closed"
    saturday: str = "closed"
    sunday: str = "closed"
    holidays: HolidayPart | None = None
    ics: str | None = Field(default=None, description="A file of closed days, beside this one.")
    dates: dict[date, str] = Field(default_factory=dict, description="A date's own hours.")


class StepPart(_Part):
    """When to tell whom, and how."""

    at: Annotated[str, BeforeValidator(_step_at)]
    notify: tuple[str, ...] = ()
    by: tuple[Literal["email", "sms"], ...] = ("email", "sms")


class CrowdPart(_Part):
    """So many customers in one public thread within so long: the wait is pulled forward."""

    customers: int = Field(ge=2)
    within: Duration = 3600


class PolicyPart(_Part):
    """A promise to those whom its conditions select; the first that matches is used."""

    name: Name
    channels: tuple[ChannelName, ...] = ()
    surfaces: tuple[Literal["public", "private"], ...] = ()
    accounts: tuple[str, ...] = ()
    intents: tuple[Literal["help", "complaint", "praise", "share"], ...] = ()
    languages: tuple[str, ...] = ()
    reach_at_least: int | None = Field(default=None, ge=1)
    first_response: Target
    next_response: Target | None = None
    clock: Literal["calendar", "business"] = "calendar"
    calendar: str | None = None
    courtesy: bool = True
    bot_closes: bool = False
    steps: tuple[StepPart, ...] = (StepPart(at="due"),)
    repeat_every: Duration | None = None
    repeat_times: int = Field(default=0, ge=0, le=5)
    crowd: CrowdPart | None = None
    source: str = ""


class AutomatedPart(_Part):
    """Apps whose replies are automated, by the id or name that the platform reports."""

    apps: tuple[str, ...] = ()


class PrivacyPart(_Part):
    """What is kept, for how long, and shown to whom."""

    excerpt: bool = True
    message_days: int = Field(default=400, ge=30)
    quarantine_days: int = Field(default=14, ge=1, le=90)


class AlertPart(_Part):
    """What keeps a bad hour from becoming a thousand text messages."""

    sms_per_hour: int = Field(default=20, ge=0)


class SegmentPart(_Part):
    """After so much silence a conversation's next response counts as a first one again."""

    silence: Duration = SILENCE_S


class File(_Part):
    """replywatch.toml"""

    brand: BrandPart
    accounts: tuple[AccountPart, ...] = Field(min_length=1)
    responders: tuple[ResponderPart, ...] = ()
    calendars: dict[Name, CalendarPart] = Field(default_factory=dict)
    policies: tuple[PolicyPart, ...] = ()
    default_policies: bool = True
    automated: AutomatedPart = AutomatedPart()
    deflection_languages: tuple[Annotated[str, AfterValidator(_known_language)], ...] = ()
    alerts: AlertPart = AlertPart()
    privacy: PrivacyPart = PrivacyPart()
    segments: SegmentPart = SegmentPart()


type Place = tuple[str | int, ...]


class MistakeError(Exception):
    """One mistake: where in the file, and what was expected."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(reason)
        self.place, self.reason = place, reason


def read(path: Path) -> Configuration:
    """The file, checked and resolved. Raises ConfigurationError with every mistake in it."""
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except FileNotFoundError:
        raise ConfigurationError(f"{path.name}: there is no such file") from None
    except OSError as error:
        raise ConfigurationError(f"{path.name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path.name}: not valid TOML: it is no UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        found = re.fullmatch(r"(.+) \(at line (\d+), column (\d+)\)", str(error))
        where, reason = (f":{found[2]}", found[1]) if found else ("", str(error))
        raise ConfigurationError(f"{path.name}{where}: not valid TOML: {reason}") from None
    mistakes: list[MistakeError] = []
    file: File | None = None
    try:
        file = File.model_validate(raw)
    except ValidationError as error:
        mistakes += _worded(error)
    mistakes += references(raw)
    mistakes += [*_disordered(file), *_too_long(file), *_too_many(file)] if file else []
    resolved: dict[str, Calendar] = {}
    for name, part in _calendar_parts(raw).items():
        calendar = _calendar(name, part, path.parent, mistakes)
        if calendar:
            resolved[name] = calendar
    if mistakes or file is None:
        lines = sorted({(line_of(text, m.place), m.place, m.reason) for m in mistakes}, key=str)
        lines.sort(key=lambda entry: entry[0])
        raise ConfigurationError(
            "\n".join(f"{path.name}:{n}: {_dotted(place)}: {reason}" for n, place, reason in lines)
        )
    return _configuration(file, resolved)


def schema() -> dict[str, Any]:
    """The file's JSON Schema, for editors that complete and check TOML."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | File.model_json_schema()


def without_file() -> Configuration:
    """The shipped defaults, for any account: what `replywatch backtest` uses without a file."""
    return Configuration(
        brand="",
        mail_from="",
        accounts=(),
        responders={},
        policy_set=PolicySet.of(_defaults(), {}),
        any_account=True,
    )


def _worded(error: ValidationError) -> Iterator[MistakeError]:
    for detail in error.errors(include_url=False):
        place = tuple(p for p in detail["loc"] if not (isinstance(p, str) and "[" in p))
        while place and place[-1] in {"int", "literal['none']", "[key]"}:
            place = place[:-1]
        match detail["type"]:
            case "missing":
                reason = "is missing"
            case "extra_forbidden":
                known = ", ".join(_keys_at(place[:-1]))
                reason = f"is not a key of this table; allowed: {known}"
            case "value_error":
                reason = f"{detail['input']!r}: {detail['ctx']['error']}"
            case _:
                reason = f"{_brief(detail['input'])}: {detail['msg']}"
        yield MistakeError(place, reason)


def _brief(value: object) -> str:
    words = repr(value)
    return words if len(words) <= 60 else words[:57] + "…"


def _keys_at(place: Place) -> Sequence[str]:
    model: type[BaseModel] = File
    parts: dict[str, type[BaseModel]] = {
        "brand": BrandPart, "accounts": AccountPart, "responders": ResponderPart,
        "calendars": CalendarPart, "policies": PolicyPart, "steps": StepPart,
        "holidays": HolidayPart, "crowd": CrowdPart, "automated": AutomatedPart,
        "alerts": AlertPart, "privacy": PrivacyPart, "segments": SegmentPart,
    }  # fmt: skip
    for step in place:
        model = parts.get(str(step), model)
    return list(model.model_fields)


def _dotted(place: Place) -> str:
    words = ""
    for step in place:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else str(step)
    return words or "the file"


def references(raw: Mapping[str, Any]) -> Iterator[MistakeError]:
    """Names that are used but not defined, or defined twice; works on what is not valid yet."""
    responders = [r.get("name") for r in _tables(raw, "responders")]
    accounts = [(a.get("channel"), a.get("id")) for a in _tables(raw, "accounts")]
    names = [p.get("name") for p in _tables(raw, "policies")]
    for key, values in (("responders", responders), ("accounts", accounts), ("policies", names)):
        for index, value in enumerate(values):
            if value in values[:index]:
                yield MistakeError((key, index), f"{value!r} is defined twice")
    for index, responder in enumerate(_tables(raw, "responders")):
        if not responder.get("email") and not responder.get("phone"):
            yield MistakeError(("responders", index), "needs an email or a phone")
    known_ids = [identity for _, identity in accounts]
    known_calendars = raw.get("calendars") if isinstance(raw.get("calendars"), dict) else {}
    for index, policy in enumerate(_tables(raw, "policies")):
        at: Place = ("policies", index)
        for account in _list(policy.get("accounts")):
            if account not in known_ids:
                yield MistakeError((*at, "accounts"), f"{account!r} is the id of no account")
        calendar = policy.get("calendar")
        if calendar is not None and calendar not in list(known_calendars or {}):
            allowed = ", ".join(known_calendars or {}) or "none is defined"
            yield MistakeError(
                (*at, "calendar"), f"{calendar!r} is no calendar; defined: {allowed}"
            )
        if policy.get("clock") == "business" and calendar is None:
            yield MistakeError((*at, "clock"), "a business clock needs a calendar")
        if policy.get("repeat_times") and not policy.get("repeat_every"):
            yield MistakeError((*at, "repeat_times"), "needs repeat_every")
        for number, step in enumerate(_list(policy.get("steps"))):
            for name in _list(step.get("notify") if isinstance(step, dict) else None):
                if name not in responders:
                    known = ", ".join(str(r) for r in responders) or "none is defined"
                    yield MistakeError(
                        (*at, "steps", number, "notify"),
                        f"{name!r} is no responder; defined: {known}",
                    )


def _disordered(file: File) -> Iterator[MistakeError]:
    """Steps fire in the order in which they are written, so that order must be that of time."""
    for index, policy in enumerate(file.policies):
        for target_s in (policy.first_response, policy.next_response):
            if target_s is None or target_s == "none":
                continue
            parsed = [moment_of_step(s.at) for s in policy.steps]
            times = [target_s * share if share else target_s + off for off, share in parsed]
            for number, (before, after) in enumerate(pairwise(times), start=1):
                if after < before:
                    reason = f"fires before the step above it, with a target of {target_s} s"
                    yield MistakeError(("policies", index, "steps", number, "at"), reason)
                    break


def _too_long(file: File) -> Iterator[MistakeError]:
    """Whoever answers in time must find the wait's messages."""
    kept_s = file.privacy.message_days * 86_400
    for index, policy in enumerate(file.policies):
        for key in ("first_response", "next_response"):
            target_s = getattr(policy, key)
            if isinstance(target_s, int) and target_s > kept_s:
                reason = f"expected at most privacy.message_days, {file.privacy.message_days} days"
                yield MistakeError(("policies", index, key), reason)


MOST_TOLD = 99
"""A step is claimed in one transaction, of the wait and each of its alerts; DynamoDB takes 100."""


def _too_many(file: File) -> Iterator[MistakeError]:
    """Everybody can be told at once, by every medium: a policy that was removed tells so."""
    told = sum((r.email is not None) + (r.phone is not None) for r in file.responders)
    if told > MOST_TOLD:
        reason = f"expected at most {MOST_TOLD} addresses and telephone numbers, got {told}"
        yield MistakeError(("responders",), reason)


def _tables(raw: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    return [entry for entry in _list(raw.get(key)) if isinstance(entry, dict)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _calendar_parts(raw: Mapping[str, Any]) -> dict[str, CalendarPart]:
    """The calendars whose own shape is right; the others have been reported already."""
    parts: dict[str, CalendarPart] = {}
    entries = raw.get("calendars")
    for name, entry in entries.items() if isinstance(entries, dict) else ():
        try:
            parts[name] = CalendarPart.model_validate(entry)
        except ValidationError:
            continue
    return parts


def _calendar(
    name: str, part: CalendarPart, folder: Path, mistakes: list[MistakeError]
) -> Calendar | None:
    """The calendar, or None and its mistakes."""
    at: Place = ("calendars", name)
    wrong: list[MistakeError] = []

    def hours(place: Place, text: str) -> tuple[tuple[int, int], ...]:
        try:
            return calendars.parse_hours(text)
        except ValueError as error:
            wrong.append(MistakeError(place, str(error)))
            return ()

    exceptions: dict[date, tuple[tuple[int, int], ...]] = {}
    for key in ("holidays", "ics"):
        try:
            closed = _holidays(part) if key == "holidays" else _ics(part, folder)
            exceptions |= dict.fromkeys(closed, ())
        except (ValueError, OSError) as error:
            wrong.append(MistakeError((*at, key), str(error)))
    for day, text in part.dates.items():
        exceptions[day] = hours((*at, "dates", day.isoformat()), text)
    week = tuple(hours((*at, day), getattr(part, day)) for day in _DAYS)
    if not wrong:
        try:
            return calendars.check(
                Calendar(name=name, zone=part.zone, week=week, exceptions=exceptions)
            )
        except ValueError as error:
            wrong.append(MistakeError(at, str(error)))
    mistakes += wrong
    return None


def _years() -> range:
    """The years whose holidays are resolved: a wait of last year can still be recomputed, and a
    stack that is not deployed again for some years stays right."""
    this = datetime.now(UTC).year
    return range(this - 2, this + 6)


def _holidays(part: CalendarPart) -> Mapping[date, str]:
    if part.holidays is None:
        return {}
    from shared.config import holidays

    return holidays.public_holidays(part.holidays.country, part.holidays.region, _years())


def _ics(part: CalendarPart, folder: Path) -> Mapping[date, str]:
    if part.ics is None:
        return {}
    from shared.config import holidays

    return holidays.ics_dates((folder / part.ics).read_text(encoding="utf-8"), _years())


def _configuration(file: File, resolved: Mapping[str, Calendar]) -> Configuration:
    everyone = tuple(r.name for r in file.responders)
    policies = [_policy(part, everyone) for part in file.policies]
    if file.default_policies:
        taken = {p.name for p in policies}
        policies += [p for p in _defaults(everyone) if p.name not in taken]
    return Configuration(
        brand=file.brand.name,
        mail_from=file.brand.mail_from,
        dashboard_url=file.brand.dashboard_url,
        accounts=tuple(
            Account(channel=a.channel, id=a.id, name=a.name or a.channel, zone=a.zone)
            for a in file.accounts
        ),
        responders={
            r.name: Responder(name=r.name, email=r.email, phone=r.phone) for r in file.responders
        },
        policy_set=PolicySet.of(policies, resolved),
        bots=frozenset(file.automated.apps),
        deflection_languages=file.deflection_languages,
        silence_s=file.segments.silence,
        sms_per_hour=file.alerts.sms_per_hour or None,
        excerpt=file.privacy.excerpt,
        message_days=file.privacy.message_days,
        quarantine_days=file.privacy.quarantine_days,
    )


def _defaults(everyone: tuple[str, ...] = ()) -> list[Policy]:
    raw = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))
    return [_policy(PolicyPart.model_validate(p), everyone) for p in raw["policies"]]


def _policy(part: PolicyPart, everyone: tuple[str, ...]) -> Policy:
    first = None if part.first_response == "none" else part.first_response
    later = part.first_response if part.next_response is None else part.next_response
    steps = [_step(s.at, s, everyone) for s in part.steps]
    if part.repeat_every and part.steps:
        last = part.steps[-1]
        offset, _ = moment_of_step(last.at)
        steps += [
            Step(
                at=f"repeat {n}",
                offset_s=offset + n * part.repeat_every,
                notify=last.notify or everyone,
                by=last.by,
            )
            for n in range(1, part.repeat_times + 1)
        ]
    return Policy(
        name=part.name,
        channels=part.channels,
        surfaces=part.surfaces,
        accounts=part.accounts,
        intents=part.intents,
        languages=part.languages,
        reach_at_least=part.reach_at_least,
        first_response_s=first,
        next_response_s=None if later == "none" else later,
        clock=part.clock,
        calendar=part.calendar,
        courtesy=part.courtesy,
        bot_closes=part.bot_closes,
        steps=tuple(steps),
        crowd_customers=part.crowd.customers if part.crowd else None,
        crowd_within_s=part.crowd.within if part.crowd else 3600,
        source=part.source,
    )


def _step(at: str, part: StepPart, everyone: tuple[str, ...]) -> Step:
    offset_s, share = moment_of_step(at)
    return Step(at=at, offset_s=offset_s, share=share, notify=part.notify or everyone, by=part.by)
