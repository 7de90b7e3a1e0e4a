"""The real handlers over a table in memory, run one after the other with a simulated clock."""

import json
import os
import time
import zlib
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO
from unittest.mock import patch

from cli.local import webhook_bodies
from cli.local.webhook_bodies import Message
from shared.config import configuration
from shared.config.configuration import compile_file
from shared.domain.events import utc
from shared.runtime import aws, log, secrets
from shared.storage import schema, store
from tests.builders import EXAMPLE
from tests.fakes.capacity import Meter
from tests.fakes.dynamodb import FakeDynamoDB

TABLE, QUEUE = "simulated", "alerts"
SECRET = "a secret for this run"  # noqa: S105 made up
ENVIRONMENT = {
    "TABLE_NAME": TABLE,
    "ALERTS_QUEUE_URL": QUEUE,
    "STREAM_DLQ_URL": "dead-letters",
    "WEBHOOK_SECRET_ID": "webhook",
    "API_SECRET_ID": "api",
    "API_URL": "https://example.com",
    "MAIL_FROM": "replywatch@example.com",
    "MAIL_CONFIGURATION_SET": "mail",
    "POWERTOOLS_SERVICE_NAME": "bench",
}
TRACKER_KEYS = (schema.CONVERSATIONS, schema.POINTERS)


class Secrets:
    """Secrets Manager, holding the secret of this run."""

    def get_secret_value(self, **_: str) -> dict[str, str]:
        names = ("meta_app_secrets", "meta_verify_tokens", "x_consumer_secrets", "link_keys")
        return {"SecretString": json.dumps({name: [SECRET] for name in names})}


class Queue:
    """SQS. Counts its entries, and keeps their bodies."""

    def __init__(self) -> None:
        self.requests = self.entries = 0
        self.bodies: list[str] = []

    def send_message_batch(self, *, Entries: list[Any], **_: str) -> dict[str, Any]:  # noqa: N803
        self.requests += 1
        self.entries += len(Entries)
        self.bodies += [entry["MessageBody"] for entry in Entries]
        return {}

    def get_queue_attributes(self, **_: Any) -> dict[str, Any]:
        self.requests += 1
        return {"Attributes": {"ApproximateNumberOfMessages": "0"}}


class Mail:
    """SES. Accepts every email."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        """The provider's id and our id of the alert."""

    def send_email(self, *, EmailTags: list[Any], **_: Any) -> dict[str, str]:  # noqa: N803
        (alert,) = (tag["Value"] for tag in EmailTags if tag["Name"] == "alert")
        self.sent.append((f"ses-{len(self.sent)}", alert))
        return {"MessageId": self.sent[-1][0]}


@dataclass(slots=True)
class Usage:
    """What one function has used."""

    invocations: int = 0
    requests: int = 0
    """Calls of AWS's APIs."""
    cpu_s: float = 0.0
    """Processor time of our own code, without that of the fakes."""


class Counted:
    """A fake client. Counts its calls, and the processor time that the fake itself uses."""

    def __init__(self, client: Any, on_call: Callable[[float], None]) -> None:
        self._client, self._on_call = client, on_call

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)

        def call(**request: Any) -> Any:
            begun = time.process_time()
            try:
                return method(**request)
            finally:
                self._on_call(time.process_time() - begun)

        return call


class SimulatedStack:
    """The functions, the fakes that they call, and the stream records that wait for each function.

    `stream_shards` is the number of shards of the stream: a function gets the records of each shard
    in a separate batch.
    """

    def __init__(self, stream_shards: int = 1) -> None:
        self.now = 0.0
        self.usage: defaultdict[str, Usage] = defaultdict(Usage)
        self._running = ""
        self.meter, self.queue, self.mail = Meter(), Queue(), Mail()
        self.table = FakeDynamoDB(TABLE, lambda: self.now, meter=self.meter)
        self.table.on_record = self._record
        self.for_tracker: list[deque[dict[str, Any]]] = [deque() for _ in range(stream_shards)]
        self.for_rollup: list[deque[dict[str, Any]]] = [deque() for _ in range(stream_shards)]
        self.batches: dict[str, list[int]] = {"tracker": [], "rollup": []}

    def _record(self, record: dict[str, Any]) -> None:
        pk, sk = (record["dynamodb"]["Keys"][name]["S"] for name in ("pk", "sk"))
        shard = zlib.crc32(pk.encode()) % len(self.for_tracker)
        is_tracked = pk.startswith(TRACKER_KEYS) and sk.startswith(schema.TRACKED)
        if is_tracked and record["eventName"] != "REMOVE":
            self.for_tracker[shard].append(record)
        if pk.startswith(schema.FACTS):
            self.for_rollup[shard].append(record)

    def deliver(self, message: Message) -> None:
        """Calls the webhook as Meta does, with only this message."""
        from functions.webhook import handler as webhook

        raw = webhook_bodies.meta_raw(webhook_bodies.body(message))
        request = {
            "requestContext": {"http": {"method": "POST", "path": "/webhooks/meta"}},
            "headers": {k.lower(): v for k, v in _signed(raw).items()},
            "body": raw.decode(),
        }
        with patch.object(webhook, "now", lambda: utc(self.now)):
            answer = self._invoke("webhook", webhook.handler, request)
        assert answer["statusCode"] == 200, answer

    def track(self) -> None:
        """Calls the tracker with all records that wait for it, at most 100 per batch."""
        from functions.tracker import handler as tracker

        with patch.object(tracker, "now", lambda: utc(self.now)):
            self._drain("tracker", tracker.handler, self.for_tracker, 100)

    def count(self) -> None:
        """Calls the rollup with all records that wait for it, at most 1,000 per batch."""
        from functions.rollup.handler import handler

        self._drain("rollup", handler, self.for_rollup, 1000)

    def check(self) -> int:
        """Calls the SLA checker. Returns how many entries it queued."""
        from functions.sla_checker import handler as checker

        with patch.object(checker, "now", lambda: utc(self.now)):
            answer = self._invoke("sla_checker", checker.handler, {})
        return int(answer["queued"])

    def notify(self, bodies: list[str]) -> None:
        """Calls the notifier with these entries of its queue."""
        from functions.notifier import handler as notifier

        records = [{"messageId": str(n), "body": body} for n, body in enumerate(bodies)]
        with patch.object(notifier, "now", lambda: utc(self.now)):
            answer = self._invoke("notifier", notifier.handler, {"Records": records})
        assert answer == {"batchItemFailures": []}, answer

    def report(self, event: dict[str, Any]) -> None:
        """Calls the notifier with an event of the mail provider."""
        from functions.notifier import handler as notifier

        record = {"EventSource": "aws:sns", "Sns": {"Message": json.dumps(event)}}
        with patch.object(notifier, "now", lambda: utc(self.now)):
            self._invoke("notifier", notifier.handler, {"Records": [record]})

    def _drain(
        self, name: str, handler: Any, shards: list[deque[dict[str, Any]]], max_records: int
    ) -> None:
        for waiting in shards:
            while waiting:
                batch = [waiting.popleft() for _ in range(min(max_records, len(waiting)))]
                self.batches[name].append(len(batch))
                answer = self._invoke(name, handler, {"Records": batch})
                assert answer == {"batchItemFailures": []}, answer

    def _invoke(self, name: str, handler: Any, event: dict[str, Any]) -> Any:
        usage, self._running = self.usage[name], name
        os.environ["POWERTOOLS_SERVICE_NAME"] = name
        begun = time.process_time()
        answer = handler(event, None)
        usage.invocations += 1
        usage.cpu_s += time.process_time() - begun
        return answer

    def _called(self, cpu_s: float) -> None:
        usage = self.usage[self._running]
        usage.requests += 1
        usage.cpu_s -= cpu_s

    def client(self, service: str, *, once: bool = False) -> Any:  # noqa: ARG002
        """Replaces `shared.runtime.aws.client`."""
        fakes = {
            "dynamodb": self.table,
            "sqs": self.queue,
            "secretsmanager": Secrets(),
            "sesv2": self.mail,
        }
        return Counted(fakes[service], self._called)


def _signed(raw: bytes) -> dict[str, str]:
    return webhook_bodies.meta_headers(raw, secret=SECRET)


@contextmanager
def simulated_stack(
    file: Path = EXAMPLE, *, stream_shards: int = 1, logs: TextIO | None = None
) -> Iterator[SimulatedStack]:
    """A simulated stack with that configuration while the block runs. The functions log to `logs`,
    or log nothing without it."""
    stack = SimulatedStack(stream_shards)
    with ExitStack() as changes:
        compiled = Path(changes.enter_context(TemporaryDirectory())) / "configuration.json"
        compiled.write_text(compile_file(file), encoding="utf-8")
        environment = ENVIRONMENT | {"CONFIGURATION_FILE": str(compiled)}
        changes.enter_context(patch.dict(os.environ, environment))
        changes.enter_context(patch.object(aws, "client", stack.client))
        changes.enter_context(patch.dict(secrets._cache, clear=True))
        if logs is None:
            for name in ("event", "count", "seconds"):
                changes.enter_context(patch.object(log, name, lambda *_args, **_fields: None))
        else:
            changes.enter_context(redirect_stdout(logs))
        for cache in (store.shared_store, configuration.deployed_configuration):
            cache.cache_clear()
            changes.callback(cache.cache_clear)
        yield stack
