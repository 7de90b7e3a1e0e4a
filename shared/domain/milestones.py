"""The milestones of an open wait: moments that are published although nothing is written otherwise.

Example, with a target of 30 minutes and a first step ten minutes before:

    10:00  a customer writes
    10:20  the first step's moment       wait.at_risk
    10:30  the deadline has passed       wait.overdue
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from shared.domain.event_names import WaitEvent
from shared.domain.fold import Wait

OVERDUE_AFTER = timedelta(seconds=2)
"""Exactly at the deadline is met. A queue may be a second early, and the stream rounds down to the
second: two seconds later, a wait that is still open is overdue by each of these clocks."""


class Milestone(NamedTuple):
    """A moment of an open wait that is published."""

    at: datetime
    event: WaitEvent


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
