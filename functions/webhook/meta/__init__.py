"""Everything that Meta sends: one `Event` for each update of a body, whatever its shape.

The envelope names the product; each product's own shapes are read in a module of their own.
https://developers.facebook.com/docs/graph-api/webhooks/getting-started#event-notifications
"""

from datetime import datetime

from functions.webhook.bodies import Json, NotAWebhookError, ident, items, moment, obj
from functions.webhook.meta import feed, instagram, messaging, threads, whatsapp
from functions.webhook.meta.fields import MESSAGING, NOBODY_WRITES, WRITTEN, label
from shared.domain.events import Channel, Event


def parse(body: dict[str, Json]) -> list[Event]:
    """An event for every update. Raises NotAWebhookError where no envelope of Meta's is."""
    if "object" in body and "entry" in body:
        return _entries(body["object"], body["entry"])
    if "values" in body and ("topic" in body or "target_id" in body or "subscription_id" in body):
        return threads.updates(body)
    raise NotAWebhookError("the body has no envelope of Meta's")


def _entries(product: Json, entries: Json) -> list[Event]:
    events: list[Event] = []
    for entry in _listed(entries):
        if not isinstance(entry, dict):
            events.append(_unknown(f"{label(product)}.entry", entry))
        elif product == "page":
            events += _messages(entry, "messenger")
        elif product == "instagram":
            events += _messages(entry, "instagram")
        else:
            events += _others(entry, label(product))
    return events


def _messages(entry: dict[str, Json], channel: Channel) -> list[Event]:
    """An entry of a Page or of an Instagram account."""
    account = ident(entry.get("id"))
    if account == "0":  # the dashboard's test button
        account = None
    events: list[Event] = []
    updates = entry.get("messaging")
    if len(entry) == 3 and isinstance(updates, list) and "time" in entry and "id" in entry:
        # Nothing but messages, as in all entries of the largest bodies. When they were sent is
        # worked out only for those without a time of their own.
        for item in updates:
            event = messaging.update(item, channel, account, None)
            events.append(event if event.at else event._replace(sent_at=moment(entry["time"])))
        return events
    sent_at = moment(entry.get("time"))
    known = False
    for key, held in entry.items():
        if key in ("messaging", "standby"):
            known = True
            events += [messaging.update(each, channel, account, sent_at) for each in _listed(held)]
        elif key in messaging.SIGNALS:  # calls come so
            known = True
            each_of = _listed(held)
            events += [messaging.signal(key, obj(e), channel, account, sent_at) for e in each_of]
    for name in items(entry.get("changed_fields")):
        # A subscription without values: something changed, and nothing more is told.
        known = True
        what = f"{channel}.changed_fields.{label(name)}"
        events.append(Event(kind="not_a_message", what=what, account=account, sent_at=sent_at))
    for change in _changes(entry):
        known = True
        events += _change(change, channel, account, sent_at)
    if not known and "changes" not in entry:
        events.append(_unknown(f"{channel}.entry", entry))
    return events


def _listed(value: Json) -> list[Json]:
    """The list's items; of anything else, itself as the one item."""
    return value if isinstance(value, list) else [value]


def _changes(entry: dict[str, Json]) -> list[Json]:
    """An entry's changes. For apps with Instagram Login, the entry itself can be the one change."""
    found = _listed(entry.get("changes", []))
    return [*found, entry] if "field" in entry else found


def _change(
    change: Json, channel: Channel, account: str | None, sent_at: datetime | None
) -> list[Event]:
    if not isinstance(change, dict):
        return [_unknown(f"{channel}.change", change)]
    name, value = label(change.get("field")), change.get("value")
    values = value if isinstance(value, list) and value else [value]
    return [_value(name, each, channel, account, sent_at) for each in values]


def _value(
    name: str, value: Json, channel: Channel, account: str | None, sent_at: datetime | None
) -> Event:
    """The event of a field's value. Fields of messages hold what else stands in `messaging[]`;
    dashboards test them with no value, or with one that names only the Page, and the value of
    Instagram's `standby` is documented as a text."""
    if isinstance(value, dict) and len(value) < 2 and value.keys() <= {"page_id"}:
        value = None
    if name not in MESSAGING:
        read = feed.change if channel == "messenger" else instagram.change
        return read(name, value, account, sent_at)
    if value is None or (name == "standby" and isinstance(value, str)):
        return messaging.signal(name, {}, channel, account, sent_at)
    event = messaging.update(value, channel, account, sent_at)
    if name in WRITTEN or event.kind != "unknown":
        return event
    return messaging.signal(name, obj(value), channel, account, sent_at)


def _others(entry: dict[str, Json], product: str) -> list[Event]:
    """An entry of a WhatsApp account, or of an object in which nobody writes to a brand."""
    sent_at = moment(entry.get("time"))
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
        for update in _listed(entry.get(key, [])):
            events.append(_unknown(f"{product}.{key}", update))
    if not events and "changes" not in entry:
        events.append(_other(product, "entry", entry, sent_at))
    return events


def _other(product: str, what: str, fragment: Json, sent_at: datetime | None) -> Event:
    if product in NOBODY_WRITES and fragment is not None:
        return Event(kind="not_a_message", what=f"{product}.{what}", sent_at=sent_at)
    return _unknown(f"{product}.{what}", fragment)


def _unknown(what: str, fragment: Json) -> Event:
    return Event(kind="unknown", what=what, source=fragment)
