"""The alarms that notify the operators."""

import json
import re

import pytest

from functions.notifier.delivery import SENDS_FAILED
from functions.notifier.fallback import ALERTS_NOT_DELIVERED
from infra.settings import ROOT
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
            assert f"{function}{what}" in alarms


def test_a_stream_reader_that_falls_behind_raises_an_alarm(production: Stage) -> None:
    behind = [a for a in production.alarms().values() if a["MetricName"] == "IteratorAge"]
    assert len(behind) == 2
    assert sorted(a["Threshold"] for a in behind) == [60_000, 180_000]  # the rollup has a window


def test_a_checker_that_does_not_run_raises_an_alarm(production: Stage) -> None:
    alarm = production.alarms()["SlaCheckerNotRunning"]
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["ComparisonOperator"] == "LessThanThreshold"
    assert alarm["MetricName"] == "Invocations"


def test_server_errors_bounces_and_complaints_raise_alarms(production: Stage) -> None:
    metrics = {a["MetricName"] for a in production.alarms().values()}
    assert {"5xx", "Reputation.BounceRate", "Reputation.ComplaintRate"} <= metrics


def test_failed_sends_and_undeliverable_alerts_raise_alarms(
    production: Stage, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The alarms use the names and dimensions with which the notifier counts."""
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "notifier")
    for by in ("email", "sms"):
        log.count(SENDS_FAILED, by=by)
    log.count(ALERTS_NOT_DELIVERED)
    for line in capsys.readouterr().out.splitlines():
        counted = json.loads(line)
        (metrics,) = counted["_aws"]["CloudWatchMetrics"]
        (names,), (metric,) = metrics["Dimensions"], metrics["Metrics"]
        (alarm,) = [
            a
            for a in production.alarms().values()
            if a["MetricName"] == metric["Name"]
            and {d["Name"]: d["Value"] for d in a["Dimensions"]} == {n: counted[n] for n in names}
        ]
        assert (alarm["Namespace"], alarm["Statistic"]) == (metrics["Namespace"], "Sum")


def test_every_alarm_notifies_the_operators_and_says_what_it_means(production: Stage) -> None:
    for alarm in production.alarms().values():
        assert alarm["AlarmActions"] == alarm["OKActions"] != []
        assert alarm["AlarmDescription"]
    [mail] = [r for r in production.operations.values() if r["Type"] == "AWS::SNS::Subscription"]
    assert mail["Properties"]["Endpoint"] == "ops@example.com"


def test_every_alarm_has_a_section_in_the_documentation(production: Stage) -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    chapter = text.split("\n## Alarms\n")[1].split("\n## ")[0]
    sections = re.findall(r"^### (.+)\n\n(.+)", chapter, flags=re.M)
    documented = [name for title, _ in sections for name in re.findall(r"`(\w+)`", title)]
    assert sorted(documented) == sorted(production.alarms())
    assert all(len(paragraph) > 80 for _, paragraph in sections)
