"""The local run's webhook bodies name customers as the platforms would."""

from datetime import UTC, datetime

import pytest

from cli.local import webhook_bodies
from cli.local.demo.script import CUSTOMERS, LATE, LATE_REPLY
from cli.local.webhook_bodies import Message, Person
from functions.webhook import x


@pytest.mark.parametrize("channel", ["x", "x_dm"])
def test_a_customer_on_x_has_a_handle_of_their_own(channel: str) -> None:
    at = datetime(2026, 11, 26, 10, tzinfo=UTC)
    message = Message(
        channel=channel,
        account="1600000000000000001",
        customer=Person(id="1605551234567", name="Tomás Vidal"),
        text="Help",
        at=at,
        id=webhook_bodies.new_id(channel, account="1600000000000000001", at=at),
    )
    (event,) = x.parse(webhook_bodies.body(message), ("1600000000000000001",))
    assert event.customer_name == "@tomasvidal"


def test_the_demos_late_reply_names_its_customer() -> None:
    assert LATE_REPLY.startswith(f"@{CUSTOMERS[LATE].person.handle} ")
