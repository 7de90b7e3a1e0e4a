"""What publishing events needs: the bus's ARN, and the queue of what EventBridge did not take."""

from aws_cdk import Stack
from constructs import Construct

from infra.function import LIMITS, Function
from infra.queues import dead_letter_queue, work_queue

MAX_RECEIVES = 100
"""With a visibility timeout of six minutes, an event is tried again for ten hours."""


class Events(Construct):
    """See the module. The bus itself is the operator's: `default`, or one that exists."""

    def __init__(self, scope: Construct, construct_id: str, *, bus: str) -> None:
        super().__init__(scope, construct_id)
        self.dead_letters = dead_letter_queue(self, "DeadLetters")
        self.queue = work_queue(
            self,
            "Queue",
            dead_letters=self.dead_letters,
            consumer_s=LIMITS["rollup"].seconds,
            max_receives=MAX_RECEIVES,
        )
        self.bus_arn = Stack.of(self).format_arn(
            service="events", resource="event-bus", resource_name=bus
        )

    def feed(self, rollup: Function) -> None:
        """Invokes the rollup for events that are to be published again."""
        rollup.feed_from_queue(queue_arn=self.queue.queue_arn, max_concurrency=2)
