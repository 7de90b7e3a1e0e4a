"""Policies: which messages they select, the target of a reply, and the escalation steps. The first
policy whose conditions all match a message applies to it."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from shared.domain import calendars
from shared.domain.calendars import Calendar, NeverOpenError

Clock = Literal["calendar", "business"]
WaitKind = Literal["first", "next", "follow_up"]
"""What the customer waits for: the first reply, a next one, or what a holding reply promised."""

Medium = Literal["email", "sms", "slack", "pagerduty", "webhook"]
"""The name of a notification channel: `by` in the file, and in alerts. A message's `channel` is
where the customer wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One escalation step: when it fires, whom it notifies (responders and rotations), and how.

    `offset_s` is in seconds from the deadline, negative before it. A `share`, where set, replaces
    it: a share of the target, from the opening. `share=0.8` with a target of 1 h fires 48 min after
    the opening. Both count on the policy's clock; with `wall`, the offset counts in calendar time.
    An `urgent` step notifies in quiet hours, too.
    """

    at: str
    offset_s: int = 0
    share: float | None = None
    wall: bool = False
    notify: tuple[str, ...] = ()
    urgent: bool = False
    by: tuple[Medium, ...] = ("email",)

    def media(self, used: Sequence[Medium]) -> tuple[Medium, ...]:
        """The channels by which the step notifies a responder who uses these: those that the step
        names, or all if it names none of them. Each channel once."""
        return tuple(dict.fromkeys(by for by in self.by if by in used)) or tuple(used)


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
    follow_up_s: int | None = None
    """The target after a holding reply ("we are looking into it"). None: nothing is due then."""
    clock: Clock = "calendar"
    calendar: str | None = None
    courtesy: bool = True
    """True: a courtesy message ("thanks!") opens no wait."""
    bot_closes: bool = False
    """True: an automated reply closes it."""
    steps: tuple[Step, ...] = ()
    repeat_every_s: int = 0
    repeat_times: int = 0
    """How often the last step is repeated. The interval is `repeat_every_s`."""
    window_steps: tuple[Step, ...] = ()
    """Steps that fire before the platform's reply window closes. Their `offset_s` is negative."""
    crowd_customers: int | None = None
    crowd_within_s: int = 3600
    source: str = ""
    """The survey or reason behind the target."""

    def target_s(self, kind: WaitKind) -> int | None:
        """The target in seconds of the policy's clock. None: the messages open no wait."""
        if kind == "follow_up":
            return self.follow_up_s
        return self.first_response_s if kind == "first" else self.next_response_s


INTENTS_BY_URGENCY = ("complaint", "help", "praise", "sharing")


def dominant_intent(intents: Collection[str]) -> str | None:
    """The most urgent of a message's intents, which policies match. None: it has none.

    "Great service normally, but where is my refund?" has praise, help and a complaint: it is a
    complaint, so a policy that gives praise more time does not apply to it.
    """
    return next((intent for intent in INTENTS_BY_URGENCY if intent in intents), None)


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
    """The target, deadline and step times of a wait. A later configuration does not change them.

    A step has a number, its place in the policy, and a position, its place in the order of time.
    Both count from 0.
    """

    policy: str
    policy_version: str
    """See `version`."""
    policy_set_version: str = ""
    """See `PolicySet.version`."""
    kind: WaitKind = "first"
    """The kind of response that the target is for."""
    target_s: int
    """The target, in seconds of the policy's clock."""
    clock: Clock
    due_at: datetime
    moments: tuple[datetime, ...]
    """When the step at each position fires. The recipients are read from the configuration then."""
    order: tuple[int, ...] = ()
    """The number of the step at each position. Empty if they are the same: 0, 1, 2 …"""
    repeats: int = 0
    """How many of the last moments are repetitions of the last step."""
    calendar: str | None = None
    calendar_version: str | None = None
    bot_closes: bool = False
    window_offsets_s: tuple[int, ...] = ()
    """For each window step: how long before the end of the platform's reply window it fires."""

    def step_number(self, position: int) -> int:
        """The number of the step at this position. Repetitions have the numbers after those of the
        steps.

        Example: if the second of three steps fires first, the numbers are 1, 0, 2, and those of the
        repetitions 3, 4 …
        """
        return self.order[position] if self.order else position

    def step_numbers(self) -> tuple[int, ...]:
        """The numbers of all steps, sorted by time."""
        return self.order or tuple(range(len(self.moments)))

    def repeated_step(self, number: int) -> int:
        """The number of the step that this one repeats, or its own number if it is not a
        repetition."""
        count = len(self.moments) - self.repeats
        return self.step_number(count - 1) if number >= count > 0 else number


class Finding(NamedTuple):
    """A policy, and in words the first of its conditions that failed, or None if the policy
    matches."""

    policy: str
    failed: str | None


def failed_condition(policy: Policy, traits: Traits) -> str | None:
    """In words, the first condition of the policy that these traits fail, or None if the policy
    matches.

    Example: `"channels: messenger is not one of x"`.
    """
    checks: tuple[tuple[str, Sequence[str], str | None], ...] = (
        ("channels", policy.channels, traits.channel),
        ("surfaces", policy.surfaces, traits.surface),
        ("accounts", policy.accounts, traits.account),
        ("languages", policy.languages, meant_language(traits.language, policy.languages)),
    )
    for key, allowed, value in checks:
        if allowed and value not in allowed:
            return f"{key}: {value or 'unknown'} is not one of {', '.join(allowed)}"
    if policy.intents and dominant_intent(traits.intents) not in policy.intents:
        had = dominant_intent(traits.intents) or "none"
        return f"intents: {had} comes first, wanted {' or '.join(policy.intents)}"
    if policy.reach_at_least is not None and (traits.followers or 0) < policy.reach_at_least:
        return f"reach_at_least: {traits.followers or 0} is below {policy.reach_at_least}"
    return None


def meant_language(tag: str | None, allowed: Sequence[str]) -> str | None:
    """The language among `allowed` that a BCP 47 tag means, such as `ja` for `ja-JP`. If there is
    none, the tag itself."""
    by_tag = {language.casefold(): language for language in allowed}
    whole = (tag or "").replace("_", "-").casefold()
    return by_tag.get(whole) or by_tag.get(whole.partition("-")[0]) or tag


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
    kind: WaitKind = "first",
) -> Terms:
    """The terms of a wait that a message opens at `opened_at` under this policy.

    A step whose time is before the opening fires at the opening. Example, with office hours of
    09:00-18:00, a target of 4 h, and a message on Friday at 16:00: due on Monday at 11:00, `50 %`
    at 18:00 on Friday, `1h before` at 10:00 on Monday, and `1h after (wall)` at 12:00.

    Raises NeverOpenError if the calendar has no opening within `calendars.MAX_CLOSURE`.
    """
    hours = calendar if policy.clock == "business" else None

    def after(seconds: int) -> datetime:
        if hours is not None:
            return calendars.add_business_seconds(hours, opened_at, seconds)
        return opened_at + timedelta(seconds=seconds)

    due_at = after(target_s)

    def fires(step: Step) -> datetime:
        try:
            return fires_in_time(step)
        except NeverOpenError:  # the calendar ends before this step, and not before the deadline
            return max(opened_at, due_at + timedelta(seconds=step.offset_s))

    def fires_in_time(step: Step) -> datetime:
        if step.wall:
            return max(opened_at, due_at + timedelta(seconds=step.offset_s))
        share = 1 if step.share is None else step.share
        seconds = max(0, round(target_s * share) + step.offset_s)
        if hours is not None and not seconds:
            return calendars.next_opening(hours, opened_at)
        return after(seconds)

    numbered = sorted(enumerate(map(fires, policy.steps)), key=lambda each: each[1])
    repeats = policy.repeat_times if policy.repeat_every_s and numbered else 0
    order = (*(n for n, _ in numbered), *range(len(numbered), len(numbered) + repeats))
    moments = [moment for _, moment in numbered]
    for _ in range(repeats):
        moments.append(_repeated(moments[-1], policy.repeat_every_s, hours))
    return Terms(
        policy=policy.name,
        policy_version=policy_version,
        target_s=target_s,
        clock="business" if hours else "calendar",
        kind=kind,
        due_at=due_at,
        moments=tuple(moments),
        order=() if order == tuple(range(len(order))) else order,
        repeats=repeats,
        calendar=calendar.name if calendar else None,
        calendar_version=calendar_version,
        bot_closes=policy.bot_closes and kind != "follow_up",
        window_offsets_s=tuple(-step.offset_s for step in policy.window_steps),
    )


def _repeated(last: datetime, every_s: int, calendar: Calendar | None) -> datetime:
    if calendar is not None:
        with suppress(NeverOpenError):  # the calendar has ended
            return calendars.add_business_seconds(calendar, last, every_s)
    return last + timedelta(seconds=every_s)
