"""One fault at every place from which a function calls AWS: the result is correct in the end."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from tests.simulation import rules, scenarios
from tests.simulation.call_sites import ROOT, SERVICES, CallSite, call_sites, services
from tests.simulation.callers import Environment
from tests.simulation.faults import STRUCK, Fault
from tests.simulation.runs import Result, play
from tests.simulation.scenarios import START, Scenario
from tests.simulation.world import TABLE, World

FAULTS = (Fault.FAILS, Fault.LOST, Fault.THROTTLED, Fault.TIMES_OUT, Fault.DIES_AFTER)
CALL_SITES = call_sites()
TIMES = 3
"""Scenarios in which each fault must have happened."""
WITHIN = 300
RARE: dict[str, Callable[[int], Scenario]] = {"send_bundle": scenarios.crowd}
"""The scenarios in which a function makes calls that ordinary ones hardly ever make."""
_without_the_call: dict[str, set[int]] = defaultdict(set)
"""Seeds without a call from a call site, by the call site. They are the same for each fault, since
all that happens before the fault is."""


def test_every_call_is_in_the_matrix():
    assert services() == {"dynamodb", *SERVICES}
    found = {call_site.operation for call_site in CALL_SITES}
    assert found >= {operation for names in SERVICES.values() for operation in names}
    store = (ROOT / "shared" / "storage" / "store.py").read_text(encoding="utf-8")
    assert found >= set(re.findall(r"client\.(\w+)\(", store))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.name.lower())
@pytest.mark.parametrize("call_site", CALL_SITES, ids=str)
def test_a_fault_at_this_call_does_no_harm(call_site, fault, install, monkeypatch):
    if call_site.operation == "send_text_message":
        monkeypatch.setenv("SMS_ORIGINATION", "pool")
        monkeypatch.setenv("SMS_CONFIGURATION_SET", "texts")
        monkeypatch.setenv("SMS_REPLIES", "true")
    if call_site.operation == "converse":
        known = rules.configuration
        asking = cache(lambda plan: replace(known(plan), opinion_model="amazon.nova-micro-v1:0"))
        monkeypatch.setattr(rules, "configuration", asking)
    struck = 0
    skipped = _without_the_call[str(call_site)]
    for seed in range(WITHIN):
        if seed in skipped:
            continue
        hits: list[float] = []
        poisoned = call_site.operation == "send_message"
        result = play(
            seed,
            install,
            under=STRUCK,
            scenario=_scenario(call_site)(seed),
            bus="default" if call_site.file.endswith("event_bus.py") else None,
            prepare=_strike(call_site, fault, seed % 3, hits, poisoned),
        )
        if not hits:
            skipped.add(seed)
            continue
        struck += 1
        assert _wrong(result, poisoned) == [], f"seed {seed}"
        if struck == TIMES:
            return
    pytest.fail(f"no scenario struck {call_site} with {fault.name} {TIMES} times: {struck}")


def _scenario(call_site: CallSite) -> Callable[[int], Scenario]:
    return RARE.get(call_site.function, scenarios.scenario)


def _strike(
    call_site: CallSite, fault: Fault, calls_before: int, hits: list[float], poisoned: bool
) -> Callable[[World, Environment], None]:
    """Makes one call fail, after this many calls."""

    def prepare(world: World, _between: Environment) -> None:
        left = [calls_before]

        def strike(operation: str) -> Fault | None:
            if operation != call_site.operation or hits or not call_site.calls_now():
                return None
            left[0] -= 1
            if left[0] >= 0:
                return None
            hits.append(world.now)
            return fault

        world.faults.strike = strike
        if call_site.function == "_queue":
            _refuse_some_events(world)
        if poisoned:
            for number in range(3):
                world.at(START + number, _put, world, number)

    return prepare


def _refuse_some_events(world: World) -> None:
    """EventBridge refuses one entry in each of its first answers. The entry goes into the queue."""
    answers = iter([1] * 8)
    world.bus.taken = lambda n: n - next(answers, 0)


def _put(world: World, number: int) -> None:
    """Stores an item that is not a message where a message is expected."""
    item = {"pk": {"S": f"C#poison:{number}"}, "sk": {"S": "M#what#0#is-this"}}
    world.table.put_item(TableName=TABLE, Item=item)


def _wrong(result: Result, poisoned: bool) -> list[str]:
    """What is wrong with the result. A poisoned record must be in the dead letters at least
    once."""
    poison = [line for line in result.wrong if line.startswith("poison:")]
    assert len(poison) >= 3 if poisoned else not poison
    return [line for line in result.wrong if line not in poison]
