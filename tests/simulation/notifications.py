"""Which alerts were owed, and which were sent: none lost, none twice, none false."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from shared.domain.policies import Medium
from shared.storage.attributes import decode
from tests.simulation import oracle
from tests.simulation.oracle import KnownAt
from tests.simulation.providers import Sent
from tests.simulation.rules import Rule, RuleStep, address, is_last, recipients
from tests.simulation.scenarios import Action
from tests.simulation.world import World

if TYPE_CHECKING:
    from tests.simulation.verdict import Judged

MAX_DELAY_S = {"calm": 300.0}
"""A step that has been due for this long, without a break, must have been sent. In the calm
profile: one run of the checker for each step, and some seconds."""
MAX_DELAY_IN_FAULTS_S = 10_800.0
EARLY_S = 1.0
GIVEN_UP = {"failed", "in_doubt", "superseded"}
"""States in which the other medium is used."""
FOLDING_S = 15.0

Snoozes = Mapping[str, Mapping[float, float]]
"""Snoozes by the previous reply of their wait: from when until when."""


class StepOf(NamedTuple):
    """A step of a wait. A wait has the steps of another policy once another message decides it."""

    previous_reply: str
    policy: str
    step: int


class Span(NamedTuple):
    """A time in which a step of an open wait was due, as far as was known."""

    start: float
    end: float


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
    """Judges one conversation's alerts, under all of its ids. An answer in another conversation
    counts once it is stored; `folded` says when it was folded here, if it was."""
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
        for since in timeline.owed(max_delay_s):
            messages = frozenset(timeline.messages)
            sent.judge(judged, Owed(what, rule_step, since, messages, gone))
    for one in sent.sent:
        timeline = known.get(sent.step_of(one))
        if timeline is None:
            if one.decided_at > joined_at:
                judged.wrong.append(f"notified of a wait that never was: {one}")
        else:
            if one.decided_at > joined_at:  # before, it belonged to another conversation
                _judge_sent(judged, world, one, timeline)
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
    """When it was known that all of these are one customer. Alerts sent before that could not take
    each other into account."""
    partitions = {f"C#{conversation}" for conversation in conversations}
    found = [
        t for (pk, sk), t in world.stored_at.items() if pk in partitions and sk[:6] == "ALIAS#"
    ]
    return max(found, default=0.0)


@dataclass(slots=True)
class StepTimeline:
    """A step of a wait, and what was known of it over time."""

    moments: list[tuple[float, float]] = field(default_factory=list)
    """When its moment became known, and the moment."""
    open: list[Span] = field(default_factory=list)
    """When its wait was open, as far as was known."""
    here: list[Span] = field(default_factory=list)
    """The same, where an answer in another conversation counts only once it is folded here."""
    due: list[Span] = field(default_factory=list)
    """When its wait was open and its moment had passed."""
    messages: set[str] = field(default_factory=set)
    """The customer's messages that the wait ever had."""
    all_deleted: list[Span] = field(default_factory=list)
    """When the customer had deleted every message."""

    def owed(self, max_delay_s: float) -> list[float]:
        """From when an alert was owed: at most once, and once more for what the customer writes a
        good while after deleting everything."""
        fresh = [s.end for s in self.all_deleted if s.end - s.start >= max_delay_s]
        eras = pairwise([0.0, *fresh, float("inf")])
        return [
            start
            for start, end in eras
            if any(s.end - s.start >= max_delay_s and start <= s.start < end for s in self.due)
        ]


def timelines(
    actions: list[Action], known_at: KnownAt, rule: Rule, snoozes: Snoozes
) -> dict[StepOf, StepTimeline]:
    """By step: the waits computed again after each stored item. Nothing is due
    while the wait is snoozed."""
    times = sorted({*known_at.messages.values(), *known_at.deletions.values()})
    found: dict[StepOf, StepTimeline] = {}
    for at, until in pairwise([*times, float("inf")]):
        messages = oracle.messages(actions, known_at, at)
        unanswered = oracle.unanswered(messages, rule)
        for wait in oracle.waits(messages, rule):
            for step, moment in enumerate(wait.moments):
                timeline = found.setdefault(
                    StepOf(wait.previous_reply, wait.policy, step), StepTimeline()
                )
                timeline.messages |= unanswered.get(wait.previous_reply, set())
                if wait.outcome == "withdrawn":
                    _extend(timeline.all_deleted, at, until)
                if wait.outcome != "open":
                    continue
                timeline.moments.append((at, moment))
                _extend(timeline.open, at, until)
                for start, end in _between(snoozes.get(wait.previous_reply, {}), at, until):
                    _extend(timeline.due, max(start, moment), end)
    return found


def _extend(spans: list[Span], start: float, end: float) -> None:
    if start >= end:
        return
    if spans and spans[-1].end == start:
        spans[-1] = Span(spans[-1].start, end)
    else:
        spans.append(Span(start, end))


def snoozes_of(world: World, conversations: tuple[str, ...]) -> Snoozes:
    """The snoozes of the conversation's waits."""
    found: dict[str, dict[float, float]] = {}
    for (conversation, previous_reply), spans in world.snoozes.items():
        if conversation in conversations:
            found.setdefault(previous_reply, {}).update(spans)
    return found


def _between(snoozes: Mapping[float, float], start: float, end: float) -> Iterator[Span]:
    """The parts of this time that are not snoozed."""
    for begins, ends in sorted(snoozes.items()):
        if start < begins < end:
            yield Span(start, begins)
        if begins < end:
            start = max(start, ends)
    yield Span(start, end)


class Owed(NamedTuple):
    """A step of a wait that must be sent, and since when."""

    what: StepOf
    rule_step: RuleStep
    since: float
    messages: frozenset[str]
    """The customer's messages that the wait ever had."""
    deleted: frozenset[str]
    """The messages that the customer has deleted."""


class SentAlerts:
    """A conversation's alerts of steps, and their sends."""

    def __init__(
        self,
        world: World,
        conversations: tuple[str, ...],
        known: Mapping[StepOf, StepTimeline],
    ) -> None:
        self.known = known
        self.conversation = conversations[0]
        self.alerts = {
            pk[2:]: decode(items["ALERT"])
            for pk, items in world.table.items.items()
            if pk.startswith("A#")
            and items["ALERT"]["conversation"]["S"] in conversations
            and "kind" not in items["ALERT"]
        }
        for identity, alert in self.alerts.items():
            alert["claim"] = world.claims[identity]
            alert["previous_reply"] = alert["claim"].previous_reply
        self.sent = [s for s in world.sent if s.alert in self.alerts]
        self.world = world
        self.bounced = world.bounced

    def step_of(self, one: Sent) -> StepOf:
        """The step of a send."""
        alert = self.alerts[str(one.alert)]
        previous_reply = one.previous_reply or alert["previous_reply"]
        return StepOf(previous_reply, alert["policy"], alert["step"])

    def has_no_other_address(self, identity: str | None) -> bool:
        """Whether its responder may have no other address left."""
        alert = self.alerts[str(identity)]
        return is_last(self.world.dead, alert["responder"], alert["by"])

    def again(self, since: float) -> dict[tuple[Any, ...], set[str]]:
        """The alerts with several ids for the same step, responder and medium, the last of them
        sent since then."""
        found: dict[tuple[Any, ...], set[str]] = {}
        for one in self.sent:
            a = self.alerts[str(one.alert)]
            what = (self.step_of(one), a["responder"], a["by"])
            if one.decided_at > since or what not in found:
                found.setdefault(what, set()).add(str(one.alert))
        return {what: alerts for what, alerts in found.items() if len(alerts) > 1}

    def what(self, one: Sent) -> tuple[StepOf, str, str]:
        """What identifies a notification: the wait that it was first claimed for, step, responder
        and medium. Waits that deleted replies make one later were notified of one by one."""
        alert = self.alerts[str(one.alert)]
        first = self.world.first_claims[str(one.alert)].previous_reply
        step = StepOf(first, alert["policy"], alert["step"])
        return (step, alert["responder"], alert["by"])

    def snoozes(self, one: Sent) -> Mapping[float, float]:
        """The snoozes of its wait, by the previous reply that it had at the claim."""
        alert = self.alerts[str(one.alert)]
        return self.world.snoozes.get((alert["conversation"], alert["previous_reply"]), {})

    def made(self, one: Sent) -> float:
        """When it was decided that this responder is notified of this step, by any medium."""
        alert = self.alerts[str(one.alert)]
        what = (alert["opened_by"], alert["policy"], alert["step"], alert["responder"])
        return min(
            self.world.made[identity]
            for identity, a in self.alerts.items()
            if (a["opened_by"], a["policy"], a["step"], a["responder"]) == what
        )

    def judge(self, judged: "Judged", owed: Owed) -> None:
        """Every responder of the step was notified by each medium that it names; where a medium
        refused, or its answer is in doubt, by the other."""
        for name, by in recipients(owed.rule_step):
            judged.counts["alerts owed"] += 1
            other: Medium = "sms" if by == "email" else "email"
            states = self._states(owed, name, by)
            if self._was_sent(owed, name, by):
                judged.counts["alerts sent"] += 1
            elif states <= {"dropped"} and self._is_in_a_later_one(owed, name, by):
                judged.counts["alerts of several steps at once"] += 1
            elif not states & GIVEN_UP and not is_last(self.world.dead, name, other):
                judged.wrong.append(f"lost: {self.conversation} {owed}: {name} by {by}, {states}")
                judged.counts["lost"] += 1
            elif self._was_sent(owed, name, other):
                judged.counts["sent by the other medium"] += 1
            elif self._is_out_of_reach(owed, name, other):
                judged.counts["refused by every medium"] += 1
            else:
                judged.wrong.append(
                    f"lost: {self.conversation} {owed}: {name} by {other} instead of {by}"
                )
                judged.counts["lost"] += 1

    def _is_out_of_reach(self, owed: Owed, name: str, by: Medium) -> bool:
        """Whether the responder has no such address, or mail to it has bounced, so that it is
        left out; or an alert there was given up."""
        to = address(name, by)
        if to is None or to in self.world.dead:
            return True
        return bool(self._states(owed, name, by) & GIVEN_UP)

    def _is_in_a_later_one(self, owed: Owed, name: str, by: Medium) -> bool:
        """Whether the responder has no alert of the step that could be sent, but one of a later
        step: claimed together with it, or sent before this one was dropped. Where another medium
        carried the step, only steps that were claimed together since this one was claimed."""
        step = owed.what.step
        mine = {
            identity: a
            for identity, a in self.alerts.items()
            if (a["policy"], a["responder"]) == (owed.what.policy, name)
            and self._counts(identity, owed)
        }
        own = {identity: a for identity, a in mine.items() if a["step"] == step}
        later = {identity: a for identity, a in mine.items() if a["step"] > step}
        if any(a["state"] != "dropped" for a in own.values()):
            claimed = [self.world.claimed_at[i] for i, a in own.items() if a["by"] == by]
            return bool(claimed) and any(
                self._were_claimed_together(a, owed.what, since=max(claimed))
                for a in later.values()
            )
        return any(
            step in self.world.bundled[identity] or (own and a["state"] in {"sent", "delivered"})
            for identity, a in later.items()
        )

    def _were_claimed_together(self, later: dict[str, Any], what: StepOf, *, since: float) -> bool:
        """Whether the step of this alert was claimed together with that one, after this time."""
        return any(
            {what.step, later["step"]} <= set(changed.together(what.policy))
            for changed in self.world.steps[f"C#{later['conversation']}"]
            if changed.at > since
        )

    def _of(self, owed: Owed, name: str, by: Medium) -> dict[str, str]:
        """The matching alerts' states, by id."""
        wanted = (owed.what.policy, owed.what.step, name, by)
        return {
            identity: a["state"]
            for identity, a in self.alerts.items()
            if (a["policy"], a["step"], a["responder"], a["by"]) == wanted
            and self._counts(identity, owed)
        }

    def _counts(self, identity: str, owed: Owed) -> bool:
        """Whether the alert is about the wait, and not of what the customer wrote and deleted
        before the step was owed."""
        live = owed.messages - owed.deleted
        times = [s.at for s in self.sent if s.alert == identity]
        return self._is_about(identity, owed) and (
            max([*times, self.world.claimed_at[identity]]) >= owed.since
            or self.alerts[identity]["opened_by"] in live
            or self.world.claims[identity].opened_by in live
            or self._was_of(identity, owed)
        )

    def _is_about(self, identity: str, owed: Owed) -> bool:
        a = self.alerts[identity]
        return (
            a["previous_reply"] == owed.what.previous_reply
            or a["opened_by"] in owed.messages
            or a["claim"].opened_by in owed.messages
            or (a["opened_by"] in owed.deleted and self._was_of(identity, owed))
            or self._goes_on_in(identity, owed)
        )

    def _goes_on_in(self, identity: str, owed: Owed) -> bool:
        """Whether the alert's escalation went on in a wait that had the message which it is named
        after, and from there in this one: a further alert was claimed there for a message that is
        still unanswered here."""
        name, live = self.alerts[identity]["opened_by"], owed.messages - owed.deleted
        for other in self.alerts.values():
            between = self.known.get(
                StepOf(other["previous_reply"], other["policy"], other["step"])
            )
            if (
                between is not None
                and other["opened_by"] == name
                and name in between.messages
                and other["claim"].opened_by in live
            ):
                return True
        return False

    def _was_of(self, identity: str, owed: Owed) -> bool:
        """Whether the alert was sent while its wait had one of these messages: the message that it
        is named after was deleted later, and the others were part of the same wait."""
        for one in self.sent:
            timeline = self.known.get(self.step_of(one)) if one.alert == identity else None
            if timeline and timeline.messages & (owed.messages - owed.deleted):
                return True
        return False

    def _states(self, owed: Owed, name: str, by: Medium) -> set[str]:
        return set(self._of(owed, name, by).values())

    def _was_sent(self, owed: Owed, name: str, by: Medium) -> bool:
        arrived = self._of(owed, name, by).keys() - self.bounced
        return any(s.alert in arrived for s in self.sent)


def _judge_sent(judged: "Judged", world: World, one: Sent, timeline: StepTimeline) -> None:
    """The step was due when the send was decided, or the reply was stored only a moment before."""
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


def _judge_snooze(judged: "Judged", one: Sent, made: float, snoozes: Mapping[float, float]) -> None:
    """Nothing was newly decided while the wait was snoozed."""
    for start, end in snoozes.items():
        if start < made < end - EARLY_S and one.at < end - EARLY_S:
            judged.wrong.append(f"sent while snoozed, from {start:.0f} to {end:.0f}: {one}")
        elif start < one.at < end - EARLY_S:
            judged.counts["sent while snoozed, decided before"] += 1


def _still_waiting(one: Sent, actions: list[Action], known_at: KnownAt, rule: Rule) -> bool:
    """Whether the customer was in fact waiting when it was sent."""
    so_far = [h for h in actions if h.at / 1000 <= one.at or h.ahead]
    dismissed = {i: d for i, d in known_at.dismissals.items() if d.made / 1000 <= one.at}
    known = KnownAt(known_at.messages, known_at.deletions, dismissed)
    messages = oracle.messages(so_far, known, float("inf"))
    return any(w.outcome == "open" for w in oracle.waits(messages, rule))
