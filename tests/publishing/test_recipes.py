"""The contents of docs/events.md: the schema, an example of each event, patterns, and the stack of
the recipes. The local run's EventBridge emulator matches the patterns."""

import asyncio
import json
import re
import runpy
from functools import cache
from typing import Any, get_args

import pytest
from aws_cdk import App
from aws_cdk.assertions import Template
from ministack.services import eventbridge

from functions.api import event_schema
from shared.domain.event_names import AlertEvent, WaitEvent
from tests.builders import ROOT
from tests.fakes.event_bus import check_event

TEXT = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
LINES = (ROOT / "docs" / "events.examples.jsonl").read_text(encoding="utf-8").splitlines()
EXAMPLES: dict[str, dict[str, Any]] = {e["detail-type"]: e for e in map(json.loads, LINES)}
TYPES: tuple[str, ...] = (*get_args(WaitEvent), *get_args(AlertEvent))
BLOCKS = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, flags=re.S)]
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", TEXT, flags=re.S))
PATTERNS = [b for b in BLOCKS if b.get("source") == ["replywatch"]]
PATTERNS += [json.loads(p) for p in re.findall(r"--event-pattern '(\{.*?\})'", SHELL, flags=re.S)]


def matches(pattern: dict[str, Any], event: dict[str, Any]) -> bool:
    body = json.dumps({"EventPattern": json.dumps(pattern), "Event": json.dumps(event)})
    headers = {"x-amz-target": "AWSEvents.TestEventPattern"}
    answer = eventbridge.handle_request("POST", "/", headers, body.encode(), {})
    status, _, content = asyncio.run(answer)
    assert status == 200, content
    return bool(json.loads(content)["Result"])


def test_the_schema_is_current() -> None:
    """After a change, run `python -m functions.api.event_schema`."""
    assert event_schema.DOCUMENT.read_text(encoding="utf-8") == event_schema.text()


def test_every_event_has_an_example_and_a_row() -> None:
    assert tuple(EXAMPLES) == TYPES
    rows = re.findall(r"^\| `((?:wait|alert)\.\w+)` \|", TEXT, flags=re.M)
    assert tuple(rows) == TYPES


@pytest.mark.parametrize("name", TYPES)
def test_an_example_is_as_the_schema_says(name: str) -> None:
    example = EXAMPLES[name]
    check_event(example["detail"])
    assert example["detail"]["type"] == example["detail-type"] == name
    assert example["time"] == example["detail"]["time"]


def test_the_events_of_the_page_are_as_the_schema_says() -> None:
    shown = [block for block in BLOCKS if "id" in block]
    assert [event["type"] for event in shown] == ["wait.overdue", "alert.failed"]
    for event in shown:
        check_event(event)


@pytest.mark.parametrize("pattern", PATTERNS, ids=json.dumps)
def test_each_pattern_of_the_page_matches_what_it_names_and_no_more(
    pattern: dict[str, Any],
) -> None:
    assert [event for event in EXAMPLES.values() if matches(pattern, having(event, pattern))]
    if "detail" in pattern:
        others = [having(event, pattern, "another") for event in EXAMPLES.values()]
        assert not [event for event in others if matches(pattern, event)]


def having(
    event: dict[str, Any], pattern: dict[str, Any], value: str | None = None
) -> dict[str, Any]:
    """The event with this value, or with a value that the pattern requires, in the fields that the
    pattern names."""
    detail = dict(event["detail"])
    for part, wanted in pattern.get("detail", {}).items():
        if part in detail:
            detail[part] = detail[part] | {n: value or v[0] for n, v in wanted.items()}
    return event | {"detail": detail}


@pytest.mark.parametrize(
    ("name", "state", "is_matched"),
    [
        ("SilentWhatsapp5C0F1A2B-1A2B3C4D5E6F", "ALARM", True),
        ("SilentWhatsapp5C0F1A2B-1A2B3C4D5E6F", "OK", False),
        ("DeadLetters5C0F1A2B-1A2B3C4D5E6F", "ALARM", False),
    ],
)
def test_the_alarm_of_a_silent_channel_is_matched(name: str, state: str, is_matched: bool) -> None:
    (pattern,) = [b for b in BLOCKS if b.get("source") == ["aws.cloudwatch"]]
    alarm = {"alarmName": f"ReplyWatch-production-Operations-{name}", "state": {"value": state}}
    event = {"source": "aws.cloudwatch", "detail-type": "CloudWatch Alarm State Change"}
    assert matches(pattern, event | {"detail": alarm}) is is_matched


def test_a_pattern_of_another_source_matches_nothing() -> None:
    assert not [e for e in EXAMPLES.values() if matches({"source": ["other"]}, e)]
    assert all(matches({"source": ["replywatch"]}, event) for event in EXAMPLES.values())


# --- The example's stack --------------------------------------------------------------------------


@cache
def template(post_to: str = "") -> dict[str, Any]:
    made = runpy.run_path(str(ROOT / "examples" / "events.py"))
    stack = made["Subscribers"](App(), "Events", bus="support", post_to=post_to)
    found: dict[str, Any] = Template.from_stack(stack).to_json()["Resources"]
    return found


def of(kind: str, post_to: str = "https://tickets.example/events") -> list[dict[str, Any]]:
    return [r["Properties"] for r in template(post_to).values() if r["Type"] == kind]


def test_the_rules_of_the_example_match_what_they_are_for() -> None:
    matched = {
        frozenset(t for t, event in EXAMPLES.items() if matches(rule["EventPattern"], event))
        for rule in of("AWS::Events::Rule")
    }
    assert matched == {frozenset(TYPES), frozenset({"wait.overdue", "alert.failed"})}
    assert {rule["EventBusName"] for rule in of("AWS::Events::Rule")} == {"support"}


def test_the_web_service_gets_the_detail_and_a_key_that_no_template_holds() -> None:
    (rule,) = [r for r in of("AWS::Events::Rule") if "detail-type" in r["EventPattern"]]
    assert rule["Targets"][0]["InputPath"] == "$.detail"
    (connection,) = of("AWS::Events::Connection")
    key = connection["AuthParameters"]["ApiKeyAuthParameters"]["ApiKeyValue"]
    assert "resolve:secretsmanager" in json.dumps(key)


def test_without_an_address_nothing_is_posted() -> None:
    assert of("AWS::Events::ApiDestination", post_to="") == []
    assert len(of("AWS::KinesisFirehose::DeliveryStream", post_to="")) == 1


def test_the_columns_of_the_lake_are_fields_of_events() -> None:
    (table,) = of("AWS::Glue::Table")
    (column,) = table["TableInput"]["StorageDescriptor"]["Columns"]
    for part in ("wait", "alert"):
        inner = re.search(rf"{part}:struct<(.*?)>(?=[,>])", column["Type"].replace("<string>", ""))
        assert inner
        names = {field.partition(":")[0] for field in inner[1].split(",")}
        example = EXAMPLES["wait.opened" if part == "wait" else "alert.sent"]
        assert names <= example["detail"][part].keys()
