"""Checks that those who were notified are sent the updates: none is lost, repeated or false."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from shared.storage.attributes import decode
from tests.simulation import oracle
from tests.simulation.oracle import KnownAt, Message
from tests.simulation.rules import Rule, address, is_last
from tests.simulation.scenarios import Action
from tests.simulation.world import World

if TYPE_CHECKING:
    from tests.simulation.verdict import Judged

OPENING = {"step", "window_closing", "handed_over"}
"""The kinds of the first alert that somebody may get of a wait: they learn when it is over."""


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
        if about.get("kind") == "all_clear" and not one.had_ended:
            judged.wrong.append(
                f"all clear, although it did not read that the wait had ended: {one}"
            )
    messages = oracle.messages(actions, known_at, float("inf"))
    ended = MessagesOfEndedWaits(messages, rule)
    informed = _informed_at(world, alerts)
    for one in sent:
        about = alerts[str(one.alert)]
        named = {about["opened_by"], world.claims[str(one.alert)].opened_by}
        name = about["responder"]
        if (
            about.get("kind", "step") in OPENING
            and ended.include(named, world.claims[str(one.alert)].previous_reply)
            and (address(name, "email") or address(name, "webhook"))
            and informed.get(name, 0.0) < one.decided_at
        ):
            judged.wrong.append(f"never informed that it is over: {name} of {conversation}: {one}")


class MessagesOfEndedWaits:
    """The customer's messages in the conversation's waits, and the holding replies that opened one;
    none if a wait is still open. A wait that late messages undo does not count: it ends without an
    all clear (docs/alerts.md)."""

    def __init__(self, messages: list[Message], rule: Rule) -> None:
        found = oracle.waits(messages, rule)
        is_over = all(wait.outcome != "open" for wait in found)
        self._previous_replies = [wait.previous_reply for wait in found] if is_over else []
        self._unanswered = oracle.unanswered(messages, rule)
        self._deleted_last = _deleted_last(messages, self._unanswered.values())

    def include(self, named: set[str], previous_reply: str) -> bool:
        """Whether an alert named after these messages was about one of the waits.

        If late messages put another reply before the wait, the alert continues in it by its
        message. It does not if this message is deleted and the customer wrote nothing else since.
        """
        return any(
            self._unanswered[reply]
            & (named if reply == previous_reply else named - self._deleted_last)
            for reply in self._previous_replies
        )


def _deleted_last(messages: list[Message], waits: Iterable[frozenset[str]]) -> set[str]:
    """Those of each wait's messages that are deleted and after all that are not."""
    found: set[str] = set()
    for ids in waits:
        line = sorted((m.at, m.id, m.deleted_at is None) for m in messages if m.id in ids)
        while line and not line[-1][2]:
            found.add(line.pop()[1])
    return found


def _informed_at(world: World, alerts: dict[str, dict[str, Any]]) -> dict[str, float]:
    """The time at which each responder's last all clear was claimed."""
    found: dict[str, float] = {}
    for identity, alert in alerts.items():
        if alert.get("kind") == "all_clear":
            name = alert["responder"]
            found[name] = max(world.made[identity], found.get(name, 0.0))
    return found


def alerts_of(world: World, conversation: str) -> dict[str, dict[str, Any]]:
    """The stored alerts of the conversation, by id."""
    return {
        pk[2:]: decode(items["ALERT"])
        for pk, items in world.table.items.items()
        if pk.startswith("A#") and items["ALERT"]["conversation"]["S"] == conversation
    }
