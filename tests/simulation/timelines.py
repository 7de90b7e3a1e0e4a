"""What was known about each step of a conversation's waits, over time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from tests.simulation import oracle
from tests.simulation.oracle import KnownAt
from tests.simulation.rules import Rule
from tests.simulation.scenarios import Action
from tests.simulation.world import World

Snoozes = Mapping[str, Mapping[float, float]]
"""Snoozes by the previous reply of their wait: from when until when."""


class StepOf(NamedTuple):
    """A step of a wait. If another message comes to decide the wait, its steps are those of another
    policy."""

    previous_reply: str
    policy: str
    step: int


class Span(NamedTuple):
    """A period in which a step of an open wait was known to be due."""

    start: float
    end: float


@dataclass(slots=True)
class StepTimeline:
    """A step of a wait, and what was known about it over time."""

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

    def owed(self, max_delay_s: float, quiet: Mapping[float, float]) -> list[float]:
        """The times from which an alert was owed: once, and once more if the customer writes a good
        while after deleting everything. Nothing is owed in these quiet hours."""
        due = [part for span in self.due for part in outside(quiet, *span)]
        fresh = [s.end for s in self.all_deleted if s.end - s.start >= max_delay_s]
        eras = pairwise([0.0, *fresh, float("inf")])
        return [
            start
            for start, end in eras
            if any(s.end - s.start >= max_delay_s and start <= s.start < end for s in due)
        ]


def timelines(
    actions: list[Action], known_at: KnownAt, rule: Rule, snoozes: Snoozes
) -> dict[StepOf, StepTimeline]:
    """The timelines by step, computed again after each stored item. Nothing is due while the wait
    is snoozed."""
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
                    extend(timeline.all_deleted, at, until)
                if wait.outcome != "open":
                    continue
                timeline.moments.append((at, moment))
                extend(timeline.open, at, until)
                for start, end in outside(snoozes.get(wait.previous_reply, {}), at, until):
                    extend(timeline.due, max(start, moment), end)
    return found


def extend(spans: list[Span], start: float, end: float) -> None:
    """Adds this period to the spans."""
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


def outside(pauses: Mapping[float, float], start: float, end: float) -> Iterator[Span]:
    """The parts of this period outside these pauses, which are given by their beginning."""
    for begins, ends in sorted(pauses.items()):
        if start < begins < end:
            yield Span(start, begins)
        if begins < end:
            start = max(start, ends)
    yield Span(start, end)
