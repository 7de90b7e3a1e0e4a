"""One fault at each step of a send by Slack, PagerDuty or webhook: the responder is notified, and
nobody sees a message twice."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from functions.notifier.channels.channel import InDoubtError, NotSentError
from functions.notifier.channels.https import Answer
from shared.config.configuration import Responder
from shared.domain.policies import Step
from tests.alerting.desk import Desk
from tests.alerting.posts import EVE, OF_EVE, Post, Receivers
from tests.builders import message, reply

LATER = (31, 32, 33, 34, 36, 40, 50, 60)
WRITES = {"claim": 0, "announcement": 1, "outcome": 2}
EMAIL = "eve@example.com"


class DiedError(Exception):
    """The function's process ends here."""


FAULTS = [DiedError(), InDoubtError("TimeoutError")]


@pytest.fixture
def eve(desk: Desk, receivers: Receivers) -> Desk:
    """Eve uses one of the three channels, and email if that fails."""
    return desk


def play(desk: Desk, by: str) -> None:
    """The step becomes due. If a send fails, the queue and the index deliver the entry again."""
    mine = replace(EVE, email=EMAIL, **{name: None for name in OF_EVE if name != by})
    desk.configure(Step(at="due", notify=("eve",), by=(by,)), responders={"eve": mine})
    desk.arrive(message(0))
    for minute in (30, *LATER):
        with contextlib.suppress(DiedError):
            desk.process(minute)


def shown(by: str, posts: list[Post]) -> int:
    """How many messages people see, if the receiver shows repeats of a repeatable message once."""
    if by == "webhook":
        return len({post.headers["webhook-id"] for post in posts})
    if by == "pagerduty":
        return len({post.content["dedup_key"] for post in posts})
    return len(posts)


def check(desk: Desk, receivers: Receivers, by: str) -> None:
    assert all(alert.is_settled for alert in desk.alerts())
    assert shown(by, receivers.posts) <= 1
    assert len(desk.sent) <= 1
    assert receivers.posts or desk.sent
    if by != "slack":
        assert not desk.sent  # Eve's channel can be tried again


@pytest.mark.parametrize("is_written", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("by", OF_EVE)
def test_a_function_that_dies_at_a_write_does_no_harm(
    eve: Desk,
    receivers: Receivers,
    monkeypatch: pytest.MonkeyPatch,
    by: str,
    write: str,
    *,
    is_written: bool,
) -> None:
    left = [WRITES[write]]
    monkeypatch.setattr(eve.store, "write", dying(eve.store.write, left, is_written))
    left[0] += 1  # the tracker writes the record first
    play(eve, by)
    assert left[0] < 0
    check(eve, receivers, by)


def dying(write: Callable[[Any], None], left: list[int], is_written: bool) -> Callable[[Any], None]:
    """The store's `write`, which ends the process once, after this many calls."""

    def written(changes: Any) -> None:
        left[0] -= 1
        if left[0] == -1 and not is_written:
            raise DiedError
        write(changes)
        if left[0] == -1:
            raise DiedError

    return written


@pytest.mark.parametrize("is_taken", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    "fault", [DiedError(), InDoubtError("TimeoutError")], ids=["dies", "times out"]
)
@pytest.mark.parametrize("by", OF_EVE)
def test_a_call_without_an_answer_does_no_harm(
    eve: Desk,
    receivers: Receivers,
    monkeypatch: pytest.MonkeyPatch,
    by: str,
    fault: Exception,
    *,
    is_taken: bool,
) -> None:
    from functions.notifier.channels import https

    struck: list[str] = []

    def exchange(*request: Any) -> Answer:
        if struck:
            return receivers.exchange(*request)
        struck.append(by)
        if is_taken:
            receivers.exchange(*request)
        raise fault

    monkeypatch.setattr(https, "_exchange", exchange)
    play(eve, by)
    check(eve, receivers, by)
    assert len(receivers.posts) == {"slack": int(is_taken)}.get(by, 1 + int(is_taken))


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("answer", [Answer(429), NotSentError("gaierror")], ids=["429", "no host"])
@pytest.mark.parametrize("by", OF_EVE)
def test_an_alert_that_was_not_sent_is_sent_later(
    eve: Desk, receivers: Receivers, by: str, answer: Answer | Exception, times: int
) -> None:
    receivers.answers = [answer] * times
    play(eve, by)
    assert shown(by, receivers.posts[-1:]) == 1
    assert (eve.states(), eve.sent) == ({by: "sent"}, [])


@pytest.mark.parametrize("minute", [31, 33], ids=["before its repetition", "at its repetition"])
@pytest.mark.parametrize("by", ["pagerduty", "webhook"])
def test_a_receiver_that_may_have_the_alert_is_sent_the_all_clear(
    eve: Desk, receivers: Receivers, by: str, minute: int
) -> None:
    """No answer came, so the alert is to be repeated, but the brand replies first."""
    receivers.answers = [InDoubtError("TimeoutError")]
    eve.configure(Step(at="due", notify=("eve",), by=(by,)), responders={"eve": only(by)})
    eve.arrive(message(0))
    eve.process(30)
    eve.arrive(reply(30.05))
    eve.process(*range(minute, minute + 5))
    assert ended(by, receivers.posts[-1])
    assert len(receivers.posts) == 1
    assert all(alert.is_settled for alert in eve.alerts())


@pytest.mark.parametrize("by", OF_EVE)
def test_an_update_is_given_up_after_a_day(eve: Desk, receivers: Receivers, by: str) -> None:
    eve.configure(Step(at="due", notify=("eve",), by=(by,)), responders={"eve": only(by)})
    eve.arrive(message(0))
    eve.process(30)
    eve.arrive(reply(31))
    receivers.answers = [Answer(404)] * 1000
    day = 24 * 60
    eve.process(*range(32, day, 30))
    assert [alert.is_settled for alert in eve.alerts()].count(False) == 1
    eve.process(day + 40)
    assert sorted(alert.state for alert in eve.alerts()) == ["failed", "sent"]


def test_an_all_clear_in_doubt_is_not_shown_again(eve: Desk, receivers: Receivers) -> None:
    eve.configure(Step(at="due", notify=("eve",), by=("slack",)), responders={"eve": only("slack")})
    eve.arrive(message(0))
    eve.process(30)
    eve.arrive(reply(31))
    receivers.answers = [InDoubtError("TimeoutError")]
    eve.process(32, 34, 36, 40)
    assert len(receivers.posts) == 1
    assert sorted(alert.state for alert in eve.alerts()) == ["in_doubt", "sent"]


def only(by: str) -> Responder:
    """Eve, with only this channel."""
    return replace(EVE, **{name: None for name in OF_EVE if name != by})


def ended(by: str, post: Post) -> bool:
    """Whether the message says that the wait has ended."""
    if by == "pagerduty":
        return bool(post.content["event_action"] == "resolve")
    return bool(post.content["type"] == "alert.all_clear")
