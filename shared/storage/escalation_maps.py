"""Stores an escalation within the record of its conversation."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.domain.escalation import Crowd, Escalation, FactName, PastOwner, WindowWarning
from shared.domain.fold import Wait
from shared.storage.attributes import Item, moment, moment_of


def to_map(escalation: Escalation, wait: Wait | None = None) -> Item:
    """The escalation as a map, without the ids that its wait has as well. Ids are long, and the
    record of a usual conversation must fit into 1 KB, for which DynamoDB charges one write unit."""
    opened_by, previous_reply = escalation.opened_by, escalation.previous_reply
    return {
        "opened_by": opened_by if wait is None or opened_by != wait.opened_by else None,
        "previous_reply": (
            previous_reply if wait is None or previous_reply != wait.previous_reply else None
        ),
        "named_after": escalation.named_after,
        "steps": dict(escalation.steps) or None,
        "furthest": dict(escalation.furthest) if escalation.furthest != escalation.steps else None,
        "notified": list(escalation.notified) or None,
        "acknowledged_by": escalation.acknowledged_by,
        "acknowledged_at": escalation.acknowledged_at,
        "snoozed_until": escalation.snoozed_until,
        "handed_over_by": escalation.handed_over_by,
        "past_owners": [_packed(owner) for owner in escalation.past_owners] or None,
        "reminded_at": escalation.reminded_at,
        "window_warned_at": escalation.window_warned_at,
        "warnings": [list(one) for one in escalation.warnings] or None,
        "ended": list(escalation.ended) if escalation.ended else None,
        "is_withdrawn": escalation.is_withdrawn or None,
        "news_at": escalation.news_at,
        "reported": escalation.reported or None,
        "expedited_by": list(escalation.expedited_by) if escalation.expedited_by else None,
        "expedited_at": escalation.expedited_at,
    }


def from_map(stored: Mapping[str, Any], wait: Mapping[str, Any] | None = None) -> Escalation:
    """The inverse of `to_map`. `wait` is the stored map of the wait."""
    names = {**(wait or {}), **{name: value for name, value in stored.items() if value is not None}}
    return Escalation(
        opened_by=names["opened_by"],
        previous_reply=names["previous_reply"],
        named_after=stored.get("named_after"),
        steps=dict(stored.get("steps", {})),
        furthest=dict(stored.get("furthest", stored.get("steps", {}))),
        notified=tuple(stored.get("notified", ())),
        acknowledged_by=stored.get("acknowledged_by"),
        acknowledged_at=moment_of(stored, "acknowledged_at"),
        snoozed_until=moment_of(stored, "snoozed_until"),
        handed_over_by=stored.get("handed_over_by"),
        past_owners=tuple(_past_owner(*one) for one in stored.get("past_owners", ())),
        reminded_at=moment_of(stored, "reminded_at"),
        window_warned_at=moment_of(stored, "window_warned_at"),
        warnings=tuple(_warning(one) for one in stored.get("warnings", ())),
        ended=_fact_name(stored["ended"]) if stored.get("ended") else None,
        is_withdrawn=bool(stored.get("is_withdrawn")),
        news_at=moment_of(stored, "news_at"),
        reported=stored.get("reported") or "",
        expedited_by=Crowd(*stored["expedited_by"]) if stored.get("expedited_by") else None,
        expedited_at=moment_of(stored, "expedited_at"),
    )


def _packed(owner: PastOwner) -> list[Any]:
    return [value for value in owner if value is not None]


def _past_owner(name: str, since: str, until: str, by: str | None = None) -> PastOwner:
    return PastOwner(name, moment(since), moment(until), by)


def _warning(stored: Sequence[Any]) -> WindowWarning:
    policy, step, closes_at = stored
    return WindowWarning(policy, step, moment(closes_at))


def _fact_name(stored: Sequence[str]) -> FactName:
    opened_at, name = stored
    return FactName(moment(opened_at), name)
