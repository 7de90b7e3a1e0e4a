"""`replywatch rebuild` repairs records and facts that differ from the messages, and nothing
else."""

from dataclasses import replace
from datetime import timedelta

from shared.storage import records, wait_facts
from shared.storage.attributes import decode, encode
from shared.storage.changes import Put
from shared.storage.schema import Key
from tests.operator.world import (
    CONVERSATION,
    PAGE,
    PHONE,
    SAID,
    World,
    a_story,
    at,
    comment,
    deflected,
    messenger,
    number_changed,
    whatsapp,
)


def damage(world: World, **values: object) -> None:
    """Writes wrong values into the record."""
    (item,) = [i for i in world.items(f"C#{CONVERSATION}") if i["sk"] == "STATE"]
    world.put({k: v for k, v in (item | values).items() if v is not None})


class TestNoDifference:
    def test_a_rebuild_of_correct_data_prints_and_changes_nothing(self, world: World) -> None:
        a_story(world)
        before = world.items()
        assert world.run("rebuild", world.record().public_id) == (0, "")
        assert world.run("rebuild", CONVERSATION) == (0, "")
        assert world.run("rebuild", "--all") == (0, "")
        assert "1 conversation" in world.errors
        assert world.items() == before

    def test_a_rebuild_finds_no_difference_after_a_changed_number(self, world: World) -> None:
        world.receive(whatsapp(SAID, number_changed("49152000000"), SAID))
        before = world.items()
        assert world.run("rebuild", "--all") == (0, "")
        assert world.run("rebuild", f"whatsapp:{PHONE}:49151000000") == (0, "")
        assert world.items() == before

    def test_a_rebuild_finds_no_difference_after_an_answer_in_private(self, world: World) -> None:
        deflected(world)
        before = world.items()
        assert world.run("rebuild", "--all") == (0, "")
        assert world.items() == before

    def test_a_rebuild_finds_no_difference_after_a_changed_policy(self, world: World) -> None:
        a_story(world)
        world.set_target("30m")
        assert world.run("rebuild", CONVERSATION) == (0, "")

    def test_a_rebuild_finds_no_difference_after_a_changed_calendar(self, world: World) -> None:
        world.receive(
            messenger("m1", at(0), "I love your shop, you are wonderful, great!"),
            messenger("m2", at(60), "Thank you", echo=True),
        )
        (fact,) = world.facts()
        assert fact.wait.terms.clock == "business"
        text = world.config.read_text(encoding="utf-8")
        world.config.write_text(text.replace("09:00-18:00", "11:00-12:00"), encoding="utf-8")
        assert world.run("rebuild", CONVERSATION) == (0, "")

    def test_a_rebuild_finds_no_difference_after_a_customer_was_forgotten(
        self, world: World
    ) -> None:
        a_story(world)
        world.forget()
        before = world.items("C#")
        world.deliver()
        assert world.run("rebuild", "--all") == (0, "")
        assert world.items("C#") == before


class TestFacts:
    def test_a_missing_first_wait_is_restored(self, world: World) -> None:
        a_story(world)
        first, _open = world.facts()
        world.remove(first.key)
        status, shown = world.run("rebuild", CONVERSATION, "--dry-run")
        assert status == 1
        assert "wait of 2026-11-22 10:00:00: was missing (met, due" in shown
        assert len(world.facts()) == 1
        assert world.run("rebuild", CONVERSATION) == (0, shown)
        assert world.facts()[0].wait == first.wait
        assert world.run("rebuild", CONVERSATION) == (0, "")

    def test_a_wrong_wait_is_reported_field_by_field(self, world: World) -> None:
        a_story(world)
        first = world.facts()[0]
        wrong = replace(first, wait=replace(first.wait, outcome="late", response_s=5))
        world.put(decode(encode(wait_facts.to_item(wrong))))
        _status, shown = world.run("rebuild", CONVERSATION)
        public_id = world.record().public_id
        assert shown.splitlines() == [
            f"{public_id}: wait of 2026-11-22 10:00:00: outcome late → met",
            f"{public_id}: wait of 2026-11-22 10:00:00: response_s 5 → 300",
        ]
        repaired = world.facts()[0]
        assert repaired.version > first.version
        assert repaired == replace(first, event="wait.changed", version=repaired.version)

    def test_a_wait_that_no_message_opens_is_deleted(self, world: World) -> None:
        world.receive(messenger("m1", at(0)), messenger("m2", at(3), "Hello?"))
        (fact,) = world.facts()
        record = world.record()
        name = wait_facts.name_of("m2", record.salt)
        stray = replace(fact, wait=replace(fact.wait, opened_by=name, opened_at=at(3)))
        world.put(decode(encode(wait_facts.to_item(stray))))
        _status, shown = world.run("rebuild", CONVERSATION)
        assert shown == f"{record.public_id}: wait of 2026-11-22 10:03:00: there is no such wait\n"
        assert world.facts() == [fact]


class TestRecords:
    def test_a_wait_that_the_record_does_not_have_is_open_again(self, world: World) -> None:
        a_story(world)
        before = world.record()
        damage(world, wait=None, escalation=None, due_shard=None, due_next=None, due_at=None)
        _status, shown = world.run("rebuild", CONVERSATION)
        assert f"{before.public_id}: record: wait: opened_by none → m3.7000123" in shown
        after = world.record()
        assert after.wait == before.wait
        assert after.version == before.version + 1
        assert world.run("rebuild", CONVERSATION) == (0, "")

    def test_a_wait_that_was_answered_is_closed(self, world: World) -> None:
        a_story(world)
        stale = world.record()
        world.receive(messenger("m4", at(12), "Here", echo=True))
        closed = world.record()
        world.put(decode(encode(records.to_item(replace(stale, version=closed.version)))))
        assert world.run("rebuild", CONVERSATION, "--dry-run")[0] == 1
        world.run("rebuild", CONVERSATION)
        after = world.record()
        assert (after.wait, after.checkpoint) == (None, closed.checkpoint)
        assert world.run("rebuild", CONVERSATION) == (0, "")

    def test_the_escalation_is_kept(self, world: World) -> None:
        a_story(world)
        record = world.record()
        assert record.escalation is not None
        claimed = replace(record.escalation, steps={"all": 1}, named_after="m3.7000123")
        advanced = replace(record, escalation=claimed, version=record.version + 1)
        world.table.write([Put(records.to_item(advanced), expects=record.version)])
        damage(world, due_at=None, permalink="https://example.com/wrong")
        world.run("rebuild", CONVERSATION)
        assert world.record().escalation == claimed
        assert world.record().permalink is None

    def test_messages_that_were_never_tracked_are_tracked(self, world: World) -> None:
        world.store(messenger("m1", at(0)))
        world.stream.clear()
        _status, shown = world.run("rebuild", CONVERSATION)
        assert "its record was missing" in shown
        assert "was missing (open, due 2026-11-22 12:00:00)" in shown
        assert world.record().open_wait is not None
        assert (
            world.run("rebuild", "--all")[1] == "figures of 2026-11-22T10: do not match its waits\n"
        )

    def test_a_tracker_that_writes_in_between_wins(self, world: World) -> None:
        a_story(world)
        first = world.facts()[0]
        world.remove(first.key)
        world.store(messenger("m4", at(12), "Here", echo=True))
        world.before.append(("transact_write_items", world.deliver))
        world.run("rebuild", CONVERSATION)
        assert world.outcomes() == ["met", "met"]
        assert world.record().wait is None


class TestAll:
    def test_a_rebuild_of_all_finds_every_conversation_and_wrong_figures(
        self, world: World
    ) -> None:
        for n in range(12):
            world.store(messenger(f"m{n}", at(n), customer=f"80000{n:02d}"))
        world.deliver()
        assert world.run("rebuild", "--all")[1] == ""
        assert "12 conversations" in world.errors
        world.remove(Key("R#2026-11-22", "2026-11-22T10"))
        wrong = "figures of 2026-11-22T10: do not match its waits\n"
        assert world.run("rebuild", "--all", "--dry-run") == (1, wrong)
        assert world.run("rebuild", "--all") == (0, wrong)
        world.remove(*(fact.key for fact in world.facts()[:7]))
        status, shown = world.run("rebuild", "--all", "--dry-run")
        assert (status, shown.count("was missing")) == (1, 7)
        world.run("rebuild", "--all")
        assert len(world.facts()) == 12
        assert world.run("rebuild", "--all", "--dry-run") == (0, "")

    def test_a_rebuild_after_an_interrupted_one_finds_the_wrong_month(self, world: World) -> None:
        a_story(world)
        world.now += timedelta(days=30)
        world.receive(messenger("m4", at(12), "Here", echo=True))
        world.store(messenger("m5", at(3), customer="8000001"))
        world.run("rebuild", "messenger:" + PAGE + ":8000001")
        world.stream.clear()  # no function counts the new wait
        world.interrupt_at(2)  # the hour and the day are written, the month is not
        world.run("rebuild", "--all")
        wrong = "figures of 2026-11: do not match its days\n"
        assert world.run("rebuild", "--all", "--dry-run") == (1, wrong)
        assert world.run("rebuild", "--all") == (0, wrong)
        assert world.run("rebuild", "--all", "--dry-run") == (0, "")

    def test_a_reply_that_waits_for_its_message_finds_it(self, world: World) -> None:
        world.receive(comment("1_10", at(0), author="9001"))
        world.store(comment("1_11", at(4), author=PAGE, parent="1_10"))
        world.stream.clear()
        status, shown = world.run("rebuild", "--all", "--dry-run")
        assert status == 1
        assert "was missing" in shown
        world.run("rebuild", "--all")
        assert world.outcomes() == ["met"]

    def test_a_marker_of_a_deflection_is_restored(self, world: World) -> None:
        deflected(world)
        (marker,) = [i for i in world.items("C#") if i["sk"].startswith("DEFLECTED#")]
        world.remove(Key(marker["pk"], marker["sk"]))
        assert "was missing" in world.run("rebuild", "--all")[1]
        assert world.table.get(Key(marker["pk"], marker["sk"])) == marker


class TestExpiredMessages:
    def test_facts_of_expired_messages_stay(self, world: World) -> None:
        a_story(world)
        world.receive(messenger("m4", at(12), "Here", echo=True), messenger("m5", at(15)))
        before = world.facts()
        world.expire("m1.7000123", "m2.7000123")
        assert world.run("rebuild", CONVERSATION) == (0, "")
        assert world.run("rebuild", "--all") == (0, "")
        assert world.facts() == before
        world.remove(before[2].key)
        assert "wait of 2026-11-22 10:15:00: was missing" in world.run("rebuild", CONVERSATION)[1]
        assert [fact.wait for fact in world.facts()] == [fact.wait for fact in before]
        assert world.facts()[2].event == "wait.opened"

    def test_a_wait_whose_opening_has_expired_is_not_made_twice(self, world: World) -> None:
        world.receive(
            messenger("m1", at(0)),
            messenger("m2", at(3), "Hello?"),
            messenger("m3", at(5), "We look", echo=True),
        )
        before = world.facts()
        world.expire("m1")
        assert world.run("rebuild", CONVERSATION) == (0, "")
        assert world.run("rebuild", "--all") == (0, "")
        assert world.facts() == before

    def test_an_open_wait_stays_when_its_messages_have_expired(self, world: World) -> None:
        a_story(world)
        before = world.record(), world.facts()
        for expired in (("m1.7000123",), ("m2.7000123",), ("m3.7000123",)):
            world.expire(*expired)
            assert world.run("rebuild", CONVERSATION) == (0, "")
            assert world.run("rebuild", "--all") == (0, "")
            assert (world.record(), world.facts()) == before


class TestArguments:
    def test_an_unknown_conversation_is_a_line(self, world: World) -> None:
        for name in ("messenger:1:2", "nothing"):
            assert world.run("rebuild", name)[0] == 2
            assert world.errors.startswith("replywatch rebuild: ")
            assert f"No conversation {name}." in world.errors

    def test_one_conversation_or_all_is_needed(self, world: World) -> None:
        assert world.run("rebuild")[0] == 2
        assert "Name one conversation, or use --all." in world.errors
