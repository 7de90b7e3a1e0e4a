"""A table that release 0.1.0 wrote is read, continued and rebuilt by the current code.

`release_0_1_0.json` has the raw items of a played story, one per line, and `release_0_1_0.toml` its
configuration. `write_table.py` wrote both. Once 0.1.0 is released they never change: a field that
they lack must have a default, and a field that they have must still be read.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from functions.notifier import claiming
from shared.storage import alerts, daily_figures, hourly_figures, records, schema, wait_facts
from shared.storage.attributes import decode, encode
from shared.storage.schema import PK, SK
from tests.operator.world import PAGE, TABLE, World, messenger

FOLDER = Path(__file__).parent
RAW = json.loads((FOLDER / "release_0_1_0.json").read_text(encoding="utf-8"))
ITEMS: list[dict[str, Any]] = [decode(item) for item in RAW]
CONVERSATION = f"messenger:{PAGE}:7000123"

KINDS = {
    "C": {"STATE", "M", "E", "X", "ALIAS", "ARRIVED"},
    "P": {"POINTER", "A", "SEEN"},
    "A": {"ALERT"},
    "L": {"SMS"},
}
"""The kinds of items by partition. The other partitions hold one kind each."""


def named(start: str, sk: str = "") -> list[dict[str, Any]]:
    return [i for i in ITEMS if i[PK].startswith(start) and i[SK].startswith(sk)]


@pytest.fixture
def upgraded(tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    """A current deployment with the old table and configuration."""
    world = World(tmp_path, capsys, monkeypatch)
    configured = (FOLDER / "release_0_1_0.toml").read_text(encoding="utf-8")
    world.config.write_text(configured, encoding="utf-8")
    for item in RAW:
        world.fake.put_item(TableName=TABLE, Item=item)
    world.stream.clear()
    world.now = max(record.wait.last_at for record in open_records() if record.wait)
    return world


def open_records() -> list[records.ConversationRecord]:
    found = [records.from_item(item) for item in named(schema.CONVERSATIONS, schema.STATE)]
    return [record for record in found if record.open_wait]


def test_the_table_has_every_kind_of_item() -> None:
    partitions = {item[PK].partition("#")[0] for item in ITEMS}
    assert partitions == set("ACDHLPQRSTW")
    for partition, kinds in KINDS.items():
        found = {item[SK].partition("#")[0] for item in named(f"{partition}#")}
        assert found == kinds, partition


ROUND_TRIPS: dict[str, tuple[list[dict[str, Any]], Callable[[Any], Any]]] = {
    "records": (
        named(schema.CONVERSATIONS, schema.STATE),
        lambda item: records.to_item(records.from_item(item)),
    ),
    "facts": (named(schema.FACTS), lambda item: wait_facts.to_item(wait_facts.from_item(item))),
    "alerts": (named(schema.ALERTS), lambda item: alerts.to_item(alerts.from_item(item))),
}


@pytest.mark.parametrize("kind", ROUND_TRIPS)
def test_an_old_item_has_the_same_values_after_reading_and_writing(kind: str) -> None:
    """Written again, it has every old value except the nonce, which identifies the write."""
    items, again = ROUND_TRIPS[kind]
    assert items
    for item in items:
        written = decode_of(again(item))
        lost = {n: value for n, value in item.items() if written.get(n) != value and n != "nonce"}
        assert lost == {}


def decode_of(item: dict[str, Any]) -> dict[str, Any]:
    """The item as it is read from the table."""
    return decode(encode(item))


def test_old_figures_equal_those_of_their_waits(upgraded: World) -> None:
    hours = [item[SK] for item in named(schema.FIGURES)]
    assert len(hours) == 2
    for hour in hours:
        assert hourly_figures.is_right(upgraded.table, upgraded.configuration, hour)


def test_old_daily_figures_can_be_read() -> None:
    days = [daily_figures.Day(i) for i in named(f"{schema.SUMMARIES}2") if len(i[SK]) == 10]
    assert {day.day for day in days if day.figures} == {"2026-11-22", "2026-11-23"}


def test_a_rebuild_finds_nothing_to_correct(upgraded: World) -> None:
    status, printed = upgraded.run("rebuild", "--all", "--dry-run")
    assert (status, printed) == (0, "")


def test_a_reply_closes_an_old_wait(upgraded: World) -> None:
    reply = messenger("m9", upgraded.now, "It arrives today.", echo=True)
    assert upgraded.record(CONVERSATION).open_wait
    upgraded.receive(reply)
    assert upgraded.record(CONVERSATION).open_wait is None
    closed = [fact for fact in upgraded.facts() if fact.wait.closed_at == upgraded.now]
    assert ("messenger", "late") in {(fact.channel, fact.wait.outcome) for fact in closed}


def test_the_next_step_of_an_old_wait_is_claimed(upgraded: World) -> None:
    record = next(r for r in open_records() if r.next_moment and r.steps_claimed == 1)
    item = next(i for i in ITEMS if (i[PK], i[SK]) == record.key)
    assert record.wait is not None
    due_at = record.wait.terms.due_at
    claimed = claiming.claim(
        upgraded.table, upgraded.configuration, record.key, item[schema.DUE_NEXT], due_at
    )
    steps = [(a.responder, a.by, a.step) for a in claimed if a.kind == "step"]
    assert steps == [("ada", "email", 1)]


def test_events_that_were_quarantined_before_are_listed(upgraded: World) -> None:
    status, printed = upgraded.run("replay", "--list")
    assert status == 0
    assert "account" in printed


def test_a_customer_of_an_old_table_can_be_forgotten(upgraded: World) -> None:
    assert upgraded.holds("7000123")
    assert upgraded.forget()[0] == 0
    assert not upgraded.holds("7000123")
