"""A deployment in one process: the real functions and commands over the simulation's fake table."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from cli import stack
from cli.commands import replay
from cli.main import main
from cli.table import Table
from functions.rollup import handler as rollup
from functions.tracker import handler as tracker
from functions.webhook import storing
from shared.config import configuration
from shared.config.configuration import Configuration, load_file
from shared.conversation import customer_conversations
from shared.storage import records, schema, wait_facts
from shared.storage.attributes import decode, encode
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, SK, Key
from shared.storage.wait_facts import WaitFact
from tests.fakes.dynamodb import FakeDynamoDB

TABLE = "replies"
PAGE, PHONE, BRAND = "100200300400500", "106000000000001", "1500000000000000001"
CUSTOMER = "7000123"
CONVERSATION = f"messenger:{PAGE}:{CUSTOMER}"
TEN = datetime(2026, 11, 22, 10, tzinfo=UTC)
NOON = TEN + timedelta(hours=2)

CONFIG = f"""
[brand]
name = "Example"
mail_from = "replywatch@example.com"

[[accounts]]
channel = "messenger"
id = "{PAGE}"
name = "Messenger"

[[accounts]]
channel = "facebook"
id = "{PAGE}"
name = "Facebook"

[[accounts]]
channel = "whatsapp"
id = "{PHONE}"
name = "WhatsApp"

[[accounts]]
channel = "x"
id = "{BRAND}"
name = "X"

[[responders]]
name = "ada"
email = "ada@example.com"

[calendars.office]
zone = "Europe/Berlin"
monday = "09:00-18:00"
tuesday = "09:00-18:00"
wednesday = "09:00-18:00"
thursday = "09:00-18:00"
friday = "09:00-18:00"

[[policies]]
name = "praise"
intents = ["praise"]
first_response = "24h"
clock = "business"
calendar = "office"
steps = []

[[policies]]
name = "all"
first_response = "TARGET"
next_response = "TARGET"
steps = [{{ at = "15m before", notify = ["ada"], by = ["email"] }},
         {{ at = "due", notify = ["ada"], by = ["email"] }}]
"""

WRITES = ("put_item", "delete_item", "batch_write_item", "transact_write_items")


class World:
    """A deployed table, its functions, its configuration, and a command line that uses them."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder, self.capsys = folder, capsys
        self.config = folder / "replywatch.toml"
        self._loaded: dict[str, Configuration] = {}
        self.set_target("2h")
        self.now = NOON
        self.fake = FakeDynamoDB(TABLE, lambda: self.now.timestamp())
        self.stream: list[dict[str, Any]] = []
        self.fake.on_record = self.stream.append
        self.before: list[tuple[str, Callable[[], Any]]] = []
        """What happens before the next call of that name."""
        self.table = Table(cast("Any", self), TABLE, pause=lambda _seconds: None)
        monkeypatch.setattr(stack, "now", lambda: self.now)
        monkeypatch.setattr(stack.Connection, "client", lambda _place, _service: self)
        monkeypatch.setattr(configuration, "deployed_configuration", lambda: self.configuration)
        for function in (tracker, rollup):
            monkeypatch.setattr(function, "now", lambda: self.now)
            monkeypatch.setattr(function, "shared_store", lambda: self.table)

    def __getattr__(self, operation: str) -> Any:
        """The operations of DynamoDB."""

        def call(**request: Any) -> Any:
            if operation in WRITES and "writes" in vars(self):
                self._count_write()
            waiting = next((w for w in self.before if w[0] == operation), None)
            if waiting:
                self.before.remove(waiting)
                waiting[1]()
            return getattr(self.fake, operation)(**request)

        return call

    # --- Failures -------------------------------------------------------------------------------

    def interrupt_at(self, write: int) -> None:
        """Interrupts the command before its write of this number, which counts from 0."""
        self.writes = write

    def _count_write(self) -> None:
        if self.writes == 0:
            del self.writes
            raise KeyboardInterrupt
        self.writes -= 1

    # --- What operators do ----------------------------------------------------------------------

    def set_target(self, target: str, more: str = "") -> None:
        """Changes the configuration."""
        self.config.write_text(CONFIG.replace("TARGET", target) + more, encoding="utf-8")

    @property
    def configuration(self) -> Configuration:
        text = self.config.read_text(encoding="utf-8")
        if text not in self._loaded:
            self._loaded[text] = load_file(self.config)
        return self._loaded[text]

    def run(self, *arguments: str) -> tuple[int, str]:
        """Runs a command. Returns its exit status and output."""
        self.capsys.readouterr()
        status = main([*arguments, "--table", TABLE, "--config", str(self.config)])
        shown = self.capsys.readouterr()
        self.errors = shown.err
        return status, shown.out

    def forget(self, customer: str = CUSTOMER, channel: str = "messenger") -> tuple[int, str]:
        """Runs `replywatch forget` without a confirmation prompt."""
        return self.run("forget", "--channel", channel, "--customer", customer, "--yes")

    # --- Platforms and functions ----------------------------------------------------------------

    def store(self, body: dict[str, Any], platform: str = "meta") -> None:
        """Stores the events of a body, as the webhook does."""
        known = self.configuration
        routed = storing.route(replay.parsed(body, platform, known), known)
        storing.store_events(self.table, routed, known, self.now)

    def receive(self, *bodies: dict[str, Any], platform: str = "meta") -> None:
        """Stores the events of a body, and runs the tracker and the rollup."""
        for body in bodies:
            self.store(body, platform)
            self.deliver()

    def deliver(self) -> None:
        """Calls the functions with the stream's records until nothing changes."""
        while self.stream:
            batch, self.stream[:] = list(self.stream), []
            for handler, is_its in ((tracker, _is_tracked), (rollup, _is_fact)):
                found = [r for r in batch if is_its(r)]
                if found:
                    assert handler.handler({"Records": found}, None) == {"batchItemFailures": []}

    # --- The table ------------------------------------------------------------------------------

    def items(self, kind: str = "") -> list[dict[str, Any]]:
        """The items of the partitions whose keys begin with this."""
        return [
            decode(item)
            for pk, partition in self.fake.items.items()
            if pk.startswith(kind)
            for item in partition.values()
        ]

    def record(self, conversation: str = CONVERSATION) -> ConversationRecord:
        found = customer_conversations.find(self.table, schema.record_key(conversation), self.now)
        assert found is not None
        return found

    def facts(self) -> list[WaitFact]:
        """The wait facts, oldest first."""
        found = [wait_facts.from_item(i) for i in self.items("W#")]
        return sorted(found, key=lambda fact: (fact.wait.opened_at, fact.wait.opened_by))

    def outcomes(self) -> list[str]:
        return [fact.wait.outcome for fact in self.facts()]

    def figures(self) -> dict[str, str]:
        return {i[SK]: i["figures"] for i in self.items("R#")}

    def put(self, item: dict[str, Any]) -> None:
        """Overwrites an item without a function noticing."""
        self.fake.put_item(TableName=TABLE, Item=encode(item))
        self.stream.clear()

    def remove(self, *keys: Key) -> None:
        """Deletes items without a function noticing."""
        self.table.remove(keys)
        self.stream.clear()

    def expire(self, *message_ids: str) -> None:
        """Deletes messages as time to live does."""
        stored = [i for i in self.items("C#") if "message_id" in i]
        self.remove(*(Key.of(i) for i in stored if i["message_id"] in message_ids))

    def holds(self, text: str) -> bool:
        """Whether the text is anywhere in the table, other than in the key of a tombstone."""
        return text in json.dumps([i for i in self.items() if not records.is_tombstone(i)])


def _is_tracked(record: dict[str, Any]) -> bool:
    pk, sk = (record["dynamodb"]["Keys"][name]["S"] for name in (PK, SK))
    kinds = (schema.CONVERSATIONS, schema.POINTERS)
    is_kept = record["eventName"] != "REMOVE"
    return is_kept and pk.startswith(kinds) and sk.startswith(schema.TRACKED)


def _is_fact(record: dict[str, Any]) -> bool:
    return str(record["dynamodb"]["Keys"][PK]["S"]).startswith(schema.FACTS)


# --- Webhook bodies -----------------------------------------------------------------------------


def at(minutes: int) -> datetime:
    """The time this many minutes after 10:00."""
    return TEN + timedelta(minutes=minutes)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def messenger(
    mid: str,
    moment: datetime,
    text: str = "Where is my parcel?",
    *,
    echo: bool = False,
    customer: str = CUSTOMER,
    page: str = PAGE,
) -> dict[str, Any]:
    sender, recipient = (page, customer) if echo else (customer, page)
    message = {"mid": mid, "text": text} | ({"is_echo": True} if echo else {})
    item = {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": _ms(moment)}
    entry = {"id": page, "time": _ms(moment), "messaging": [item | {"message": message}]}
    return {"object": "page", "entry": [entry]}


def a_story(world: World, customer: str = CUSTOMER) -> None:
    """The messages of an answered wait and an open one."""
    world.receive(
        messenger(f"m1.{customer}", at(0), customer=customer),
        messenger(f"m2.{customer}", at(5), "We look", echo=True, customer=customer),
        messenger(f"m3.{customer}", at(9), "And now?", customer=customer),
    )


def comment(
    comment_id: str,
    moment: datetime,
    *,
    author: str,
    parent: str | None = None,
) -> dict[str, Any]:
    post = f"{PAGE}_1"
    value = {
        "item": "comment",
        "verb": "add",
        "post_id": post,
        "parent_id": parent or post,
        "comment_id": comment_id,
        "from": {"id": author, "name": "Somebody"},
        "created_time": int(moment.timestamp()),
        "message": "Is anybody there?",
    }
    entry = {"id": PAGE, "time": int(moment.timestamp())}
    return {"object": "page", "entry": [entry | {"changes": [{"field": "feed", "value": value}]}]}


def whatsapp(
    *contents: dict[str, Any], user: str | None = None, number: str = "49151000000", start: int = 0
) -> dict[str, Any]:
    messages = [
        {"from": number, "id": f"wamid.{n}", "timestamp": str(int(at(n).timestamp()))} | content
        for n, content in enumerate(contents, start)
    ]
    contact = {"wa_id": number} | ({"user_id": user} if user else {})
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": PHONE},
        "contacts": [contact],
        "messages": messages,
    }
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def number_changed(to: str) -> dict[str, Any]:
    return {"type": "system", "system": {"type": "user_changed_number", "wa_id": to}}


SAID: dict[str, Any] = {"type": "text", "text": {"body": "Where is it?"}}


def x_post(
    number: str,
    author: str,
    moment: datetime,
    text: str = "@brand help, it is broken",
    *,
    to: str | None = None,
    of: str | None = None,
) -> dict[str, Any]:
    """A customer's mention of the brand. `to` is the post that it answers. With `of`, it is the
    brand's reply to that customer."""
    post: dict[str, Any] = {
        "id": number,
        "author_id": author,
        "text": text,
        "created_at": moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "conversation_id": to or number,
    }
    if to:
        post["referenced_tweets"] = [{"type": "replied_to", "id": to}]
    if of:
        post["in_reply_to_user_id"] = of
    kind = "post.create" if of else "post.mention.create"
    return {"data": {"filter": {"user_id": BRAND}, "event_type": kind, "payload": post}}


def x_dm(number: str, sender: str, recipient: str, moment: datetime) -> dict[str, Any]:
    create = {
        "target": {"recipient_id": recipient},
        "sender_id": sender,
        "message_data": {"text": "Here it is"},
    }
    event = {
        "type": "message_create",
        "id": number,
        "created_timestamp": str(_ms(moment)),
        "message_create": create,
    }
    return {"for_user_id": BRAND, "direct_message_events": [event]}


def deflected(world: World) -> None:
    """A public question, a request to write in private, and an answer there."""
    customer, n = "777001", 2000000001
    world.receive(
        x_post(str(n), customer, at(0)),
        x_post(str(n + 1), BRAND, at(1), "@you please DM us", to=str(n), of=customer),
        x_dm(str(n + 2), customer, BRAND, at(2)),
        x_dm(str(n + 3), BRAND, customer, at(3)),
        platform="x",
    )
