"""Two thousand stories under faults: nothing lost, nothing twice, and stored is what was said.

`python -m tests.simulation --seeds 100000 --workers 2` plays more; `--seed N --story` tells one.
"""

import ast
from pathlib import Path

import pytest

from shared.domain.intents import classifier
from shared.storage import schema  # noqa: F401 named in the stack
from tests.simulation import plot
from tests.simulation.faults import CALM, CRUSH
from tests.simulation.invocations import TIMEOUTS_S
from tests.simulation.play import play
from tests.simulation.rules import configuration
from tests.simulation.sources import AHEAD_S, MAX_RECEIVES, VISIBILITY_S, Surroundings
from tests.simulation.stage import handlers
from tests.simulation.world import World

SEEDS, A_TEST = 2_000, 100
API = {"dismissal", "acknowledgement"}
INFRA = Path(__file__).parents[2] / "infra"


@pytest.mark.parametrize("first", range(0, SEEDS, A_TEST))
def test_nothing_is_lost_and_nothing_told_twice(first, put_on):
    wrong = {
        played.seed: played.wrong
        for seed in range(first, first + A_TEST)
        if (played := play(seed, put_on)).wrong
    }
    assert not wrong


def test_a_backlog_that_many_track_at_the_same_time_loses_nothing_either(put_on):
    wrong = {
        played.seed: played.wrong
        for seed in range(A_TEST)
        if (played := play(seed, put_on, under=CRUSH, story=plot.backlog(seed))).wrong
    }
    assert not wrong


def test_a_seed_tells_the_same_story_each_time(put_on):
    first, again = (play(11, put_on, narrate=True) for _ in range(2))
    assert first.told == again.told
    assert len(first.told) > 20


def test_the_story_means_what_the_oracle_takes_it_to_mean():
    assert classifier.read(plot.THANKS).courtesy
    assert not any(classifier.read(text).courtesy for text in plot.QUESTIONS)
    assert classifier.deflects(plot.DEFLECTION)
    assert not any(classifier.deflects(text) for text in plot.ANSWERS)


def test_a_run_of_the_checker_that_finds_nothing_changes_nothing(put_on):
    """So the world may leave it out."""
    world = World(1, plot.START, CALM, handlers())
    put_on(world, configuration(0))
    Surroundings(world)
    ended = []
    world.invoke("sla_checker", {}, ended.append)
    world.run(world.now + 60)
    assert ended[0].result == {"queued": 0}
    assert world.table.items == {}
    assert world.sent == []


def test_functions_have_the_time_that_the_stack_gives_them():
    given = {
        ast.literal_eval(key): next(k.value.value for k in call.keywords if k.arg == "seconds")
        for key, call in _assigned(INFRA / "function.py", "LIMITS")
    }
    simulated = {"api" if n in API else n: s for n, s in TIMEOUTS_S.items()}
    assert simulated == given
    assert 6 * given["notifier"] == VISIBILITY_S
    assert f"max_receive_count={MAX_RECEIVES}" in (INFRA / "queues.py").read_text()


def test_streams_are_filtered_and_batched_as_in_the_stack():
    feeds = {call.func.value.attr: call for call in _calls("stack.py", "feed_from_stream")}
    around = Surroundings(World(1, plot.START, CALM, {}))
    for reader in (around.tracker, around.rollup):
        given = {k.arg: k.value for k in feeds.pop(reader.name).keywords}
        assert tuple(eval(ast.unparse(given["prefixes"]))) == reader.prefixes
        sort_keys = ast.unparse(given["sort_keys"]) if "sort_keys" in given else '("",)'
        assert tuple(eval(sort_keys)) == reader.sort_keys
        assert ast.literal_eval(given["changes"]) == reader.changes
        assert ast.literal_eval(given["batch"]) == reader.batch
    assert feeds == {}


def test_the_schedule_looks_ahead_as_the_checker_does():
    from functions.sla_checker.handler import AHEAD

    assert AHEAD.total_seconds() == AHEAD_S


def _assigned(path, name):
    """Keys and values of the dict that the name stands for."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == name:
            return zip(node.value.keys, node.value.values, strict=True)
    raise AssertionError(name)


def _calls(module, method):
    return [
        node
        for node in ast.walk(ast.parse((INFRA / module).read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == method
    ]
