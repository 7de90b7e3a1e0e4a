"""The operator's commands, against a table in the process."""

import argparse
import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws
from shared.storage.rows import Key, Row

from cli import stack
from cli.commands import replay
from cli.main import main
from cli.table import Table
from functions.rollup import handler as rollup
from functions.tracker import addressing, elsewhere, tracking
from functions.webhook import meta, privacy, storing
from shared.config.configuration import Configuration, load_file
from shared.domain import alerts
from shared.domain.alerts import Alert
from shared.storage import rows
from shared.storage.attributes import encode
from shared.storage.schema import PK, SK
from shared.storage.store import Put
from tests.tables import create_table

pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utc:DeprecationWarning")

PAGE, PHONE, BRAND = "100200300400500", "106000000000001", "1500000000000000001"
CUSTOMER = "7000123"
CONVERSATION = f"messenger:{PAGE}:{CUSTOMER}"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

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


class World:
    """A deployed table, its configuration, and a command line that talks to both."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.config = folder / "replywatch.toml"
        self.promise("2h")
        self.client = boto3.client("dynamodb")
        self.table = Table(self.client, create_table(self.client, "replies"))

    def promise(self, target: str, more: str = "") -> None:
        self.config.write_text(CONFIG.replace("TARGET", target) + more, encoding="utf-8")

    @property
    def configuration(self) -> Configuration:
        return load_file(self.config)

    def run(self, *arguments: str) -> tuple[int, str]:
        """Exit status, and what was printed."""
        where = ("--table", "replies", "--config", str(self.config))
        status = main([*arguments, *where])
        shown = self.capsys.readouterr()
        self.errors = shown.err
        return status, shown.out

    def land(self, body: dict[str, Any], platform: str = "meta") -> None:
        """What the webhook does with a body."""
        configuration = self.configuration
        events = replay.parsed(body, platform, configuration)
        storing.store_events(self.table, storing.route(events, configuration), configuration, NOON)

    def receive(self, body: dict[str, Any], platform: str = "meta") -> None:
        """The same, and then what the tracker does."""
        self.land(body, platform)
        self.track()

    def track(self) -> None:
        """What the tracker and the rollup make of all that has landed."""
        configuration = self.configuration
        for _ in range(2):
            for pk in {str(i[PK]) for i in self.items()}:
                if pk.startswith("P#"):
                    addressing.address(self.table, pk)
                    for item in list(self.table.partition(pk)):
                        if str(item[SK]).startswith(elsewhere.MARKER):
                            elsewhere.carry_to(self.table, configuration, item)
                elif pk.startswith("C#"):
                    found = list(self.table.partition(pk))
                    landed = {str(i[SK]): NOON for i in found}
                    tracking.track(self.table, configuration, pk[2:], landed, found)
                elif pk.startswith("W#"):
                    for item in list(self.table.partition(pk)):
                        row = rows.from_item(item)
                        tracking.look_again(self.table, configuration, row.conversation, [row])
        for hour in {str(i[PK]).split("#")[1] for i in self.items("W#")}:
            rollup.recompute(self.table, configuration, hour)

    def expire(self, *message_ids: str) -> None:
        """Takes messages away as time to live does."""
        self.table.remove(
            Key(i[PK], i[SK]) for i in self.items("C#") if i["message_id"].startswith(message_ids)
        )

    def items(self, kind: str = "") -> list[dict[str, Any]]:
        return [i for i in self.table.scan() if str(i[PK]).startswith(kind)]

    def rows(self) -> list[Row]:
        found = [rows.from_item(i) for i in self.items("W#")]
        return sorted(found, key=lambda r: r.wait.opened_at)

    def holds(self, text: str) -> bool:
        """Whether it is anywhere in the table, as anything."""
        return text in json.dumps(self.items(), default=str)


@pytest.fixture
def world(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setattr(stack, "now", lambda: NOON)
    with mock_aws():
        yield World(tmp_path, capsys)


def ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def messenger(
    mid: str,
    at: datetime,
    text: str = "Where is my parcel?",
    *,
    echo: bool = False,
    customer: str = CUSTOMER,
    page: str = PAGE,
) -> dict[str, Any]:
    sender, recipient = (page, customer) if echo else (customer, page)
    message = {"mid": mid, "text": text} | ({"is_echo": True} if echo else {})
    item = {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": ms(at)}
    entry = {"id": page, "time": ms(at), "messaging": [item | {"message": message}]}
    return {"object": "page", "entry": [entry]}


def comment(comment_id: str, at: datetime, *, author: str, parent: str | None = None) -> Any:
    value = {
        "item": "comment",
        "verb": "add",
        "post_id": f"{PAGE}_1",
        "parent_id": parent or f"{PAGE}_1",
        "comment_id": comment_id,
        "from": {"id": author, "name": "Somebody"},
        "created_time": int(at.timestamp()),
        "message": "Is anybody there?",
    }
    entry = {"id": PAGE, "time": int(at.timestamp())}
    return {"object": "page", "entry": [entry | {"changes": [{"field": "feed", "value": value}]}]}


def at(minutes: int) -> datetime:
    """So many minutes after ten."""
    return datetime(2026, 11, 22, 10, 0, tzinfo=UTC) + timedelta(minutes=minutes)


def a_story(world: World, customer: str = CUSTOMER) -> None:
    """An answered wait, then an open one."""
    world.receive(messenger(f"m1.{customer}", at(0), customer=customer))
    world.receive(messenger(f"m2.{customer}", at(5), "We look", echo=True, customer=customer))
    world.receive(messenger(f"m3.{customer}", at(9), "And now?", customer=customer))


class TestRebuild:
    def test_where_all_is_well_it_says_and_changes_nothing(self, world: World) -> None:
        a_story(world)
        before = world.items()
        assert world.run("rebuild", CONVERSATION) == (0, "")
        assert world.run("rebuild", "--all") == (0, "")
        assert world.items() == before

    def test_a_customer_with_a_new_number_is_well_where_the_messages_went(
        self, world: World
    ) -> None:
        said: dict[str, Any] = {"type": "text", "text": {"body": "Where is it?"}}
        world.receive(whatsapp(said, NUMBER_CHANGED, said))
        world.track()
        before = world.items()
        assert [(r.customer, r.wait.opened_by) for r in world.rows()] == [
            ("49152000000", "wamid.0"),
            ("49151000000", "wamid.2"),
        ]
        assert world.run("rebuild", "--all") == (0, "")
        assert world.items() == before

    def test_a_missing_wait_is_put_back_and_told(self, world: World) -> None:
        a_story(world)
        (first, _open) = world.rows()
        world.table.remove([first.key])
        status, shown = world.run("rebuild", CONVERSATION, "--dry-run")
        assert status == 1
        assert "after START: the wait was missing (met" in shown
        assert len(world.rows()) == 1
        status, shown = world.run("rebuild", CONVERSATION)
        assert status == 0
        assert "was missing" in shown
        assert world.rows()[0].wait == first.wait
        assert world.run("rebuild", CONVERSATION) == (0, "")

    def test_a_wait_that_is_not_what_its_messages_say_is_told_field_by_field(
        self, world: World
    ) -> None:
        a_story(world)
        (first, _open) = world.rows()
        wrong = rows.to_item(first) | {"outcome": "late", "response_s": 5, "version": 7}
        world.client.put_item(TableName="replies", Item=encode(wrong))
        _status, shown = world.run("rebuild", CONVERSATION)
        assert "outcome late → met" in shown
        assert "response_s 5 → 300" in shown
        assert world.rows()[0].wait == first.wait

    def test_a_wait_that_its_messages_do_not_make_goes(self, world: World) -> None:
        a_story(world)
        stray = rows.to_item(world.rows()[0])
        boundary = f"m1.{CUSTOMER}"
        stray |= {SK: f"{CONVERSATION}#{boundary}", "boundary": boundary}
        world.client.put_item(TableName="replies", Item=encode(stray))
        _status, shown = world.run("rebuild", CONVERSATION)
        assert shown == f"{CONVERSATION} after {boundary}: there is no such wait\n"
        assert len(world.rows()) == 2

    def test_what_a_wait_was_opened_with_stays_whatever_the_configuration_became(
        self, world: World
    ) -> None:
        a_story(world)
        world.promise("30m")
        assert world.run("rebuild", CONVERSATION) == (0, "")

    def test_business_time_stays_when_the_calendar_changed(self, world: World) -> None:
        world.receive(messenger("m1", at(0), "I love your shop, you are wonderful, great!"))
        world.receive(messenger("m2", at(60 * 30), "Thank you", echo=True))
        (row,) = world.rows()
        assert row.wait.terms.clock == "business"
        world.config.write_text(
            world.config.read_text(encoding="utf-8").replace("09:00-18:00", "11:00-12:00"),
            encoding="utf-8",
        )
        assert world.run("rebuild", CONVERSATION) == (0, "")

    def test_all_finds_every_conversation_what_is_parked_and_wrong_figures(
        self, world: World
    ) -> None:
        for n in range(12):
            world.land(messenger(f"m{n}", at(n), customer=f"80000{n:02d}"))
        world.track()
        assert world.run("rebuild", "--all")[1] == ""
        assert "12 conversations" in world.errors
        world.table.remove([Key("R#2026-11-22", "2026-11-22T10")])
        _status, shown = world.run("rebuild", "--all")
        assert shown == "figures of 2026-11-22T10: not those of its waits\n"
        world.table.remove(row.key for row in world.rows()[:7])
        status, shown = world.run("rebuild", "--all", "--dry-run")
        assert (status, shown.count("was missing")) == (1, 7)
        world.run("rebuild", "--all")
        assert len(world.rows()) == 12
        assert world.run("rebuild", "--all", "--dry-run") == (0, "")

    def test_a_reply_that_was_left_parked_finds_its_conversation(self, world: World) -> None:
        world.receive(comment("1_10", at(0), author="9001"))
        world.land(comment("1_11", at(4), author=PAGE, parent="1_10"))
        status, shown = world.run("rebuild", "--all", "--dry-run")
        assert status == 1
        assert "was not there" in shown
        world.run("rebuild", "--all")
        assert [row.wait.outcome for row in world.rows()] == ["met"]

    def test_history_whose_messages_have_expired_stays(self, world: World) -> None:
        a_story(world)
        world.receive(messenger("m4", at(12), "Here", echo=True))
        world.receive(messenger("m5", at(15)))
        before = world.rows()
        world.expire("m1", "m2")
        assert world.run("rebuild", CONVERSATION) == (0, "")
        assert world.run("rebuild", "--all") == (0, "")
        assert world.rows() == before
        world.table.remove([before[2].key])
        assert "after m4: the wait was missing" in world.run("rebuild", CONVERSATION)[1]
        world.expire("m3", "m4", "m5")
        assert world.run("rebuild", "--all") == (0, "")
        assert len(world.rows()) == 3

    def test_an_unknown_conversation_is_told_in_a_line(self, world: World) -> None:
        assert world.run("rebuild", "messenger:1:2")[0] == 2
        assert world.errors == "replywatch rebuild: No conversation messenger:1:2.\n"

    def test_one_conversation_or_all_but_not_neither(self, world: World) -> None:
        assert world.run("rebuild")[0] == 2
        assert "name one conversation, or --all" in world.errors


class TestRecompute:
    def test_open_waits_are_held_to_the_present_configuration(self, world: World) -> None:
        a_story(world)
        (closed, before) = world.rows()
        world.promise("30m")
        status, shown = world.run("recompute", "--open")
        assert status == 0
        assert (
            f"{CONVERSATION} since 2026-11-22 10:09:00: "
            "all, due 2026-11-22 12:09:00, steps 11-22 11:54, 11-22 12:09 → "
            "all, due 2026-11-22 10:39:00, steps 11-22 10:24, 11-22 10:39"
        ) in shown
        (still, after) = world.rows()
        assert still == closed
        assert after.wait.due_at == at(39)
        assert after.version == before.version + 1

    def test_a_second_run_changes_nothing(self, world: World) -> None:
        a_story(world)
        world.promise("30m")
        world.run("recompute", "--open")
        before = world.items()
        assert world.run("recompute", "--open") == (0, "0 open waits changed\n")
        assert world.items() == before

    def test_dry_run_only_says_it(self, world: World) -> None:
        a_story(world)
        before = world.items()
        world.promise("30m")
        _status, shown = world.run("recompute", "--open", "--dry-run")
        assert "1 open waits would change" in shown
        assert world.items() == before

    def test_the_same_configuration_changes_nothing(self, world: World) -> None:
        a_story(world)
        assert world.run("recompute", "--open") == (0, "0 open waits changed\n")

    def test_a_wait_that_nobody_is_to_wait_any_more_goes(self, world: World) -> None:
        a_story(world)
        text = world.config.read_text(encoding="utf-8")
        world.config.write_text(
            text.replace('name = "all"', 'name = "all"\nsurfaces = ["public"]')
            + '[[policies]]\nname = "none"\nfirst_response = "none"\nsteps = []\n',
            encoding="utf-8",
        )
        _status, shown = world.run("recompute", "--open")
        assert "→ opens no wait" in shown
        assert [row.wait.outcome for row in world.rows()] == ["met"]

    def test_a_step_that_was_told_is_not_told_again(self, world: World) -> None:
        a_story(world)
        row = world.rows()[1]
        world.table.write([Put(rows.to_item(replace(row, step=1, version=9)), expects=row.version)])
        world.promise("8h")
        world.run("recompute", "--open")
        assert world.rows()[1].step == 1
        assert world.rows()[1].next_moment == at(9 + 8 * 60)

    def test_a_last_step_still_to_come_is_told_though_more_steps_were_told_before(
        self, world: World
    ) -> None:
        a_story(world)
        row = world.rows()[1]
        told = Alert(
            conversation=CONVERSATION, boundary=row.wait.boundary, wait_key=row.key, step=0,
            at="15m before", responder="ada", by="email", state="delivered",
        )  # fmt: skip
        world.table.write(
            [
                Put(rows.to_item(replace(row, step=2, version=9)), expects=row.version),
                Put(alerts.to_item(told), expects=None),
            ]
        )
        text = world.config.read_text(encoding="utf-8").replace('"2h"', '"8h"')
        world.config.write_text(
            re.sub(r"steps = \[\{ at = \"15m before\".*?\},\n", "steps = [", text, flags=re.S),
            encoding="utf-8",
        )
        world.run("recompute", "--open")
        assert world.rows()[1].step == 0
        assert world.items("A#") == []

    def test_a_customer_who_comes_back_after_all_else_has_expired(self, world: World) -> None:
        a_story(world)
        world.expire("m1", "m2")
        world.promise("30m")
        assert "1 open waits changed" in world.run("recompute", "--open")[1]
        assert world.rows()[1].wait.due_at == at(39)
        assert len(world.rows()) == 2

    def test_an_answer_that_landed_meanwhile_is_left_to_the_tracker(self, world: World) -> None:
        world.receive(messenger("m1", at(0)))
        world.land(messenger("m2", at(1), "Here", echo=True))
        world.promise("30m")
        assert world.run("recompute", "--open") == (0, "0 open waits changed\n")


class TestExplain:
    def test_it_tells_policy_by_policy_why_and_when(self, world: World) -> None:
        a_story(world)
        status, shown = world.run("explain", CONVERSATION)
        assert status == 0
        assert "praise: intents: " in shown
        assert "all: every condition holds" in shown
        assert "due       2026-11-22 12:09:00 UTC" in shown
        assert "step      2026-11-22 11:54:00 UTC  15m before: ada by email" in shown
        assert "met       2026-11-22 10:05:00 UTC by m2." in shown
        assert "5 min after the opening, 1 h 55 min before the deadline" in shown

    def test_a_calendar_is_told_with_its_hours_and_its_own_clock(self, world: World) -> None:
        world.receive(messenger("m1", at(0), "I love your shop, you are wonderful, great!"))
        _status, shown = world.run("explain", CONVERSATION)
        assert "target    24 h of the hours of office" in shown
        assert "open      Mon 09:00-18:00; Tue 09:00-18:00" in shown
        assert re.search(r"due       .* UTC \(\w\w\w \d\d:\d\d in Europe/Berlin\)", shown)
        assert "step      none: nobody is told of it" in shown

    def test_json_is_what_the_api_answers(self, world: World) -> None:
        a_story(world)
        _status, shown = world.run("explain", CONVERSATION, "--json")
        told = json.loads(shown)
        assert told["conversation"] == CONVERSATION
        assert [w["policy"] for w in told["waits"]] == ["all", "all"]
        assert told["waits"][0]["rules"][-1] == {"policy": "all", "matches": True, "because": None}

    def test_a_changed_policy_is_told(self, world: World) -> None:
        a_story(world)
        world.promise("30m")
        _status, shown = world.run("explain", CONVERSATION)
        assert "all, which was changed since: this wait keeps what it was opened with" in shown
        assert "as it was configured then" in shown

    def test_a_courtesy_is_named_where_nobody_waits(self, world: World) -> None:
        world.receive(messenger("m1", at(0), "Thanks!"))
        _status, shown = world.run("explain", CONVERSATION)
        assert "No wait" in shown
        assert "reads as a courtesy" in shown

    def test_an_unknown_conversation_is_told_in_a_line(self, world: World) -> None:
        assert world.run("explain", "x:1:2")[0] == 2
        assert world.errors == "replywatch explain: No conversation x:1:2.\n"


class TestReplay:
    def test_list_shows_age_reason_and_kind_and_no_text(self, world: World) -> None:
        world.receive(messenger("m1", at(0), "my secret", page="999"))
        body = messenger("m2", at(0))
        body["entry"][0]["messaging"] = [{"sender": {"id": "1"}, "novelty": {"text": "secret"}}]
        world.receive(body)
        status, shown = world.run("replay", "--list")
        assert status == 0
        assert "account  messages.text messenger 999" in shown
        assert re.search(r"0 min  unknown +messaging\.", shown)
        assert "secret" not in shown
        assert "2 quarantined (account 1, unknown 1)" in shown
        assert world.run("replay", "--list", "--reason", "account")[1].count("\n") == 2

    def test_messages_of_a_newly_configured_account_are_stored(self, world: World) -> None:
        world.receive(messenger("m1", at(0), page="999"))
        assert world.run("replay")[1] == "0 processed; 1 quarantined (account 1)\n"
        world.promise("2h", '[[accounts]]\nchannel = "messenger"\nid = "999"\nname = "New"\n')
        shown = world.run("replay")[1]
        assert shown == "1 processed (message 1); 0 quarantined\n"
        (item,) = world.items("C#")
        assert item["at"] == "2026-11-22T10:00:00.000Z"
        assert world.items("Q#") == []
        assert world.run("replay")[1] == "0 processed; 0 quarantined\n"

    def test_an_update_that_the_parser_now_understands_is_stored(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its envelope was kept, so the message gets its account and customer."""
        understood = meta.whatsapp.TYPES
        monkeypatch.setattr(
            meta.whatsapp, "TYPES", {k: v for k, v in understood.items() if k != "sticker"}
        )
        world.receive(whatsapp({"type": "sticker", "sticker": {"id": "1"}}, {"type": "text"}))
        assert [i["reason"] for i in world.items("Q#")] == ["unknown"]
        assert len(world.items("C#")) == 1
        assert world.run("replay")[1] == "0 processed; 1 quarantined (unknown 1)\n"
        monkeypatch.setattr(meta.whatsapp, "TYPES", understood)
        world.run("replay")
        assert len(world.items("C#")) == 2
        assert world.items("Q#") == []
        landed = next(i for i in world.items("C#") if i["event_name"] == "messages.sticker")
        assert landed[PK] == f"C#whatsapp:{PHONE}:49151000000"

    def test_an_unreadable_body_is_parsed_again(self, world: World) -> None:
        raw = json.dumps(messenger("m1", at(0))).encode()
        kept = storing.quarantine_body(raw, "meta", world.configuration, NOON)
        noise = storing.quarantine_body(b"\xff no json", "x", world.configuration, NOON)
        long = storing.quarantine_body(b"{" + b" " * 99_999, "x", world.configuration, NOON)
        world.table.land([kept, noise, long])
        assert ", truncated" in world.run("replay", "--list")[1]
        shown = world.run("replay")[1]
        assert shown == "1 processed (message 1); 2 quarantined (body 2)\n"
        assert len(world.items("C#")) == 1

    def test_a_body_from_a_file_is_stored_like_a_received_one(self, world: World) -> None:
        file = world.folder / "body.json"
        file.write_text(json.dumps(messenger("m1", at(0))), encoding="utf-8")
        assert world.run("replay", "--body", str(file))[1] == "1 read (message 1); 0 quarantined\n"
        before = world.items()
        world.run("replay", "--body", str(file), "--platform", "meta")
        assert world.items() == before
        file.write_text("[]", encoding="utf-8")
        assert world.run("replay", "--body", str(file))[0] == 2
        assert "Not a recognised Meta or X webhook body" in world.errors
        assert world.run("replay", "--body", str(world.folder / "none"))[0] == 2
        assert "No such file" in world.errors


def whatsapp(*contents: dict[str, Any], user: str | None = None) -> dict[str, Any]:
    messages = [
        {"from": "49151000000", "id": f"wamid.{n}", "timestamp": str(int(at(n).timestamp()))} | c
        for n, c in enumerate(contents)
    ]
    contact = {"wa_id": "49151000000"} | ({"user_id": user} if user else {})
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": PHONE},
        "contacts": [contact],
        "messages": messages,
    }
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


NUMBER_CHANGED = {
    "type": "system",
    "system": {"type": "user_changed_number", "wa_id": "49152000000"},
}


def x_post(
    number: str, author: str, at: datetime, text: str, *, to: str | None = None
) -> dict[str, Any]:
    post: dict[str, Any] = {
        "id": number,
        "author_id": author,
        "text": text,
        "created_at": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "conversation_id": to or number,
    }
    if to:
        post["referenced_tweets"] = [{"type": "replied_to", "id": to}]
    return post


def x_dm(number: str, sender: str, recipient: str, at: datetime) -> dict[str, Any]:
    create = {
        "target": {"recipient_id": recipient},
        "sender_id": sender,
        "message_data": {"text": "Here it is"},
    }
    event = {
        "type": "message_create",
        "id": number,
        "created_timestamp": str(ms(at)),
        "message_create": create,
    }
    return {"for_user_id": BRAND, "direct_message_events": [event]}


class TestForget:
    def test_nothing_names_the_customer_and_every_time_stays(self, world: World) -> None:
        a_story(world)
        a_story(world, customer="7000124")
        before = world.rows()
        status, shown = world.run(
            "forget", "--channel", "messenger", "--customer", CUSTOMER, "--yes"
        )
        assert (status, shown.splitlines()[-1]) == (0, "0 items name the customer")
        assert not world.holds(CUSTOMER)
        assert world.holds("7000124")
        after = world.rows()
        for name in ("opened_at", "due_at", "kind", "response_s", "margin_s", "terms"):
            assert [getattr(r.wait, name) for r in after] == [getattr(r.wait, name) for r in before]
        assert sorted(r.wait.outcome for r in after) == ["met", "met", "open", "withdrawn"]
        texts = [i.get("text") for i in world.items("C#") if "forgotten" in i[PK]]
        assert texts == [None] * len(texts)

    def test_what_is_kept_is_what_its_messages_say(self, world: World) -> None:
        """The tracker sees the messages move, and rebuild agrees: nothing opens again."""
        a_story(world)
        world.receive(messenger("same-a", at(20)))
        world.receive(messenger("same-b", at(20), "I love you, great, wonderful!"))
        world.run("forget", "--channel", "messenger", "--customer", CUSTOMER, "--yes")
        before = world.rows()
        world.track()
        assert world.rows() == before
        (conversation,) = {i[PK][2:] for i in world.items("C#")}
        assert world.run("rebuild", conversation) == (0, "")

    def test_what_is_remembered_of_a_wait_that_is_gone_goes_too(self, world: World) -> None:
        a_story(world)
        memory = {PK: f"C#{CONVERSATION}", SK: "X#G#0", "message_id": "m1", "outcome": "open"}
        world.table.land([memory | {"step": 1, "version": 1}])
        world.run("forget", "--channel", "messenger", "--customer", CUSTOMER, "--yes")
        assert not world.holds(CUSTOMER)
        assert not world.holds("X#G#")

    def test_where_the_first_messages_have_expired_the_waits_stay_all_the_same(
        self, world: World
    ) -> None:
        a_story(world)
        world.expire("m1", "m2")
        before = [(r.wait.opened_at, r.wait.kind) for r in world.rows()]
        world.run("forget", "--channel", "messenger", "--customer", CUSTOMER, "--yes")
        world.track()
        assert [(r.wait.opened_at, r.wait.kind) for r in world.rows()] == before
        assert not world.holds(CUSTOMER)

    def test_messages_expire_when_they_would_have(self, world: World) -> None:
        a_story(world)
        before = sorted(i["expires_at"] for i in world.items("C#"))
        world.run("forget", "--channel", "messenger", "--customer", CUSTOMER, "--yes")
        after = sorted(i["expires_at"] for i in world.items("C#") if i[SK].startswith("M#"))
        assert after == before
        assert all("expires_at" in i for i in world.items("C#"))

    def test_again_it_finds_nothing_and_changes_nothing(self, world: World) -> None:
        a_story(world)
        order = ("forget", "--channel", "messenger", "--customer", CUSTOMER, "--yes")
        world.run(*order)
        before = world.items()
        status, shown = world.run(*order)
        assert status == 0
        assert shown == "nothing was kept of this customer\n0 items name the customer\n"
        assert world.items() == before

    def test_a_run_that_was_cut_short_is_taken_up_under_the_same_names(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from cli.commands import forget

        for n in range(40):
            world.land(messenger(f"m{n:02d}", at(n), echo=n % 2 == 1))
        world.track()
        before = [(r.wait.opened_at, r.wait.response_s) for r in world.rows()]
        monkeypatch.setattr(forget, "TOGETHER", 7)
        move, moves = forget._Forgetting._move, iter(range(99))

        def failing(*args: Any) -> None:
            if next(moves) == 8:
                raise KeyboardInterrupt
            move(*args)

        monkeypatch.setattr(forget._Forgetting, "_move", failing)
        order = ("forget", "--channel", "messenger", "--customer", CUSTOMER, "--yes")
        assert world.run(*order)[0] == 130
        assert len({i[PK] for i in world.items("C#")}) == 2
        world.track()
        assert world.run(*order)[0] == 0
        assert not world.holds(CUSTOMER)
        world.track()
        assert len({i[PK] for i in world.items("C#")}) == 1
        assert [(r.wait.opened_at, r.wait.response_s) for r in world.rows()] == before
        assert world.items("F#") == []

    def test_pointers_parked_replies_alerts_and_quarantine_go_too(self, world: World) -> None:
        world.receive(comment("1_10", at(0), author="9000001"))
        world.receive(comment("1_11", at(4), author=PAGE, parent="1_10"))
        world.receive(comment("1_12", at(8), author="9000001", parent="1_10"))
        world.receive(comment("1_20", at(1), author="9000002"))
        row = next(r for r in world.rows() if r.wait.outcome == "open" and "9000001" in r.customer)
        alert = Alert(
            conversation=row.conversation, boundary=row.wait.boundary, wait_key=row.key, step=0,
            at="due", responder="ada", by="email", due=at(30), provider_id="ses-1",
        )  # fmt: skip
        world.table.write([Put(alerts.to_item(alert), expects=None)])
        kept = messenger("m9", at(0), page="999", customer="9000001")
        kept["entry"][0]["messaging"].append({"sender": {"id": "9000001"}, "novelty": 1})
        world.receive(kept)
        status, shown = world.run(
            "forget", "--channel", "facebook", "--customer", "9000001", "--yes"
        )
        assert status == 0
        assert "1 alerts settled" in shown
        assert "of other channels or accounts hold the same id" in shown
        world.run("forget", "--channel", "messenger", "--customer", "9000001", "--yes")
        assert not world.holds("9000001")
        assert not world.holds("1_10")
        assert world.holds("9000002")
        (settled,) = [alerts.from_item(i) for i in world.items("A#")]
        assert (settled.state, settled.due, settled.provider_id) == ("dropped", None, None)
        assert world.table.get(settled.wait_key) is not None
        assert world.items("Q#") == []

    def test_a_public_question_answered_in_private_is_forgotten_in_both(self, world: World) -> None:
        mention = {
            "filter": {"user_id": BRAND},
            "event_type": "post.mention.create",
            "payload": x_post("2000000001", "777001", at(0), "@brand help, it is broken"),
        }
        world.receive({"data": mention}, "x")
        deflection = x_post("2000000002", BRAND, at(1), "@you please DM us", to="2000000001")
        deflection["in_reply_to_user_id"] = "777001"
        event = {"filter": {"user_id": BRAND}, "event_type": "post.create", "payload": deflection}
        world.receive({"data": event}, "x")
        world.receive(x_dm("3000000001", "777001", BRAND, at(2)), "x")
        world.receive(x_dm("3000000002", BRAND, "777001", at(3)), "x")
        before = world.rows()
        assert any(r.wait.deflected_at for r in before)
        status, _shown = world.run("forget", "--channel", "x", "--customer", "777001", "--yes")
        assert status == 0
        for trace in ("777001", "2000000001", "3000000001"):
            assert not world.holds(trace)
        world.track()
        assert sorted((r.wait.opened_at, r.wait.outcome) for r in world.rows()) == sorted(
            (r.wait.opened_at, r.wait.outcome) for r in before
        )

    def test_both_ids_of_a_whatsapp_customer_are_one(self, world: World) -> None:
        world.receive(whatsapp({"type": "text", "text": {"body": "Hi"}}, user="DE.9913490001"))
        assert world.holds("DE.9913490001")
        _status, shown = world.run(
            "forget", "--channel", "whatsapp", "--customer", "DE.9913490001", "--yes"
        )
        assert "one person: 49151000000, DE.9913490001" in shown
        assert not world.holds("9913490001")
        assert not world.holds("49151000000")
        assert len(world.rows()) == 1

    def test_a_number_that_changed_is_forgotten_with_the_new_one(self, world: World) -> None:
        world.receive(whatsapp({"type": "text", "text": {"body": "Hi"}}, NUMBER_CHANGED))
        world.receive(whatsapp({"type": "revoke", "revoke": {"original_message_id": "wamid.0"}}))
        world.track()
        assert [(r.customer, r.wait.outcome) for r in world.rows()] == [
            ("49152000000", "withdrawn")
        ]
        status, _shown = world.run(
            "forget", "--channel", "whatsapp", "--customer", "49152000000", "--yes"
        )
        assert status == 0
        for number in ("49151000000", "49152000000"):
            assert not world.holds(number)
        assert len(world.rows()) == 1

    def test_an_account_of_ours_is_forgotten_for_alone(self, world: World) -> None:
        world.promise("2h", '[[accounts]]\nchannel = "messenger"\nid = "999"\nname = "B"\n')
        world.receive(messenger("m1", at(0)))
        world.receive(messenger("m2", at(0), page="999"))
        status, _shown = world.run(
            "forget", "--channel", "messenger", "--customer", CUSTOMER, "--account", "999", "--yes"
        )
        assert status == 0
        conversations = {i[PK] for i in world.items("C#")}
        assert f"C#{CONVERSATION}" in conversations
        assert f"C#messenger:999:{CUSTOMER}" not in conversations

    def test_a_short_id_is_not_found_inside_others(self, world: World) -> None:
        world.receive(messenger("m1", at(0), "I want 42 of them at 10:42", customer="1042"))
        world.receive(messenger("m2", at(0), customer="42"))
        before = next(i for i in world.items("C#") if i["customer"] == "1042")
        status, _shown = world.run("forget", "--channel", "messenger", "--customer", "42", "--yes")
        assert status == 0
        assert before in world.items("C#")
        assert {i["customer"] for i in world.items("C#")} > {"1042"}

    def test_an_id_in_somebody_elses_words_is_blotted_out(self, world: World) -> None:
        world.receive(messenger("m1", at(0), f"Ask {CUSTOMER}.", customer="8000001"))
        a_story(world)
        world.run("forget", "--channel", "messenger", "--customer", CUSTOMER, "--yes")
        assert not world.holds(CUSTOMER)
        (other,) = [i for i in world.items("C#") if i.get("customer") == "8000001"]
        assert re.fullmatch(r"Ask forgotten-[0-9a-f]{24}\.", other["text"])

    def test_what_remains_is_told_and_is_an_error(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from cli.commands import forget

        a_story(world)
        monkeypatch.setattr(forget._Forgetting, "all_of", lambda *_: None)
        status, shown = world.run(
            "forget", "--channel", "messenger", "--customer", CUSTOMER, "--yes"
        )
        assert status == 1
        assert re.search(r"[1-9]\d* items name the customer\n$", shown)

    def test_without_a_yes_nothing_is_done(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        a_story(world)
        before = world.items()
        order = ("forget", "--channel", "messenger", "--customer", CUSTOMER)
        assert world.run(*order)[0] == 2
        assert "nothing was done" in world.errors
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda: "n")
        assert world.run(*order)[0] == 2
        assert world.items() == before
        monkeypatch.setattr("builtins.input", lambda: "y")
        assert world.run(*order)[0] == 0

    def test_a_request_of_metas_is_listed_until_it_is_done(self, world: World) -> None:
        signed = {"user_id": "5550001", "issued_at": 1}
        answer = privacy.deletion_request(world.table, signed, "https://a.example", NOON)
        assert answer is not None
        world.capsys.readouterr()
        code = answer["confirmation_code"]
        _status, shown = world.run("forget", "--requests")
        assert shown == f"2026-11-22T12:00:00Z  user 5550001  code {code}\n"
        status, shown = world.run(
            "forget", "--channel", "messenger", "--customer", "5550001", "--yes"
        )
        assert (status, shown) == (0, "1 deletion requests done\n0 items name the customer\n")
        assert world.run("forget", "--requests") == (0, "")
        assert "was deleted on 2026-11-22" in privacy.status_page(world.table, code)["body"]
        assert not world.holds("5550001")


@contextlib.contextmanager
def cloudformation(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    """A stub for CloudFormation; all other clients stay as they are."""
    client, make = boto3.client("cloudformation"), stack.Connection.client
    monkeypatch.setattr(
        stack.Connection,
        "client",
        lambda aws, service: client if service == "cloudformation" else make(aws, service),
    )
    with Stubber(client) as answers:
        yield answers
    answers.assert_no_pending_responses()


def _a_stack() -> dict[str, Any]:
    return {"StackName": "S", "CreationTime": NOON, "StackStatus": "CREATE_COMPLETE"}


class TestTable:
    def test_a_scan_reads_every_page(self, world: World) -> None:
        items = [{PK: f"C#{n}", SK: "M#", "text": "x" * 2000} for n in range(700)]
        world.table.land(items)
        assert {i[PK] for i in world.table.scan((PK,))} == {i[PK] for i in items}
        assert len(list(world.table.scan())) == 700


class TestStack:
    def test_the_table_is_found_by_the_stacks_outputs(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        a_story(world)
        arguments = ["--stack", "ReplyWatch-dev", "--config", str(world.config)]
        outputs = [{"OutputKey": "TableName", "OutputValue": "replies"}]
        with cloudformation(monkeypatch) as answers:
            answers.add_response(
                "describe_stacks",
                {"Stacks": [_a_stack() | {"Outputs": outputs}]},
                {"StackName": "ReplyWatch-dev"},
            )
            assert main(["rebuild", CONVERSATION, *arguments]) == 0

    @pytest.mark.parametrize(
        ("answer", "reason"),
        [
            (None, "No stack Other in this account and region."),
            ([], "The stack Other has no output TableName. Is it a ReplyWatch stack?"),
        ],
    )
    def test_a_missing_or_foreign_stack_is_an_error(
        self, world: World, answer: Any, reason: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with cloudformation(monkeypatch) as answers:
            if answer is None:
                answers.add_client_error("describe_stacks", "ValidationError")
            else:
                answers.add_response("describe_stacks", {"Stacks": [_a_stack()]})
            assert main(["rebuild", "--all", "--stack", "Other"]) == 2
        assert world.capsys.readouterr().err == f"replywatch rebuild: {reason}\n"

    def test_outputs_are_printed_as_exports_for_a_shell(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said = {"TableName": "replies", "ApiUrl": "https://x/a b", "NextSteps": "1. …"}
        outputs = [{"OutputKey": k, "OutputValue": v} for k, v in said.items()]
        with cloudformation(monkeypatch) as answers:
            answers.add_response("describe_stacks", {"Stacks": [_a_stack() | {"Outputs": outputs}]})
            assert main(["outputs", "--stack", "ReplyWatch-dev"]) == 0
        shown = world.capsys.readouterr().out
        assert shown == "export ApiUrl='https://x/a b'\nexport TableName=replies\n"
        assert main(["outputs", "--table", "replies"]) == 2
        assert "A table has no outputs" in world.capsys.readouterr().err

    def test_the_region_comes_from_aws_region_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_REGION", "eu-west-3")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        given = argparse.Namespace(local=False, endpoint_url=None)
        assert stack._connection(given).session.region_name == "eu-west-3"

    def test_the_local_run_is_found_by_its_local_json(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = world.folder / "local.json"
        file.write_text('{"endpoint_url": "http://127.0.0.1:4566"}', encoding="utf-8")
        monkeypatch.setattr(stack, "LOCAL", file)
        asked: list[tuple[str, str | None]] = []

        def output(aws: stack.Connection, name: str, _output: str) -> str:
            asked.append((name, aws.endpoint))
            return "replies"

        monkeypatch.setattr(stack, "_output", output)
        monkeypatch.setattr(stack.Connection, "client", lambda _connection, _service: world.client)
        assert main(["rebuild", "--all", "--local"]) == 0
        assert asked == [("ReplyWatch-local", "http://127.0.0.1:4566")]

    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            ([], "No deployment given. Use --stack NAME or --table NAME."),
            (["--table", "nothing"], "AWS error ResourceNotFoundException: "),
            (["--local"], "No local run found. Start one with `make run`."),
            (["--table", "replies", "--config", "none.toml"], "none.toml: there is no such file"),
        ],
    )
    def test_an_error_is_one_line(
        self, world: World, arguments: list[str], reason: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stack, "LOCAL", world.folder / "local.json")
        assert main(["rebuild", "--all", *arguments]) == 2
        shown = world.capsys.readouterr().err
        assert shown.startswith(f"replywatch rebuild: {reason}")
        assert shown.count("\n") == 1

    def test_missing_credentials_are_an_error(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from botocore.exceptions import NoCredentialsError

        def refused(*_args: Any, **_named: Any) -> None:
            raise NoCredentialsError

        monkeypatch.setattr(Table, "partition", refused)
        assert world.run("replay", "--list")[0] == 2
        assert world.errors == "replywatch replay: Unable to locate credentials\n"
