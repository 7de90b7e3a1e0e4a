"""As much of a conversation is read as its new messages can concern, and no more."""

import pytest

from functions.tracker import tracking
from shared.conversation import history
from shared.domain.waits import start_after
from tests import builders
from tests.builders import (
    CONVERSATION,
    bot,
    deflection,
    dismissal,
    elsewhere,
    message,
    reply,
)
from tests.storage.memory import MemoryStore


class CountingStore(MemoryStore):
    """Counts the items that are read, or asked for."""

    def __init__(self):
        super().__init__()
        self.read = 0

    def partition(self, pk, **how):
        for item in super().partition(pk, **how):
            self.read += 1
            yield item

    def get_all(self, keys):
        asked = list(keys)
        self.read += len(asked)
        return super().get_all(asked)


def conversation(length):
    """So many messages, by turns the customer's and the brand's, ten minutes apart."""
    return [(reply if n % 2 else message)(n * 10) for n in range(length)]


def reads(said, *new):
    """How many items are read when these arrive."""
    store = CountingStore()
    store.land([builders.item(m) for m in said])
    items = [builders.deletion(m) if m.deleted else builders.item(m) for m in new]
    store.land(items)
    tracking.track(store, builders.configuration(), CONVERSATION, {}, items)
    return store.read


LATER = 200_000


@pytest.mark.parametrize(
    "new",
    [
        [message(LATER)],
        [reply(LATER)],
        [message(LATER), reply(LATER + 1)],
        [bot(LATER)],
        [deflection(LATER)],
        [message(LATER), message(LATER + 1), message(LATER + 2)],
    ],
    ids=lambda new: " ".join(m.id.split("@")[0] for m in new),
)
def test_what_is_new_costs_the_same_in_a_conversation_of_ten_and_of_ten_thousand(new):
    assert reads(conversation(10_000), *new) == reads(conversation(10), *new) <= 16


def with_a_bot(length):
    """The same, with a bot that greets each customer's message at once."""
    greeted = (
        (one, bot(f"{n * 10}:01")) if one.inbound else (one,)
        for n, one in enumerate(conversation(length))
    )
    return [one for ones in greeted for one in ones]


@pytest.mark.parametrize(
    "new", [[message(LATER)], [message(LATER), bot(LATER + 1)], [reply(LATER)]], ids=len
)
def test_a_bot_that_greets_everybody_makes_nothing_dearer(new):
    assert reads(with_a_bot(10_000), *new) == reads(with_a_bot(10), *new) <= 24


def test_an_older_message_costs_what_was_said_since():
    said = conversation(10_000)
    assert reads(said, message("99945:00")) == reads(said[-10:], message("99945:00")) <= 64


def test_a_deletion_costs_what_was_said_since():
    said = conversation(10_000)
    gone = said[-3]._replace(deleted=True, deleted_at=said[-1].at)
    assert reads(said, gone) == reads(said[-10:], gone) <= 64


def test_a_conversation_that_nobody_settles_is_read_from_its_start():
    unanswered = [message(n) for n in range(100)]
    store = CountingStore()
    store.land([builders.item(m) for m in unanswered])
    stretch = history.read(
        store, CONVERSATION, builders.configuration(), [builders.item(unanswered[-1])]
    )
    assert len(stretch.messages) == store.read == 100
    assert stretch.start == history.Start()


def test_a_stretch_begins_after_a_human_reply_to_a_customer_that_is_older_than_what_is_new():
    said = conversation(6)
    store = CountingStore()
    store.land([builders.item(m) for m in said])
    stretch = history.read(store, CONVERSATION, builders.configuration(), [builders.item(said[5])])
    assert stretch.start.boundary == said[3].id
    assert [m.id for m in stretch.messages] == [said[4].id, said[5].id]


@pytest.mark.parametrize("said", [bot, deflection, dismissal, elsewhere])
def test_a_stretch_begins_after_nothing_that_leaves_the_wait_or_the_answer_open(said):
    store = CountingStore()
    store.land([builders.item(m) for m in (message(0), said(5), message(10))])
    stretch = history.read(
        store, CONVERSATION, builders.configuration(), [builders.item(message(10))]
    )
    assert stretch.start == history.Start()


def read(said, *concerned):
    store = CountingStore()
    store.land([builders.item(m) for m in said])
    items = [builders.deletion(m) if m.deleted else builders.item(m) for m in concerned]
    store.land(items)
    return history.read(store, CONVERSATION, builders.configuration(), items)


REACTED = (message(0), bot(1), deflection(2), reply(5), message(10))


def test_a_stretch_begins_after_a_reply_to_what_a_bot_reacted_to():
    stretch = read(REACTED, message(10))
    assert stretch.start == start_after(reply(5))
    assert [m.id for m in stretch.messages] == [message(10).id]


def test_where_bots_may_close_a_stretch_begins_before_what_they_said():
    allowed = builders.configuration(builders.policy_set(bot_closes=True))
    store = CountingStore()
    items = [builders.item(m) for m in (message(0), bot(1), reply(5), message(10))]
    store.land(items)
    assert history.read(store, CONVERSATION, allowed, items[-1:]).start == history.Start()


def test_a_stretch_begins_before_a_reaction_that_is_gone():
    gone = bot(1)._replace(deleted=True, deleted_at=message(12).at)
    assert read(REACTED, gone).start == history.Start()


def test_a_stretch_begins_after_no_reply_that_an_answer_in_private_may_have_left_nothing():
    said = (message(0), deflection(1), elsewhere(2), reply(5), message(10))
    assert read(said, message(10)).start == history.Start()


def test_a_stretch_begins_after_no_reply_to_a_reply():
    store = CountingStore()
    store.land([builders.item(m) for m in (message(0), reply(5), reply(6), message(10))])
    stretch = history.read(
        store, CONVERSATION, builders.configuration(), [builders.item(message(10))]
    )
    assert stretch.start.boundary == reply(5).id
