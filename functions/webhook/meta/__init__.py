"""Parses Meta's webhook bodies: one `Event` for each update of a body.

The envelope names the product. Each product has its own module.
https://developers.facebook.com/docs/graph-api/webhooks/getting-started#event-notifications
"""

from datetime import datetime

from functions.webhook.bodies import (
    Json,
    NotAWebhookError,
    ident,
    items,
    items_or_itself,
    obj,
    parse_time,
)
from functions.webhook.meta import feed, instagram, private_messages, threads, whatsapp
from functions.webhook.meta.fields import MESSAGING, WITHOUT_MESSAGES, WRITTEN, label
from functions.webhook.meta.plain_texts import CHANNEL_OF
from shared.domain.events import Channel, Event


def parse(body: dict[str, Json]) -> list[Event]:
    """An event for each update. Raises NotAWebhookError if the body has no envelope of Meta's."""
    if "object" in body and "entry" in body:
        return _parse_entries(body["object"], body["entry"])
    if "values" in body and ("topic" in body or "target_id" in body or "subscription_id" in body):
        return threads.updates(body)
    raise NotAWebhookError("the body has no envelope of Meta's")


def _parse_entries(product: Json, entries: Json) -> list[Event]:
    name = label(product)
    channel = CHANNEL_OF.get(name)
    events: list[Event] = []
    for entry in items_or_itself(entries):
        if not isinstance(entry, dict):
            events.append(_unknown(f"{name}.entry", entry))
        elif channel is not None:
            events += _parse_channel_entry(entry, channel)
        else:
            events += _parse_other_entry(entry, name)
    return events


def _parse_channel_entry(entry: dict[str, Json], channel: Channel) -> list[Event]:
    """The events of a Page's or an Instagram account's entry.

    It may hold messages, signals and changes next to each other.
    """
    account = ident(entry.get("id"))
    if account == "0":  # sent by the test button of Meta's app dashboard
        account = None
    sent_at = parse_time(entry.get("time"))
    events: list[Event] = []
    known = "changes" in entry
    for key, held in entry.items():
        updates = items_or_itself(held)
        if key in ("messaging", "standby"):
            known = True
            events += [private_messages.update(u, channel, account, sent_at) for u in updates]
        elif key in private_messages.SIGNALS:  # calls lie directly in the entry
            known = True
            events += [
                private_messages.signal(key, obj(u), channel, account, sent_at) for u in updates
            ]
    for name in items(entry.get("changed_fields")):
        # The app subscribed without "include values", so only the field's name is sent.
        event_name = f"{channel}.changed_fields.{label(name)}"
        events.append(
            Event(kind="not_a_message", event_name=event_name, account=account, sent_at=sent_at)
        )
    for change in _changes(entry):
        events += _parse_change(change, channel, account, sent_at)
    if not events and not known:
        events.append(_unknown(f"{channel}.entry", entry))
    return events


def _changes(entry: dict[str, Json]) -> list[Json]:
    """The entry's changes. For apps with Instagram Login, the entry itself can be a change."""
    found = items_or_itself(entry.get("changes", []))
    return [*found, entry] if "field" in entry else found


def _parse_change(
    change: Json, channel: Channel, account: str | None, sent_at: datetime | None
) -> list[Event]:
    if not isinstance(change, dict):
        return [_unknown(f"{channel}.change", change)]
    name, value = label(change.get("field")), change.get("value")
    values = value if isinstance(value, list) and value else [value]
    return [_parse_value(name, each, channel, account, sent_at) for each in values]


def _parse_value(
    name: str, value: Json, channel: Channel, account: str | None, sent_at: datetime | None
) -> Event:
    """The event of one value of a field.

    A value of a message field has the shape of an item of `messaging[]`. The dashboard's test
    button sends no value, or one with only the Page's id. Meta documents the value of Instagram's
    `standby` as a text.
    """
    if isinstance(value, dict) and len(value) < 2 and value.keys() <= {"page_id"}:
        value = None
    if name not in MESSAGING:
        read = feed.change if channel == "messenger" else instagram.change
        return read(name, value, account, sent_at)
    if value is None or (name == "standby" and isinstance(value, str)):
        return private_messages.signal(name, {}, channel, account, sent_at)
    event = private_messages.update(value, channel, account, sent_at)
    if name in WRITTEN or event.kind != "unknown":
        return event
    return private_messages.signal(name, obj(value), channel, account, sent_at)


def _parse_other_entry(entry: dict[str, Json], product: str) -> list[Event]:
    """The events of a WhatsApp account's entry, or of an object without customers' messages."""
    sent_at = parse_time(entry.get("time"))
    events: list[Event] = []
    for change in _changes(entry):
        if product == "whatsapp_business_account":
            events += whatsapp.change(change, sent_at)
        else:
            field = label(change.get("field")) if isinstance(change, dict) else "change"
            events.append(_other(product, field, change, sent_at))
    for name in items(entry.get("changed_fields")):
        events.append(_other(product, f"changed_fields.{label(name)}", name, sent_at))
    for key in ("messaging", "standby"):
        for update in items_or_itself(entry.get(key, [])):
            events.append(_unknown(f"{product}.{key}", update))
    if not events and "changes" not in entry:
        events.append(_other(product, "entry", entry, sent_at))
    return events


def _other(product: str, event_name: str, fragment: Json, sent_at: datetime | None) -> Event:
    if product in WITHOUT_MESSAGES and fragment is not None:
        return Event(kind="not_a_message", event_name=f"{product}.{event_name}", sent_at=sent_at)
    return _unknown(f"{product}.{event_name}", fragment)


def _unknown(event_name: str, fragment: Json) -> Event:
    return Event(kind="unknown", event_name=event_name, source=fragment)
