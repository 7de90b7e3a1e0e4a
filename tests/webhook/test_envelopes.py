"""A body is split into parts with the same meaning, so that each can be kept and parsed again."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from functions.webhook import envelopes, meta, x
from functions.webhook.bodies import NotAWebhookError
from shared.domain.events import Event
from tests import builders

BRANDS = {"1500000000000000001", "900", "100"}


def bodies() -> list[Any]:
    return [
        pytest.param(path, id=f"{path.parents[1].name}/{path.stem}") for path in builders.payloads()
    ]


def parser(platform: str) -> Callable[[dict[str, Any]], list[Event]]:
    return meta.parse if platform == "meta" else lambda body: x.parse(body, BRANDS)


def bare(events: list[Event]) -> Counter[Event]:
    return Counter(e._replace(source=None) for e in events)


@pytest.mark.parametrize("path", bodies())
def test_the_parts_of_a_body_give_the_same_events_as_the_body(path: Path) -> None:
    body, parse = json.loads(path.read_text(encoding="utf-8")), parser(path.parents[1].name)
    if not isinstance(body, dict):
        return
    try:
        whole = parse(body)
    except NotAWebhookError:
        return
    parts = [event for part in envelopes.split(body) for event in parse(part)]
    assert bare(parts) == bare(whole)
    assert bare(envelopes.parse_with_envelopes(body, parse)) == bare(whole)


@pytest.mark.parametrize("path", bodies())
def test_the_source_of_an_unknown_event_parses_to_the_same_event(path: Path) -> None:
    body, parse = json.loads(path.read_text(encoding="utf-8")), parser(path.parents[1].name)
    try:
        events = envelopes.parse_with_envelopes(body, parse)
    except (NotAWebhookError, TypeError):
        return
    for event in events:
        if event.kind == "unknown":
            assert isinstance(event.source, dict)
            again = bare(envelopes.parse_with_envelopes(event.source, parse))
            assert again[event._replace(source=None)] == 1


def test_each_of_a_thousand_unknown_events_keeps_only_its_own_update() -> None:
    messages = [{"from": str(n), "id": f"wamid.{n}", "type": "novelty"} for n in range(1000)]
    contacts = [{"wa_id": str(n), "user_id": f"US.{n}"} for n in range(1000)]
    metadata = {"phone_number_id": "1"}
    value = {"metadata": metadata, "contacts": contacts, "messages": messages}
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    events = envelopes.parse_with_envelopes(
        {"object": "whatsapp_business_account", "entry": [entry]}, meta.parse
    )
    assert len(events) == 1000
    (change,) = events[7].source["entry"][0]["changes"]  # type: ignore[index]
    assert change["value"]["messages"] == [messages[7]]
    assert change["value"]["contacts"] == [contacts[7], {}]
    assert change["value"]["metadata"] == metadata


def test_the_only_contact_of_a_value_stays_the_only_one() -> None:
    messages = [{"id": "wamid.1", "type": "novelty"}, {"id": "wamid.2", "type": "text"}]
    contacts = [{"wa_id": "49151", "user_id": "DE.1"}]
    value = {"metadata": {"phone_number_id": "1"}, "contacts": contacts, "messages": messages}
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    body: dict[str, Any] = {"object": "whatsapp_business_account", "entry": [entry]}
    unknown, understood = envelopes.parse_with_envelopes(body, meta.parse)
    assert understood.customer == "49151"
    assert unknown.source["entry"][0]["changes"][0]["value"]["contacts"] == contacts  # type: ignore[index]


def test_an_unknown_event_keeps_the_whole_body_if_it_cannot_be_split() -> None:
    body: dict[str, Any] = {"object": "page", "entry": 5}
    (event,) = envelopes.parse_with_envelopes(body, meta.parse)
    assert (event.kind, event.source) == ("unknown", body)
