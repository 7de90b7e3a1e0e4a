"""Reads the metrics that the notifier has written to standard output."""

import json

import pytest


def counted(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The names of the metrics, in the order in which they were written."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    groups = [g for line in lines for g in line.get("_aws", {}).get("CloudWatchMetrics", [])]
    return [metric["Name"] for group in groups for metric in group["Metrics"]]
