"""What Lambda bills for a function's invocations, in GB-seconds.

Billed time has two parts: processor time, which is measured here, and waiting for AWS's answers,
which is assumed. A function with less than 1,769 MB gets a share of one processor, so its processor
time takes longer by that factor. For example, 2 ms of work take 6.9 ms in a function with 512 MB.
"""

import json
import statistics
import time
from collections.abc import Iterator, Mapping
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse

from bench.simulated_stack import Usage
from infra.function import LIMITS

FULL_PROCESSOR_MB = 1769
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"""

WAIT_S = 0.006
"""Assumed wait for the answer to one request. DynamoDB answers in single-digit milliseconds."""

RUNTIME_S = 0.0005
"""Assumed processor time of Lambda's own runtime for one invocation."""

MAX_ENVIRONMENTS: Mapping[str, int] = {
    "webhook": 2,
    "tracker": 4,
    "rollup": 4,
    "sla_checker": 1,
    "notifier": 1,
    "api": 1,
}
"""Assumed: how many environments each function has at a time; the stream's readers one a shard."""

COLD_STARTS_A_DAY = 24
"""Assumed, for each of these environments."""

COLD_START_S = 1.0
"""Assumed time of one cold start, which Lambda bills."""

CALLS, RUNS = 300, 5


class _Answer:
    """The body of an HTTP response, in the form that botocore expects."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self._body


def call_cpu_s() -> float:
    """Processor seconds of boto3 for one `get_item`: request, signature and response, without the
    network."""
    client = boto3.client(
        "dynamodb",
        region_name="us-east-1",
        aws_access_key_id="none",
        aws_secret_access_key="none",  # noqa: S106 made up
    )
    item = {f"name{n}": {"S": "x" * 40} for n in range(20)}
    body = json.dumps({"Item": item}).encode()
    client.meta.events.register(
        "before-send.dynamodb",
        lambda request, **_: AWSResponse(request.url, 200, {}, _Answer(body)),  # type: ignore[arg-type]
    )
    return statistics.median(_run_s(client) for _ in range(RUNS))


def _run_s(client: Any) -> float:
    begun = time.process_time()
    for _ in range(CALLS):
        client.get_item(TableName="table", Key={"pk": {"S": "a"}, "sk": {"S": "b"}})
    return (time.process_time() - begun) / CALLS


def billed_s(name: str, used: Usage, call_s: float) -> float:
    """Seconds billed for one invocation, on average."""
    share = min(1.0, LIMITS[name].memory_mb / FULL_PROCESSOR_MB)
    requests = used.requests / used.invocations
    cpu_s = used.cpu_s / used.invocations + requests * call_s + RUNTIME_S
    return cpu_s / share + requests * WAIT_S


def gb_seconds(name: str, seconds: float) -> float:
    """Converts that many seconds of the function to GB-seconds."""
    return seconds * LIMITS[name].memory_mb / 1024


def cold_starts_gb_seconds(days: float) -> float:
    """GB-seconds of all cold starts in that many days."""
    starts = COLD_STARTS_A_DAY * days
    return sum(gb_seconds(n, starts * c * COLD_START_S) for n, c in MAX_ENVIRONMENTS.items())
