"""The real handlers over the simulation's table, with a clock of our own, one after another."""

import json
import os
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from cli.local import senders
from cli.local.senders import Message
from infra.settings import ROOT
from shared.config import configuration
from shared.config.configuration import compile_file
from shared.runtime import aws, log, secrets
from shared.storage import store
from tests.fakes.capacity import Meter
from tests.fakes.dynamodb import FakeDynamoDB

TABLE, QUEUE = "rehearsal", "alerts"
SECRET = "a secret for this run"  # noqa: S105 made up
ENVIRONMENT = {
    "TABLE_NAME": TABLE,
    "ALERTS_QUEUE_URL": QUEUE,
    "STREAM_DLQ_URL": "dead-letters",
    "WEBHOOK_SECRET_ID": "webhook",
    "POWERTOOLS_SERVICE_NAME": "bench",
}
TRACKED, COUNTED = ("C#", "P#", "W#"), ("W#",)


class Secrets:
    """Secrets Manager, with what this run signs with."""

    def get_secret_value(self, **_: str) -> dict[str, str]:
        names = ("meta_app_secrets", "meta_verify_tokens", "x_consumer_secrets")
        return {"SecretString": json.dumps({name: [SECRET] for name in names})}


class Queue:
    """SQS, which only counts."""

    def __init__(self) -> None:
        self.requests = self.entries = 0

    def send_message_batch(self, *, Entries: list[Any], **_: str) -> dict[str, Any]:  # noqa: N803
        self.requests += 1
        self.entries += len(Entries)
        return {}


class Rehearsal:
    """The functions, what they call, and what waits in the stream for each."""

    def __init__(self) -> None:
        self.now = 0.0
        self.meter, self.queue = Meter(), Queue()
        self.table = FakeDynamoDB(TABLE, lambda: self.now, meter=self.meter)
        self.table.on_record = self._record
        self.tracked: deque[dict[str, Any]] = deque()
        self.counted: deque[dict[str, Any]] = deque()
        self.batches: dict[str, list[int]] = {"tracker": [], "rollup": []}

    def _record(self, record: dict[str, Any]) -> None:
        pk = record["dynamodb"]["Keys"]["pk"]["S"]
        if pk.startswith(TRACKED) and record["eventName"] != "REMOVE":
            self.tracked.append(record)
        if pk.startswith(COUNTED):
            self.counted.append(record)

    def deliver(self, message: Message) -> None:
        """The webhook, as Meta calls it, with this message alone."""
        from functions.webhook.handler import handler

        raw = senders.meta_raw(senders.body(message))
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
        """The tracker, with what its part of the stream holds by now, 100 at most a batch."""
        from functions.tracker.handler import handler

        while self.tracked:
            self._hand("tracker", handler, self.tracked, 100)

    def count(self) -> None:
        """The rollup, likewise, 1,000 at most a batch."""
        from functions.rollup.handler import handler

        while self.counted:
            self._hand("rollup", handler, self.counted, 1000)

    def _hand(self, name: str, handler: Any, waiting: deque[dict[str, Any]], most: int) -> None:
        batch = [waiting.popleft() for _ in range(min(most, len(waiting)))]
        self.batches[name].append(len(batch))
        answer = handler({"Records": batch}, None)
        assert answer == {"batchItemFailures": []}, answer

    def client(self, service: str, *, once: bool = False) -> Any:  # noqa: ARG002
        """In place of `shared.runtime.aws.client`."""
        return {"dynamodb": self.table, "sqs": self.queue, "secretsmanager": Secrets()}[service]


def _signed(raw: bytes) -> dict[str, str]:
    return senders.meta_headers(raw, secret=SECRET)


@contextmanager
def rehearsed(file: Path = ROOT / "replywatch.toml") -> Iterator[Rehearsal]:
    """A rehearsal with that configuration; afterwards all is as before."""
    rehearsal = Rehearsal()
    with ExitStack() as changes:
        shipped = Path(changes.enter_context(TemporaryDirectory())) / "configuration.json"
        shipped.write_text(compile_file(file), encoding="utf-8")
        environment = ENVIRONMENT | {"CONFIGURATION_FILE": str(shipped)}
        changes.enter_context(patch.dict(os.environ, environment))
        changes.enter_context(patch.object(aws, "client", rehearsal.client))
        changes.enter_context(patch.dict(secrets._cache, clear=True))
        for name in ("event", "count", "seconds"):
            changes.enter_context(patch.object(log, name, lambda *_args, **_fields: None))
        for kept in (store.shared_store, configuration.deployed_configuration):
            kept.cache_clear()
            changes.callback(kept.cache_clear)
        yield rehearsal
