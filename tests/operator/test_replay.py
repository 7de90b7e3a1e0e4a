"""`replywatch replay` processes quarantined events again."""

import json
import re

import pytest

from functions.webhook import meta, quarantine
from shared.storage.schema import PK
from tests.operator.world import NOON, PHONE, World, at, messenger, whatsapp


def test_list_shows_age_reason_and_kind_and_no_text(world: World) -> None:
    world.store(messenger("m1", at(0), "my secret", page="999"))
    body = messenger("m2", at(0))
    body["entry"][0]["messaging"] = [{"sender": {"id": "1"}, "novelty": {"text": "secret"}}]
    world.store(body)
    status, shown = world.run("replay", "--list")
    assert status == 0
    assert "account  messages.text messenger 999" in shown
    assert re.search(r"0 min  unknown +messaging\.", shown)
    assert "secret" not in shown
    assert "2 quarantined (account 1, unknown 1)" in shown
    assert world.run("replay", "--list", "--reason", "account")[1].count("\n") == 2


def test_messages_of_a_newly_configured_account_are_stored(world: World) -> None:
    world.store(messenger("m1", at(0), page="999"))
    assert world.run("replay")[1] == "0 processed; 1 quarantined (account 1)\n"
    world.set_target("2h", '[[accounts]]\nchannel = "messenger"\nid = "999"\nname = "New"\n')
    shown = world.run("replay")[1]
    assert shown == "1 processed (message 1); 0 quarantined\n"
    (item,) = world.items("C#")
    assert item["at"] == "2026-11-22T10:00:00.000Z"
    assert world.items("Q#") == []
    assert world.run("replay")[1] == "0 processed; 0 quarantined\n"


def test_an_update_that_the_parser_now_understands_is_stored(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The update's envelope was kept, so the message gets its account and customer."""
    understood = meta.whatsapp.TYPES
    monkeypatch.setattr(
        meta.whatsapp, "TYPES", {k: v for k, v in understood.items() if k != "sticker"}
    )
    world.store(whatsapp({"type": "sticker", "sticker": {"id": "1"}}, {"type": "text"}))
    assert [i["reason"] for i in world.items("Q#")] == ["unknown"]
    assert len(world.items("C#")) == 1
    assert world.run("replay")[1] == "0 processed; 1 quarantined (unknown 1)\n"
    monkeypatch.setattr(meta.whatsapp, "TYPES", understood)
    world.run("replay")
    assert len(world.items("C#")) == 2
    assert world.items("Q#") == []
    stored = next(i for i in world.items("C#") if i["event_name"] == "messages.sticker")
    assert stored[PK] == f"C#whatsapp:{PHONE}:49151000000"


def test_an_unreadable_body_is_parsed_again(world: World) -> None:
    raw = json.dumps(messenger("m1", at(0))).encode()
    kept = quarantine.item_of_body(raw, "meta", world.configuration, NOON)
    noise = quarantine.item_of_body(b"\xff no json", "x", world.configuration, NOON)
    long = quarantine.item_of_body(b"{" + b" " * 99_999, "x", world.configuration, NOON)
    world.table.put_all([kept, noise, long])
    assert ", truncated" in world.run("replay", "--list")[1]
    shown = world.run("replay")[1]
    assert shown == "1 processed (message 1); 2 quarantined (body 2)\n"
    assert len(world.items("C#")) == 1


def test_a_body_of_an_adapter_is_recognised(world: World) -> None:
    with world.config.open("a", encoding="utf-8") as config:
        config.write(
            '[channels.tiktok]\nname = "TikTok"\n[[accounts]]\nchannel = "tiktok"\nid = "b"\n'
        )
    message = {
        "id": "1", "channel": "tiktok", "account": "b", "surface": "private", "customer": "u1",
        "direction": "customer", "sent_at": at(0).isoformat(), "text": "Where is my parcel?",
    }  # fmt: skip
    file = world.folder / "body.json"
    file.write_text(json.dumps({"messages": [message]}), encoding="utf-8")
    assert world.run("replay", "--body", str(file))[1] == "1 read (message 1); 0 quarantined\n"
    file.write_text(json.dumps({"messages": [message | {"sent_at": "today"}]}), encoding="utf-8")
    assert world.run("replay", "--body", str(file))[0] == 2
    assert "messages[0].sent_at: expected a time" in world.errors


def test_a_body_from_a_file_is_stored_like_a_received_one(world: World) -> None:
    file = world.folder / "body.json"
    file.write_text(json.dumps(messenger("m1", at(0))), encoding="utf-8")
    assert world.run("replay", "--body", str(file))[1] == "1 read (message 1); 0 quarantined\n"
    before = world.items()
    world.run("replay", "--body", str(file), "--platform", "meta")
    assert world.items() == before
    file.write_text("[]", encoding="utf-8")
    assert world.run("replay", "--body", str(file))[0] == 2
    assert "Not a body that Meta, X or an adapter sends" in world.errors
    assert world.run("replay", "--body", str(world.folder / "none"))[0] == 2
    assert "No such file" in world.errors
