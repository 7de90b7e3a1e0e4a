"""EventBridge, and the queue of the events that it did not accept. Requests are checked as botocore
does."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator
from jsonschema import Draft202012Validator

MAX_ENTRIES = 10
SCHEMA = Path(__file__).parents[2] / "docs" / "events.schema.json"


@cache
def _input(service: str, operation: str) -> Any:
    model = ServiceModel(Loader().load_service_model(service, "service-2"))
    return model.operation_model(operation).input_shape


def check(service: str, operation: str, request: dict[str, Any]) -> None:
    """Raises AssertionError if the request does not match the service's model."""
    report = ParamValidator().validate(request, _input(service, operation))
    assert not report.has_errors(), report.generate_report()


@cache
def _schema() -> Draft202012Validator:
    """The published schema, changed to allow no undocumented fields."""
    document = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for one in document["$defs"].values():
        one["additionalProperties"] = False
    return Draft202012Validator(document)


def check_event(event: dict[str, Any]) -> None:
    """Raises AssertionError if a published event does not match the schema."""
    errors = list(_schema().iter_errors(event))
    assert errors == [], errors[0].message


class FakeEventBus:
    """The fake of the bus and its queue. `refuses` is the part of EventBridge's answer that
    fails."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.queued: list[str] = []
        self.requests = 0
        self.refuses: str | None = None
        """`all`: the request fails; `some`: every other entry is refused."""
        self.is_queue_down = False

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events on the bus, oldest first."""
        return [json.loads(entry["Detail"]) for entry in self.entries]

    @property
    def types(self) -> list[str]:
        """The events' types, oldest first."""
        return [str(event["type"]) for event in self.events]

    def put_events(self, **request: Any) -> dict[str, Any]:
        """Has the signature of the method of `boto3.client("events")`."""
        check("events", "PutEvents", request)
        self.requests += 1
        assert len(request["Entries"]) <= MAX_ENTRIES
        if self.refuses == "all":
            raise ClientError({"Error": {"Code": "InternalException"}}, "PutEvents")
        results: list[dict[str, str]] = []
        for number, entry in enumerate(request["Entries"]):
            check_event(json.loads(entry["Detail"]))
            is_refused = self.refuses == "some" and number % 2 == 0
            results.append({"ErrorCode": "ThrottlingException"} if is_refused else {"EventId": "1"})
            self.entries += [] if is_refused else [entry]
        return {"FailedEntryCount": sum("ErrorCode" in r for r in results), "Entries": results}

    def send_message_batch(self, **request: Any) -> dict[str, Any]:
        """Has the signature of the method of `boto3.client("sqs")`."""
        check("sqs", "SendMessageBatch", request)
        assert len(request["Entries"]) <= MAX_ENTRIES
        if self.is_queue_down:
            failed = [{"Id": e["Id"], "Code": "InternalError"} for e in request["Entries"]]
            return {"Successful": [], "Failed": failed}
        self.queued += [entry["MessageBody"] for entry in request["Entries"]]
        return {"Successful": [{"Id": entry["Id"]} for entry in request["Entries"]]}
