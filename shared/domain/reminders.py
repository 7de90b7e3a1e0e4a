"""When the owner of an open wait is reminded of it.

While somebody has a wait, its steps notify nobody, so it must not be forgotten. Example:

    10:31  Ada acknowledges, and alerts pause until 11:31
    11:00  the deadline passes          Ada is reminded
    11:31  the pause ends               Ada is reminded, and the steps go on
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from shared.domain.escalation import Escalation
from shared.domain.fold import Wait

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def next_reminder_at(escalation: Escalation, wait: Wait) -> datetime | None:
    """When the owner is next reminded: at the end of the pause, and before that at the deadline if
    it passes first.

    None if no such moment is left, or nobody has the wait.
    """
    if not escalation.acknowledged_by or not escalation.snoozed_until:
        return None
    since = max(escalation.acknowledged_at or _LONG_AGO, escalation.reminded_at or _LONG_AGO)
    return min((m for m in _moments(escalation.snoozed_until, wait) if m > since), default=None)


def _moments(snoozed_until: datetime, wait: Wait) -> Iterator[datetime]:
    if wait.due_at < snoozed_until:
        yield wait.due_at
    yield snoozed_until
