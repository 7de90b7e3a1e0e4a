"""What the tracker makes of messages that concern more than their own conversation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from functions.tracker import addressing, elsewhere, tracking
from shared.config import configuration
from shared.config.configuration import Configuration
from shared.conversation import history
from shared.domain.events import Event
from shared.domain.policies import Policy, PolicySet, Step
from shared.storage import messages, rows
from shared.storage.store import ConflictError
from tests.storage.memory import MemoryStore

TEN = datetime(2026, 11, 22, 10, tzinfo=UTC)
BRAND = "1500000000000000001"
HERE = "whatsapp:106000000000001"


def at(minutes: float) -> datetime:
    return TEN + timedelta(minutes=minutes)


def policy_set(**policy: Any) -> PolicySet:
    steps = (Step(at="due", notify=("ada",)),)
    made = Policy(name="p", first_response_s=1800, next_response_s=1800, steps=steps, **policy)
    return PolicySet.of([made], {})


@pytest.fixture
def brand() -> Configuration:
    shipped = configuration.load_file(Path("replywatch.toml"))
    return replace(shipped, policy_set=policy_set())


def run(store: MemoryStore, brand: Configuration) -> None:
    """Tracks what has landed, and what that lands, until nothing new does."""
    while store.landed:
        item = store.landed.pop(0)
        if item["pk"].startswith("C#"):
            conversation = item["pk"].removeprefix("C#")
            tracking.track(store, brand, conversation, {}, [item])
        elif item["pk"].startswith("P#"):
            addressing.address(store, item["pk"])
            if item["sk"].startswith(elsewhere.MARKER):
                elsewhere.carry_to(store, brand, item)
        elif item["pk"].startswith("W#"):
            tracking.look_again(store, brand, item["conversation"], [rows.from_item(item)])


def tell(store: MemoryStore, brand: Configuration, events: Sequence[Event]) -> None:
    for event in events:
        store.land(messages.items(event))
        run(store, brand)


def post(message_id: str, minutes: float, *, customer: str = "42", **more: Any) -> Event:
    values = {
        "channel": "x",
        "surface": "public",
        "account": BRAND,
        "thread": "900",
        "text": "Why?",
    }
    values |= {"direction": "in", "customer": customer, "event_name": "post.mention.create"}
    return Event(kind="message", message_id=message_id, at=at(minutes), **values | more)


def answer(message_id: str, minutes: float, answers: str, **more: Any) -> Event:
    values = {"channel": "x", "surface": "public", "account": BRAND, "needs_parent": True}
    values |= {"direction": "out", "event_name": "tweet_create_events", "text": "It ships today."}
    return Event(
        kind="reply", message_id=message_id, answers=answers, at=at(minutes), **values | more
    )


def under(message_id: str, minutes: float, answers: str, **more: Any) -> Event:
    """A customer's reply as X's v1.1 tells it: it names the post answered, and no thread."""
    return post(message_id, minutes, thread=answers, answers=answers, **more)


def edited(original: str, version: str, minutes: float, **more: Any) -> Event:
    """An edit by a customer, whose post begins a thread."""
    link = f"https://x.com/i/status/{version}"
    values = {"thread": original, "text": "Why, @brand?"} | more
    return post(original, minutes, **values)._replace(
        kind="edit", needs_parent=True, permalink=link
    )


def any_order(events: int) -> Any:
    return pytest.mark.parametrize("order", list(permutations(range(events))))


def dm(message_id: str, minutes: float, *, out: bool) -> Event:
    return Event(
        kind="reply" if out else "message", event_name="dm", channel="x", surface="private",
        account=BRAND, customer="42", message_id=message_id, at=at(minutes), text="Your number?",
        direction="out" if out else "in",
    )  # fmt: skip


@pytest.mark.parametrize("reply_first", [False, True])
def test_a_public_reply_finds_the_message_that_it_answers(
    brand: Configuration, reply_first: bool
) -> None:
    store = MemoryStore()
    events = [post("1", 0), answer("2", 5, "1")]
    tell(store, brand, events[::-1] if reply_first else events)
    (row,) = store.rows()
    assert (row["outcome"], row["closed_by"], row["response_s"]) == ("met", "2", 300)


def test_a_reply_to_what_never_landed_waits_and_closes_nothing(brand: Configuration) -> None:
    store = MemoryStore()
    tell(store, brand, [post("1", 0), answer("2", 5, "999")])
    assert [row["outcome"] for row in store.rows()] == ["open"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_please_write_to_us_in_private_is_answered_by_a_private_reply(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [
        post("1", 0),
        answer("2", 5, "1", text="Please send us a DM so we can look into it."),
        dm("d1", 20, out=True),
    ]
    tell(store, brand, [events[i] for i in order])
    (row,) = [r for r in store.rows() if r["surface"] == "public"]
    assert (row["outcome"], row["closed_by"], row["response_s"]) == ("met", "d1", 1200)
    assert row["deflected_at"] == "2026-11-22T10:05:00.000Z"


def test_a_deflection_alone_leaves_the_public_wait_open(brand: Configuration) -> None:
    store = MemoryStore()
    tell(store, brand, [post("1", 0), answer("2", 5, "1", text="Please DM us.")])
    (row,) = store.rows()
    assert (row["outcome"], row["any_response_s"]) == ("open", 300)


def test_a_private_reply_answers_no_public_question_that_was_not_moved(
    brand: Configuration,
) -> None:
    store = MemoryStore()
    tell(store, brand, [post("1", 0), dm("d1", 3, out=False), dm("d2", 5, out=True)])
    assert {r["surface"]: r["outcome"] for r in store.rows()} == {
        "public": "open",
        "private": "met",
    }


def whatsapp(message_id: str, minutes: float, customer: str, alias: str | None = None) -> Event:
    return Event(
        kind="message", event_name="messages.text", channel="whatsapp", surface="private",
        account="106000000000001", customer=customer, message_id=message_id, at=at(minutes),
        text="Where is it?", direction="in", alias=alias,
    )  # fmt: skip


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0), (1, 2, 0)])
def test_a_whatsapp_customers_two_ids_are_one_conversation(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [
        whatsapp("w1", 0, "US.1349"),
        whatsapp("w2", 5, "15550123", alias="US.1349"),
        whatsapp("w3", 9, "US.1349"),
    ]
    tell(store, brand, [events[i] for i in order])
    (row,) = store.rows()
    assert (row["conversation"], row["opened_by"]) == ("whatsapp:106000000000001:15550123", "w1")


def test_a_gathering_crowd_is_told_early_and_says_why(brand: Configuration) -> None:
    store = MemoryStore()
    brand = replace(brand, policy_set=policy_set(crowd_customers=3, crowd_within_s=600))
    tell(store, brand, [post("1", 0, customer="a"), post("2", 4, customer="b")])
    assert not any("pulled" in row for row in store.rows())
    tell(store, brand, [post("3", 9, customer="c"), post("4", 30, customer="d")])
    told = {r["customer"]: (r.get("pulled"), r["due_next"]) for r in store.rows()}
    why = "3 customers within 10 min in one thread"
    assert told["a"] == told["b"] == told["c"] == (why, "2026-11-22T10:09:00.000Z")
    assert told["d"] == (None, "2026-11-22T11:00:00.000Z")


def test_deleted_text_goes_and_its_times_stay(brand: Configuration) -> None:
    store = MemoryStore()
    event = dm("d1", 0, out=False)
    deletion = event._replace(kind="delete", at=at(3), text=None)
    tell(store, brand, [event, deletion, event])
    (row,) = store.rows()
    assert (row["outcome"], row["opened_at"]) == ("withdrawn", "2026-11-22T10:00:00.000Z")
    assert not any("text" in item for item in store.items.values())


def test_a_message_from_the_future_counts_from_when_it_landed(brand: Configuration) -> None:
    store = MemoryStore()
    (item,) = messages.items(dm("d1", 60, out=False))
    store.land([item])
    tracking.track(store, brand, f"x:{BRAND}:42", {item["sk"]: TEN}, [item])
    (row,) = store.rows()
    assert (row["opened_at"], row["skewed"]) == ("2026-11-22T10:00:00.000Z", True)


def test_an_older_message_in_an_earlier_hour_takes_the_escalation_along(
    brand: Configuration,
) -> None:
    store = MemoryStore()
    tell(store, brand, [dm("d2", 5, out=False)])
    (key,) = [k for k in store.items if k.pk.startswith("W#")]
    store.items[key] |= {"step": 1, "version": 7}
    tell(store, brand, [dm("d1", -10, out=False)])
    (row,) = store.rows()
    assert (row["opened_by"], row["step"], row["version"]) == ("d1", 1, 8)
    assert row["pk"].startswith("W#2026-11-22T09")


@any_order(4)
def test_a_customers_own_thread_on_x_is_one_conversation(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [
        post("1", 0, thread="1"),
        under("2", 1, "1"),
        under("3", 2, "2"),
        answer("4", 9, "3"),
    ]
    tell(store, brand, [events[i] for i in order] * 2)
    (row,) = store.rows()
    assert row["conversation"] == f"x:{BRAND}:1:42"
    assert (row["opened_by"], row["outcome"], row["closed_by"]) == ("1", "met", "4")


@any_order(4)
def test_a_follow_up_to_the_brands_reply_is_the_next_wait_of_that_conversation(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [
        post("1", 0, thread="1"),
        answer("2", 5, "1"),
        under("3", 8, "2"),
        answer("4", 10, "3"),
    ]
    tell(store, brand, [events[i] for i in order])
    first, second = store.rows()
    assert first["conversation"] == second["conversation"] == f"x:{BRAND}:1:42"
    assert (first["wait_kind"], first["closed_by"]) == ("first", "2")
    assert (second["wait_kind"], second["opened_by"], second["closed_by"]) == ("next", "3", "4")


@any_order(3)
def test_somebody_else_in_a_customers_thread_waits_for_himself(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [
        post("1", 0, thread="1"),
        under("2", 1, "1", customer="77"),
        under("3", 2, "2", customer="77"),
    ]
    tell(store, brand, [events[i] for i in order])
    assert [(row["conversation"], row["opened_by"]) for row in store.rows()] == [
        (f"x:{BRAND}:1:42", "1"),
        (f"x:{BRAND}:1:77", "2"),
    ]


@any_order(2)
def test_posts_that_claim_to_answer_each_other_keep_their_waits(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [under("1", 0, "2"), under("2", 1, "1")]
    tell(store, brand, [events[i] for i in order])
    assert [row["opened_by"] for row in store.rows()] == ["1"]


@any_order(2)
def test_a_post_that_an_edit_first_addressed_to_the_brand_waits_from_the_edit(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [edited("1", "2", 10), answer("3", 15, "2")]
    tell(store, brand, [events[i] for i in order] * 2)
    (row,) = store.rows()
    assert (row["opened_at"], row["closed_by"]) == ("2026-11-22T10:10:00.000Z", "3")
    assert row["permalink"] == "https://x.com/i/status/2"


@any_order(3)
def test_an_edit_of_a_known_post_has_no_effect_on_the_clock(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [post("1", 0, thread="1"), edited("1", "2", 10), answer("3", 15, "2")]
    tell(store, brand, [events[i] for i in order])
    (row,) = store.rows()
    assert (row["opened_by"], row["closed_by"], row["response_s"]) == ("1", "3", 900)
    texts = {i["text"] for i in store.items.values() if i["sk"].startswith("M#") and "text" in i}
    assert texts == {"Why, @brand?", "It ships today."}


def test_a_late_original_leaves_nothing_open_that_its_edit_opened(brand: Configuration) -> None:
    store = MemoryStore()
    tell(store, brand, [edited("1", "2", 10), post("1", 0, thread="1"), answer("9", 5, "1")])
    assert [row["outcome"] for row in store.rows()] == ["met", "withdrawn"]


@any_order(3)
def test_the_deletion_of_any_version_is_that_of_the_post(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    gone = post("2", 20)._replace(kind="delete", needs_parent=True, thread=None, text=None)
    events = [post("1", 0, thread="1"), edited("1", "2", 10), gone]
    tell(store, brand, [events[i] for i in order])
    (row,) = store.rows()
    assert (row["opened_by"], row["outcome"]) == ("1", "withdrawn")
    in_conversation = [i for i in store.items.values() if i["pk"].startswith("C#")]
    assert not any("text" in item for item in in_conversation)


@pytest.mark.parametrize("deleted", ["1", "2"])
@any_order(3)
def test_of_a_post_that_is_deleted_no_version_keeps_its_words(
    brand: Configuration, order: tuple[int, ...], deleted: str
) -> None:
    store = MemoryStore()
    gone = post(deleted, 20)._replace(kind="delete", needs_parent=True, thread=None, text=None)
    events = [post("1", 0, thread="1"), edited("1", "2", 10), gone]
    tell(store, brand, [events[n] for n in order])
    tell(store, brand, [events[n] for n in order])
    assert [key for key, item in store.items.items() if "text" in item] == []


def test_an_edit_that_stands_in_is_withdrawn_with_the_post(brand: Configuration) -> None:
    for named in ("1", "2"):
        store = MemoryStore()
        gone = post(named, 20)._replace(kind="delete", needs_parent=True, thread=None, text=None)
        tell(store, brand, [edited("1", "2", 10), gone])
        assert [row["outcome"] for row in store.rows()] == ["withdrawn"]


def test_a_further_edit_of_an_edit_that_stands_in_opens_nothing(brand: Configuration) -> None:
    store = MemoryStore()
    tell(store, brand, [edited("1", "2", 10), answer("3", 12, "2"), edited("1", "4", 14)])
    assert [row["outcome"] for row in store.rows()] == ["met"]


# WhatsApp


def sent(message_id: str, minutes: float, what: str = "statuses.sent") -> Event:
    return whatsapp(message_id, minutes, "15550123")._replace(
        kind="reply", event_name=what, direction="out", text=None
    )


@pytest.mark.parametrize("what", ["statuses.sent.marketing", "statuses.sent.authentication"])
@pytest.mark.parametrize("bot_closes", [False, True])
def test_a_campaign_is_no_answer_and_what_is_written_freely_is(
    brand: Configuration, what: str, bot_closes: bool
) -> None:
    store = MemoryStore()
    brand = replace(brand, policy_set=policy_set(bot_closes=bot_closes))
    tell(store, brand, [whatsapp("w1", 0, "15550123"), sent("c1", 3, what)])
    (row,) = store.rows()
    assert (row["outcome"], "any_response_s" in row) == ("open", False)
    tell(store, brand, [sent("r1", 9)])
    (row,) = store.rows()
    assert (row["outcome"], row["closed_by"], row["response_s"]) == ("met", "r1", 540)


def changed(minutes: float, new: str, old: str) -> Event:
    """The customer has another number, or another scoped id, since then."""
    return Event(
        kind="not_a_message", event_name="messages.system", channel="whatsapp", surface="private",
        account="106000000000001", customer=new, alias=old, at=at(minutes), direction="in",
        message_id=f"change-{minutes}",
    )  # fmt: skip


def join(store: MemoryStore, brand: Configuration, event: Event) -> None:
    assert messages.joins(event)
    store.land([messages.join(event, str(event.conversation))])
    run(store, brand)


def hear(store: MemoryStore, brand: Configuration, events: Sequence[Event]) -> None:
    for event in events:
        if event.kind == "not_a_message":
            join(store, brand, event)
        else:
            tell(store, brand, [event])


def waits(store: MemoryStore) -> list[tuple[str, str, str]]:
    return [
        (row["customer"], row["opened_by"], row.get("closed_by", "open")) for row in store.rows()
    ]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_chain_of_changes_ends_in_one_conversation(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [
        whatsapp("w1", 0, "4901"),
        changed(5, "4902", "4901"),
        whatsapp("w2", 7, "4902"),
        changed(9, "4903", "4902"),
    ]
    hear(store, brand, [events[i] for i in order])
    hear(store, brand, events)
    assert waits(store) == [("4903", "w1", "open")]
    tell(store, brand, [sent("r1", 12)._replace(customer="4903")])
    assert waits(store) == [("4903", "w1", "r1")]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_number_that_is_changed_back_is_one_wait_where_the_customer_is_now(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [
        whatsapp("w1", 0, "4901"),
        changed(5, "4902", "4901"),
        whatsapp("w2", 7, "4902"),
        changed(9, "4901", "4902"),
    ]
    hear(store, brand, [events[i] for i in order])
    hear(store, brand, [*events, events[0], events[2], events[1]])
    assert waits(store) == [("4901", "w1", "open")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_changes_that_contradict_each_other_lose_nothing(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [whatsapp("w1", 0, "4901"), changed(5, "4902", "4901"), changed(5, "4901", "4902")]
    hear(store, brand, [events[i] for i in order])
    hear(store, brand, events)
    assert waits(store) == [("4902", "w1", "open")]


def test_a_number_that_is_somebody_elses_by_now_is_another_conversation(
    brand: Configuration,
) -> None:
    store = MemoryStore()
    hear(store, brand, [whatsapp("w1", 0, "4901"), changed(5, "4902", "4901")])
    hear(store, brand, [whatsapp("w2", 8, "4901"), sent("r1", 9)._replace(customer="4901")])
    assert waits(store) == [("4902", "w1", "open"), ("4901", "w2", "r1")]


@pytest.mark.parametrize("order", list(permutations(range(5))))
def test_scoped_ids_and_numbers_that_change_together_are_one_customer(
    brand: Configuration, order: tuple[int, ...]
) -> None:
    store = MemoryStore()
    events = [
        whatsapp("w1", 0, "US.1"),
        whatsapp("w2", 2, "4901", alias="US.1"),
        changed(5, "US.2", "US.1"),
        whatsapp("w3", 7, "US.2"),
        whatsapp("w4", 9, "4902", alias="US.2"),
    ]
    hear(store, brand, [events[i] for i in order])
    hear(store, brand, events)
    assert waits(store) == [("4902", "w1", "open")]


@pytest.mark.parametrize("claimed", [1, 2])
def test_what_was_told_of_a_wait_goes_along(brand: Configuration, claimed: int) -> None:
    store = MemoryStore()
    steps = tuple(Step(at="due", offset_s=n, notify=("ada",)) for n in range(3))
    policy = Policy(name="p", first_response_s=600, next_response_s=600, steps=steps)
    brand = replace(brand, policy_set=PolicySet.of([policy], {}))
    hear(store, brand, [whatsapp("w1", 0, "4901")])
    (key,) = [k for k in store.items if k.pk.startswith("W#")]
    snoozed = {"snoozed_until": "2026-11-22T11:00:00.000Z", "acknowledged_by": "ada"}
    store.items[key] |= {"step": claimed, "version": 7} | snoozed
    hear(store, brand, [changed(5, "4902", "4901"), changed(9, "4903", "4902")])
    (row,) = store.rows()
    assert (row["customer"], row["step"]) == ("4903", claimed)
    assert {k: row[k] for k in snoozed} == snoozed
    hear(store, brand, [whatsapp("w0", -1, "4901"), whatsapp("w1", 0, "4901")])
    (row,) = store.rows()
    assert (row["opened_by"], row["step"]) == ("w0", claimed)


def test_an_alert_under_way_finds_the_wait_that_went_on(brand: Configuration) -> None:
    store = MemoryStore()
    hear(store, brand, [whatsapp("w1", 0, "4901")])
    (key,) = [k for k in store.items if k.pk.startswith("W#")]
    store.items[key] |= {"step": 1, "version": 1}
    before = history.find_row(store, brand, f"{HERE}:4901", "START", key)
    store.land([messages.join(changed(5, "4902", "4901"), f"{HERE}:4902")])
    item = store.landed.pop()
    tracking.track(store, brand, f"{HERE}:4901", {}, [item])
    with pytest.raises(ConflictError):
        history.find_row(store, brand, f"{HERE}:4901", "START", key)
    run(store, brand)
    after = history.find_row(store, brand, f"{HERE}:4901", "START", key)
    assert before
    assert after
    assert (before.customer, after.customer, after.step) == ("4901", "4902", 1)


@pytest.mark.parametrize("under", ["4901", "4902"])
@pytest.mark.parametrize("kind", ["delete", "edit"])
@pytest.mark.parametrize("late", [False, True])
def test_a_text_is_gone_or_new_wherever_the_message_is(
    brand: Configuration, kind: Any, under: str, late: bool
) -> None:
    store = MemoryStore()
    words = "It came" if kind == "edit" else None
    undone = whatsapp("w1", 3, under)._replace(kind=kind, text=words)
    events = [whatsapp("w1", 0, "4901"), changed(5, "4902", "4901")]
    hear(store, brand, [undone, *events] if late else [*events, undone])
    hear(store, brand, events)
    texts = [i.get("text") for k, i in store.items.items() if k.sk.startswith("M#")]
    assert texts == [words, words]
    assert [row["outcome"] for row in store.rows()] == ["open" if words else "withdrawn"]
