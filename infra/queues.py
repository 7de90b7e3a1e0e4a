"""SQS queues, all encrypted at rest and in transit."""

from aws_cdk import Acknowledgment, Duration, Validations
from aws_cdk import aws_sqs as sqs
from constructs import Construct


def dead_letter_queue(scope: Construct, construct_id: str) -> sqs.Queue:
    """Keeps what could not be handled for 14 days, SQS's maximum, until an operator looks."""
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
            reason="It is a dead-letter queue itself. The check only recognises those of other "
            "queues, not those of streams and asynchronous invocations.",
        )
    )
    return queue


def work_queue(
    scope: Construct,
    construct_id: str,
    *,
    dead_letters: sqs.Queue,
    consumer_s: int,
    max_receives: int = 5,
) -> sqs.Queue:
    """A queue that invokes a function, which has that many seconds.

    The visibility timeout is six times the function's own timeout, as AWS recommends:
    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    """
    return sqs.Queue(
        scope,
        construct_id,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        visibility_timeout=Duration.seconds(6 * consumer_s),
        retention_period=Duration.days(4),
        dead_letter_queue=sqs.DeadLetterQueue(queue=dead_letters, max_receive_count=max_receives),
    )
