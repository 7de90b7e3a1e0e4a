"""Whether those who were notified have the news: none lost, none twice, none false."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.simulation import notifications, oracle
from tests.simulation.oracle import KnownAt
from tests.simulation.rules import Rule, address, is_last
from tests.simulation.scenarios import Action
from tests.simulation.world import World

if TYPE_CHECKING:
    from tests.simulation.verdict import Judged

SENT = {"sent", "delivered"}


def judge(
    judged: "Judged",
    world: World,
    conversation: str,
    actions: list[Action],
    known_at: KnownAt,
    rule: Rule,
) -> None:
    """Judges one conversation's updates and reminders."""
    alerts = notifications.alerts_of(world, conversation)
    sent = [one for one in world.sent if one.alert in alerts]
    for alert, times in Counter(one.alert for one in sent).items():
        about = alerts[str(alert)]
        kind, is_only = (
            about.get("kind", "step"),
            is_last(world.dead, about["responder"], about["by"]),
        )
        judged.counts[f"sent: {kind}"] += times
        if times > 1 and kind != "step" and not is_only:
            judged.wrong.append(f"{kind} sent {times} times: {conversation} {alert}")
    for one in sent:
        about = alerts[str(one.alert)]
        is_of_open_wait = one.was_open and one.named_after == about["opened_by"]
        if about.get("kind") == "all_clear" and is_of_open_wait:
            judged.wrong.append(f"all clear, although it read that the wait was open: {one}")
    waits = oracle.waits(oracle.messages(actions, known_at, float("inf")), rule)
    # A wait that late messages turn into none leaves nothing to tell of.
    if waits and not any(wait.outcome == "open" for wait in waits):
        judged.wrong += [
            f"never informed that it is over: {name} of {conversation}"
            for name in _notified_by_email(alerts) - _informed(alerts)
        ]


def _notified_by_email(alerts: dict[str, dict[str, Any]]) -> set[str]:
    """Those who have an email address and were sent an alert of a step or a warning, on any
    channel."""
    return {
        a["responder"]
        for a in alerts.values()
        if a.get("kind", "window_closing") == "window_closing"
        and a["state"] in SENT
        and address(a["responder"], "email")
    }


def _informed(alerts: dict[str, dict[str, Any]]) -> set[str]:
    return {a["responder"] for a in alerts.values() if a.get("kind") == "all_clear"}
