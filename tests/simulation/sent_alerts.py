"""The sent alerts of steps, and which of them satisfy a step that is owed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from shared.domain.policies import Medium
from shared.storage.attributes import decode
from tests.simulation.providers import Sent
from tests.simulation.rules import RuleStep, address, instead, is_last
from tests.simulation.timelines import StepOf, StepTimeline
from tests.simulation.world import World

if TYPE_CHECKING:
    from tests.simulation.verdict import Judged

GIVEN_UP = {"failed", "in_doubt", "superseded"}
"""States in which the other medium is used."""


class Owed(NamedTuple):
    """A step of a wait that must be sent, and the time from which it is owed."""

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
        self.conversations = conversations
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
        """Whether the responder may have no other address left."""
        alert = self.alerts[str(identity)]
        return is_last(self.world.dead, alert["responder"], alert["by"])

    def again(self, since: float) -> dict[tuple[Any, ...], set[str]]:
        """Alerts that repeat the same step, responder and channel under several ids, the last of
        which was sent after that time."""
        found: dict[tuple[Any, ...], set[str]] = {}
        for one in self.sent:
            a = self.alerts[str(one.alert)]
            what = (self.step_of(one), a["responder"], a["by"])
            if one.decided_at > since or what not in found:
                found.setdefault(what, set()).add(str(one.alert))
        return {what: alerts for what, alerts in found.items() if len(alerts) > 1}

    def what(self, one: Sent) -> tuple[StepOf, str, str]:
        """Identifies a notification: the wait for which it was first claimed, its step, responder
        and channel. If deleted replies later merge waits, each of them had its own notification."""
        alert = self.alerts[str(one.alert)]
        first = self.world.first_claims[str(one.alert)].previous_reply
        step = StepOf(first, alert["policy"], alert["step"])
        return (step, alert["responder"], alert["by"])

    def snoozes(self, one: Sent) -> Mapping[float, float]:
        """The snoozes of the alert's wait, by the previous reply that the wait had when the alert
        was claimed."""
        alert = self.alerts[str(one.alert)]
        return self.world.snoozes.get((alert["conversation"], alert["previous_reply"]), {})

    def made(self, one: Sent) -> float:
        """The time at which notifying this responder of this step was first decided, on any
        channel."""
        alert = self.alerts[str(one.alert)]
        what = (alert["opened_by"], alert["policy"], alert["step"], alert["responder"])
        return min(
            self.world.made[identity]
            for identity, a in self.alerts.items()
            if (a["opened_by"], a["policy"], a["step"], a["responder"]) == what
        )

    def judge(self, judged: "Judged", owed: Owed, name: str, by: Medium) -> None:
        """Checks that the responder was notified of the step on this channel, which the step names,
        or on the other channel if this one refused or its answer is in doubt."""
        judged.counts["alerts owed"] += 1
        other = instead(name, by)
        states = self._states(owed, name, by)
        if self._was_sent(owed, name, by):
            judged.counts["alerts sent"] += 1
        elif states <= {"dropped"} and self._is_in_a_later_one(owed, name, by):
            judged.counts["alerts of several steps at once"] += 1
        elif not states & GIVEN_UP and not self._is_left_out(name, by):
            judged.wrong.append(f"lost: {self.conversation} {owed}: {name} by {by}, {states}")
            judged.counts["lost"] += 1
        elif self._was_sent(owed, name, other):
            judged.counts["sent by the other medium"] += 1
        elif self._is_out_of_reach(owed, name, other):
            judged.counts["refused by every medium"] += 1
        elif self._stands_in_a_later_one(owed, name, other):
            judged.counts["alerts of several steps at once"] += 1
        else:
            judged.wrong.append(
                f"lost: {self.conversation} {owed}: {name} by {other} instead of {by}"
            )
            judged.counts["lost"] += 1

    def _is_left_out(self, name: str, by: Medium) -> bool:
        """Whether mail to this address has bounced and the responder has another address."""
        return address(name, by) in self.world.dead and bool(address(name, instead(name, by)))

    def _is_out_of_reach(self, owed: Owed, name: str, by: Medium) -> bool:
        """Whether the responder has no such address, mail to it has bounced so that it is left out,
        or an alert to it was given up."""
        to = address(name, by)
        if to is None or to in self.world.dead:
            return True
        return bool(self._states(owed, name, by) & GIVEN_UP)

    def _is_in_a_later_one(self, owed: Owed, name: str, by: Medium) -> bool:
        """Whether the responder has no alert of this step that could be sent, but one of a later
        step that was claimed together with it, also if the provider refused that one, or was sent
        before this one was dropped. If another channel carried the step, only steps that were
        claimed together since then count."""
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
            since = max(claimed, default=owed.since)
            return any(
                self._were_claimed_together(a, owed.what, since=since) for a in later.values()
            )
        since = max((self.world.claimed_at[i] for i in own), default=owed.since)
        return any(
            step in self.world.bundled[identity]
            or (own and a["state"] in {"sent", "delivered"})
            or (a["state"] in GIVEN_UP and self._were_claimed_together(a, owed.what, since=since))
            for identity, a in later.items()
        )

    def _stands_in_a_later_one(self, owed: Owed, name: str, by: Medium) -> bool:
        """Whether the alert that this channel should carry instead was dropped, or never made,
        because the step was claimed again together with a later one, which was sent."""
        instead = self._of(owed, name, by)
        if not set(instead.values()) <= {"dropped"}:
            return False
        since = max((self.world.claimed_at[i] for i in instead), default=owed.since)
        return any(
            self._were_claimed_together(self.alerts[str(one.alert)], owed.what, since=since)
            for one in self.sent
            if self._is_of_a_later_step(str(one.alert), owed, name)
        )

    def _is_of_a_later_step(self, identity: str, owed: Owed, name: str) -> bool:
        a = self.alerts[identity]
        return (
            (a["policy"], a["responder"]) == (owed.what.policy, name)
            and a["step"] > owed.what.step
            and self._counts(identity, owed)
            and identity not in self.bounced
        )

    def _were_claimed_together(self, later: dict[str, Any], what: StepOf, *, since: float) -> bool:
        """Whether both alerts' steps were claimed together after this time."""
        return any(
            {what.step, later["step"]} <= set(changed.together(what.policy))
            for conversation in self.conversations
            for changed in self.world.steps[f"C#{conversation}"]
            if changed.at > since
        )

    def _of(self, owed: Owed, name: str, by: Medium) -> dict[str, str]:
        """The states of the matching alerts, by id."""
        wanted = (owed.what.policy, owed.what.step, name, by)
        return {
            identity: a["state"]
            for identity, a in self.alerts.items()
            if (a["policy"], a["step"], a["responder"], a["by"]) == wanted
            and self._counts(identity, owed)
        }

    def _counts(self, identity: str, owed: Owed) -> bool:
        """Whether the alert is about this wait, and not about messages that the customer wrote and
        deleted before the step was owed."""
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
        """Whether the alert's escalation continued in a wait that had the message which the alert
        is named after, and from there in this wait: another alert was claimed there for a message
        that is still unanswered here."""
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
        """Whether the alert was sent, or given up, while its wait had one of these messages. The
        message that the alert is named after was deleted later."""
        steps = [self.step_of(one) for one in self.sent if one.alert == identity]
        alert = self.alerts[identity]
        if alert["state"] in GIVEN_UP:  # it may never have been sent
            steps.append(StepOf(alert["previous_reply"], alert["policy"], alert["step"]))
        live = owed.messages - owed.deleted
        return any(self.known[step].messages & live for step in steps if step in self.known)

    def _states(self, owed: Owed, name: str, by: Medium) -> set[str]:
        return set(self._of(owed, name, by).values())

    def _was_sent(self, owed: Owed, name: str, by: Medium) -> bool:
        arrived = self._of(owed, name, by).keys() - self.bounced
        return any(s.alert in arrived for s in self.sent)
