"""The CloudWatch metrics that the alarms and the dashboard show."""

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sqs as sqs

from infra.function import Function
from infra.settings import Settings
from infra.stack import ReplyWatch
from shared.runtime import log

MINUTE, FIVE_MINUTES, HOUR = Duration.minutes(1), Duration.minutes(5), Duration.hours(1)
THREE_HOURS = Duration.hours(3)

MORE_THAN_ANY_RUNS = 10**9
"""No function runs so often within a period."""


def dead_letter_queues(watched: ReplyWatch) -> Mapping[str, sqs.Queue]:
    """The dead-letter queues by name."""
    found = {
        "StreamDeadLetters": watched.storage.stream_dead_letters,
        "AlertsDeadLetters": watched.alerting.dead_letters,
        "DeliveryDeadLetters": watched.alerting.delivery_dead_letters,
    }
    return found | ({"EventsDeadLetters": watched.events.dead_letters} if watched.events else {})


def iterator_age(function: Function) -> cloudwatch.Metric:
    """How old the last record of each batch is when the function gets it, in milliseconds."""
    return function.function.metric("IteratorAge", period=MINUTE, statistic="Maximum")


def own(
    watched: ReplyWatch,
    function: Function,
    name: str,
    *,
    period: Duration = FIVE_MINUTES,
    statistic: str = "Sum",
    **dimensions: str,
) -> cloudwatch.Metric:
    """A metric that the function writes itself (`shared/runtime/log.py`)."""
    return cloudwatch.Metric(
        namespace=log.NAMESPACE,
        metric_name=name,
        dimensions_map={"service": function.name, "stage": watched.settings.stage} | dimensions,
        period=period,
        statistic=statistic,
    )


def arrivals(watched: ReplyWatch, channel: str) -> cloudwatch.Metric:
    """How many messages of the channel were tracked for the first time in an hour."""
    return own(
        watched,
        watched.tracker,
        "PlatformLag",
        period=HOUR,
        statistic="SampleCount",
        channel=channel,
    )


def completed_runs(function: Function) -> cloudwatch.MathExpression:
    """How many runs of the function ended without an error in each minute. A minute in which it was
    not called has no value: `FILL` would also replace the newest minute, whose data comes late."""
    return cloudwatch.MathExpression(
        expression="runs-errors",
        using_metrics={
            "runs": function.function.metric_invocations(period=MINUTE),
            "errors": function.function.metric_errors(period=MINUTE),
        },
        period=MINUTE,
        label="completed runs",
    )


def runs_while_idle(busy: Function, idle: Function, period: Duration) -> cloudwatch.MathExpression:
    """How often one function ran in each period in which the other did not run at all. In all other
    periods, it is below zero.

    A function that is not called reports nothing. In arithmetic, what is missing counts as 0:
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
    """
    return cloudwatch.MathExpression(
        expression=f"busy-{MORE_THAN_ANY_RUNS}*idle",
        using_metrics={
            "busy": busy.function.metric_invocations(period=period),
            "idle": idle.function.metric_invocations(period=period),
        },
        period=period,
        label=f"runs of {busy.name} without any of {idle.name}",
    )


def throttled_requests(watched: ReplyWatch) -> cloudwatch.Metric:
    """Requests that API Gateway answered with 429; a filter counts them in the access log."""
    return cloudwatch.Metric(
        namespace=log.NAMESPACE,
        metric_name="RequestsThrottled",
        dimensions_map={"stage": watched.settings.stage},
        period=FIVE_MINUTES,
        statistic="Sum",
    )


def account_throttles() -> cloudwatch.Metric:
    """Invocations that Lambda refused in the account, which all functions share."""
    return cloudwatch.Metric(
        namespace="AWS/Lambda", metric_name="Throttles", period=FIVE_MINUTES, statistic="Sum"
    )


def sms_spend(settings: Settings) -> cloudwatch.Metric:
    """What the account's text messages have cost in the running month, in US dollars.

    Each service reports its own messages only; End User Messaging does once the account has its
    service-linked role:
    https://docs.aws.amazon.com/sms-voice/latest/userguide/monitoring-cloudwatch.html
    """
    namespace, name = (
        ("AWS/SMSVoice", "TextMessageMonthlySpend")
        if settings.sms_origination
        else ("AWS/SNS", "SMSMonthToDateSpentUSD")
    )
    return cloudwatch.Metric(
        namespace=namespace, metric_name=name, period=HOUR, statistic="Maximum"
    )


def email_rate(watched: ReplyWatch, event: str) -> cloudwatch.Metric:
    """The share of our emails that bounced, or that led to a complaint: `Bounce`, `Complaint`."""
    name = watched.alerting.configuration_set.configuration_set_name
    return cloudwatch.Metric(
        namespace="AWS/SES",
        metric_name=f"Reputation.{event}Rate",
        dimensions_map={"ses:configuration-set": name},
        period=HOUR,
        statistic="Average",
    )
