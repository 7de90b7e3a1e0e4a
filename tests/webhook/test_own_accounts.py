"""The brand's own accounts are never customers, on any channel."""

from datetime import UTC, datetime

import pytest

from functions.webhook import own_accounts, storing
from shared.config.configuration import Account
from shared.domain.events import Event
from tests import builders

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
ACCOUNTS = (
    Account(channel="facebook", id="100", name="Page"),
    Account(channel="facebook", id="101", name="Shop"),
    Account(channel="instagram", id="17800", name="Instagram"),
    Account(channel="threads", id="300", name="Threads", username="example_care"),
    Account(channel="instagram", id="17801", name="Shop", username="example.shop"),
    Account(channel="whatsapp", id="106", name="WhatsApp", phone="+4930123456"),
    Account(channel="x", id="200", name="X"),
    Account(channel="x", id="201", name="X care"),
)
BRAND = builders.configuration(accounts=ACCOUNTS)


def event(channel: str, account: str, customer: str | None, **more: object) -> Event:
    values = {
        "kind": "message",
        "event_name": "messages.text",
        "channel": channel,
        "surface": "public",
        "account": account,
        "customer": customer,
        "message_id": "m1",
        "thread": "t1",
        "direction": "in",
        "at": AT,
        "text": "See you there!",
    }
    return Event(**values | more)


@pytest.mark.parametrize(
    ("channel", "account", "author"),
    [
        ("facebook", "100", "101"),
        ("messenger", "100", "101"),
        ("instagram", "17800", "17800"),
        ("threads", "300", "300"),
        ("threads", "300", "example_care"),
        ("threads", "300", "Example_Care"),
        ("x", "200", "201"),
        ("whatsapp", "106", "4930123456"),
    ],
)
@pytest.mark.parametrize("kind", ["message", "reply", "edit"])
def test_what_an_own_account_writes_or_gets_is_no_message(
    channel: str, account: str, author: str, kind: str
) -> None:
    routed = storing.route([event(channel, account, author, kind=kind)], BRAND)
    assert routed.items == []
    assert routed.quarantined == []
    assert dict(routed.counts) == {"not_a_message": 1}


@pytest.mark.parametrize("channel", ["messenger", "whatsapp"])
def test_what_an_own_account_deletes_in_private_is_no_message(channel: str) -> None:
    account, author = {"messenger": ("100", "101"), "whatsapp": ("106", "4930123456")}[channel]
    given = event(channel, account, author, kind="delete", surface="private", answers="m0")
    assert [e.kind for e in own_accounts.without_own([given], BRAND)] == ["not_a_message"]


@pytest.mark.parametrize(
    ("channel", "account", "author"),
    [("facebook", "100", "101"), ("threads", "300", "example_care"), ("x", "200", "201")],
)
def test_a_public_answer_of_another_own_account_is_the_brands(
    channel: str, account: str, author: str
) -> None:
    """Whether it answers a customer is known once the answered message is known."""
    given = event(channel, account, author, answers="c1", customer_name="@x")
    (found,) = own_accounts.without_own([given], BRAND)
    assert (found.kind, found.direction, found.customer, found.customer_name) == (
        "reply", "out", None, None,
    )  # fmt: skip
    assert found.needs_parent
    assert found.text == "See you there!"


def test_nothing_names_the_other_account_as_a_customer() -> None:
    (found,) = own_accounts.without_own([event("x", "200", "201")], BRAND)
    assert (found.kind, found.customer, found.text) == ("not_a_message", None, None)


def test_instagram_names_an_own_account_beside_an_id_of_its_own() -> None:
    comment = event("instagram", "17800", "990", customer_name="@example.shop")
    (found,) = own_accounts.without_own([comment], BRAND)
    assert (found.kind, found.customer_name) == ("not_a_message", None)


@pytest.mark.parametrize(
    ("channel", "customer", "name"),
    [
        ("threads", "example_cares", "@example_cares"),  # another account's name
        ("facebook", "77", "@example_care"),  # there, people choose their own names
        ("instagram", "example_care", "@example_care"),  # the name on Threads
        ("x", "example_care", "@example_care"),
    ],
)
def test_only_the_name_on_the_accounts_own_channel_counts(
    channel: str, customer: str, name: str
) -> None:
    given = event(channel, "1", customer, customer_name=name)
    assert list(own_accounts.without_own([given], BRAND)) == [given]


@pytest.mark.parametrize(("channel", "customer"), [("x", "100"), ("x", None), ("instagram", "200")])
def test_an_id_of_another_channel_is_a_customer(channel: str, customer: str | None) -> None:
    given = event(channel, "200" if channel == "x" else "17800", customer)
    assert list(own_accounts.without_own([given], BRAND)) == [given]
