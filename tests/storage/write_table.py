"""`python -m tests.storage.write_table 0_2_0`: plays a story, and writes the resulting table.

It is run for a release: `test_upgrade.py` then reads that table with all later code. The story has
every kind of item that stays in the table for longer than a moment.
"""

import json
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from functions.notifier import claiming, rate_limits
from functions.webhook import adapter_messages, privacy, storing
from shared.domain import alerts as alert_rules
from shared.domain.events import Event
from shared.storage import alerts, schema
from shared.storage.schema import DUE_NEXT, DUE_SHARD, PK, SK, Key
from tests.operator import world as worlds
from tests.operator.world import PAGE, PHONE, SAID, World, at, messenger, number_changed, whatsapp

FOLDER = Path(__file__).parent
CONFIG = (
    worlds.CONFIG.replace('"ada@example.com"', '"ada@example.com"\nphone = "+15550100"').replace(
        'next_response = "TARGET"',
        'next_response = "TARGET"\nfollow_up = "4h"\ncrowd = { customers = 2, within = "1h" }',
    )
    + """
[channels.tiktok]
name = "TikTok"

[[accounts]]
channel = "tiktok"
id = "example"

[alerts]
sms_per_hour = 5
"""
)
PRIVATE = {"channel": "tiktok", "account": "example", "surface": "private", "customer": "u7"}
PUBLIC = PRIVATE | {"surface": "public", "customer": None}


def post(world: World, *messages: dict[str, Any]) -> None:
    """A request of an adapter. Times are minutes."""
    sent = [
        {"direction": "customer"} | m | {"sent_at": at(cast("int", m["sent_at"])).isoformat()}
        for m in messages
    ]
    store(world, *adapter_messages.parse({"messages": sent}))


def store(world: World, *events: Event) -> None:
    routed = storing.route(events, world.configuration)
    storing.store_events(world.table, routed, world.configuration, world.now)
    world.deliver()


def status(message_id: str, state: str, minute: int) -> dict[str, Any]:
    found = {"id": message_id, "status": state, "recipient_id": "49151000009"}
    found["timestamp"] = str(int(at(minute).timestamp()))
    value = {"metadata": {"phone_number_id": PHONE}, "statuses": [found]}
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def private_conversations(world: World) -> None:
    """A follow-up wait, an edit, deletions of both sides, and a message from the future."""
    world.receive(
        messenger("m1", at(0)),
        messenger("m2", at(5), "We are looking into it", echo=True),
        messenger("m3", at(9), "And now?"),
    )
    brand = PRIVATE | {"id": "t3", "direction": "brand"}
    post(world, PRIVATE | {"id": "t1", "sent_at": 0, "text": "Where is my parcel?"})
    post(world, PRIVATE | {"id": "t2", "sent_at": 1, "text": "Hello??", "customer_name": "@lena"})
    post(world, PRIVATE | {"id": "t1", "kind": "edit", "sent_at": 2, "text": "My big parcel?"})
    post(world, PRIVATE | {"id": "t2", "kind": "deletion", "sent_at": 3})
    post(world, brand | {"sent_at": 30, "text": "On its way."})
    post(world, brand | {"kind": "deletion", "sent_at": 31})
    post(world, PRIVATE | {"id": "f1", "customer": "u9", "sent_at": 1800, "text": "Later"})


def public_conversations(world: World) -> None:
    """A crowd, a reply and an edit whose message is unknown, and a message without a time."""
    thread = PUBLIC | {"thread": "v5", "permalink": "https://www.tiktok.com/@example/video/5"}
    post(world, thread | {"id": "p1", "customer": "u1", "sent_at": 1, "text": "Broken again!"})
    post(world, thread | {"id": "p2", "customer": "u2", "sent_at": 2, "text": "Refund please"})
    unknown = PUBLIC | {"sent_at": 3, "text": "Sorry"}
    post(world, unknown | {"id": "p9", "direction": "brand", "answers": "p7"})
    post(world, unknown | {"id": "p8", "kind": "edit"})
    untimed = Event("message", "comments", "facebook", "public", PAGE, "c1", "fc1")
    store(world, untimed._replace(thread="fp1", direction="in", sent_at=at(1), text="Hi?"))


def other_items(world: World) -> None:
    """The ids of one customer, statuses, quarantine, a deletion request, and an hour's slots of a
    responder."""
    world.receive(whatsapp(SAID, user="DE.1"), whatsapp(number_changed("49151999999"), start=1))
    world.receive(status("wamid.s1", "sent", 3), status("wamid.s1", "delivered", 4))
    world.receive(status("wamid.s2", "sent", 3), status("wamid.s2", "failed", 5))
    world.store(messenger("q1", at(1), page="999"))
    request = {"user_id": "55", "issued_at": 1}
    privacy.deletion_request(world.table, request, "https://replies.example", world.now)
    rate_limits.take_slot(world.table, "ada", "sms", 5, world.now)


def claim_and_send(world: World) -> None:
    """Claims everything that is due, and sends the first alert of each step."""
    due = [i for i in world.items(schema.CONVERSATIONS) if i.get(DUE_SHARD, "").startswith("DUE")]
    for item in due:
        key = Key.of(item)
        made = claiming.claim(world.table, world.configuration, key, item[DUE_NEXT], world.now)
        for alert in made[:1]:
            moment = world.now + timedelta(minutes=1)
            sending = alert_rules.changed(alert, "announced", due=moment, attempts=1)
            assert alerts.update(world.table, sending)
            sent = alert_rules.changed(sending, "accepted", provider_id="0100")
            assert alerts.update(world.table, sent)


def play(world: World) -> None:
    """Plays two days, so that there are final figures."""
    world.now = at(0)
    private_conversations(world)
    public_conversations(world)
    other_items(world)
    world.now = at(121)
    claim_and_send(world)
    world.now = at(1800)
    post(world, PRIVATE | {"id": "t9", "sent_at": 1800, "text": "Still nothing"})
    world.receive(messenger("n1", at(1800), customer="8"))
    world.forget(customer="u2", channel="tiktok")
    world.deliver()


def main(version: str) -> None:
    """Writes the table and its configuration into the folder of the tests."""

    class NoOutput:
        def readouterr(self) -> Any:
            return type("Shown", (), {"out": "", "err": ""})

    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(worlds, "CONFIG", CONFIG)
        world = World(Path(folder), cast("Any", NoOutput()), patch)
        play(world)
        items = [item for partition in world.fake.items.values() for item in partition.values()]
        items.sort(key=lambda item: (item[PK]["S"], item[SK]["S"]))
        lines = ",\n".join(json.dumps(item, sort_keys=True) for item in items)
        table = FOLDER / f"release_{version}.json"
        table.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
        table.with_suffix(".toml").write_text(world.config.read_text("utf-8"), encoding="utf-8")
        print(f"{len(items)} items")


if __name__ == "__main__":
    main(sys.argv[1])
