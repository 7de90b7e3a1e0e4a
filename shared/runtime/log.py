"""Writes log lines and metrics, by Powertools, to standard output, which CloudWatch reads.

A log line is an event name with fields. Never log message texts, names, addresses, phone numbers
or tokens.
"""

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

NAMESPACE = "ReplyWatch"


@cache
def _logger() -> Logger:
    return Logger()


def event(name: str, **fields: Any) -> None:
    """Writes one JSON line: the event's name and its fields."""
    _logger().info(name, extra=fields)


def seconds(name: str, value: float, **dimensions: str) -> None:
    """Records a duration as a metric, in CloudWatch's embedded metric format."""
    _metric(name, MetricUnit.Seconds, value, dimensions)


def count(name: str, value: int = 1, **dimensions: str) -> None:
    """Adds to a counter metric, in CloudWatch's embedded metric format.

    CloudWatch bills each combination of dimension values as a metric of its own: use dimensions
    with few values.
    """
    _metric(name, MetricUnit.Count, value, dimensions)


def _metric(name: str, unit: MetricUnit, value: float, dimensions: Mapping[str, str]) -> None:
    metrics = EphemeralMetrics(namespace=NAMESPACE)
    # Powertools adds the service. With the stage, two deployments in one account stay apart.
    for key, word in {"stage": os.environ.get("STAGE", "none"), **dimensions}.items():
        metrics.add_dimension(key, word)
    metrics.add_metric(name, unit, value)
    metrics.flush_metrics()
