"""The mistakes that others made, put into the product one at a time: the simulation must notice."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

from shared.storage.rows import Key

from functions.notifier import delivery, escalation
from functions.sla_checker import handler as checker
from functions.tracker import tracking
from functions.webhook import storing
from shared.conversation import history
from shared.domain import alerts, waits
from shared.domain.events import Event
from shared.storage import rows
from shared.storage.attributes import stamp
from shared.storage.schema import DUE_NEXT, PK, SHARDS, SK
from shared.storage.store import ConflictError, Put, Store
from tests.simulation import plot
from tests.simulation.faults import CRUSH
from tests.simulation.play import PutOn, play
from tests.simulation.stage import world

Patches = list[Any]
MUTANTS: dict[str, Callable[[], Patches]] = {}
RACES = {
    "a tracker that reads the messages once",
    "a tracker that takes what arrived for all that did",
    "a tracker that trusts its own rows",
}
"""Mistakes that show only where a backlog is tracked by several at the same time."""


def mutant(made: Callable[[], Patches]) -> Callable[[], Patches]:
    """Enters it under its name, in words."""
    MUTANTS[made.__name__.replace("_", " ")] = made
    return made


@contextmanager
def mistaken(name: str) -> Iterator[None]:
    """While the block runs, the product makes this mistake."""
    with ExitStack() as stack:
        for change in MUTANTS[name]():
            stack.enter_context(change)
        yield


def first_caught(name: str, put_on: PutOn, within: int) -> int | None:
    """The first seed that goes wrong by this mistake."""
    with mistaken(name):
        return next((s for s in range(within) if _noticed(name, s, put_on)), None)


def _noticed(name: str, seed: int, put_on: PutOn) -> bool:
    """A backlog is played in its own weather, too."""
    if name not in RACES:
        return bool(play(seed, put_on).wrong)
    weathers = (CRUSH, None)
    return any(play(seed, put_on, under=w, story=plot.backlog(seed)).wrong for w in weathers)


@mutant
def a_polling_cursor_in_the_checker() -> Patches:
    """It looks only at what became due since it last looked."""
    seen: dict[int, str] = {}

    def check(store: Store, sqs: Any, queue_url: str, at: datetime) -> dict[str, int]:
        until = stamp(at + checker.AHEAD)
        since = seen.get(id(store), "")
        due = [i for n in range(SHARDS) for i in store.due(f"DUE#{n}", until)]
        fresh = [item for item in due if item[DUE_NEXT] > since]
        for start in range(0, len(fresh), 10):
            checker._send(sqs, queue_url, fresh[start : start + 10], at)
        seen[id(store)] = until
        return {"queued": len(fresh)}

    return [patch.object(checker, "check", check)]


@mutant
def a_late_reply_that_erases_the_breach() -> Patches:
    """A wait that no check has found overdue is counted as answered in time."""
    real = waits._ending

    def ending(*given: Any) -> dict[str, Any]:
        told = real(*given)
        return told | ({"outcome": "met"} if told["outcome"] == "late" else {})

    return [patch.object(waits, "_ending", ending)]


@mutant
def no_claim_before_sending() -> Patches:
    """Whoever gets the queue's message sends, and writes down afterwards that he has."""

    def claim(store: Store, configuration: Any, row: rows.Row, now: datetime) -> Any:
        made = escalation._alerts(configuration, row, now)
        advanced = replace(row, step=row.step + 1, version=row.version + 1)
        store.land([rows.to_item(advanced), *(alerts.to_item(a) for a in made)])
        return made

    def settle(store: Store, alert: alerts.Alert) -> bool:
        store.land([alerts.to_item(alert)])
        return True

    return [
        patch.object(escalation, "claim", claim),
        patch.object(escalation, "_settle", settle),
    ]


@mutant
def a_blind_repeat_of_a_send_in_doubt() -> Patches:
    """No answer came, so it tries again at once."""
    real = delivery.send_email

    def send(*given: Any) -> str:
        try:
            return real(*given)
        except delivery.InDoubtError:
            return real(*given)

    return [patch.object(delivery, "send_email", send)]


@mutant
def landing_without_idempotency() -> Patches:
    """A delivery that comes twice is two messages."""
    seen: Counter[tuple[int, str | None, str]] = Counter()
    real = storing._place

    def place(into: storing.Routed, event: Event) -> None:
        again = (id(world()), event.message_id, event.kind)
        seen[again] += 1
        if seen[again] > 1 and event.kind == "message":
            event = event._replace(message_id=f"{event.message_id}-{seen[again]}")
        real(into, event)

    return [patch.object(storing, "_place", place)]


@mutant
def a_fold_that_trusts_the_order_of_arrival() -> Patches:
    """First come, first folded."""

    def timeline(messages: Any) -> list[waits.Message]:
        landed = {sk.split("#")[-1]: at for (_, sk), at in world().landed.items()}
        there = {m.key: m for m in messages if m.inbound or not m.deleted}
        return sorted(there.values(), key=lambda m: (landed.get(m.id, 0.0), *m.key))

    return [patch.object(waits, "timeline", timeline)]


@mutant
def a_checker_that_changes_state() -> Patches:
    """It marks what it has queued, so as not to queue it again."""

    def check(store: Store, sqs: Any, queue_url: str, at: datetime) -> dict[str, int]:
        queued = 0
        for shard in range(SHARDS):
            for entry in list(store.due(f"DUE#{shard}", stamp(at + checker.AHEAD))):
                item = store.get(Key(entry[PK], entry[SK]))
                if item is None or item.get("queued") == entry[DUE_NEXT]:
                    continue
                store.land([item | {"queued": entry[DUE_NEXT]}])
                queued += checker._send(sqs, queue_url, [entry], at)
        return {"queued": queued}

    return [patch.object(checker, "check", check)]


@mutant
def a_claim_without_a_version() -> Patches:
    """It takes the step whatever has become of the wait since it was read."""

    def claim(store: Store, configuration: Any, row: rows.Row, now: datetime) -> Any:
        made = escalation._alerts(configuration, row, now)
        store.land([rows.to_item(replace(row, step=row.step + 1, version=row.version + 1))])
        try:
            store.write([Put(alerts.to_item(a), expects=None) for a in made])
        except ConflictError:
            return []
        return made

    return [patch.object(escalation, "claim", claim)]


@mutant
def a_tracker_that_reads_the_messages_once() -> Patches:
    """It does not look again after it has read the rows."""
    kept: WeakKeyDictionary[Any, dict[str, history.History]] = WeakKeyDictionary()
    stored, read, write = tracking._stored, history.read, Store.write

    def stored_and_kept(store: Store, stretch: history.History, *rest: Any) -> Any:
        kept.setdefault(world().running(), {})[stretch.conversation] = stretch
        return stored(store, stretch, *rest)

    def read_or_kept(store: Store, conversation: str, *rest: Any) -> history.History:
        known = kept.get(world().running(), {})
        return known.get(conversation) or read(store, conversation, *rest)

    def written(store: Store, changes: Any) -> None:
        try:
            write(store, changes)
        except ConflictError:
            kept.pop(world().running(), None)
            raise

    return [
        patch.object(tracking, "_stored", stored_and_kept),
        patch.object(history, "read", read_or_kept),
        patch.object(Store, "write", written),
    ]


@mutant
def a_tracker_that_takes_what_arrived_for_all_that_did() -> Patches:
    """Of several messages that landed together, it forgets that each is tracked by itself."""
    return [patch.object(tracking, "_passed_over", lambda *_given: {})]


@mutant
def a_tracker_that_trusts_its_own_rows() -> Patches:
    """What was written is not held against the messages once more."""
    return [patch.object(tracking, "look_again", lambda *_given: [])]
