"""Published events on the local run: a rule of the emulator's EventBridge sends all of them to a
queue, whose content is listed without receiving it."""

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from cli.local import http_client
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
    query = urlencode({"QueueUrl": f"{endpoint}{QUEUE_URL_PATH}"})
    answer = http_client.get(f"{endpoint}/_ministack/sqs/messages?{query}").json()
    queues = answer["messages"].get(ACCOUNT, {}).values()
    found = [m for of_region in queues for messages in of_region.values() for m in messages]
    return [json.loads(message["Body"]) for message in found]
