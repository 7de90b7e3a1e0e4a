"""Another account of the brand answers a customer under a post of this account."""

from functools import partial

import pytest

from functions.webhook import own_accounts, x
from shared.config.configuration import Account
from shared.domain.events import OTHER_ACCOUNTS_REPLY, Event
from shared.domain.policies import Policy
from shared.storage import expiry, message_items
from tests import builders
from tests.builders import at
from tests.events import answer, any_order, edited, post
from tests.fakes.backend import Backend

PAGE, SHOP, LENA = "100", "101", "7001"
BRAND = builders.configuration(
    builders.policy_set(Policy(name="p", first_response_s=1800, next_response_s=1800)),
    accounts=(
        Account(channel="facebook", id=PAGE, name="Page"),
        Account(channel="facebook", id=SHOP, name="Shop"),
        Account(channel="x", id=PAGE, name="X"),
        Account(channel="x", id=SHOP, name="X care"),
    ),
)


def comment(
    message_id: str, minute: float, by: str, answers: str = "post", **more: object
) -> Event:
    """A comment, as the Page's webhook reports it."""
    values = {
        "kind": "message",
        "event_name": "feed.comment.add",
        "channel": "facebook",
        "surface": "public",
        "account": PAGE,
        "customer": by,
        "message_id": message_id,
        "answers": answers,
        "thread": "post",
        "direction": "in",
        "at": at(minute),
        "text": "Where is it?",
    }
    return Event(**values | more)


own_reply = partial(comment, by="", kind="reply", customer=None, direction="out", needs_parent=True)


def outcomes(*events: Event) -> list[tuple[str, str, str | None]]:
    backend = Backend(BRAND)
    found = own_accounts.without_own(events, BRAND)
    backend.receive(*(e for e in found if e.kind != "not_a_message"), at=at(600))
    return backend.outcomes()


@any_order(2)
def test_another_accounts_answer_to_the_customer_closes_the_wait(order: tuple[int, ...]) -> None:
    said = [comment("c1", 0, LENA), comment("r1", 9, SHOP, answers="c1")]
    assert outcomes(*(said[i] for i in order)) == [("c1", "met", "r1")]


@any_order(3)
def test_another_accounts_answer_counts_in_any_order_of_message_and_pointer(
    order: tuple[int, ...],
) -> None:
    """One call writes both, but they may be stored at different times."""
    asked, reply = own_accounts.without_own(
        [comment("c1", 0, LENA), comment("r1", 9, SHOP, answers="c1")], BRAND
    )
    (message, pointer), (answer_,) = message_items.items(asked), message_items.items(reply)
    items = expiry.expiring([message, pointer, answer_], BRAND.text_days, at(9))
    backend = Backend(BRAND)
    for i in order:
        backend.put(items[i], at=at(600))
    assert backend.outcomes() == [("c1", "met", "r1")]


@any_order(3)
def test_the_wait_reopens_if_the_other_account_deletes_its_answer(order: tuple[int, ...]) -> None:
    said = [
        comment("c1", 0, LENA),
        comment("r1", 9, SHOP, answers="c1"),
        comment("r1", 20, SHOP, answers="c1", kind="delete", text=None),
    ]
    assert outcomes(*(said[i] for i in order)) == [("c1", "open", None)]


@any_order(4)
def test_an_account_that_answers_the_other_account_closes_nothing(order: tuple[int, ...]) -> None:
    """The Page answers Lena, who asks again. Then the shop answers the Page."""
    said = [
        comment("c1", 0, LENA),
        own_reply("r1", 9, answers="c1"),
        comment("c2", 11, LENA, answers="c1"),
        comment("aside", 15, SHOP, answers="r1"),
    ]
    assert outcomes(*(said[i] for i in order)) == [("c1", "met", "r1"), ("c2", "open", None)]


def test_another_accounts_own_comment_under_the_post_closes_nothing() -> None:
    assert outcomes(comment("c1", 0, LENA), comment("n1", 9, SHOP)) == [("c1", "open", None)]


@pytest.mark.parametrize(
    ("answered", "displayed", "outcome"),
    [
        (LENA, 12, "met"),
        (PAGE, 12, "open"),  # the accounts write to each other
        (LENA, 6, "open"),  # the text names the account: the customer is sent there
    ],
)
def test_on_x_a_reply_that_names_the_account_in_its_prefix_only_counts(
    answered: str, displayed: int, outcome: str
) -> None:
    asked = {
        "id_str": "2000000000000000001", "text": "@page where is it?", "user": {"id_str": LENA},
        "timestamp_ms": "1795341600000", "in_reply_to_user_id_str": PAGE,
    }  # fmt: skip
    reply = {
        "id_str": "2000000000000000002", "text": "@lena @page it ships today",
        "user": {"id_str": SHOP}, "timestamp_ms": "1795341660000",
        "in_reply_to_status_id_str": "2000000000000000001" if answered == LENA else "1",
        "in_reply_to_user_id_str": answered, "display_text_range": [displayed, 26],
        "entities": {"user_mentions": [{"id_str": PAGE, "indices": [6, 11]}]},
    }  # fmt: skip
    events = [
        event
        for tweet in (asked, reply)
        for event in x.parse({"for_user_id": PAGE, "tweet_create_events": [tweet]}, [PAGE, SHOP])
    ]
    assert [found for _, found, _ in outcomes(*events)] == [outcome]


@any_order(3)
def test_on_x_another_accounts_answer_to_a_later_version_counts(order: tuple[int, ...]) -> None:
    said = [
        post("10", 0, thread="10"),
        edited("10", "11", 2),
        answer("12", 9, "11", event_name=OTHER_ACCOUNTS_REPLY),
    ]
    assert x_outcomes(*(said[i] for i in order)) == [("10", "met", "12")]


@any_order(2)
def test_on_x_another_accounts_answer_counts_if_only_an_edit_came(order: tuple[int, ...]) -> None:
    """The first version did not name the brand, so it was not delivered. The answer is to that
    version."""
    said = [edited("10", "11", 2), answer("12", 9, "10", event_name=OTHER_ACCOUNTS_REPLY)]
    assert x_outcomes(*(said[i] for i in order)) == [("11", "met", "12")]


def x_outcomes(*events: Event) -> list[tuple[str, str, str | None]]:
    backend = Backend()
    backend.receive(*events, at=at(600))
    return [found for found in backend.outcomes() if found[1] != "withdrawn"]
