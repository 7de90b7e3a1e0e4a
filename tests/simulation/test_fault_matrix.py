"""One fault at every place from which a function calls AWS: all still ends as it must."""

import re
from collections.abc import Callable

import pytest

from tests.simulation.faults import STRUCK, Fault
from tests.simulation.play import Played, play
from tests.simulation.plot import START
from tests.simulation.sites import ROOT, SERVICES, Site, services, sites
from tests.simulation.sources import Surroundings
from tests.simulation.world import TABLE, World

FAULTS = (Fault.FAILS, Fault.LOST, Fault.THROTTLED, Fault.TIMES_OUT, Fault.DIES_AFTER)
SITES = sites()
TIMES = 3
"""Stories in which each fault must have struck."""
WITHIN = 300


def test_every_call_is_in_the_matrix():
    assert services() == {"dynamodb", *SERVICES}
    found = {site.operation for site in SITES}
    assert found >= {operation for names in SERVICES.values() for operation in names}
    store = (ROOT / "shared" / "storage" / "store.py").read_text(encoding="utf-8")
    assert found >= set(re.findall(r"client\.(\w+)\(", store))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.name.lower())
@pytest.mark.parametrize("site", SITES, ids=str)
def test_a_fault_here_does_no_harm(site, fault, put_on):
    struck = 0
    for seed in range(WITHIN):
        hits: list[float] = []
        poisoned = site.operation == "send_message"
        played = play(
            seed,
            put_on,
            under=STRUCK,
            prepare=_strike(site, fault, seed % 3, hits, poisoned),
        )
        if not hits:
            continue
        struck += 1
        assert _wrong(played, poisoned) == [], f"seed {seed}"
        if struck == TIMES:
            return
    pytest.fail(f"no story struck {site} with {fault.name} {TIMES} times: {struck}")


def _strike(
    site: Site, fault: Fault, passages: int, hits: list[float], poisoned: bool
) -> Callable[[World, Surroundings], None]:
    """Once, after so many passages."""

    def prepare(world: World, _around: Surroundings) -> None:
        left = [passages]

        def strike(operation: str) -> Fault | None:
            if operation != site.operation or hits or not site.calls_now():
                return None
            left[0] -= 1
            if left[0] >= 0:
                return None
            hits.append(world.now)
            return fault

        world.faults.strike = strike
        if poisoned:
            for number in range(3):
                world.at(START + number, _put, world, number)

    return prepare


def _put(world: World, number: int) -> None:
    """No message at all, where a message is expected."""
    item = {"pk": {"S": f"C#poison:{number}"}, "sk": {"S": "M#what#0#is-this"}}
    world.table.put_item(TableName=TABLE, Item=item)


def _wrong(played: Played, poisoned: bool) -> list[str]:
    """Poison must be found, at least once, in the dead letters."""
    poison = [line for line in played.wrong if line.startswith("poison:")]
    assert len(poison) >= 3 if poisoned else not poison
    return [line for line in played.wrong if line not in poison]
