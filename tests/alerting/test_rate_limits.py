"""How many text messages one responder receives in an hour, and what happens beyond the limit."""

from datetime import timedelta
from typing import Any

import pytest

from functions.notifier import bundling, rate_limits
from functions.notifier.bundling import Member
from functions.notifier.delivery import deliver
from functions.notifier.rate_limits import Slot
from shared.domain.alerts import changed
from shared.domain.policies import Step
from shared.storage import alerts
from shared.storage.errors import ConflictError
from shared.storage.schema import limits_key
from shared.storage.store import Store
from tests.alerting.desk import BOUNCE, MINUTE, REFUSED, THROTTLED, Desk, write
from tests.alerting.metrics import counted
from tests.builders import at, message

NOON = at(120)


def take(store: Store, minute: int, responder: str = "ada", most: int | None = 2) -> Any:
    return rate_limits.take_slot(store, responder, "sms", most, NOON + minute * MINUTE).free_at


def steps(responder: str, *offsets_s: int, by: Any = ("sms",)) -> list[Step]:
    return [Step(at=str(s), offset_s=s, notify=(responder,), by=by) for s in offsets_s]


def test_each_slot_of_an_hour_is_given_once_and_is_free_an_hour_later(store: Store) -> None:
    assert [take(store, minute) for minute in (0, 10)] == [None, None]
    assert take(store, 20) == NOON + timedelta(hours=1)
    assert take(store, 61) is None


def test_every_responder_has_their_own_slots(store: Store) -> None:
    assert [take(store, 0, who) for who in ("ada", "lin")] == [None, None]


@pytest.mark.parametrize("most", [None, 0])
def test_without_an_hourly_limit_there_is_a_slot_every_minute(
    store: Store, most: int | None
) -> None:
    assert [take(store, minute, most=most) for minute in range(100)] == [None] * 100


def test_a_minute_has_one_slot(store: Store) -> None:
    def slot(seconds: float) -> Any:
        now = NOON + timedelta(seconds=seconds)
        return rate_limits.take_slot(store, "ada", "email", None, now)

    assert slot(0.5).free_at is None
    assert slot(30) == rate_limits.Slot(NOON + timedelta(seconds=61))
    assert slot(60.9).free_at is not None
    assert slot(61).free_at is None


def test_right_after_a_message_the_limit_of_a_minute_applies(store: Store) -> None:
    def slot(seconds: float) -> Slot:
        now = NOON + timedelta(seconds=seconds)
        return rate_limits.take_slot(store, "ada", "sms", 1, now)

    assert slot(0) == Slot()
    assert slot(30) == Slot(NOON + MINUTE)
    assert slot(60) == Slot(NOON + timedelta(hours=1), is_hour_full=True)


def test_a_slot_that_is_given_back_is_free_again(store: Store) -> None:
    assert take(store, 0) is None
    rate_limits.give_back(store, "ada", "sms", NOON)
    assert [take(store, 0), take(store, 1), take(store, 2)] == [None, None, NOON + 60 * MINUTE]
    rate_limits.give_back(store, "ada", "sms", NOON + 5 * MINUTE)  # none was taken then
    assert take(store, 2) == NOON + 60 * MINUTE


def test_a_write_whose_answer_was_lost_takes_one_slot(store: Store) -> None:
    table: Any = store.client
    put = table.put_item

    def twice(**request: Any) -> Any:
        put(**request)
        return put(**request)

    table.put_item = twice
    assert [take(store, 0), take(store, 1)] == [None, None]
    assert take(store, 2) is not None


def test_a_contested_slot_is_taken_and_the_next_one_is_a_minute_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def contested(_changes: Any) -> None:
        raise ConflictError

    monkeypatch.setattr(store, "write", contested)
    assert take(store, 0, most=1) == NOON + MINUTE


def test_beyond_the_limit_an_email_carries_the_alert(desk: Desk) -> None:
    desk.configure(*steps("ada", 0, 60), sms_per_hour=1)
    desk.arrive(message(0))
    desk.process(30, 31, 31)
    assert desk.channels() == ["sms", "email"]


def test_beyond_the_limit_a_responder_without_email_waits_for_a_slot(desk: Desk) -> None:
    desk.configure(*steps("lin", 0, 60), sms_per_hour=1)
    desk.arrive(message(0))
    desk.process(30, 31, 89)
    assert len(desk.sent) == 1
    desk.process(90)
    assert len(desk.sent) == 2


def test_the_last_message_of_an_hour_carries_what_others_try_to_send_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.configure(*steps("lin", 0), sms_per_hour=1)
    for customer in "abc":
        write(desk, message(0)._replace(id=f"{customer}@0"), customer)
    desk.process(30, 31)
    assert len(desk.sent) == 1
    held_with = bundling.held_with

    def after_the_others(store: Store, lead: Member, *args: Any, **more: Any) -> list[Member]:
        monkeypatch.setattr(bundling, "held_with", held_with)
        for one in desk.alerts():
            if one.state == "claimed" and one.id != lead.alert.id:
                deliver(store, desk.configuration, one, at(91))
        return held_with(store, lead, *args, **more)

    monkeypatch.setattr(bundling, "held_with", after_the_others)
    desk.process(91)
    assert [a.state for a in desk.alerts()] == ["sent"] * 3
    assert len(desk.sent) == 2


def test_a_repeated_attempt_takes_no_second_slot(desk: Desk) -> None:
    desk.configure(*steps("ada", 0), sms_per_hour=2)
    desk.arrive(message(0))
    desk.providers.answers = [THROTTLED] * 3
    desk.process(30, 31, 32, 35)
    assert desk.channels() == ["sms"]
    item = desk.store.get(limits_key("ada", "sms"))
    assert item is not None
    assert len(item["sent"]) == 1


@pytest.mark.parametrize("refused", [True, False], ids=["refused before", "bounced later"])
def test_beyond_the_limit_an_sms_is_sent_later_if_the_email_fails(
    desk: Desk, capsys: pytest.CaptureFixture[str], *, refused: bool
) -> None:
    desk.configure(*steps("ada", -600, 0, by=("email", "sms")), sms_per_hour=1)
    desk.arrive(message(0))
    desk.process(20)
    assert desk.channels() == ["email", "sms"]
    desk.providers.answers = [REFUSED] if refused else []
    desk.process(30)
    if not refused:
        (email,) = (a for a in desk.alerts() if (a.step, a.by) == (1, "email"))
        desk.report(BOUNCE, email)
    desk.process(31, 40, 79, 85)
    assert desk.channels().count("sms") == 2
    assert "AlertsNotDelivered" not in counted(capsys)


def test_an_alert_that_another_function_has_written_gives_its_slot_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.configure(*steps("ada", 0, by=("email",)))
    desk.arrive(message(0))
    (alert,) = desk.claim(30)
    real = bundling.announced

    def announced(store: Store, lead: Member, *given: Any, **more: Any) -> list[Member]:
        alerts.update(store, changed(lead.alert, "claimed_again", due=at(31)))
        return real(store, lead, *given, **more)

    monkeypatch.setattr(bundling, "announced", announced)
    deliver(desk.store, desk.configuration, alert, at(30))
    assert desk.sent == []
    assert rate_limits.take_slot(desk.store, "ada", "email", None, at(30)) == Slot()
