"""The real handlers over the simulation's table, run one after the other with our own clock."""

import json
import os
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from cli.local import webhook_bodies
from cli.local.webhook_bodies import Message
from infra.settings import ROOT
from shared.config import configuration
from shared.config.configuration import compile_file
from shared.runtime import aws, log, secrets
from shared.storage import schema, store
from tests.simulation.capacity import Meter
from tests.simulation.fake_dynamodb import FakeDynamoDB

TABLE, QUEUE = "simulated", "alerts"
SECRET = "a secret for this run"  # noqa: S105 made up
ENVIRONMENT = {
    "TABLE_NAME": TABLE,
    "ALERTS_QUEUE_URL": QUEUE,
    "STREAM_DLQ_URL": "dead-letters",
    "WEBHOOK_SECRET_ID": "webhook",
    "POWERTOOLS_SERVICE_NAME": "bench",
}
TRACKER_KEYS = (schema.CONVERSATIONS, schema.POINTERS)


class Secrets:
    """Secrets Manager, with the secret of this run."""

    def get_secret_value(self, **_: str) -> dict[str, str]:
        names = ("meta_app_secrets", "meta_verify_tokens", "x_consumer_secrets")
        return {"SecretString": json.dumps({name: [SECRET] for name in names})}


class Queue:
    """SQS. Only counts."""

    def __init__(self) -> None:
        self.requests = self.entries = 0

    def send_message_batch(self, *, Entries: list[Any], **_: str) -> dict[str, Any]:  # noqa: N803
        self.requests += 1
        self.entries += len(Entries)
        return {}


class SimulatedStack:
    """The functions, the fakes they call, and the stream records that wait for each."""

    def __init__(self) -> None:
        self.now = 0.0
        self.meter, self.queue = Meter(), Queue()
        self.table = FakeDynamoDB(TABLE, lambda: self.now, meter=self.meter)
        self.table.on_record = self._record
        self.for_tracker: deque[dict[str, Any]] = deque()
        self.for_rollup: deque[dict[str, Any]] = deque()
        self.batches: dict[str, list[int]] = {"tracker": [], "rollup": []}

    def _record(self, record: dict[str, Any]) -> None:
        pk, sk = (record["dynamodb"]["Keys"][name]["S"] for name in ("pk", "sk"))
        is_tracked = pk.startswith(TRACKER_KEYS) and sk.startswith(schema.TRACKED)
        if is_tracked and record["eventName"] != "REMOVE":
            self.for_tracker.append(record)
        if pk.startswith(schema.FACTS):
            self.for_rollup.append(record)

    def deliver(self, message: Message) -> None:
        """Calls the webhook as Meta does, with this message only."""
        from functions.webhook.handler import handler

        raw = webhook_bodies.meta_raw(webhook_bodies.body(message))
        answer = handler(
            {
                "requestContext": {"http": {"method": "POST", "path": "/webhooks/meta"}},
                "headers": {k.lower(): v for k, v in _signed(raw).items()},
                "body": raw.decode(),
            },
            None,
        )
        assert answer["statusCode"] == 200, answer

    def track(self) -> None:
        """Calls the tracker with all records that wait for it, at most 100 per batch."""
        from functions.tracker.handler import handler

        while self.for_tracker:
            self._call("tracker", handler, self.for_tracker, 100)

    def count(self) -> None:
        """Calls the rollup with all records that wait for it, at most 1,000 per batch."""
        from functions.rollup.handler import handler

        while self.for_rollup:
            self._call("rollup", handler, self.for_rollup, 1000)

    def _call(
        self, name: str, handler: Any, waiting: deque[dict[str, Any]], max_records: int
    ) -> None:
        batch = [waiting.popleft() for _ in range(min(max_records, len(waiting)))]
        self.batches[name].append(len(batch))
        answer = handler({"Records": batch}, None)
        assert answer == {"batchItemFailures": []}, answer

    def client(self, service: str, *, once: bool = False) -> Any:  # noqa: ARG002
        """Replaces `shared.runtime.aws.client`."""
        return {"dynamodb": self.table, "sqs": self.queue, "secretsmanager": Secrets()}[service]


def _signed(raw: bytes) -> dict[str, str]:
    return webhook_bodies.meta_headers(raw, secret=SECRET)


@contextmanager
def simulated_stack(file: Path = ROOT / "replywatch.toml") -> Iterator[SimulatedStack]:
    """A simulated stack with that configuration while the block runs."""
    stack = SimulatedStack()
    with ExitStack() as changes:
        compiled = Path(changes.enter_context(TemporaryDirectory())) / "configuration.json"
        compiled.write_text(compile_file(file), encoding="utf-8")
        environment = ENVIRONMENT | {"CONFIGURATION_FILE": str(compiled)}
        changes.enter_context(patch.dict(os.environ, environment))
        changes.enter_context(patch.object(aws, "client", stack.client))
        changes.enter_context(patch.dict(secrets._cache, clear=True))
        for name in ("event", "count", "seconds"):
            changes.enter_context(patch.object(log, name, lambda *_args, **_fields: None))
        for cache in (store.shared_store, configuration.deployed_configuration):
            cache.cache_clear()
            changes.callback(cache.cache_clear)
        yield stack
