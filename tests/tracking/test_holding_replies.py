"""The promise of a holding reply is kept when the configuration changes."""

import pytest

from tests import builders
from tests.builders import at, holding, message, reply
from tests.fakes.backend import Backend


def deployed(backend: Backend, follow_up_s: int | None) -> None:
    """Deploys a policy with this target after holding replies."""
    backend.configuration = builders.configuration(builders.policy_set(follow_up_s=follow_up_s))


def kinds(backend: Backend) -> list[tuple[str, str]]:
    return [(wait.kind, wait.outcome) for wait in backend.waits()]


@pytest.mark.parametrize("before", [None, 3600])
@pytest.mark.parametrize("after", [600, 1800])
def test_a_promise_made_to_an_older_wait_is_kept(
    backend: Backend, before: int | None, after: int
) -> None:
    deployed(backend, before)
    backend.say(message(0))
    deployed(backend, after)
    backend.say(holding(20))
    promised = backend.waits()[-1].due_at
    assert kinds(backend) == [("first", "met"), ("follow_up", "open")]
    backend.say(message(10))  # the message is late, so the conversation is folded again
    backend.say(reply(25))
    assert kinds(backend) == [("first", "met"), ("follow_up", "met")]
    assert backend.waits()[-1].due_at == promised == at(20 + after / 60)
    deployed(backend, None)
    backend.say(message(11))
    assert kinds(backend) == [("first", "met"), ("follow_up", "met")]


def test_what_was_promised_without_a_target_gets_none_later(backend: Backend) -> None:
    deployed(backend, None)
    backend.say(message(0), holding(20))
    deployed(backend, 1800)
    backend.say(message(10))
    assert kinds(backend) == [("first", "met")]
