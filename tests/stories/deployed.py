"""The stack as `make run` deploys it, with the fault proxy between its functions and AWS.

The test plays two things that the emulator does not have. SES publishes an event for each email
that it accepts: the test publishes these events to the delivery topic after the faults have ended.
An alert in doubt waits ten minutes (two for an SMS) for that event: the test sets the end of this
time to now in the table, while no function runs.
"""

import contextlib
import itertools
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from cli.local import deploy, emulator, http_client, outbox
from cli.local.deploy import Secrets, Stack
from cli.local.outbox import SentMessage
from cli.local.platforms import Platforms
from cli.local.webhook_bodies import Message
from shared.storage.attributes import decode, stamp
from tests.stories import faults
from tests.stories.bad_day import (
    ACCOUNTS,
    CHANNELS_OF,
    EMAIL,
    SEED,
    Conversation,
    FaultPlan,
    alert_of,
    configuration,
)
from tests.stories.faults import Call, Proxy


@dataclass(slots=True, kw_only=True)
class DeployedStack:
    """The stack behind the fault proxy, with methods to observe it."""

    stack: Stack
    proxy: Proxy
    webhooks: Counter[int] = field(default_factory=Counter)
    """Status codes of the webhook's responses."""
    _clients: dict[str, Any] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        """A client of the emulator, without the proxy."""
        if service not in self._clients:
            client: Any = deploy.session().client
            self._clients[service] = client(service, endpoint_url=self.stack.endpoint)
        return self._clients[service]

    def items(self) -> list[dict[str, Any]]:
        """All items of the table."""
        pages = self.client("dynamodb").get_paginator("scan")
        pages = pages.paginate(TableName=self.stack.outputs["TableName"], ConsistentRead=True)
        return [decode(item) for page in pages for item in page["Items"]]

    def alerts(self) -> list[dict[str, Any]]:
        return [item for item in self.items() if item["sk"] == "ALERT"]

    def api(self, path: str) -> Any:
        url = self.stack.url("ApiUrl").rstrip("/") + path
        answer = http_client.get(url, token=self.stack.secrets.api_token)
        assert answer.status == 200, answer
        return answer.json()

    def sent_messages(self) -> list[SentMessage]:
        return list(outbox.sent_messages(self.stack.endpoint))

    def dead_letter_counts(self) -> dict[str, int]:
        queues = self.client("sqs").list_queues()["QueueUrls"]
        return {
            queue: len(outbox.queued(self.stack.endpoint, queue))
            for queue in queues
            if "DeadLetters" in queue
        }

    def accepted_emails(self) -> list[Call]:
        """The calls that the mail provider accepted, even if the notifier did not receive the
        response."""
        return [call for call in self.proxy.calls if call.operation == EMAIL and call.done]

    def wait_until_idle(self, for_s: float) -> None:
        """Waits until no function has called AWS for this many seconds."""
        until(lambda: self.proxy.quiet_for_s() > for_s, within_s=40)


@contextlib.contextmanager
def deployed_stack(files: Path) -> Iterator[DeployedStack]:
    """Deploys as `make run` does, then points the functions' AWS endpoint to the proxy."""
    settings = files / "replywatch.toml"
    settings.write_text(configuration(), encoding="utf-8")
    port = emulator.free_port()
    endpoint = f"http://{emulator.HOST}:{port}"
    with contextlib.ExitStack() as cleanup:
        place = Path(cleanup.enter_context(TemporaryDirectory(dir=_in_memory())))
        assembly = place / "cdk"
        synthesis = cleanup.enter_context(
            deploy.synthesising(endpoint, configuration=settings, assembly=assembly)
        )
        log = files / "emulator.log"
        cleanup.enter_context(emulator.running(port=port, state=place / "emulator", log=log))
        deploy.bootstrap(endpoint)
        outputs = deploy.deploy(endpoint, synthesis, assembly=assembly)
        stack = Stack(endpoint=endpoint, outputs=outputs, secrets=Secrets())
        deploy.write_secrets(deploy.session(), stack)
        proxy = cleanup.enter_context(faults.in_front_of(endpoint, seed=SEED, plan=FaultPlan()))
        deployed = DeployedStack(stack=stack, proxy=proxy)
        _use_proxy(deployed)
        _disable_schedule(deployed)
        yield deployed


def _in_memory() -> str | None:
    """A folder in memory, if there is one: each function process unpacks 2,000 files, and on some
    disks removing them takes a second."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _use_proxy(deployed: DeployedStack) -> None:
    functions = deployed.client("lambda")
    for function in functions.list_functions()["Functions"]:
        variables = function.get("Environment", {}).get("Variables", {})
        if "TABLE_NAME" in variables:
            functions.update_function_configuration(
                FunctionName=function["FunctionName"],
                Environment={
                    "Variables": variables | {"AWS_ENDPOINT_URL": deployed.proxy.endpoint}
                },
            )


def _disable_schedule(deployed: DeployedStack) -> None:
    """Disables the schedule, since the test runs the checker itself: see `has_every_reply`."""
    events = deployed.client("events")
    for rule in events.list_rules()["Rules"]:
        events.disable_rule(Name=rule["Name"])


def deliver(deployed: DeployedStack, conversations: list[Conversation]) -> None:
    """Posts every message's webhook in random order, a fifth of them three times.

    Repeats each until the response is 200, as the platforms do.
    """
    platforms = Platforms(deployed.stack, accounts=ACCOUNTS)
    messages = [message for conversation in conversations for message in conversation.messages]
    deliveries = messages + 2 * messages[::5]
    Random(SEED).shuffle(deliveries)
    with ThreadPoolExecutor(4) as posting:
        for statuses in posting.map(lambda m: _until_accepted(platforms, m), deliveries):
            deployed.webhooks.update(statuses)


def _until_accepted(platforms: Platforms, message: Message) -> list[int]:
    statuses: list[int] = []
    while not statuses or statuses[-1] >= 500:
        assert len(statuses) < 20, statuses
        statuses.append(platforms.send(message))
    return statuses


def warm_up(deployed: DeployedStack) -> None:
    """Makes the emulator start the webhook's processes, so that their start takes no test time."""
    url = deployed.stack.url("WebhookMetaUrl")
    with ThreadPoolExecutor(4) as posting:
        answers = list(posting.map(lambda _: http_client.post(url, b"{}", {}).status, range(4)))
    assert answers == [403] * 4, answers


def check_until(deployed: DeployedStack, condition: Callable[[], bool], *, within_s: float) -> None:
    """Runs the SLA checker every five seconds until the condition is true. A failed run is repaired
    by the next."""
    checker, name = deployed.client("lambda"), deployed.stack.outputs["SlaCheckerFunction"]
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        checker.invoke(FunctionName=name, Payload=b"{}")
        if until(condition, within_s=5):
            return


def until(condition: Callable[[], bool], *, within_s: float) -> bool:
    end = time.monotonic() + within_s
    while not (is_met := condition()) and time.monotonic() < end:
        time.sleep(0.5)
    return is_met


def has_every_reply(deployed: DeployedStack, conversations: list[Conversation]) -> bool:
    """Whether all replies have closed their waits.

    Before that, an alert about an answered question would be correct, so the checker must not run
    earlier.
    """
    met = sum(i.get("outcome") == "met" for i in deployed.items() if i["pk"].startswith("W#"))
    return met == sum(1 for c in conversations if c.reply)


def has_tried_every_alert(deployed: DeployedStack, conversations: list[Conversation]) -> bool:
    """Whether the notifier has tried every alert at least once."""
    wanted = sum(len(CHANNELS_OF[c.team]) for c in conversations if not c.reply)
    return sum(alert["attempts"] > 0 for alert in deployed.alerts()) >= wanted


def settle(deployed: DeployedStack) -> None:
    """Plays what follows the faults until nothing is due any more."""
    reported = 0
    deployed.wait_until_idle(5)  # the SDK's last pause between attempts takes up to four seconds
    while not _is_nothing_due(deployed):
        accepted = deployed.accepted_emails()
        _publish_provider_events(deployed, accepted[reported:])
        reported = len(accepted)
        _end_waiting_times(deployed)
        check_until(deployed, lambda: _is_nothing_due(deployed), within_s=20)
        deployed.wait_until_idle(2)


def _is_nothing_due(deployed: DeployedStack) -> bool:
    return not any("due_shard" in item for item in deployed.items())


def _publish_provider_events(deployed: DeployedStack, emails: list[Call]) -> None:
    """Publishes SES's event for each email; every third one twice."""
    topics, topic = deployed.client("sns"), deployed.stack.outputs["DeliveryTopicArn"]
    for number, call in enumerate(emails):
        event = {"mail": {"messageId": f"ses-{number}", "tags": {"alert": [alert_of(call)]}}}
        for _ in range(2 if number % 3 == 0 else 1):
            topics.publish(TopicArn=topic, Message=json.dumps(event | {"eventType": "Send"}))
            time.sleep(
                0.05
            )  # the emulator starts a process for each event while the others are busy
    expected = {f"A#{alert_of(call)}" for call in emails}
    assert until(
        lambda: expected <= {a["pk"] for a in deployed.alerts() if a["state"] == "sent"},
        within_s=20,
    )


def _end_waiting_times(deployed: DeployedStack) -> None:
    """Ends the waiting time of each unsettled alert now, and forgets which slots of the minute each
    responder has used."""
    table, dynamodb = deployed.stack.outputs["TableName"], deployed.client("dynamodb")
    for item in deployed.items():
        if item["pk"].startswith("L#"):
            key = {"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}}
            dynamodb.delete_item(TableName=table, Key=key)
    for alert in deployed.alerts():
        if "due_next" not in alert:
            continue
        dynamodb.update_item(
            TableName=table,
            Key={"pk": {"S": alert["pk"]}, "sk": {"S": alert["sk"]}},
            UpdateExpression="SET due_next = :now",
            ExpressionAttributeValues={":now": {"S": stamp(datetime.now(UTC))}},
        )


def requeue_all_alerts(deployed: DeployedStack) -> int:
    """Queues every entry of the alerts queue again, and returns their number.

    A queue delivers at least once, so a second delivery must change nothing.
    """
    sqs, queue = deployed.client("sqs"), deployed.stack.outputs["AlertsQueueUrl"]
    bodies = {
        entry["MessageBody"]
        for call in deployed.proxy.calls
        if call.operation == "SendMessageBatch"
        for entry in call.asked["Entries"]
    }
    before = len(deployed.proxy.calls)
    for batch in itertools.batched(sorted(bodies), 10, strict=False):
        entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(batch)]
        sqs.send_message_batch(QueueUrl=queue, Entries=entries)
    until(lambda: len(deployed.proxy.calls) >= before + len(bodies), within_s=20)
    deployed.wait_until_idle(2)
    return len(bodies)
