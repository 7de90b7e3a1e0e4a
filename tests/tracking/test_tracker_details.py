"""What the tracker makes of private answers, crowds and edits, at the edges."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from functions.api import conversations
from functions.tracker import handler, tracking
from shared.config import configuration
from shared.config.configuration import Configuration
from shared.domain.events import Event
from shared.storage import messages, rows
from shared.storage.attributes import decode, encode, stamp
from tests import builders
from tests.builders import CONVERSATION, at, message, reply
from tests.storage.memory import MemoryStore
from tests.tracking.test_tracker_stories import (
    BRAND,
    answer,
    dm,
    policy_set,
    post,
    run,
    tell,
    under,
    whatsapp,
)

ASKED = "Please send us a DM so we can look into it."


@pytest.fixture
def brand() -> Configuration:
    return replace(builders.configuration(), policy_set=policy_set(), bots=frozenset({"our-bot"}))


def public(store: MemoryStore) -> list[tuple[str, str, str | None]]:
    """The public waits: opened by, outcome, closed by."""
    found = [row for row in store.rows() if row["surface"] == "public"]
    return [(row["opened_by"], row["outcome"], row.get("closed_by")) for row in found]


def together(store: MemoryStore, brand: Configuration, events: Sequence[Event]) -> None:
    """All of it lands before any of it is tracked."""
    store.land([item for event in events for item in messages.items(event)])
    run(store, brand)


def any_order(events: int) -> Any:
    return pytest.mark.parametrize("order", list(permutations(range(events))))


# --- Answers in private ---------------------------------------------------------------------------


@any_order(3)
def test_a_private_answer_in_the_moment_of_the_request_is_one(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [post("1", 0), answer("2", 5, "1", text=ASKED), dm("d1", 5, out=True)]
    tell(store, brand, [events[n] for n in order])
    assert public(store) == [("1", "met", "d1")]


@any_order(4)
def test_what_was_said_in_private_before_the_request_hides_no_answer(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [
        dm("d0", -5, out=True),
        post("1", 0),
        answer("2", 5, "1", text=ASKED),
        dm("d1", 20, out=True),
    ]
    tell(store, brand, [events[n] for n in order])
    assert public(store) == [("1", "met", "d1")]


@any_order(3)
def test_a_bots_private_word_and_a_dismissal_in_private_are_no_answers_in_public(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [post("1", 0), answer("2", 5, "1", text=ASKED), dm("d0", 6, out=False)]
    events[2:] = [*events[2:], dm("d1", 8, out=True)._replace(app="our-bot")]
    tell(store, brand, [events[n] for n in order] + events[3:])
    kept: Any = store
    conversations.dismiss(
        kept, f"x:{BRAND}:42", by="ada", reason="spam", now=at(9), message_days=400
    )
    run(store, brand)
    assert public(store) == [("1", "open", None)]


def test_a_private_answer_ends_no_question_that_was_asked_anew_in_public(
    brand: Configuration,
) -> None:
    store = MemoryStore()
    events = [post("1", 0), answer("2", 5, "1", text=ASKED), answer("3", 6, "1")]
    tell(store, brand, [*events, post("4", 8), dm("d1", 20, out=True)])
    assert public(store) == [("1", "met", "3"), ("4", "open", None)]


def test_the_words_of_a_private_answer_are_not_copied(brand: Configuration) -> None:
    store = MemoryStore()
    tell(store, brand, [post("1", 0), answer("2", 5, "1", text=ASKED), dm("d1", 20, out=True)])
    copied = [i for i in store.items.values() if i.get("elsewhere")]
    assert [item["message_id"] for item in copied] == ["d1"]
    assert "text" not in copied[0]


@any_order(4)
def test_a_private_answer_that_is_taken_back_leaves_the_public_question_open(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    given = dm("d1", 20, out=True)
    events = [
        post("1", 0),
        answer("2", 5, "1", text=ASKED),
        given,
        given._replace(kind="delete", at=at(30), text=None),
    ]
    tell(store, brand, [events[n] for n in order])
    assert public(store) == [("1", "open", None)]


@any_order(4)
def test_of_two_private_answers_the_second_stays_when_the_first_is_taken_back(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [post("1", 0), answer("2", 5, "1", text=ASKED)]
    events += [dm("d1", 20, out=True), dm("d2", 25, out=True)]
    gone = events[2]._replace(kind="delete", at=at(30), text=None)
    tell(store, brand, [*(events[n] for n in order), gone])
    assert public(store) == [("1", "met", "d2")]


# --- Crowds ---------------------------------------------------------------------------------------


def crowd(brand: Configuration, customers: int = 3) -> Configuration:
    return replace(brand, policy_set=policy_set(crowd_customers=customers, crowd_within_s=600))


def pulled(store: MemoryStore) -> dict[str, bool]:
    return {str(row["opened_by"]): "pulled" in row for row in store.rows()}


@pytest.mark.parametrize(("minutes", "gathers"), [(10, True), (10.02, False)])
def test_a_crowd_gathers_within_the_rules_time_to_the_second(
    brand: Configuration, minutes: float, gathers: bool
) -> None:
    store = MemoryStore()
    told = [post("1", 0, customer="a"), post("2", 4, customer="b")]
    tell(store, crowd(brand), [*told, post("3", minutes, customer="c")])
    assert pulled(store) == dict.fromkeys("123", gathers)


def test_one_customer_who_asks_again_and_again_is_no_crowd(brand: Configuration) -> None:
    store = MemoryStore()
    said = [(post(f"{n}1", n), answer(f"{n}2", n + 0.5, f"{n}1")) for n in (1, 2, 3)]
    tell(store, crowd(brand), [event for pair in said for event in pair])
    tell(store, crowd(brand), [post("9", 5)])
    assert not any(pulled(store).values())


def test_whoever_was_answered_is_not_pulled_forward_and_nobody_twice(brand: Configuration) -> None:
    store = MemoryStore()
    known = crowd(brand)
    tell(store, known, [post("1", 0, customer="a"), answer("9", 1, "1")])
    tell(store, known, [post(n, int(n), customer=n) for n in "23"])
    assert pulled(store) == {"1": False, "2": True, "3": True}
    before = {row["opened_by"]: row["version"] for row in store.rows()}
    tell(store, known, [post("4", 4, customer="4")])
    after = {row["opened_by"]: row["version"] for row in store.rows()}
    assert {key: after[key] for key in before} == before
    assert pulled(store)["4"]


def test_a_wait_that_was_pulled_forward_stays_so_when_it_opens_earlier(
    brand: Configuration,
) -> None:
    store = MemoryStore()
    tell(store, crowd(brand), [post(n, int(n), customer=n) for n in "123"])
    tell(store, crowd(brand), [post("0", 0.5, customer="1")])
    assert pulled(store) == {"0": True, "2": True, "3": True}


# --- Edits, ids, times ----------------------------------------------------------------------------


@any_order(3)
def test_the_newest_edit_counts_whatever_came_first(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    first = dm("d1", 0, out=False)
    edits = [first._replace(kind="edit", at=at(n), text=text) for n, text in ((1, "z"), (2, "a"))]
    events = [first, *edits]
    tell(store, brand, [events[n] for n in order] * 2)
    (text,) = [i["text"] for i in store.items.values() if i["sk"].startswith("M#")]
    assert text == "a"


@any_order(3)
def test_a_post_whose_id_has_a_digit_more_is_the_younger_one(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [post("9", 0, thread="9"), under("10", 1, "9"), under("11", 2, "10")]
    tell(store, brand, [events[n] for n in order])
    assert {(row["conversation"], row["opened_by"]) for row in store.rows()} == {
        (f"x:{BRAND}:9:42", "9")
    }


def test_what_finds_its_place_later_expires_like_what_had_one(brand: Configuration) -> None:
    store = MemoryStore()
    for event in (answer("4", 9, "3"), under("3", 2, "2"), under("2", 1, "1"), post("1", 0)):
        store.land(messages.expiring(messages.items(event), 400))
        run(store, brand)
    lacking = [k for k, i in store.items.items() if k.pk[:2] in {"C#", "P#"} and len(i) > 2]
    assert [k for k in lacking if "expires_at" not in store.items[k]] == []


def streamed(store: MemoryStore, *changes: tuple[str, dict[str, Any], float]) -> list[Any]:
    """What the stream tells of these changes: kind, item, minute; and what the tracker makes of it.
    Returns the rows."""
    records = []
    for n, (kind, item, minute) in enumerate(changes):
        keys = {name: {"S": item[name]} for name in ("pk", "sk")}
        change = {"Keys": keys, "NewImage": encode(item), "SequenceNumber": str(n)}
        change |= {"ApproximateCreationDateTime": at(minute).timestamp()}
        records.append({"eventName": kind, "dynamodb": change})
    assert handler.handler({"Records": records}, None) == {"batchItemFailures": []}
    return store.rows()


@pytest.fixture
def store(brand: Configuration, monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    made = MemoryStore()
    monkeypatch.setattr(handler, "shared_store", lambda: made)
    monkeypatch.setattr(configuration, "deployed_configuration", lambda: brand)
    return made


def test_each_message_of_a_batch_was_received_when_it_landed_itself(store: MemoryStore) -> None:
    items = builders.items(message(0), reply(1), message(2))
    store.land(items)
    found = streamed(store, *(("INSERT", item, 10 * n + 3) for n, item in enumerate(items)))
    assert [row["received_at"] for row in found] == [stamp(at(3)), stamp(at(23))]


def test_a_message_landed_when_it_first_did_and_not_when_its_text_was_edited(
    store: MemoryStore,
) -> None:
    item = builders.item(message(9))
    store.land([item])
    (found,) = streamed(store, ("INSERT", item, 5), ("MODIFY", item | {"text": "?"}, 6))
    assert (found["opened_at"], found["received_at"]) == (stamp(at(5)), stamp(at(5)))


def test_a_row_that_the_stream_tells_of_is_held_against_the_messages(store: MemoryStore) -> None:
    """Written by one who had not seen the answer, and died."""
    other = MemoryStore()
    other.land([builders.item(message(70))])
    tracking.track(other, configuration.deployed_configuration(), CONVERSATION, {}, other.landed[:])
    (stale,) = other.rows()
    said = builders.items(message(0), reply(65), message(70))
    store.land(said)
    for _ in range(2):
        tracking.track(store, configuration.deployed_configuration(), CONVERSATION, {}, said)
        store.land([stale])
        found = streamed(store, ("INSERT", stale, 71))
        assert [row["opened_by"] for row in found] == ["customer@0", "customer@70"]


def test_a_row_that_somebody_else_wrote_is_not_folded_anew(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new configuration touches no wait that is open: who claims a step leaves it as it was."""
    said = builders.items(message(0), reply(10), message(20 * 60))
    store.land(said)
    tracking.track(store, configuration.deployed_configuration(), CONVERSATION, {}, said)
    kept = store.rows()
    claimed = decode(encode(rows.to_item(replace(rows.from_item(kept[1]), step=1))))
    newer = replace(configuration.deployed_configuration(), silence_s=3600)
    monkeypatch.setattr(configuration, "deployed_configuration", lambda: newer)
    store.land([claimed])
    assert streamed(store, ("MODIFY", claimed, 1300)) == [kept[0], claimed]
    (_, marked) = streamed(store, ("MODIFY", claimed | {tracking.FOLDED: True}, 1300))
    assert (claimed["wait_kind"], marked["wait_kind"]) == ("next", "first")


def test_of_rows_that_it_has_just_written_the_tracker_waits_to_be_told(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = builders.items(message(0), reply(10))
    store.land(said[:1])
    tracking.track(store, configuration.deployed_configuration(), CONVERSATION, {}, said[:1])
    (opened,) = store.rows()
    store.land(said)
    monkeypatch.setattr(tracking, "look_again", None)
    (found,) = streamed(store, ("INSERT", opened, 1), ("INSERT", said[1], 11))
    assert found["outcome"] == "met"


def test_silence_and_office_hours_are_those_of_the_configuration() -> None:
    store = MemoryStore()
    open_sunday = builders.calendar(sunday="10:00-10:05")
    known = builders.configuration(builders.policy_set(hours=open_sunday), silence_s=3600)
    items = [builder(n) for builder, n in ((message, 0), (reply, 10), (message, 69.9))]
    items += [reply(75), message(140)]
    landed = [builders.item(m) for m in items]
    store.land(landed)
    tracking.track(store, known, CONVERSATION, {}, landed)
    found = [(w.kind, w.response_s, w.business_s) for w in builders.stored_waits(store.rows())]
    assert found == [("first", 600, 300), ("next", 306, 0), ("first", None, None)]


def test_only_a_scoped_id_becomes_a_number_and_never_the_other_way() -> None:
    assert messages.joins(whatsapp("1", 0, "15550123", alias="US.1349"))
    assert not messages.joins(whatsapp("1", 0, "US.1350", alias="US.1349"))
    assert not messages.joins(whatsapp("1", 0, "15550123", alias="15550124"))


def test_a_customer_is_no_bot_and_please_write_in_private_deflects_only_in_public(
    brand: Configuration,
) -> None:
    (asked,) = messages.items(dm("d1", 0, out=False)._replace(app="our-bot"))
    (given,) = messages.items(dm("d2", 0, out=True)._replace(text=ASKED, app="our-bot"))
    assert not messages.message_of(asked, brand).automated
    assert messages.message_of(given, brand).automated
    assert not messages.message_of(given, brand).deflects
