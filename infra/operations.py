"""The second stack: alarms, whom they tell, and the operators' dashboard.

Apart, so that it can be changed or left out without a touch to what handles messages.
"""

from collections.abc import Iterator

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from functions.notifier.escalation import SENDS_FAILED, UNTOLD
from infra.function import Function
from infra.settings import COUNTING_S, Settings
from infra.stack import ReplyWatch
from shared.runtime import log

_MINUTE, _FIVE_MINUTES, _HOUR = Duration.minutes(1), Duration.minutes(5), Duration.hours(1)


class Operations(Stack):
    """Tells the operators when ReplyWatch itself does not do its work."""

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, watched: ReplyWatch
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            description=f"ReplyWatch {settings.stage}: alarms and the operators' dashboard",
        )
        self.topic = sns.Topic(self, "Alarms", enforce_ssl=True)
        self.topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[self.topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        if settings.alarm_email:
            self.topic.add_subscription(subscriptions.EmailSubscription(settings.alarm_email))
        self._alarms: list[cloudwatch.Alarm] = []
        self._watch_queues(watched)
        self._watch_sends()
        self._watch_functions(watched)
        self._watch_edges(watched)
        self._dashboard(watched)

    def _watch_queues(self, watched: ReplyWatch) -> None:
        for name, queue in _dead_letters(watched):
            self._alarm(
                f"{name}Waiting",
                queue.metric_approximate_number_of_messages_visible(
                    period=_MINUTE, statistic="Maximum"
                ),
                above=0,
                meaning="Something could not be handled; docs/operations.md tells how to look, "
                "send it again.",
            )
        self._alarm(
            "AlertsLate",
            watched.alerting.queue.metric_approximate_age_of_oldest_message(
                period=_MINUTE, statistic="Maximum"
            ),
            above=300,
            meaning="Alerts wait in the queue: the notifier does not keep up, or fails.",
        )

    def _watch_sends(self) -> None:
        for name, by, provider in (
            ("EmailSendsFailed", "email", "SES"),
            ("SmsSendsFailed", "sms", "SNS"),
        ):
            self._alarm(
                name,
                _counted(SENDS_FAILED, by=by),
                above=0,
                datapoints=(2, 3),
                meaning=f"{provider} refuses, throttles or does not answer, in ten of the last "
                "fifteen minutes; the notifier's log says why.",
            )
        self._alarm(
            "AlertsUntold",
            _counted(UNTOLD),
            above=0,
            meaning="A responder was not told, and no medium is left: a wrong address, or a "
            "telephone that refuses text messages.",
        )

    def _watch_functions(self, watched: ReplyWatch) -> None:
        for function in watched.functions:
            for what, metric in (
                ("Errors", function.function.metric_errors(period=_FIVE_MINUTES)),
                ("Throttles", function.function.metric_throttles(period=_FIVE_MINUTES)),
            ):
                self._alarm(
                    f"{function.node.id}{what}",
                    metric,
                    above=0,
                    datapoints=(2, 3),
                    meaning=f"{function.name}: {what.lower()} in ten of the last fifteen minutes.",
                )
        # The rollup gathers changes for a minute before it looks at them.
        for function, behind_s in ((watched.tracker, 60), (watched.rollup, 60 + 2 * COUNTING_S)):
            self._alarm(
                f"{function.node.id}Behind",
                _iterator_age(function),
                above=behind_s * 1000,
                datapoints=(3, 3),
                meaning=f"{function.name} is {behind_s} s and more behind what has landed.",
            )
        self._alarm(
            "SlaCheckerSilent",
            watched.sla_checker.function.metric_invocations(period=_MINUTE),
            below=1,
            datapoints=(3, 3),
            meaning="Nothing has looked for what is due for three minutes: nobody is being told.",
            missing=cloudwatch.TreatMissingData.BREACHING,
        )

    def _watch_edges(self, watched: ReplyWatch) -> None:
        self._alarm(
            "WebServerErrors",
            watched.web.http_api.metric_server_error(period=_FIVE_MINUTES),
            above=0,
            datapoints=(2, 3),
            meaning="Webhooks or the API answer 5xx: Meta and X deliver again, but not for ever.",
        )
        for what, share in (("Bounce", 0.05), ("Complaint", 0.001)):
            self._alarm(
                f"Mail{what}s",
                cloudwatch.Metric(
                    namespace="AWS/SES",
                    metric_name=f"Reputation.{what}Rate",
                    dimensions_map={
                        "ses:configuration-set": (
                            watched.alerting.configuration_set.configuration_set_name
                        )
                    },
                    period=_HOUR,
                    statistic="Average",
                ),
                above=share,
                meaning="SES puts an account under review whose mail does so more often.",
            )

    def _alarm(
        self,
        construct_id: str,
        metric: cloudwatch.Metric,
        *,
        meaning: str,
        above: float | None = None,
        below: float | None = None,
        datapoints: tuple[int, int] = (1, 1),
        missing: cloudwatch.TreatMissingData = cloudwatch.TreatMissingData.NOT_BREACHING,
    ) -> None:
        operator = cloudwatch.ComparisonOperator
        threshold = above if above is not None else below
        assert threshold is not None
        alarm = metric.create_alarm(
            self,
            construct_id,
            alarm_description=meaning,
            threshold=threshold,
            comparison_operator=(
                operator.LESS_THAN_THRESHOLD if above is None else operator.GREATER_THAN_THRESHOLD
            ),
            datapoints_to_alarm=datapoints[0],
            evaluation_periods=datapoints[1],
            treat_missing_data=missing,
        )
        alarm.add_alarm_action(actions.SnsAction(self.topic))
        alarm.add_ok_action(actions.SnsAction(self.topic))
        self._alarms.append(alarm)

    def _dashboard(self, watched: ReplyWatch) -> None:
        queue = watched.alerting.queue
        api = watched.web.http_api
        functions = watched.functions
        graph = cloudwatch.GraphWidget
        cloudwatch.Dashboard(
            self,
            "Dashboard",
            widgets=[
                [cloudwatch.AlarmStatusWidget(title="Alarms", alarms=self._alarms, width=24)],
                [
                    graph(
                        title="Requests",
                        left=[api.metric_count(), api.metric_client_error()],
                        right=[api.metric_server_error()],
                    ),
                    graph(title="Time to answer, p99", left=[api.metric_latency(statistic="p99")]),
                    graph(
                        title="Behind what has landed",
                        left=[_iterator_age(f) for f in (watched.tracker, watched.rollup)],
                    ),
                    graph(
                        title="Alerts",
                        left=[queue.metric_number_of_messages_sent()],
                        right=[queue.metric_approximate_age_of_oldest_message()],
                    ),
                ],
                [
                    graph(
                        title="Invocations",
                        left=[f.function.metric_invocations() for f in functions],
                    ),
                    graph(title="Errors", left=[f.function.metric_errors() for f in functions]),
                    graph(
                        title="Duration, p99",
                        left=[f.function.metric_duration(statistic="p99") for f in functions],
                    ),
                    graph(
                        title="Dead letters",
                        left=[
                            q.metric_approximate_number_of_messages_visible()
                            for _, q in _dead_letters(watched)
                        ],
                    ),
                ],
                [
                    graph(
                        title="What ReplyWatch counts",
                        width=24,
                        left=[
                            cloudwatch.MathExpression(
                                expression="SEARCH('Namespace=\"ReplyWatch\"', 'Sum', 300)",
                                using_metrics={},
                                label="",
                            )
                        ],
                    )
                ],
            ],
        )


def _counted(name: str, **dimensions: str) -> cloudwatch.Metric:
    """What the notifier counts; Powertools names the service in each."""
    return cloudwatch.Metric(
        namespace=log.NAMESPACE,
        metric_name=name,
        dimensions_map={"service": "notifier"} | dimensions,
        period=_FIVE_MINUTES,
        statistic="Sum",
    )


def _dead_letters(watched: ReplyWatch) -> Iterator[tuple[str, sqs.Queue]]:
    yield "StreamDeadLetters", watched.storage.stream_dead_letters
    yield "AlertsDeadLetters", watched.alerting.dead_letters
    yield "DeliveryDeadLetters", watched.alerting.delivery_dead_letters


def _iterator_age(function: Function) -> cloudwatch.Metric:
    return function.function.metric("IteratorAge", period=_MINUTE, statistic="Maximum")
