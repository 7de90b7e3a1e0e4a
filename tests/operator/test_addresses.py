"""`replywatch addresses`: lists suppressed addresses, and clears them."""

import json
from datetime import timedelta

import pytest

from shared.storage import suppressions
from shared.storage.suppressions import Address
from tests.operator.test_doctor import findings
from tests.operator.world import NOON, World

ADA = Address("email", "ada@example.com")


@pytest.fixture
def suppressed(world: World) -> World:
    suppressions.suppress(world.table, ADA, "bounced", NOON - timedelta(days=1))
    return world


def test_a_deployment_without_one_lists_none(world: World) -> None:
    assert world.run("addresses") == (0, "No address is suppressed.\n")
    assert world.run("addresses", "--clear", "ada") == (0, "No address of ada is suppressed.\n")


def test_suppressed_addresses_are_listed_by_name_and_channel(suppressed: World) -> None:
    line = "ada  email  bounced 2026-11-21 12:00 UTC, not used until 2026-12-21\n"
    assert suppressed.run("addresses") == (0, line)


def test_json_has_the_same_content(suppressed: World) -> None:
    status, shown = suppressed.run("addresses", "--json")
    assert (status, json.loads(shown)) == (
        0,
        {
            "responder": "ada",
            "by": "email",
            "reason": "bounced",
            "since": "2026-11-21T12:00:00.000Z",
            "until": "2026-12-21T12:00:00.000Z",
            "cleared": False,
        },
    )


def test_an_address_that_was_cleared_is_used_again(suppressed: World) -> None:
    before = suppressed.items()
    status, shown = suppressed.run("addresses", "--clear", "ada", "--dry-run")
    assert (status, suppressed.items()) == (0, before)
    assert suppressed.run("addresses", "--clear", "ada") == (0, shown)
    assert shown == "ada  email  bounced 2026-11-21 12:00 UTC, used again\n"
    assert suppressed.run("addresses") == (0, "No address is suppressed.\n")
    assert suppressed.run("addresses", "--json") == (0, "")
    assert suppressed.run("addresses", "--clear", "ada") == (
        0,
        "No address of ada is suppressed.\n",
    )


def test_an_unknown_name_clears_nothing(suppressed: World) -> None:
    assert suppressed.run("addresses", "--clear", "eve") == (2, "")
    assert "There is no responder 'eve'; defined: ada" in suppressed.errors
    assert suppressed.run("addresses")[1].startswith("ada  email")


@pytest.mark.usefixtures("account")
def test_doctor_warns_of_suppressed_addresses(suppressed: World) -> None:
    assert findings(suppressed)["addresses"] == "warning"
    suppressed.run("addresses", "--clear", "ada")
    assert findings(suppressed)["addresses"] == "ok"
