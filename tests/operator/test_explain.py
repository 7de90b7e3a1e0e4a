"""`replywatch explain` shows why a conversation has its policy and deadline."""

import json
import re

from tests.operator.world import (
    CONVERSATION,
    PHONE,
    SAID,
    World,
    a_story,
    at,
    messenger,
    whatsapp,
)


def test_it_shows_for_each_policy_whether_it_matches(world: World) -> None:
    a_story(world)
    status, shown = world.run("explain", CONVERSATION)
    assert status == 0
    assert world.run("explain", world.record().public_id) == (0, shown)
    assert "    intents   help\n    language  en\n" in shown
    assert "praise: intents: " in shown
    assert "all: every condition matches" in shown
    assert "due       2026-11-22 12:09:00 UTC" in shown
    assert "step      2026-11-22 11:54:00 UTC  15m before: ada by email" in shown
    assert "met       2026-11-22 10:05:00 UTC by m2." in shown
    assert "5 min after the opening, 1 h 55 min before the deadline" in shown


def test_a_calendar_is_shown_with_its_hours_in_its_time_zone(world: World) -> None:
    world.receive(messenger("m1", at(0), "I love your shop, you are wonderful, great!"))
    _status, shown = world.run("explain", CONVERSATION)
    assert "target    24 h of the hours of office" in shown
    assert "open      Mon 09:00-18:00; Tue 09:00-18:00" in shown
    assert re.search(r"due       .* UTC \(\w\w\w \d\d:\d\d in Europe/Berlin\)", shown)
    assert "step      none: no one is notified" in shown


def test_a_deadline_that_a_later_message_decides_says_from_when_it_counts(world: World) -> None:
    world.receive(messenger("m1", at(0), "Great shop, I love it!"))
    world.receive(messenger("m2", at(40), "When do you open?"))
    _status, shown = world.run("explain", CONVERSATION)
    assert "opened    2026-11-22 10:00:00 UTC" in shown
    assert "counted   from 2026-11-22 10:40:00 UTC by m2" in shown
    assert "due       2026-11-22 12:40:00 UTC" in shown


def test_json_has_the_conversation_and_the_rules_of_each_wait(world: World) -> None:
    a_story(world)
    _status, shown = world.run("explain", CONVERSATION, "--json")
    answer = json.loads(shown)
    assert answer["conversation"] == world.record().public_id
    assert [w["policy"] for w in answer["waits"]] == ["all", "all"]
    assert answer["waits"][0]["rules"][-1] == {"policy": "all", "matches": True, "because": None}


def test_a_changed_policy_is_reported(world: World) -> None:
    a_story(world)
    world.set_target("30m")
    _status, shown = world.run("explain", CONVERSATION)
    assert "all, which has changed since: this wait keeps its terms" in shown
    assert "of the earlier configuration" in shown


def test_a_courtesy_is_named_where_there_is_no_wait(world: World) -> None:
    world.receive(messenger("m1", at(0), "Thanks!"))
    _status, shown = world.run("explain", CONVERSATION)
    assert "No wait" in shown
    assert "is a courtesy" in shown


def test_an_unknown_conversation_is_reported_in_a_line(world: World) -> None:
    assert world.run("explain", "x:1:2")[0] == 2
    assert world.errors == "replywatch explain: No conversation x:1:2.\n"


def test_a_number_that_changed_leads_to_the_customers_conversation(world: World) -> None:
    world.receive(whatsapp(SAID, user="DE.9913490001"))
    by_number = world.run("explain", f"whatsapp:{PHONE}:49151000000")
    assert by_number[0] == 0
    assert world.run("explain", f"whatsapp:{PHONE}:DE.9913490001") == by_number
