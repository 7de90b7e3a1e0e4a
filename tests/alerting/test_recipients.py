"""Whom a step notifies: those on call, those who are not absent, and otherwise the backup."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from shared.domain.availability import AbsentDays
from shared.domain.policies import Step
from shared.domain.rotations import Rotation
from tests.alerting.desk import ADA, BOB, LIN, Desk
from tests.alerting.metrics import counted
from tests.builders import at, message

NEVER = Rotation(name="support")
ALWAYS_LIN = Rotation(
    name="support",
    people=("lin",),
    starts=datetime(2026, 1, 1),  # noqa: DTZ001 a wall time
)


def away(responder: Any) -> Any:
    return replace(responder, absent=(AbsentDays(at(0).date(), at(0).date()),))


def notified(desk: Desk, *names: str, responders: Any = (ADA, BOB, LIN), **more: Any) -> list[str]:
    """Who is notified by a step that names these responders."""
    known = {one.name: one for one in responders}
    desk.configure(Step(at="due", notify=names), responders=known, **more)
    desk.arrive(message(0))
    desk.process(30)
    return sorted({alert.responder for alert in desk.alerts()})


def test_a_step_that_names_a_rotation_notifies_who_is_on_call(desk: Desk) -> None:
    assert notified(desk, "support", rotations={"support": ALWAYS_LIN}) == ["lin"]
    assert [sent.to for sent in desk.sent] == [LIN.phone]


def test_a_person_who_is_named_twice_is_notified_once(desk: Desk) -> None:
    assert notified(desk, "lin", "support", rotations={"support": ALWAYS_LIN}) == ["lin"]
    assert len(desk.sent) == 1


def test_if_nobody_is_on_call_the_backup_is_notified(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert notified(desk, "support", rotations={"support": NEVER}, backup=("bob",)) == ["bob"]
    assert "AlertsNotDelivered" not in counted(capsys)


def test_if_somebody_else_is_named_the_backup_is_not_notified(desk: Desk) -> None:
    more = {"rotations": {"support": NEVER}, "backup": ("bob",)}
    assert notified(desk, "support", "ada", **more) == ["ada"]


def test_an_absent_responder_is_skipped_and_the_others_are_notified(desk: Desk) -> None:
    people = (away(ADA), BOB, LIN)
    assert notified(desk, "ada", "lin", responders=people, backup=("bob",)) == ["lin"]


def test_if_all_are_absent_the_backup_is_notified(desk: Desk) -> None:
    assert notified(desk, "ada", responders=(away(ADA), BOB), backup=("ada", "bob")) == ["bob"]


def test_a_step_that_reaches_nobody_raises_an_alarm(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert notified(desk, "support", rotations={"support": NEVER}) == []
    assert counted(capsys) == ["AlertsNotDelivered"]
    assert desk.record().steps_claimed == 1


def test_a_step_that_names_nobody_raises_no_alarm(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert notified(desk, backup=("bob",)) == []
    assert "AlertsNotDelivered" not in counted(capsys)
