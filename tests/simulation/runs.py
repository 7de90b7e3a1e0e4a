"""Runs a seed to its end and judges the result."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from tests.simulation import bodies, published, quiet_hours, rules, scenarios, verdict
from tests.simulation.callers import Environment
from tests.simulation.faults import FaultProfile, profile
from tests.simulation.scenarios import Scenario
from tests.simulation.wiring import handlers
from tests.simulation.world import NotAtRestError, World

MAX_DELAY_S = 43_200.0
"""Twelve hours after the last fault, or after somebody last pressed a button, everything must have
come to rest."""

Install = Callable[[World, Any], None]


@dataclass(slots=True)
class Result:
    """The result of a seed."""

    seed: int
    profile: str
    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    trace: list[str] = field(default_factory=list)


def play(
    seed: int,
    install: Install,
    *,
    trace: bool = False,
    under: FaultProfile | None = None,
    scenario: Scenario | None = None,
    bus: str | None = None,
    prepare: Callable[[World, Environment], None] = lambda _world, _between: None,
) -> Result:
    """Runs a scenario, from its first message to the last check. With a `bus`, events are also
    published and judged."""
    scenario = scenario or scenarios.scenario(seed)
    span_s = scenario.end - scenarios.START
    chosen = under or profile(Random(f"profile {seed}"), scenarios.START, span_s)
    result = Result(seed=seed, profile=chosen.name)
    world = World(seed, scenarios.START, chosen, handlers())
    if trace:
        world.trace = result.trace
        traced(world, scenario)
    world.quiet = quiet_hours.of(scenario.plan)
    install(world, replace(rules.configuration(scenario.plan), events_bus=bus))
    environment = Environment(world, publishes=bus is not None, presses_all=scenario.presses_all)
    prepare(world, environment)
    calm_at = arranged(world, environment, scenario)
    try:
        run_until_rest(world, calm_at + MAX_DELAY_S)
        quiet(world)
        dead = len(environment.alerts.dead)
        before = verdict.state(world)
        environment.alerts.redrive()
        run_until_rest(world, calm_at + 2 * MAX_DELAY_S)
        quiet(world)
        if verdict.state(world) != before:
            result.wrong.append("redriving the dead letters changed something")
    except NotAtRestError as error:
        result.wrong.append(str(error))
        return result
    judged = verdict.judge(world, environment, scenario)
    if bus is not None:
        published.judge(judged, world, environment)
    result.wrong += judged.wrong
    result.counts = world.counts + judged.counts
    result.counts["alerts dead letters"] = dead
    result.counts["sends accepted"] = len(world.sent)
    for name, number in world.faults.counts.items():
        result.counts[f"fault {name}"] = number
    return result


def run_until_rest(world: World, until: float) -> None:
    """Runs until nothing is left to do. That must happen before the given time, or soon after the
    last button press, which may begin a snooze. Raises NotAtRestError."""
    while True:
        try:
            return world.run(until)
        except NotAtRestError:
            if world.last_press + MAX_DELAY_S <= until:
                raise
            until = world.last_press + MAX_DELAY_S


def wrong_of(
    seeds: Iterable[int],
    install: Install,
    *,
    kind: Callable[[int], Scenario] = scenarios.scenario,
    **how: Any,
) -> dict[int, list[str]]:
    """The faults found after each seed's scenario of this kind. `how` is as for `play`."""
    played = (play(seed, install, scenario=kind(seed), **how) for seed in seeds)
    return {result.seed: result.wrong for result in played if result.wrong}


def arranged(world: World, environment: Environment, scenario: Scenario) -> float:
    """Schedules everything that will happen. Returns the time at which the faults end."""
    for delivery in scenario.deliveries():
        for request in bodies.requests(delivery):
            world.at(delivery.at, environment.deliver, request)
    for one in scenario.actions:
        if one.kind == "dismissal":
            event = {"conversation": one.conversation}
            world.at(one.delivered_at[0], world.invoke, "dismissal", event, lambda _outcome: None)
    calm_at = scenario.end + world.rng.uniform(0, 7200)
    world.at(calm_at, calm, world)
    return calm_at


def calm(world: World) -> None:
    """Switches off all faults."""
    world.faults.on = False


def quiet(world: World) -> None:
    """Brings the index up to date."""
    for index in (world.table.index, world.table.waiting):
        index.catch_up(wholly=True)


def traced(world: World, scenario: Scenario) -> None:
    """Writes the scenario itself to the trace."""
    lines = world.trace
    assert lines is not None
    lines.append(f"seed {scenario.seed}, plan {scenario.plan}, {world.faults.profile}")
    for platform in {h.platform: None for h in scenario.actions}:
        lines.append(f"  {platform}: {scenario.rules[platform]}")
    for one in sorted(scenario.actions, key=lambda h: h.at):
        messages = f"{one.kind} {one.id} {'in' if one.inbound else 'out'} {one.text!r} {one.app}"
        delivered_at = ", ".join(f"+{at - one.at / 1000:.1f}" for at in one.delivered_at)
        shown = f"{one.at} in {one.conversation} answers {one.parent!r} delivered_at {delivered_at}"
        lines.append(f"  {messages}: {shown}")
