"""How a holding reply affects the platform's reply window, which counts from the customer's last
message."""

import pytest

from shared.domain.fold import Message, resume
from tests import builders
from tests.builders import at, message, reply


def last_heard(*messages: Message, split: int = 0) -> object:
    """When the customer last wrote, according to one fold of the messages. With `split`, according
    to two folds: of the first `split` messages, and of the rest."""
    held = builders.policy_set(builders.policy(follow_up_s=3600))

    def terms_of(one: Message, kind):  # type: ignore[no-untyped-def]
        about = builders.traits(intents=one.intents)
        return held.terms(about, kind, one.at, courtesy=one.courtesy)

    first = resume(messages[:split], terms_of, None, None, 86_400)
    start = first.checkpoint.state if first.checkpoint else None
    folded = resume(messages[split:], terms_of, start, None, 86_400)
    assert folded.current is not None
    return folded.current.last_at


def holding(minute: int) -> Message:
    return reply(minute, holding=True)


@pytest.mark.parametrize(
    ("messages", "split"),
    [
        ([message(0), holding(5)], 0),
        ([message(0), holding(5), holding(9)], 0),
        ([message(0), reply(5), holding(9)], 0),
        ([message(0), reply(5), holding(9)], 2),
        ([message(0), reply(5), reply(6), holding(9)], 3),
    ],
)
def test_holding_replies_do_not_start_the_window_again(messages: list[Message], split: int) -> None:
    assert last_heard(*messages, split=split) == at(0)


def test_a_further_message_starts_the_window_again() -> None:
    assert last_heard(message(0), holding(5), message(7)) == at(7)
