"""Who had to be told of what, and who was: none lost, none twice, none false."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from shared.domain.policies import Medium
from shared.storage.attributes import decode
from tests.simulation import oracle
from tests.simulation.far_side import Sent
from tests.simulation.oracle import Landings
from tests.simulation.plot import Happening
from tests.simulation.rules import Rule, Tell, address, recipients
from tests.simulation.world import World

if TYPE_CHECKING:
    from tests.simulation.verdict import Judged

PATIENCE_S = {"calm": 300.0}
"""A step that is due for so long, without a break, must have been told: in calm weather, a run of
the checker for each step, and some seconds."""
PATIENCE_IN_FAULTS_S = 10_800.0
EARLY_S = 1.0
GIVEN_UP = {"failed", "in_doubt", "superseded"}
"""States in which the other medium takes over."""
FOLDING_S = 15.0

Silences = Mapping[str, Mapping[float, float]]
"""Until when a wait's alerts are silent by since when, by the wait's boundary."""


class Span(NamedTuple):
    """For how long a step of an open wait was due, as far as was known."""

    start: float
    end: float


def judge(
    judged: "Judged",
    world: World,
    places: tuple[str, ...],
    happenings: list[Happening],
    landings: Landings,
    rule: Rule,
    *,
    folded: Landings,
) -> None:
    """One conversation's alerts, under any of the names that it had. An answer from elsewhere is
    known once it has landed; `folded` tells when it had come here, if it has."""
    silences = silences_of(world, places)
    known = courses(happenings, landings, rule, silences)
    if folded != landings:
        for what, course in courses(happenings, folded, rule, silences).items():
            known.setdefault(what, Course()).moments += course.moments
            known[what].here = course.open
    patience = PATIENCE_S.get(world.faults.weather.name, PATIENCE_IN_FAULTS_S)
    told = Told(world, places, known)
    gone = frozenset(landings.deletions)
    folding = FOLDING_S if world.faults.weather.name == "calm" else patience
    joined_at = _joined_at(world, places) + folding if len(places) > 1 else 0.0
    for (boundary, step), course in known.items():
        for since in course.owed(patience):
            tell, messages = rule.tells[step], frozenset(course.messages)
            told.judge(judged, Owed(boundary, step, tell, since, messages, gone))
    for one in told.sent:
        course = known.get(told.step_of(one))
        if course is None:
            judged.wrong.append(f"told of a wait that never was: {one}")
        else:
            if one.decided_at > joined_at:  # before, it was told as another conversation's
                _judge_sent(judged, world, one, course)
            _judge_silence(judged, one, told.made(one), told.silences(one))
            if not _still_waiting(one, happenings, landings, rule):
                judged.counts["false: the reply was on its way"] += 1
    for alert, times in Counter(s.alert for s in told.sent).items():
        if times > 1:
            judged.wrong.append(f"told {times} times: {places[0]} {alert}")
            judged.counts["twice"] += 1
    for (boundary, step, *whom), times in Counter(map(told.what, told.sent)).items():
        course = known.get((boundary, step))
        if course and len(places) == 1 and times > 1 + len(course.taken_back):
            judged.wrong.append(f"told {times} times: {places[0]} {boundary} step {step} {whom}")
    if len(places) > 1:
        for what, alerts in told.again(joined_at).items():
            judged.wrong.append(f"told under several names: {places} {what} {alerts}")
            judged.counts["twice"] += 1


def _joined_at(world: World, places: tuple[str, ...]) -> float:
    """When it was known that all of these are one. What was told before could not be known to have
    been told."""
    partitions = {f"C#{place}" for place in places}
    found = [t for (pk, sk), t in world.landed.items() if pk in partitions and sk[:6] == "ALIAS#"]
    return max(found, default=0.0)


@dataclass(slots=True)
class Course:
    """A step of a wait, as what was known of the wait changed."""

    moments: list[tuple[float, float]] = field(default_factory=list)
    """Since when its moment was known to be which."""
    open: list[Span] = field(default_factory=list)
    """When its wait was open, as far as was known."""
    here: list[Span] = field(default_factory=list)
    """The same, where an answer from elsewhere is known only once it has come here."""
    due: list[Span] = field(default_factory=list)
    """When its wait was open and its moment had come."""
    messages: set[str] = field(default_factory=set)
    """The customer's messages that its wait ever had."""
    taken_back: list[Span] = field(default_factory=list)
    """When the customer had taken back all that was said."""

    def owed(self, patience: float) -> list[float]:
        """Since when it was owed to tell of it, if ever. Once; and once more for what the customer
        writes anew, a good while after taking everything back."""
        fresh = [s.end for s in self.taken_back if s.end - s.start >= patience]
        eras = pairwise([0.0, *fresh, float("inf")])
        return [
            start
            for start, end in eras
            if any(s.end - s.start >= patience and start <= s.start < end for s in self.due)
        ]


def courses(
    happenings: list[Happening], landings: Landings, rule: Rule, silences: Silences
) -> dict[tuple[str, int], Course]:
    """By boundary and step: the waits worked out again after each landing. Nothing is due while
    somebody who acknowledged the wait has its alerts silent."""
    times = sorted({*landings.messages.values(), *landings.deletions.values()})
    found: dict[tuple[str, int], Course] = {}
    for at, until in pairwise([*times, float("inf")]):
        said = oracle.said(happenings, landings, at)
        unanswered = oracle.unanswered(said, rule)
        for wait in oracle.waits(said, rule):
            for step, moment in enumerate(wait.moments):
                course = found.setdefault((wait.boundary, step), Course())
                course.messages |= unanswered.get(wait.boundary, set())
                if wait.outcome == "withdrawn":
                    _extend(course.taken_back, at, until)
                if wait.outcome != "open":
                    continue
                course.moments.append((at, moment))
                _extend(course.open, at, until)
                for start, end in _around(silences.get(wait.boundary, {}), at, until):
                    _extend(course.due, max(start, moment), end)
    return found


def _extend(spans: list[Span], start: float, end: float) -> None:
    if start >= end:
        return
    if spans and spans[-1].end == start:
        spans[-1] = Span(spans[-1].start, end)
    else:
        spans.append(Span(start, end))


def silences_of(world: World, places: tuple[str, ...]) -> Silences:
    """Those of the conversation's waits."""
    found: dict[str, dict[float, float]] = {}
    for (place, boundary), spans in world.silences.items():
        if place in places:
            found.setdefault(boundary, {}).update(spans)
    return found


def _around(silences: Mapping[float, float], start: float, end: float) -> Iterator[Span]:
    """What the silences leave of the time between."""
    for begins, ends in sorted(silences.items()):
        if start < begins < end:
            yield Span(start, begins)
        if begins < end:
            start = max(start, ends)
    yield Span(start, end)


class Owed(NamedTuple):
    """A step of a wait that must be told, and since when."""

    boundary: str
    step: int
    tell: Tell
    since: float
    messages: frozenset[str]
    """The customer's messages that its wait ever had."""
    deleted: frozenset[str]
    """The messages that the customer has deleted."""


class Told:
    """What came of a conversation's alerts."""

    def __init__(
        self, world: World, places: tuple[str, ...], known: Mapping[tuple[str, int], Course]
    ) -> None:
        self.known = known
        self.place = places[0]
        self.alerts = {
            pk[2:]: decode(items["ALERT"])
            for pk, items in world.table.items.items()
            if pk.startswith("A#") and items["ALERT"]["conversation"]["S"] in places
        }
        for identity, alert in self.alerts.items():
            alert["claim"] = world.claims[identity]
            alert["boundary"] = alert["claim"].boundary
        self.sent = [s for s in world.sent if s.alert in self.alerts]
        self.world = world
        self.bounced = world.bounced

    def step_of(self, one: Sent) -> tuple[str, int]:
        """What was told."""
        alert = self.alerts[str(one.alert)]
        return (one.boundary or alert["boundary"], alert["step"])

    def again(self, since: float) -> dict[tuple[Any, ...], set[str]]:
        """What was told to somebody by the same medium under several names, the last since then."""
        found: dict[tuple[Any, ...], set[str]] = {}
        for one in self.sent:
            a = self.alerts[str(one.alert)]
            what = (*self.step_of(one), a["responder"], a["by"])
            if one.decided_at > since or what not in found:
                found.setdefault(what, set()).add(str(one.alert))
        return {what: alerts for what, alerts in found.items() if len(alerts) > 1}

    def what(self, one: Sent) -> tuple[str, int, str, str]:
        """What was told, to whom, and by what: once, and once more for each time that the customer
        had taken all back."""
        alert = self.alerts[str(one.alert)]
        return (*self.step_of(one), alert["responder"], alert["by"])

    def silences(self, one: Sent) -> Mapping[float, float]:
        """Those of its wait, under the name that it had then."""
        alert = self.alerts[str(one.alert)]
        return self.world.silences.get((alert["conversation"], alert["boundary"]), {})

    def made(self, one: Sent) -> float:
        """When it was decided that this responder is told of this step, by whichever medium."""
        alert = self.alerts[str(one.alert)]
        what = (alert["opened_by"], alert["step"], alert["responder"])
        return min(
            self.world.made[identity]
            for identity, a in self.alerts.items()
            if (a["opened_by"], a["step"], a["responder"]) == what
        )

    def judge(self, judged: "Judged", owed: Owed) -> None:
        """Everybody whom the step names was told, by each medium that it names; where a medium
        refused or left in doubt what became of it, by the other."""
        for name, by in recipients(owed.tell):
            judged.counts["alerts owed"] += 1
            other: Medium = "sms" if by == "email" else "email"
            states = self._states(owed, name, by)
            if self._was_told(owed, name, by):
                judged.counts["alerts told"] += 1
            elif not states & GIVEN_UP:
                judged.wrong.append(f"lost: {self.place} {owed}: {name} by {by}, {states}")
                judged.counts["lost"] += 1
            elif self._was_told(owed, name, other):
                judged.counts["told by the other medium"] += 1
            elif address(name, other) is None or self._states(owed, name, other) & GIVEN_UP:
                judged.counts["refused by every medium"] += 1
            else:
                judged.wrong.append(f"lost: {self.place} {owed}: {name} by {other} instead of {by}")
                judged.counts["lost"] += 1

    def _of(self, owed: Owed, name: str, by: Medium) -> dict[str, str]:
        """The alerts, by id, with their states."""
        wanted = (owed.step, name, by)
        return {
            identity: a["state"]
            for identity, a in self.alerts.items()
            if (a["step"], a["responder"], a["by"]) == wanted
            and (
                a["boundary"] == owed.boundary
                or a["opened_by"] in owed.messages
                or a["claim"].opened_by in owed.messages
                or (a["opened_by"] in owed.deleted and self._was_of(identity, owed))
            )
        }

    def _was_of(self, identity: str, owed: Owed) -> bool:
        """Whether the alert was sent when its wait had one of these messages: the message that it
        is named after was deleted since, and the others were notified of with it."""
        for one in self.sent:
            course = self.known.get(self.step_of(one)) if one.alert == identity else None
            if course and course.messages & (owed.messages - owed.deleted):
                return True
        return False

    def _states(self, owed: Owed, name: str, by: Medium) -> set[str]:
        return set(self._of(owed, name, by).values())

    def _was_told(self, owed: Owed, name: str, by: Medium) -> bool:
        ids = self._of(owed, name, by)
        arrived = ids.keys() - self.bounced
        live = owed.messages - owed.deleted
        return any(
            s.alert in arrived
            and (
                s.at >= owed.since
                or self.alerts[str(s.alert)]["opened_by"] in live
                or self.world.claims[str(s.alert)].opened_by in live
                or self._was_of(str(s.alert), owed)
            )
            for s in self.sent
        )


def _judge_sent(judged: "Judged", world: World, one: Sent, course: Course) -> None:
    """It was due when it was decided, or the reply had landed a moment before."""
    if not one.was_open:
        judged.wrong.append(f"told of a wait that it read to be closed: {one}")
    now = one.at + EARLY_S
    if not any(since <= now and moment <= now for since, moment in course.moments):
        judged.wrong.append(f"told before its moment: {one}")
    if not any(s.start <= now and s.end > one.decided_at for s in course.open):
        judged.counts["false: the reply was being folded"] += 1
        spans = [*course.open, *course.here]
        ended = max((min(s.end, one.decided_at) for s in spans if s.start <= now), default=0.0)
        if world.faults.weather.name == "calm" and one.decided_at - ended > FOLDING_S:
            judged.wrong.append(f"told long after the reply had landed: {one}")


def _judge_silence(
    judged: "Judged", one: Sent, made: float, silences: Mapping[float, float]
) -> None:
    """Nothing was newly decided to be told while somebody had the wait's alerts silent."""
    for start, end in silences.items():
        if start < made < end - EARLY_S and one.at < end - EARLY_S:
            judged.wrong.append(f"told in silence from {start:.0f} to {end:.0f}: {one}")
        elif start < one.at < end - EARLY_S:
            judged.counts["sent in silence, decided before"] += 1


def _still_waiting(one: Sent, happenings: list[Happening], landings: Landings, rule: Rule) -> bool:
    """Whether the customer was in fact waiting when it was sent."""
    so_far = [h for h in happenings if h.at / 1000 <= one.at or h.ahead]
    dismissed = {i: d for i, d in landings.dismissals.items() if d.made / 1000 <= one.at}
    known = Landings(landings.messages, landings.deletions, dismissed)
    said = oracle.said(so_far, known, float("inf"))
    return any(w.outcome == "open" for w in oracle.waits(said, rule))
