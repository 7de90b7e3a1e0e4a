"""Checks that quiet hours were kept: a responder was sent only urgent alerts in them, without
delay, and the held alerts when they ended."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.simulation import updates
from tests.simulation.providers import Sent
from tests.simulation.rules import DAY_S, Rule
from tests.simulation.rules import quiet_hours as minutes_of
from tests.simulation.scenarios import START
from tests.simulation.timelines import outside
from tests.simulation.world import World

if TYPE_CHECKING:
    from tests.simulation.verdict import Judged

DAYS = 21
"""More than a scenario lasts."""
SENDING_S = 60.0
"""What is sent so soon after they begin may have been decided before."""
MAX_DELAY_S = {"calm": 1800.0}
"""From its claim until an alert is sent, without quiet hours: many alerts take turns."""
MAX_DELAY_IN_FAULTS_S = 10_800.0
TO_THE_OWNER = {"reminder", "handed_over"}
"""Updates that come in quiet hours, too."""


def of(plan: int) -> Mapping[str, Mapping[float, float]]:
    """The plan's quiet hours by responder: the end of each period by its beginning, in epoch
    seconds."""
    midnight = START - START % DAY_S
    return {
        name: {
            midnight + day * DAY_S + begin * 60.0: midnight + day * DAY_S + end * 60.0
            for day in range(-1, DAYS)
        }
        for name, (begin, end) in minutes_of(plan).items()
    }


def judge(judged: "Judged", world: World, conversation: str, rule: Rule) -> None:
    """Judges what responders with quiet hours were sent about one conversation."""
    alerts = updates.alerts_of(world, conversation)
    for one in world.sent:
        about = alerts.get(str(one.alert))
        quiet = world.quiet.get(about["responder"], {}) if about else {}
        if about and quiet:
            _judge_sent(judged, world, one, about, rule, quiet)


def _judge_sent(
    judged: "Judged",
    world: World,
    one: Sent,
    about: dict[str, Any],
    rule: Rule,
    quiet: Mapping[float, float],
) -> None:
    kind = about.get("kind", "step")
    begun = next((start for start, end in quiet.items() if start <= one.at < end), None)
    is_urgent = _is_urgent(world, one, about, rule)
    if begun is not None and not is_urgent and one.at - begun > SENDING_S:
        judged.wrong.append(f"{kind} sent in quiet hours: {one}")
    if kind != "step":
        return
    judged.counts["steps in quiet hours" if begun else "steps outside of quiet hours"] += 1
    pauses = {} if is_urgent else quiet
    waited_s = sum(
        part.end - part.start for part in outside(pauses, world.claimed_at[str(one.alert)], one.at)
    )
    if waited_s > MAX_DELAY_S.get(world.faults.profile.name, MAX_DELAY_IN_FAULTS_S):
        judged.wrong.append(f"held for {waited_s:.0f} s outside of quiet hours: {one}")


def _is_urgent(world: World, one: Sent, about: dict[str, Any], rule: Rule) -> bool:
    """Whether the alert is also sent in quiet hours: an urgent step, alone or together with others
    that were due at the same time, and what goes to the owner of a wait."""
    kind, name, identity = about.get("kind", "step"), about["responder"], str(one.alert)
    if kind == "step":
        steps = rule.named(about["policy"]).steps
        positions = {about["step"], *world.bundled[identity]}
        return any(steps[n].urgent and name in steps[n].responders for n in positions)
    if kind == "window_closing":
        # It may have been held for everybody before, and be for the owner alone by now.
        times = (world.made[identity], world.claimed_at[identity])
        return rule.window_urgent or any(_was_paused(world, about, at) for at in times)
    return kind in TO_THE_OWNER


def _was_paused(world: World, about: dict[str, Any], at: float) -> bool:
    """Whether alerts were paused then. If so, the owner is warned of the reply window instead."""
    return any(
        start <= at < end
        for (conversation, _), spans in world.snoozes.items()
        for start, end in spans.items()
        if conversation == about["conversation"]
    )
