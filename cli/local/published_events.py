"""Published events on the local run: a rule of the emulator's EventBridge sends all of them to a
queue, whose content is listed without receiving it."""

import json
from typing import TYPE_CHECKING, Any

from cli.local import outbox
from cli.local.emulator import ACCOUNT, REGION
from shared.runtime.event_bus import SOURCE

if TYPE_CHECKING:
    from boto3 import Session

NAME = "replywatch-events"
QUEUE_URL_PATH = f"/{ACCOUNT}/{NAME}"
DEFAULT = "default"


def subscribe(aws: "Session", endpoint: str, bus: str) -> None:
    """Makes the rule and its queue, and the bus, unless it is the default one."""
    events = aws.client("events", endpoint_url=endpoint)
    sqs = aws.client("sqs", endpoint_url=endpoint)
    if bus != DEFAULT:
        events.create_event_bus(Name=bus)
    sqs.create_queue(QueueName=NAME)
    pattern = json.dumps({"source": [SOURCE]})
    events.put_rule(Name=NAME, EventBusName=bus, EventPattern=pattern)
    target = {"Id": "queue", "Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{NAME}"}
    events.put_targets(Rule=NAME, EventBusName=bus, Targets=[target])


def published(endpoint: str) -> list[dict[str, Any]]:
    """The events so far, as EventBridge delivers them; ours is the `detail`."""
    return [
        json.loads(one["Body"]) for one in outbox.queued(endpoint, f"{endpoint}{QUEUE_URL_PATH}")
    ]
