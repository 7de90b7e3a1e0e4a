"""The events that ReplyWatch publishes of waits and alerts, for other programs.

A wait's event says what a change has made of the wait. Its milestones are moments at which nothing
is written otherwise. Example, with a target of 30 minutes and a first step ten minutes before:

    10:00  a customer writes             wait.opened
    10:20  the first step's moment       wait.at_risk
    10:30  the deadline has passed       wait.overdue
    10:40  the brand replies             wait.answered
    10:41  the reply is deleted          wait.reopened
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from shared.domain.alerts import State
from shared.domain.waits import Outcome, Wait

WaitEvent = Literal[
    "wait.opened",
    "wait.changed",  # another deadline, policy or reply, with the same outcome
    "wait.at_risk",
    "wait.overdue",
    "wait.answered",
    "wait.dismissed",
    "wait.withdrawn",
    "wait.reopened",
    "wait.removed",  # late or deleted messages show that there is no such wait
]

AlertEvent = Literal["alert.sent", "alert.delivered", "alert.failed"]

ALERT_EVENTS: Mapping[State, AlertEvent] = {
    "sent": "alert.sent",
    "delivered": "alert.delivered",
    "failed": "alert.failed",
}
"""The event of an alert that has come into this state. Other states have none."""

OVERDUE_AFTER = timedelta(seconds=2)
"""Exactly at the deadline is met. A queue may be a second early, and the stream rounds down to the
second: two seconds later, a wait that is still open is overdue by each of these clocks."""


class Milestone(NamedTuple):
    """A moment of an open wait that is published."""

    at: datetime
    event: WaitEvent


def wait_event(before: Outcome | None, after: Outcome) -> WaitEvent:
    """What a change has made of a wait.

    `before` is None for a new wait. If that is already closed, nobody has seen it open, so only its
    end is published.
    """
    if after == "open":
        if before is None:
            return "wait.opened"
        return "wait.changed" if before == "open" else "wait.reopened"
    if after in {"met", "late"}:
        return "wait.changed" if before in {"met", "late"} else "wait.answered"
    if before == after:
        return "wait.changed"
    return "wait.dismissed" if after == "dismissed" else "wait.withdrawn"


def milestones(wait: Wait) -> tuple[Milestone, ...]:
    """The milestones of a wait: at risk, at the first step between opening and deadline if there is
    one, and overdue."""
    steps = (at for at in wait.terms.moments if wait.opened_at < at < wait.due_at)
    first = min(steps, default=None)
    at_risk = (Milestone(first, "wait.at_risk"),) if first else ()
    return (*at_risk, Milestone(wait.due_at + OVERDUE_AFTER, "wait.overdue"))


def next_milestone(wait: Wait, passed: datetime) -> Milestone | None:
    """The first milestone after those that have `passed`."""
    return next((one for one in milestones(wait) if one.at > passed), None)


def due_milestone(wait: Wait, passed: datetime, until: datetime) -> Milestone | None:
    """The last milestone up to `until` that comes after `passed`, or None. A wait that is overdue
    is no longer at risk."""
    due = [one for one in milestones(wait) if passed < one.at <= until]
    return due[-1] if due else None
