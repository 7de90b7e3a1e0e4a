"""Checks that a responder who is handed a wait learns of it, since alerts are then paused and
nobody else would. Also checks that those who know of an owner learn if the acknowledgement is
undone."""

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tests.simulation import updates
from tests.simulation.notifications import MAX_DELAY_IN_FAULTS_S, MAX_DELAY_S
from tests.simulation.rules import address
from tests.simulation.world import Owner, World

if TYPE_CHECKING:
    from tests.simulation.verdict import Judged

SENT = {"sent", "delivered", "in_doubt"}
REFUSED = {"failed", "superseded"}


def judge(judged: "Judged", world: World, conversation: str) -> None:
    """Judges one conversation's hand-overs. An update that changes again before it is claimed is
    never sent. So only the first time in which somebody owned the wait for a good while counts."""
    max_delay_s = MAX_DELAY_S.get(world.faults.profile.name, MAX_DELAY_IN_FAULTS_S)
    over_time = world.owners.get(conversation, [])
    alerts = updates.alerts_of(world, conversation).values()
    known: set[tuple[str, str]] = set()
    for owner, following in pairwise([*over_time, Owner(at=math.inf)]):
        is_new = (owner.wait, owner.name) not in known
        known.add((owner.wait, owner.name))
        lasted = following.at - owner.at >= max_delay_s
        if not owner.by or not is_new or not lasted or is_out_of_reach(world, owner.name):
            continue
        judged.counts["hand-overs"] += 1
        states = {alert["state"] for alert in alerts if _says_so(alert, owner)}
        if not may_have_reached(states):
            judged.wrong.append(f"never learned of the hand-over: {conversation} {owner}, {states}")
    _judge_undone(judged, world, conversation, max_delay_s)


def _judge_undone(judged: "Judged", world: World, conversation: str, max_delay_s: float) -> None:
    """Checks that those who were sent an update about the owner are also sent one that the wait
    waits again."""
    over_time = [*world.owners.get(conversation, []), Owner(at=math.inf)]
    alerts = updates.alerts_of(world, conversation)
    for before, owner, following in zip(over_time, over_time[1:], over_time[2:], strict=False):
        is_undone = before.name and not owner.name and before.wait == owner.wait
        if not is_undone or following.at - owner.at < max_delay_s:
            continue
        informed = {
            alerts[str(one.alert)]["responder"]
            for one in world.sent
            if one.alert in alerts
            and alerts[str(one.alert)].get("kind") == "taken"
            and before.at <= one.at < owner.at
        }
        for name in sorted(informed - {before.name}):
            if is_out_of_reach(world, name):
                continue
            judged.counts["undone"] += 1
            states = {
                alert["state"]
                for identity, alert in alerts.items()
                if (alert.get("kind"), alert["responder"]) == ("waiting_again", name)
                and world.made[identity] >= owner.at
            }
            if not may_have_reached(states):
                missing = f"{name} of {conversation} {owner}, {states}"
                judged.wrong.append(f"never learned that it waits again: {missing}")


def may_have_reached(states: set[str]) -> bool:
    """Whether one of the alerts in these states was sent, or every channel has refused them."""
    return bool(states & SENT or ("failed" in states and states <= REFUSED))


def _says_so(alert: dict[str, Any], owner: Owner) -> bool:
    """Whether the alert says that the owner now has the wait."""
    named = (alert.get("kind"), alert["responder"], alert["opened_by"])
    return named == ("handed_over", owner.name, owner.wait)


def is_out_of_reach(world: World, name: str) -> bool:
    """Whether an email to the responder has bounced."""
    return address(name, "email") in world.dead
