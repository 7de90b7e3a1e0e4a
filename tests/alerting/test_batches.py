"""A batch of the alerts queue: one failure does not affect the others, and no send begins without
enough time."""

import json
from typing import Any

import pytest

from functions.notifier import handler
from shared.domain.policies import Step
from shared.storage.schema import Key
from tests.alerting.desk import NO_ANSWER, Desk
from tests.builders import message

ALL = Step(at="due", notify=("ada", "bob", "lin"), by=("email", "sms"))


class Context:
    """Lambda's context: each request for the remaining time gets the next answer."""

    def __init__(self, *remaining_ms: int) -> None:
        self.remaining_ms = list(remaining_ms)

    def get_remaining_time_in_millis(self) -> int:
        return self.remaining_ms.pop(0)


def batch(desk: Desk) -> dict[str, Any]:
    bodies = [json.dumps(entry) for entry in desk.entries()]
    return {"Records": [{"messageId": str(n), "body": b} for n, b in enumerate(bodies)]}


def three_alerts(desk: Desk) -> dict[str, Any]:
    """Three alerts that are claimed and due."""
    desk.configure(ALL)
    desk.arrive(message(0))
    desk.claim(30)
    desk.now = desk.alerts()[0].due or desk.now
    event = batch(desk)
    return event | {"Records": event["Records"][:3]}


def failures(*ids: str) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": one} for one in ids]}


def test_messages_for_which_there_is_no_time_are_returned(desk: Desk) -> None:
    event = three_alerts(desk)
    assert handler.handler(event, Context(9_000, 8_999, 20)) == failures("1", "2")
    assert len(desk.sent) == 1


def test_no_send_of_a_step_begins_without_time_for_it(desk: Desk) -> None:
    desk.configure(ALL)
    desk.arrive(message(0))
    desk.now = desk.record().next_moment or desk.now
    context = Context(20_000, 14_000, 9_000, 8_999, 8_998, 8_997)
    assert handler.handler(batch(desk), context) == failures()
    assert len(desk.sent) == 2
    desk.process(31)  # the due index lists alerts that were claimed but not sent
    assert len(desk.sent) == len(desk.alerts())


def test_a_message_that_fails_does_not_affect_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = three_alerts(desk)
    get = desk.store.get
    failing_id = json.loads(event["Records"][0]["body"])["alert"]

    def failing(key: Key) -> Any:
        if key.pk == f"A#{failing_id}":
            raise NO_ANSWER
        return get(key)

    monkeypatch.setattr(desk.store, "get", failing)
    assert handler.handler(event, None) == failures("0")
    assert len(desk.sent) == 2
