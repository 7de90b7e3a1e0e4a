"""A body's updates one by one, each in the envelope it came in.

What cannot be understood today is kept so: a later parser needs the envelope (whose account, which
field, whose number belongs to which id) and not only the piece at which this one gave up.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from functions.webhook.bodies import Json, NotAWebhookError, ident, items, obj
from shared.domain.events import Event

type Body = dict[str, Json]
type Parse = Callable[[Body], Sequence[Event]]

_WHATSAPP = ("messages", "message_echoes", "statuses", "errors")
_IDS = (
    "from", "from_user_id", "to", "to_user_id", "recipient_id", "recipient_user_id", "wa_id",
    "user_id",
)  # fmt: skip
_X_CONTEXT = ("for_user_id", "user_has_blocked", "is_blocked_by", "users", "apps")


def parsed(body: Body, parse: Parse) -> list[Event]:
    """The body's events. The source of one that is unknown is a whole body with this update alone.

    Raises what `parse` raises.
    """
    events = list(parse(body))
    if "unknown" not in {event.kind for event in events}:
        return events
    singly = [
        event._replace(source=single) if event.kind == "unknown" else event
        for single in split(body)
        for event in _parsed(single, parse)
    ]
    if _counted(singly) == _counted(events):
        return singly
    # A shape that does not come apart without a change of meaning is kept whole.
    return [e._replace(source=body) if e.kind == "unknown" else e for e in events]


def _parsed(body: Body, parse: Parse) -> Sequence[Event]:
    try:
        return parse(body)
    except NotAWebhookError:
        return ()


def _counted(events: Sequence[Event]) -> Counter[Event]:
    return Counter(event._replace(source=None) for event in events)


def split(body: Body) -> Iterator[Body]:
    """Bodies that together say what this one says, an update each, as far as they come apart."""
    entries, values, data = body.get("entry"), body.get("values"), body.get("data")
    if "object" in body and isinstance(entries, list):
        for entry in entries:
            parts = _entry(entry) if isinstance(entry, dict) else [entry]
            yield from ({**body, "entry": [part]} for part in parts)
    elif isinstance(values, list):
        yield from ({**body, "values": value} for value in values)
    elif isinstance(data, list):
        yield from ({**body, "data": [each]} for each in data)
    elif not body.keys() & {"object", "values", "data", "matching_rules", "payload"}:
        yield from _account_activity(body)
    else:
        yield body


def _entry(entry: Body) -> Iterator[Body]:
    rest = {k: v for k, v in entry.items() if k not in ("messaging", "standby", "changes")}
    envelope = {k: v for k, v in rest.items() if k not in ("field", "value")}
    found = False
    for key in ("messaging", "standby", "changes"):
        listed = entry.get(key)
        if key not in entry or listed == []:
            continue
        found = True
        for item in listed if isinstance(listed, list) else [listed]:
            parts = _change(item) if key == "changes" else [item]
            yield from ({**envelope, key: [part]} for part in parts)
    if "field" in entry or not found:
        yield rest if "field" in entry else entry


def _change(change: Json) -> Iterator[Json]:
    """WhatsApp lists many messages in one change. Their contacts go along, each with its own."""
    value = obj(obj(change).get("value"))
    field = obj(change).get("field")
    named = dict.fromkeys((*_WHATSAPP, *([field] if isinstance(field, str) else [])))
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
    """Those who are named in the item, and one who is nobody: of a sole contact more is known."""
    named = dict.fromkeys(ident(obj(item).get(key)) for key in _IDS)
    found = [known[one] for one in named if one in known and one is not None]
    nobody: Body = {}
    return [*(c for n, c in enumerate(found) if c not in found[:n]), nobody]


def _account_activity(body: Body) -> Iterator[Body]:
    updates = [
        (k, v) for k, v in body.items() if k not in _X_CONTEXT and isinstance(v, list | dict)
    ]
    listed = {key for key, _ in updates}
    envelope = {k: v for k, v in body.items() if k not in listed}
    parts = [
        {**envelope, key: [each] if isinstance(value, list) else each}
        for key, value in updates
        for each in (value if isinstance(value, list) else [value])
    ]
    yield from parts or [body]
