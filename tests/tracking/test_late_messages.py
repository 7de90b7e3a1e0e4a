"""Messages that arrive late, early or together with those before them."""

from dataclasses import replace

import pytest

from shared.domain.escalation import Crowd
from shared.storage.attributes import stamp
from tests import builders
from tests.builders import at, courtesy, message, reply
from tests.events import deleted, dm, half_an_hour
from tests.fakes.backend import Backend

FIRST_ONLY = builders.configuration(
    builders.policy_set(builders.policy(first_response_s=1800, next_response_s=None))
)


def test_an_older_message_in_an_earlier_hour_takes_the_escalation_along(backend):
    backend.say(message(5))
    (alert,) = backend.claim()
    backend.say(message(-10))
    (fact,) = backend.facts()
    assert fact.key.sk.startswith("2026-11-22T09")
    (again,) = backend.claim()
    assert again.id == alert.id  # so the alert is not sent a second time


def test_an_older_message_that_was_answered_gives_the_wait_back(backend):
    backend.say(message(10), message(0), reply(5))
    assert backend.outcomes() == [("customer@0", "met", "brand@5"), ("customer@10", "open", None)]


def test_an_alert_about_an_answered_message_does_not_count_for_the_next_one(backend):
    backend.say(message(0), message(20))
    (first,) = backend.claim()
    backend.say(reply(10))
    (second,) = backend.claim()
    assert (first.opened_by, second.opened_by) == ("customer@0", "customer@20")


def test_a_message_from_the_future_counts_from_when_it_arrived(backend):
    backend.receive(dm("d1", 60), at=at(0))
    (wait,) = backend.waits()
    assert (wait.opened_at, wait.skewed) == (at(0), True)


def test_each_message_of_a_batch_was_received_when_it_arrived_itself(backend):
    for minute, said in ((3, message(0)), (13, reply(1)), (23, message(2))):
        backend.now = at(minute)
        backend.table_puts([builders.item(said)])
    backend.deliver_batch(backend.take_stream())
    record = backend.record()
    assert record.received_at == at(23)
    assert backend.facts()[-1].received_at == at(23)


def test_a_changed_text_does_not_change_when_a_message_arrived(backend):
    backend.put(builders.item(message(9)), at=at(5))
    before = backend.facts()
    backend.put(builders.item(message(9)) | {"text": "?"}, at=at(6))
    assert backend.facts() == before
    assert [(f.wait.opened_at, f.received_at) for f in before] == [(at(5), at(5))]


def test_a_late_reply_between_two_messages_ends_the_wait_of_the_first(backend):
    backend.say(message(0), message(20), reply(40))
    backend.say(reply(10))
    assert backend.outcomes() == [
        ("customer@0", "met", "brand@10"),
        ("customer@20", "met", "brand@40"),
    ]


def test_a_wait_that_a_late_reply_ends_for_a_while_keeps_its_escalation():
    """Only first responses have a target, so a late reply makes it a follow-up question."""
    backend = Backend(FIRST_ONLY)
    backend.say(message(60))
    silent = {"snoozed_until": at(130), "acknowledged_by": "ada"}
    expedited = {"expedited_by": Crowd(2, 600), "expedited_at": at(70)}
    backend.change_record(named_after="customer@60", steps={"p": 1}, **silent, **expedited)
    before = backend.record().escalation
    backend.say(courtesy(0), reply(10))
    assert backend.facts() == []
    backend.delete(reply(10))
    assert backend.record().escalation == replace(before, steps={})


def test_a_wait_after_a_withdrawn_one_begins_at_its_first_step(backend):
    backend.say(message(60))
    backend.claim()
    backend.delete(message(60, deleted_at=at(95)))
    assert backend.record().open_wait is None
    backend.say(message(100))
    (alert,) = backend.claim()
    assert (alert.opened_by, alert.step) == ("customer@100", 0)


def test_the_configured_silence_and_office_hours_apply():
    open_sunday = builders.calendar(sunday="10:00-10:05")
    known = builders.configuration(builders.policy_set(hours=open_sunday), silence_s=3600)
    backend = Backend(known)
    backend.say(message(0), reply(10), message(69.9), reply(75), message(140))
    found = [(wait.kind, wait.response_s, wait.business_s) for wait in backend.waits()]
    assert found == [("first", 600, 300), ("next", 306, 0), ("first", None, None)]


@pytest.mark.parametrize("deployed_later", [False, True])
def test_a_new_configuration_leaves_a_claimed_wait_as_it_is(backend, deployed_later):
    backend.say(message(0), reply(10), message(20 * 60))
    if deployed_later:
        backend.configuration = builders.configuration(half_an_hour(), silence_s=3600)
    backend.claim()
    assert [wait.kind for wait in backend.waits()] == ["first", "next"]


@pytest.mark.parametrize("is_answered", [False, True])
def test_a_new_target_counts_for_no_late_message_of_an_older_wait(is_answered):
    backend = Backend()
    backend.say(message(0), *([reply(20)] if is_answered else []))
    (before,) = backend.waits()
    backend.configuration = builders.configuration(builders.policy_set(target_s=60))
    backend.say(message(10), *([] if is_answered else [reply(20)]))
    (after,) = backend.waits()
    assert (after.outcome, after.due_at) == ("met", before.due_at)


def test_a_new_target_counts_from_the_second_in_which_an_older_wait_ended():
    backend = Backend()
    backend.say(message(0), reply(20))
    backend.configuration = builders.configuration(builders.policy_set(target_s=60))
    backend.say(message(20 + 0.5 / 60))
    assert [(w.outcome, w.due_at) for w in backend.waits()] == [("met", at(30)), ("open", at(21))]


def test_more_facts_than_a_transaction_holds_are_written_in_parts(backend):
    said = [one for n in range(120) for one in (message(n), reply(n + 0.5))]
    backend.now = at(200)
    backend.table_puts(builders.items(*said))
    backend.deliver_batch(backend.take_stream())
    assert len(backend.facts()) == 120
    assert backend.calls.made["transact_write_items"] == 2
    assert backend.record().checkpoint.key[0] == said[-1].at
    assert stamp(said[-1].at) in backend.record().last_message


# --- Acknowledgements, when late messages make other waits ----------------------------------------


def acknowledged(backend, *said):
    """Acknowledges at minute 20, for an hour, every wait that these messages leave open."""
    backend.say(*said)
    backend.change_record(snoozed_until=at(80), acknowledged_by="ada")


def silence(backend):
    record = backend.record()
    known = record.escalation
    return (record.open_wait.opened_by, known.snoozed_until, known.acknowledged_by)


def test_an_acknowledged_wait_stays_paused_when_it_becomes_another_and_back(backend):
    acknowledged(backend, message(0), reply(5), message(10))
    backend.say(message(6), reply(8))
    assert silence(backend) == ("customer@10", at(80), "ada")
    backend.delete(reply(8))
    assert silence(backend) == ("customer@6", at(80), "ada")
    backend.delete(message(6))
    assert silence(backend) == ("customer@10", at(80), "ada")


def test_two_waits_that_become_one_are_paused_if_either_was(backend):
    acknowledged(backend, message(0), reply(5), message(10))
    backend.delete(reply(5))
    assert silence(backend) == ("customer@0", at(80), "ada")


def test_a_message_after_the_answer_is_not_covered_by_the_acknowledgement(backend):
    acknowledged(backend, message(0))
    backend.say(reply(25), message(26))
    assert silence(backend) == ("customer@26", None, None)


def test_an_unseen_late_message_is_not_covered_by_the_acknowledgement(backend):
    acknowledged(backend, message(0))
    backend.say(reply(5))
    assert backend.record().open_wait is None
    backend.say(message(10))
    assert silence(backend) == ("customer@10", None, None)


@pytest.mark.parametrize(("first", "second"), [(5, 12), (12, 5)])
def test_a_pause_outlasts_replies_that_are_deleted(backend, first, second):
    acknowledged(backend, message(0), reply(5), message(10))
    backend.say(reply(12))
    assert backend.record().open_wait is None
    backend.delete(reply(first))
    backend.delete(reply(second))
    assert silence(backend) == ("customer@0", at(80), "ada")


def test_of_two_pauses_the_longer_one_counts(backend):
    acknowledged(backend, message(0))
    backend.say(reply(2), message(10))
    backend.change_record(snoozed_until=at(90), acknowledged_by="eve")
    backend.delete(reply(2))
    assert silence(backend) == ("customer@0", at(90), "eve")


def test_a_changed_message_from_the_future_keeps_the_time_at_which_it_arrived(backend):
    """The platform's reply window counts from that time."""
    backend.receive(dm("d1", 0))
    ahead = dm("d2", 60, text="Hello?")
    backend.receive(ahead, at=at(1))
    backend.receive(deleted(ahead, 90), at=at(90))
    (record,) = backend.records()
    assert record.open_wait.last_at == at(1)


def test_a_message_from_the_future_that_is_delivered_again_keeps_its_arrival(backend):
    """After an edit, the repeated delivery stores the first text again."""
    ahead = dm("d1", 60, text="Hello?")
    backend.receive(ahead, at=at(1))
    backend.receive(ahead._replace(kind="edit", text="Anyone?", at=at(62)), at=at(62))
    backend.receive(ahead, at=at(70))
    (record,) = backend.records()
    assert record.open_wait.last_at == at(1)
