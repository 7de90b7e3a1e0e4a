"""Meta's envelopes, and the objects in which customers never write."""

from typing import Any

import pytest

from functions.webhook.bodies import NotAWebhookError
from functions.webhook.meta.fields import INSTAGRAM, WHATSAPP
from functions.webhook.meta.fields import PAGE as PAGE_FIELDS
from shared.domain.events import Event
from tests.webhook.meta.support import (
    AT,
    PAGE,
    SENT,
    body,
    events,
    expectations,
    parse,
    payload_names,
)

EXPECTED: dict[str, list[Event]] = expectations(
    {
        "catalog_change": [
            Event(kind="not_a_message", event_name="catalog.items_batch", sent_at=SENT)
        ],
        "payments_changed_fields": [
            Event(kind="not_a_message", event_name="payments.changed_fields.actions", sent_at=AT),
            Event(kind="not_a_message", event_name="payments.changed_fields.disputes", sent_at=AT),
            Event(kind="not_a_message", event_name="payments.entry", sent_at=AT),
        ],
        "permissions_change": [
            Event(kind="not_a_message", event_name="permissions.pages_messaging", sent_at=AT),
            Event(kind="not_a_message", event_name="permissions.connected", sent_at=AT),
        ],
        "user_change": [Event(kind="not_a_message", event_name="user.photos", sent_at=AT)],
    }
)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_body_becomes_exactly_these_events(name: str):
    assert events(name) == EXPECTED[name]


def test_every_payload_has_its_row():
    prefixes = ("page_", "messenger_", "instagram_", "whatsapp_", "threads_")
    others = {name for name in payload_names("") if not name.startswith(prefixes)}
    assert others == set(EXPECTED)


@pytest.mark.parametrize("odd", [{}, {"object": "page"}, {"entry": []}, {"values": []}, {"a": 1}])
def test_a_body_without_an_envelope_of_meta_is_refused(odd: dict[str, Any]):
    with pytest.raises(NotAWebhookError):
        parse(odd)


def test_a_body_without_updates_has_no_events():
    assert parse({"object": "page", "entry": []}) == []


def test_a_thousand_updates_become_a_thousand_events():
    full = body("messenger_text")
    full["entry"][0]["messaging"] *= 1000

    assert len(parse(full)) == 1000


@pytest.mark.parametrize("malformed", [None, 7, "text", [], {}, {"message": None}, {"message": {}}])
def test_a_malformed_update_is_unknown_and_the_next_one_is_parsed(malformed: Any):
    mixed = body("messenger_text")
    mixed["entry"][0]["messaging"].insert(0, malformed)

    first, second = parse(mixed)

    assert first.kind == "unknown"
    assert first.source == malformed
    assert [second] == events("messenger_text")


@pytest.mark.parametrize("entry", [None, 1, {}, {"id": "1"}, {"messaging": 5}, {"changes": {}}])
@pytest.mark.parametrize("product", ["page", "instagram", "whatsapp_business_account", "robots"])
def test_a_malformed_entry_is_unknown(product: str, entry: Any):
    assert [event.kind for event in parse({"object": product, "entry": [entry]})] == ["unknown"]


def test_each_change_of_an_undocumented_object_is_unknown():
    changes = [{"field": "ads_rules_engine", "value": {}}, {"field": "sunshine"}]

    found = parse({"object": "sunshine", "entry": [{"id": "1", "changes": changes}]})

    assert [(event.kind, event.event_name) for event in found] == [
        ("unknown", "sunshine.ads_rules_engine"),
        ("unknown", "sunshine.sunshine"),
    ]


@pytest.mark.parametrize(
    ("product", "fields"),
    [("page", PAGE_FIELDS), ("instagram", INSTAGRAM), ("whatsapp_business_account", WHATSAPP)],
)
def test_a_documented_field_is_never_unknown(product: str, fields: frozenset[str]):
    written = {"feed", "mention", "ratings", "comments", "live_comments", "mentions", "messages"}
    written |= {"standby", "message_echoes", "message_edit", "message_edits"}
    written |= {"messaging_postbacks", "smb_message_echoes", "user_id_update"}
    changes = [{"field": field, "value": {"id": "1"}} for field in sorted(fields - written)]

    found = parse({"object": product, "entry": [{"id": "1", "time": 1, "changes": changes}]})

    assert len(found) == len(changes)
    assert {event.kind for event in found} == {"not_a_message"}


def test_an_event_name_never_contains_an_id_or_a_text():
    odd = [{"field": "Dear Sir, my order 4711"}, {"field": {"id": 1}}, {"field": "x" * 500}]

    found = parse({"object": "page", "entry": [{"id": PAGE, "changes": odd}]})

    assert {event.event_name for event in found} == {"page.other"}
