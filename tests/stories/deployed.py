"""The stack as `make run` deploys it, but its functions call AWS through the faults; and what a
test does to it.

Two things are played here that the engine does not have. The mail provider's own word on each email
that it took is published to the delivery topic once the storm is over, as SES does. And the ten
minutes (SMS: two) that an alert in doubt waits for that word are not waited for: their end is moved
to now in the table, after the storm and while nothing is under way.
"""

import contextlib
import itertools
import json
import socket
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

from cli.local import deploy, engine, outbox, web
from cli.local.deploy import Secrets, Stack
from cli.local.outbox import Letter
from cli.local.platforms import Platforms
from cli.local.senders import Message
from shared.storage.attributes import decode, stamp
from tests.stories import faults
from tests.stories.bad_day import (
    ACCOUNTS,
    EMAIL,
    MEDIA,
    SEED,
    Conversation,
    Weather,
    alert_of,
    configuration,
)
from tests.stories.faults import Call, Proxy


@dataclass(slots=True, kw_only=True)
class Stage:
    """The stack behind its faults, and what is seen of it from outside."""

    stack: Stack
    proxy: Proxy
    webhooks: Counter[int] = field(default_factory=Counter)
    """How deliveries were answered."""
    _clients: dict[str, Any] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        """Straight to the engine, past the faults."""
        if service not in self._clients:
            client: Any = deploy.session().client
            self._clients[service] = client(service, endpoint_url=self.stack.endpoint)
        return self._clients[service]

    def items(self) -> list[dict[str, Any]]:
        """The whole table."""
        pages = self.client("dynamodb").get_paginator("scan")
        pages = pages.paginate(TableName=self.stack.outputs["TableName"], ConsistentRead=True)
        return [decode(item) for page in pages for item in page["Items"]]

    def alerts(self) -> list[dict[str, Any]]:
        return [item for item in self.items() if item["sk"] == "ALERT"]

    def api(self, path: str) -> Any:
        url = self.stack.url("ApiUrl").rstrip("/") + path
        answer = web.get(url, token=self.stack.secrets.api_token)
        assert answer.status == 200, answer
        return answer.json()

    def letters(self) -> list[Letter]:
        return list(outbox.sent(self.stack.endpoint))

    def dead_letters(self) -> dict[str, int]:
        queues = self.client("sqs").list_queues()["QueueUrls"]
        return {
            queue: outbox.waiting(self.stack.endpoint, queue)
            for queue in queues
            if "DeadLetters" in queue
        }

    def emails_taken(self) -> list[Call]:
        """What the mail provider accepted, whether or not the notifier learnt so."""
        return [call for call in self.proxy.calls if call.operation == EMAIL and call.done]

    def rests(self, for_s: float) -> None:
        """Waits until no function has called anything for so long."""
        until(lambda: self.proxy.quiet_for_s() > for_s, within_s=40)


@contextlib.contextmanager
def staged(files: Path) -> Iterator[Stage]:
    """The stack as `make run` deploys it; then its functions are told that AWS is the proxy."""
    settings = files / "replywatch.toml"
    settings.write_text(configuration(), encoding="utf-8")
    port = _free_port()
    endpoint = f"http://{engine.HOST}:{port}"
    with contextlib.ExitStack() as cleanup:
        place = Path(cleanup.enter_context(TemporaryDirectory(dir=_in_memory())))
        assembly = place / "cdk"
        synthesis = cleanup.enter_context(
            deploy.synthesising(endpoint, configuration=settings, assembly=assembly)
        )
        log = files / "engine.log"
        cleanup.enter_context(engine.running(port=port, state=place / "engine", log=log))
        deploy.bootstrap(endpoint)
        outputs = deploy.deploy(endpoint, synthesis, assembly=assembly)
        stack = Stack(endpoint=endpoint, outputs=outputs, secrets=Secrets())
        deploy.write_secrets(deploy.session(), stack)
        proxy = cleanup.enter_context(faults.in_front_of(endpoint, seed=SEED, weather=Weather()))
        stage = Stage(stack=stack, proxy=proxy)
        _put_in_front(stage)
        _stop_the_schedule(stage)
        yield stage


def _in_memory() -> str | None:
    """Every process of a function unpacks its own 2,000 files; on some disks, to remove those of
    one takes a second."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((engine.HOST, 0))
        return int(probe.getsockname()[1])


def _put_in_front(stage: Stage) -> None:
    functions = stage.client("lambda")
    for function in functions.list_functions()["Functions"]:
        variables = function.get("Environment", {}).get("Variables", {})
        if "TABLE_NAME" in variables:
            functions.update_function_configuration(
                FunctionName=function["FunctionName"],
                Environment={"Variables": variables | {"AWS_ENDPOINT_URL": stage.proxy.endpoint}},
            )


def _stop_the_schedule(stage: Stage) -> None:
    """The checker runs when the test says so, see `every_answer_counts`."""
    events = stage.client("events")
    for rule in events.list_rules()["Rules"]:
        events.disable_rule(Name=rule["Name"])


def deliver(stage: Stage, said: list[Conversation]) -> None:
    """Every message's webhook, out of order, a fifth of them three times, each sent again until it
    is answered 200, as the platforms do."""
    platforms = Platforms(stage.stack, accounts=ACCOUNTS)
    messages = [message for conversation in said for message in conversation.messages]
    deliveries = messages + 2 * messages[::5]
    Random(SEED).shuffle(deliveries)
    with ThreadPoolExecutor(4) as posting:
        for statuses in posting.map(lambda m: _until_accepted(platforms, m), deliveries):
            stage.webhooks.update(statuses)


def _until_accepted(platforms: Platforms, message: Message) -> list[int]:
    statuses: list[int] = []
    while not statuses or statuses[-1] >= 500:
        assert len(statuses) < 20, statuses
        statuses.append(platforms.send(message))
    return statuses


def warm_up(stage: Stage) -> None:
    """Has the engine start the webhook's processes: the clock of the story is not theirs."""
    url = stage.stack.url("WebhookMetaUrl")
    with ThreadPoolExecutor(4) as posting:
        answers = list(posting.map(lambda _: web.post(url, b"{}", {}).status, range(4)))
    assert answers == [403] * 4, answers


def look_until(stage: Stage, condition: Callable[[], bool], *, within_s: float) -> None:
    """Runs the checker every five seconds until the condition holds; a run that fails is made good
    by the next."""
    checker, name = stage.client("lambda"), stage.stack.outputs["SlaCheckerFunction"]
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        checker.invoke(FunctionName=name, Payload=b"{}")
        if until(condition, within_s=5):
            return


def until(condition: Callable[[], bool], *, within_s: float) -> bool:
    end = time.monotonic() + within_s
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(0.5)
    return met


def every_answer_counts(stage: Stage, said: list[Conversation]) -> bool:
    """Whether all answers have arrived where the checker looks. Before they have, to tell of their
    questions would be right, too: so the checker does not run before."""
    met = sum(i.get("outcome") == "met" for i in stage.items() if i["pk"].startswith("W#"))
    return met == sum(1 for c in said if c.answer)


def each_was_tried(stage: Stage, said: list[Conversation]) -> bool:
    """Whether the sending of every alert has been begun at least once."""
    wanted = sum(len(MEDIA[c.responder]) for c in said if not c.answer)
    return sum(alert["attempts"] > 0 for alert in stage.alerts()) >= wanted


def settle(stage: Stage) -> None:
    """What follows a storm, until nothing is left to be done."""
    told = 0
    stage.rests(5)  # the SDK's last pause between attempts takes up to four seconds
    while not _nothing_due(stage):
        taken = stage.emails_taken()
        _provider_tells(stage, taken[told:])
        told = len(taken)
        _time_passes(stage)
        look_until(stage, lambda: _nothing_due(stage), within_s=20)
        stage.rests(2)


def _nothing_due(stage: Stage) -> bool:
    return not any(str(item.get("due_shard", "")).startswith("DUE#") for item in stage.items())


def _provider_tells(stage: Stage, emails: list[Call]) -> None:
    """SES's own event for each email; every third comes twice."""
    topics, topic = stage.client("sns"), stage.stack.outputs["DeliveryTopicArn"]
    for number, call in enumerate(emails):
        event = {"mail": {"messageId": f"ses-{number}", "tags": {"alert": [alert_of(call)]}}}
        for _ in range(2 if number % 3 == 0 else 1):
            topics.publish(TopicArn=topic, Message=json.dumps(event | {"eventType": "Send"}))
            time.sleep(0.05)  # the engine starts a process for each that finds the others busy
    told = {f"A#{alert_of(call)}" for call in emails}
    assert until(
        lambda: told <= {a["pk"] for a in stage.alerts() if a["state"] == "sent"}, within_s=20
    )


def _time_passes(stage: Stage) -> None:
    """What an unsettled alert waits for is over now."""
    table, dynamodb = stage.stack.outputs["TableName"], stage.client("dynamodb")
    for alert in stage.alerts():
        if "due_next" not in alert:
            continue
        dynamodb.update_item(
            TableName=table,
            Key={"pk": {"S": alert["pk"]}, "sk": {"S": alert["sk"]}},
            UpdateExpression="SET due_next = :now",
            ExpressionAttributeValues={":now": {"S": stamp(datetime.now(UTC))}},
        )


def queue_all_again(stage: Stage) -> int:
    """Every entry that the alerts queue ever had, once more, since queues deliver at least once."""
    sqs, queue = stage.client("sqs"), stage.stack.outputs["AlertsQueueUrl"]
    bodies = {
        entry["MessageBody"]
        for call in stage.proxy.calls
        if call.operation == "SendMessageBatch"
        for entry in call.asked["Entries"]
    }
    before = len(stage.proxy.calls)
    for some in itertools.batched(sorted(bodies), 10, strict=False):
        entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(some)]
        sqs.send_message_batch(QueueUrl=queue, Entries=entries)
    until(lambda: len(stage.proxy.calls) >= before + len(bodies), within_s=20)
    stage.rests(2)
    return len(bodies)
