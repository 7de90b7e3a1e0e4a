"""`replywatch forget` deletes everything that names a customer, and nothing else."""

import json
import re
from typing import Any

import pytest

from functions.webhook import privacy
from shared.conversation import forgetting
from shared.conversation.forgetting import Found
from shared.domain.alerts import Alert
from shared.storage import alerts, records
from shared.storage.changes import Put
from shared.storage.packing import unpack
from shared.storage.wait_facts import WaitFact
from tests.operator.world import (
    BRAND,
    CONVERSATION,
    CUSTOMER,
    NOON,
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
    x_post,
)

NAMED_ON_X = {"id": 42, "id_str": "42", "name": "Lena F", "screen_name": "lena"}


def times(facts: list[WaitFact]) -> list[tuple[Any, ...]]:
    """All fields of the facts, except whether a wait is still open."""
    return [(f.public_id, f.wait.opened_at, f.wait.terms, f.wait.response_s) for f in facts]


def write_again(world: World, minute: int = 130) -> None:
    """The customer writes after having been forgotten."""
    world.now = at(minute)
    world.receive(messenger("m9", at(minute), "Where is my second parcel?"))


def test_nothing_names_the_customer_and_the_facts_stay(world: World) -> None:
    a_story(world)
    a_story(world, customer="7000124")
    before, others = world.facts(), world.items("C#messenger:100200300400500:7000124")
    status, shown = world.forget()
    assert (status, shown.splitlines()[-1]) == (0, "0 items name the customer")
    assert "1 open wait withdrawn" in shown
    assert "3 messages" in shown
    assert not world.holds(CUSTOMER)
    assert times(world.facts()) == times(before)
    assert sorted(world.outcomes()) == ["met", "met", "open", "withdrawn"]
    assert world.items("C#messenger:100200300400500:7000124") == others


def test_figures_are_equal_before_and_after(world: World) -> None:
    a_story(world)
    world.receive(messenger("m4", at(20), "Here it is", echo=True))
    before = world.figures()
    world.forget()
    world.deliver()
    assert world.figures() == before
    assert world.run("rebuild", "--all") == (0, "")


def test_an_open_wait_leaves_the_open_figures(world: World) -> None:
    a_story(world)
    world.forget()
    world.deliver()
    (figures,) = [unpack(f) for f in world.figures().values()]
    assert sorted((f["met"], f["withdrawn"]) for f in figures.values()) == [(0, 1), (1, 0)]
    assert [f["due"] for f in figures.values()] == [{}, {}]
    assert world.facts()[1].wait.closed_at == NOON


def test_the_tombstone_is_empty_and_expires_after_eight_days(world: World) -> None:
    a_story(world)
    before = world.record()
    world.forget()
    (item,) = world.items(f"C#{CONVERSATION}")
    assert set(item) == {
        "pk", "sk", "version", "public_id", "salt", "forgotten_at", "expires_at",
    }  # fmt: skip
    assert item["expires_at"] == int(NOON.timestamp()) + 8 * 86_400
    assert item["version"] == before.version + 1
    assert item["public_id"] != before.public_id
    assert item["salt"] != before.salt


def test_a_second_run_finds_and_changes_nothing(world: World) -> None:
    a_story(world)
    world.forget()
    before = world.items()
    assert world.forget() == (0, "no data of this customer was found\n0 items name the customer\n")
    assert world.items() == before


def test_a_public_id_of_before_leads_nowhere(world: World) -> None:
    a_story(world)
    old = world.record().public_id
    assert world.run("explain", old)[0] == 0
    world.forget()
    assert world.run("explain", old)[0] == 2


@pytest.mark.parametrize(
    ("channel", "account", "expected"),
    [
        ("mesenger", None, "--channel: expected one of facebook, messenger, instagram"),
        ("messenger", PAGE[:-1], f"--account: expected one of {PAGE}"),
        ("messenger", "", f"--account: expected one of {PAGE}"),
    ],
)
def test_a_mistyped_place_is_refused(
    world: World, channel: str, account: str | None, expected: str
) -> None:
    a_story(world)
    before = world.items()
    asked = ("forget", "--channel", channel, "--customer", CUSTOMER, "--yes")
    assert world.run(*asked, *(() if account is None else ("--account", account))) == (2, "")
    assert expected in world.errors
    assert world.items() == before


class TestRedelivery:
    """A platform may deliver a message again for up to seven days."""

    def test_brings_nothing_back(self, world: World) -> None:
        a_story(world)
        world.forget()
        world.deliver()
        before = world.items()
        a_story(world)
        assert world.items() == before

    def test_brings_no_public_pointer_and_no_marker_back(self, world: World) -> None:
        deflected(world)
        world.forget("777001", "x")
        world.deliver()
        before = world.items("C#"), world.items("P#")
        deflected(world)
        assert (world.items("C#"), world.items("P#")) == before
        assert not world.holds("777001")

    def test_brings_no_alias_back(self, world: World) -> None:
        body = whatsapp(SAID, user="DE.9913490001")
        world.receive(body)
        world.forget("49151000000", "whatsapp")
        before = world.items("C#")
        world.receive(body)
        assert world.items("C#") == before

    def test_brings_no_customer_of_an_older_post_back(self, world: World) -> None:
        body = x_post("2000000002", "777001", at(0), to="2000000001")
        world.receive(body, platform="x")
        world.forget("777001", "x")
        world.receive(body, platform="x")
        assert not world.holds("777001")


class TestWritingAgain:
    def test_makes_a_new_conversation_with_a_new_public_id(self, world: World) -> None:
        a_story(world)
        old = world.record()
        world.forget()
        tombstone = world.record()
        write_again(world)
        record = world.record()
        assert record.public_id not in {old.public_id}
        assert record.public_id == tombstone.public_id
        assert (record.customer, record.channel) == (CUSTOMER, "messenger")
        assert record.open_wait is not None
        assert record.open_wait.kind == "first"
        assert world.outcomes() == ["met", "withdrawn", "open"]
        assert world.run("rebuild", "--all") == (0, "")

    def test_an_old_delivery_does_not_disturb_it(self, world: World) -> None:
        a_story(world)
        world.forget()
        write_again(world)
        before = world.record().wait, world.facts()
        a_story(world)
        assert (world.record().wait, world.facts()) == before

    def test_both_ids_are_one_customer_again(self, world: World) -> None:
        world.receive(whatsapp(SAID, user="DE.9913490001"))
        world.forget("49151000000", "whatsapp")
        world.now = at(140)
        world.receive(whatsapp(SAID, user="DE.9913490001", start=130))
        world.receive(whatsapp(SAID, user="DE.9913490001", start=131))
        assert world.record(f"whatsapp:{PHONE}:49151000000").links

    def test_after_eight_days_it_gets_a_public_id_never_seen(self, world: World) -> None:
        a_story(world)
        old = world.record().public_id
        world.forget()
        tombstone = world.record().public_id
        write_again(world, 9 * 24 * 60)
        assert world.record().public_id not in {old, tombstone}

    def test_it_can_be_forgotten_once_more(self, world: World) -> None:
        a_story(world)
        world.forget()
        write_again(world)
        world.now = at(140)
        assert world.forget()[0] == 0
        assert not world.holds(CUSTOMER)


class TestOthers:
    def test_an_id_within_other_ids_is_another_customer(self, world: World) -> None:
        world.receive(messenger("m1", at(0), "I want 42 of them", customer="1042"))
        world.receive(messenger("m2", at(0), customer="42"))
        before = world.items(f"C#messenger:{PAGE}:1042")
        assert world.forget("42")[0] == 0
        assert world.items(f"C#messenger:{PAGE}:1042") == before
        assert world.outcomes() == ["open", "withdrawn"] or world.outcomes() == [
            "withdrawn",
            "open",
        ]

    def test_a_customer_in_a_thread_with_the_same_id_is_kept(self, world: World) -> None:
        world.receive(x_post("777001", "888002", at(0)), platform="x")
        world.receive(x_post("777009", "888002", at(1), to="777001"), platform="x")
        world.receive(x_post("777010", "777001", at(2)), platform="x")
        before = [i for i in world.items() if "777010" not in json.dumps(i)]
        assert world.forget("777001", "x")[0] == 0
        after = [i for i in world.items() if not records.is_tombstone(i)]
        assert [i for i in before if i["pk"].startswith(("C#x:" + BRAND + ":777001", "P#"))] == [
            i for i in after if i["pk"].startswith(("C#", "P#"))
        ]
        assert not world.holds("777010")

    def test_a_customer_can_be_forgotten_on_one_account_only(self, world: World) -> None:
        world.set_target("2h", '[[accounts]]\nchannel = "messenger"\nid = "999"\nname = "B"\n')
        world.receive(messenger("m1", at(0)), messenger("m2", at(0), page="999"))
        before = world.items(f"C#{CONVERSATION}")
        status, shown = world.run(
            "forget", "--channel", "messenger", "--customer", CUSTOMER, "--account", "999", "--yes"
        )
        assert status == 0
        assert "items of other channels or accounts have the same id" in shown
        assert world.items(f"C#{CONVERSATION}") == before
        assert all(records.is_tombstone(i) for i in world.items(f"C#messenger:999:{CUSTOMER}"))

    def test_the_same_id_on_another_channel_is_reported(self, world: World) -> None:
        a_story(world)
        status, shown = world.forget(CUSTOMER, "facebook")
        assert status == 0
        assert "no data of this customer was found" in shown
        assert re.search(r"^\d+ items of other channels", shown, flags=re.M)


class TestEveryKindOfItem:
    def test_pointers_waiting_replies_and_alerts_go(self, world: World) -> None:
        world.receive(
            comment("1_10", at(0), author="9000001"),
            comment("1_11", at(4), author=PAGE, parent="1_10"),
            comment("1_12", at(8), author="9000001", parent="1_10"),
            comment("1_20", at(1), author="9000002"),
        )
        conversation = f"facebook:{PAGE}:{PAGE}_1:9000001"
        for n, name in enumerate((conversation, conversation.replace("9000001", "9000002"))):
            alert = Alert(
                conversation=name, opened_by=f"1_{n + 1}0", policy="all", step=0, at="due",
                responder="ada", by="email", due=at(30), provider_id="ses-1",
            )  # fmt: skip
            world.table.write([Put(alerts.to_item(alert), expects=None)])
        status, shown = world.forget("9000001", "facebook")
        assert status == 0
        assert "1 alert" in shown
        for trace in ("9000001", "1_10", "1_11", "1_12"):
            assert not world.holds(trace)
        assert world.holds("1_20")
        (kept,) = world.items("A#")
        assert "9000002" in kept["conversation"]

    def test_only_the_customers_pending_events_under_anothers_message_go(
        self, world: World
    ) -> None:
        parent = "1_99"
        world.receive(comment("1_30", at(1), author="9000001", parent=parent))
        pk = f"P#x#{BRAND}#900"
        own = {"pk": pk, "sk": "UNDER#9000001", "customer": "9000001"}
        other = {"pk": pk, "sk": "UNDER#9000002", "customer": "9000002"}
        for item in (own, other):
            conversation = f"x:{BRAND}:900:{item['customer']}"
            world.put(item | {"conversation": conversation})
        assert world.forget("9000001", "x")[0] == 0
        assert [i["sk"] for i in world.items(pk)] == ["UNDER#9000002"]

    @pytest.mark.parametrize(
        "body",
        [
            {"tweet_create_events": [{"text": "hello", "user": NAMED_ON_X}]},
            {"direct_message_reaction_events": [{"x": 1}], "users": {"42": NAMED_ON_X}},
            {"block_events": [{"type": "novel", "source": NAMED_ON_X}]},
        ],
        ids=lambda body: next(iter(body)),
    )
    def test_an_unknown_event_goes_whatever_field_describes_the_customer(
        self, world: World, body: dict[str, Any]
    ) -> None:
        world.receive(x_post("900", "42", at(0)), platform="x")
        world.receive({"for_user_id": BRAND, **body}, platform="x")
        assert len(world.items("Q#")) == 1
        world.forget("42", "x")
        assert world.items("Q#") == []

    def test_quarantined_events_that_name_the_customer_go(self, world: World) -> None:
        kept = messenger("m9", at(0), page="999")
        kept["entry"][0]["messaging"].append({"sender": {"id": CUSTOMER}, "novelty": 1})
        world.receive(kept, messenger("m8", at(0), f"Ask {CUSTOMER}", page="999", customer="8000"))
        assert len(world.items("Q#")) == 3
        _status, shown = world.forget()
        assert "2 quarantined events" in shown
        (left,) = world.items("Q#")
        assert json.loads(left["event"])["customer"] == "8000"

    def test_entries_of_a_thread_go(self, world: World) -> None:
        for customer in ("9000001", "9000002"):
            conversation = f"facebook:{PAGE}:1_1:{customer}"
            world.put(
                {
                    "pk": f"T#facebook#{PAGE}#1_1",
                    "sk": f"2026-11-22T10:00:00.000Z#{conversation}",
                    "customer": customer,
                    "conversation": conversation,
                }
            )
        world.forget("9000001", "facebook")
        (left,) = world.items("T#")
        assert left["customer"] == "9000002"

    def test_a_public_question_and_its_private_answer_go_together(self, world: World) -> None:
        deflected(world)
        before = world.facts()
        assert any(fact.wait.deflected_at for fact in before)
        assert world.forget("777001", "x")[0] == 0
        world.deliver()
        for trace in ("777001", "2000000001", "2000000003"):
            assert not world.holds(trace)
        assert times(world.facts()) == times(before)
        assert world.outcomes() == [fact.wait.outcome for fact in before]

    def test_metas_request_is_listed_until_it_is_done(self, world: World) -> None:
        signed = {"user_id": "5550001", "issued_at": 1}
        answer = privacy.deletion_request(world.table, signed, "https://a.example", NOON)
        assert answer is not None
        code = answer["confirmation_code"]
        _status, shown = world.run("forget", "--requests")
        assert shown == f"2026-11-22T12:00:00Z  user 5550001  code {code}\n"
        assert world.forget("5550001", "x")[0] == 0
        assert world.run("forget", "--requests")[1] != ""
        assert world.forget("5550001") == (
            0,
            "1 deletion request done\n0 items name the customer\n",
        )
        none = "No deletion request from Meta is open.\n"
        assert world.run("forget", "--requests") == (0, none)
        assert world.run("forget", "--requests", "--json") == (0, "")
        assert "was deleted on 2026-11-22" in privacy.status_page(world.table, code)["body"]
        assert not world.holds("5550001")


class TestSeveralIds:
    def test_both_ids_of_a_whatsapp_customer_are_one(self, world: World) -> None:
        world.receive(whatsapp(SAID, user="DE.9913490001"))
        assert world.holds("DE.9913490001")
        _status, shown = world.forget("DE.9913490001", "whatsapp")
        assert "one customer: 49151000000, DE.9913490001" in shown
        assert not world.holds("9913490001")
        assert not world.holds("49151000000")
        assert world.outcomes() == ["withdrawn"]

    @pytest.mark.parametrize("asked", ["49151000000", "49152000000", "49153000000"])
    def test_numbers_that_changed_are_forgotten_together(self, world: World, asked: str) -> None:
        world.receive(whatsapp(SAID, number_changed("49152000000")))
        world.receive(whatsapp(SAID, number_changed("49153000000"), number="49152000000", start=5))
        before = times(world.facts())
        assert world.forget(asked, "whatsapp")[0] == 0
        world.deliver()
        for number in ("49151000000", "49152000000", "49153000000"):
            assert not world.holds(number)
        assert times(world.facts()) == before

    @pytest.mark.parametrize("asked", ["551187654321", "+5511987654321"])
    def test_both_forms_of_a_number_are_forgotten(self, world: World, asked: str) -> None:
        unknown = {"type": "novelty"}
        world.receive(whatsapp(SAID, unknown, number="551187654321"))
        assert len(world.items("Q#")) == 1
        world.forget(asked, "whatsapp")
        assert not world.holds("11987654321")
        assert not world.holds("1187654321")
        assert world.outcomes() == ["withdrawn"]


class TestAsking:
    def test_without_a_confirmation_nothing_is_deleted(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        a_story(world)
        before = world.items()
        order = ("forget", "--channel", "messenger", "--customer", CUSTOMER)
        assert world.run(*order)[0] == 2
        assert "Nothing was deleted" in world.errors
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda: "n")
        assert world.run(*order)[0] == 2
        assert world.items() == before
        monkeypatch.setattr("builtins.input", lambda: "y")
        assert world.run(*order)[0] == 0

    def test_all_ids_are_named_before_the_question(self, world: World) -> None:
        world.receive(whatsapp(SAID, user="DE.9913490001"))
        world.run("forget", "--channel", "whatsapp", "--customer", "DE.9913490001")
        assert "These ids are one customer: 49151000000, DE.9913490001." in world.errors

    def test_the_customer_must_be_named(self, world: World) -> None:
        assert world.run("forget", "--channel", "x")[0] == 2
        assert "Name the customer" in world.errors

    def test_remaining_items_are_counted_and_cause_a_failure(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        a_story(world)
        monkeypatch.setattr(forgetting, "forget", lambda _store, found, _now: +_nothing(found))
        status, shown = world.forget()
        assert status == 1
        assert re.search(r"[1-9]\d* items name the customer\n$", shown)


def _nothing(_found: Found) -> Any:
    from collections import Counter

    return Counter()
