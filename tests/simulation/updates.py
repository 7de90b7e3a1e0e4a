"""Whether those who were notified have the news: none lost, none twice, none false."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from shared.storage.attributes import decode
from tests.simulation import oracle
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
    alerts = alerts_of(world, conversation)
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
    messages = oracle.messages(actions, known_at, float("inf"))
    waits = oracle.waits(messages, rule)
    if not any(wait.outcome == "open" for wait in waits):
        # A wait that late messages undo ends without an all clear (docs/alerts.md).
        unanswered = oracle.unanswered(messages, rule)
        said = frozenset[str]().union(*(unanswered[wait.previous_reply] for wait in waits))
        lasting = {
            i: a for i, a in alerts.items() if {a["opened_by"], world.claims[i].opened_by} & said
        }
        judged.wrong += [
            f"never informed that it is over: {name} of {conversation}"
            for name in _notified_by_email(lasting) - _informed(alerts)
        ]


def alerts_of(world: World, conversation: str) -> dict[str, dict[str, Any]]:
    """The conversation's alerts by id, as they are stored."""
    return {
        pk[2:]: decode(items["ALERT"])
        for pk, items in world.table.items.items()
        if pk.startswith("A#") and items["ALERT"]["conversation"]["S"] == conversation
    }


def _notified_by_email(alerts: dict[str, dict[str, Any]]) -> set[str]:
    """Those who have an email address and were sent an alert of a step, on any channel."""
    return {
        a["responder"]
        for a in alerts.values()
        if "kind" not in a and a["state"] in SENT and address(a["responder"], "email")
    }


def _informed(alerts: dict[str, dict[str, Any]]) -> set[str]:
    return {a["responder"] for a in alerts.values() if a.get("kind") == "all_clear"}
