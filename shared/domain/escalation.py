"""How far a wait's escalation has come, and when it continues in another wait.

Late and deleted messages change which wait is open. Nobody must then be notified of the same thing
twice. So an escalation continues in another wait in two cases: that wait follows the same reply, or
the message that people were notified of is still unanswered in it. Example, with one step at the
deadline:

    10:00  customer "Where is it?"         wait A opens, due 10:30
    10:30                                  step 1: Ada is notified
    11:00  an older message of 09:50       the wait opens at 09:50 now; it follows the same reply,
           arrives late                    so Ada is not notified again
    11:10  a reply of 09:55 arrives late   it answers 09:50. A wait opens at 10:00: Ada was notified
                                           of that message, so she is not notified again
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from shared.domain.fold import Wait

MAX_EARLIER = 4
"""Escalations of earlier waits that are kept, in case a deleted reply makes one continue."""


class PastOwner(NamedTuple):
    """A previous owner, and the time in which they had the wait."""

    name: str
    since: datetime
    until: datetime
    handed_over_by: str | None = None
    """Who made them the owner, or None if they did it themselves."""


class FactName(NamedTuple):
    """The values from which the key of a wait's fact is made."""

    opened_at: datetime
    name: str
    """The hash of the opening message's id."""


class WindowWarning(NamedTuple):
    """A claimed window step. The ids of its alerts are made of these values."""

    policy: str
    step: int
    closes_at: datetime
    """When the reply window closes."""


class Crowd(NamedTuple):
    """The rule of a crowd: this many customers within this many seconds in one thread."""

    customers: int
    within_s: int

    def __str__(self) -> str:
        """`3 customers within 10 min in one thread`, for programs. People read it in their own
        language (`shared/wording`)."""
        return f"{self.customers} customers within {self.within_s // 60} min in one thread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """The escalation of one wait."""

    opened_by: str
    """The message that opened the wait when somebody was last notified. Before anybody is notified:
    the one that opens it now."""
    previous_reply: str
    """The reply before the wait, or START."""
    named_after: str | None = None
    """The message that opened the wait when its first step was claimed, or None before that. Alerts
    are named after it, so that the same alert is never made twice."""
    steps: Mapping[str, int] = field(default_factory=dict)
    """How many steps have been claimed, by policy. This is also the position of the next step."""
    furthest: Mapping[str, int] = field(default_factory=dict)
    """The most steps that were ever claimed under this name, by policy. Unlike `steps`, it stays
    when the steps begin again."""
    notified: tuple[str, ...] = ()
    """The responders whom its claimed steps notify, in the order in which they were notified."""
    acknowledged_by: str | None = None
    """The owner."""
    acknowledged_at: datetime | None = None
    snoozed_until: datetime | None = None
    """Until when the alerts of its steps pause."""
    handed_over_by: str | None = None
    """Who handed the wait over to the owner, or None if the owner took it."""
    past_owners: tuple[PastOwner, ...] = ()
    """The previous owners, oldest first."""
    reminded_at: datetime | None = None
    """The moment of the last reminder that was claimed; see `reminders.py`."""
    window_warned_at: datetime | None = None
    """The moment of the last window step that was claimed; see `window_steps.py`."""
    warnings: tuple[WindowWarning, ...] = ()
    """The last window steps that were claimed, oldest first. They stay when the steps begin
    again."""
    ended: FactName | None = None
    """The wait with which this escalation ended, or None while it is open."""
    is_withdrawn: bool = False
    """Whether the customer deleted everything that it was about. It keeps its name and its steps
    for the all clear. If it continues in another wait, it begins again."""
    news_at: datetime | None = None
    """When the news last changed; see `updates.py`."""
    reported: str = ""
    """The last news that those who were notified have learned."""
    expedited_by: Crowd | None = None
    """The crowd because of which its steps are due before their moments."""
    expedited_at: datetime | None = None
    """From when all further steps are due, because of the crowd."""

    @property
    def is_notable(self) -> bool:
        """Whether it has anything that a later wait may need."""
        return bool(self.named_after or self.snoozed_until or self.expedited_at or self.notified)

    @property
    def name(self) -> str:
        """The message after which its alerts are named."""
        return self.named_after or self.opened_by

    def continues_in(self, wait: Wait, unanswered: frozenset[str]) -> bool:
        """Whether this escalation continues in that wait. The module has an example."""
        return (
            self.previous_reply == wait.previous_reply
            or self.opened_by in unanswered
            or (self.named_after is not None and self.named_after in unanswered)
        )

    def next_step_at(self, wait: Wait) -> datetime | None:
        """When the next step of the wait is due, or None if no step is left."""
        step = self.steps.get(wait.terms.policy, 0)
        if wait.outcome != "open" or step >= len(wait.terms.moments):
            return None
        fires = wait.terms.moments[step]
        if self.expedited_at is not None:
            fires = min(fires, self.expedited_at)
        return max(fires, self.snoozed_until) if self.snoozed_until else fires


def due_positions(escalation: Escalation, wait: Wait, now: datetime) -> range:
    """The positions of the next step, which is due, and of all further steps that are due.

    There are several after an outage, for example. They become one alert.
    """
    first = escalation.steps.get(wait.terms.policy, 0)
    last = first + 1
    is_all = escalation.expedited_at is not None and escalation.expedited_at <= now
    while last < len(wait.terms.moments) and (is_all or wait.terms.moments[last] <= now):
        last += 1
    return range(first, last)


def claimed(
    escalation: Escalation,
    wait: Wait,
    steps: int = 1,
    *,
    has_new_alerts: bool = True,
    notified: Iterable[str] = (),
) -> Escalation:
    """The escalation after this many of the wait's next steps have been claimed.

    `has_new_alerts`: at least one of their alerts has not been sent before. `notified`: everybody
    whom they notify.
    """
    policy = wait.terms.policy
    number = escalation.steps.get(policy, 0) + steps
    return replace(
        escalation,
        steps=dict(escalation.steps) | {policy: number},
        furthest=dict(escalation.furthest)
        | {policy: max(escalation.furthest.get(policy, 0), number)},
        named_after=escalation.named_after or wait.opened_by,
        opened_by=wait.opened_by if has_new_alerts else escalation.opened_by,
        notified=tuple(dict.fromkeys([*escalation.notified, *notified])),
    )


def of_wait(
    wait: Wait,
    unanswered: frozenset[str],
    current: Escalation | None,
    earlier: Iterable[Escalation],
    *,
    before: Wait | None = None,
) -> Escalation:
    """The escalation of an open wait: one that continues in it, or a new one.

    `before` is the wait that was open so far, `current` its escalation, and `earlier` are those of
    earlier waits. If several continue, they become one.

    An escalation that continues in a changed wait begins at its first step again, and each step is
    claimed when it is due for this wait. Alerts that were dropped are then sent after all. Alerts
    that were sent have the same name, so they are not sent again. If its wait was withdrawn, it
    gets a new name.
    """
    candidates = [
        _begun_again(e) if e.is_withdrawn else e
        for e in [*([current] if current else []), *earlier]
    ]
    continuing = [e for e in candidates if e.continues_in(wait, unanswered)]
    if not continuing:
        return Escalation(opened_by=wait.opened_by, previous_reply=wait.previous_reply)
    found = _leading(continuing, wait.terms.policy)
    if found is not current or not _is_same_wait(before, wait):
        found = replace(found, steps={}, window_warned_at=None)
    named_after = next((e.named_after for e in [found, *continuing] if e.named_after), None)
    found = replace(
        found,
        opened_by=found.opened_by if named_after else wait.opened_by,
        previous_reply=wait.previous_reply,
        named_after=named_after,
    )
    for other in continuing:
        found = _with_longer_pause(found, other)
        if other.expedited_at is not None and found.expedited_at is None:
            found = replace(found, expedited_at=other.expedited_at, expedited_by=other.expedited_by)
    return found


def _leading(continuing: Iterable[Escalation], policy: str) -> Escalation:
    """The escalation that has claimed most steps of this policy, because its alerts have its name.
    Of equals, the first: that is the current one, otherwise the newest."""
    return max(continuing, key=lambda e: (e.furthest.get(policy, 0), e.named_after is not None))


def _is_same_wait(before: Wait | None, wait: Wait) -> bool:
    """Whether both waits have the same opening message, policy and step times."""
    return before is not None and (
        before.opened_by == wait.opened_by
        and before.terms.policy == wait.terms.policy
        and before.terms.moments == wait.terms.moments
    )


def _with_longer_pause(one: Escalation, other: Escalation) -> Escalation:
    """The first escalation, with the owner and the pause of the other if that pause ends later.

    So if two customers become one, the owner who snoozed a wait for longer keeps it.
    """
    until = other.snoozed_until
    if until is None or (one.snoozed_until is not None and one.snoozed_until >= until):
        return one
    return replace(
        one,
        snoozed_until=until,
        acknowledged_by=other.acknowledged_by,
        acknowledged_at=other.acknowledged_at,
        handed_over_by=other.handed_over_by,
        past_owners=other.past_owners,
        reminded_at=other.reminded_at,
        news_at=one.news_at or other.news_at,
    )


def kept(
    found: Escalation | None, so_far: Escalation | None, earlier: Sequence[Escalation]
) -> tuple[Escalation, ...]:
    """The earlier escalations that the record keeps, newest first.

    `found` is the escalation of the open wait, and `so_far` that of the wait that was open so far,
    with its end.
    """
    candidates = ([so_far] if so_far else []) + list(earlier)
    rest = [e for e in candidates if e.is_notable and not (found and _has_become(e, found))]
    return tuple(rest[:MAX_EARLIER])


def _has_become(one: Escalation, found: Escalation) -> bool:
    """Whether `found` is this escalation after a change."""
    if found.named_after:
        return one.named_after == found.named_after
    return one.opened_by == found.opened_by


def after_withdrawal(wait: Wait, candidates: Iterable[Escalation]) -> tuple[Escalation, ...]:
    """These escalations. That of this withdrawn wait is marked, so that it begins again if the
    customer writes again. Its owner and its snooze stay.

    Those that would then have nothing left are removed.
    """
    opening = frozenset({wait.opened_by})
    marked = (
        replace(e, is_withdrawn=True) if e.continues_in(wait, opening) else e for e in candidates
    )
    return tuple(e for e in marked if (_begun_again(e) if e.is_withdrawn else e).is_notable)


def _begun_again(escalation: Escalation) -> Escalation:
    """The escalation without its steps and its name, so that new alerts are made. Its owner, its
    snooze and its news stay."""
    return replace(
        escalation,
        named_after=None,
        steps={},
        furthest={},
        window_warned_at=None,
        warnings=(),
        is_withdrawn=False,
        expedited_by=None,
        expedited_at=None,
    )
