"""A fault at every call that is made for a code: nobody gets the code twice, and the page shows the
failure."""

import json
from typing import Any

import pytest

from functions.notifier import handler
from shared.domain.own_settings import OwnSettings
from shared.domain.policies import Step
from shared.storage.store import Store
from tests.alerting.desk import NO_ANSWER, THROTTLED, Desk
from tests.alerting.person import Person
from tests.builders import at
from tests.fakes.backend import Calls

NEW = "+15550199"
CALLS = 6
"""Reads and writes for one code, at most; a test checks it."""


class Faulty:
    """Ada asks for a code at minute 0. One call fails at minute 1, and none fails later."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.ada = desk, Person(desk)
        desk.configure(Step(at="due", notify=("ada",), by=("sms",)))
        self.ada.save(0, phone=NEW)
        self.client: Any = desk.store.client
        self.calls = Calls(self.client)

    def process(self, fails_at: int = 0, *, is_answer_lost: bool = False) -> None:
        self.calls.fails_at, self.calls.is_answer_lost = fails_at, is_answer_lost
        (entry,) = self.desk.entries()
        self.desk.store = Store(self.calls, "alerting", pause=lambda _s: None)  # type: ignore[arg-type]
        self.desk.now = at(1)
        record = {"body": json.dumps(entry), "messageId": "1"}
        answer = handler.handler({"Records": [record]}, None)
        assert bool(answer["batchItemFailures"]) == bool(fails_at)
        self.desk.store = Store(self.client, "alerting", pause=lambda _s: None)
        self.desk.process(1, 2, 3, 4, 5)

    @property
    def own(self) -> OwnSettings:
        return self.ada.own


@pytest.fixture
def faulty(desk: Desk) -> Faulty:
    return Faulty(desk)


def test_every_call_fails_once_in_these_tests(faulty: Faulty) -> None:
    faulty.process()
    assert faulty.calls.made.total() == CALLS


@pytest.mark.parametrize("is_answer_lost", [False, True], ids=["fails", "answer lost"])
@pytest.mark.parametrize("number", range(1, CALLS + 1))
def test_a_call_that_fails_loses_and_doubles_no_code(
    faulty: Faulty, number: int, is_answer_lost: bool
) -> None:
    faulty.process(number, is_answer_lost=is_answer_lost)
    (sending,) = faulty.own.sendings
    sent = [message.to for message in faulty.desk.sent]
    assert faulty.desk.entries() == []
    assert (sent, sending.state) in (([NEW], "sent"), ([NEW], "in_doubt"), ([], "in_doubt"))
    faulty.ada.press(6, "again", by="sms")
    faulty.desk.process(7)
    assert faulty.ada.confirm(8, faulty.ada.code()).status == 303


@pytest.mark.parametrize(("fault", "state"), [(THROTTLED, "sent"), (NO_ANSWER, "in_doubt")])
def test_a_provider_that_fails_gets_no_code_twice(
    faulty: Faulty, fault: Exception, state: str
) -> None:
    faulty.desk.providers.answers = [fault]
    faulty.process()
    (sending,) = faulty.own.sendings
    assert (sending.state, len(faulty.desk.sent)) == (state, int(state == "sent"))
