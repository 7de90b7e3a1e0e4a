"""Any call to DynamoDB may fail, or its answer may be lost. The stream then calls the tracker
again, and the result is the same."""

from itertools import count

import pytest

from shared.conversation import tracking
from shared.storage import hourly_figures, wait_facts
from shared.storage.errors import ConflictError
from tests import builders
from tests.builders import message, reply
from tests.events import (
    answer,
    changed_number,
    deleted,
    dm,
    dm_reply,
    edited,
    half_an_hour,
    please_dm,
    post,
    post_deleted,
    under,
    whatsapp,
    whatsapp_reply,
)
from tests.fakes.backend import Backend
from tests.fakes.dynamodb import error

STORIES = {
    "a public answer": [post("1", 0), answer("2", 5, "1")],
    "an answer in private": [post("1", 0), please_dm("2", 5, "1"), dm_reply("d1", 20)],
    "an answer in private first": [dm_reply("d1", 20), post("1", 0), please_dm("2", 5, "1")],
    "a deletion, and the text again": [dm("d1", 0), deleted(dm("d1", 0), 3), dm("d1", 0)],
    "an edit": [dm("d1", 0), dm("d1", 3, kind="edit", text="Why, please?")],
    "a late message": [dm("d2", 70), dm("d1", 0), dm_reply("r1", 30)],
    "a crowd": [post(c, n, customer=c) for n, c in enumerate("123")],
    "two ids": [
        whatsapp("w1", 0, "US.1349"),
        whatsapp("w2", 5, "4901", alias="US.1349"),
        whatsapp("w3", 9, "US.1349"),
        whatsapp_reply("r1", 12),
    ],
    "a changed number": [
        whatsapp("w1", 0),
        changed_number(5, "4902", "4901"),
        whatsapp("w2", 9),
        whatsapp("w1", 3, "4902", kind="delete", text=None),
    ],
    "a customer's own thread": [
        under("3", 2, "2"),
        under("2", 1, "1"),
        post("1", 0, thread="1"),
        answer("4", 9, "3"),
    ],
    "an edit that stands in": [edited("1", "2", 10), answer("3", 15, "2")],
    "an edit that stood in": [edited("1", "2", 10), post("1", 0, thread="1"), answer("9", 5, "1")],
    "a version that is deleted": [edited("1", "2", 10), post_deleted("2", 20)],
}
KNOWN = builders.configuration(half_an_hour(crowd_customers=3, crowd_within_s=600))
RANDOM = {"version", "public_id", "salt", "nonce", "listed", "opened_in"}


def end_of(story, *, fails_at=0, is_answer_lost=False):
    """The backend at the end of the story, in which this call fails."""
    backend = Backend(KNOWN)
    backend.calls.fails_at, backend.calls.is_answer_lost = fails_at, is_answer_lost
    backend.receive(*STORIES[story])
    return backend


def state(backend):
    """The contents of the table, without random values and what depends on them."""
    held = [
        {name: value for name, value in item.items() if name not in RANDOM | {"due_shard"}}
        for item in backend.items()
        if not item["pk"].startswith(("W#", "R#"))
    ]
    figures = [(i["sk"], i["figures"]) for i in backend.items("R#")]
    return held, backend.waits(), figures


@pytest.mark.parametrize("is_answer_lost", [False, True], ids=["fails", "answer lost"])
@pytest.mark.parametrize("story", STORIES)
def test_a_call_that_fails_changes_nothing_in_the_end(story, is_answer_lost):
    expected = state(end_of(story))
    for fails_at in count(1):
        backend = end_of(story, fails_at=fails_at, is_answer_lost=is_answer_lost)
        assert state(backend) == expected, f"call {fails_at} failed"
        if backend.calls.made.total() < fails_at:
            assert fails_at > 5
            return


# --- Concurrent functions -------------------------------------------------------------------------


def conflict():
    raise error("ConditionalCheckFailedException", "PutItem")


def test_a_write_that_conflicts_is_repeated(backend):
    backend.calls.before["transact_write_items"] = [conflict] * (tracking.MAX_ATTEMPTS - 1)
    backend.say(message(0))
    assert backend.outcomes() == [("customer@0", "open", None)]


def test_a_tracker_that_keeps_conflicting_is_called_again_by_the_stream(backend):
    backend.table_puts([builders.item(message(0))])
    backend.calls.before["transact_write_items"] = [conflict] * tracking.MAX_ATTEMPTS
    backend.deliver_batch(backend.take_stream())
    assert backend.facts() == []
    backend.deliver()
    assert backend.outcomes() == [("customer@0", "open", None)]


def test_a_state_read_before_an_answer_arrived_is_never_written(backend):
    """It must not be written even for a moment: an alert could be sent in between."""
    backend.say(message(0))
    versions = []
    note = backend.table.on_put
    backend.table.on_put = lambda pk, sk, item: (versions.append((sk, item)), note(pk, sk, item))
    backend.calls.before["transact_write_items"] = [lambda: arrives(backend, reply(5))]
    backend.say(message(-10))
    assert backend.outcomes() == [("customer@-10", "met", "brand@5")]
    moved = [item for sk, item in versions if sk == "STATE" and "due_at" in item]
    assert moved == []


def arrives(backend, said):
    """Another tracker run stores and tracks a message in the meantime."""
    kept = backend.stream[:]
    backend.stream.clear()
    backend.say(said)
    backend.stream += kept


def test_a_message_that_arrives_during_the_run_of_another_is_not_lost(backend):
    backend.calls.before["transact_write_items"] = [lambda: arrives(backend, message(-90))]
    backend.say(message(0))
    assert backend.outcomes() == [("customer@-90", "open", None)]


def test_a_whole_conversation_that_arrives_during_a_run_is_not_lost(backend):
    others = [message(-90), reply(-80), reply(5), message(9)]
    backend.calls.before["transact_write_items"] = [
        lambda: [arrives(backend, one) for one in others]
    ]
    backend.say(message(0))
    assert backend.outcomes() == [
        ("customer@-90", "met", "brand@-80"),
        ("customer@0", "met", "brand@5"),
        ("customer@9", "open", None),
    ]


def test_an_hours_figures_include_what_another_function_adds_meanwhile(backend):
    backend.say(message(0), reply(1))
    other = Backend()
    other.say(message(3), reply(4))
    new = other.items("W#")
    backend.calls.before["put_item"] = [lambda: backend.table_puts(new)]
    backend.take_stream()
    hourly_figures.recount(backend.store, backend.configuration, "2026-11-22T10")
    backend.deliver()
    assert hourly_figures.is_right(backend.store, backend.configuration, "2026-11-22T10")
    assert len([wait_facts.from_item(i) for i in backend.items("W#")]) == 2


def test_figures_that_keep_conflicting_are_an_error_that_the_stream_retries(backend):
    backend.say(message(0))
    backend.calls.before["put_item"] = [conflict] * hourly_figures.MAX_ATTEMPTS
    with pytest.raises(ConflictError):
        hourly_figures.recount(backend.store, backend.configuration, "2026-11-22T10")
