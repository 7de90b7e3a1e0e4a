"""Sending one alert: what the provider's answer means, and when the next attempt follows."""

from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import (
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)

from functions.notifier import handler
from shared.domain.policies import Step
from tests.alerting.desk import (
    ADA,
    BLOCKED,
    BOB,
    MINUTE,
    NO_ANSWER,
    REFUSED,
    THROTTLED,
    Desk,
    refusal,
)
from tests.alerting.metrics import counted
from tests.builders import at, message


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (THROTTLED, "claimed"),
        (refusal("Unknown", status=429), "claimed"),
        (refusal("AccessDeniedException", status=403), "claimed"),
        (BLOCKED, "claimed"),
        (refusal("MailFromDomainNotVerifiedException"), "claimed"),
        (refusal("NotFoundException", status=404), "claimed"),
        (ConnectTimeoutError(endpoint_url="https://provider"), "claimed"),
        (EndpointConnectionError(endpoint_url="https://provider"), "claimed"),
        (NoCredentialsError(), "claimed"),
        (refusal("InternalServerError", status=500), "sending"),
        (refusal("Unknown", status=0), "sending"),
        (ReadTimeoutError(endpoint_url="https://provider"), "sending"),
        (NO_ANSWER, "sending"),
        (REFUSED, "failed"),
    ],
    ids=str,
)
def test_the_providers_answer_decides_the_alerts_state(
    desk: Desk, answer: Exception, state: str
) -> None:
    desk.configure(Step(at="due", notify=("bob",)))  # a responder without another channel
    desk.arrive(message(0))
    desk.providers.answers = [answer]
    desk.process(30)
    assert desk.states() == {"email": state}


@pytest.mark.parametrize("answer", [THROTTLED, BLOCKED, NO_ANSWER, REFUSED], ids=repr)
def test_a_send_that_the_provider_did_not_accept_is_counted(
    desk: Desk, answer: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.arrive(message(0))
    desk.providers.answers = [answer]
    desk.process(30)
    expected = ["SendsFailed", "ChannelBlocked"] if answer is BLOCKED else ["SendsFailed"]
    assert counted(capsys) == expected


def test_attempts_that_sent_nothing_are_repeated_at_growing_intervals(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("bob",)))  # a responder without another address
    desk.arrive(message(0))
    desk.providers.answers = [THROTTLED] * 6
    desk.process(30)
    waited_s = []
    for _ in range(5):
        (alert,) = desk.alerts()
        assert alert.due
        waited_s.append(int((alert.due - desk.now).total_seconds()))
        desk.process((alert.due - at(0)) / MINUTE)
    assert waited_s == [5, 15, 60, 300, 300]
    assert desk.sent == []


@pytest.mark.parametrize(("by", "minutes"), [("email", 10), ("sms", 2)])
def test_a_send_in_doubt_waits_for_its_receipt(desk: Desk, by: Any, minutes: int) -> None:
    desk.configure(Step(at="due", notify=("ada",), by=(by,)))
    desk.arrive(message(0))
    desk.providers.answers = [NO_ANSWER]
    desk.process(30)
    assert [alert.due for alert in desk.alerts()] == [at(30 + minutes)]
    desk.process(f"{29 + minutes}:59")
    assert desk.sent == []
    desk.process(30 + minutes, 30 + minutes)
    assert desk.channels() == ["email"]


def test_an_sms_in_doubt_is_repeated_if_the_responder_has_no_other_channel(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("lin",), by=("sms",)))
    desk.arrive(message(0))
    desk.providers.answers = [NO_ANSWER]
    desk.process(30, 32)
    assert desk.channels() == ["sms"]


def test_a_mail_is_tagged_with_its_alert_which_keeps_the_providers_id(desk: Desk) -> None:
    desk.arrive(message(0))
    desk.process(30)
    (alert,) = desk.alerts()
    assert (desk.providers.tags, alert.provider_id) == ([alert.id], "email-1")


def test_an_announcement_whose_answer_was_lost_is_recognised(desk: Desk) -> None:
    """The SDK repeats a write whose answer was lost. The second write finds the result of the
    first."""
    desk.arrive(message(0))
    table: Any = desk.store.client
    put = table.put_item

    def twice(**request: Any) -> Any:
        put(**request)
        return put(**request)

    table.put_item = twice
    desk.process(30)
    assert (len(desk.sent), desk.states()) == (1, {"email": "sent"})


def test_an_alert_whose_responder_was_removed_fails(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.arrive(message(0))
    desk.claim(30)
    desk.configuration = replace(desk.configuration, responders={"bob": BOB})
    desk.process(31)
    assert (desk.sent, desk.states()) == ([], {"email": "failed"})
    assert counted(capsys) == ["AlertsNotDelivered"]


def test_an_alert_whose_address_was_removed_uses_another_channel(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("ada",), by=("sms",)))
    desk.arrive(message(0))
    desk.claim(30)
    responders = {"ada": replace(ADA, phone=None)}
    desk.configuration = replace(desk.configuration, responders=responders)
    desk.process(31, 32)
    assert desk.channels() == ["email"]
    assert desk.states() == {"email": "sent", "sms": "failed"}


def test_an_alert_that_another_function_is_sending_is_left_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other function announces it between our read and our write."""
    desk.arrive(message(0))
    desk.claim(30)
    write = desk.store.write

    def interrupted(changes: Any) -> None:
        monkeypatch.setattr(desk.store, "write", write)
        desk.providers.answers = [NO_ANSWER]
        (entry,) = desk.entries()
        handler.process_entry(desk.store, desk.configuration, entry, desk.now)
        write(changes)

    monkeypatch.setattr(desk.store, "write", interrupted)
    desk.process(31)
    assert (desk.sent, desk.states()) == ([], {"email": "sending"})
