"""Plays a seed to its end, and judges it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.simulation import bodies, plot, rules, verdict
from tests.simulation.faults import Weather, weather
from tests.simulation.plot import Story
from tests.simulation.sources import Surroundings
from tests.simulation.stage import handlers
from tests.simulation.world import NeverQuietError, World

PATIENCE_S = 43_200.0
"""Twelve hours after the last fault, everything must have come to rest."""

PutOn = Callable[[World, Any], None]


@dataclass(slots=True)
class Played:
    """What came of a seed."""

    seed: int
    weather: str
    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)


def play(
    seed: int,
    put_on: PutOn,
    *,
    narrate: bool = False,
    under: Weather | None = None,
    story: Story | None = None,
    prepare: Callable[[World, Surroundings], None] = lambda _world, _around: None,
) -> Played:
    """The seed's story, from first word to last check."""
    story = story or plot.story(seed)
    span_s = story.end - plot.START
    chosen = under or weather(Random(f"weather {seed}"), plot.START, span_s)
    played = Played(seed=seed, weather=chosen.name)
    world = World(seed, plot.START, chosen, handlers())
    if narrate:
        world.story = played.told
        narrated(world, story)
    put_on(world, rules.configuration(story.plan))
    around = Surroundings(world)
    prepare(world, around)
    calm_at = arranged(world, around, story)
    try:
        world.run(calm_at + PATIENCE_S)
        quiet(world)
        dead = len(around.alerts.dead)
        before = verdict.state(world)
        around.alerts.redrive()
        world.run(calm_at + 2 * PATIENCE_S)
        quiet(world)
        if verdict.state(world) != before:
            played.wrong.append("redriving the dead letters changed something")
    except NeverQuietError as error:
        played.wrong.append(str(error))
        return played
    judged = verdict.judge(world, around, story)
    played.wrong += judged.wrong
    played.counts = world.counts + judged.counts
    played.counts["alerts dead letters"] = dead
    played.counts["sends accepted"] = len(world.sent)
    for name, number in world.faults.counts.items():
        played.counts[f"fault {name}"] = number
    return played


def arranged(world: World, around: Surroundings, story: Story) -> float:
    """Everything that will happen, in its time; returns when the faults end."""
    for delivery in story.deliveries():
        for request in bodies.requests(delivery):
            world.at(delivery.at, around.deliver, request)
    for one in story.happenings:
        if one.kind == "dismissal":
            event = {"conversation": one.place}
            world.at(one.lands[0], world.invoke, "dismissal", event, lambda _outcome: None)
    calm_at = story.end + world.rng.uniform(0, 7200)
    world.at(calm_at, calm, world)
    return calm_at


def calm(world: World) -> None:
    """From here on nothing goes wrong."""
    world.faults.on = False


def quiet(world: World) -> None:
    """All has been told to all, the index included."""
    world.table.index.catch_up(wholly=True)


def narrated(world: World, story: Story) -> None:
    """The story itself, before what comes of it."""
    lines = world.story
    assert lines is not None
    lines.append(f"seed {story.seed}, plan {story.plan}, {world.faults.weather}")
    for platform in {h.platform: None for h in story.happenings}:
        lines.append(f"  {platform}: {story.rules[platform]}")
    for one in sorted(story.happenings, key=lambda h: h.at):
        said = f"{one.kind} {one.id} {'in' if one.inbound else 'out'} {one.text!r} {one.app}"
        lands = ", ".join(f"+{at - one.at / 1000:.1f}" for at in one.lands)
        shown = f"{one.at} in {one.place} answers {one.parent!r} lands {lands}"
        lines.append(f"  {said}: {shown}")
