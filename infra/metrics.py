"""The CloudWatch metrics that both the alarms and the dashboard show."""

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sqs as sqs

from infra.function import Function
from infra.stack import ReplyWatch
from shared.runtime import log

MINUTE, FIVE_MINUTES, HOUR = Duration.minutes(1), Duration.minutes(5), Duration.hours(1)


def dead_letter_queues(watched: ReplyWatch) -> Mapping[str, sqs.Queue]:
    """The dead-letter queues by name."""
    return {
        "StreamDeadLetters": watched.storage.stream_dead_letters,
        "AlertsDeadLetters": watched.alerting.dead_letters,
        "DeliveryDeadLetters": watched.alerting.delivery_dead_letters,
    }


def iterator_age(function: Function) -> cloudwatch.Metric:
    """How old the last record of each batch is when the function gets it, in milliseconds."""
    return function.function.metric("IteratorAge", period=MINUTE, statistic="Maximum")


def notifier_count(name: str, **dimensions: str) -> cloudwatch.Metric:
    """A counter of the notifier. Powertools adds the service's name as a dimension."""
    return cloudwatch.Metric(
        namespace=log.NAMESPACE,
        metric_name=name,
        dimensions_map={"service": "notifier"} | dimensions,
        period=FIVE_MINUTES,
        statistic="Sum",
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
