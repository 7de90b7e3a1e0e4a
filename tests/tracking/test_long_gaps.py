"""Conversations with more messages than a gap counts: what comes after them is not overlooked."""

import pytest

from shared.domain.fold import MAX_GAP_MESSAGES
from tests import builders
from tests.builders import at, bot, message
from tests.events import (
    PRIVATE,
    changed_number,
    dm,
    dm_reply,
    half_an_hour,
    on_whatsapp,
    whatsapp,
    whatsapp_reply,
)

MANY = MAX_GAP_MESSAGES + 50
SCOPED = "US.1349"


@pytest.mark.parametrize(
    ("asks_as", "answered_as"), [(SCOPED, "4901"), ("4901", SCOPED), ("4901", "4901")]
)
@pytest.mark.parametrize("is_question_first", [False, True])
def test_a_question_after_the_answer_to_many_messages_opens_a_wait(
    backend, asks_as, answered_as, is_question_first
):
    """Under either id of the customer, and in either order of arrival."""
    backend.receive(whatsapp("w0", 0, "4901", alias=SCOPED))
    for n in range(1, MANY):
        backend.store_event(whatsapp(f"w{n}", n / 10, asks_as))
    backend.deliver()
    events = [whatsapp_reply("r", 60, answered_as), whatsapp("q", 61, asks_as)]
    for one in reversed(events) if is_question_first else events:
        backend.receive(one, at=at(62))
    assert backend.open_waits() == [(on_whatsapp("4901"), "q")]


@pytest.mark.parametrize("messages", [150, MAX_GAP_MESSAGES - 1, MAX_GAP_MESSAGES, MANY])
def test_a_question_that_overtakes_the_answer_to_many_messages_opens_a_wait(backend, messages):
    for n in range(messages):
        backend.store_event(whatsapp(f"w{n}", n / 10))
    for n in range(60):
        backend.store_event(whatsapp(f"q{n}", 61 + n / 10))
    backend.deliver()
    backend.receive(whatsapp_reply("r", 60), at=at(70))
    assert backend.open_waits() == [(on_whatsapp("4901"), "q0")]


@pytest.mark.parametrize("messages", [150, MANY])
def test_a_question_after_a_holding_reply_to_many_messages_counts(backend, messages):
    """Its deadline comes before that of the promised answer."""
    backend.configuration = builders.configuration(half_an_hour(follow_up_s=7200))
    for n in range(messages):
        backend.store_event(dm(f"w{n}", n / 50))
    backend.deliver_batch(backend.take_stream())
    backend.receive(dm_reply("h", 10, text="We are looking into it and will get back to you."))
    backend.receive(dm("q", 20))
    assert backend.record(PRIVATE).open_wait.due_at == at(50)


@pytest.mark.parametrize("exchanges", [50, 150])
def test_the_next_person_with_a_number_opens_a_wait(backend, exchanges):
    """All messages that are stored under the number belong to its previous owner."""
    for n in range(exchanges):
        backend.store_event(whatsapp(f"w{n}", n, "4901"))
        backend.store_event(whatsapp_reply(f"r{n}", n + 0.5, "4901"))
    backend.deliver()
    backend.receive(changed_number(exchanges + 1, "4902", "4901"))
    backend.receive(whatsapp("q", exchanges + 100, "4901"))
    assert backend.open_waits() == [(on_whatsapp("4901"), "q")]


@pytest.mark.parametrize("has_written", [True, False])
@pytest.mark.parametrize("last", ["n", "thanks"])
@pytest.mark.parametrize("name", ["statuses.sent", "statuses.sent.marketing"])
def test_a_customer_who_writes_after_many_notifications_opens_a_wait(
    backend, has_written, last, name
):
    """Nobody answers them, so they close no gap. The last one may be answered with "Thanks!"."""
    if has_written:
        backend.receive(whatsapp("w0", 0), whatsapp_reply("r0", 1))
    for n in range(MANY):
        backend.store_event(whatsapp_reply(f"n{n}", 60 + n, event_name=name))
    if last == "thanks":
        backend.store_event(whatsapp("t", 60 + MANY, text="Thanks!"))
    backend.deliver_batch(backend.take_stream())
    backend.receive(whatsapp("q", 400), whatsapp("q2", 401))
    assert backend.open_waits() == [(on_whatsapp("4901"), "q")]
    backend.receive(whatsapp_reply("r", 402))
    assert backend.open_waits() == []


def test_notifications_after_a_late_reply_do_not_hide_the_next_question(backend):
    backend.receive(whatsapp("w0", 0))
    for n in range(MANY):
        backend.store_event(whatsapp(f"w{n + 1}", n / 100))
        backend.store_event(whatsapp_reply(f"n{n}", 60 + n, event_name="statuses.sent.marketing"))
    backend.store_event(whatsapp("q", 400))
    backend.deliver()
    backend.receive(whatsapp_reply("r", 30), at=at(401))
    assert backend.open_waits() == [(on_whatsapp("4901"), "q")]


def test_a_customer_who_writes_after_many_messages_of_a_bot_opens_a_wait(backend):
    for n in range(MANY):
        backend.table_puts(builders.items(bot(n)))
    backend.now = at(MANY)
    backend.deliver_batch(backend.take_stream())
    backend.say(message(400))
    backend.say(bot(401))
    backend.say(message(402))
    assert [one for _, one in backend.open_waits()] == [message(400).id]


def test_the_reply_window_of_a_long_chat_begins_with_the_last_message(backend):
    for n in range(MAX_GAP_MESSAGES + 2):
        backend.table_puts(builders.items(message(n / 10)))
    backend.now = at(21)
    backend.deliver_batch(backend.take_stream())
    backend.say(message(600))
    assert backend.record().open_wait.last_at == at(600)
    backend.say(bot(601))
    assert backend.record().open_wait.last_at == at(600)
