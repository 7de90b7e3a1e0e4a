"""Converts a wait to a map of plain values, for the conversation record and for wait facts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.domain.events import utc
from shared.domain.fold import Wait
from shared.domain.policies import Terms
from shared.storage.attributes import Item

_TIMES = ("opened_at", "last_at", "closed_at", "deflected_at")
_PLAIN = (
    "kind", "opened_by", "previous_reply", "outcome", "closed_by", "response_s", "business_s",
    "margin_s", "any_response_s", "language", "agent", "dismissed_by", "reason",
)  # fmt: skip
_TERMS = ("policy", "target_s", "clock", "calendar", "calendar_version")


def to_map(wait: Wait) -> Item:
    """The wait as a map. Times are whole epoch seconds, and empty values are left out."""
    stored: Item = {name: getattr(wait, name) for name in _PLAIN}
    stored |= {name: _seconds(getattr(wait, name)) for name in _TIMES}
    stored |= {name: getattr(wait.terms, name) for name in _TERMS}
    stored |= {
        "policy_version": wait.terms.policy_version,
        "policies": wait.terms.policy_set_version or None,
        "due_s": _seconds(wait.due_at),
        "moments": [_seconds(m) for m in wait.terms.moments],
        "order": list(wait.terms.order) or None,
        "repeats": wait.terms.repeats or None,
        "target_kind": wait.terms.kind if wait.terms.kind != wait.kind else None,
        "decided_by": wait.decided_by if wait.decided_by != wait.opened_by else None,
        "bot_closes": wait.terms.bot_closes or None,
        "window_offsets_s": list(wait.terms.window_offsets_s) or None,
        "intents": list(wait.intents) or None,
        "skewed": wait.skewed or None,
    }
    return {name: value for name, value in stored.items() if value is not None}


def from_map(stored: Mapping[str, Any]) -> Wait:
    """The inverse of `to_map`."""
    of_terms: dict[str, Any] = {name: stored.get(name) for name in _TERMS}
    terms = Terms(
        **of_terms,
        policy_version=stored["policy_version"],
        policy_set_version=stored.get("policies", ""),
        due_at=utc(stored["due_s"]),
        moments=tuple(utc(m) for m in stored["moments"]),
        order=tuple(stored.get("order", ())),
        repeats=stored.get("repeats", 0),
        kind=stored.get("target_kind", stored["kind"]),
        bot_closes=bool(stored.get("bot_closes")),
        window_offsets_s=tuple(stored.get("window_offsets_s", ())),
    )
    values: dict[str, Any] = {name: stored.get(name) for name in _PLAIN}
    values |= {n: utc(stored[n]) if n in stored else None for n in _TIMES}
    return Wait(
        **values,
        terms=terms,
        decided_by=stored.get("decided_by", stored["opened_by"]),
        intents=tuple(stored.get("intents", ())),
        skewed=bool(stored.get("skewed")),
    )


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())
