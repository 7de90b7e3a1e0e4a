"""Deleted and edited texts: the text is deleted or changed, and everything that the fold needs is
kept."""

import pytest

from functions.api import dismissal
from shared.storage.attributes import stamp
from tests import builders
from tests.builders import at
from tests.events import (
    any_order,
    changed_number,
    deleted,
    dm,
    dm_reply,
    on_whatsapp,
    whatsapp,
)

QUESTION = dm("d1", 0, text="Where is my order?")
PICTURE = dm("d1", 0, text=None)
THANKS = dm("d2", 20, text="Thanks!")


def edit(event, minutes, text):
    return event._replace(kind="edit", at=at(minutes), text=text)


def message_items(backend):
    return {i["message_id"]: i for i in backend.items("C#", "M#")}


@any_order(3)
def test_a_deleted_message_loses_its_text_and_keeps_its_times(backend, order):
    events = [QUESTION, deleted(QUESTION, 3), QUESTION]
    backend.receive(*(events[n] for n in order))
    (wait,) = backend.waits()
    assert (wait.outcome, wait.opened_at, wait.closed_at) == ("withdrawn", at(0), at(3))
    assert backend.texts() == []


def test_the_reading_of_a_deleted_text_is_kept(backend):
    backend.receive(QUESTION, dm_reply("r1", 9), THANKS)
    before = backend.waits()
    backend.receive(deleted(THANKS, 30), deleted(QUESTION, 31))
    assert backend.waits() == before
    marks = {name: item.get("marks") for name, item in message_items(backend).items()}
    assert (marks["d1"]["courtesy"], marks["d2"]["courtesy"]) == (False, True)
    assert "help" in marks["d1"]["intents"]


def test_a_message_delivered_again_after_its_deletion_brings_nothing_back(backend):
    backend.receive(QUESTION, deleted(QUESTION, 3))
    before = backend.items("C#", "M#"), backend.waits()
    for again in (QUESTION, deleted(QUESTION, 3), QUESTION):
        backend.receive(again)
        assert (backend.items("C#", "M#"), backend.waits()) == before


def test_an_edit_delivered_again_after_the_deletion_brings_nothing_back(backend):
    changed = edit(QUESTION, 2, "Where are my orders?")
    backend.receive(QUESTION, changed, deleted(QUESTION, 3))
    backend.receive(changed, QUESTION, changed)
    assert backend.texts() == []
    assert [wait.outcome for wait in backend.waits()] == ["withdrawn"]


@any_order(3)
def test_an_edit_of_a_deleted_message_loses_its_text_too(backend, order):
    events = [QUESTION, edit(QUESTION, 2, "Where are my orders?"), deleted(QUESTION, 3)]
    backend.receive(*(events[n] for n in order))
    assert backend.texts() == []


@any_order(3)
def test_the_newest_edit_counts_whatever_arrived_first(backend, order):
    events = [QUESTION, edit(QUESTION, 1, "z"), edit(QUESTION, 2, "a")]
    backend.receive(*[events[n] for n in order] * 2)
    assert message_items(backend)["d1"]["text"] == "a"


def test_an_edit_to_thanks_leaves_the_question_open(backend):
    backend.receive(QUESTION, edit(QUESTION, 1, "Thanks!"))
    assert backend.outcomes() == [("d1", "open", None)]
    backend.receive(dm("d3", 2), deleted(dm("d3", 2), 3))
    assert backend.outcomes() == [("d1", "open", None)]


def test_a_redelivery_causes_no_endless_changes(backend):
    backend.receive(QUESTION, edit(QUESTION, 1, "a"), deleted(QUESTION, 3), QUESTION)
    written = backend.meter.wcu
    backend.receive(deleted(QUESTION, 3))
    backend.deliver()
    assert backend.stream == []
    assert (
        backend.meter.wcu == written + 1
    )  # the write of the deletion itself, which changes nothing


@pytest.mark.parametrize("kind", ["delete", "edit"])
def test_a_customer_cannot_delete_or_reopen_by_deleting_the_brands_reply(backend, kind):
    """The deletion names the reply's id but comes from the customer's side."""
    backend.receive(QUESTION, dm_reply("r1", 9))
    false = QUESTION._replace(kind=kind, message_id="r1", at=at(10), text=None)
    backend.receive(false)
    assert backend.outcomes() == [("d1", "met", "r1")]


@any_order(3)
def test_a_customers_edit_does_not_change_the_brands_reply(backend, order):
    answer = dm_reply("r1", 9)
    forged = edit(answer, 10, "We owe you 500.")._replace(direction="in")
    events = [QUESTION, answer, forged]
    backend.receive(*(events[n] for n in order))
    assert message_items(backend)["r1"]["text"] == answer.text


@any_order(3)
def test_the_brands_own_edit_counts_beside_a_customers(backend, order):
    answer = dm_reply("r1", 9)
    forged = edit(answer, 11, "We owe you 500.")._replace(direction="in")
    events = [answer, edit(answer, 10, "It leaves today."), forged]
    backend.receive(QUESTION, *(events[n] for n in order))
    assert message_items(backend)["r1"]["text"] == "It leaves today."


def test_a_deleted_reply_opens_the_wait_again(backend):
    backend.receive(QUESTION, dm_reply("r1", 9), deleted(dm_reply("r1", 9), 30))
    assert backend.outcomes() == [("d1", "open", None)]


@pytest.mark.parametrize("under", ["4901", "4902"])
@pytest.mark.parametrize("kind", ["delete", "edit"])
@pytest.mark.parametrize("is_first", [False, True])
def test_a_text_is_deleted_or_changed_under_any_id_of_the_customer(backend, kind, under, is_first):
    """A customer whose number changed deletes or edits a message under either number."""
    text = "It came" if kind == "edit" else None
    undone = whatsapp("w1", 3, under, kind=kind, text=text)
    events = [whatsapp("w1", 0), changed_number(5, "4902", "4901")]
    backend.receive(*([undone, *events] if is_first else [*events, undone]))
    backend.receive(*events)
    assert [i.get("text") for i in backend.items("C#", "M#")] == [text]
    assert [wait.outcome for wait in backend.waits()] == ["open" if text else "withdrawn"]
    assert backend.open_waits() == ([(on_whatsapp("4902"), "w1")] if text else [])


def test_many_deletions_are_found_by_message_id(backend):
    said = [builders.message(n) for n in range(60)]
    backend.say(*said)
    for one in said[:-1]:
        backend.delete(one._replace(deleted_at=at(100)))
    assert backend.outcomes() == [(said[-1].id, "open", None)]
    assert backend.record().last_message.startswith(f"M#{stamp(said[-1].at)}")


@any_order(4)
def test_a_customers_deletion_of_a_reply_does_not_hide_the_brands(backend, order):
    reply = dm_reply("r1", 9)
    false = QUESTION._replace(kind="delete", message_id="r1", at=at(31), text=None)
    events = [QUESTION, reply, deleted(reply, 30), false]
    backend.receive(*(events[n] for n in order))
    assert backend.outcomes() == [("d1", "open", None)]


# --- A dismissal has the place of the last message seen, and its own time ------------------------


def dismissed(backend, minutes):
    """Somebody dismisses the open wait. The dismissal has its place after the last known
    message."""
    (record,) = backend.records()
    dismissal.dismiss(
        backend.store, record, by="ada", reason="spam", now=at(minutes), kept_days=400
    )
    backend.deliver()


def outcomes_until_the_deletion(backend, *after):
    """A picture from minute 0 is dismissed at minute 9. Then this happens, and then the picture's
    deletion at minute 6 arrives.

    The picture has no text, so its deletion rewrites no message that would be tracked again.
    """
    backend.receive(PICTURE)
    dismissed(backend, 9)
    backend.receive(*after)
    backend.receive(deleted(PICTURE, 6))
    return [(wait.opened_by, wait.outcome) for wait in backend.waits()]


@pytest.mark.parametrize(
    ("after", "further"),
    [
        pytest.param((), [], id="nothing"),
        pytest.param((dm("d2", 4, text="Hello?"),), [("d2", "open")], id="a message not seen"),
        pytest.param((dm("d2", 12, text="Hello?"),), [("d2", "open")], id="a later message"),
        pytest.param(
            (dm("d2", 4, text="Hello?"), dm_reply("r1", 5)), [("d2", "met")], id="an earlier reply"
        ),
    ],
)
def test_a_late_deletion_made_before_a_dismissal_withdraws_the_wait(backend, after, further):
    assert outcomes_until_the_deletion(backend, *after) == [("d1", "withdrawn"), *further]


def test_a_deletion_made_after_a_dismissal_changes_nothing(backend):
    backend.receive(PICTURE)
    dismissed(backend, 9)
    before = backend.waits()
    backend.receive(deleted(PICTURE, 10))
    assert [wait.outcome for wait in before] == ["dismissed"]
    assert backend.waits() == before
