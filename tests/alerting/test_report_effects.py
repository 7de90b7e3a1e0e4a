"""How the mail provider's reports change an alert."""

from collections.abc import Mapping
from typing import Any

import pytest

from functions.notifier import handler
from functions.notifier.report_effects import MAX_ATTEMPTS
from shared.storage.errors import ConflictError
from tests.alerting.desk import BOUNCE, DELIVERY, SEND, SOFT_BOUNCE, Desk, an_alert, conflicts

COMPLAINT, REJECT = {"eventType": "Complaint"}, {"eventType": "Reject"}


@pytest.mark.parametrize(
    ("state", "event", "after"),
    [
        ("claimed", SEND, "sent"),
        ("sending", SEND, "sent"),
        ("sending", DELIVERY, "delivered"),
        ("sent", DELIVERY, "delivered"),
        ("sent", BOUNCE, "failed"),
        ("sent", REJECT, "failed"),
        ("sending", BOUNCE, "failed"),
        ("delivered", BOUNCE, "failed"),
        ("sent", SOFT_BOUNCE, "failed"),
        ("sending", SOFT_BOUNCE, "failed"),
        ("delivered", SOFT_BOUNCE, "delivered"),
        ("delivered", SEND, "delivered"),
        ("failed", SEND, "failed"),
        ("failed", BOUNCE, "failed"),
        ("dropped", BOUNCE, "dropped"),
        ("sent", COMPLAINT, "sent"),
    ],
)
def test_a_report_settles_an_alert_once(
    desk: Desk, state: Any, event: dict[str, Any], after: str
) -> None:
    alert = an_alert(desk, state)
    desk.report(event, alert)
    assert desk.states()["email"] == after
    known = desk.alerts()
    desk.report(event, alert)
    assert desk.alerts() == known


def test_a_report_in_the_older_notification_format_is_understood(desk: Desk) -> None:
    desk.report({"notificationType": "Delivery"}, an_alert(desk, "sent"))
    assert desk.states() == {"email": "delivered"}


def test_a_plain_sentence_from_the_provider_is_ignored(desk: Desk) -> None:
    text = "Successfully validated SNS topic for Amazon SES event publishing."
    handler.handler({"Records": [{"EventSource": "aws:sns", "Sns": {"Message": text}}]}, None)
    assert desk.alerts() == []


def test_a_report_about_an_alert_that_has_expired_is_ignored(desk: Desk) -> None:
    alert = an_alert(desk, "sent")
    table: Any = desk.store.client
    table._delete((f"A#{alert.id}", "ALERT"))
    desk.report(BOUNCE, alert)
    assert desk.alerts() == []


def test_a_bounce_is_replaced_by_another_channel_once(desk: Desk) -> None:
    alert = an_alert(desk, "sent")
    for _ in range(2):
        desk.report(BOUNCE, alert)
        desk.process(40)
    assert desk.channels() == ["sms"]


@pytest.mark.parametrize("state", ["failed", "dropped"])
def test_a_bounce_of_a_settled_alert_notifies_nobody(desk: Desk, state: Any) -> None:
    desk.report(BOUNCE, an_alert(desk, state))
    assert desk.states() == {"email": state}


@pytest.mark.parametrize("times", [MAX_ATTEMPTS - 1, MAX_ATTEMPTS])
@pytest.mark.parametrize(("report", "after"), [(SEND, "sent"), (BOUNCE, "failed")])
def test_a_report_is_applied_again_after_a_conflict_or_fails(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
    report: Mapping[str, Any],
    after: str,
) -> None:
    """If it fails, Lambda delivers the batch again."""
    alert = an_alert(desk, "sending")
    conflicts(desk, monkeypatch, times)
    if times == MAX_ATTEMPTS:
        with pytest.raises(ConflictError):
            desk.report(report, alert)
        after = "sending"
    else:
        desk.report(report, alert)
    assert desk.states()["email"] == after
