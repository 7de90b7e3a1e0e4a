"""Checks that people were warned before a reply window closes: no warning is lost or false. That
none is repeated is checked with the updates."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from shared.storage.attributes import moment
from tests.simulation import notifications, oracle, updates
from tests.simulation.oracle import KnownAt
from tests.simulation.providers import Sent
from tests.simulation.rules import DAY_S, Rule
from tests.simulation.scenarios import Action
from tests.simulation.timelines import Span, extend, outside, snoozes_of
from tests.simulation.world import World

if TYPE_CHECKING:
    from tests.simulation.verdict import Judged

WITH_A_WINDOW = {"messenger", "instagram", "whatsapp"}
SETTLED_WELL = {"sent", "delivered", "in_doubt"}
GIVEN_UP = {"failed", "superseded"}


@dataclass(slots=True)
class Known:
    """What was known about a reply window over time. The window starts again with each message of
    the customer. If a late reply makes another wait of the same messages, it is the same window."""

    open: list[Span] = field(default_factory=list)
    """When its wait was open, and the window closed then."""
    due: list[Span] = field(default_factory=list)
    """When its step was due, too."""

    def is_owed(self, max_delay_s: float, quiet: Mapping[float, float]) -> bool:
        """Whether the warning has been due for that long without a break, outside these quiet
        hours."""
        due = (part for span in self.due for part in outside(quiet, *span))
        return any(span.end - span.start >= max_delay_s for span in due)

    def may_be_paused(self, snoozes: Mapping[float, float]) -> bool:
        """Whether alerts were paused while the warning was due. If so, only the owner is warned."""
        return any(
            begins < span.end and ends > span.start
            for span in self.due
            for begins, ends in snoozes.items()
        )


def judge(
    judged: "Judged",
    world: World,
    conversation: str,
    actions: list[Action],
    known_at: KnownAt,
    rule: Rule,
) -> None:
    """Judges one conversation's warnings."""
    before_s = rule.window_before_s
    alerts = {
        identity: alert
        for identity, alert in updates.alerts_of(world, conversation).items()
        if alert.get("kind") == "window_closing"
    }
    if before_s is None or actions[0].platform not in WITH_A_WINDOW:
        if alerts:
            judged.wrong.append(f"warned without a window step: {conversation} {alerts}")
        return
    snoozes = snoozes_of(world, (conversation,))
    calm = world.faults.profile.name == "calm"
    max_delay_s = notifications.MAX_DELAY_S["calm"] if calm else notifications.MAX_DELAY_IN_FAULTS_S
    known = _windows(actions, known_at, rule, before_s, max_delay_s)
    paused = {start: end for spans in snoozes.values() for start, end in spans.items()}
    for closes_at, over_time in known.items():
        owed = [
            name
            for name in rule.window_responders
            if over_time.is_owed(
                max_delay_s, {} if rule.window_urgent else world.quiet.get(name, {})
            )
        ]
        if not owed:
            continue
        judged.counts["window warnings owed"] += 1
        warned = {
            name: _is_warned(world, alerts, closes_at, name)
            for name in {*rule.window_responders, *(a["responder"] for a in alerts.values())}
        }
        if over_time.may_be_paused(paused):
            judged.counts["window warnings while paused"] += 1
            missing = [] if any(warned.values()) else ["the owner"]
        else:
            missing = [name for name in owed if not warned[name]]
        judged.wrong += [f"not warned: {conversation} {closes_at} {name}" for name in missing]
    for early in _from_the_future(actions, known_at):
        own_s, arrived_s = early.at // 1000 + DAY_S, _received_s(early, known_at) + DAY_S
        if own_s not in known and arrived_s in known:
            known[own_s] = known[arrived_s]
    for one in world.sent:
        if one.alert in alerts:
            _judge_sent(judged, one, alerts[str(one.alert)], known, before_s, max_delay_s)


def _judge_sent(
    judged: "Judged",
    one: Sent,
    alert: dict[str, Any],
    known: dict[int, Known],
    before_s: int,
    max_delay_s: float,
) -> None:
    """Checks that the wait was read as open, and that the window in the warning was that of an open
    wait, or had been until a moment before."""
    closes_at = round(moment(alert["since"]).timestamp())
    if not (one.was_open and one.named_after == alert["opened_by"]):
        judged.wrong.append(f"warned, although it read that the wait was closed: {one}")
    if one.at + notifications.EARLY_S < closes_at - before_s:
        judged.wrong.append(f"warned too early: {one}")
    spans = known[closes_at].open if closes_at in known else []
    begun = [s for s in spans if s.start <= one.at]
    if not begun:
        judged.wrong.append(f"warned of a window that never was: {one}")
    elif one.decided_at - max(s.end for s in begun) > max_delay_s:
        judged.wrong.append(f"warned long after the window had moved: {one}")


def _is_warned(world: World, alerts: dict[str, dict[str, Any]], closes_at: int, name: str) -> bool:
    """Whether the responder has a warning of this window that was sent or could not be sent. A
    dropped warning does not count if another was made after it under the wait's next name."""
    made = sorted(
        (world.claimed_at[identity], alert["state"])
        for identity, alert in alerts.items()
        if alert["responder"] == name and round(moment(alert["since"]).timestamp()) == closes_at
    )
    newest_at = made[-1][0] if made else 0.0
    states = {state for at, state in made if state != "dropped" or at == newest_at}
    return bool(states & SETTLED_WELL or (states and states <= GIVEN_UP))


def _windows(
    actions: list[Action],
    known_at: KnownAt,
    rule: Rule,
    before_s: int,
    max_delay_s: float,
) -> dict[int, Known]:
    """The windows by their end, computed again after each stored item."""
    times = sorted({*known_at.messages.values(), *known_at.deletions.values()})
    found: dict[int, Known] = {}
    ahead = {
        one.id: known_at.messages[one.id] + max_delay_s
        for one in _from_the_future(actions, known_at)
        if one.id in known_at.messages
    }
    for at, until in pairwise([*times, math.inf]):
        messages = oracle.messages(actions, known_at, at)
        # A message from the future counts only once its arrival was recorded.
        recorded = [m for m in messages if at > ahead.get(m.id, 0.0)]
        for closes_at in _open_windows(recorded, rule):
            extend(found.setdefault(closes_at, Known()).open, at, until)
        for partly_tracked in _partly_tracked(messages, known_at, at):
            for closes_at in _open_windows(partly_tracked, rule):
                found.setdefault(closes_at, Known()).open.append(Span(at, at))
        for closes_at in _open_windows(messages, rule):
            known = found.setdefault(closes_at, Known())
            extend(known.open, at, until)
            extend(known.due, max(at, closes_at - before_s), min(until, closes_at))
    return found


def _partly_tracked(
    messages: list[oracle.Message], known_at: KnownAt, at: float
) -> Iterator[list[oracle.Message]]:
    """What the tracker may know for a while of messages that were stored at once: the first of
    them, the first two, and so on. The stream can end a batch between any two."""
    together = sorted(m.at for m in messages if known_at.messages.get(m.id) == at)
    for last in together[:-1]:
        yield [m for m in messages if m.at <= last or known_at.messages.get(m.id) != at]


def _open_windows(messages: list[oracle.Message], rule: Rule) -> Iterator[int]:
    """When the reply windows of the open waits close, epoch seconds."""
    unanswered = oracle.unanswered(messages, rule)
    for wait in oracle.waits(messages, rule):
        if wait.outcome == "open":
            yield _last_heard_s(messages, unanswered[wait.previous_reply], wait) + DAY_S


def _from_the_future(actions: list[Action], known_at: KnownAt) -> Iterator[Action]:
    """The messages from the future. Until their arrival was recorded, a run may read them with
    their own times, or not yet at all."""
    for one in actions:
        if one.kind == "message" and one.at - _received_s(one, known_at) * 1000 > oracle.SKEW_MS:
            yield one


def _received_s(one: Action, known_at: KnownAt) -> int:
    return int(known_at.messages.get(one.id, one.at / 1000))


def _last_heard_s(
    messages: list[oracle.Message], ids: frozenset[str], wait: oracle.Expected
) -> int:
    """The time at which the customer last wrote in this wait. For a promise to which the customer
    has not replied, the time in the wait before."""
    of_wait = [m.at for m in messages if m.inbound and m.id in ids]
    before = [m.at for m in messages if m.inbound and m.at <= wait.opened_s * 1000 + 999]
    return max(of_wait or before) // 1000
