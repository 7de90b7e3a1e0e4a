"""The resources that publish events, which a deployment without events does not have."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.policy_simulation import Case, decide
from infra.settings import EVENTS_WINDOW_S, ROLLUP_WINDOW_S, Settings
from infra.template_values import ACCOUNT, REGION, Values
from tests import builders
from tests.infra.alarm_state import is_in_alarm, metric_names
from tests.infra.conftest import Stage
from tests.infra.test_permissions import ABSENT, NAMES, actions, statements

EVENTS_ALARMS = {"EventsDeadLettersWaiting", "EventsLate", "EventsNotPublished"}


@pytest.fixture(scope="module")
def publishing(
    synthesised: Callable[..., Stage], tmp_path_factory: pytest.TempPathFactory
) -> Stage:
    file: Path = tmp_path_factory.mktemp("config") / "replywatch.toml"
    file.write_text(builders.toml('[events]\nbus = "support"'), encoding="utf-8")
    return synthesised(Settings(stage="production", alarm_email="ops@example.com"), file)


def mappings(stage: Stage) -> dict[str, Any]:
    return {
        name[:-8]: found
        for name, found in stage.all("AWS::Lambda::EventSourceMapping").items()
        if name.startswith("Rollup")
    }


def prefixes(stage: Stage) -> list[str]:
    (one,) = mappings(stage)["RollupFromStream"]["FilterCriteria"]["Filters"]
    keys = json.loads(one["Pattern"])["dynamodb"]["Keys"]
    return [entry["prefix"] for entry in keys["pk"]["S"]]


def test_without_the_setting_no_resource_for_events_exists(production: Stage) -> None:
    template = json.dumps(production.main)
    assert "events:PutEvents" not in template
    assert not [name for name in production.all("AWS::SQS::Queue") if name.startswith("Events")]
    assert prefixes(production) == ["W#"]
    assert set(mappings(production)) == {"RollupFromStream"}
    assert mappings(production)["RollupFromStream"]["MaximumBatchingWindowInSeconds"] == (
        ROLLUP_WINDOW_S
    )
    assert not EVENTS_ALARMS & set(production.alarms())


def test_the_rollup_reads_facts_deleted_facts_and_alerts(publishing: Stage) -> None:
    assert prefixes(publishing) == ["W#", "G#", "A#"]
    window_s = mappings(publishing)["RollupFromStream"]["MaximumBatchingWindowInSeconds"]
    assert window_s == EVENTS_WINDOW_S


def test_events_that_eventbridge_refuses_are_tried_again_for_hours(publishing: Stage) -> None:
    queues = {n: q for n, q in publishing.all("AWS::SQS::Queue").items() if n.startswith("Events")}
    (queue,) = [q for q in queues.values() if "RedrivePolicy" in q]
    hours = queue["RedrivePolicy"]["maxReceiveCount"] * queue["VisibilityTimeout"] / 3600
    assert hours >= 10
    assert mappings(publishing)["RollupFromQueue"]["FunctionResponseTypes"] == [
        "ReportBatchItemFailures"
    ]
    assert set(publishing.alarms()) >= EVENTS_ALARMS


@pytest.mark.parametrize(("age_s", "fires"), [(1801, True), (1800, False), (None, False)])
def test_a_queue_of_events_that_is_not_read_raises_an_alarm(
    publishing: Stage, age_s: float | None, fires: bool
) -> None:
    """Without its event source mapping, the rollup still runs for the stream but publishes nothing
    again."""
    alarm = publishing.alarms()["EventsLate"]
    [(name, dimensions)] = metric_names(alarm)
    assert name == "ApproximateAgeOfOldestMessage"
    assert "EventsQueue" in dimensions["QueueName"]
    assert is_in_alarm(alarm, lambda _name, _dimensions: (age_s,)) == fires


def test_only_the_rollup_puts_events_and_only_on_this_bus(publishing: Stage) -> None:
    assert [f for f in NAMES if "events:PutEvents" in actions(publishing, f)] == ["rollup"]
    assert ABSENT["rollup"] <= actions(publishing, "rollup")
    (put,) = [s for s in statements(publishing, "rollup") if s["Action"] == "events:PutEvents"]
    assert json.dumps(put["Resource"]).endswith(':event-bus/support"]]}')


def test_the_policy_simulator_lets_only_the_rollup_put_events(publishing: Stage) -> None:
    values = Values(publishing.main)
    bus = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus"
    asked = [
        Case(function, "events:PutEvents", f"{bus}/{name}", function == "rollup" and name == own)
        for own in ("support",)
        for function in NAMES
        for name in ("support", "default")
    ]
    decided = decide(asked, values)
    assert [d == "Allowed" for d in decided] == [one.is_allowed for one in asked]
