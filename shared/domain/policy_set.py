"""The policies and calendars of one configuration, and the terms that a message gets from them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.domain import calendars
from shared.domain.calendars import Calendar, NeverOpenError
from shared.domain.policies import Policy, Terms, Traits, WaitKind, match, terms, version


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySet:
    """The policies and calendars of one configuration, with their versions."""

    policies: tuple[Policy, ...]
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    calendar_versions: Mapping[str, str] = field(default_factory=dict)
    bots_close: bool = False
    """True: at least one policy lets an automated reply close a wait."""
    has_follow_ups: bool = False
    """True: at least one policy has a target after a holding reply."""
    words: str = ""
    """The version of the classifier, because policies select messages by its word lists."""
    version: str = ""
    """A hash of 8 characters that changes with any policy or calendar, and with the classifier."""

    @classmethod
    def of(
        cls, policies: Iterable[Policy], named_calendars: Mapping[str, Calendar], words: str = ""
    ) -> "PolicySet":
        """A policy set with its versions. They are computed once, because each message needs
        them."""
        ordered = tuple(policies)
        versions = {p.name: version(p) for p in ordered}
        calendar_versions = {name: calendars.version(c) for name, c in named_calendars.items()}
        content = repr(([*versions.items()], sorted(calendar_versions.items()), words)).encode()
        return cls(
            policies=ordered,
            calendars=named_calendars,
            versions=versions,
            calendar_versions=calendar_versions,
            bots_close=any(p.bot_closes for p in ordered),
            has_follow_ups=any(p.follow_up_s is not None for p in ordered),
            words=words,
            version=hashlib.blake2b(content, digest_size=4).hexdigest(),
        )

    def policy(self, name: str) -> Policy | None:
        """The policy with this name, or None if the configuration has none."""
        return next((p for p in self.policies if p.name == name), None)

    def terms(
        self, traits: Traits, kind: WaitKind, opened_at: datetime, *, courtesy: bool
    ) -> Terms | None:
        """The terms of a wait that a message with these traits opens, or None if it opens no wait.

        If the policy's calendar never opens again, the target counts in calendar time.
        """
        policy = match(self.policies, traits)
        if policy is None or (courtesy and policy.courtesy):
            return None
        target_s = policy.target_s(kind)
        if target_s is None:
            return None
        calendar = self.calendars.get(policy.calendar) if policy.calendar else None
        calendar_version = self.calendar_versions.get(policy.calendar or "")
        target = (policy, self.versions[policy.name], target_s, opened_at)
        try:
            found = terms(*target, calendar, calendar_version, kind=kind)
        except NeverOpenError:  # The calendar's last date has passed; the customer still waits.
            found = terms(*target, kind=kind)
        return replace(found, policy_set_version=self.version)

    def business_seconds(self, terms: Terms, start: datetime, end: datetime) -> int:
        """The seconds between two moments by the calendar of these terms. Without a calendar, all
        seconds count."""
        calendar = self.calendars.get(terms.calendar) if terms.calendar else None
        if calendar is None:
            return int((end - start).total_seconds())
        return calendars.business_seconds(calendar, start, end)
