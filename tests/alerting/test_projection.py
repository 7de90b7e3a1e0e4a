"""The commands' projection of alerts matches what the notifier sends."""

from collections import Counter
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from cli import projection
from cli.projection import PastWait
from shared.domain.availability import AbsentDays, quiet_hours
from shared.domain.policies import Step
from shared.domain.rotations import Rotation
from tests import builders
from tests.alerting.desk import ADA, BOB, LIN, Desk
from tests.builders import ACCOUNT, at, message, reply

HALF = Step(at="50 %", share=0.5, notify=("ada",))
DUE = Step(at="due", notify=("ada", "bob"), by=("email",))
LATE = Step(at="40m after", offset_s=2400, notify=("ada", "lin"), by=("sms", "slack"))
OVERLAPPING = Step(at="2h before", offset_s=-7200, notify=("bob", "ada"), by=("email",))
QUIET = replace(ADA, quiet_hours=(quiet_hours([6], "10:20", "11:00"),))
AWAY = replace(ADA, absent=(AbsentDays(at(0).date(), at(0).date()),))
ON_CALL = Rotation(name="support", people=("bob", "lin"), starts=at(20).replace(tzinfo=None))


class Case(NamedTuple):
    steps: tuple[Step, ...]
    answered: int | None = None
    people: Any = (ADA, BOB, LIN)
    more: Any = {}  # noqa: RUF012


CASES = {
    "every step of an open wait": Case((HALF, DUE, LATE)),
    "an answer between two steps": Case((HALF, DUE, LATE), answered=31),
    "an answer at the moment of a step": Case((HALF, DUE), answered=30),
    "two steps that are due together": Case((OVERLAPPING, replace(OVERLAPPING, notify=("ada",)))),
    "quiet hours that hold two alerts": Case((DUE, LATE), people=(QUIET, BOB, LIN)),
    "an answer in quiet hours": Case((DUE, LATE), answered=45, people=(QUIET, BOB, LIN)),
    "an urgent step": Case((replace(DUE, urgent=True),), 45, (QUIET, BOB, LIN)),
    "somebody who is absent": Case((HALF, DUE), people=(AWAY, BOB), more={"backup": ("bob",)}),
    "a rotation that has not begun": Case(
        (replace(HALF, notify=("support",)), replace(DUE, notify=("support",))),
        more={"rotations": {"support": ON_CALL}, "backup": ("ada",)},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_projection_has_the_alerts_that_the_notifier_sends(desk: Desk, name: str) -> None:
    case = CASES[name]
    messages = [message(0), *([reply(case.answered)] if case.answered else [])]
    desk.configure(*case.steps, responders={one.name: one for one in case.people}, **case.more)
    for minute in range(121):
        desk.arrive(*(one for one in messages if one.at == at(minute)))
        desk.process(minute)
    waits = builders.waits(*messages, promised=desk.configuration.policy_set)
    past = [PastWait(wait, "messenger", ACCOUNT) for wait in waits]
    expected = projection.projected(desk.configuration, past, at(121))
    sent = [a for a in desk.alerts() if a.kind == "step" and a.state in {"sent", "delivered"}]
    assert Counter((a.responder, a.by) for a in sent) == Counter(
        (one.responder, one.by) for one in expected
    )
    assert sent


HOURS = 60
WINDOW = (
    Step(at="2h before", offset_s=-7200, notify=("ada",), by=("email",)),
    Step(at="1h before", offset_s=-3600, notify=("ada", "lin"), by=("sms",)),
)
HELD = replace(ADA, quiet_hours=(quiet_hours([0], "07:50", "08:30"),))
WINDOW_CASES = {
    # minutes of the customer's messages and of the answer; the people; the alerts
    "both steps": ((0,), None, (ADA, LIN), 3),
    "a further message moves the window": ((0, 5 * HOURS), None, (ADA, LIN), 3),
    "one after a step makes it fire again": ((0, 22 * HOURS + 10), 46 * HOURS, (ADA, LIN), 4),
    "an answer between the steps": ((0,), 22 * HOURS + 10, (ADA, LIN), 1),
    "quiet hours that end in the window": ((0,), None, (HELD, LIN), 3),
    "a message in quiet hours": ((0, 22 * HOURS + 10), 24 * HOURS, (HELD, LIN), 0),
    "an absent responder": ((0,), None, (replace(ADA, absent=(
        AbsentDays(at(0).date(), at(48 * HOURS).date()),
    )), LIN), 1),
}  # fmt: skip


@pytest.mark.parametrize("name", WINDOW_CASES)
def test_a_projection_has_the_warnings_that_the_notifier_sends(desk: Desk, name: str) -> None:
    written, answered, people, number = WINDOW_CASES[name]
    messages = [*map(message, written), *([reply(answered)] if answered else [])]
    policies = builders.policy_set(builders.policy(steps=(), window_steps=WINDOW))
    desk.configure(policy_set=policies, responders={one.name: one for one in people})
    for minute in range(0, 48 * HOURS, 10):
        desk.arrive(*(one for one in messages if one.at == at(minute)))
        desk.process(minute)
    waits = builders.waits(*messages, promised=desk.configuration.policy_set)
    heard = tuple(map(at, written))
    past = [PastWait(wait, "messenger", ACCOUNT, "private", heard) for wait in waits]
    expected = list(projection.projected(desk.configuration, past, at(48 * HOURS)))
    sent = [a for a in desk.alerts() if a.kind == "window_closing"]
    sent = [a for a in sent if a.state in {"sent", "delivered"}]
    assert Counter((a.responder, a.by) for a in sent) == Counter(
        (one.responder, one.by) for one in expected
    )
    assert len(expected) == number
