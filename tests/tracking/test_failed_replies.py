"""A WhatsApp reply that failed never arrived, unless another status says that it did."""

import pytest

from tests.builders import at
from tests.events import any_order, on_whatsapp, whatsapp, whatsapp_reply

QUESTION = whatsapp("w1", 0)
SENT = whatsapp_reply("r1", 10)


def status(name, minutes, *, kind="not_a_message", reply=SENT):
    return reply._replace(kind=kind, event_name=f"statuses.{name}", at=at(minutes), text=None)


FAILED = status("failed", 11, kind="delete")


@any_order(3)
def test_the_wait_is_open_again_from_its_opening(backend, order):
    events = [QUESTION, SENT, FAILED]
    backend.receive(*(events[n] for n in order))
    (wait,) = backend.waits()
    assert (wait.outcome, wait.opened_at, wait.due_at) == ("open", at(0), at(30))


@pytest.mark.parametrize("scoped_id", [None, "US.1349"])
@pytest.mark.parametrize("name", ["delivered", "read", "played"])
@any_order(4)
def test_a_reply_that_arrived_stays_an_answer(backend, order, name, scoped_id):
    events = [QUESTION, SENT, FAILED, status(name, 12)._replace(alias=scoped_id)]
    for n in order:
        backend.receive(events[n])
    (wait,) = backend.waits()
    assert (wait.outcome, wait.closed_at) == ("met", at(10))


def test_a_failure_of_an_older_reply_opens_its_wait_again(backend):
    later = whatsapp_reply("r2", 100)
    backend.receive(QUESTION, SENT, whatsapp("w2", 90), later)
    assert [w.outcome for w in backend.waits()] == ["met", "met"]
    backend.receive(status("failed", 120, kind="delete", reply=later))
    assert [w.outcome for w in backend.waits()] == ["met", "open"]
    backend.receive(status("delivered", 121, reply=later))
    assert [w.outcome for w in backend.waits()] == ["met", "met"]


def test_an_arrival_alone_changes_nothing(backend):
    backend.receive(QUESTION, SENT)
    before = backend.record(on_whatsapp("4901")).version, backend.waits()
    backend.receive(status("delivered", 12), status("read", 13))
    assert (backend.record(on_whatsapp("4901")).version, backend.waits()) == before


def test_the_text_of_a_reply_that_failed_stays(backend):
    """The reply may have arrived after all."""
    echo = SENT._replace(text="On its way.", event_name="message_echoes.text")
    backend.receive(QUESTION, echo, FAILED)
    assert "On its way." in backend.texts()


@pytest.mark.parametrize(
    "taken_back", [FAILED, SENT._replace(kind="delete", at=at(11))], ids=["failed", "revoked"]
)
@any_order(4)
def test_a_reply_that_was_reported_at_two_times_closes_nothing_once_taken_back(
    backend, order, taken_back
):
    """An echo and the status of one reply can differ by a second."""
    echo = SENT._replace(text="On its way.", event_name="message_echoes.text", at=at("9:59"))
    events = [QUESTION, echo, SENT, taken_back]
    backend.receive(*(events[n] for n in order), at=at(30))
    assert [wait.outcome for wait in backend.waits()] == ["open"]
