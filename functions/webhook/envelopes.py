"""Splits a body into bodies with one update each, each with the envelope that it came in.

An unknown event is quarantined with its envelope and not only as a fragment. A later parser needs
to know the account, the field, and which phone number belongs to which id.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from functions.webhook.bodies import Json, NotAWebhookError, ident, items, items_or_itself, obj
from shared.domain.events import Event

type Body = dict[str, Json]
type Parse = Callable[[Body], Sequence[Event]]

_WHATSAPP_LISTS = ("messages", "message_echoes", "statuses", "errors")
_CONTACT_IDS = (
    "from", "from_user_id", "to", "to_user_id", "recipient_id", "recipient_user_id", "wa_id",
    "user_id",
)  # fmt: skip
_X_CONTEXT = ("for_user_id", "user_has_blocked", "is_blocked_by", "users", "apps")
_META_LISTS = ("messaging", "standby", "changes")


def parse_with_envelopes(body: Body, parse: Parse) -> list[Event]:
    """The body's events. The source of each unknown event is a whole body with only that update.

    Raises what `parse` raises.
    """
    events = list(parse(body))
    if "unknown" not in {event.kind for event in events}:
        return events
    from_parts = [
        event._replace(source=part) if event.kind == "unknown" else event
        for part in split(body)
        for event in _parse_part(part, parse)
    ]
    if _without_sources(from_parts) == _without_sources(events):
        return from_parts
    # The parts mean something else than the body, so each unknown event keeps the whole body.
    return [e._replace(source=body) if e.kind == "unknown" else e for e in events]


def _parse_part(body: Body, parse: Parse) -> Sequence[Event]:
    try:
        return parse(body)
    except NotAWebhookError:
        return ()


def _without_sources(events: Sequence[Event]) -> Counter[Event]:
    return Counter(event._replace(source=None) for event in events)


def split(body: Body) -> Iterator[Body]:
    """Bodies with one update each, as far as the shape is known. Together they hold all updates."""
    entries, values, data = body.get("entry"), body.get("values"), body.get("data")
    if "object" in body and isinstance(entries, list):
        for entry in entries:
            parts = _split_entry(entry) if isinstance(entry, dict) else [entry]
            yield from ({**body, "entry": [part]} for part in parts)
    elif isinstance(values, list):
        yield from ({**body, "values": value} for value in values)
    elif isinstance(data, list):
        yield from ({**body, "data": [each]} for each in data)
    elif not body.keys() & {"object", "values", "data", "matching_rules", "payload"}:
        yield from _split_account_activity(body)
    else:
        yield body


def _split_entry(entry: Body) -> Iterator[Body]:
    """One of Meta's entries, split into entries with one update each."""
    rest = {k: v for k, v in entry.items() if k not in _META_LISTS}
    envelope = {k: v for k, v in rest.items() if k not in ("field", "value")}
    found = False
    for key in _META_LISTS:
        listed = entry.get(key)
        if key not in entry or listed == []:
            continue
        found = True
        for item in items_or_itself(listed):
            parts = _split_change(item) if key == "changes" else [item]
            yield from ({**envelope, key: [part]} for part in parts)
    if "field" in entry or not found:
        yield rest if "field" in entry else entry


def _split_change(change: Json) -> Iterator[Json]:
    """WhatsApp lists many messages in one change. Each part gets the contacts that it names."""
    value = obj(obj(change).get("value"))
    field = obj(change).get("field")
    named = dict.fromkeys((*_WHATSAPP_LISTS, *([field] if isinstance(field, str) else [])))
    keys = [key for key in named if items(value.get(key))]
    if not isinstance(change, dict) or "metadata" not in value or not keys:
        yield change
        return
    rest = {k: v for k, v in value.items() if k not in keys}
    contacts = items(value.get("contacts"))
    known = {ident(obj(c).get(k)): c for c in contacts for k in ("wa_id", "user_id")}
    for key in keys:
        for item in items(value[key]):
            single = {**rest, key: [item]}
            if len(contacts) > 1:
                single["contacts"] = _contacts_of(item, known)
            yield {**change, "value": single}


def _contacts_of(item: Json, known: Mapping[str | None, Json]) -> list[Json]:
    """The contacts that the item names, and an empty one.

    The parser takes the only contact of a value for the item's author. The empty contact prevents
    that, since the original value lists several.
    """
    named = dict.fromkeys(ident(obj(item).get(key)) for key in _CONTACT_IDS)
    found = [known[one] for one in named if one in known and one is not None]
    empty: Body = {}
    return [*(c for n, c in enumerate(found) if c not in found[:n]), empty]


def _split_account_activity(body: Body) -> Iterator[Body]:
    """A body of X's Account Activity API, split into bodies with one update each."""
    updates = [
        (k, v) for k, v in body.items() if k not in _X_CONTEXT and isinstance(v, list | dict)
    ]
    listed = {key for key, _ in updates}
    envelope = {k: v for k, v in body.items() if k not in listed}
    parts = [
        {**envelope, key: [each] if isinstance(value, list) else each}
        for key, value in updates
        for each in items_or_itself(value)
    ]
    yield from parts or [body]
