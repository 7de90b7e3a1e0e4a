"""Policies: which messages they select, the target of a reply, and the escalation steps.

The first policy whose conditions all match a message applies to it.
"""

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
    """One escalation step: when it fires, whom it notifies and by which channels.

    `offset_s` is in seconds from the deadline, negative before it. A `share`, where set, replaces
    it: a share of the target, from the opening. `share=0.8` with a target of 1 h fires 48 min after
    the opening.
    """

    at: str
    offset_s: int = 0
    share: float | None = None
    notify: tuple[str, ...] = ()
    by: tuple[Medium, ...] = ("email",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A target for messages that match its conditions. An empty condition matches every message."""

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
    """True: a courtesy message ("thanks!") opens no wait."""
    bot_closes: bool = False
    """True: an automated reply closes the wait."""
    steps: tuple[Step, ...] = ()
    crowd_customers: int | None = None
    crowd_within_s: int = 3600
    source: str = ""
    """The survey or reason behind the target."""

    def target_s(self, kind: WaitKind) -> int | None:
        """The target in seconds of the policy's clock. None: the messages open no wait."""
        return self.first_response_s if kind == "first" else self.next_response_s


class Traits(NamedTuple):
    """The properties of an opening message that the conditions of a policy compare."""

    channel: str
    surface: str
    account: str
    intents: frozenset[str] = frozenset()
    language: str | None = None
    followers: int | None = None
    """How many accounts follow the author. None: the platform does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The target, deadline and step times of a wait. A later configuration does not change them."""

    policy: str
    version: str
    target_s: int
    clock: Clock
    due_at: datetime
    moments: tuple[datetime, ...]
    """When each step fires, in the order of the policy's steps. The recipients are read from the
    configuration when the step fires."""
    calendar: str | None = None
    calendar_version: str | None = None
    bot_closes: bool = False


class Finding(NamedTuple):
    """A policy and the first of its conditions that failed, in words. None: the policy matches."""

    policy: str
    failed: str | None


def failed_condition(policy: Policy, traits: Traits) -> str | None:
    """The first condition of the policy that these traits fail, in words. None: it matches.

    Example: `"channels: messenger is not one of x"`.
    """
    checks: tuple[tuple[str, Sequence[str], str | None], ...] = (
        ("channels", policy.channels, traits.channel),
        ("surfaces", policy.surfaces, traits.surface),
        ("accounts", policy.accounts, traits.account),
        ("languages", policy.languages, traits.language),
    )
    for key, allowed, value in checks:
        if allowed and value not in allowed:
            return f"{key}: {value or 'unknown'} is not one of {', '.join(allowed)}"
    if policy.intents and not traits.intents.intersection(policy.intents):
        had = ", ".join(sorted(traits.intents)) or "none"
        return f"intents: {had}, wanted one of {', '.join(policy.intents)}"
    if policy.reach_at_least is not None and (traits.followers or 0) < policy.reach_at_least:
        return f"reach_at_least: {traits.followers or 0} is below {policy.reach_at_least}"
    return None


def match(policies: Iterable[Policy], traits: Traits) -> Policy | None:
    """The first policy whose conditions all match."""
    return next((p for p in policies if failed_condition(p, traits) is None), None)


def findings(policies: Iterable[Policy], traits: Traits) -> list[Finding]:
    """Every policy up to and including the first that matches."""
    found: list[Finding] = []
    for policy in policies:
        found.append(Finding(policy.name, failed_condition(policy, traits)))
        if found[-1].failed is None:
            break
    return found


def version(policy: Policy) -> str:
    """A hash of 12 characters that changes with any field of the policy."""
    return hashlib.blake2b(repr(policy).encode(), digest_size=6).hexdigest()


def terms(
    policy: Policy,
    policy_version: str,
    target_s: int,
    opened_at: datetime,
    calendar: Calendar | None = None,
    calendar_version: str | None = None,
) -> Terms:
    """The terms of a wait that a message opens at `opened_at` under this policy.

    A step whose time lies before the opening fires at the opening.

    Raises NeverOpenError where the calendar has no opening within `calendars.MAX_CLOSURE`.
    """
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
class PolicySet:
    """The policies and calendars of one configuration, with their versions."""

    policies: tuple[Policy, ...]
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    calendar_versions: Mapping[str, str] = field(default_factory=dict)
    bots_close: bool = False
    """True: at least one policy lets an automated reply close a wait."""

    @classmethod
    def of(cls, policies: Iterable[Policy], known: Mapping[str, Calendar]) -> "PolicySet":
        """Computes the versions once, since each message asks for them."""
        ordered = tuple(policies)
        return cls(
            policies=ordered,
            calendars=known,
            versions={p.name: version(p) for p in ordered},
            calendar_versions={name: calendars.version(c) for name, c in known.items()},
            bots_close=any(p.bot_closes for p in ordered),
        )

    def policy(self, name: str) -> Policy | None:
        """The policy with this name. None: the configuration has none."""
        return next((p for p in self.policies if p.name == name), None)

    def terms(
        self, traits: Traits, kind: WaitKind, opened_at: datetime, *, courtesy: bool
    ) -> Terms | None:
        """The terms of a wait that a message with these traits opens. None: it opens no wait.

        Where the policy's calendar never opens again, the target counts in calendar time.
        """
        policy = match(self.policies, traits)
        if policy is None or (courtesy and policy.courtesy):
            return None
        target_s = policy.target_s(kind)
        if target_s is None:
            return None
        calendar = self.calendars.get(policy.calendar) if policy.calendar else None
        target = (policy, self.versions[policy.name], target_s, opened_at)
        try:
            return terms(*target, calendar, self.calendar_versions.get(policy.calendar or ""))
        except (
            NeverOpenError
        ):  # The last date of the calendar has passed; the customer still waits.
            return terms(*target)

    def business_seconds(self, terms: Terms, start: datetime, end: datetime) -> int:
        """Seconds between two moments by the calendar of these terms; without one, all seconds."""
        calendar = self.calendars.get(terms.calendar) if terms.calendar else None
        if calendar is None:
            return int((end - start).total_seconds())
        return calendars.business_seconds(calendar, start, end)
