"""Parses updates of WhatsApp: messages, echoes, statuses of sent messages, and account fields.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from functions.webhook.bodies import Json, ident, items, items_or_itself, obj, parse_time, text
from functions.webhook.meta.fields import WHATSAPP, label, names
from functions.webhook.meta.whatsapp_campaigns import campaign_of, campaign_of_template
from functions.webhook.meta.whatsapp_customers import (
    Contacts,
    changed,
    contacts_of,
    customer_of,
    ids_of,
    name_of,
    phone_number,
)
from shared.domain.events import Event, Kind

ECHOES = frozenset(("message_echoes", "smb_message_echoes"))
CONVERSING = ECHOES | {"messages", "standby"}
"""Fields that hold new messages. No other field opens a wait, and neither does `history`."""

WRITTEN = names(
    """audio button contacts document ephemeral errors gif group_invite hsm image interactive
    link_preview list location media_placeholder order poll poll_creation product sticker template
    text unknown unsupported video video_note voice"""
)
"""Types of messages that someone wrote, including those whose content Meta does not deliver."""

TYPES: dict[str, Kind] = {
    **dict.fromkeys(WRITTEN, "message"),
    "edit": "edit",
    "revoke": "delete",
    **dict.fromkeys(
        names("keep_in_chat pin poll_update reaction request_welcome system"), "not_a_message"
    ),
}

STATUSES: dict[str, Kind] = {"sent": "reply", "failed": "delete", "deleted": "delete"}
"""The statuses that are replies or take a message back."""

STANDBY = "standby"
"""The app of a reply in `standby` that carries no tag: mostly Meta's own agent."""

_new = tuple.__new__  # skips the argument handling of a NamedTuple

type Reader = Callable[[dict[str, Json], Contacts, str | None, datetime | None], Event]


def change(item: Json, sent_at: datetime | None) -> list[Event]:
    """The events of a change: one for each message, echo, status or error that it lists."""
    if not isinstance(item, dict) or not isinstance(item.get("value"), dict):
        field = label(item.get("field")) if isinstance(item, dict) else "change"
        return [_field_event(field, item, None, sent_at)]
    field, value = label(item.get("field")), obj(item.get("value"))
    account = ident(obj(value.get("metadata")).get("phone_number_id"))
    if field in CONVERSING:
        found = _new_messages(field, value, account, sent_at)
    elif field == "history":
        found = _history(value, account, sent_at)
    elif field == "user_id_update":
        found = [_changed_id(each, account, sent_at) for each in _listed(value.get(field))]
    else:
        listed = [each for key in READERS for each in items(value.get(key))]
        found = [_field_event(field, each, account, sent_at) for each in listed]
    return found or [_field_event(field, item, account, sent_at)]


def _new_messages(
    field: str, value: dict[str, Json], account: str | None, sent_at: datetime | None
) -> list[Event]:
    """The events of a value, or of its `standby` while another sender answers the conversation, for
    example Meta's own agent.

    https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/standby
    """
    if field == "standby" and isinstance(value.get("standby"), dict):
        value = obj(value["standby"])
    contacts = contacts_of(value)
    readers = ECHO_READERS if field in ECHOES else READERS
    events = [
        read(each, contacts, account, sent_at)
        if isinstance(each, dict)
        else _unknown(f"{key}.item", each, account, sent_at)
        for key, read in readers.items()
        if key in value
        for each in _listed(value[key])
    ]
    if field == "standby":
        events = [e._replace(app=e.app or STANDBY) if e.kind == "reply" else e for e in events]
    if not events and any(key in value for key in readers):  # only empty lists
        return [_not_a_message(f"whatsapp.{field}", account, sent_at)]
    return events


def _listed(value: Json) -> list[Json]:
    """The items of a list, nothing for None, and a list of just the value for any other value."""
    return [] if value is None else items_or_itself(value)


def _message(
    item: dict[str, Json],
    contacts: Contacts,
    account: str | None,
    sent_at: datetime | None,
    *,
    out: bool = False,
) -> Event:
    prefix, app, campaign = "messages", None, None
    number = contacts.own_number
    out = out or (number is not None and phone_number(item.get("from")) == number)
    if out:
        prefix = "message_echoes"
        campaign = campaign_of_template(item.get("template"))
        if "message" in item:
            item, app = _request(item)
    form = label(item.get("type"))
    if form == "other":  # some documented bodies have no `type`
        form = next((key for key in item if key in TYPES), form)
    kind, content = TYPES.get(form, "unknown"), obj(item.get(form))
    if form == "unsupported":  # can stand for an edit, a reaction or a vote
        kind = TYPES.get(label(content.get("type")), kind)
    if out:
        customer, alias = customer_of(item, "to", "to_user_id", contacts)
        kind = "reply" if kind == "message" else kind
        if number is not None and customer == number:
            # A `revoke` and an `edit` have been seen with sender and receiver swapped. The field
            # says that they are the brand's.
            customer, alias = customer_of(item, "from", "from_user_id", contacts)
            if customer in (None, number):  # a note to oneself
                return _not_a_message(f"{prefix}.self", account, sent_at, item=item)
    else:
        customer, alias = customer_of(item, "from", "from_user_id", contacts)
    message_id = ident(item.get("id"))
    if kind in ("edit", "delete"):
        message_id = ident(content.get("original_message_id")) or message_id
    elif form == "reaction":
        message_id = ident(content.get("message_id")) or message_id
    elif form == "system":
        customer, alias = changed(item, content, customer, alias)
    elif form == "interactive" and content.get("type") == "call_permission_reply":
        kind = "not_a_message"
    missing = message_id is None or (customer is None and kind in ("message", "reply"))
    if kind == "unknown" or (missing and kind != "not_a_message"):
        return _unknown(f"{prefix}.{form}", item, account, sent_at)
    # A campaign has the name that its status has: it ends no wait.
    name = f"statuses.sent.{campaign}" if campaign else f"{prefix}.{form}"
    return _new(Event, (
        kind, name, "whatsapp", "private", account, customer, message_id,
        ident(obj(item["context"]).get("id")) if "context" in item else None, None,
        "out" if out else "in", parse_time(item.get("timestamp")), sent_at,
        None if kind == "not_a_message" else _text_of(form, content),
        app, False, None, None, None, alias,
        name_of(customer, alias, contacts) if kind == "message" and not out else None,
        None, None, False, None,
    ))  # fmt: skip


def _request(item: dict[str, Json]) -> tuple[dict[str, Json], str | None]:
    """The message and its sender's tag, of an echo that holds the request to send the message.

    The message has the form that it has in other echoes.
    """
    sent = obj(item["message"])
    message: dict[str, Json] = {k: v for k, v in item.items() if k in ("id", "timestamp")} | sent
    if "recipient" in sent:
        message.setdefault("to_user_id", sent["recipient"])
    context = obj(sent.get("context"))
    if "message_id" in context:
        message["context"] = {"id": context["message_id"]}
    return message, ident(sent.get("biz_opaque_callback_data"))


def _status(
    item: dict[str, Json], contacts: Contacts, account: str | None, sent_at: datetime | None
) -> Event:
    """A status of a message that the brand sent.

    For a message sent through the API, the status `sent` is the only update, so it counts as the
    reply. The event's name says if the message belongs to a campaign, which is not a reply. A
    message that `failed` never arrived, so the reply is taken back, unless another status says that
    it was delivered or read after all. `deleted` means that the customer deleted a message of
    their own, which has this id. The statuses of a customer's payment have the same names.
    """
    status = label(item.get("status"))
    if item.get("type") == "payment":
        return _not_a_message(f"statuses.payment.{status}", account, sent_at, item=item)
    customer, alias = customer_of(item, "recipient_id", "recipient_user_id", contacts)
    message_id, sent, kind = ident(item.get("id")), status == "sent", STATUSES.get(status)
    if status == "other" or (kind and (message_id is None or customer is None)):
        return _unknown(f"statuses.{status}", item, account, sent_at)
    campaign = campaign_of(item.get("pricing")) if sent else None
    return Event(
        kind=kind or "not_a_message",
        event_name=f"statuses.sent.{campaign}" if campaign else f"statuses.{status}",
        channel="whatsapp",
        surface="private",
        account=account,
        customer=customer,
        message_id=message_id,
        direction="in" if status in ("read", "played", "deleted") else "out",
        at=parse_time(item.get("timestamp")),
        sent_at=sent_at,
        app=ident(item.get("biz_opaque_callback_data")),
        alias=alias,
    )


def _error(
    _: dict[str, Json], _contacts: Contacts, account: str | None, sent_at: datetime | None
) -> Event:
    return _not_a_message("messages.errors", account, sent_at)


def _changed_id(item: Json, account: str | None, sent_at: datetime | None) -> Event:
    """A business-scoped id changed. If the phone number is given, it is the customer's id."""
    update = obj(item)
    ids = obj(update.get("user_id"))
    phone, new = ids_of(update.get("wa_id"), ids.get("current"))
    if phone is None and new is None:
        return _unknown("whatsapp.user_id_update", item, account, sent_at)
    return Event(
        kind="not_a_message",
        event_name="whatsapp.user_id_update",
        channel="whatsapp",
        surface="private",
        account=account,
        customer=phone or new,
        direction="in",
        at=parse_time(update.get("timestamp")),
        sent_at=sent_at,
        alias=ident(ids.get("previous")) or (new if phone else None),
    )


def _history(value: dict[str, Json], account: str | None, sent_at: datetime | None) -> list[Event]:
    """Old chats that WhatsApp imported. Nobody waits for an answer to their messages."""
    threads = [
        (phone_number(obj(thread).get("id")), each)
        for chunk in items(value.get("history"))
        for thread in items(obj(chunk).get("threads"))
        for each in items(obj(thread).get("messages"))
    ]
    media = [(None, each) for key in READERS for each in items(value.get(key))]
    return [
        _not_a_message("whatsapp.history", account, sent_at, customer=customer, item=obj(each))
        for customer, each in threads + media
    ]


def _text_of(form: str, content: dict[str, Json]) -> str | None:
    """The visible text of a message: its body, its caption, or the title of the chosen option."""
    if form == "edit":
        edited = obj(content.get("message"))
        form = label(edited.get("type"))
        content = obj(edited.get(form))
    if form == "interactive":
        chosen = obj(content.get(text(content.get("type")) or ""))
        body = obj(content.get("body")).get("text")  # only if the brand sent it
        return text(chosen.get("title")) or text(chosen.get("body")) or text(body)
    return text(content.get("body")) or text(content.get("caption")) or text(content.get("text"))


def _field_event(field: str, item: Json, account: str | None, sent_at: datetime | None) -> Event:
    """The event of a field without messages. `unknown` if Meta does not document it, or if it is a
    field of messages in an unknown form."""
    if field in WHATSAPP and field not in ("messages", "message_echoes", "smb_message_echoes"):
        return _not_a_message(f"whatsapp.{field}", account, sent_at)
    return _unknown(f"whatsapp.{field}", item, account, sent_at)


def _not_a_message(
    event_name: str,
    account: str | None,
    sent_at: datetime | None,
    *,
    customer: str | None = None,
    item: dict[str, Json] | None = None,
) -> Event:
    item = item or {}
    return Event(
        kind="not_a_message",
        event_name=event_name,
        channel="whatsapp",
        surface="private",
        account=account,
        customer=customer,
        message_id=ident(item.get("id")),
        at=parse_time(item.get("timestamp")),
        sent_at=sent_at,
    )


def _unknown(event_name: str, item: Json, account: str | None, sent_at: datetime | None) -> Event:
    return Event(
        kind="unknown",
        event_name=event_name,
        channel="whatsapp",
        surface="private",
        account=account,
        sent_at=sent_at,
        source=item,
    )


READERS: dict[str, Reader] = {
    "messages": _message,
    "message_echoes": partial(_message, out=True),
    "statuses": _status,
    "errors": _error,
}

ECHO_READERS = READERS | {"messages": READERS["message_echoes"]}
"""The readers for fields of echoes. There, the brand also wrote what is listed as `messages`."""
