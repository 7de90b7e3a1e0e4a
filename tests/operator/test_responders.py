"""`replywatch invite` and `replywatch responders`: a responder's own settings, for operators."""

import json
from typing import Any

import pytest

from shared.domain import own_settings as domain
from shared.domain.own_settings import MAX_A_DAY, OwnSettings, id_of
from shared.runtime import links
from shared.storage import own_settings
from tests.operator.deployed import Account
from tests.operator.world import NOON, World

KEYS = ("link-key-1",)
PHONE, EMAIL = "+4915100000056", "ada@new.example"


def changed(world: World, responder: str = "ada", **values: Any) -> None:
    """Ada has changed these values on her settings page."""
    own = own_settings.read(world.table, responder)
    own_settings.write(world.table, domain.with_values(own, values, world.now))


def own(world: World) -> OwnSettings:
    return own_settings.read(world.table, "ada")


# --- Invite ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("account")
def test_the_link_is_the_responders(world: World) -> None:
    status, shown = world.run("invite", "ada")
    assert (status, shown.startswith("https://replies.example/r/")) == (0, True)
    token = shown.strip().rpartition("/")[2]
    assert links.read_invitation(token, KEYS, NOON) == (id_of("ada"), NOON)
    as_json = json.loads(world.run("invite", "ada", "--json")[1])
    assert as_json == {"responder": "ada", "link": shown.strip()}
    assert world.items() == []


@pytest.mark.usefixtures("account")
def test_a_link_is_emailed_by_the_notifier(world: World) -> None:
    assert world.run("invite", "ada", "--send", "--dry-run")[0] == 0
    assert world.items() == []
    assert world.run("invite", "ada", "--send") == (
        0, "The link is emailed within two minutes to ada.\n",
    )  # fmt: skip
    (item,) = world.items()
    assert ("due_shard" in item, own(world).sendings[0].purpose) == (
        True, "invitation",
    )  # fmt: skip


@pytest.mark.usefixtures("account")
def test_invitations_are_limited(world: World) -> None:
    for _ in range(MAX_A_DAY):
        assert world.run("invite", "ada", "--send")[0] == 0
    assert world.run("invite", "ada", "--send")[0] == 2
    assert "6 invitations in 24 hours" in world.errors


@pytest.mark.usefixtures("account")
def test_only_a_configured_responder_with_an_email_address_is_invited(world: World) -> None:
    assert world.run("invite", "bob")[0] == 2
    assert "There is no responder 'bob'; defined: ada." in world.errors
    world.set_target("2h", '[[responders]]\nname = "lin"\nphone = "+4930123456"\n')
    assert world.run("invite", "lin", "--send")[0] == 2
    assert "lin has no email address in the file." in world.errors


def test_without_a_key_there_is_no_link(world: World, account: Account) -> None:
    account.secrets["api"] = {"tokens": [], "link_keys": []}
    assert world.run("invite", "ada")[0] == 2
    assert "no link_keys" in world.errors


# --- List and reset -------------------------------------------------------------------------------


def test_the_list_says_where_each_value_comes_from(world: World) -> None:
    changed(world, language="fr", phone=PHONE)
    changed(world, "bob", email=EMAIL)
    status, shown = world.run("responders", "list")
    assert status == 0
    assert shown.splitlines() == [
        "ada",
        "  language     own   fr",
        "  email        file  a…@example.com",
        "  phone        own   +49…56",
        "bob (not in the file, so it has no effect)",
        "  email        own   a…@new.example",
    ]


def test_addresses_are_printed_whole_only_if_asked_for(world: World) -> None:
    changed(world, phone=PHONE, email=EMAIL)
    new = {"sms": "+4915100000077"}
    pending = domain.asked(own(world), "code", new, "name", world.now)  # type: ignore[arg-type]
    own_settings.write(world.table, pending)
    for options in ((), ("--json",)):
        shown = world.run("responders", "list", *options)[1]
        assert not [text for text in (PHONE, EMAIL, new["sms"]) if text in shown]
        assert "not confirmed" in shown
        whole = world.run("responders", "list", "--addresses", *options)[1]
        assert [text for text in (PHONE, EMAIL, new["sms"]) if text in whole] != []


def test_a_reset_gives_the_files_values_back(world: World) -> None:
    changed(world, phone=PHONE, language="fr")
    assert world.run("responders", "reset", "ada", "--dry-run")[1].startswith("would reset ada: ")
    assert own(world).values
    assert world.run("responders", "reset", "ada")[0] == 2
    assert world.run("responders", "reset", "ada", "--yes")[0] == 0
    assert (own(world).values, own(world).sendings) == ({}, ())
    assert not world.holds(PHONE)
    assert world.run("responders", "reset", "carl", "--yes")[0] == 2
    assert "There is no responder 'carl'; defined: ada." in world.errors


def test_a_reset_without_changed_values_still_says_what_it_does(world: World) -> None:
    assert world.run("responders", "reset", "ada")[0] == 2
    assert "ada has changed nothing. End the links to the settings page?" in world.errors


def test_a_reset_ends_links_even_if_nothing_was_changed(world: World) -> None:
    assert world.run("responders", "reset", "ada", "--yes")[0] == 0
    assert own(world).links_ended_at == world.now


def test_a_responder_removed_from_the_file_can_be_reset(world: World) -> None:
    changed(world, "bob", email=EMAIL)
    assert world.run("responders", "reset", "bob", "--yes")[0] == 0
    assert not world.holds(EMAIL)


@pytest.mark.usefixtures("account")
def test_an_invitation_goes_to_the_address_in_the_file(world: World) -> None:
    """The address that the responder entered may belong to somebody else who has the link."""
    changed(world, email=EMAIL)
    assert world.run("invite", "ada", "--send")[0] == 0
    assert own(world).sendings[0].to == "ada@example.com"
