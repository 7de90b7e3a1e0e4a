"""Messages expire one by one; waits, figures and escalations outlast them."""

from datetime import timedelta

from shared.domain.fold import START
from shared.domain.policies import Step
from shared.storage import records
from tests import builders
from tests.builders import DAY, HOUR, at, bot, message, reply
from tests.events import whatsapp, whatsapp_reply
from tests.fakes.backend import Backend

ASKED, ANSWERED = message(0), reply(20)
BACK = message(30 * DAY - HOUR)
LATER = reply(30 * DAY + HOUR)


def last(backend):
    """The outcome and kind of the newest wait."""
    wait = backend.waits()[-1]
    return (wait.outcome, wait.kind)


def test_an_open_wait_whose_messages_have_expired_is_closed_by_a_reply(backend):
    backend.receive(whatsapp("w1", 0))
    backend.now = at(401 * DAY)
    backend.receive(whatsapp_reply("r1", 402 * DAY))
    (fact,) = backend.facts()
    assert (fact.wait.outcome, fact.wait.opened_at) == ("late", at(0))
    assert backend.records()[0].open_wait is None


def test_a_reply_closes_a_wait_that_has_expired_with_the_exchange_before(backend):
    backend.say(ASKED, ANSWERED, BACK)
    backend.expire(ASKED, ANSWERED, BACK)
    backend.say(LATER)
    assert [wait.outcome for wait in backend.waits()] == ["met", "late"]
    assert last(backend) == ("late", "first")


def test_an_open_wait_has_no_expiry_and_a_closed_conversation_has(backend):
    backend.receive(whatsapp("w1", 0))
    (record,) = backend.records()
    assert record.expires_at is None
    backend.receive(whatsapp_reply("r1", 9))
    (record,) = backend.records()
    assert record.expires_at == at(9) + timedelta(days=90)


def test_the_escalation_stays_when_the_exchange_before_expires(backend):
    backend.say(ASKED, ANSWERED, BACK)
    (first,) = backend.claim()
    backend.expire(ASKED, ANSWERED)
    backend.say(message(30 * DAY + 10))
    record = backend.record()
    assert (record.open_wait.opened_by, record.steps_claimed) == (BACK.id, 1)
    assert record.open_wait.previous_reply == ANSWERED.id
    assert first.opened_by == BACK.id


def test_the_wait_opens_earlier_after_the_exchange_before_has_expired(backend):
    second = message(30 * DAY)
    backend.say(ASKED, ANSWERED, BACK, second)
    (alert,) = backend.claim()
    backend.expire(ASKED, ANSWERED)
    earlier = message(30 * DAY - 2 * HOUR)
    backend.say(earlier)
    (again,) = backend.claim()
    assert (backend.record().open_wait.opened_by, again.id) == (earlier.id, alert.id)
    backend.delete(earlier._replace(deleted_at=LATER.at))
    assert backend.record().open_wait.opened_by == BACK.id
    assert len(backend.facts()) == 2


def test_a_message_after_an_expired_exchange_follows_the_newest_reply(backend):
    backend.say(ASKED, ANSWERED, BACK)
    backend.expire(ASKED, ANSWERED)
    backend.say(LATER, message(31 * DAY))
    assert backend.outcomes()[1:] == [
        (BACK.id, "late", LATER.id),
        (message(31 * DAY).id, "open", None),
    ]


def test_a_customers_later_messages_do_not_replace_an_expired_first_one(backend):
    backend.say(*(bot(n) for n in range(10)), message(20), message(21))
    backend.expire(message(20))
    backend.say(message(22), message(19, id="late"))
    assert backend.record().open_wait.opened_by == "late"
    backend.say(reply(30))
    assert [wait.outcome for wait in backend.waits()] == ["met"]


def test_a_wait_stays_answered_when_its_reply_expires_first(backend):
    backend.say(ASKED, ANSWERED)
    before = backend.facts()
    backend.expire(ANSWERED)
    back = message(60 * DAY)
    backend.say(back)
    assert backend.facts()[0] == before[0]
    assert backend.record().open_wait.previous_reply == ANSWERED.id
    backend.say(reply(60 * DAY + 10))
    assert [wait.outcome for wait in backend.waits()] == ["met", "met"]


def test_a_customer_who_comes_back_after_all_has_expired_is_new(backend):
    backend.receive(whatsapp("w1", 0), whatsapp_reply("r1", 9))
    (before,) = backend.records()
    backend.now = at(401 * DAY)
    assert backend.records() == []
    backend.receive(whatsapp("w2", 500 * DAY))
    (record,) = backend.records()
    assert (record.open_wait.opened_by, record.open_wait.previous_reply) == ("w2", START)
    assert record.open_wait.kind == "first"
    assert (record.public_id != before.public_id, record.salt != before.salt) == (True, True)
    assert [fact.wait.outcome for fact in backend.facts()] == ["met", "open"]


def test_a_customer_comes_back_when_dynamodb_has_deleted_everything(backend):
    backend.receive(whatsapp("w1", 0), whatsapp_reply("r1", 9))
    for item in backend.items("C#"):
        key = {name: {"S": item[name]} for name in ("pk", "sk")}
        backend.table.delete_item(TableName="table", Key=key)
    backend.receive(whatsapp("w2", 500 * DAY))
    assert [fact.wait.outcome for fact in backend.facts()] == ["met", "open"]


# --- Configurations change ------------------------------------------------------------------------


def test_a_reply_that_closed_a_wait_stays_its_answer_after_a_change_of_bots():
    backend = Backend(builders.configuration(bots=frozenset()))

    def answered(minute):
        backend.put(builders.item(reply(minute), app="helpdesk"))

    for day in (0, 40, 80):
        backend.say(message(day * DAY))
        answered(day * DAY + 10)
    facts = backend.facts()
    assert {fact.wait.outcome for fact in facts} == {"met"}
    backend.configuration = builders.configuration(bots=frozenset({"helpdesk"}))
    backend.say(message(120 * DAY))
    backend.say(message(-5))  # this run reads all messages
    assert [w.outcome for w in backend.waits()] == ["met", "met", "met", "open"]
    answered(120 * DAY + 5)
    assert backend.waits()[-1].outcome == "open"  # from now on it counts as a bot's reply


def test_a_step_that_its_policy_no_longer_has_notifies_nobody():
    steps = tuple(Step(at=str(n), offset_s=n, notify=("ada",)) for n in (0, 60))
    policies = [builders.policy_set(builders.policy(steps=s)) for s in (steps, steps[:1])]
    backend = Backend(builders.configuration(policies[0]))
    backend.say(message(0))
    backend.configuration = builders.configuration(policies[1])
    assert [len(backend.claim()) for _ in steps] == [1, 0]
    record = backend.record()
    assert (record.steps_claimed, record.next_moment) == (2, None)
    assert records.due_entry(record) == {}


def test_a_calendar_whose_last_date_has_passed_counts_every_hour():
    hours = builders.calendar(on_2026_11_22="09:00-11:00")
    backend = Backend(builders.configuration(builders.policy_set(target_s=7200, hours=hours)))
    backend.say(message(30))
    (wait,) = backend.waits()
    assert wait.terms.clock == "calendar"
    assert wait.due_at == wait.opened_at + timedelta(hours=2)
