"""The month's budget of text messages."""

from datetime import datetime
from typing import Any

import pytest

from functions.notifier import monthly_budget
from functions.notifier.channels.email import Email
from functions.notifier.channels.sms import Sms
from shared.domain.policies import Step
from shared.storage.errors import ConflictError
from shared.storage.store import Store
from tests import builders
from tests.alerting.desk import NO_ANSWER, REFUSED, THROTTLED, Desk
from tests.alerting.metrics import counted
from tests.builders import at, message


def steps(responder: str, count: int) -> list[Step]:
    return [
        Step(at=str(n), offset_s=60 * n, notify=(responder,), by=("sms",)) for n in range(count)
    ]


def run(desk: Desk, responder: str, count: int, most: int | None) -> list[str]:
    desk.configure(*steps(responder, count), sms_per_month=most)
    desk.arrive(message(0))
    desk.process(*(30 + n for n in range(count + 2)))
    return desk.channels()


def test_beyond_the_budget_an_email_carries_the_alerts(desk: Desk) -> None:
    assert run(desk, "ada", 4, 2) == ["sms", "sms", "email", "email"]


def test_a_responder_who_has_only_a_phone_still_gets_text_messages(desk: Desk) -> None:
    assert run(desk, "lin", 3, 2) == ["sms"] * 3


@pytest.mark.parametrize("most", [None, 0])
def test_without_a_budget_nothing_is_counted(desk: Desk, most: int | None) -> None:
    assert run(desk, "ada", 3, most) == ["sms"] * 3
    assert not [item for item in desk.items() if item["pk"] == "L#"]


def test_an_alarm_warns_once_more_than_80_percent_are_sent(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    run(desk, "lin", 4, 5)
    assert "SmsMonthlyLimitNear" not in counted(capsys)
    desk.arrive(message(100, id="later"))
    spend(desk, at(100))
    assert "SmsMonthlyLimitNear" in counted(capsys)


def spend(desk: Desk, now: datetime) -> None:
    monthly_budget.spend(desk.store, desk.configuration, Sms(), now)


def test_the_budget_begins_again_with_the_month(desk: Desk) -> None:
    desk.configure(sms_per_month=1)
    spend(desk, at(0))
    november, december = at(0), at(0).replace(month=12)
    found = [
        monthly_budget.is_used_up(desk.store, desk.configuration, Sms(), now)
        for now in (november, december)
    ]
    assert found == [True, False]


def test_a_message_that_was_not_accepted_is_not_counted(desk: Desk) -> None:
    desk.configure(*steps("lin", 1), sms_per_month=1)
    desk.arrive(message(0))
    desk.providers.answers = [THROTTLED, REFUSED]
    desk.process(30, 32)
    assert not monthly_budget.is_used_up(desk.store, desk.configuration, Sms(), desk.now)


def test_a_text_message_in_doubt_is_counted(desk: Desk) -> None:
    desk.configure(*steps("lin", 1), sms_per_month=1)
    desk.arrive(message(0))
    desk.providers.answers = [NO_ANSWER]
    desk.process(30)
    assert monthly_budget.is_used_up(desk.store, desk.configuration, Sms(), desk.now)


def test_a_count_that_cannot_be_written_is_logged_and_not_raised(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def contested(_changes: Any) -> None:
        raise ConflictError

    monkeypatch.setattr(store, "write", contested)
    configuration = builders.configuration(sms_per_month=5)
    monthly_budget.spend(store, configuration, Sms(), at(0))
    assert caplog.messages == ["budget.not_counted"]


def test_only_channels_that_cost_money_have_a_budget() -> None:
    assert isinstance(Sms(), monthly_budget.Budgeted)
    assert not isinstance(Email(), monthly_budget.Budgeted)
