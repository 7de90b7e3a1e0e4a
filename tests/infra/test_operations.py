"""What tells the operators that something is wrong."""

import json

import pytest

from functions.notifier.escalation import SENDS_FAILED, UNTOLD
from shared.runtime import log
from tests.infra.conftest import Stage
from tests.infra.test_stack import FUNCTIONS


def test_a_local_stage_has_no_alarms(local: Stage) -> None:
    assert local.operations == {}


def test_every_dead_letter_queue_has_an_alarm(production: Stage) -> None:
    queues = {q for q in production.all("AWS::SQS::Queue") if "DeadLetters" in q}
    watched = [a for a in production.alarms().values() if "Visible" in a.get("MetricName", "")]
    assert len(queues) == len(watched) == 3
    for queue in queues:
        assert any(queue in str(a["Dimensions"]) and a["Threshold"] == 0 for a in watched)


def test_every_function_has_alarms_for_errors_and_throttles(production: Stage) -> None:
    alarms = production.alarms()
    for function in FUNCTIONS:
        for what in ("Errors", "Throttles"):
            assert any(name.startswith(f"{function}{what}") for name in alarms)


def test_readers_of_the_stream_that_fall_behind_raise_an_alarm(production: Stage) -> None:
    behind = [a for a in production.alarms().values() if a["MetricName"] == "IteratorAge"]
    assert len(behind) == 2
    assert sorted(a["Threshold"] for a in behind) == [60_000, 180_000]  # the rollup gathers


def test_a_checker_that_does_not_run_raises_an_alarm(production: Stage) -> None:
    [silent] = [a for n, a in production.alarms().items() if n.startswith("SlaCheckerSilent")]
    assert silent["TreatMissingData"] == "breaching"
    assert silent["ComparisonOperator"] == "LessThanThreshold"
    assert silent["MetricName"] == "Invocations"


def test_server_errors_and_bad_mail_raise_alarms(production: Stage) -> None:
    metrics = {a["MetricName"] for a in production.alarms().values()}
    assert {"5xx", "Reputation.BounceRate", "Reputation.ComplaintRate"} <= metrics


def test_sends_that_are_not_taken_and_alerts_that_are_given_up_raise_alarms(
    production: Stage, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the very names and dimensions under which the notifier counts them."""
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "notifier")
    for by in ("email", "sms"):
        log.count(SENDS_FAILED, by=by)
    log.count(UNTOLD)
    for line in capsys.readouterr().out.splitlines():
        told = json.loads(line)
        (metrics,) = told["_aws"]["CloudWatchMetrics"]
        (names,), (metric,) = metrics["Dimensions"], metrics["Metrics"]
        (alarm,) = [
            a
            for a in production.alarms().values()
            if a["MetricName"] == metric["Name"]
            and {d["Name"]: d["Value"] for d in a["Dimensions"]} == {n: told[n] for n in names}
        ]
        assert (alarm["Namespace"], alarm["Statistic"]) == (metrics["Namespace"], "Sum")


def test_every_alarm_tells_the_operators_and_says_what_it_means(production: Stage) -> None:
    for alarm in production.alarms().values():
        assert alarm["AlarmActions"]
        assert alarm["AlarmDescription"]
    [mail] = [r for r in production.operations.values() if r["Type"] == "AWS::SNS::Subscription"]
    assert mail["Properties"]["Endpoint"] == "ops@example.com"
