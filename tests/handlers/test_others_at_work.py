"""The rollup and the acknowledgement while others write, and at their edges."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.api import acknowledge
from functions.rollup import handler as rollup
from functions.tracker import tracking
from shared import configuration, rows
from shared.attributes import decode, encode
from shared.links import SILENT, Link
from shared.store import ConflictError
from tests import builders
from tests.builders import CONVERSATION, at, message
from tests.handlers.memory import BusyStore, MemoryStore
from tests.handlers.test_rollup import row

HOUR = "2026-11-22T10"
SHIPPED = configuration.load_file(Path("replywatch.toml"))


def conflict() -> None:
    raise ConflictError


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configuration, "shipped", builders.configuration)


def add(store: MemoryStore, number: int) -> None:
    store.land([decode(encode(rows.to_item(row(number, "met", 60))))])


def counted(store: MemoryStore) -> int:
    (item,) = [i for k, i in store.items.items() if k.pk.startswith("R#")]
    return sum(group["met"] for group in json.loads(item["figures"]).values())


@pytest.mark.parametrize("moment", ["get", "write"])
@pytest.mark.parametrize("known", [False, True])
def test_an_hour_that_another_counts_meanwhile_ends_with_all_its_waits(
    moment: str, known: bool
) -> None:
    store = BusyStore()
    if known:
        add(store, 1)
        rollup.recompute(store, SHIPPED, HOUR)
    add(store, 2)

    def meanwhile() -> None:
        add(store, 3)
        rollup.recompute(store, SHIPPED, HOUR)

    store.before[moment] = [meanwhile]
    rollup.recompute(store, SHIPPED, HOUR)
    assert counted(store) == 2 + known


def test_an_hour_for_which_no_quiet_moment_is_found_is_counted_again_later() -> None:
    store = BusyStore()
    add(store, 1)
    store.before["write"] = [conflict] * rollup.ATTEMPTS
    with pytest.raises(ConflictError):
        rollup.recompute(store, SHIPPED, HOUR)


def waiting(store: MemoryStore, minute: float = 0) -> Link:
    item = builders.item(message(minute))
    store.land([item])
    tracking.track(store, builders.configuration(), CONVERSATION, {}, [item])
    return Link(rows.from_item(store.rows()[0]).key, "ada")


def silent_until(store: MemoryStore) -> Any:
    (item,) = store.rows()
    return rows.from_item(item).snoozed_until


def press(store: MemoryStore, link: Link, minute: float) -> tuple[int, str]:
    return acknowledge.acknowledge(store, link, at(minute) + timedelta(milliseconds=400))


def test_a_wait_that_moved_to_another_hour_is_silenced_by_its_old_link() -> None:
    store = MemoryStore()
    link = waiting(store)
    waiting(store, -30)
    press(store, link, 5)
    assert silent_until(store) == at(5) + SILENT


def test_a_silence_that_is_over_can_be_had_again() -> None:
    store = MemoryStore()
    link = waiting(store)
    press(store, link, 5)
    press(store, link, 30)
    assert silent_until(store) == at(5) + SILENT
    press(store, link, 70)
    assert silent_until(store) == at(70) + SILENT


def test_a_press_that_conflicts_is_tried_again() -> None:
    store = BusyStore()
    link = waiting(store)
    store.before["write"] = [conflict] * (acknowledge.ATTEMPTS - 1)
    assert "stay silent" in press(store, link, 5)[1]
    assert silent_until(store) == at(5) + SILENT


def test_a_press_that_never_succeeded_does_not_say_that_it_did() -> None:
    store = BusyStore()
    link = waiting(store)
    store.before["write"] = [conflict] * acknowledge.ATTEMPTS
    assert "stay silent" not in press(store, link, 5)[1]
