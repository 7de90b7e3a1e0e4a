"""Whether Lambda still reads what calls the functions: the table's stream, and the queues."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cli.deployment import ALIAS, Deployment
from cli.findings import Finding


class Reader(NamedTuple):
    """An event source mapping that a deployment must have."""

    source: str
    """`stream`, or the output with the queue's address."""
    function: str
    """The output with the function's name."""
    check: str
    missed: str
    """What does not happen without it."""


READERS = (
    Reader("stream", "TrackerFunction", "stream to tracker", "no wait opens or closes"),
    Reader("stream", "RollupFunction", "stream to rollup", "the statistics stand still"),
    Reader("AlertsQueueUrl", "NotifierFunction", "alerts to notifier", "no alert is sent"),
    Reader("EventsQueueUrl", "RollupFunction", "events to rollup", "no event is published again"),
)

CHANGING = {"Creating", "Enabling", "Updating"}


def states(place: Deployment) -> Iterator[Finding]:
    """A finding for each reader. Raises ClientError where AWS refuses to say."""
    client = place.connection.client("lambda")
    for reader in READERS:
        if reader.source not in {"stream", *place.outputs}:
            continue  # without `[events]` there is no such queue
        name, source = place.output(reader.function), _arn(place, reader.source)
        found = [m for m in _mappings(client, source) if _calls(m, name)] if source else []
        yield _finding(reader, found[0] if found else None)


def _mappings(client: Any, source: str) -> Iterator[Mapping[str, Any]]:
    pages = client.get_paginator("list_event_source_mappings").paginate(EventSourceArn=source)
    for page in pages:
        yield from page["EventSourceMappings"]


def _arn(place: Deployment, source: str) -> str:
    """The source's ARN; empty for a table without a stream."""
    if source == "stream":
        client = place.connection.client("dynamodb")
        table = client.describe_table(TableName=place.output("TableName"))["Table"]
        return str(table.get("LatestStreamArn", ""))
    answer = place.connection.client("sqs").get_queue_attributes(
        QueueUrl=place.output(source), AttributeNames=["QueueArn"]
    )
    return str(answer["Attributes"]["QueueArn"])


def _calls(mapping: Mapping[str, Any], name: str) -> bool:
    """Whether the mapping calls the function: its version in use, or the only one."""
    called = str(mapping.get("FunctionArn", "")).partition(":function:")[2]
    return called in {name, f"{name}:{ALIAS}"}


def _finding(reader: Reader, mapping: Mapping[str, Any] | None) -> Finding:
    if mapping is None:
        advice = f"Until then, {reader.missed}. Deploy: the stack has it."
        return Finding(reader.check, "failed", "not there", advice)
    state, result = mapping["State"], str(mapping.get("LastProcessingResult", ""))
    if state in CHANGING:
        advice = f"Until it is enabled, {reader.missed}. Check again in a minute."
        return Finding(reader.check, "warning", state.lower(), advice)
    if state != "Enabled":
        command = f"aws lambda update-event-source-mapping --uuid {mapping['UUID']} --enabled"
        advice = f"Until it is enabled, {reader.missed}: {command}"
        return Finding(reader.check, "failed", state.lower(), advice)
    if result.startswith("PROBLEM"):
        advice = "Look at the function's log, and at what its role may do."
        return Finding(reader.check, "failed", f"enabled, and the last batch: {result}", advice)
    return Finding(reader.check, "ok", "enabled")
