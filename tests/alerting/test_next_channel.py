"""Which channel carries an alert that another channel could not send, and when none is left."""

from typing import Any

import pytest

from shared.domain.policies import Step
from tests.alerting.desk import (
    ADA,
    BLOCKED,
    BOUNCE,
    NO_ANSWER,
    REFUSED,
    THROTTLED,
    Desk,
    refusal,
)
from tests.alerting.metrics import counted
from tests.builders import message

SMS_REFUSED = refusal("InvalidParameter")
SMS_BLOCKED = refusal("AuthorizationError", status=403)


def by(*channels: Any) -> Step:
    return Step(at="due", notify=("ada",), by=channels)


@pytest.mark.parametrize("answer", [REFUSED, NO_ANSWER], ids=str)
def test_an_sms_that_failed_or_is_in_doubt_is_replaced_by_an_email(
    desk: Desk, answer: Exception
) -> None:
    desk.configure(by("sms"))
    desk.arrive(message(0))
    desk.providers.answers = [answer]
    desk.process(30, 32, 33, 60)
    assert [(m.by, m.to) for m in desk.sent] == [("email", ADA.email)]


def test_a_blocked_provider_is_replaced_by_another_channel(desk: Desk) -> None:
    desk.arrive(message(0))
    desk.providers.answers = [BLOCKED]
    desk.process(30, 31, 40, 60)
    assert desk.channels() == ["sms"]
    assert desk.states() == {"email": "superseded", "sms": "sent"}


def test_if_every_provider_is_blocked_the_alert_waits_for_the_operator(desk: Desk) -> None:
    desk.arrive(message(0))
    desk.providers.answers = [BLOCKED, *[SMS_BLOCKED] * 3]
    desk.process(30, 31, 40, 50)
    assert (desk.sent, desk.providers.answers) == ([], [])
    desk.process(60, 70, 80)
    assert len(desk.sent) == 1


def test_a_blocked_channel_is_tried_again_if_its_substitute_refuses(desk: Desk) -> None:
    desk.arrive(message(0))
    desk.providers.answers = [BLOCKED, SMS_REFUSED]
    desk.process(30, 31, 60)
    assert desk.channels() == ["email"]
    assert desk.states() == {"email": "sent", "sms": "failed"}


def test_a_channel_that_the_step_names_too_is_no_substitute(desk: Desk) -> None:
    """The SMS notifies Ada anyway, so the email waits until its provider is no longer blocked."""
    desk.configure(by("email", "sms"))
    desk.arrive(message(0))
    desk.providers.answers = [BLOCKED]
    desk.process(30)
    assert (desk.channels(), desk.states()) == (["sms"], {"email": "claimed", "sms": "sent"})


def test_a_substitute_counts_its_own_attempts(desk: Desk) -> None:
    desk.configure(by("sms"))
    desk.arrive(message(0))
    desk.providers.answers = [THROTTLED, THROTTLED, REFUSED, THROTTLED]
    desk.process(30, 31, 32, 33)
    email = desk.alerts()[0]
    assert (email.by, email.state, email.attempts) == ("email", "claimed", 1)


def test_a_failed_alert_and_its_substitute_are_written_together(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the function stopped between two writes, both channels would notify Ada, or neither."""
    desk.configure(by("sms"))
    desk.arrive(message(0))
    written: list[int] = []
    write = desk.store.write

    def recorded(changes: Any) -> None:
        written.append(len(list(changes)))
        write(changes)

    monkeypatch.setattr(desk.store, "write", recorded)
    desk.providers.answers = [REFUSED]
    desk.process(30)
    # The claim; the slot, the announcement, the slot given back; the failure with its substitute.
    assert written == [2, 1, 1, 1, 2]
    assert desk.states() == {"email": "claimed", "sms": "failed"}


@pytest.mark.parametrize(
    ("responder", "not_delivered"), [("ada", 0), ("bob", 1)], ids=["has a phone", "has none"]
)
@pytest.mark.parametrize("bounced", [True, False], ids=["bounced", "refused"])
def test_an_alert_for_which_no_channel_is_left_is_counted(
    desk: Desk,
    capsys: pytest.CaptureFixture[str],
    responder: str,
    not_delivered: int,
    *,
    bounced: bool,
) -> None:
    desk.configure(Step(at="due", notify=(responder,)))
    desk.arrive(message(0))
    desk.providers.answers = [] if bounced else [REFUSED]
    desk.process(30)
    if bounced:
        desk.report(BOUNCE, desk.alerts()[0])
    desk.process(31)
    assert counted(capsys).count("AlertsNotDelivered") == not_delivered


def test_if_every_channel_refuses_one_undelivered_alert_is_counted(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.arrive(message(0))
    desk.providers.answers = [REFUSED, SMS_REFUSED]
    desk.process(30, 31, 32)
    assert counted(capsys) == ["SendsFailed", "SendsFailed", "AlertsNotDelivered"]


def test_a_provider_that_accepts_nothing_for_a_long_time_is_replaced(desk: Desk) -> None:
    """SES accepts nothing for up to a day once its daily quota is used up."""
    desk.configure(by("email"))
    desk.arrive(message(0))
    desk.providers.answers = [THROTTLED] * 4
    desk.process(30, 30.2, 30.5)
    assert desk.channels() == []
    desk.process(31.5, 31.6)
    assert (desk.channels(), desk.states()) == (["sms"], {"email": "superseded", "sms": "sent"})
