"""`replywatch recompute --open` applies the current configuration to open waits."""

from dataclasses import replace

from shared.storage import records
from shared.storage.changes import Put
from shared.storage.schema import Key
from tests.operator.world import CONVERSATION, World, a_story, at, messenger


def claim(world: World, **steps: int) -> None:
    """Claims this many steps of these policies, as if they had been sent."""
    record = world.record()
    assert record.escalation is not None
    claimed = replace(record.escalation, steps=steps, named_after=record.escalation.opened_by)
    advanced = replace(record, escalation=claimed, version=record.version + 1)
    world.table.write([Put(records.to_item(advanced), expects=record.version)])


def rename_policy(world: World) -> None:
    text = world.config.read_text(encoding="utf-8")
    world.config.write_text(text.replace('name = "all"', 'name = "every"'), encoding="utf-8")


def test_open_waits_get_the_current_terms(world: World) -> None:
    a_story(world)
    closed, _before = world.facts()
    record = world.record()
    world.set_target("30m")
    status, shown = world.run("recompute", "--open")
    assert status == 0
    assert shown.splitlines() == [
        f"{record.public_id} since 2026-11-22 10:09:00: "
        "all, due 2026-11-22 12:09:00, steps 11-22 11:54, 11-22 12:09 → "
        "all, due 2026-11-22 10:39:00, steps 11-22 10:24, 11-22 10:39",
        "1 open wait changed",
    ]
    still, fact = world.facts()
    assert still == closed
    after = world.record()
    assert after.open_wait is not None
    assert fact.wait.due_at == after.open_wait.due_at == at(39)
    assert after.next_moment == at(24)
    assert after.version == record.version + 1
    assert world.run("rebuild", CONVERSATION) == (0, "")


def test_a_second_run_changes_nothing(world: World) -> None:
    a_story(world)
    world.set_target("30m")
    world.run("recompute", "--open")
    before = world.items()
    assert world.run("recompute", "--open") == (0, "0 open waits changed\n")
    assert world.items() == before


def test_a_dry_run_only_reports(world: World) -> None:
    a_story(world)
    before = world.items()
    world.set_target("30m")
    assert "1 open wait would change" in world.run("recompute", "--open", "--dry-run")[1]
    assert world.items() == before


def test_the_same_configuration_changes_nothing(world: World) -> None:
    a_story(world)
    world.receive(messenger("m5", at(20), "Hello?"))
    assert world.run("recompute", "--open") == (0, "0 open waits changed\n")


def test_a_wait_that_no_longer_has_a_target_is_deleted(world: World) -> None:
    a_story(world)
    text = world.config.read_text(encoding="utf-8")
    world.config.write_text(
        text.replace('name = "all"', 'name = "all"\nsurfaces = ["public"]')
        + '[[policies]]\nname = "none"\nfirst_response = "none"\nsteps = []\n',
        encoding="utf-8",
    )
    assert "→ opens no wait" in world.run("recompute", "--open")[1]
    assert world.outcomes() == ["met"]
    assert world.record().open_wait is None


def test_steps_whose_times_change_begin_again_under_the_same_name(world: World) -> None:
    """The alerts have the same names, so those that were sent are not sent again."""
    a_story(world)
    claim(world, all=1)
    claimed = world.record().escalation
    world.set_target("8h")
    world.run("recompute", "--open")
    record = world.record()
    assert claimed is not None
    assert record.escalation is not None
    assert record.escalation.named_after == claimed.named_after
    assert (record.steps_claimed, record.next_moment) == (0, at(9 + 8 * 60 - 15))


def test_another_policy_begins_at_its_own_first_step(world: World) -> None:
    a_story(world)
    claim(world, all=2)
    rename_policy(world)
    world.run("recompute", "--open")
    record = world.record()
    assert record.escalation is not None
    assert record.escalation.steps == {}
    assert (record.steps_claimed, record.next_moment) == (0, at(9 + 105))


def test_an_acknowledgement_stays(world: World) -> None:
    a_story(world)
    record = world.record()
    assert record.escalation is not None
    known = replace(record.escalation, acknowledged_by="ada", snoozed_until=at(180))
    snoozed = replace(record, escalation=known, version=record.version + 1)
    world.table.write([Put(records.to_item(snoozed), expects=record.version)])
    world.set_target("30m")
    world.run("recompute", "--open")
    assert world.record().escalation == known


def test_a_wait_whose_message_has_expired_changes_too(world: World) -> None:
    a_story(world)
    world.expire("m1.7000123", "m2.7000123", "m3.7000123")
    world.set_target("30m")
    assert "1 open wait changed" in world.run("recompute", "--open")[1]
    assert world.facts()[1].wait.due_at == at(39)
    assert len(world.facts()) == 2


def test_an_answer_that_has_just_arrived_is_left_to_the_tracker(world: World) -> None:
    world.receive(messenger("m1", at(0)))
    world.store(messenger("m2", at(1), "Here", echo=True))
    world.set_target("30m")
    assert world.run("recompute", "--open") == (0, "0 open waits changed\n")


def test_an_answer_that_is_tracked_in_between_wins(world: World) -> None:
    world.receive(messenger("m1", at(0)))
    world.set_target("30m")
    world.store(messenger("m2", at(1), "Here", echo=True))
    arrived = list(world.stream)
    world.stream.clear()
    (reply,) = [i for i in world.items("C#") if i.get("message_id") == "m2"]
    world.remove(Key(reply["pk"], reply["sk"]))

    def answer() -> None:
        world.put(reply)
        world.stream.extend(arrived)
        world.deliver()

    world.before.append(("transact_write_items", answer))
    assert world.run("recompute", "--open")[1].endswith("0 open waits changed\n")
    assert world.outcomes() == ["met"]
