"""A public question that the brand moved to private is answered by a private reply."""

import pytest

from functions.api import dismissal
from shared.conversation import pending_events, private_answers
from shared.storage import message_items, messages, schema
from tests import builders
from tests.builders import at
from tests.events import (
    BRAND,
    PLEASE_DM,
    PRIVATE,
    PUBLIC,
    answer,
    any_order,
    deleted,
    dm,
    dm_reply,
    half_an_hour,
    please_dm,
    post,
    whatsapp,
    whatsapp_reply,
)

MOVED = [post("1", 0), please_dm("2", 5, "1")]


@any_order(3)
def test_a_private_reply_answers_a_question_that_was_moved(backend, order):
    events = [*MOVED, dm_reply("d1", 20)]
    backend.receive(*(events[n] for n in order))
    (wait,) = backend.waits("public")
    assert (wait.outcome, wait.closed_by, wait.response_s) == ("met", "d1", 1200)
    assert wait.deflected_at == at(5)


@any_order(3)
def test_the_result_is_the_same_if_everything_is_stored_before_tracking(backend, order):
    events = [*MOVED, dm_reply("d1", 20)]
    for n in order:
        backend.store_event(events[n])
    backend.deliver()
    assert backend.outcomes("public") == [("1", "met", "d1")]


def test_an_answer_that_is_tracked_before_its_question_closes_the_question(backend):
    """The run for the request has left its marker, but stopped before it wrote the record."""
    for event in (dm_reply("d1", 20), *MOVED):
        backend.store_event(event)
    pending_events.place_pending(backend.store, schema.post_pk("x", BRAND, "1"))
    *_, request = backend.items(f"C#{PUBLIC}", "M#")
    private_answers.mark(backend.store, backend.configuration, PUBLIC, [request])
    backend.deliver()
    assert backend.outcomes("public") == [("1", "met", "d1")]


def test_a_request_to_write_in_private_leaves_the_wait_open(backend):
    backend.receive(*MOVED)
    (wait,) = backend.waits()
    assert (wait.outcome, wait.any_response_s) == ("open", 300)


def test_a_private_reply_answers_no_public_question_that_was_not_moved(backend):
    backend.receive(post("1", 0), dm("d1", 3), dm_reply("d2", 5))
    assert backend.outcomes("public") == [("1", "open", None)]
    assert backend.outcomes("private") == [("d1", "met", "d2")]


@any_order(3)
def test_a_private_answer_at_the_same_time_as_the_request_counts(backend, order):
    events = [*MOVED, dm_reply("d1", 5)]
    backend.receive(*(events[n] for n in order))
    assert backend.outcomes("public") == [("1", "met", "d1")]


@any_order(4)
def test_what_was_said_in_private_before_the_request_hides_no_answer(backend, order):
    events = [dm_reply("d0", -5), *MOVED, dm_reply("d1", 20)]
    backend.receive(*(events[n] for n in order))
    assert backend.outcomes("public") == [("1", "met", "d1")]


@any_order(4)
def test_a_bots_private_reply_and_a_private_dismissal_answer_nothing_public(backend, order):
    events = [*MOVED, dm("d0", 6), dm_reply("d1", 8, app="our-bot")]
    backend.receive(*(events[n] for n in order))
    record = backend.record(PRIVATE)
    dismissal.dismiss(backend.store, record, by="ada", reason="spam", now=at(9), kept_days=400)
    backend.deliver()
    assert backend.outcomes("private") == [
        ("d0", "dismissed", backend.waits("private")[0].closed_by)
    ]
    assert backend.outcomes("public") == [("1", "open", None)]


def test_a_private_answer_ends_no_question_that_was_asked_again_in_public(backend):
    backend.receive(*MOVED, answer("3", 6, "1"), post("4", 8), dm_reply("d1", 20))
    assert backend.outcomes("public") == [("1", "met", "3"), ("4", "open", None)]


def test_a_private_answer_stays_in_its_own_conversation(backend):
    backend.receive(*MOVED, dm_reply("d1", 20))
    assert [i["message_id"] for i in backend.items(f"C#{PUBLIC}", "M#")] == ["1", "2"]


@any_order(4)
def test_a_private_answer_that_is_deleted_leaves_the_question_open(backend, order):
    events = [*MOVED, dm_reply("d1", 20), deleted(dm_reply("d1", 20), 30)]
    backend.receive(*(events[n] for n in order))
    assert backend.outcomes("public") == [("1", "open", None)]


@any_order(4)
def test_the_second_private_answer_counts_when_the_first_is_deleted(backend, order):
    events = [*MOVED, dm_reply("d1", 20), dm_reply("d2", 25)]
    backend.receive(*(events[n] for n in order), deleted(events[2], 30))
    assert backend.outcomes("public") == [("1", "met", "d2")]


def test_a_deleted_request_leaves_the_private_answer_without_effect(backend):
    backend.receive(*MOVED, dm_reply("d1", 20))
    backend.receive(deleted(MOVED[1], 30)._replace(message_id="2", answers=None))
    assert backend.outcomes("public") == [("1", "open", None)]


@pytest.mark.parametrize("channel", ["facebook", "threads"])
def test_on_channels_with_other_ids_in_private_a_private_reply_answers_nothing(backend, channel):
    moved = [e._replace(channel=channel) for e in MOVED]
    backend.receive(*moved, dm_reply("d1", 20)._replace(channel="messenger"))
    assert backend.outcomes("public") == [("1", "open", None)]


def test_a_request_to_write_in_private_deflects_in_public_only():
    known = builders.configuration()
    (asked,) = message_items.items(dm("d1", 0, app="our-bot"))
    (given,) = message_items.items(dm_reply("d2", 0, text=PLEASE_DM, app="our-bot"))
    assert not messages.message_of(asked, known).automated
    assert messages.message_of(given, known).automated
    assert not messages.message_of(given, known).deflects


@pytest.mark.parametrize("what", ["statuses.sent.marketing", "statuses.sent.authentication"])
@pytest.mark.parametrize("bot_closes", [False, True])
def test_a_campaign_on_whatsapp_is_no_answer(backend, what, bot_closes):
    backend.configuration = builders.configuration(half_an_hour(bot_closes=bot_closes))
    backend.receive(whatsapp("w1", 0), whatsapp_reply("c1", 3, event_name=what))
    (wait,) = backend.waits()
    assert (wait.outcome, wait.any_response_s) == ("open", None)
    backend.receive(whatsapp_reply("r1", 9))
    assert backend.outcomes() == [("w1", "met", "r1")]


def test_a_private_answer_with_a_future_time_answers_from_its_arrival_on(backend):
    """A question that is asked in public after it arrived is still open."""
    backend.receive(post("1", 0), please_dm("2", 5, "1"))
    backend.receive(dm_reply("d1", 60), at=at(20))
    backend.receive(post("3", 30), at=at(30))
    assert backend.open_waits() == [(PUBLIC, "3")]
