"""The rollup and the acknowledgement while others write, and at their edges."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from shared.storage.rows import Row

from functions.api import acknowledge
from functions.rollup import handler as rollup
from functions.tracker import tracking
from shared.config import configuration
from shared.domain.alerts import Alert
from shared.domain.waits import Message
from shared.runtime.links import SILENT
from shared.storage import rows
from shared.storage.attributes import decode, encode
from shared.storage.store import ConflictError
from tests import builders
from tests.builders import CONVERSATION, at, message, reply
from tests.statistics.test_rollup import row
from tests.storage.memory import BusyStore, MemoryStore

HOUR = "2026-11-22T10"
SHIPPED = configuration.load_file(Path("replywatch.toml"))


def conflict() -> None:
    raise ConflictError


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configuration, "deployed_configuration", builders.configuration)


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


def test_who_counted_the_waits_of_a_while_ago_does_not_write_that_over_what_is_right_again() -> (
    None
):
    """A wait changes and changes back: whoever counts last finds the figures as they must be."""
    store = BusyStore()
    add(store, 1)
    rollup.recompute(store, SHIPPED, HOUR)
    add(store, 2)

    def meanwhile() -> None:
        del store.items[row(2, "met", 60).key]
        rollup.recompute(store, SHIPPED, HOUR)

    store.before["write"] = [meanwhile]
    rollup.recompute(store, SHIPPED, HOUR)
    assert counted(store) == 1


def test_an_hour_for_which_no_quiet_moment_is_found_is_counted_again_later() -> None:
    store = BusyStore()
    add(store, 1)
    store.before["write"] = [conflict] * rollup.ATTEMPTS
    with pytest.raises(ConflictError):
        rollup.recompute(store, SHIPPED, HOUR)


def alert_of(row: Row) -> Alert:
    """Of its first step, to Ada."""
    return Alert(
        conversation=row.conversation, boundary=row.wait.boundary, wait_key=row.key, step=0,
        at="due", responder="ada", by="email",
    )  # fmt: skip


def waiting(store: MemoryStore, minute: float = 0) -> Alert:
    item = builders.item(message(minute))
    store.land([item])
    tracking.track(store, builders.configuration(), CONVERSATION, {}, [item])
    return alert_of(rows.from_item(store.rows()[0]))


def silent_until(store: MemoryStore) -> Any:
    (item,) = store.rows()
    return rows.from_item(item).snoozed_until


def press(store: MemoryStore, link: Alert, minute: float) -> tuple[int, str]:
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


# --- A silence, when late messages make other waits -----------------------------------------------


def hear(store: MemoryStore, *said: Message) -> list[Row]:
    """These land together; the waits that are open then."""
    items = builders.items(*said)
    store.land(items)
    tracking.track(store, builders.configuration(), CONVERSATION, {}, items)
    return [row for row in map(rows.from_item, store.rows()) if row.wait.outcome == "open"]


def acknowledged(store: MemoryStore, *said: Message) -> MemoryStore:
    """All that these leave open, at minute 20."""
    for found in hear(store, *said):
        press(store, alert_of(found), 20)
    return store


def silences(found: list[Row]) -> list[tuple[str, datetime | None, str | None]]:
    return [(r.wait.opened_by, r.snoozed_until, r.acknowledged_by) for r in found]


def test_whom_somebody_acknowledged_stays_silent_when_the_wait_is_another_and_back() -> None:
    store = acknowledged(MemoryStore(), message(0), reply(5), message(10))
    silent = [("customer@10", at(20) + SILENT, "ada")]
    assert silences(hear(store, message(6), reply(8))) == silent
    assert silences(hear(store, reply(8, deleted=True))) == [("customer@6", *silent[0][1:])]
    assert silences(hear(store, message(6, deleted=True))) == silent


def test_two_waits_that_become_one_are_silent_if_either_was() -> None:
    store = acknowledged(MemoryStore(), message(0), reply(5), message(10))
    found = hear(store, reply(5, deleted=True))
    assert silences(found) == [("customer@0", at(20) + SILENT, "ada")]


def test_what_the_customer_wrote_after_the_acknowledgement_is_told() -> None:
    store = acknowledged(MemoryStore(), message(0))
    assert silences(hear(store, reply(25), message(26))) == [("customer@26", None, None)]


def test_what_came_late_of_before_the_acknowledgement_is_told_if_nobody_could_have_seen_it() -> (
    None
):
    store = acknowledged(MemoryStore(), message(0))
    assert not hear(store, reply(5))
    assert silences(hear(store, message(10))) == [("customer@10", None, None)]


def test_a_silence_outlasts_a_reply_that_is_deleted() -> None:
    for first, second in ((5, 12), (12, 5)):
        store = acknowledged(MemoryStore(), message(0), reply(5), message(10))
        assert not hear(store, reply(12))
        hear(store, reply(first, deleted=True))
        found = hear(store, reply(second, deleted=True))
        assert silences(found) == [("customer@0", at(20) + SILENT, "ada")]


def test_of_two_silences_the_longer_one_counts() -> None:
    store = acknowledged(MemoryStore(), message(0))
    hear(store, reply(2), message(10))
    second = rows.from_item(store.rows()[-1])
    silent = replace(second, snoozed_until=at(90), acknowledged_by="eve")
    store.items[second.key] = decode(encode(rows.to_item(silent)))
    found = hear(store, reply(2, deleted=True))
    assert silences(found) == [("customer@0", at(90), "eve")]


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
