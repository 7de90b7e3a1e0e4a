"""A release with other word lists: the messages of an open wait keep their classification."""

from dataclasses import replace

import pytest

from shared.domain.policy_set import PolicySet
from shared.storage import text_marks
from tests import builders
from tests.builders import at
from tests.events import dm

POLICIES = (
    builders.policy(600, name="complaints", intents=("complaint",)),
    builders.policy(7200, name="rest"),
)
COMPLAINT = dm("d1", 0, text="This is unacceptable")
OTHER = dm("d2", 1, text="It is about the lamp")
COURTESY = {"courtesy": True, "affirms": False, "intents": [], "language": "en"}
NOTHING = COURTESY | {"courtesy": False}


def released(backend, words: str) -> None:
    """Deploys the same policies with another classifier."""
    policy_set = PolicySet.of(POLICIES, {}, words)
    backend.configuration = replace(backend.configuration, policy_set=policy_set)


@pytest.mark.parametrize("now_read_as", [COURTESY, NOTHING], ids=["courtesy", "no complaint"])
def test_an_open_wait_keeps_its_deadline_under_other_word_lists(backend, monkeypatch, now_read_as):
    released(backend, "1")
    backend.receive(COMPLAINT, OTHER)
    (before,) = backend.waits()
    assert (before.terms.policy, before.due_at) == ("complaints", at(10))

    monkeypatch.setattr(text_marks, "_reading", lambda text, lang: now_read_as)
    released(backend, "2")
    backend.receive(
        dm("d0", -1, text="Hello")
    )  # the message is older, so the conversation is folded again
    (after,) = backend.waits()
    assert (after.decided_by, after.due_at) == (before.decided_by, before.due_at)
