"""Compares the alerts that had to be sent with those that were: none is lost, repeated or false."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.simulation import oracle
from tests.simulation.oracle import KnownAt
from tests.simulation.providers import Sent
from tests.simulation.rules import Rule, is_last, recipients
from tests.simulation.scenarios import Action
from tests.simulation.sent_alerts import Owed, SentAlerts
from tests.simulation.timelines import StepTimeline, snoozes_of, timelines
from tests.simulation.world import World

if TYPE_CHECKING:
    from tests.simulation.verdict import Judged

MAX_DELAY_S = {"calm": 300.0}
"""A step that has been due for this long, without a break, must have been sent. In the calm
profile: one run of the checker for each step, and some seconds."""
MAX_DELAY_IN_FAULTS_S = 10_800.0
EARLY_S = 1.0
FOLDING_S = 15.0


def judge(
    judged: "Judged",
    world: World,
    conversations: tuple[str, ...],
    actions: list[Action],
    known_at: KnownAt,
    rule: Rule,
    *,
    folded: KnownAt,
) -> None:
    """Judges the alerts of one conversation, under all of its ids. A reply in another conversation
    counts once it is stored. `folded` gives the time at which it was folded here, if it was."""
    snoozes = snoozes_of(world, conversations)
    known = timelines(actions, known_at, rule, snoozes)
    if folded != known_at:
        for what, timeline in timelines(actions, folded, rule, snoozes).items():
            known.setdefault(what, StepTimeline()).moments += timeline.moments
            known[what].here = timeline.open
    max_delay_s = MAX_DELAY_S.get(world.faults.profile.name, MAX_DELAY_IN_FAULTS_S)
    sent = SentAlerts(world, conversations, known)
    gone = frozenset(known_at.deletions)
    folding = FOLDING_S if world.faults.profile.name == "calm" else max_delay_s
    joined_at = _joined_at(world, conversations) + folding if len(conversations) > 1 else 0.0
    for what, timeline in known.items():
        rule_step = rule.named(what.policy).steps[what.step]
        for name, by in recipients(rule_step):
            quiet = {} if rule_step.urgent else world.quiet.get(name, {})
            for since in timeline.owed(max_delay_s, quiet):
                messages = frozenset(timeline.messages)
                sent.judge(judged, Owed(what, rule_step, since, messages, gone), name, by)
    for one in sent.sent:
        timeline = known.get(sent.step_of(one))
        if timeline is None:
            if one.decided_at > joined_at:
                judged.wrong.append(f"notified of a wait that never was: {one}")
        else:
            if one.decided_at > joined_at:  # until then, it belonged to another conversation
                _judge_sent(judged, world, one, timeline)
                _judge_claim(judged, one, sent.made(one), timeline, max_delay_s)
            _judge_snooze(judged, one, sent.made(one), sent.snoozes(one))
            if not _still_waiting(one, actions, known_at, rule):
                judged.counts["false: the reply was on its way"] += 1
    for alert, times in Counter(s.alert for s in sent.sent).items():
        if times > 1 and not sent.has_no_other_address(alert):
            judged.wrong.append(f"notified {times} times: {conversations[0]} {alert}")
            judged.counts["twice"] += 1
    withdrawals = {span.start for timeline in known.values() for span in timeline.all_deleted}
    for (what, *by), times in Counter(map(sent.what, sent.sent)).items():
        once = 1 + len(withdrawals)
        if (
            what in known
            and len(conversations) == 1
            and times > once
            and not is_last(world.dead, *by)
        ):
            judged.wrong.append(f"notified {times} times: {conversations[0]} {what} {by}")
    if len(conversations) > 1:
        for what, alerts in sent.again(joined_at).items():
            judged.wrong.append(f"notified under several ids: {conversations} {what} {alerts}")
            judged.counts["twice"] += 1


def _joined_at(world: World, conversations: tuple[str, ...]) -> float:
    """The time at which all of these ids were known to be one customer. Alerts that were sent
    earlier could not take each other into account."""
    partitions = {f"C#{conversation}" for conversation in conversations}
    found = [
        t for (pk, sk), t in world.stored_at.items() if pk in partitions and sk[:6] == "ALIAS#"
    ]
    return max(found, default=0.0)


def _judge_sent(judged: "Judged", world: World, one: Sent, timeline: StepTimeline) -> None:
    """Checks that the step was due when the send was decided, or that a reply was stored only a
    moment before."""
    if not one.was_open:
        judged.wrong.append(f"sent, although it read that the wait was closed: {one}")
    now = one.at + EARLY_S
    if not any(since <= now and moment <= now for since, moment in timeline.moments):
        judged.wrong.append(f"sent before its moment: {one}")
    if not any(s.start <= now and s.end > one.decided_at for s in timeline.open):
        judged.counts["false: the reply was being folded"] += 1
        spans = [*timeline.open, *timeline.here]
        ended = max((min(s.end, one.decided_at) for s in spans if s.start <= now), default=0.0)
        if world.faults.profile.name == "calm" and one.decided_at - ended > FOLDING_S:
            judged.wrong.append(f"sent long after the reply was stored: {one}")


def _judge_claim(
    judged: "Judged", one: Sent, made: float, timeline: StepTimeline, max_delay_s: float
) -> None:
    """Checks that the alert was decided soon after the step became due, or due again when a pause
    ended or was undone."""
    for span in timeline.due:
        if span.start + max_delay_s < made <= span.end:
            judged.wrong.append(f"decided {made - span.start:.0f} s after it was due: {one}")


def _judge_snooze(judged: "Judged", one: Sent, made: float, snoozes: Mapping[float, float]) -> None:
    """Checks that no alert was newly decided while the wait was snoozed."""
    for start, end in snoozes.items():
        if start < made < end - EARLY_S and one.at < end - EARLY_S:
            judged.wrong.append(f"sent while snoozed, from {start:.0f} to {end:.0f}: {one}")
        elif start < one.at < end - EARLY_S:
            judged.counts["sent while snoozed, decided before"] += 1


def _still_waiting(one: Sent, actions: list[Action], known_at: KnownAt, rule: Rule) -> bool:
    """Whether the customer was really waiting when the alert was sent."""
    so_far = [h for h in actions if h.at / 1000 <= one.at or h.ahead]
    dismissed = {i: d for i, d in known_at.dismissals.items() if d.made / 1000 <= one.at}
    known = KnownAt(known_at.messages, known_at.deletions, dismissed)
    messages = oracle.messages(so_far, known, float("inf"))
    return any(w.outcome == "open" for w in oracle.waits(messages, rule))
