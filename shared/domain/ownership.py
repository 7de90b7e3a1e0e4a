"""Who owns a wait. The first to acknowledge it does, and anyone else may take it over. While its
alerts pause, its deadline stays.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.escalation import Escalation, PastOwner

MAX_PAST_OWNERS = 6
"""Previous owners that are kept, the last ones."""

PAUSE = timedelta(hours=1)
"""How long an acknowledgement pauses a wait's alerts."""


def taken(escalation: Escalation, by: str, until: datetime, now: datetime) -> Escalation:
    """The escalation with this person as the owner, and its alerts paused until then.

    For the present owner, only the pause changes.
    """
    is_owner = escalation.acknowledged_by == by
    since = escalation.acknowledged_at if is_owner and escalation.acknowledged_at else now
    return replace(
        escalation,
        acknowledged_by=by,
        acknowledged_at=since.replace(microsecond=0),
        snoozed_until=until.replace(microsecond=0),
        handed_over_by=escalation.handed_over_by if is_owner else None,
        past_owners=escalation.past_owners if is_owner else _past_owners(escalation, now),
        reminded_at=escalation.reminded_at if is_owner else None,
        news_at=now.replace(microsecond=0),
    )


def is_paused(escalation: Escalation, now: datetime) -> bool:
    """Whether alerts pause now because somebody has the wait."""
    return paused_until(escalation, now) is not None


def paused_until(escalation: Escalation, now: datetime) -> datetime | None:
    """Until when alerts pause because somebody has the wait, or None if they do not."""
    until = escalation.snoozed_until
    if escalation.acknowledged_by is None or until is None or until <= now:
        return None
    return until


def handed_over(
    escalation: Escalation, to: str, by: str, until: datetime, now: datetime
) -> Escalation:
    """The escalation with `to` as the owner, as `by` decided, and its alerts paused until then."""
    after = taken(escalation, to, until, now)
    return after if to == by else replace(after, handed_over_by=by)


def released(escalation: Escalation, now: datetime) -> Escalation:
    """The escalation without an owner. Its alerts go on."""
    return replace(
        escalation,
        acknowledged_by=None,
        acknowledged_at=None,
        snoozed_until=None,
        handed_over_by=None,
        past_owners=_past_owners(escalation, now),
        reminded_at=None,
        news_at=now.replace(microsecond=0),
    )


def _past_owners(escalation: Escalation, now: datetime) -> tuple[PastOwner, ...]:
    """The previous owners, and the present one, whose time ends now."""
    name, since = escalation.acknowledged_by, escalation.acknowledged_at
    if name is None or since is None:
        return escalation.past_owners
    until = now.replace(microsecond=0)
    last = PastOwner(name, since, until, escalation.handed_over_by)
    return (*escalation.past_owners, last)[-MAX_PAST_OWNERS:]


def state(escalation: Escalation) -> str:
    """A text that changes with the wait, its owner and its pause. A form that was shown before such
    a change is refused."""
    owner = (escalation.acknowledged_by, escalation.acknowledged_at, escalation.snoozed_until)
    return " ".join([escalation.opened_by, escalation.previous_reply, *map(str, owner)])
