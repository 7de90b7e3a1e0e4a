"""Customers whose ids change, as a law: whatever the order in which it becomes known, and however
often, each message is in one conversation, and it is the same one."""

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.tracker import tracking
from shared.config import configuration
from shared.conversation import history
from shared.domain.events import Event
from shared.domain.policies import Policy, PolicySet
from shared.storage import messages
from tests.storage.memory import MemoryStore
from tests.tracking.test_tracker_stories import changed, sent, whatsapp

NUMBERS, SCOPED = ("4901", "4902", "4903"), ("US.1", "US.2")
IDS = (*NUMBERS, *SCOPED)
PROMISES = PolicySet.of([Policy(name="p", first_response_s=600, next_response_s=600)], {})
BRAND = replace(configuration.load_file(Path("replywatch.toml")), policy_set=PROMISES)

minutes = st.integers(0, 40)
said = st.builds(lambda at, by: ("message", at, by, None), minutes, st.sampled_from(IDS))
answered = st.builds(lambda at, to: ("reply", at, to, None), minutes, st.sampled_from(IDS))
change = st.builds(
    lambda at, ids: ("change", at, *ids), minutes, st.permutations(IDS).map(lambda p: p[:2])
)
# A scoped id belongs to one number for ever: a change of numbers brings another.
paired = st.builds(
    lambda at, n: ("message", at, NUMBERS[n], SCOPED[n]), minutes, st.sampled_from((0, 1))
)


def event(number: int, one: Any) -> Event:
    kind, at, customer, other = one
    if kind == "change":
        return changed(at, customer, other)
    made = whatsapp(f"m{number}", at, customer, alias=other)
    return made if kind == "message" else sent(f"m{number}", at)._replace(customer=customer)


def heard(events: list[Event], order: Random) -> MemoryStore:
    """The events in any order, some of them again; the stream in any order, with any delay."""
    store = MemoryStore()
    again = [one for one in events if order.random() < 0.4]
    for one in [*order.sample(events, len(events)), *again]:
        if one.kind == "not_a_message":
            store.land([messages.join(one, str(one.conversation))])
        else:
            store.land(messages.items(one))
        if order.random() < 0.7:
            _track(store, order)
    _track(store, order)
    return store


def _track(store: MemoryStore, order: Random) -> None:
    for _ in range(5_000):
        if not store.landed:
            return
        item = store.landed.pop(order.randrange(len(store.landed)))
        if item["pk"].startswith("C#"):
            tracking.track(store, BRAND, item["pk"].removeprefix("C#"), {}, [item])
    raise AssertionError("it goes round and round")


def resting(store: MemoryStore) -> list[tuple[str, str]]:
    places = {key.pk.removeprefix("C#") for key in store.items if key.pk.startswith("C#")}
    stretches = [history.read_whole(store, place, BRAND) for place in sorted(places)]
    return sorted((m.id, s.conversation) for s in stretches for m in s.resting)


def waits(store: MemoryStore) -> list[tuple[Any, ...]]:
    names = ("conversation", "boundary", "opened_by", "outcome", "closed_by")
    return sorted(tuple(str(row.get(name)) for name in names) for row in store.rows())


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.one_of(said, answered, change, paired), min_size=2, max_size=8),
    st.integers(0, 2**32).map(Random),
)
def test_each_message_is_in_one_conversation_and_the_same_in_any_order(
    told: list[Any], order: Random
) -> None:
    events = [event(number, one) for number, one in enumerate(told)]
    changes = [e for e in events if e.kind != "not_a_message" or _possible(e)]
    first, second = heard(changes, order), heard(changes, order)
    assert [m for m, _ in resting(first)] == sorted(
        str(e.message_id) for e in changes if e.kind != "not_a_message"
    )
    assert resting(first) == resting(second)
    assert waits(first) == waits(second)


def _possible(one: Event) -> bool:
    """A scoped id turns into its own number only."""
    if one.alias in SCOPED and one.customer in NUMBERS:
        n = SCOPED.index(str(one.alias))
        return one.customer == NUMBERS[n]
    return messages.joins(one)
