"""The tracker reads only as much of a conversation as its new messages may change."""

from itertools import batched

import pytest

from shared.conversation import customer_conversations
from shared.conversation.message_changes import MessageChanges
from shared.conversation.slice_reading import Reader
from shared.domain.fold import MAX_GAP_MESSAGES
from shared.storage import schema
from tests import builders
from tests.builders import (
    CONVERSATION,
    at,
    bot,
    courtesy,
    deflection,
    dismissal,
    elsewhere,
    message,
    reply,
)
from tests.fakes.backend import Backend

LATER = 200_000
"""Minutes: after all that was said before."""


def conversation(length):
    """That many messages, from the customer and the brand in turn, ten minutes apart."""
    return [(reply if n % 2 else message)(n * 10) for n in range(length)]


def with_a_bot(length):
    """The same conversation, with a bot that greets each customer message."""
    greeted = (
        (one, bot(f"{n * 10}:01")) if one.inbound else (one,)
        for n, one in enumerate(conversation(length))
    )
    return [one for ones in greeted for one in ones]


def tracked(said):
    """The backend after all of these were stored and tracked, in this order."""
    backend = Backend()
    backend.now = at(LATER + 100)
    for together in batched(builders.items(*said), 50, strict=False):
        backend.table_puts(together)
        backend.deliver_batch(backend.take_stream())
    backend.take_stream()  # the rollup's records
    return backend


def cost(said, *new):
    """The calls and read units of the tracker's run when these messages arrive."""
    backend = tracked(said)
    backend.calls.made.clear()
    backend.meter.read.clear()
    backend.table_puts([builders.deletion(m) if m.deleted else builders.item(m) for m in new])
    backend.deliver_batch(backend.take_stream())
    made = backend.calls.made
    reads = made["query"] + made["get_item"] + made["batch_get_item"]
    return reads, backend.meter.rcu


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
def test_an_append_costs_the_same_in_a_conversation_of_ten_and_of_2000(new):
    few, many = cost(conversation(10), *new), cost(conversation(2_000), *new)
    assert few == many
    assert few[0] <= 4
    assert few[1] <= 5


def test_a_further_message_of_an_open_wait_reads_little():
    """It reads the record, its changes, and when the account's last message came."""
    assert cost([message(0)], message(LATER)) == (3, 3)


@pytest.mark.parametrize(
    "new", [[message(LATER)], [message(LATER), bot(LATER + 1)], [reply(LATER)]], ids=len
)
def test_a_bot_that_greets_everybody_adds_no_cost(new):
    assert cost(with_a_bot(2_000), *new) == cost(with_a_bot(10), *new)


def test_a_late_message_reads_only_the_messages_since():
    said = conversation(2_000)
    late = message("19945:00")
    few, many = cost(said[-200:], late), cost(said, late)
    assert few == many
    assert few[0] <= 8
    assert few[1] <= 12


def test_a_deletion_reads_only_the_messages_since():
    said = conversation(2_000)
    gone = said[-3]._replace(deleted=True, deleted_at=said[-1].at)
    few, many = cost(said[-20:], gone), cost(said, gone)
    assert few[0] == many[0] <= 12
    assert few[1] <= many[1] <= 16


def test_a_flood_of_unanswered_messages_costs_the_same_as_a_few():
    few = cost([message(n) for n in range(5)], message(LATER))
    assert cost([message(n) for n in range(2_000)], message(LATER)) == few == (3, 3)


def test_the_answer_to_a_flood_reads_its_first_messages_only():
    reads, units = cost([message(n) for n in range(2_000)], reply(LATER))
    assert reads <= 40
    assert units <= 60


def test_where_only_a_bot_answers_a_message_costs_the_same_after_many():
    def greeted(length):
        return [one for n in range(length) for one in (message(20 * n), bot(20 * n + 1))]

    new = bot(LATER)
    assert cost(greeted(1_000), new) == cost(greeted(200), new)
    assert cost(greeted(1_000), new)[0] <= 40


# --- Where the slice begins -----------------------------------------------------------------------


def part(said, *late):
    """The slice that is read when these messages arrive late in that conversation."""
    backend = tracked(said)
    items = [builders.deletion(m) if m.deleted else builders.item(m) for m in late]
    backend.table_puts(items)
    known = customer_conversations.read(backend.store, CONVERSATION, backend.now)
    record = known.records[CONVERSATION]
    changes = MessageChanges(backend.store, [schema.conversation_pk(CONVERSATION)])
    clock = lambda: backend.now  # noqa: E731
    reader = Reader(backend.store, backend.configuration, known, record, clock, changes)
    return reader.slice_for(items)


def ids(found):
    return [m.id for m in found.messages]


REACTED = (message(0), bot(1), deflection(2), reply(5), message(10), reply(15), message(20))


def test_a_customer_who_only_says_thanks_makes_no_slice_longer():
    """A bot answers each time, so no reply closes the gap."""
    thanks = [one for n in range(3 * MAX_GAP_MESSAGES) for one in (courtesy(n), bot(n + 0.5))]
    found = part(thanks, message(10_000))
    assert len(found.messages) <= 2 * (MAX_GAP_MESSAGES + 1)


def test_the_slice_begins_after_the_checkpoint():
    found = part(conversation(6), message(60))
    assert found.start.key == reply(50).key
    assert (ids(found), found.has_other_facts) == ([message(60).id], False)


def test_the_slice_of_a_late_message_begins_after_an_older_reply():
    found = part(conversation(6), message(45))
    assert found.start.key == reply(30).key
    assert ids(found) == [m.id for m in (message(40), message(45), reply(50))]


def test_a_message_at_the_checkpoints_time_is_late():
    found = part(conversation(6), message(50))
    assert found.has_other_facts
    assert found.start.key == reply(30).key


def test_the_slice_begins_after_a_reply_to_a_message_that_a_bot_answered():
    said = (message(0), bot(1), reply(5), message(10), reply(15))
    assert part(said, message(12)).start.key == reply(5).key


def test_a_conversation_that_was_moved_to_private_is_read_from_its_start():
    """An answer in private may have closed a wait."""
    assert part(REACTED, message(12)).start is None


def test_the_slice_begins_before_a_bots_reply_that_was_deleted():
    gone = bot(1)._replace(deleted=True, deleted_at=message(12).at)
    assert part(REACTED, gone).start is None


@pytest.mark.parametrize("between", [dismissal, elsewhere])
def test_the_slice_begins_after_no_reply_that_may_have_closed_nothing(between):
    said = (message(0), between(2), reply(5), message(10), reply(15))
    assert part(said, message(12)).start is None


def test_the_slice_begins_after_no_reply_to_a_reply():
    said = (message(0), reply(5), reply(6), message(10), reply(15))
    assert part(said, message(12)).start.key == reply(5).key
