"""What AWS End User Messaging reports about a text message. Only reports decide its outcome, never
a timer."""

from typing import Any

import pytest
from botocore.session import get_session

from functions.notifier import report_meaning
from shared.domain.policies import Step
from tests.alerting.desk import NO_ANSWER, Desk, an_alert, write
from tests.builders import message

POOL = "arn:aws:sms-voice:eu-central-1:123456789012:pool/pool-1"


@pytest.fixture(autouse=True)
def _end_user_messaging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMS_ORIGINATION", POOL)
    monkeypatch.setenv("SMS_CONFIGURATION_SET", "texts")


def texted(desk: Desk, *answers: Exception) -> None:
    """A step that notifies Ada by text message, at minute 30."""
    desk.configure(Step(at="due", notify=("ada",), by=("sms",)))
    desk.arrive(message(0))
    desk.providers.answers = list(answers)
    desk.process(30)


def test_a_report_of_delivery_marks_the_alert_as_delivered(desk: Desk) -> None:
    texted(desk)
    assert desk.states() == {"sms": "sent"}
    for kind in ("TEXT_QUEUED", "TEXT_SUCCESSFUL", "TEXT_DELIVERED"):
        desk.report_text(kind)
    assert desk.states() == {"sms": "delivered"}


@pytest.mark.parametrize(
    "kind",
    [
        "TEXT_INVALID", "TEXT_INVALID_MESSAGE", "TEXT_BLOCKED", "TEXT_CARRIER_BLOCKED",
        "TEXT_PROTECT_BLOCKED", "TEXT_SPAM", "TEXT_UNREACHABLE", "TEXT_CARRIER_UNREACHABLE",
        "TEXT_TTL_EXPIRED",
    ],
)  # fmt: skip
def test_an_email_carries_an_alert_that_no_phone_received(desk: Desk, kind: str) -> None:
    texted(desk)
    for _ in range(2):  # the report comes twice
        desk.report_text(kind)
        desk.process(31)
    assert desk.states() == {"sms": "failed", "email": "sent"}
    assert desk.channels() == ["sms", "email"]


@pytest.mark.parametrize("kind", ["TEXT_UNKNOWN", "TEXT_QUEUED", "TEXT_OF_NEXT_YEAR"])
def test_a_report_without_news_changes_nothing(desk: Desk, kind: str) -> None:
    texted(desk)
    before = desk.alerts()
    desk.report_text(kind)
    assert desk.alerts() == before


@pytest.mark.parametrize(
    ("state", "kind", "after"),
    [
        ("sending", "TEXT_SUCCESSFUL", "sent"),
        ("sending", "TEXT_DELIVERED", "delivered"),
        ("delivered", "TEXT_QUEUED", "delivered"),
        ("delivered", "TEXT_UNREACHABLE", "delivered"),
        ("failed", "TEXT_DELIVERED", "delivered"),
        ("in_doubt", "TEXT_DELIVERED", "delivered"),
        ("superseded", "TEXT_DELIVERED", "delivered"),
        ("dropped", "TEXT_BLOCKED", "dropped"),
    ],
)
def test_what_a_late_report_changes_depends_on_the_alerts_state(
    desk: Desk, state: Any, kind: str, after: str
) -> None:
    alert = an_alert(desk, state)
    desk.report_text(kind, alert.id)
    assert desk.states()[alert.by] == after


def test_a_report_settles_a_send_in_doubt(desk: Desk) -> None:
    texted(desk, NO_ANSWER)
    assert desk.states() == {"sms": "sending"}
    desk.report_text("TEXT_QUEUED")
    desk.process(32, 40)
    assert desk.states() == {"sms": "sent"}
    assert desk.channels() == []


def test_a_send_in_doubt_waits_two_minutes_for_a_report_and_is_not_repeated(desk: Desk) -> None:
    texted(desk, NO_ANSWER)
    desk.process(31.9)
    assert desk.channels() == []
    desk.process(32, 33)
    assert desk.states() == {"sms": "in_doubt", "email": "sent"}
    desk.report_text("TEXT_DELIVERED")
    assert desk.states()["sms"] == "delivered"
    assert desk.channels() == ["email"]


def test_a_report_before_the_answer_is_recorded_counts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = desk.providers.take

    def reported(sent: Any) -> Any:
        answer = take(sent)
        desk.report_text("TEXT_DELIVERED")
        return answer

    monkeypatch.setattr(desk.providers, "take", reported)
    texted(desk)
    assert desk.states() == {"sms": "delivered"}


def test_a_report_counts_for_every_alert_of_the_message(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",), by=("sms",)))
    for n in range(3):
        write(desk, message(n / 60, id=f"m{n}"), str(8000 + n))
    desk.process(30.1, 31.2)
    assert len(desk.sent) == 2
    desk.report_text("TEXT_UNREACHABLE")
    assert [alert.state for alert in desk.alerts() if alert.by == "sms" and alert.bundle] == [
        "failed",
        "failed",
    ]


@pytest.mark.parametrize(
    "odd",
    [
        "no JSON", "[]", "7", "null", '"TEXT_DELIVERED"',
        {}, {"eventType": 7}, {"eventType": "x" * 99}, {"eventType": "TEXT_DELIVERED"},
        {"eventType": "TEXT_DELIVERED", "context": None},
        {"eventType": "TEXT_DELIVERED", "context": {"alert": ["a"]}},
        {"eventType": "TEXT_DELIVERED", "context": {"alert": "of nobody"}},
        {"eventType": "Delivery"}, {"eventType": "Delivery", "mail": []},
        {"eventType": "Delivery", "mail": {"tags": {"alert": "a"}}},
        {"eventType": "Bounce", "bounce": None, "mail": {"tags": {"alert": [{}]}}},
    ],
)  # fmt: skip
def test_an_odd_report_is_logged_and_changes_nothing(
    desk: Desk, caplog: pytest.LogCaptureFixture, odd: Any
) -> None:
    texted(desk)
    before = desk.alerts()
    caplog.clear()
    desk.publish(odd)
    assert desk.alerts() == before
    assert caplog.messages
    assert set(caplog.messages) <= {"report.unknown", "report.of_no_alert", "alert.provider"}


def test_every_event_of_a_text_message_is_known() -> None:
    """The events are those of the service's own model."""
    model = get_session().get_service_model("pinpoint-sms-voice-v2")
    named = {name for name in model.shape_for("EventType").enum if name.startswith("TEXT_")}
    assert named - report_meaning.TEXT_EVENTS.keys() == {"TEXT_ALL", "TEXT_UNKNOWN"}
    assert report_meaning.TEXT_EVENTS.keys() <= named
