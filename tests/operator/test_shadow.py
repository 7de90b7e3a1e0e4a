"""`replywatch shadow`: what shadow policies would have sent, computed from the stored messages."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from shared.conversation import message_changes
from shared.domain.availability import quiet_hours
from shared.domain.own_settings import with_values
from shared.storage import own_settings
from tests import builders
from tests.operator.world import NOON, World, at, messenger, number_changed, whatsapp

STRICT = """
[[policies]]
name = "strict"
channels = ["messenger", "whatsapp"]
first_response = "1h"
steps = [{ at = "50 %" }, { at = "due", by = ["email"] }]
shadow = true
"""
OPERATIONS = (builders.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def set_up(world: World, target: str = "2h") -> None:
    """A deployment with the shadow policy above the policy for everything, which has this
    target."""
    world.set_target(target)
    text = world.config.read_text(encoding="utf-8")
    before, found, after = text.partition('[[policies]]\nname = "all"')
    world.config.write_text(before + STRICT + found + after, encoding="utf-8")


def shadow(world: World, *options: str) -> Any:
    status, shown = world.run("shadow", "--json", *options)
    assert status == 0, world.errors
    return json.loads(shown)


def alerts(world: World, *options: str) -> tuple[int, int]:
    """How many alerts Ada would have received, without the shadow policy and with it."""
    (ada,) = shadow(world, *options)["responders"] or [None]
    return (ada["current"]["alerts"], ada["with_shadows"]["alerts"]) if ada else (0, 0)


def test_it_shows_the_alerts_that_each_responder_would_have_had(world: World) -> None:
    set_up(world)
    world.receive(messenger("m1", at(0)))
    world.now = NOON + timedelta(minutes=5)
    assert world.run("shadow") == (
        0,
        "With the shadow policies, ada would have received 2 alerts (2 by email), none at night, "
        "in 2 messages. Without them: 2 alerts (2 by email), none at night, in 2 messages.\n",
    )
    world.receive(messenger("m2", at(105), "It left", echo=True))
    assert world.run("shadow")[1].endswith("Without them: no alerts.\n")


def test_as_json_both_counts_are_beside_each_other(world: World) -> None:
    set_up(world)
    world.receive(messenger("m1", at(0)))
    world.now = at(110)
    one = {"by_channel": {"email": 1}, "alerts": 1, "at_night": 0, "messages": 1}
    two = {"by_channel": {"email": 2}, "alerts": 2, "at_night": 0, "messages": 2}
    assert shadow(world) == {
        "shadow_policies": ["strict"],
        "responders": [{"responder": "ada", "current": one, "with_shadows": two}],
    }


def test_a_shadow_policy_opens_waits_where_others_open_none(world: World) -> None:
    set_up(world, target="none")
    world.receive(messenger("m1", at(0)))
    assert world.facts() == []
    assert alerts(world) == (0, 2)


def test_the_terms_with_which_a_wait_opened_are_ignored(world: World) -> None:
    world.set_target("1m")
    world.receive(messenger("m1", at(0)), messenger("m2", at(20), "It left", echo=True))
    assert world.outcomes() == ["late"]
    set_up(world)
    assert alerts(world) == (0, 0)


def test_an_open_wait_is_folded_by_the_shadow_policy_too(world: World) -> None:
    set_up(world)
    world.receive(messenger("m1", at(0)))
    assert world.record().open_wait.terms.policy == "all"
    world.now = at(70)
    assert alerts(world) == (0, 2)


def test_the_most_urgent_message_decides_whatever_the_open_wait_is(world: World) -> None:
    """The open wait begins with the second message: the first has a target only in the shadow
    policy. Its eight hours have no effect, since the second is due earlier."""
    set_up(world)
    text = world.config.read_text(encoding="utf-8").replace('"24h"', '"none"')
    slow = STRICT.replace('"1h"', '"8h"').replace('"strict"', '"slow"')
    before, found, after = text.partition('[[policies]]\nname = "praise"')
    intents = 'shadow = true\nintents = ["praise"]\n'
    slow = slow.replace("shadow = true", intents)
    world.config.write_text(before + slow + found + after, encoding="utf-8")
    praise = messenger("m1", at(0), "I love your shop, great service!")
    world.receive(praise, messenger("m2", at(5)))
    assert world.record().open_wait.opened_at == at(5)
    world.now = at(70)
    assert alerts(world) == (0, 2)


def test_only_a_shadow_policy_may_have_a_target_after_a_holding_reply(
    world: World,
) -> None:
    set_up(world)
    text = world.config.read_text(encoding="utf-8")
    follow_up = 'shadow = true\nfollow_up = "10m"'
    world.config.write_text(text.replace("shadow = true", follow_up), encoding="utf-8")
    world.receive(
        messenger("m1", at(0)), messenger("m2", at(1), "We are looking into it", echo=True)
    )
    assert world.outcomes() == ["met"]
    assert alerts(world) == (0, 2)


@pytest.mark.parametrize(("days", "both"), [("1", (1, 0)), ("2", (2, 2))])
def test_only_the_alerts_of_the_last_days_count(
    world: World, days: str, both: tuple[int, int]
) -> None:
    set_up(world)
    world.receive(messenger("m1", at(0)))
    world.now = at(119) + timedelta(days=1)  # the second step of the other policy came later
    assert alerts(world, "--days", days) == both


def test_the_messages_of_a_customers_other_number_belong_together(
    world: World,
) -> None:
    set_up(world)
    said = {"type": "text", "text": {"body": "Where is it?"}}
    world.receive(whatsapp(said))
    world.receive(whatsapp(number_changed("49151000009"), start=10))
    world.receive(whatsapp(said, number="49151000009", start=20))
    assert alerts(world) == (1, 2)


def test_window_steps_count_and_move_with_each_message(world: World) -> None:
    set_up(world)
    warned = 'shadow = true\nwindow_steps = ["2h before"]'
    text = world.config.read_text(encoding="utf-8").replace("shadow = true", warned)
    world.config.write_text(text, encoding="utf-8")
    world.receive(messenger("m1", at(0)), messenger("m2", at(60)))
    world.now = at(23 * 60)
    assert alerts(world) == (2, 2)
    world.now = at(23 * 60 + 1)
    assert alerts(world) == (2, 3)


def test_a_responders_own_settings_apply(world: World) -> None:
    set_up(world)
    world.receive(messenger("m1", at(0)))
    quiet = {"quiet_hours": (quiet_hours([6], "08:00", "20:00"),)}
    own = own_settings.read(world.table, "ada")
    own_settings.write(world.table, with_values(own, quiet, world.now))
    assert alerts(world) == (0, 0)


def test_it_only_reads_and_by_the_documented_operations(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(world)
    # As if each conversation had more deletions than are read at once.
    monkeypatch.setattr(message_changes, "MAX_CHANGES_READ", -1)
    world.receive(messenger("m1", at(0)))
    called: set[str] = set()
    call = world.fake

    class Watched:
        def __getattr__(self, name: str) -> Any:
            called.add(name)
            return getattr(call, name)

    world.fake = Watched()
    assert alerts(world) == (1, 2)
    section = OPERATIONS.split("## Try a policy before")[1].split("\n###")[0]
    documented = re.findall(r"`dynamodb:(\w+)`", section)
    assert {name.replace("_", "") for name in called} == {name.lower() for name in documented}


def test_without_a_shadow_policy_the_command_says_so_and_fails(world: World) -> None:
    assert world.run("shadow") == (2, "")
    assert world.errors == "replywatch shadow: No policy in the file has shadow = true.\n"


def test_more_days_than_messages_are_kept_are_refused(world: World) -> None:
    set_up(world)
    assert world.run("shadow", "--days", "91") == (2, "")
    assert "Messages are kept for 90 days (text_days), not for 91." in world.errors


@pytest.mark.parametrize("days", ["0", "-1", "week"])
def test_days_are_a_whole_number_above_zero(world: World, days: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        world.run("shadow", f"--days={days}")
    assert stopped.value.code == 2
    assert (
        f"expected a whole number from 1 to 36,500, got {days!r}" in world.capsys.readouterr().err
    )


def test_no_alerts_at_all_is_a_valid_result(world: World) -> None:
    set_up(world)
    world.receive(messenger("m1", at(119)))
    assert world.run("shadow") == (0, "Nobody would have received an alert.\n")
