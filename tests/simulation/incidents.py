"""Checks that PagerDuty's incidents end with their waits. An incident that stays open calls people
without a reason."""

from typing import TYPE_CHECKING

from tests.simulation import oracle, updates
from tests.simulation.oracle import KnownAt
from tests.simulation.rules import Rule
from tests.simulation.scenarios import Action
from tests.simulation.world import World

if TYPE_CHECKING:
    from tests.simulation.verdict import Judged


def judge(
    judged: "Judged",
    world: World,
    conversation: str,
    actions: list[Action],
    known_at: KnownAt,
    rule: Rule,
) -> None:
    """Judges the incidents of one conversation's waits."""
    alerts = updates.alerts_of(world, conversation)
    events = [one for one in world.sent if one.alert in alerts and one.by == "pagerduty"]
    ended = updates.MessagesOfEndedWaits(oracle.messages(actions, known_at, float("inf")), rule)
    for one in events:
        action, incident = one.text.split()
        judged.counts[f"pagerduty {action}"] += 1
        claim = world.claims[str(one.alert)]
        named = {alerts[str(one.alert)]["opened_by"], claim.opened_by}
        if action != "trigger" or not ended.include(named, claim.previous_reply):
            continue
        resolves = [e for e in events if e.text == f"resolve {incident}" and e.at > one.decided_at]
        is_refused = any(
            (alert.get("kind"), alert["by"], alert["state"]) == ("all_clear", "pagerduty", "failed")
            for alert in alerts.values()
        )
        if not resolves and not is_refused:
            judged.wrong.append(f"an incident that is never resolved: {conversation} {one}")
