"""An alert's states, and which state each event leads to."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from shared.domain.alerts import (
    TRANSITIONS,
    Alert,
    Event,
    State,
    TransitionError,
    can_change,
    changed,
)
from tests.builders import at

STATES, EVENTS = get_args(State), get_args(Event)

ALERT = Alert(
    conversation="x:1:2", opened_by="m1", policy="p", step=0, at="due", responder="ada", by="email"
)

UNFINISHED = {"claimed", "sending"}
EXPECTED: dict[str, dict[str, str]] = {
    "claimed_again": {"claimed": "claimed", "sending": "sending", "dropped": "claimed"},
    "announced": {"claimed": "sending", "sending": "sending"},
    "postponed": {"claimed": "claimed", "sending": "sending"},
    "superseded": dict.fromkeys(UNFINISHED, "superseded"),
    "resumed": {"superseded": "claimed"},
    "wait_closed": dict.fromkeys(UNFINISHED, "dropped"),
    "doubt_ended": {"sending": "in_doubt"},
    "accepted": dict.fromkeys(UNFINISHED, "sent"),
    "not_accepted": {"sending": "claimed"},
    "refused": dict.fromkeys(UNFINISHED, "failed"),
    "delivered": dict.fromkeys({*STATES} - {"delivered"}, "delivered"),
    "bounced": dict.fromkeys({*STATES} - {"failed", "dropped"}, "failed"),
    "soft_bounced": dict.fromkeys({*STATES} - {"failed", "dropped", "delivered"}, "failed"),
}
"""By event: the state after it, by the state before."""


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("event", EVENTS)
def test_an_event_changes_the_state_as_expected_or_is_refused(event: Any, state: Any) -> None:
    alert = replace(ALERT, state=state, version=3)
    after = EXPECTED[event].get(state)
    assert can_change(alert, event) == (after is not None)
    if after is None:
        with pytest.raises(TransitionError):
            changed(alert, event)
    else:
        held = event in {"postponed", "not_accepted"}
        assert changed(alert, event) == replace(alert, state=after, version=4, held=held)


def test_the_table_has_every_state() -> None:
    assert set(TRANSITIONS) == set(STATES)
    assert set(EXPECTED) == set(EVENTS)


def test_a_settled_alert_is_not_due() -> None:
    due = replace(ALERT, due=at(30))
    assert not due.is_settled
    settled = changed(due, "refused")
    assert (settled.is_settled, settled.due) == (True, None)


def test_an_alert_keeps_its_attempts_and_the_providers_id() -> None:
    sent = changed(replace(ALERT, state="sending", attempts=2), "accepted", provider_id="ses-1")
    delivered = changed(sent, "delivered")
    assert (delivered.attempts, delivered.provider_id) == (2, "ses-1")


def test_every_alert_has_its_own_id() -> None:
    others: list[dict[str, Any]] = [
        {"conversation": "x:2:2"}, {"opened_by": "m2"}, {"policy": "q"}, {"step": 1},
        {"responder": "bob"}, {"by": "sms"},
    ]  # fmt: skip
    ids = {ALERT.id, *(replace(ALERT, **other).id for other in others)}
    assert len(ids) == 1 + len(others)


def test_an_alert_keeps_its_id_in_every_state() -> None:
    assert replace(ALERT, state="sent", attempts=3, version=9).id == ALERT.id


def test_an_alert_keeps_its_id_if_the_customers_id_changes() -> None:
    assert replace(ALERT, conversation="x:1:another").id == ALERT.id
