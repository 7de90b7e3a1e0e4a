"""The events about waits and alerts that ReplyWatch publishes for other programs.

A wait's event says how the wait has changed, or that it has passed a milestone (`milestones.py`).
Example:

    10:00  a customer writes             wait.opened
    10:40  the brand replies             wait.answered
    10:41  the reply is deleted          wait.reopened
"""

from collections.abc import Mapping
from typing import Literal

from shared.domain.alerts import State
from shared.domain.fold import Outcome

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
"""The event that is published when an alert comes into this state. Other states have none."""


def wait_event(before: Outcome | None, after: Outcome) -> WaitEvent:
    """The event of a wait's change from one outcome to another.

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
