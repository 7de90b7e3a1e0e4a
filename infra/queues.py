"""Queues as ours all are: encrypted at rest and on the way."""

from aws_cdk import Acknowledgment, Duration, Validations
from aws_cdk import aws_sqs as sqs
from constructs import Construct


def dead_letter_queue(scope: Construct, construct_id: str) -> sqs.Queue:
    """Where what could not be handled waits, as long as SQS keeps it, for somebody to look."""
    queue = sqs.Queue(
        scope,
        construct_id,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=Duration.days(14),
    )
    Validations.of(queue).acknowledge(
        Acknowledgment(
            id="AwsSolutions-SQS3",
            reason="It is a dead-letter queue, of a stream's reader or of asynchronous calls: the "
            "check knows only those of queues.",
        )
    )
    return queue


def work_queue(
    scope: Construct, construct_id: str, *, dead_letters: sqs.Queue, consumer_timeout: Duration
) -> sqs.Queue:
    """A queue that a function empties; its visibility timeout is six times the function's own, as
    Lambda recommends."""
    return sqs.Queue(
        scope,
        construct_id,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        visibility_timeout=Duration.seconds(6 * int(consumer_timeout.to_seconds())),
        retention_period=Duration.days(4),
        dead_letter_queue=sqs.DeadLetterQueue(queue=dead_letters, max_receive_count=5),
    )
