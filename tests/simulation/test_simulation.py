"""Scenarios under faults: nothing is lost or repeated, and every message is stored.

`python -m tests.simulation --seeds 100000 --workers 2` runs more seeds. `--seed N --trace` prints
one.
"""

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest

from shared.domain.intents import classifier
from shared.domain.policies import dominant_intent
from shared.storage import schema
from tests.simulation import scenarios
from tests.simulation.callers import AHEAD_S, MAX_RECEIVES, VISIBILITY_S, Environment
from tests.simulation.faults import CALM, CRUSH
from tests.simulation.invocations import TIMEOUTS_S
from tests.simulation.rules import configuration
from tests.simulation.runs import play, wrong_of
from tests.simulation.wiring import handlers
from tests.simulation.world import World

SEEDS, A_TEST = 1_000, 100
PUBLISHING = 300
QUIET = 100
HANDED_OVER = 100
EVERY_CHANNEL = 100
API = {"dismissal", "acknowledgement"}
ONCE_WRONG = (
    (scenarios.scenario, 910363),  # an alert in doubt has the name of a deleted holding reply
    (scenarios.scenario, 24443),  # a day after all was deleted, two steps are due at once
    (scenarios.scenario, 70073),  # late replies leave a wait that a third message opens
    (scenarios.scenario, 40822),  # late messages undo a wait
    (scenarios.scenario, 600273),  # a wait ends, opens again as a part of the next, and ends again
    (scenarios.scenario, 700699),  # who was warned of the window hears of no step, and of the end
    (scenarios.scenario, 500221),  # one run of the notifier reads a wait open, and then ended
    (scenarios.scenario, 700116),  # the same
    (scenarios.scenario, 702997),  # a step falls back, is dropped, and stands in a later one
    (scenarios.scenario, 90000188),  # a message and its reply, stored at once, are tracked in turn
    (scenarios.backlog, 40873),  # late messages undo a wait, and bring it back answered
    (scenarios.backlog, 900136),  # a step is sent when its wait's end has become known
    (scenarios.quiet_hours, 1088),  # what it read in a call that the SDK repeats counts, too
    (scenarios.retracted_replies, 428),  # a later step stands for an earlier one's other medium
    (scenarios.every_channel, 91003935),  # the same, in a wait that a deletion brought back
)
INFRA = Path(__file__).parents[2] / "infra"


@pytest.mark.parametrize("first", range(0, PUBLISHING, A_TEST))
def test_every_change_is_published(first, install):
    """Events arrive late and repeatedly: the newest event of each wait still equals its fact."""
    assert not wrong_of(range(first, first + A_TEST), install, bus="default")


@pytest.mark.parametrize("first", range(0, SEEDS, A_TEST))
def test_nothing_is_lost_or_sent_twice(first, install):
    assert not wrong_of(range(first, first + A_TEST), install)


@pytest.mark.parametrize(("scenario", "seed"), ONCE_WRONG)
def test_seeds_that_once_failed_pass(install, scenario, seed):
    assert play(seed, install, scenario=scenario(seed)).wrong == []


def test_a_backlog_tracked_by_many_at_once_loses_nothing(install):
    assert not wrong_of(range(A_TEST), install, kind=scenarios.backlog, under=CRUSH)


@pytest.mark.parametrize("first", range(0, QUIET, A_TEST))
def test_quiet_hours_are_kept_and_held_alerts_are_sent_after_them(first, install):
    assert not wrong_of(range(first, first + A_TEST), install, kind=scenarios.quiet_hours)


@pytest.mark.parametrize("first", range(0, HANDED_OVER, A_TEST))
def test_a_responder_who_is_handed_a_wait_learns_of_it_and_of_its_end(first, install):
    assert not wrong_of(range(first, first + A_TEST), install, kind=scenarios.hand_overs)


@pytest.mark.parametrize("first", range(0, EVERY_CHANNEL, A_TEST))
def test_every_channel_is_tried_until_it_has_accepted_the_alert_once(first, install):
    assert not wrong_of(range(first, first + A_TEST), install, kind=scenarios.every_channel)


def test_a_seed_runs_the_same_way_each_time(install):
    first, again = (play(11, install, trace=True) for _ in range(2))
    assert first.trace == again.trace
    assert len(first.trace) > 20


def test_the_texts_mean_what_the_oracle_expects():
    assert classifier.read(scenarios.THANKS).courtesy
    assert not any(classifier.read(text).courtesy for text in scenarios.QUESTIONS)
    assert classifier.deflects(scenarios.DEFLECTION)
    assert classifier.is_holding(scenarios.HOLDING)
    assert not any(classifier.is_holding(text) for text in scenarios.ANSWERS)
    for text in scenarios.QUESTIONS:
        is_complaint = dominant_intent(classifier.read(text).intents) == "complaint"
        assert is_complaint == (text in scenarios.COMPLAINTS)
    assert not any(classifier.deflects(text) for text in scenarios.ANSWERS)


def test_a_run_of_the_checker_that_finds_nothing_changes_nothing(install):
    """So the world may leave out such a run."""
    world = World(1, scenarios.START, CALM, handlers())
    install(world, configuration(0))
    Environment(world)
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
    assert f"max_receives: int = {MAX_RECEIVES}" in (INFRA / "queues.py").read_text()


def test_streams_are_filtered_and_batched_as_in_the_stack():
    feeds = {call.func.value.attr: call for call in _calls("stack.py", "feed_from_stream")}
    environment = Environment(World(1, scenarios.START, CALM, {}), publishes=True)
    for reader in (environment.tracker, environment.rollup):
        given = {k.arg: k.value for k in feeds.pop(reader.name).keywords}
        publishing = {"self": SimpleNamespace(events=True), "schema": schema}
        assert tuple(eval(ast.unparse(given["prefixes"]), publishing)) == reader.prefixes
        sort_keys = ast.unparse(given["sort_keys"]) if "sort_keys" in given else '("",)'
        assert tuple(eval(sort_keys)) == reader.sort_keys
        assert ast.literal_eval(given["changes"]) == reader.changes
        assert ast.literal_eval(given["batch"]) == reader.batch
    assert feeds == {}


def test_the_schedule_looks_ahead_as_the_checker_does():
    from functions.sla_checker.handler import AHEAD

    assert AHEAD.total_seconds() == AHEAD_S


def _assigned(path, name):
    """The keys and values of the dict with this name."""
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
