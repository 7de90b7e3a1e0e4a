"""Checks that the owner of a wait is reminded when the deadline passes during a pause, and when the
pause ends. Nobody else is notified meanwhile, so without a reminder a customer is forgotten."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.simulation import oracle, updates
from tests.simulation.hand_overs import is_out_of_reach, may_have_reached
from tests.simulation.notifications import EARLY_S, MAX_DELAY_IN_FAULTS_S, MAX_DELAY_S
from tests.simulation.oracle import KnownAt
from tests.simulation.rules import Rule
from tests.simulation.scenarios import Action
from tests.simulation.timelines import Span
from tests.simulation.world import World

if TYPE_CHECKING:
    from tests.simulation.verdict import Judged

REMINDING = {"reminder", "step"}
"""The kinds of alerts that remind: a step that is due at the same time needs no other beside it."""


class Known(NamedTuple):
    """A period in which a wait was known to be open, with its deadline."""

    span: Span
    due_s: int


def judge(
    judged: "Judged",
    world: World,
    conversation: str,
    actions: list[Action],
    known_at: KnownAt,
    rule: Rule,
) -> None:
    """Judges one conversation's reminders."""
    pauses = {before: spans for (c, before), spans in world.snoozes.items() if c == conversation}
    if not pauses:
        return
    max_delay_s = MAX_DELAY_S.get(world.faults.profile.name, MAX_DELAY_IN_FAULTS_S)
    alerts = updates.alerts_of(world, conversation)
    known = _known(actions, known_at, rule)
    for before, spans in pauses.items():
        for start, end in spans.items():
            is_whole = (conversation, before, start) not in world.cut_short
            paused = Span(start, end)
            for moment in _owed(known.get(before, []), paused, max_delay_s, is_whole=is_whole):
                by = moment + max_delay_s
                owner = world.owner_at(conversation, moment)
                is_taken_again = any(moment < begins <= by for begins in spans)
                is_given_back = world.owner_at(conversation, by).name != owner.name
                if is_taken_again or is_given_back or not owner.name:
                    continue
                if is_out_of_reach(world, owner.name):
                    continue
                judged.counts["reminders owed"] += 1
                states = {
                    alert["state"]
                    for identity, alert in alerts.items()
                    if _reminds(alert, owner.name)
                    # A held alert may be claimed again together with a later update.
                    and any(
                        moment - EARLY_S <= at <= by
                        for at in (world.made[identity], world.claimed_at[identity])
                    )
                }
                if not may_have_reached(states):
                    missing = f"{conversation} {owner.name} at {moment:.0f}, {states}"
                    judged.wrong.append(f"never reminded: {missing}")


def _owed(
    known: list[Known], paused: Span, max_delay_s: float, *, is_whole: bool
) -> Iterator[float]:
    """The times during a pause of which the owner must be reminded: the wait was open then, and for
    a good while afterwards."""
    for span, due_s in known:
        if paused.start + EARLY_S < due_s < paused.end - max_delay_s and _holds(
            span, due_s, max_delay_s
        ):
            yield due_s
    if is_whole and any(_holds(span, paused.end, max_delay_s) for span, _ in known):
        yield paused.end


def _holds(span: Span, moment: float, max_delay_s: float) -> bool:
    return span.start <= moment and span.end >= moment + max_delay_s


def _reminds(alert: dict[str, Any], name: str) -> bool:
    return alert["responder"] == name and alert.get("kind", "step") in REMINDING


def _known(actions: list[Action], known_at: KnownAt, rule: Rule) -> dict[str, list[Known]]:
    """The periods in which each wait was open, by its previous reply. The waits are computed again
    after each stored item."""
    times = sorted({*known_at.messages.values(), *known_at.deletions.values()})
    found: dict[str, list[Known]] = {}
    for at, until in pairwise([*times, math.inf]):
        for wait in oracle.waits(oracle.messages(actions, known_at, at), rule):
            if wait.outcome != "open":
                continue
            line = found.setdefault(wait.previous_reply, [])
            if line and (line[-1].span.end, line[-1].due_s) == (at, wait.due_s):
                line[-1] = Known(Span(line[-1].span.start, until), wait.due_s)
            else:
                line.append(Known(Span(at, until), wait.due_s))
    return found
