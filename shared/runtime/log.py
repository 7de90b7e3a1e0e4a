"""One JSON line an event, and one number a fact. Never text, names, addresses, numbers or tokens.

Powertools' Logger and Metrics; both write to standard output, which CloudWatch reads.
"""

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
    """Writes one line: the event's name and its fields."""
    _logger().info(name, extra=fields)


def seconds(name: str, value: float, **dimensions: str) -> None:
    """Measures a duration, in the embedded metric format."""
    _metric(name, MetricUnit.Seconds, value, dimensions)


def count(name: str, value: int = 1, **dimensions: str) -> None:
    """Counts, in the embedded metric format; dimensions are of low cardinality."""
    _metric(name, MetricUnit.Count, value, dimensions)


def _metric(name: str, unit: MetricUnit, value: float, dimensions: Mapping[str, str]) -> None:
    metrics = EphemeralMetrics(namespace=NAMESPACE)
    for key, word in dimensions.items():
        metrics.add_dimension(key, word)
    metrics.add_metric(name, unit, value)
    metrics.flush_metrics()
