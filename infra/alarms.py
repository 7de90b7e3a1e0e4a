"""The alarms. docs/operations.md explains each of them, and what to do."""

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra import metrics
from infra.metrics import FIVE_MINUTES, MINUTE
from infra.settings import ROLLUP_WINDOW_S
from infra.stack import ReplyWatch

MAX_BOUNCE_RATE, MAX_COMPLAINT_RATE = 0.05, 0.001
"""Above these, SES puts an account under review:
https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html"""

MAX_BEHIND_S = 60
"""How old a message may be when the tracker gets it."""


class Alarms(Construct):
    """One alarm for each way in which ReplyWatch can stop doing its work."""

    def __init__(
        self, scope: Construct, construct_id: str, *, watched: ReplyWatch, topic: sns.Topic
    ) -> None:
        super().__init__(scope, construct_id)
        self.all: list[cloudwatch.Alarm] = []
        self._notify = actions.SnsAction(topic)
        self._watch_checker(watched)
        self._watch_alerts(watched)
        self._watch_sends()
        self._watch_emails(watched)
        self._watch_streams(watched)
        self._watch_requests(watched)
        self._watch_dead_letters(watched)
        self._watch_functions(watched)

    def _watch_checker(self, watched: ReplyWatch) -> None:
        self._alarm(
            "SlaCheckerNotRunning",
            watched.sla_checker.function.metric_invocations(period=MINUTE),
            below=1,
            datapoints=(3, 3),
            meaning="The checker has not run for three minutes, so no alerts are sent.",
            missing=cloudwatch.TreatMissingData.BREACHING,
        )

    def _watch_alerts(self, watched: ReplyWatch) -> None:
        self._alarm(
            "AlertsLate",
            watched.alerting.queue.metric_approximate_age_of_oldest_message(
                period=MINUTE, statistic="Maximum"
            ),
            above=300,
            meaning="An alert has been in the queue for over five minutes: the notifier fails or "
            "is too slow.",
        )
        self._alarm(
            "AlertsNotDelivered",
            metrics.notifier_count("AlertsNotDelivered"),
            above=0,
            meaning="A responder could not be notified on any channel: a wrong email address, or a "
            "phone number that does not take text messages.",
        )

    def _watch_sends(self) -> None:
        for name, by, provider in (
            ("EmailSendsFailed", "email", "SES"),
            ("SmsSendsFailed", "sms", "SNS"),
        ):
            self._alarm(
                name,
                metrics.notifier_count("SendsFailed", by=by),
                above=0,
                datapoints=(2, 3),
                meaning=f"{provider} has refused, throttled or not answered requests in at least "
                "ten of the last fifteen minutes. The notifier's log has the reason.",
            )

    def _watch_emails(self, watched: ReplyWatch) -> None:
        for event, limit, what in (
            ("Bounce", MAX_BOUNCE_RATE, "bounce"),
            ("Complaint", MAX_COMPLAINT_RATE, "are reported as spam"),
        ):
            self._alarm(
                f"Mail{event}s",
                metrics.email_rate(watched, event),
                above=limit,
                meaning=f"More than {limit:.1%} of the emails {what}. SES puts the account under "
                "review for that.",
            )

    def _watch_streams(self, watched: ReplyWatch) -> None:
        # The rollup waits for its window before it looks at a change.
        for function, behind_s in (
            (watched.tracker, MAX_BEHIND_S),
            (watched.rollup, MAX_BEHIND_S + 2 * ROLLUP_WINDOW_S),
        ):
            self._alarm(
                f"{function.node.id}Behind",
                metrics.iterator_age(function),
                above=behind_s * 1000,
                datapoints=(3, 3),
                meaning=f"For three minutes, the {function.name} has been over {behind_s} seconds "
                "behind the table's changes.",
            )

    def _watch_requests(self, watched: ReplyWatch) -> None:
        self._alarm(
            "WebServerErrors",
            watched.web.http_api.metric_server_error(period=FIVE_MINUTES),
            above=0,
            datapoints=(2, 3),
            meaning="The webhooks or the API answer with 5xx. Meta and X repeat their deliveries "
            "for a limited time only.",
        )

    def _watch_dead_letters(self, watched: ReplyWatch) -> None:
        for name, queue in metrics.dead_letter_queues(watched).items():
            self._alarm(
                f"{name}Waiting",
                queue.metric_approximate_number_of_messages_visible(
                    period=MINUTE, statistic="Maximum"
                ),
                above=0,
                meaning="Something could not be handled and waits in a dead-letter queue.",
            )

    def _watch_functions(self, watched: ReplyWatch) -> None:
        for function in watched.functions:
            for what, metric in (
                ("Errors", function.function.metric_errors(period=FIVE_MINUTES)),
                ("Throttles", function.function.metric_throttles(period=FIVE_MINUTES)),
            ):
                self._alarm(
                    f"{function.node.id}{what}",
                    metric,
                    above=0,
                    datapoints=(2, 3),
                    meaning=f"The function {function.name} has had {what.lower()} in at least ten "
                    "of the last fifteen minutes.",
                )

    def _alarm(
        self,
        name: str,
        metric: cloudwatch.Metric,
        *,
        meaning: str,
        above: float | None = None,
        below: float | None = None,
        datapoints: tuple[int, int] = (1, 1),
        missing: cloudwatch.TreatMissingData = cloudwatch.TreatMissingData.NOT_BREACHING,
    ) -> None:
        """Alarms when so many of the last data points are above, or below, the threshold.

        `datapoints=(2, 3)` are two of the last three, one for each of the metric's periods.
        """
        operator = cloudwatch.ComparisonOperator
        threshold = above if above is not None else below
        assert threshold is not None
        alarm = metric.create_alarm(
            self,
            name,
            alarm_description=f"{meaning} What to do: docs/operations.md, {name}.",
            threshold=threshold,
            comparison_operator=(
                operator.LESS_THAN_THRESHOLD if above is None else operator.GREATER_THAN_THRESHOLD
            ),
            datapoints_to_alarm=datapoints[0],
            evaluation_periods=datapoints[1],
            treat_missing_data=missing,
        )
        alarm.add_alarm_action(self._notify)
        alarm.add_ok_action(self._notify)
        self.all.append(alarm)
