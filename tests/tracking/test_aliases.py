"""Customers with several ids: each message belongs to one conversation, in any order of arrival."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.conversation import alert_validity, find_by_public_id
from shared.conversation.customer_conversations import CustomerConversations
from shared.domain.aliases import Alias
from shared.domain.events import Event
from shared.domain.policies import Policy, Step
from shared.domain.policy_set import PolicySet
from shared.storage import alias_items, records
from shared.storage.attributes import stamp
from shared.storage.records import Naming
from tests import builders
from tests.builders import at
from tests.events import (
    any_order,
    changed_number,
    half_an_hour,
    on_whatsapp,
    whatsapp,
    whatsapp_reply,
)
from tests.fakes.backend import Backend


def assert_open(backend, customer, message_id):
    """Checks that only this wait is open."""
    assert backend.open_waits() == [(on_whatsapp(customer), message_id)]


def test_only_an_alias_from_a_scoped_id_to_a_number_is_permanent():
    assert alias_items.has_alias(whatsapp("1", 0, "4901", alias="US.1349"))
    assert not alias_items.has_alias(whatsapp("1", 0, "US.1350", alias="US.1349"))
    assert not alias_items.has_alias(whatsapp("1", 0, "4901", alias="4902"))


@any_order(3)
def test_a_customers_scoped_id_and_number_are_one_conversation(backend, order):
    events = [
        whatsapp("w1", 0, "US.1349"),
        whatsapp("w2", 5, "4901", alias="US.1349"),
        whatsapp("w3", 9, "US.1349"),
    ]
    backend.receive(*(events[n] for n in order))
    assert_open(backend, "4901", "w1")
    assert len(backend.facts()) == 1
    backend.receive(whatsapp_reply("r1", 12, "US.1349"))
    assert backend.outcomes() == [("w1", "met", "r1")]


@pytest.mark.parametrize(
    "update",
    [
        whatsapp("r9", 4, alias="US.1349", kind="delete", event_name="statuses.failed"),
        whatsapp("r9", 4, alias="US.1349", kind="not_a_message", event_name="statuses.read"),
        whatsapp("w9", 4, alias="US.1349", kind="delete"),
        whatsapp("w9", 4, alias="US.1349", kind="edit"),
    ],
    ids=["a failed reply", "a read reply", "a deletion", "an edit"],
)
@any_order(3)
def test_any_update_that_names_both_ids_joins_them(backend, order, update):
    events = [whatsapp("w1", 0, "US.1349"), whatsapp("w2", 5, "4901"), update]
    for n in order:
        backend.receive(events[n])
    assert_open(backend, "4901", "w1")


@any_order(3)
def test_an_update_that_changes_a_message_and_joins_two_ids_moves_the_wait_once(backend, order):
    """The update's run comes before that of the alias, and folds both conversations."""
    failed = whatsapp("r9", 0, alias="US.1349", kind="delete", event_name="statuses.failed")
    events = [changed_number(0, "US.1349", "4901"), whatsapp("w1", 0), failed]
    for n in order:
        backend.receive(events[n])
    assert_open(backend, "4901", "w1")


@any_order(4)
def test_a_chain_of_changes_ends_in_one_conversation(backend, order):
    events = [
        whatsapp("w1", 0, "4901"),
        changed_number(5, "4902", "4901"),
        whatsapp("w2", 7, "4902"),
        changed_number(9, "4903", "4902"),
    ]
    backend.receive(*(events[n] for n in order))
    backend.receive(*events)
    assert_open(backend, "4903", "w1")
    backend.receive(whatsapp_reply("r1", 12, "4903"))
    assert backend.outcomes() == [("w1", "met", "r1")]


@any_order(4)
def test_a_number_that_is_changed_back_is_one_wait_under_the_last_number(backend, order):
    events = [
        whatsapp("w1", 0, "4901"),
        changed_number(5, "4902", "4901"),
        whatsapp("w2", 7, "4902"),
        changed_number(9, "4901", "4902"),
    ]
    backend.receive(*(events[n] for n in order))
    backend.receive(*events, events[0], events[2], events[1])
    assert_open(backend, "4901", "w1")
    assert backend.outcomes() == [("w1", "open", None)]


@any_order(3)
def test_contradictory_changes_lose_no_message(backend, order):
    events = [
        whatsapp("w1", 0, "4901"),
        changed_number(5, "4902", "4901"),
        changed_number(5, "4901", "4902"),
    ]
    backend.receive(*(events[n] for n in order))
    backend.receive(*events)
    assert_open(backend, "4902", "w1")


@any_order(4)
def test_a_number_that_passed_to_another_customer_is_another_conversation(backend, order):
    events = [
        whatsapp("w1", 0, "4901"),
        changed_number(5, "4902", "4901"),
        whatsapp("w2", 8, "4901"),
        whatsapp_reply("r1", 9, "4901"),
    ]
    backend.receive(*(events[n] for n in order))
    assert backend.outcomes() == [("w1", "open", None), ("w2", "met", "r1")]
    assert_open(backend, "4902", "w1")


@any_order(5)
def test_scoped_ids_and_numbers_that_change_together_are_one_customer(backend, order):
    events = [
        whatsapp("w1", 0, "US.1"),
        whatsapp("w2", 2, "4901", alias="US.1"),
        changed_number(5, "US.2", "US.1"),
        whatsapp("w3", 7, "US.2"),
        whatsapp("w4", 9, "4902", alias="US.2"),
    ]
    backend.receive(*(events[n] for n in order))
    backend.receive(*events)
    assert_open(backend, "4902", "w1")
    assert backend.outcomes() == [("w1", "open", None)]


# --- Escalations and links follow the customer ----------------------------------------------------


@pytest.fixture
def three_steps() -> Backend:
    steps = tuple(Step(at=str(n), offset_s=3600 * n, notify=("ada",)) for n in range(3))
    policy = Policy(name="p", first_response_s=600, next_response_s=600, steps=steps)
    return Backend(builders.configuration(PolicySet.of([policy], {})))


@pytest.mark.parametrize("claims", [1, 2])
def test_alerts_that_were_sent_are_not_sent_under_the_new_number(three_steps, claims):
    backend = three_steps
    backend.receive(whatsapp("w1", 0))
    sent = [backend.claim(on_whatsapp("4901")) for _ in range(claims)]
    until = at(20 + 60 * (claims - 1))
    backend.change_record(on_whatsapp("4901"), snoozed_until=until, acknowledged_by="ada")
    backend.receive(changed_number(5, "4902", "4901"), changed_number(9, "4903", "4902"))
    known = backend.record(on_whatsapp("4903")).escalation
    assert (known.snoozed_until, known.acknowledged_by) == (until, "ada")
    assert known.named_after == "w1"
    backend.receive(whatsapp("w0", -1))
    # All steps that are due by then become one alert, with the name of the last of them.
    assert [a.id for a in backend.claim(on_whatsapp("4903"))] == [a.id for a in sent[-1]]
    assert backend.record(on_whatsapp("4903")).steps_claimed == claims


def test_an_alert_finds_the_wait_that_went_to_another_number(three_steps):
    backend = three_steps
    backend.receive(whatsapp("w1", 0))
    (alert,) = backend.claim(on_whatsapp("4901"))
    assert alert_validity.open_record(backend.store, alert, backend.now).customer == "4901"
    backend.receive(changed_number(5, "4902", "4901"))
    backend.claim(on_whatsapp("4902"))
    assert alert_validity.open_record(backend.store, alert, backend.now).customer == "4902"


def test_the_public_id_of_an_old_id_leads_to_the_number(backend):
    backend.receive(whatsapp("w1", 0, "US.1"))
    old = backend.record(on_whatsapp("US.1")).public_id
    backend.receive(whatsapp("w2", 2, "4901", alias="US.1"))
    found = find_by_public_id.by_public_id(backend.store, old, backend.now)
    assert (found.customer, found.open_wait.opened_by) == ("4901", "w1")


# --- The property ---------------------------------------------------------------------------------

NUMBERS, SCOPED = ("4901", "4902", "4903"), ("US.1", "US.2")
IDS = (*NUMBERS, *SCOPED)

minutes = st.integers(0, 40)
ids = st.sampled_from(IDS)
asked = st.builds(lambda at, by: ("message", at, by, None), minutes, ids)
answered = st.builds(lambda at, to: ("reply", at, to, None), minutes, ids)
change = st.builds(
    lambda at, pair: ("change", at, *pair), minutes, st.permutations(IDS).map(lambda p: p[:2])
)
# A scoped id always belongs to one number: a change of number brings a new scoped id.
paired = st.builds(
    lambda at, n: ("message", at, NUMBERS[n], SCOPED[n]), minutes, st.sampled_from((0, 1))
)


def event(number, one):
    kind, minute, customer, alias = one
    if kind == "change":
        return changed_number(minute, customer, alias)
    if kind == "reply":
        return whatsapp_reply(f"m{number}", minute, customer)
    return whatsapp(f"m{number}", minute, customer, alias=alias)


def is_possible(one: Event) -> bool:
    """Whether WhatsApp could send these events: a scoped id turns only into its own number."""
    if one.kind != "not_a_message":
        return True
    if one.alias in SCOPED and one.customer in NUMBERS:
        return one.customer == NUMBERS[SCOPED.index(one.alias)]
    return alias_items.has_alias(one)


def received(events, order):
    """Delivers the events in any order, some of them twice, with the stream in any order and with
    any delay."""
    backend = Backend(replace(builders.configuration(half_an_hour()), bots=frozenset()))
    backend.now = at(60)
    again = [one for one in events if order.random() < 0.4]
    for one in [*order.sample(events, len(events)), *again]:
        backend.store_event(one)
        if order.random() < 0.7:
            backend.deliver(order)
    backend.deliver(order)
    return backend


def placed(backend):
    """Each message with the conversation to which it belongs."""
    found = [(r.conversation, backend.folded(r.conversation)[0]) for r in backend.records()]
    return sorted((one, place) for place, part in found for one in part.items)


@settings(max_examples=150)
@given(
    st.lists(st.one_of(asked, answered, change, paired), min_size=2, max_size=8),
    st.integers(0, 2**32).map(Random),
)
def test_each_message_belongs_to_one_conversation_in_any_order(happened, order):
    events = [one for one in (event(*e) for e in enumerate(happened)) if is_possible(one)]
    first, second = received(events, order), received(events, order)
    said = sorted(e.message_id for e in events if e.kind != "not_a_message")
    assert [one for one, _ in placed(first)] == said
    assert placed(first) == placed(second)
    assert sorted(first.outcomes()) == sorted(second.outcomes())
    assert first.open_waits() == second.open_waits()


@pytest.mark.parametrize(
    ("changes", "is_new"),
    [
        ({"A": [("B", 20)]}, False),
        ({"A": [("B", 20)], "B": [("C", 15)]}, False),
        ({"A": [("C", 12), ("B", 20)]}, True),
    ],
    ids=["tracked", "of the new number before", "of the old number before"],
)
def test_an_alias_is_noticed_by_where_the_waits_message_is_stored(changes, is_new):
    """A wrote in minute 11, changed to B, and B has the wait. Each change: to whom, and when."""
    known = {one: records.new(one) for one in "ABC"}
    naming = Naming(known["A"].public_id, known["A"].salt)
    known["B"] = replace(known["B"], wait=builders.wait(builders.message(11)), opened_in=naming)
    aliases = {
        one: tuple(Alias(to, to, stamp(at(until))) for to, until in found)
        for one, found in changes.items()
    }
    assert CustomerConversations(records=known, aliases=aliases).may_have_new_alias is is_new
