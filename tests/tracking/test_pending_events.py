"""Replies and edits that name only the message to which they belong."""

import pytest

from shared.storage import alias_items
from tests.builders import at
from tests.events import BRAND, answer, any_order, edited, post, post_deleted, under
from tests.fakes.backend import Backend

THREAD = f"x:{BRAND}:1:42"


@any_order(2)
def test_a_public_reply_finds_the_message_that_it_answers(backend, order):
    events = [post("1", 0), answer("2", 5, "1")]
    backend.receive(*(events[n] for n in order))
    (wait,) = backend.waits()
    assert (wait.outcome, wait.closed_by, wait.response_s) == ("met", "2", 300)


def test_a_reply_to_an_unknown_message_waits_and_closes_nothing(backend):
    backend.receive(post("1", 0), answer("2", 5, "999"))
    assert backend.outcomes() == [("1", "open", None)]


@any_order(4)
def test_a_customers_own_thread_on_x_is_one_conversation(backend, order):
    events = [post("1", 0, thread="1"), under("2", 1, "1"), under("3", 2, "2"), answer("4", 9, "3")]
    backend.receive(*[events[n] for n in order] * 2)
    assert backend.outcomes() == [("1", "met", "4")]
    assert [r.conversation for r in backend.records() if r.checkpoint] == [THREAD]


@any_order(4)
def test_a_follow_up_to_the_brands_reply_is_the_next_wait_of_the_thread(backend, order):
    events = [
        post("1", 0, thread="1"),
        answer("2", 5, "1"),
        under("3", 8, "2"),
        answer("4", 10, "3"),
    ]
    backend.receive(*(events[n] for n in order))
    assert backend.outcomes() == [("1", "met", "2"), ("3", "met", "4")]
    assert [wait.kind for wait in backend.waits()] == ["first", "next"]
    assert [r.conversation for r in backend.records() if r.checkpoint] == [THREAD]


@any_order(3)
def test_another_customer_in_the_thread_has_a_wait_of_their_own(backend, order):
    events = [
        post("1", 0, thread="1"),
        under("2", 1, "1", customer="77"),
        under("3", 2, "2", customer="77"),
    ]
    backend.receive(*(events[n] for n in order))
    assert backend.open_waits() == [(THREAD, "1"), (f"x:{BRAND}:1:77", "2")]


@any_order(2)
def test_posts_that_name_each_other_as_parents_are_one_wait(backend, order):
    events = [under("1", 0, "2"), under("2", 1, "1")]
    backend.receive(*(events[n] for n in order))
    assert backend.outcomes() == [("1", "open", None)]


@any_order(3)
def test_of_two_posts_the_one_whose_id_has_fewer_digits_is_older(backend, order):
    events = [post("9", 0, thread="9"), under("10", 1, "9"), under("11", 2, "10")]
    backend.receive(*(events[n] for n in order))
    assert backend.open_waits() == [(f"x:{BRAND}:9:42", "9")]


def test_a_pending_event_that_finds_its_conversation_expires_like_any_other(backend):
    backend.receive(answer("4", 9, "3"), under("3", 2, "2"), under("2", 1, "1"), post("1", 0))
    kept = [i for i in backend.items() if i["pk"][:2] in {"C#", "P#"}]
    lasting = [i for i in kept if "expires_at" not in i and not alias_items.is_alias_item(i)]
    # The record of an open wait has no expiry. All other items have one.
    assert [i["sk"] for i in lasting if "due_at" not in i] == []


# --- Edits on X have ids of their own -------------------------------------------------------------


@any_order(2)
def test_an_edit_that_first_names_the_brand_is_a_message_from_then_on(backend, order):
    events = [edited("1", "2", 10), answer("3", 15, "2")]
    backend.receive(*[events[n] for n in order] * 2)
    (wait,) = backend.waits()
    assert (wait.opened_at, wait.closed_by) == (at(10), "3")


def test_the_link_to_an_edit_that_stands_in_is_that_of_the_edit(backend):
    backend.receive(edited("1", "2", 10))
    (record,) = backend.records()
    assert record.permalink == "https://x.com/i/status/2"


@any_order(3)
def test_an_edit_of_a_known_post_has_no_effect_on_the_clock(backend, order):
    events = [post("1", 0, thread="1"), edited("1", "2", 10), answer("3", 15, "2")]
    backend.receive(*(events[n] for n in order))
    met = [wait for wait in backend.waits() if wait.outcome != "withdrawn"]
    assert [(w.opened_by, w.closed_by, w.response_s) for w in met] == [("1", "3", 900)]
    texts = {i["text"] for i in backend.items("C#", "M#") if "text" in i}
    assert texts == {"Why, @brand?", "It ships today."}


def test_a_late_original_leaves_nothing_open_that_its_edit_opened(backend):
    backend.receive(edited("1", "2", 10), post("1", 0, thread="1"), answer("9", 5, "1"))
    assert [(w.opened_by, w.outcome) for w in backend.waits()] == [("1", "met"), ("2", "withdrawn")]


def test_a_further_edit_of_an_edit_that_stands_in_opens_nothing(backend):
    backend.receive(edited("1", "2", 10), answer("3", 12, "2"), edited("1", "4", 14))
    assert backend.outcomes() == [("2", "met", "3")]


@any_order(3)
def test_of_several_edits_of_an_unknown_post_the_oldest_stands_in(
    backend: Backend, order: tuple[int, ...]
) -> None:
    events = [edited("1", "2", 10), edited("1", "4", 12), answer("5", 15, "4")]
    for n in order * 2:
        backend.receive(events[n])
    left = [wait for wait in backend.waits() if wait.outcome != "withdrawn"]
    assert [(w.opened_by, w.opened_at, w.closed_by) for w in left] == [("2", at(10), "5")]


@pytest.mark.parametrize("deleted", ["1", "2", "4"])
@any_order(3)
def test_the_deletion_of_any_version_withdraws_the_edit_that_stands_in(
    backend: Backend, order: tuple[int, ...], deleted: str
) -> None:
    events = [edited("1", "2", 10), edited("1", "4", 12), post_deleted(deleted, 20)]
    for n in order * 2:
        backend.receive(events[n])
    assert (backend.open_waits(), backend.texts()) == ([], [])


@any_order(3)
def test_a_late_original_withdraws_every_edit_that_stood_in(
    backend: Backend, order: tuple[int, ...]
) -> None:
    events = [post("1", 0, thread="1"), edited("1", "2", 10), edited("1", "4", 12)]
    for n in order:
        backend.receive(events[n])
    assert backend.open_waits() == [(f"x:{BRAND}:1:42", "1")]


@pytest.mark.parametrize("deleted", ["1", "2"])
@any_order(3)
def test_the_deletion_of_any_version_is_that_of_the_post(
    backend: Backend, order: tuple[int, ...], deleted: str
) -> None:
    events = [post("1", 0, thread="1"), edited("1", "2", 10), post_deleted(deleted, 20)]
    backend.receive(*(events[n] for n in order))
    assert backend.open_waits() == []
    backend.receive(*(events[n] for n in order))
    assert (backend.open_waits(), backend.texts()) == ([], [])


@pytest.mark.parametrize("deleted", ["1", "2"])
def test_an_edit_that_stands_in_is_withdrawn_with_the_post(backend, deleted):
    backend.receive(edited("1", "2", 10), post_deleted(deleted, 20))
    assert [wait.outcome for wait in backend.waits()] == ["withdrawn"]
