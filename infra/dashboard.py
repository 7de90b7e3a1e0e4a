"""The operators' CloudWatch dashboard."""

from collections.abc import Sequence

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra import metrics
from infra.stack import ReplyWatch
from shared.runtime import log

_Row = list[cloudwatch.IWidget]


class Dashboard(Construct):
    """Alarms, traffic, functions, dead letters and our own metrics."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        watched: ReplyWatch,
        alarms: Sequence[cloudwatch.Alarm],
    ) -> None:
        super().__init__(scope, construct_id)
        states = cloudwatch.AlarmStatusWidget(title="Alarms", alarms=list(alarms), width=24)
        cloudwatch.Dashboard(
            self,
            "Dashboard",
            widgets=[[states], _traffic(watched), _functions(watched), _our_metrics(watched)],
        )


def _traffic(watched: ReplyWatch) -> _Row:
    queue, api = watched.alerting.queue, watched.web.http_api
    return [
        cloudwatch.GraphWidget(
            title="Requests",
            left=[api.metric_count(), api.metric_client_error()],
            right=[api.metric_server_error()],
        ),
        cloudwatch.GraphWidget(
            title="Response time, p99", left=[api.metric_latency(statistic="p99")]
        ),
        cloudwatch.GraphWidget(
            title="Behind the table's changes",
            left=[metrics.iterator_age(f) for f in (watched.tracker, watched.rollup)],
        ),
        cloudwatch.GraphWidget(
            title="Alerts",
            left=[queue.metric_number_of_messages_sent()],
            right=[queue.metric_approximate_age_of_oldest_message()],
        ),
    ]


def _functions(watched: ReplyWatch) -> _Row:
    functions = [f.function for f in watched.functions]
    return [
        cloudwatch.GraphWidget(
            title="Invocations", left=[f.metric_invocations() for f in functions]
        ),
        cloudwatch.GraphWidget(title="Errors", left=[f.metric_errors() for f in functions]),
        cloudwatch.GraphWidget(
            title="Duration, p99", left=[f.metric_duration(statistic="p99") for f in functions]
        ),
        cloudwatch.GraphWidget(
            title="Dead letters",
            left=[
                queue.metric_approximate_number_of_messages_visible()
                for queue in metrics.dead_letter_queues(watched).values()
            ],
        ),
    ]


def _our_metrics(watched: ReplyWatch) -> _Row:
    # In quotes, a value matches as a whole: `test` does not find the metrics of `test-2`.
    ours = f'Namespace="{log.NAMESPACE}" stage="{watched.settings.stage}"'
    every_metric = cloudwatch.MathExpression(
        expression=f"SEARCH('{ours}', 'Sum', 300)", using_metrics={}, label=""
    )
    return [cloudwatch.GraphWidget(title="ReplyWatch's metrics", width=24, left=[every_metric])]
