"""After a question of the brand, "ok" is an answer on which the brand acts, so a wait opens."""

import pytest

from shared.domain.policies import Policy
from shared.storage import messages
from tests import builders
from tests.builders import at, bot, courtesy, deflection, dismissal, holding, message, reply
from tests.fakes.backend import Backend


@pytest.mark.parametrize(
    ("asks", "affirms", "opens"), [(True, True, 1), (True, False, 0), (False, True, 0)]
)
def test_ok_right_after_the_brands_question_is_an_answer(asks, affirms, opens):
    said = [message(0), reply(10, asks=asks), courtesy(20, affirms=affirms)]
    assert len(builders.waits(*said)) == 1 + opens
    backend = Backend()
    for one in said:  # the question is the checkpoint of the later run
        backend.say(one)
    assert len(backend.facts()) == 1 + opens


@pytest.mark.parametrize(
    "between",
    [
        [reply(11)],  # "Best, Ada"
        [reply(11), reply(12)],
        [bot(11)],
        [courtesy(11)],  # "thanks"
        [courtesy(11), reply(12)],
        [courtesy(11), courtesy(12)],
    ],
)
def test_ok_answers_a_question_to_which_the_customer_only_said_thanks(between):
    said = [message(0), reply(10, asks=True), *between, courtesy(20, affirms=True)]
    assert [w.opened_by for w in builders.waits(*said)] == [said[0].id, said[-1].id]
    for order in (said, said[::-1]):
        backend = Backend()
        for one in order:
            backend.say(one)
        assert len(backend.facts()) == 2


@pytest.mark.parametrize("said", [{"courtesy": False}, {"affirms": True}])
def test_a_message_that_says_more_than_thanks_answers_the_question(said):
    """A message after that is a courtesy again: "ok" after "Done!"."""
    line = [message(0), reply(10, asks=True), courtesy(11)._replace(**said)]
    line += [reply(12), courtesy(20, affirms=True)]
    assert [w.opened_by for w in builders.waits(*line)] == [line[0].id, line[2].id]


@pytest.mark.parametrize("late", [reply("13:30"), bot("13:30"), courtesy("13:30")])
def test_a_question_is_found_again_when_a_late_message_causes_a_full_read(late):
    """The reply at minute 12 leaves nothing open, but an older question is still unanswered."""
    said = [message(0), reply(10, asks=True), courtesy(11), reply(12), courtesy(13), reply(14)]
    backend = Backend()
    for one in [*said, late, courtesy(40, affirms=True)]:
        backend.say(one)
    assert len(backend.facts()) == 2


@pytest.mark.parametrize(
    ("since", "opens"),
    [
        ([], True),
        ([courtesy(21), bot(22)], True),
        ([dismissal(21)], True),  # nobody has written to the customer
        ([reply(21)], False),  # "It was delivered to your neighbour this morning."
        ([deflection(21)], False),
        ([holding(21)], False),
        ([courtesy(21), reply(22)], False),
        ([reply(21), bot(22, asks=True)], True),
        ([reply(21, asks=True), reply(22)], True),
    ],
)
def test_a_bots_question_is_open_until_a_person_writes(since, opens):
    said = [bot(10, asks=True), *since, courtesy(40, affirms=True)]
    assert len(builders.waits(*said)) == opens
    for order in (said, said[::-1]):
        backend = Backend()
        for one in order:
            backend.say(one)
        assert len(backend.facts()) == opens


@pytest.mark.parametrize("late", [[], [courtesy("13:30")], [bot("9:30", asks=True)]])
def test_a_persons_answer_ends_a_bots_question_whatever_arrives_late(late):
    """A late message makes the tracker read everything again: the slice after the reply must know
    of no question."""
    said = [message(0), bot(10, asks=True), reply(12), courtesy(13), reply(14)]
    backend = Backend()
    for one in [*said, *late, courtesy(40, affirms=True)]:
        backend.say(one)
    assert len(backend.facts()) == 1


@pytest.mark.parametrize("late", [[], [courtesy("10:30")]])
def test_the_question_of_a_bot_that_may_close_waits_is_found_again(late):
    backend = Backend(builders.configuration(builders.policy_set(bot_closes=True)))
    for one in [message(0), bot(10, asks=True), *late, courtesy(40, affirms=True)]:
        backend.say(one)
    assert len(backend.facts()) == 2


def test_thanks_after_a_persons_answer_to_a_bots_question_are_a_courtesy():
    texts = [
        (message(0), "Where is my parcel?"),
        (bot(1), "Thanks! Have you seen our help page?"),
        (reply(10), "It was delivered to your neighbour this morning."),
        (message(12), "ok"),
    ]
    backend = Backend()
    for one, text in texts:
        backend.put(builders.item(one, marks=None, text=text))
    assert backend.outcomes() == [(texts[0][0].id, "met", texts[2][0].id)]


def test_reading_back_goes_past_a_bots_question_but_not_past_a_persons():
    """ "Could you write to us in private?" is still open after a person's reply."""
    known = builders.configuration()
    asked = (bot(5, asks=True), deflection(5, asks=True), deflection(5))
    found = [messages.message_of(builders.item(one), known).is_idle for one in asked]
    assert found == [True, False, True]


@pytest.mark.parametrize(
    ("question", "answer", "opens"),
    [
        ("Shall we cancel your order?", "ok", True),
        ("Sollen wir das so machen?", "alles klar, danke", True),
        ("Shall we cancel your order?", "thanks", False),
        ("Shall we cancel your order?", "no thanks", True),
        ("Is there anything else?", "no thanks", False),
        ("It is on its way.", "no thanks", False),
        ("Kindly confirm the new date.", "ok", True),
        ("It is on its way.", "ok", False),
        ("Is there anything else?", "ok", False),
    ],
)
def test_the_texts_show_what_asks_and_what_affirms(question, answer, opens):
    configuration = builders.configuration()
    asked = builders.item(reply(10), marks=None, text=question)
    said = builders.item(message(20), marks=None, text=answer)
    both = [messages.message_of(item, configuration) for item in (asked, said)]
    assert len(builders.waits(message(0), *both)) == (2 if opens else 1)


def test_ok_to_a_bots_question_can_make_an_open_waits_deadline_earlier():
    """The record alone does not show that this "ok" is an answer, so the messages are read."""
    policies = builders.policy_set(
        Policy(name="complaints", intents=("complaint",), first_response_s=8 * 3600),
        Policy(name="rest", first_response_s=1800),
    )
    backend = Backend(builders.configuration(policies))
    for one, text in [
        (message(0), "My parcel arrived broken!"),
        (bot(5), "Shall we send a new one?"),
        (message(10), "ok"),
    ]:
        backend.put(builders.item(one, marks=None, text=text))
    assert [w.due_at for w in backend.waits()] == [at(40)]
