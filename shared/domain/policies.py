"""Which promise a message is held to: conditions, targets, and when to tell whom."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from shared.domain import calendars
from shared.domain.calendars import Calendar, NeverOpenError

Clock = Literal["calendar", "business"]
WaitKind = Literal["first", "next"]
Medium = Literal["email", "sms"]

MAX_REPEATS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One moment of an escalation. `offset_s` counts from the deadline (negative: before);
    `share` instead counts from the opening, as a share of the target (0.8 = at 80 %)."""

    at: str
    offset_s: int = 0
    share: float | None = None
    notify: tuple[str, ...] = ()
    by: tuple[Medium, ...] = ("email",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A promise. An empty condition matches everything; a target of None opens no wait."""

    name: str
    channels: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    reach_at_least: int | None = None
    first_response_s: int | None = None
    next_response_s: int | None = None
    clock: Clock = "calendar"
    calendar: str | None = None
    courtesy: bool = True
    """Whether a courtesy message ("thanks!") opens no wait."""
    bot_closes: bool = False
    """Whether an automated reply closes the wait."""
    steps: tuple[Step, ...] = ()
    crowd_customers: int | None = None
    crowd_within_s: int = 3600
    source: str = ""
    """The survey or reason the target rests on."""

    def target_s(self, kind: WaitKind) -> int | None:
        """The target in seconds of the policy's clock; None: such messages open no wait."""
        return self.first_response_s if kind == "first" else self.next_response_s


class Traits(NamedTuple):
    """What a policy's conditions look at in the message that opens a wait."""

    channel: str
    surface: str
    account: str
    intents: frozenset[str] = frozenset()
    language: str | None = None
    reach: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a wait was opened with; frozen then, whatever the configuration becomes."""

    policy: str
    version: str
    target_s: int
    clock: Clock
    due_at: datetime
    moments: tuple[datetime, ...]
    """When each step fires, in the policy's order; recipients are looked up when it does."""
    calendar: str | None = None
    calendar_version: str | None = None
    bot_closes: bool = False


class Finding(NamedTuple):
    """Why a policy did or did not match: the first condition that failed, or None."""

    policy: str
    failed: str | None


def failed_condition(policy: Policy, traits: Traits) -> str | None:
    """The first condition of the policy that these traits fail, in words; None: it matches."""
    checks: tuple[tuple[str, Sequence[str], str | None], ...] = (
        ("channels", policy.channels, traits.channel),
        ("surfaces", policy.surfaces, traits.surface),
        ("accounts", policy.accounts, traits.account),
        ("languages", policy.languages, traits.language),
    )
    for key, allowed, value in checks:
        if allowed and value not in allowed:
            return f"{key}: {value or 'unknown'} is none of {', '.join(allowed)}"
    if policy.intents and not traits.intents.intersection(policy.intents):
        had = ", ".join(sorted(traits.intents)) or "none"
        return f"intents: {had}, wanted one of {', '.join(policy.intents)}"
    if policy.reach_at_least is not None and (traits.reach or 0) < policy.reach_at_least:
        return f"reach_at_least: {traits.reach or 0} is below {policy.reach_at_least}"
    return None


def match(policies: Iterable[Policy], traits: Traits) -> Policy | None:
    """The first policy whose every condition holds."""
    return next((p for p in policies if failed_condition(p, traits) is None), None)


def findings(policies: Iterable[Policy], traits: Traits) -> list[Finding]:
    """Each policy up to the first that matches, with the condition that ruled it out."""
    found: list[Finding] = []
    for policy in policies:
        found.append(Finding(policy.name, failed_condition(policy, traits)))
        if found[-1].failed is None:
            break
    return found


def version(policy: Policy) -> str:
    """A short hash of all that the policy says."""
    return hashlib.blake2b(repr(policy).encode(), digest_size=6).hexdigest()


def terms(
    policy: Policy,
    policy_version: str,
    target_s: int,
    opened_at: datetime,
    calendar: Calendar | None = None,
    calendar_version: str | None = None,
) -> Terms:
    """The deadline and the moments of a wait opened at `opened_at` under this policy."""
    business = policy.clock == "business" and calendar is not None

    def after(seconds: int) -> datetime:
        if business and calendar is not None:
            return calendars.add_business_seconds(calendar, opened_at, seconds)
        return opened_at + timedelta(seconds=seconds)

    due_at = after(target_s)
    moments = tuple(
        after(round(target_s * step.share))
        if step.share is not None
        else max(opened_at, due_at + timedelta(seconds=step.offset_s))
        for step in policy.steps
    )
    return Terms(
        policy=policy.name,
        version=policy_version,
        target_s=target_s,
        clock="business" if business else "calendar",
        due_at=due_at,
        moments=moments,
        calendar=calendar.name if calendar else None,
        calendar_version=calendar_version,
        bot_closes=policy.bot_closes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """The policies and calendars of one configuration, ready to be asked."""

    policies: tuple[Policy, ...]
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    calendar_versions: Mapping[str, str] = field(default_factory=dict)
    bots_close: bool = False
    """Whether any policy lets an automated reply close a wait."""

    @classmethod
    def of(cls, policies: Iterable[Policy], known: Mapping[str, Calendar]) -> "Promises":
        """Promises with every version worked out once."""
        kept = tuple(policies)
        return cls(
            policies=kept,
            calendars=known,
            versions={p.name: version(p) for p in kept},
            calendar_versions={name: calendars.version(c) for name, c in known.items()},
            bots_close=any(p.bot_closes for p in kept),
        )

    def policy(self, name: str) -> Policy | None:
        """The policy of that name, where it is still configured."""
        return next((p for p in self.policies if p.name == name), None)

    def terms(
        self, traits: Traits, kind: WaitKind, opened_at: datetime, *, courtesy: bool
    ) -> Terms | None:
        """What a message with these traits would be held to; None: it opens no wait. By calendar
        time where the policy's calendar does not open any more."""
        policy = match(self.policies, traits)
        if policy is None or (courtesy and policy.courtesy):
            return None
        target_s = policy.target_s(kind)
        if target_s is None:
            return None
        calendar = self.calendars.get(policy.calendar) if policy.calendar else None
        by = (calendar, self.calendar_versions.get(policy.calendar or ""))
        told = (policy, self.versions[policy.name], target_s, opened_at)
        try:
            return terms(*told, *by)
        except NeverOpenError:  # its last date has passed: a customer still waits
            return terms(*told)

    def business_seconds(self, terms: Terms, start: datetime, end: datetime) -> int:
        """Between two moments, by the calendar of these terms; without one, every second counts."""
        calendar = self.calendars.get(terms.calendar) if terms.calendar else None
        if calendar is None:
            return int((end - start).total_seconds())
        return calendars.business_seconds(calendar, start, end)
