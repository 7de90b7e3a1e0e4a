"""The state that CloudWatch would give an alarm, from its template and the metrics' data.

Supports what our alarms use: one metric, or a sum or difference of metrics; M of N data points;
missing data that counts as good, as bad or not at all. It does not support `FILL`, which would
replace data that is only late.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

HISTORY = 200
"""Periods of which the data is asked for: more than any alarm of ours looks at."""

Value = float | None
"""A period's value; None if nothing was reported."""

type Data = Callable[[str, Mapping[str, str]], Sequence[Value]]
"""A metric's values by its name and dimensions, the newest last."""


def is_in_alarm(alarm: Mapping[str, Any], data: Data) -> bool:
    """Whether the alarm fires after these data points."""
    periods = alarm["EvaluationPeriods"]
    points = _points(alarm, data, HISTORY)
    if alarm["TreatMissingData"] == "ignore":  # then the state stays as it was
        points = [v for v in points if v is not None]
    points = points[-periods:]
    is_bad_without_data = alarm["TreatMissingData"] == "breaching"
    is_above = alarm["ComparisonOperator"] == "GreaterThanThreshold"
    limit = alarm["Threshold"]
    breaking = [
        is_bad_without_data if v is None else (v > limit if is_above else v < limit) for v in points
    ]
    return sum(breaking) >= alarm.get("DatapointsToAlarm", periods)


def metric_names(alarm: Mapping[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """The names and dimensions of the metrics that the alarm watches."""
    if "MetricName" in alarm:
        return [(alarm["MetricName"], _dimensions(alarm))]
    stats = [m["MetricStat"]["Metric"] for m in alarm["Metrics"] if "MetricStat" in m]
    return [(metric["MetricName"], _dimensions(metric)) for metric in stats]


def _dimensions(metric: Mapping[str, Any]) -> dict[str, str]:
    return {d["Name"]: _text(d["Value"]) for d in metric.get("Dimensions", ())}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _points(alarm: Mapping[str, Any], data: Data, periods: int) -> list[Value]:
    if "MetricName" in alarm:
        return _padded(data(*metric_names(alarm)[0]), periods)
    series: dict[str, list[Value]] = {}
    for metric in alarm["Metrics"]:
        if "MetricStat" in metric:
            of = metric["MetricStat"]["Metric"]
            series[metric["Id"]] = _padded(data(of["MetricName"], _dimensions(of)), periods)
    (expression,) = (m["Expression"] for m in alarm["Metrics"] if "Expression" in m)
    return [_evaluate(expression, {k: v[n] for k, v in series.items()}) for n in range(periods)]


def _padded(values: Sequence[Value], periods: int) -> list[Value]:
    return ([None] * periods + list(values))[-periods:]


def _evaluate(expression: str, values: Mapping[str, Value]) -> Value:
    if summed := re.fullmatch(r"SUM\(\[(.+)\]\)", expression):
        found = [v for name in summed[1].split(",") if (v := values[name]) is not None]
        return sum(found) if found else None
    if difference := re.fullmatch(r"(\w+)-(?:(\d+)\*)?(\w+)", expression):
        first, factor, second = difference.groups()
        if values[first] is None and values[second] is None:
            return None
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
        return (values[first] or 0.0) - int(factor or 1) * (values[second] or 0.0)
    raise AssertionError(f"not supported: {expression}")
