"""The record and the fact of a wait are stored and read back without loss."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from shared.domain.escalation import Crowd, Escalation, FactName, PastOwner, WindowWarning
from shared.domain.fold import Checkpoint, FoldState, Wait
from shared.domain.policies import Terms
from shared.storage import public_ids, records, schema, wait_facts
from shared.storage.attributes import decode, encode, stamp
from shared.storage.records import ConversationRecord
from shared.storage.wait_facts import WaitFact
from tests.builders import at

TERMS = Terms(
    policy="p",
    policy_version="v1",
    target_s=1800,
    clock="business",
    due_at=at(30),
    moments=(at(15), at(30)),
    calendar="office",
    calendar_version="c1",
    bot_closes=True,
    kind="follow_up",
    policy_set_version="0a1b2c3d",
    order=(1, 0),
    repeats=1,
    window_offsets_s=(7200,),
)
WAIT = Wait(
    decided_by="decider",
    previous_reply="r#1",
    kind="next",
    opened_by="m1",
    opened_at=at(0),
    terms=TERMS,
    outcome="late",
    closed_by="r2",
    closed_at=at(40),
    response_s=2400,
    business_s=1200,
    margin_s=-600,
    any_response_s=60,
    deflected_at=at(1),
    last_at=at(2),
    intents=("complaint", "help"),
    language="de",
    agent="lin",
    dismissed_by="ada",
    reason="spam",
    skewed=True,
)
OPEN = replace(WAIT, outcome="open", closed_by=None, closed_at=None)
ESCALATION = Escalation(
    furthest={"p": 2},
    is_withdrawn=True,
    opened_by="m1",
    previous_reply="r#1",
    named_after="m0",
    steps={"p": 1},
    notified=("ada", "bob"),
    acknowledged_by="bob",
    acknowledged_at=at(9),
    snoozed_until=at(90),
    handed_over_by="ada",
    past_owners=(PastOwner("lin", at(5), at(7)), PastOwner("ada", at(7), at(9), "lin")),
    reminded_at=at(30),
    ended=FactName(at(0), "5f3a"),
    news_at=at(40),
    reported="ended",
    expedited_by=Crowd(3, 600),
    expedited_at=at(5),
    window_warned_at=at(50),
    warnings=(WindowWarning("p", 0, at(1440)),),
)
PLAIN = Escalation(opened_by="m1", previous_reply="r#1")
CHECKPOINT = Checkpoint((at(-5), True, "r#1"), FoldState("r#1", True, at(-5), "bot", at(-6)))
RECORD = ConversationRecord(
    conversation="x:1:2:3",
    public_id="qc9tYb0XUxXcR1Mi",
    salt="0123456789abcdef",
    version=7,
    channel="x",
    surface="public",
    account="1",
    customer="3",
    permalink="https://x.com/i/status/1",
    received_at=at(1),
    opened_in=("Vwv1tO4mPGHS2nYv", "fedcba9876543210"),
    checkpoint=CHECKPOINT,
    wait=OPEN,
    escalation=ESCALATION,
    earlier=(replace(ESCALATION, named_after="m00"),),
    is_full=True,
    last_message="M#2026-11-22T10:02:00.000Z#0#m2",
    links=("x:1:4:3",),
    has_deflection=True,
    dismissed_at=at(-60),
    published_until=at(300),
    forgotten_at=at(-60),
    expires_at=at(9),
)
FACT = WaitFact(
    public_id="qc9tYb0XUxXcR1Mi",
    channel="x",
    surface="public",
    account="1",
    wait=WAIT,
    received_at=at(1),
    event="wait.answered",
    version=7,
)


def test_a_record_reads_back_as_it_was_written() -> None:
    for record in (RECORD, replace(RECORD, wait=WAIT), records.new("x:1:2:3")):
        assert records.from_item(decode(encode(records.to_item(record)))) == record


def test_a_fact_reads_back_as_it_was_written() -> None:
    assert wait_facts.from_item(decode(encode(wait_facts.to_item(FACT)))) == FACT


def test_no_field_of_these_has_its_default() -> None:
    """Otherwise nobody would notice that a field is lost."""
    for value in (TERMS, WAIT, ESCALATION, RECORD, FACT):
        for one in fields(value):
            assert getattr(value, one.name) != one.default, one.name


def test_a_fact_names_no_message_and_no_reason() -> None:
    named = wait_facts.with_hashed_ids(WAIT, RECORD.salt)
    assert not {"m1", "r#1", "r2"} & {named.opened_by, named.previous_reply, named.closed_by}
    assert named.reason is None
    assert (
        named.opened_by
        == wait_facts.name_of("m1", RECORD.salt)
        != wait_facts.name_of("m1", "other")
    )


def test_a_fact_lies_in_its_hour_in_utc() -> None:
    key = FACT.key
    assert key.pk.startswith("W#2026-11-22#")
    assert schema.fact_hour(key.sk) == "2026-11-22T10"
    assert key.pk in schema.fact_partitions("2026-11-22T10")


def test_a_shard_is_the_same_in_every_process() -> None:
    assert [schema.shard(text) for text in ("a", "b", "c", "d")] == [3, 1, 3, 0]


@pytest.mark.parametrize(
    ("escalation", "moment"),
    [
        ({}, at(15)),
        ({"steps": {"p": 1}}, at(30)),
        ({"steps": {"p": 2}}, None),
        ({"steps": {"other": 2}}, at(15)),
        ({"snoozed_until": at(20)}, at(20)),
        ({"steps": {"p": 1}, "snoozed_until": at(20)}, at(30)),
        ({"expedited_at": at(5)}, at(5)),
        ({"steps": {"p": 1}, "expedited_at": at(5)}, at(5)),
        ({"expedited_at": at(25)}, at(15)),
        ({"expedited_at": at(5), "snoozed_until": at(20)}, at(20)),
        ({"steps": {"p": 2}, "snoozed_until": at(90)}, None),
    ],
)
def test_an_open_wait_is_in_the_due_index_while_something_is_due(escalation, moment) -> None:
    item = records.to_item(replace(RECORD, escalation=replace(PLAIN, **escalation), earlier=()))
    shard = schema.shard(RECORD.public_id)
    expected = (schema.due(shard), stamp(moment)) if moment else (None, None)
    assert (item.get("due_shard"), item.get("due_next")) == expected


@pytest.mark.parametrize("outcome", ["met", "late", "dismissed", "withdrawn"])
def test_a_closed_wait_is_not_in_the_due_index(outcome) -> None:
    closed = replace(RECORD, wait=replace(WAIT, outcome=outcome), escalation=None, earlier=())
    item = records.to_item(closed)
    assert not {"due_shard", "due_next"} & item.keys()


def test_a_timestamp_holds_the_millisecond_that_has_begun() -> None:
    for ms, us in ((0, 0), (0, 999), (1, 1000), (999, 999_999)):
        assert stamp(at(0) + timedelta(microseconds=us)) == f"2026-11-22T10:00:00.{ms:03d}Z"


def test_a_public_id_has_letters_and_digits_only() -> None:
    """A leading `-` would be read as an option on the command line."""
    made = {public_ids.new_public_id() for _ in range(500)}
    assert len(made) == 500
    assert all(len(one) == 16 and one.isalnum() and one.isascii() for one in made)
