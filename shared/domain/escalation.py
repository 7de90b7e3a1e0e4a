"""How far a wait's escalation has come, and when it continues in another wait.

Late and deleted messages change which wait is open. What was notified must not be notified again,
and what was not must be. So an escalation continues in a wait that is the same for the people who
were notified: it follows the same reply, or the message that they were notified of is still
unanswered in it. Example, with one step at the deadline:

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


MAX_PAST_OWNERS = 6
"""Owners before the present one that are kept, the last ones."""


class PastOwner(NamedTuple):
    """Somebody who had the wait before: from when until when, and who made them the owner."""

    name: str
    since: datetime
    until: datetime
    handed_over_by: str | None = None


class FactName(NamedTuple):
    """What the key of a wait's fact is made of: when the wait opened, and the hash of its opening
    message."""

    opened_at: datetime
    name: str


class WindowWarning(NamedTuple):
    """A window step that was claimed, so somebody may have been warned. Its alerts are named after
    these values."""

    policy: str
    step: int
    closes_at: datetime
    """The end of the reply window that it warned of."""


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
    """The message that opened the wait when somebody was last notified; before that, the one that
    opens it now."""
    previous_reply: str
    """The reply before the wait, or START."""
    named_after: str | None = None
    """The message that opened the wait when its first step was claimed: alerts are named after it,
    so that the same alert is never made twice."""
    steps: Mapping[str, int] = field(default_factory=dict)
    """By policy: how many steps have been claimed. The next to fire has this number."""
    furthest: Mapping[str, int] = field(default_factory=dict)
    """By policy: the most steps that were ever claimed. It stays when the steps begin again under
    the same name."""
    notified: tuple[str, ...] = ()
    """The responders whom its claimed steps notify, in the order in which they were notified."""
    acknowledged_by: str | None = None
    """The owner: who takes care of the customer."""
    acknowledged_at: datetime | None = None
    snoozed_until: datetime | None = None
    """Until when the alerts of its steps pause."""
    handed_over_by: str | None = None
    """Who made the owner the owner; None: the owner did."""
    past_owners: tuple[PastOwner, ...] = ()
    """Who had the wait before, oldest first."""
    reminded_at: datetime | None = None
    """The last moment of which the owner was reminded."""
    window_warned_at: datetime | None = None
    """The moment of the last window step that was claimed; see `window_steps.py`."""
    warnings: tuple[WindowWarning, ...] = ()
    """The window steps that were claimed last, the newest at the end. They stay when the steps
    begin again under the same name."""
    ended: FactName | None = None
    """The wait with which this escalation ended; None: it is open."""
    is_withdrawn: bool = False
    """Whether the customer deleted everything that it was about. It keeps its name and its steps,
    since who was sent something learns that it is over; in the next wait it begins again."""
    news_at: datetime | None = None
    """When what those who were notified should know last changed; see `updates.py`."""
    reported: str = ""
    """The news that they have."""
    expedited_by: Crowd | None = None
    """The gathering crowd for which its steps are due earlier than their moments."""
    expedited_at: datetime | None = None
    """The moment from which every step left is due."""

    @property
    def is_notable(self) -> bool:
        """Whether it says anything that a later wait may need."""
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
        """When the next step of the wait is due; None where no step is left."""
        step = self.steps.get(wait.terms.policy, 0)
        if wait.outcome != "open" or step >= len(wait.terms.moments):
            return None
        fires = wait.terms.moments[step]
        if self.expedited_at is not None:
            fires = min(fires, self.expedited_at)
        return max(fires, self.snoozed_until) if self.snoozed_until else fires


def due_positions(escalation: Escalation, wait: Wait, now: datetime) -> range:
    """The positions of the wait's next step, which is due, and of the steps after it that are due
    too.

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
    notifies: bool = True,
    notified: Iterable[str] = (),
) -> Escalation:
    """The escalation after this many of the wait's next steps have been claimed.

    `notifies`: they notify somebody who was not notified before. `notified`: everybody whom they
    notify.
    """
    policy = wait.terms.policy
    number = escalation.steps.get(policy, 0) + steps
    return replace(
        escalation,
        steps=dict(escalation.steps) | {policy: number},
        furthest=dict(escalation.furthest)
        | {policy: max(escalation.furthest.get(policy, 0), number)},
        named_after=escalation.named_after or wait.opened_by,
        opened_by=wait.opened_by if notifies else escalation.opened_by,
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
    """The escalation of an open wait.

    `before` is the wait that was open so far, `current` its escalation, and `earlier` are those of
    earlier waits. One of them may continue in a wait that another message opens, whose steps have
    other moments, or that was closed in between. Then it begins at its first step again, and each
    step is claimed when it is due for this wait. Alerts that were dropped are then sent after all.
    Alerts that were sent have the same name, so they are not sent again. One whose wait was
    withdrawn begins under a new name.
    """
    known = [
        _begun_again(e) if e.is_withdrawn else e
        for e in [*([current] if current else []), *earlier]
    ]
    continuing = [e for e in known if e.continues_in(wait, unanswered)]
    if continuing:
        # The one that has notified most of this policy, since its alerts have its name. Of several
        # that have come as far, this takes the current one, then the newest.
        found = max(
            continuing,
            key=lambda e: (e.furthest.get(wait.terms.policy, 0), e.named_after is not None),
        )
        if found is not current or not _is_same_wait(before, wait):
            found = replace(found, steps={}, window_warned_at=None)
    else:
        found = Escalation(opened_by=wait.opened_by, previous_reply=wait.previous_reply)
    named_after = next((e.named_after for e in [found, *continuing] if e.named_after), None)
    found = replace(
        found,
        opened_by=found.opened_by if named_after else wait.opened_by,
        previous_reply=wait.previous_reply,
        named_after=named_after,
    )
    for other in continuing:
        found = _with_later_owner(found, other)
        if other.expedited_at is not None and found.expedited_at is None:
            found = replace(found, expedited_at=other.expedited_at, expedited_by=other.expedited_by)
    return found


def _is_same_wait(before: Wait | None, wait: Wait) -> bool:
    """Whether both waits have the same opening message and the same step times."""
    return before is not None and (before.opened_by, before.terms.moments) == (
        wait.opened_by,
        wait.terms.moments,
    )


def _with_later_owner(one: Escalation, other: Escalation) -> Escalation:
    """The escalation with the owner and the pause of the other one, if that pause ends later."""
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
    found: Escalation | None, current: Escalation | None, earlier: Sequence[Escalation]
) -> tuple[Escalation, ...]:
    """The earlier escalations that the record keeps beside this one, newest first."""
    known = ([current] if current else []) + list(earlier)
    name = found.named_after if found else None
    rest = [e for e in known if e.is_notable and not (found and _is_same(e, found, name))]
    return tuple(rest[:MAX_EARLIER])


def _is_same(one: Escalation, found: Escalation, name: str | None) -> bool:
    return one.named_after == name if name else one.opened_by == found.opened_by


def after_withdrawal(wait: Wait, known: Iterable[Escalation]) -> tuple[Escalation, ...]:
    """These escalations, with the one of this withdrawn wait marked.

    If the customer deletes everything and then writes again, alerts begin at the first step. A
    snooze stays, since somebody takes care of this customer.
    """
    gone = frozenset({wait.opened_by})
    marked = (replace(e, is_withdrawn=True) if e.continues_in(wait, gone) else e for e in known)
    return tuple(e for e in marked if (_begun_again(e) if e.is_withdrawn else e).is_notable)


def _begun_again(escalation: Escalation) -> Escalation:
    """The escalation without its steps and the name of its alerts, so that new alerts are made.
    What people decided and learned stays."""
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
