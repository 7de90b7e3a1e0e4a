"""A tracker that dies, conflicts, or works on what has changed meanwhile: all ends the same."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from shared.storage.rows import Row

from functions.tracker import addressing, elsewhere, tracking
from shared.config.configuration import Configuration
from shared.domain.events import Event
from shared.domain.waits import Message
from shared.storage import messages, rows
from shared.storage.attributes import decode, encode
from shared.storage.store import ConflictError, Put
from tests import builders
from tests.builders import CONVERSATION, at, courtesy, message, reply
from tests.storage.memory import BusyStore, MemoryStore
from tests.tracking.test_tracker_stories import (
    answer,
    dm,
    edited,
    policy_set,
    post,
    under,
    whatsapp,
)

CALLS = ("land", "put_first", "get", "get_all", "partition", "write")


class DiedError(Exception):
    """The function's process is gone."""


class MortalStore(MemoryStore):
    """Whoever uses it dies at a certain call: before it, or when it is done."""

    def __init__(self, dies_at: int, *, after: bool) -> None:
        super().__init__()
        self.calls = count(1)
        self.died = False
        self.alive = True
        for name in CALLS:
            setattr(self, name, self._mortal(getattr(self, name), dies_at, after))

    def _mortal(self, call: Callable[..., Any], dies_at: int, after: bool) -> Callable[..., Any]:
        def mortal(*given: Any, **named: Any) -> Any:
            if not self.alive or next(self.calls) != dies_at:
                return call(*given, **named)
            self.died, self.alive = True, False
            if after:
                call(*given, **named)
            raise DiedError

        return mortal


def asked_to_write(**more: Any) -> Event:
    return answer("2", 5, "1", text="Please send us a DM so we can look into it.", **more)


STORIES: dict[str, list[Event]] = {
    "a public answer": [post("1", 0), answer("2", 5, "1")],
    "an answer in private": [post("1", 0), asked_to_write(), dm("d1", 20, out=True)],
    "an answer in private, known first": [dm("d1", 20, out=True), post("1", 0), asked_to_write()],
    "a deletion, and the text again": [
        dm("d1", 0, out=False),
        dm("d1", 0, out=False)._replace(kind="delete", at=at(3), text=None),
        dm("d1", 0, out=False),
    ],
    "an edit in private": [
        dm("d1", 0, out=False),
        dm("d1", 3, out=False)._replace(kind="edit", text="Why, please?"),
    ],
    "a crowd": [post(c, n, customer=c) for n, c in enumerate("123")],
    "a customer's two ids": [
        whatsapp("w1", 0, "US.1349"),
        whatsapp("w2", 5, "15550123", alias="US.1349"),
        whatsapp("w3", 9, "US.1349"),
    ],
    "a thread of one's own": [
        under("3", 2, "2"),
        under("2", 1, "1"),
        post("1", 0, thread="1"),
        answer("4", 9, "3"),
    ],
    "an edit that stands in": [edited("1", "2", 10), answer("3", 15, "2")],
    "an edit that stood in": [edited("1", "2", 10), post("1", 0, thread="1"), answer("9", 5, "1")],
    "a version that is deleted": [
        edited("1", "2", 10),
        post("2", 20)._replace(kind="delete", needs_parent=True, thread=None, text=None),
    ],
}


def brand() -> Configuration:
    held = policy_set(crowd_customers=3, crowd_within_s=600)
    return replace(builders.configuration(), policy_set=held)


def track(store: MemoryStore, item: dict[str, Any]) -> None:
    if item["pk"].startswith("C#"):
        conversation = item["pk"].removeprefix("C#")
        tracking.track(store, brand(), conversation, {item["sk"]: at(600)}, [item])
    elif item["pk"].startswith("P#"):
        addressing.address(store, item["pk"])
        if item["sk"].startswith(elsewhere.MARKER):
            elsewhere.carry_to(store, brand(), item)
    elif item["pk"].startswith("W#"):
        tracking.look_again(store, brand(), item["conversation"], [rows.from_item(item)])


def told(store: MemoryStore, events: Sequence[Event]) -> Any:
    """What the table holds when all has come to rest; what died is called again."""
    for event in events:
        for item in messages.expiring(messages.items(event), 400):
            MemoryStore.land(store, [item])
        while store.landed:
            item = store.landed[0]
            try:
                track(store, item)
            except DiedError:
                continue
            store.landed.remove(item)
    return {
        key: {name: value for name, value in item.items() if name not in {"version", "pulled_at"}}
        for key, item in store.items.items()
    }


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("story", STORIES)
def test_a_tracker_that_dies_at_any_call_and_is_called_again_leaves_the_same(
    story: str, after: bool
) -> None:
    expected = told(MemoryStore(), STORIES[story])
    for dies_at in count(1):
        store = MortalStore(dies_at, after=after)
        found = told(store, STORIES[story])
        assert found == expected, f"died at call {dies_at}"
        if not store.died:
            assert dies_at > 5
            return


# --- Conflicts, and others at work ---------------------------------------------------------------


def lands(store: MemoryStore, *said: Any, known: Configuration | None = None) -> None:
    """A message lands, and its own tracker folds it."""
    items = [builders.item(m) for m in said]
    store.land(items)
    tracking.track(store, known or builders.configuration(), CONVERSATION, {}, items)


def looked_again(store: MemoryStore) -> None:
    """As the stream tells of every row that was written, late ones too."""
    while store.landed:
        item = store.landed.pop(0)
        if item["pk"].startswith("W#"):
            row = rows.from_item(item)
            tracking.look_again(store, builders.configuration(), CONVERSATION, [row])


def conflict() -> None:
    raise ConflictError


def outcomes(store: MemoryStore) -> list[tuple[str, str]]:
    return [(wait.opened_by, wait.outcome) for wait in builders.stored_waits(store.rows())]


def test_a_write_that_conflicts_is_folded_again() -> None:
    store = BusyStore()
    store.before["write"] = [conflict] * (tracking.ATTEMPTS - 1)
    lands(store, message(0))
    assert outcomes(store) == [("customer@0", "open")]


def test_a_tracker_that_finds_no_quiet_moment_has_failed() -> None:
    store = BusyStore()
    store.before["write"] = [conflict] * tracking.ATTEMPTS
    with pytest.raises(ConflictError):
        lands(store, message(0))


def test_a_fold_of_what_was_read_before_an_answer_landed_is_never_written() -> None:
    """Nor is it written and put right afterwards: an alert could go out in between."""
    store = BusyStore()
    lands(store, message(0))
    write, seen = store.write, []

    def watched(changes: Any) -> None:
        write(changes)
        seen.append(outcomes(store))

    store.write = watched  # type: ignore[method-assign]
    store.before["get_all"] = [lambda: lands(store, reply(5))]
    lands(store, message(-10))
    assert seen == [[("customer@-10", "met")]]


def test_a_row_that_was_written_beside_an_older_message_in_an_earlier_hour_goes() -> None:
    store = BusyStore()
    store.before["write"] = [lambda: lands(store, message(-90))]
    lands(store, message(0))
    looked_again(store)
    assert outcomes(store) == [("customer@-90", "open")]


def test_a_row_of_which_an_answer_meanwhile_left_nothing_goes() -> None:
    """The answer was given before, after an older question: nobody waits for a further one."""
    store = BusyStore()
    store.before["write"] = [lambda: lands(store, message(-90), reply(-80), reply(5), message(9))]
    lands(store, message(0))
    looked_again(store)
    assert outcomes(store) == [
        ("customer@-90", "met"),
        ("customer@0", "met"),
        ("customer@9", "open"),
    ]


def test_a_row_that_goes_while_it_becomes_right_again_comes_back() -> None:
    """By a late reply it would be a wait that nobody promises anything for; the reply is deleted,
    and whoever tracks that finds the row as it must be, and leaves it. No stream tells of a row
    that is gone."""
    known = builders.configuration(
        builders.policy_set(builders.policy(first_response_s=1800, next_response_s=None))
    )
    store, day = BusyStore(), 24 * 60

    def lands(*items: dict[str, Any]) -> None:
        store.land(items)
        tracking.track(store, known, CONVERSATION, {}, items)

    lands(*builders.items(message(0), reply(10), message(day + 60)))
    ((key, before),) = [(k, i) for k, i in store.items.items() if i.get("outcome") == "open"]
    late = reply(day / 2, deleted=True)
    store.before["write"] = [lambda: lands(builders.deletion(late))]
    lands(builders.item(late))
    assert store.items[key] == before | {"version": store.items[key]["version"]}


def test_what_was_told_of_a_wait_that_is_none_for_a_while_is_remembered() -> None:
    """With a promise for the first response only: a late reply makes it a further question."""
    known = builders.configuration(
        builders.policy_set(builders.policy(first_response_s=1800, next_response_s=None))
    )
    store = MemoryStore()

    def lands(*said: Message) -> list[Row]:
        items = builders.items(*said)
        store.land(items)
        tracking.track(store, known, CONVERSATION, {}, items)
        return [rows.from_item(item) for item in store.rows()]

    (row,) = lands(message(60))
    silent = {"snoozed_until": at(130), "acknowledged_by": "ada"}
    pulled = {"pulled": "crowd", "pulled_at": at(70)}
    told = replace(row, step=2, round=1, **silent, **pulled)  # type: ignore[arg-type]
    store.items[row.key] = decode(encode(rows.to_item(told)))
    assert lands(courtesy(0), reply(10)) == []
    (again,) = lands(reply(10, deleted=True))
    assert replace(again, version=told.version) == replace(told, step=0)

    (gone,) = lands(message(60, deleted=True))
    assert gone.wait.outcome == "withdrawn"
    assert [r.wait.outcome for r in lands(reply(11))] == []
    (anew,) = lands(reply(11, deleted=True), message(5))
    assert (anew.wait.opened_by, anew.step, anew.round) == ("customer@5", 0, 2)


def test_of_two_rows_of_one_wait_that_go_at_once_what_came_furthest_is_remembered() -> None:
    """A transaction takes no two writes of one item."""
    known = builders.configuration(
        builders.policy_set(builders.policy(first_response_s=1800, next_response_s=None))
    )
    store = MemoryStore()
    lands(store, message(70), known=known)
    (moved,) = store.rows()
    stray = rows.from_item(moved)
    lands(store, message(50), known=known)
    (right,) = store.rows()
    for row, step, by in ((stray, 1, "bob"), (rows.from_item(right), 2, "ada")):
        told = replace(row, step=step, snoozed_until=at(130), acknowledged_by=by)
        store.items[row.key] = decode(encode(rows.to_item(told)))
    written: list[Any] = []
    write = store.write

    def noted(changes: Any) -> None:
        written.extend(changes)
        write(changes)

    store.write = noted  # type: ignore[method-assign]
    lands(store, courtesy(0), reply(10), known=known)
    (note,) = [change.item for change in written if isinstance(change, Put)]
    assert (len(written), note["acknowledged_by"], store.rows()) == (3, "ada", [])


def test_a_stale_row_in_the_place_of_a_right_one_gives_it_back() -> None:
    """It was folded before the reply was known that parts the two messages."""
    store, known = MemoryStore(), builders.configuration()
    items = builders.items(message(0, deleted=True), reply(10), message(12))
    store.land(items)
    tracking.track(store, known, CONVERSATION, {}, items)
    first, second = before = [rows.from_item(item) for item in store.rows()]
    stale = replace(first, wait=replace(second.wait, boundary=first.wait.boundary), version=7)
    assert stale.key == first.key
    store.items[stale.key] = decode(encode(rows.to_item(stale) | {tracking.FOLDED: True}))
    tracking.look_again(store, known, CONVERSATION, [stale])
    assert [rows.from_item(item).wait for item in store.rows()] == [row.wait for row in before]


def test_a_row_whose_first_message_has_expired_stays_as_it_is() -> None:
    store = MemoryStore()
    lands(store, message(0), reply(10))
    before = store.rows()
    for key in [k for k in store.items if k.pk.startswith("C#")]:
        del store.items[key]
    looked_again(store)
    assert store.rows() == before


def test_a_row_in_the_place_of_one_that_is_gone_is_not_taken_for_it() -> None:
    """Whoever read the first, and writes late, names a version that the second never had."""
    stores = [MemoryStore(), MemoryStore()]
    for store in stores:
        lands(store, message(0))
    first, second = (store.rows()[0]["version"] for store in stores)
    assert first != second


def test_more_changes_than_a_transaction_holds_are_several() -> None:
    store = MemoryStore()
    said = [one for n in range(101) for one in (message(n), reply(n + 0.5))]
    written: list[int] = []
    write = store.write

    def counted(changes: Any) -> None:
        written.append(len(list(changes)))
        write(changes)

    store.write = counted  # type: ignore[method-assign]
    lands(store, *said)
    assert written == [tracking.MOST_AT_ONCE, 1]
    assert len(store.rows()) == 101
