"""`replywatch forget` while a tracker runs, and after an interruption at any write."""

from collections.abc import Callable
from itertools import count

import pytest

from tests.operator.test_forget import times
from tests.operator.world import (
    CUSTOMER,
    SAID,
    World,
    a_story,
    at,
    deflected,
    messenger,
    number_changed,
    whatsapp,
)


def changed_twice(world: World) -> None:
    world.receive(whatsapp(SAID, number_changed("49152000000")))
    world.receive(whatsapp(SAID, number_changed("49153000000"), number="49152000000", start=5))


STORIES: dict[str, tuple[Callable[[World], None], str, str, tuple[str, ...]]] = {
    "an answered and an open wait": (a_story, "messenger", CUSTOMER, (CUSTOMER,)),
    "a deflected question": (deflected, "x", "777001", ("777001", "2000000001", "2000000003")),
    "two changed numbers": (
        changed_twice,
        "whatsapp",
        "49151000000",
        ("49151000000", "49152000000", "49153000000"),
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_run_that_is_interrupted_at_any_write_is_completed_by_the_next(
    world: World, name: str
) -> None:
    story, channel, customer, traces = STORIES[name]
    story(world)
    stored = {pk: dict(items) for pk, items in world.fake.items.items()}
    before = times(world.facts())
    for write in count():
        _restore(world, stored)
        world.interrupt_at(write)
        status, _shown = world.forget(customer, channel)
        is_over = status == 0
        vars(world).pop("writes", None)
        world.deliver()
        assert times(world.facts()) == before
        assert world.forget(customer, channel)[0] == 0
        world.deliver()
        for trace in traces:
            assert not world.holds(trace), f"after an interruption at write {write}"
        assert times(world.facts()) == before
        assert "open" not in world.outcomes()
        if is_over:
            assert write > 1
            return


def _restore(world: World, stored: dict[str, dict[str, object]]) -> None:
    for pk, items in list(world.fake.items.items()):
        for sk in list(items):
            if sk not in stored.get(pk, {}):
                world.fake.delete_item(TableName="replies", Key={"pk": {"S": pk}, "sk": {"S": sk}})
    for items in stored.values():
        for item in items.values():
            world.fake.put_item(TableName="replies", Item=item)
    world.stream.clear()


@pytest.mark.parametrize("operation", ["get_item", "query", "transact_write_items"])
def test_a_tracker_that_was_held_up_cannot_write_the_old_record(
    world: World, operation: str
) -> None:
    a_story(world)
    before = times(world.facts())
    world.store(messenger("m4", at(20), "Here it is", echo=True))
    world.before.append((operation, world.forget))
    world.deliver()
    assert not world.holds(CUSTOMER)
    assert times(world.facts()) == before
    assert world.outcomes() == ["met", "withdrawn"]
    assert world.forget()[1].endswith("0 items name the customer\n")


def test_a_tracker_held_up_at_a_first_message_leaves_no_public_id(world: World) -> None:
    world.store(messenger("m1", at(0)))
    world.before.append(("transact_write_items", world.forget))
    world.deliver()
    assert world.items("W#") == []
    assert not world.holds(CUSTOMER)


def test_a_message_that_arrives_meanwhile_still_opens_a_wait(world: World) -> None:
    a_story(world)
    message = messenger("m9", at(121), "Where is my second parcel?")
    world.before.append(("transact_write_items", lambda: world.store(message)))
    status, shown = world.forget()
    assert (status, shown.splitlines()[-1]) == (1, "1 item names the customer")
    world.now = at(121)
    world.deliver()
    assert world.record().open_wait is not None
    assert world.outcomes() == ["met", "withdrawn", "open"]


def test_a_tracker_that_writes_in_between_is_waited_for(world: World) -> None:
    a_story(world)
    world.store(messenger("m4", at(20), "Here it is", echo=True))
    world.before.append(("transact_write_items", world.deliver))
    assert world.forget()[0] == 0
    assert world.outcomes() == ["met", "met"]
    assert not world.holds(CUSTOMER)
