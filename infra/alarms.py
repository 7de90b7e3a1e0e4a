"""The alarms. docs/operations.md explains each of them, and what to do.

CloudWatch charges an alarm for each metric that it watches, so one alarm covers what has the same
remedy.
"""

from typing import NamedTuple

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra import metrics
from infra.function import errors_of
from infra.metrics import FIVE_MINUTES, HOUR, MINUTE, THREE_HOURS
from infra.settings import ROLLUP_WINDOW_S, SettingsError
from infra.stack import ReplyWatch
from shared.domain.events import CHANNELS

MAX_BOUNCE_RATE, MAX_COMPLAINT_RATE = 0.05, 0.001
"""Above these, SES puts an account under review:
https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html"""

MAX_BEHIND_S = 60
"""How old a message may be when the tracker gets it."""

MAX_RUNS_WITHOUT_ROLLUP = 30
"""Runs of the tracker within three hours. Among so many, some change a wait, which calls the
rollup. Courtesies, the brand's own posts and further messages in an open wait change none."""

MAX_EVENT_AGE_S = 1800
"""How old the oldest event in the queue may be. The rollup tries each event four times within 18
minutes; after that, SQS no longer counts it in this age:
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html"""

MAX_FORGED_PER_HOUR = 10
"""Webhooks with a wrong signature. A run of `doctor` and scanners send a few; more is a wrong
secret or an attack."""


class Rule(NamedTuple):
    """When an alarm fires: so many of the last data points are above, or below, the threshold."""

    above: float | None = None
    below: float | None = None
    datapoints: tuple[int, int] = (1, 1)
    """`(2, 3)`: two of the last three, one for each of the metric's periods."""
    missing: cloudwatch.TreatMissingData = cloudwatch.TreatMissingData.NOT_BREACHING
    """What a period without data means: by default that nothing has happened."""


BAD = cloudwatch.TreatMissingData.BREACHING
NO_NEWS = cloudwatch.TreatMissingData.IGNORE

ANY = Rule(above=0)
MOSTLY = Rule(above=0, datapoints=(2, 3))


class Alarms(Construct):
    """One alarm for each way in which ReplyWatch can stop doing its work."""

    def __init__(
        self, scope: Construct, construct_id: str, *, watched: ReplyWatch, topic: sns.Topic
    ) -> None:
        super().__init__(scope, construct_id)
        self.all: list[cloudwatch.Alarm] = []
        self._watched, self._notify = watched, actions.SnsAction(topic)
        self._watch_arrivals()
        self._watch_requests()
        self._watch_checker()
        self._watch_alerts()
        self._watch_emails()
        self._watch_streams()
        self._watch_events()
        self._watch_dead_letters()
        self._watch_functions()

    def _watch_arrivals(self) -> None:
        watched = self._watched
        for name in watched.settings.silent_after_hours:
            if name not in (*CHANNELS, *watched.channels):
                raise SettingsError(
                    f"silent_after_hours.{name}: expected a channel, such as whatsapp"
                )
        for channel in watched.channels:
            if hours := watched.settings.silent_after_hours_of(channel):
                self._alarm(
                    f"Silent{channel.capitalize()}",
                    metrics.arrivals(watched, channel),
                    Rule(below=1, datapoints=(hours, hours), missing=BAD),
                    f"No message of {channel} has arrived for {hours} hours.",
                )
        self._alarm(
            "AccountSilent",
            metrics.own(
                watched, watched.sla_checker, "SilentAccounts", period=HOUR, statistic="Maximum"
            ),
            # The checker counts once an hour. An hour whose run is missing does not end the alarm.
            Rule(above=0, datapoints=(1, 2)),
            "An account has received no messages at a time when many customers usually write. The "
            "dashboard shows which account, and `replywatch doctor` finds the cause.",
        )
        self._alarm(
            "WebhooksForged",
            metrics.own(watched, watched.webhook, "Forged", period=HOUR),
            Rule(above=MAX_FORGED_PER_HOUR),
            "Webhooks with a wrong signature were refused. Either the app secret here differs from "
            "the platform's, or somebody else sends forged webhooks.",
        )
        self._alarm(
            "EventsQuarantined",
            metrics.own(watched, watched.webhook, "Quarantined", period=HOUR),
            ANY,
            "Webhooks had events that could not be used, for example because the configuration "
            "does not name their account.",
        )

    def _watch_requests(self) -> None:
        http = self._watched.web
        self._alarm(
            "WebServerErrors",
            http.http_api.metric_server_error(period=FIVE_MINUTES),
            MOSTLY,
            "The webhooks or the API answer with 5xx. Meta and X repeat their deliveries for a "
            "limited time only.",
        )
        counted = metrics.throttled_requests(self._watched)
        logs.MetricFilter(
            self,
            "CountThrottled",
            log_group=http.log_group,
            filter_pattern=logs.FilterPattern.string_value("$.status", "=", "429"),
            metric_namespace=counted.namespace,
            metric_name=counted.metric_name,
            metric_value="1",
            dimensions={"stage": "$.stage"},
        )
        self._alarm(
            "RequestsThrottled",
            counted,
            MOSTLY,
            "API Gateway answers requests with 429, in at least ten of the last fifteen minutes.",
        )

    def _watch_checker(self) -> None:
        self._alarm(
            "ChecksNotCompleted",
            metrics.completed_runs(self._watched.sla_checker),
            Rule(below=1, datapoints=(3, 3), missing=BAD),
            "No run of the checker has completed for three minutes, so no alerts are sent.",
        )

    def _watch_alerts(self) -> None:
        watched, notifier = self._watched, self._watched.notifier
        self._alarm(
            "AlertsLate",
            watched.alerting.queue.metric_approximate_age_of_oldest_message(
                period=MINUTE, statistic="Maximum"
            ),
            Rule(above=300),
            "An alert has been in the queue for over five minutes: the notifier fails, or is too "
            "slow.",
        )
        self._alarm(
            "AlertsNotDelivered",
            metrics.own(watched, notifier, "AlertsNotDelivered"),
            ANY,
            "A responder could not be notified on any channel. Usually an email address is wrong, "
            "or a phone number cannot receive text messages.",
        )
        self._alarm(
            "SendsFailed",
            metrics.own(watched, notifier, "SendsFailed"),
            MOSTLY,
            "Providers have refused, throttled or not answered sends in at least ten of the last "
            "fifteen minutes. The notifier's log has the channel and the reason.",
        )
        self._alarm(
            "ChannelBlocked",
            metrics.own(watched, notifier, "ChannelBlocked"),
            ANY,
            "A provider accepts nothing. Possible causes: sending is paused, the account is in the "
            "provider's sandbox, the sender is not verified, the address or key of a channel is "
            "wrong, or a responder's address is suppressed.",
        )
        self._alarm(
            "SmsSpend",
            metrics.sms_spend(watched.settings),
            # Reported only around a text message. In an hour without one, the sum is still spent.
            Rule(above=watched.settings.sms_spend_alarm_usd, missing=NO_NEWS),
            "The account's text messages cost more than "
            f"{watched.settings.sms_spend_alarm_usd:g} USD this month.",
        )

        self._alarm(
            "SmsMonthlyLimitNear",
            metrics.own(watched, notifier, "SmsMonthlyLimitNear"),
            ANY,
            "More than 80 % of the month's text messages (sms_per_month) have been sent. Beyond "
            "the budget, another channel carries the alerts.",
        )

    def _watch_emails(self) -> None:
        for event, limit, what in (
            ("Bounce", MAX_BOUNCE_RATE, "bounce"),
            ("Complaint", MAX_COMPLAINT_RATE, "are reported as spam"),
        ):
            self._alarm(
                f"Mail{event}s",
                metrics.email_rate(self._watched, event),
                Rule(above=limit),
                f"More than {limit:.1%} of the emails {what}. For this, SES puts the account under "
                "review.",
            )

    def _watch_streams(self) -> None:
        # The rollup waits for its window before it looks at a change.
        for function, behind_s in (
            (self._watched.tracker, MAX_BEHIND_S),
            (self._watched.rollup, MAX_BEHIND_S + 2 * ROLLUP_WINDOW_S),
        ):
            self._alarm(
                f"{function.node.id}Behind",
                metrics.iterator_age(function),
                Rule(above=behind_s * 1000, datapoints=(3, 3)),
                f"For three minutes, the {function.name} has been over {behind_s} seconds behind "
                "the table's changes.",
            )

        # A function that is not called reports no age. For the tracker, the alarms of silent
        # channels notice it.
        self._alarm(
            "RollupStopped",
            metrics.runs_while_idle(self._watched.tracker, self._watched.rollup, THREE_HOURS),
            Rule(above=MAX_RUNS_WITHOUT_ROLLUP),
            "For three hours, the table's changes have reached the tracker but not the rollup: the "
            "statistics are not updated, and no events are published.",
        )

    def _watch_events(self) -> None:
        if self._watched.events is None:
            return
        self._alarm(
            "EventsLate",
            self._watched.events.queue.metric_approximate_age_of_oldest_message(
                period=MINUTE, statistic="Maximum"
            ),
            Rule(above=MAX_EVENT_AGE_S),
            "Events have been in their queue for over thirty minutes: the rollup does not read it, "
            "or is too slow.",
        )
        self._alarm(
            "EventsNotPublished",
            metrics.own(self._watched, self._watched.rollup, "EventsNotPublished"),
            MOSTLY,
            "EventBridge has not accepted events in at least ten of the last fifteen minutes: the "
            "bus does not exist, its policy refuses them, or there are too many.",
        )

    def _watch_dead_letters(self) -> None:
        for name, queue in metrics.dead_letter_queues(self._watched).items():
            self._alarm(
                f"{name}Waiting",
                queue.metric_approximate_number_of_messages_visible(
                    period=MINUTE, statistic="Maximum"
                ),
                ANY,
                "Something could not be handled and waits in a dead-letter queue.",
            )

    def _watch_functions(self) -> None:
        self._alarm(
            "FunctionErrors",
            errors_of(self._watched.functions, FIVE_MINUTES),
            MOSTLY,
            "Functions have failed in at least ten of the last fifteen minutes. The CloudWatch "
            "dashboard shows which.",
        )
        self._alarm(
            "FunctionThrottles",
            metrics.account_throttles(),
            MOSTLY,
            "Lambda has refused to run functions of this account in at least ten of the last "
            "fifteen minutes: its concurrent executions are used up.",
        )

    def _alarm(self, name: str, metric: cloudwatch.IMetric, rule: Rule, meaning: str) -> None:
        operator = cloudwatch.ComparisonOperator
        threshold = rule.below if rule.above is None else rule.above
        assert threshold is not None
        alarm = cloudwatch.Alarm(
            self,
            name,
            metric=metric,
            alarm_description=f"{meaning} What to do: docs/operations.md, {name}.",
            threshold=threshold,
            comparison_operator=(
                operator.LESS_THAN_THRESHOLD
                if rule.above is None
                else operator.GREATER_THAN_THRESHOLD
            ),
            datapoints_to_alarm=rule.datapoints[0],
            evaluation_periods=rule.datapoints[1],
            treat_missing_data=rule.missing,
        )
        alarm.add_alarm_action(self._notify)
        alarm.add_ok_action(self._notify)
        self.all.append(alarm)
