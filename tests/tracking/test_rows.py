"""A wait as a row: nothing is lost on the way into the table and out of it."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from shared.storage.rows import Row

from shared.domain.policies import Terms
from shared.domain.waits import Wait
from shared.storage import rows
from shared.storage.attributes import decode, encode, stamp
from tests.builders import at

TERMS = Terms(
    policy="p",
    version="v1",
    target_s=1800,
    clock="business",
    due_at=at(30),
    moments=(at(15), at(30)),
    calendar="office",
    calendar_version="c1",
    bot_closes=True,
)
WAIT = Wait(
    boundary="r#1",
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
    responder="lin",
    dismissed_by="ada",
    reason="spam",
    skewed=True,
)
ROW = Row(
    conversation="x:1:2:3",
    channel="x",
    surface="public",
    account="1",
    customer="3",
    wait=WAIT,
    step=1,
    round=2,
    permalink="https://x.com/i/status/1",
    received_at=at(1),
    snoozed_until=at(90),
    acknowledged_by="bob",
    pulled="3 customers within 10 min in one thread",
    pulled_at=at(5),
    version=7,
)
OPEN = replace(WAIT, outcome="open", closed_by=None, closed_at=None)


def test_a_row_reads_back_as_it_was_written() -> None:
    assert rows.from_item(decode(encode(rows.to_item(ROW)))) == ROW


def test_no_field_of_that_row_has_its_default() -> None:
    """Else a field that is lost would not be missed."""
    for whole in (TERMS, WAIT, ROW):
        for one in fields(whole):
            assert getattr(whole, one.name) != one.default, one.name


def test_a_wait_lies_in_its_hour_in_utc_and_in_the_same_shard_for_every_process() -> None:
    assert ROW.key == ("W#2026-11-22T10#3", "x:1:2:3#r#1")
    assert [rows.shard(text) for text in ("a", "b", "c", "d")] == [3, 1, 3, 0]


@pytest.mark.parametrize(
    ("row", "shard", "moment"),
    [
        ({"step": 0}, "DUE#3", at(15)),
        ({"step": 1}, "DUE#3", at(30)),
        ({"step": 2}, "TOLD#3", at(30)),
        ({"step": 0, "snoozed_until": at(20)}, "DUE#3", at(20)),
        ({"step": 1, "snoozed_until": at(20)}, "DUE#3", at(30)),
        ({"step": 0, "pulled_at": at(5)}, "DUE#3", at(5)),
        ({"step": 1, "pulled_at": at(5)}, "DUE#3", at(5)),
        ({"step": 0, "pulled_at": at(25)}, "DUE#3", at(15)),
        ({"step": 0, "pulled_at": at(5), "snoozed_until": at(20)}, "DUE#3", at(20)),
        ({"step": 2, "snoozed_until": at(90)}, "TOLD#3", at(30)),
    ],
)
def test_an_open_wait_stands_in_the_index_with_its_next_moment(row, shard, moment) -> None:
    plain = {"snoozed_until": None, "pulled_at": None}
    item = rows.to_item(replace(ROW, wait=OPEN, **plain | row))
    assert (item["due_shard"], item["due_next"]) == (shard, stamp(moment))


@pytest.mark.parametrize("outcome", ["met", "late", "dismissed", "withdrawn"])
def test_a_closed_wait_is_not_in_the_index(outcome) -> None:
    closed = replace(ROW, step=0, wait=replace(WAIT, outcome=outcome))
    assert not {"due_shard", "due_next"} & rows.to_item(closed).keys()


def test_a_moment_is_kept_to_the_millisecond_that_has_begun() -> None:
    for ms, us in ((0, 0), (0, 999), (1, 1000), (999, 999_999)):
        assert stamp(at(0) + timedelta(microseconds=us)) == f"2026-11-22T10:00:00.{ms:03d}Z"
