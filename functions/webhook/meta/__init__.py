"""Everything that Meta sends: one `Event` for each update of a body, whatever its shape.

The envelope names the product; each product's own shapes are read in a module of their own.
https://developers.facebook.com/docs/graph-api/webhooks/getting-started#event-notifications
"""

from datetime import datetime

from functions.webhook.bodies import Json, NotAWebhookError, ident, items, moment
from functions.webhook.meta import feed, instagram, messaging, threads, whatsapp
from functions.webhook.meta.fields import label
from shared.events import Channel, Event

_NOBODY_WRITES = frozenset(
    {"permissions", "user", "application", "ad_account", "certificate_transparency", "group"}
)


def parse(body: dict[str, Json]) -> list[Event]:
    """An event for every update. Raises NotAWebhookError where no envelope of Meta's is."""
    if "object" in body and "entry" in body:
        return _entries(body["object"], body["entry"])
    if "values" in body and ("topic" in body or "target_id" in body or "subscription_id" in body):
        return threads.updates(body)
    raise NotAWebhookError("the body has no envelope of Meta's")


def _entries(product: Json, entries: Json) -> list[Event]:
    if not isinstance(entries, list):
        return [_unknown(f"{label(product)}.entry", entries)]
    events: list[Event] = []
    for entry in entries:
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
    sent_at = moment(entry.get("time"))
    account = ident(entry.get("id"))
    if account == "0":  # the dashboard's test button
        account = None
    updates = entry.get("messaging")
    if len(entry) == 3 and isinstance(updates, list) and "time" in entry and "id" in entry:
        # Nothing but messages, as in all entries of the largest bodies.
        return [messaging.update(item, channel, account, sent_at) for item in updates]
    events: list[Event] = []
    known = False
    for key in ("messaging", "standby"):
        if key in entry:
            known = True
            updates = entry[key]
            if isinstance(updates, list):
                events += [messaging.update(item, channel, account, sent_at) for item in updates]
            else:
                events.append(_unknown(f"{channel}.{key}", updates))
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


def _changes(entry: dict[str, Json]) -> list[Json]:
    """An entry's changes. For apps with Instagram Login, the entry itself can be the one change."""
    changes = entry.get("changes", [])
    found: list[Json] = changes if isinstance(changes, list) else [changes]
    return [*found, entry] if "field" in entry else found


def _change(
    change: Json, channel: Channel, account: str | None, sent_at: datetime | None
) -> list[Event]:
    read = feed.change if channel == "messenger" else instagram.change
    if not isinstance(change, dict):
        return [_unknown(f"{channel}.change", change)]
    value = change.get("value")
    values = value if isinstance(value, list) and value else [value]
    return [read(change.get("field"), each, account, sent_at) for each in values]


def _others(entry: dict[str, Json], product: str) -> list[Event]:
    """An entry of a WhatsApp account, or of an object in which nobody writes to a brand."""
    sent_at = moment(entry.get("time"))
    events: list[Event] = []
    for change in _changes(entry):
        if product == "whatsapp_business_account":
            events += whatsapp.change(change, sent_at)
        elif product in _NOBODY_WRITES and isinstance(change, dict):
            what = f"{product}.{label(change.get('field'))}"
            events.append(Event(kind="not_a_message", what=what, sent_at=sent_at))
        else:
            field = label(change.get("field")) if isinstance(change, dict) else "change"
            events.append(_unknown(f"{product}.{field}", change))
    for key in ("messaging", "standby"):
        updates = entry.get(key, [])
        for update in updates if isinstance(updates, list) else [updates]:
            events.append(_unknown(f"{product}.{key}", update))
    if not events and "changes" not in entry:
        events.append(_unknown(f"{product}.entry", entry))
    return events


def _unknown(what: str, fragment: Json) -> Event:
    return Event(kind="unknown", what=what, source=fragment)
