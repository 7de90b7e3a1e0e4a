"""A suppressed address is not used while the responder has another, but suppression never silences
anybody."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from functions.notifier.next_channel import ALERTS_NOT_DELIVERED
from functions.notifier.usable_addresses import CHANNEL_BLOCKED
from shared.domain.policies import Step
from shared.storage import suppressions
from shared.storage.suppressions import Address
from tests.alerting.desk import (
    ADA,
    BOB,
    BOUNCE,
    DELIVERY,
    LIN,
    SOFT_BOUNCE,
    Desk,
    refusal,
    write,
)
from tests.alerting.metrics import counted
from tests.builders import at, message

EMAIL = Step(at="due", notify=("ada",), by=("email",))
COMPLAINT, REJECT = {"eventType": "Complaint"}, {"eventType": "Reject"}


def first(desk: Desk, *steps: Step, **more: Any) -> None:
    """Ada is sent an email about a first wait at minute 30."""
    desk.configure(*(steps or (EMAIL,)), **more)
    write(desk, message(0, id="a"), "8001")
    desk.process(30)
    assert desk.channels() == ["email"]


def second(desk: Desk, minute: int = 60) -> list[str]:
    """The channels of the messages about a second wait, which is due at that minute."""
    sent = len(desk.sent)
    write(desk, message(minute - 30, id=f"m{minute}"), str(8000 + minute))
    desk.process(minute, minute + 0.1)
    return [f"{m.by} {m.to}" for m in desk.sent[sent:]]


def bounced(desk: Desk, event: dict[str, Any] = BOUNCE) -> None:
    """The provider reports this about the first email, and another channel carries that alert."""
    desk.report(event, next(a for a in desk.alerts() if a.responder == "ada"))
    desk.process(31)


BY_EMAIL, BY_SMS = f"email {ADA.email}", f"sms {ADA.phone}"


@pytest.mark.parametrize("event", [BOUNCE, COMPLAINT])
def test_a_suppressed_address_is_not_used_the_next_time(desk: Desk, event: dict[str, Any]) -> None:
    first(desk)
    bounced(desk, event)
    assert second(desk) == [BY_SMS]


@pytest.mark.parametrize("event", [SOFT_BOUNCE, REJECT, {"eventType": "DeliveryDelay"}, DELIVERY])
def test_an_address_that_failed_once_is_used_again(desk: Desk, event: dict[str, Any]) -> None:
    first(desk)
    bounced(desk, event)
    assert second(desk) == [BY_EMAIL]


def test_a_suppression_is_logged_once_and_raises_an_alarm(
    desk: Desk, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    first(desk)
    for _ in range(2):
        desk.report(BOUNCE, desk.alerts()[0])
    assert caplog.messages.count("address.suppressed") == 1
    said = "".join(str(record.__dict__) for record in caplog.records)
    out = capsys.readouterr()
    assert out.out.count(f'"Name":"{CHANNEL_BLOCKED}"') == 1
    assert str(ADA.email) not in said + out.out
    assert str(ADA.email) not in str(desk.items())


def test_the_alert_goes_to_the_channel_that_is_left_at_once(desk: Desk) -> None:
    first(desk)
    bounced(desk)
    assert second(desk, 60) == [BY_SMS]
    assert [a.state for a in desk.alerts() if a.by == "email"] == ["failed"]


def test_an_alert_that_was_claimed_before_uses_the_next_channel(desk: Desk) -> None:
    first(desk)
    dead = desk.alerts()[0]
    write(desk, message(0, id="b"), "8002")
    desk.process(30.1)  # held, because Ada has just been sent an email
    desk.report(BOUNCE, dead)
    sent = len(desk.sent)
    desk.process(31.1)
    assert {m.by for m in desk.sent[sent:]} == {"sms"}


def test_a_responder_without_another_address_is_still_sent_alerts(desk: Desk) -> None:
    only = replace(ADA, phone=None)
    first(desk, responders={"ada": only})
    bounced(desk)
    assert second(desk) == [BY_EMAIL]


def test_the_backup_is_notified_too_if_nobody_else_is_left(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    only = {"ada": replace(ADA, phone=None), "bob": BOB}
    first(desk, responders=only, backup=("bob",))
    bounced(desk)
    capsys.readouterr()
    assert second(desk) == [BY_EMAIL, f"email {BOB.email}"]
    assert ALERTS_NOT_DELIVERED not in counted(capsys)
    desk.configure(EMAIL, responders={"ada": only["ada"]})
    assert second(desk, 120) == [BY_EMAIL]
    assert ALERTS_NOT_DELIVERED in counted(capsys)


def test_the_backup_is_not_notified_if_the_step_names_others(desk: Desk) -> None:
    both = Step(at="due", notify=("ada", "bob"), by=("email",))
    people = {"ada": replace(ADA, phone=None), "bob": BOB, "lin": LIN}
    desk.configure(both, responders=people, backup=("lin",))
    write(desk, message(0, id="a"), "8001")
    desk.process(30)
    bounced(desk)
    assert second(desk) == [BY_EMAIL, f"email {BOB.email}"]


def test_only_a_later_delivery_ends_a_suppression(desk: Desk) -> None:
    first(desk, responders={"ada": ADA})
    mail = desk.alerts()[0]
    bounced(desk)
    desk.now = at(29)
    desk.report(DELIVERY, mail)
    assert second(desk) == [BY_SMS]
    desk.now = at(61)
    desk.report(DELIVERY, mail)
    assert second(desk, 120) == [BY_EMAIL]


def test_a_suppression_ends_after_a_month(desk: Desk) -> None:
    first(desk)
    bounced(desk)
    assert second(desk, 30 * 24 * 60) == [BY_SMS]
    assert second(desk, 30 * 24 * 60 + 60) == [BY_EMAIL]


def test_another_address_of_the_responder_is_used(desk: Desk) -> None:
    first(desk)
    bounced(desk)
    desk.configure(EMAIL, responders={"ada": replace(ADA, email="ada@new.example")})
    assert second(desk) == ["email ada@new.example"]


def test_reports_in_any_order_have_the_same_effect() -> None:
    address = Address("email", "ada@example.com")
    notes = [
        lambda store: suppressions.suppress(store, address, "bounced", at(1)),
        lambda store: suppressions.suppress(store, address, "complained", at(3)),
        lambda store: suppressions.end(store, address, at(2)),
        lambda store: suppressions.end(store, address, at(3)),
    ]
    for order in permutations(notes):
        desk = Desk()
        for note in (*order, *order):
            note(desk.store)
        found = suppressions.read(desk.store, [address], at(4))
        assert [f.reason for f in found.values()] == ["complained"]


def test_a_report_says_whether_the_address_is_used_from_now_on(desk: Desk) -> None:
    address = Address("email", "ada@example.com")
    assert not suppressions.end(desk.store, address, at(0))
    assert suppressions.suppress(desk.store, address, "bounced", at(5))
    assert not suppressions.suppress(desk.store, address, "bounced", at(5))
    assert not suppressions.end(desk.store, address, at(4))
    assert suppressions.end(desk.store, address, at(7))
    assert not suppressions.suppress(desk.store, address, "bounced", at(6))
    assert suppressions.suppress(desk.store, address, "complained", at(7))


def test_an_address_in_capital_letters_is_the_same_address(desk: Desk) -> None:
    suppressions.suppress(desk.store, Address("email", "Ada@Example.com"), "bounced", at(0))
    address = Address("email", "ada@example.com")
    assert address in suppressions.read(desk.store, [address], at(1))
    assert suppressions.read(desk.store, [address], at(1) + timedelta(days=31)) == {}


# --- Text messages -------------------------------------------------------------------------------

SMS = Step(at="due", notify=("ada",), by=("sms",))


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMS_ORIGINATION", "pool")
    monkeypatch.setenv("SMS_CONFIGURATION_SET", "texts")


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        ("TEXT_INVALID", BY_EMAIL),
        ("TEXT_BLOCKED", BY_EMAIL),
        ("TEXT_CARRIER_BLOCKED", BY_SMS),
        ("TEXT_SPAM", BY_SMS),
        ("TEXT_UNREACHABLE", BY_SMS),
    ],
)
@pytest.mark.usefixtures("texts")
def test_a_suppressed_number_is_not_used_the_next_time(desk: Desk, kind: str, after: str) -> None:
    desk.configure(SMS)
    write(desk, message(0, id="a"), "8001")
    desk.process(30)
    desk.report_text(kind)
    desk.process(31)
    assert second(desk) == [after]


@pytest.mark.parametrize(
    ("reason", "after"),
    [("DESTINATION_PHONE_NUMBER_OPTED_OUT", BY_EMAIL), ("PRICE_OVER_THRESHOLD", BY_SMS)],
)
@pytest.mark.usefixtures("texts")
def test_a_number_that_opted_out_is_not_used_the_next_time(
    desk: Desk, reason: str, after: str
) -> None:
    desk.configure(SMS)
    write(desk, message(0, id="a"), "8001")
    error = refusal("ConflictException", 409)
    error.response["Reason"] = reason
    desk.providers.answers = [error]
    desk.process(30, 30.1)
    assert desk.channels() == ["email"]
    assert second(desk) == [after]


@pytest.mark.usefixtures("texts")
def test_a_suppressed_number_without_another_address_is_tried(desk: Desk) -> None:
    desk.configure(Step(at="due", notify=("lin",), by=("sms",)))
    write(desk, message(0, id="a"), "8001")
    desk.process(30)
    desk.report_text("TEXT_INVALID")
    assert second(desk) == [f"sms {LIN.phone}"]
