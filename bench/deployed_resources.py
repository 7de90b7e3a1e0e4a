"""The resources of a production deployment for which AWS charges by the month: alarms and
secrets."""

import json
import tempfile
from typing import Any, NamedTuple

from infra.settings import ROOT, Settings
from shared.config.configuration import compile_file
from tests.builders import EXAMPLE


class Resources(NamedTuple):
    """The number of resources of each kind."""

    alarm_metrics: int
    """The metrics of all alarms: AWS charges an alarm for each."""
    secrets: int
    event_queues: int
    """Queues that invoke a function."""


def count() -> Resources:
    """Counts the resources in the templates of both stacks."""
    resources = [one for template in _templates() for one in template["Resources"].values()]

    def properties(kind: str) -> list[dict[str, Any]]:
        return [one["Properties"] for one in resources if one["Type"] == kind]

    alarms = properties("AWS::CloudWatch::Alarm")
    mappings = properties("AWS::Lambda::EventSourceMapping")
    return Resources(
        alarm_metrics=sum(map(_metrics_of, alarms)),
        secrets=len(properties("AWS::SecretsManager::Secret")),
        event_queues=sum("StartingPosition" not in mapping for mapping in mappings),
    )


def _metrics_of(alarm: dict[str, Any]) -> int:
    return sum("MetricStat" in metric for metric in alarm.get("Metrics", ())) or 1


def _templates() -> list[dict[str, Any]]:
    from aws_cdk import App

    from infra.app import assemble

    context = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    with tempfile.TemporaryDirectory() as folder:
        app = App(outdir=folder, context=context)
        assemble(
            app,
            settings=Settings(stage="production", architecture="arm64"),
            configuration=compile_file(EXAMPLE),
        )
        return [stack.template for stack in app.synth().stacks]
